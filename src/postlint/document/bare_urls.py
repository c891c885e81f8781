"""Bare URLs in running text: the extended autolinks of GitHub's Markdown."""

from __future__ import annotations

import re

from postlint.document.filler import FILLER
from postlint.expression import expression
from postlint.text import Span

START = expression(rf"(?<![\w/.@:-])(?:https?://|HTTPS?://|www\.)(?=[\w\[{FILLER}])")
# What ends a URL: a blank, a tag, code, and a link or an image that stands right behind it.
ENDS = r"[\s<`{}]|!?\[[^\[\]\s]*\]\("
END = expression(ENDS.format(""))
END_IN_CELL = expression(ENDS.format("|"))
END_IN_LINK = expression(ENDS.format("\\]"))
END_IN_LINK_IN_CELL = expression(ENDS.format("|\\]"))
LAST_ENTITY = expression(r"&[A-Za-z0-9]+;\Z")
LONGEST = 8_000


def bare_url(text: str, opening: re.Match[str], limit: int, *, in_cell: bool, in_link: bool) -> Span | None:
    """The span of the URL that begins with this match of ``START``; None where nothing of a host is left.

    Final punctuation is none of it, and of its parentheses only pairs.
    """
    start = opening.start()
    ends = (END, END_IN_CELL) if not in_link else (END_IN_LINK, END_IN_LINK_IN_CELL)
    end = ends[in_cell]
    limit = min(limit, start + LONGEST)
    stop = end.search(text, start, limit)
    url = text[start : stop.start() if stop else limit]
    surplus = url.count(")") - url.count("(")
    length = len(url)
    while length:
        last = url[length - 1]
        if last in "?!.,:*_~'\"]\\" or (last == ")" and surplus > 0):
            surplus -= last == ")"
            length -= 1
        elif last == ";" and (entity := LAST_ENTITY.search(url, max(0, length - 40), length)):
            length = entity.start()
        else:
            break
    return Span(start, start + length) if length > opening.end() - start else None
