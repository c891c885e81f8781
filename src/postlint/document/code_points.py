"""From the byte offsets that a parser counts to code points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from postlint.document.prose import WHITE_SPACE
from postlint.text import Span

FIRST = 0xFF
FIRST_BYTES = bytes(FIRST if byte >= 0xC0 else 0 for byte in range(256))
"""A table that marks where characters of more than one byte begin in UTF-8: to look for one mark is fast."""


def from_bytes(text: str, base: int) -> Callable[[int], int]:
    """A function from offsets in the UTF-8 of ``text`` to code points, ``base`` added."""
    if text.isascii():
        return lambda offset: offset + base
    encoded = text.encode()
    marked = encoded.translate(FIRST_BYTES)
    # The offsets behind wide characters, and by how much the bytes up to there outnumber the code points.
    ends: list[int] = []
    lost = [-base]
    surplus = -base
    at = marked.find(FIRST)
    while at >= 0:
        byte = encoded[at]
        width = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        at += width
        surplus += width - 1
        ends.append(at)
        lost.append(surplus)
        at = marked.find(FIRST, at)
    return lambda offset: offset - lost[bisect_right(ends, offset)]


def spans(text: str, at: Callable[[int], int]) -> Callable[[int, int], Span]:
    """A function from a node's byte offsets to its span, without the line end that closes it and blanks after it."""

    def span(start: int, end: int) -> Span:
        first = at(start)
        return Span(first, first + len(text[first : at(end)].rstrip(WHITE_SPACE)))

    return span
