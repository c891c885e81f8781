"""From the byte offsets that a parser counts to code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def from_bytes(text: str, base: int) -> Callable[[int], int]:
    """A function from offsets in the UTF-8 of ``text`` to code points, ``base`` added."""
    if text.isascii():
        return lambda offset: offset + base
    ends: list[int] = []
    lost: list[int] = [-base]
    surplus = 0
    for match in NOT_ASCII.finditer(text):
        character = match.group()
        width = 2 if character < "\u0800" else 3 if character < "\U00010000" else 4
        ends.append(match.start() + surplus + width)
        surplus += width - 1
        lost.append(surplus - base)
    return lambda offset: offset - lost[bisect_right(ends, offset)]
