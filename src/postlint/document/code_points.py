"""From the byte offsets that a parser counts to code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def from_bytes(text: str, base: int) -> Callable[[int], int]:
    """A function from offsets in the UTF-8 of ``text`` to code points, ``base`` added."""
    if text.isascii():
        return lambda offset: offset + base
    # By how many bytes the offsets of what follows each wide character differ from its code points.
    widths = [1 if wide < "\u0800" else 2 if wide < "\U00010000" else 3 for wide in NOT_ASCII.findall(text)]
    surplus = list(accumulate(widths))
    ends = [wide.start() + 1 + extra for wide, extra in zip(NOT_ASCII.finditer(text), surplus, strict=True)]
    lost = [-base, *(extra - base for extra in surplus)]
    return lambda offset: offset - lost[bisect_right(ends, offset)]
