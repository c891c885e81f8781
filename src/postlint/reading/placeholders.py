"""Notes that a writer leaves for later: what stands for words that are still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

MARKS = ("TODO", "FIXME", "TBD", "TKTK", "XXX", "INSERT ")
FILLER = ("lorem ipsum", "your text here", "placeholder text here")
NEEDLES = (*(mark.strip().lower() for mark in MARKS), *FILLER)
"""One of these is in each of them."""


@cache
def _placeholder() -> re.Pattern[str]:
    """A mark that is all of a text, begins one and goes on with a colon, or stands in brackets; filler text anywhere.

    A 'TODO comment' or a 'todo list' in a sentence is what the post speaks of, and passes.
    """
    marks = "|".join(MARKS[:-1])
    return re.compile(
        rf"\A\W*(?P<whole>{marks})\W*\Z|\A\W*(?P<start>(?:{marks})(?:\([\w@.-]+\))?):"
        rf"|(?P<bracketed>[\[<(](?:{marks})\b[^\[<(\]>)\n]{{0,100}}[\]>)])"
        r"|(?P<filler>\b(?i:lorem ipsum(?: dolor(?: sit amet)?)?|your text here|placeholder text here)\b)"
        r"|(?P<insert>\bINSERT [A-Z][A-Z ]{0,60} HERE\b)"
    )


def placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Where placeholders stand in a text: a block of prose, or a value of the front matter."""
    folded = text.lower()
    if any(mark in text for mark in MARKS) or any(words in folded for words in FILLER):
        yield from (match.span(match.lastgroup or 0) for match in _placeholder().finditer(text))
