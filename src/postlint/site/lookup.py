"""Which of very many things have a text, in twelve bytes for each, which forked processes share.

A ``dict`` takes some two hundred bytes for a text and what it stands for, and a process that only looks something up
writes to what it finds, as it counts references, so that each process comes to hold a copy.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

PART = 100_000
"""So many are sorted at once, so that little memory is taken meanwhile."""
_NUMBER_BITS = 32
_LAST = 64
"""A name that is not among so many that came last is held anew."""


class Lookup:
    """Numbers by text. Of a text only its hash of 64 bits is held.

    Among a million texts two have the same hash in one of some forty million runs.
    """

    def __init__(self, numbers: Iterable[tuple[str, int]]) -> None:
        pairs = ((hash(text) << _NUMBER_BITS) | number for text, number in numbers)
        parts = [_split(part) for part in iter(lambda: sorted(islice(pairs, PART)), [])]
        self._hashes, self._numbers = parts.pop() if len(parts) == 1 else (array("q"), array("I"))
        if not parts:
            return
        from heapq import merge

        for hashed, number in merge(*(zip(*part, strict=True) for part in parts)):
            self._hashes.append(hashed)
            self._numbers.append(number)

    def numbers(self, text: str) -> Iterator[int]:
        """The numbers of a text, from low to high."""
        wanted = hash(text)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            yield self._numbers[at]
            at += 1

    def groups(self) -> Iterator[Sequence[int]]:
        """The numbers of each text, from low to high."""
        start = 0
        for end in range(1, len(self._hashes) + 1):
            if end == len(self._hashes) or self._hashes[end] != self._hashes[start]:
                yield self._numbers[start:end]
                start = end


def _split(pairs: Sequence[int]) -> tuple[array[int], array[int]]:
    """Hashes and numbers of pairs of these that are one number."""
    numbers = array("I", (pair & (1 << _NUMBER_BITS) - 1 for pair in pairs))
    return array("q", (pair >> _NUMBER_BITS for pair in pairs)), numbers


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


class Paths:
    """Paths by number. Folders and names that several have in common are held once."""

    def __init__(self) -> None:
        self._folders: list[str] = []
        self._folder_numbers: dict[str, int] = {}
        self._names = Texts()
        self._last_names: dict[str, int] = {}
        self._parts = array("I")

    def append(self, path: str) -> None:
        cut = path.rfind("/", 0, -1) + 1
        folder, name = path[:cut], path[cut:]
        if name not in self._last_names:
            if len(self._last_names) >= _LAST:
                self._last_names.clear()
            self._last_names[name] = len(self._names)
            self._names.append(name)
        if folder not in self._folder_numbers:
            self._folder_numbers[folder] = len(self._folders)
            self._folders.append(folder)
        self._parts.extend((self._folder_numbers[folder], self._last_names[name]))

    def __len__(self) -> int:
        return len(self._parts) // 2

    def __getitem__(self, number: int) -> str:
        folder, name = self._parts[2 * number : 2 * number + 2]
        return self._folders[folder] + self._names[name]
