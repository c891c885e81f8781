"""Many like pieces of plain data, compressed one by one, in one run of bytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_SAMPLES = 100
_MOST_SHARED = 32_000
"""Bytes that zlib can look back to."""


class Packed:
    """Pieces of bytes by number. What the ``first`` ones have in common is held once.

    Of findings or facts of posts a tenth to a third is left, and forked processes share it.
    """

    def __init__(self, first: Iterable[bytes] = ()) -> None:
        pieces = list(first)
        samples = pieces[:: len(pieces) // _SAMPLES + 1]
        self._shared = b"".join(samples)[-_MOST_SHARED:]
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        for piece in pieces:
            self.append(piece)

    def append(self, piece: bytes) -> None:
        import zlib

        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=self._shared)
        self._bytes += packer.compress(piece)
        self._bytes += packer.flush()
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        import zlib

        start, end = self._ends[number], self._ends[number + 1]
        unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=self._shared)
        return unpacker.decompress(self._bytes[start:end])
