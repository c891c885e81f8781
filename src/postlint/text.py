"""Offsets, spans and positions: the only module that counts lines.

Offsets and columns count code points. A line ends at ``\\r\\n``, ``\\r`` or ``\\n`` and at nothing else, as in
CommonMark: ``str.splitlines`` knows seven more line ends and would let line numbers drift.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add

from postlint.expression import expression
from postlint.records import NamedTuple

LINE_END = expression(r"\r\n|\r|\n")
ASCII = bytes(range(0x80))
BOM = "\ufeff"


class Span(NamedTuple):
    """A stretch of source text: two offsets in code points, ``end`` exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both share a character, or an empty one of them lies strictly inside the other."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A place for people: line and column count from 1, column and offset in code points."""

    line: int
    column: int
    offset: int


class Source:
    """A text and its lines. A byte order mark is kept aside and has no offset."""

    def __init__(self, text: str) -> None:
        self.has_bom = text.startswith(BOM)
        self.text = text[1:] if self.has_bom else text

    @property
    def written(self) -> str:
        """The text with its byte order mark, if it has one."""
        return BOM + self.text if self.has_bom else self.text

    def __getitem__(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]]

    @cached_property
    def beyond_ascii(self) -> frozenset[str]:
        """The characters of the text that ASCII has not."""
        if self.text.isascii():
            return frozenset()
        # Bytes are thrown out ten times as fast as characters are looked at.
        encoded = self.text.encode(errors="surrogatepass").translate(None, ASCII)
        return frozenset(encoded.decode(errors="surrogatepass"))

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; the first is 0."""
        if "\r" in self.text:
            return [0, *(match.end() for match in LINE_END.finditer(self.text))]
        lengths = map(len, self.text.split("\n"))
        return [0, *map(add, accumulate(lengths), count(1))][:-1]

    def position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def line_span(self, line: int) -> Span:
        """The span of a line, counted from 1, without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)
