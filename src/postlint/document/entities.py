"""Splits text at its entities, so that each decoded character knows where it stands."""

from __future__ import annotations

import html
from collections.abc import Iterator

from postlint.expression import expression

ENTITY = expression(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def pieces_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Pieces (start, end, decoded text) without gaps; a piece is either one entity or text without any."""
    done = 0
    for entity in ENTITY.finditer(text):
        decoded = html.unescape(entity.group())
        if decoded == entity.group():
            continue
        if entity.start() > done:
            yield done, entity.start(), text[done : entity.start()]
        yield entity.start(), entity.end(), decoded
        done = entity.end()
    if done < len(text):
        yield done, len(text), text[done:]
