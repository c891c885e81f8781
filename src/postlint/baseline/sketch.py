"""What a post is like, in a few digits that tell nothing of its text: by these a renamed post is known again.

Of all runs of three words the smallest few checksums are kept. Two texts share about as large a part of these as they
share of their words, wherever lines end and whatever was moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from zlib import crc32

from postlint.expression import expression

KEPT = 16
DIGITS = 8
RUN = 3  # words
LEAST_ALIKE = 1 / 3
WORD = expression(r"\w+")


def sketch(text: str) -> str:
    """The sketch of a text."""
    words = [word.encode("utf-8", "surrogatepass") for word in WORD.findall(text.lower())] or [b""]
    runs = {crc32(b" ".join(words[i : i + RUN])) for i in range(max(1, len(words) - RUN + 1))}
    return "".join(f"{value:0{DIGITS}x}" for value in nsmallest(KEPT, runs))


def renamed(gone: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """For new posts the gone ones that they were, as far as both are alike; each is taken once, the likest first.

    Both are sketches by path.
    """
    pairs = sorted(_alike(gone, new), key=lambda pair: (-pair[0], _name(pair[1]) != _name(pair[2]), pair[1:]))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, path, old in pairs:
        if path not in found and old not in taken:
            found[path] = old
            taken.add(old)
    return found


def _alike(gone: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[float, str, str]]:
    """Pairs that are alike enough: how much, the new path and the gone one."""
    holders = defaultdict(list)
    for old, digits in gone.items():
        for value in _values(digits):
            holders[value].append(old)
    for path, digits in new.items():
        values = _values(digits)
        shared = Counter(old for value in values for old in holders[value])
        for old in shared:
            theirs = _values(gone[old])
            least = nsmallest(KEPT, values | theirs)
            share = sum(value in values and value in theirs for value in least) / len(least)
            if share >= LEAST_ALIKE:
                yield share, path, old


def _values(digits: str) -> set[str]:
    return {digits[i : i + DIGITS] for i in range(0, len(digits), DIGITS)}


def _name(path: str) -> str:
    return path.rpartition("/")[2]
