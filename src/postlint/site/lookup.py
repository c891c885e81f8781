"""Which of very many things have a text, in twelve bytes for each, which forked processes share.

A ``dict`` takes some two hundred bytes for a text and what it stands for, and a process that only looks something up
writes to what it finds, as it counts references, so that each process comes to hold a copy.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_MOST_NUMBERS = 32
"""So many bits a number has."""


class Lookup:
    """Numbers by text. Of a text only its hash of 64 bits is held.

    Among a million texts two have the same hash in one of some forty million runs.
    """

    def __init__(self, numbers: Iterable[tuple[str, int]]) -> None:
        found = sorted((hash(text) << _MOST_NUMBERS) | number for text, number in numbers)
        self._hashes = array("q", (both >> _MOST_NUMBERS for both in found))
        self._numbers = array("I", (both & 0xFFFFFFFF for both in found))

    def numbers(self, text: str) -> Iterator[int]:
        """The numbers of a text, from low to high."""
        wanted = hash(text)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            yield self._numbers[at]
            at += 1

    def first(self, text: str) -> int | None:
        """The lowest number of a text."""
        return next(self.numbers(text), None)

    def firsts(self) -> Iterator[int]:
        """The lowest number of each text."""
        last = None
        for wanted, number in zip(self._hashes, self._numbers, strict=True):
            if wanted != last:
                yield number
                last = wanted


class Texts:
    """Texts by number, in one run of bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        return self._bytes[start:end].decode("utf-8", "surrogatepass")
