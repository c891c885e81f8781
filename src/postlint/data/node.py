"""What data looks like once it is read: nodes with spans, whatever syntax they were written in."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Hashable

MAX_BYTES = 256 * 1024
MAX_DEPTH = 64
MAX_NODES = 20_000
"""So many keys and values, or events of YAML, may a text have."""
TOO_DEEP = f"This is nested more than {MAX_DEPTH} levels deep; make it flatter."
TOO_MANY_NODES = "There are too many keys and values from here on; split the file."
# Python refuses to print integers above 4,300 digits, so one that long would break whoever quotes it.
MAX_NUMBER_LENGTH = 1000
# What is still found where a text is broken.
OWN_LINE_COMMENT = expression(r"(?<![^\r\n])[ \t]*(#[^\r\n]*)")
TEMPLATE_MESSAGE = "'{}' has no quotes around it; put the value in quotes."
TEMPLATE = expression(r"\{\{[^\r\n]*?\}\}|\{%[^\r\n]*?%\}")
_QUOTE_LENGTHS = {"single": 1, "double": 1, "multiline-single": 3, "multiline-double": 3}


class Repair(NamedTuple):
    """Edits that mend what cannot be read, in the order of their spans."""

    title: str
    edits: tuple[tuple[Span, str], ...]


class DataError(NamedTuple):
    """Why a text or a value in it cannot be read; ``problem`` is a short slug such as ``syntax`` or ``depth``.

    ``repair`` is the one right way to mend it, where whoever found it knows one.
    """

    message: str
    span: Span
    problem: str
    repair: Repair | None = None


class DataSyntaxError(Exception):
    """The text as a whole cannot be read."""

    def __init__(self, error: DataError):
        super().__init__(error.message)
        self.error = error


class Origin(NamedTuple):
    """The text that nodes come from; ``base`` is the offset of its first character."""

    text: str
    base: int
    syntax: str

    def error(self, problem: str, message: str, start: int, end: int) -> DataSyntaxError:
        """The exception for a problem at ``text[start:end]``, held within the text."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        return DataSyntaxError(DataError(message, Span(self.base + start, self.base + end), problem))

    def template_error(self, start: int, end: int) -> DataSyntaxError:
        """The exception for a template that reads as the start of a mapping."""
        return self.error("template", TEMPLATE_MESSAGE.format(shortened(self.text[start:end])), start, end)


class Entry(NamedTuple):
    """A key with its value. ``merged``: it came through ``<<``; ``alias``: its key or value is written ``*name``."""

    key: Node
    value: Node
    span: Span
    merged: bool = False
    alias: bool = False


class Node:
    """A mapping, sequence or scalar.

    ``span`` holds the quotes of a quoted scalar and the brackets of a flow collection; it starts at the indicator of a
    block scalar and ends before its final line end; of a block collection it runs from the first key or dash to the end
    of the last value, of a TOML table from its header. An aliased node has the span of its anchor.
    ``value`` is plain Python. ``text`` is a scalar as decoded but before it got a type (``no``, ``2024-01-02``).
    ``entries`` of a mapping stand in source order with duplicates kept, behind those that a merge brought and that no
    own key overrides. ``error`` says why a scalar has no value of its type; its value is then its text.
    """

    __slots__ = ("_origin", "_segments", "entries", "error", "items", "kind", "span", "style", "text", "value")

    def __init__(
        self,
        kind: str,
        span: Span,
        value: Any,
        style: str,
        origin: Origin,
        *,
        text: str = "",
        entries: tuple[Entry, ...] = (),
        items: tuple[Node, ...] = (),
        error: DataError | None = None,
    ) -> None:
        self.kind = kind
        self.span = span
        self.value = value
        self.style = style
        self.text = text
        self.entries = entries
        self.items = items
        self.error = error
        self._origin = origin
        self._segments: list[tuple[int, int, int]] | None = None

    def __repr__(self) -> str:
        return f"Node({self.kind}, {self.span.start}..{self.span.end}, {self.style})"

    @property
    def content_span(self) -> Span:
        """The span inside the quotes; the whole span where there are none."""
        quotes = _QUOTE_LENGTHS.get(self.style, 0)
        return Span(self.span.start + quotes, self.span.end - quotes) if quotes else self.span

    def get(self, key: Hashable) -> Node | None:
        """The value of a key of this mapping; of duplicates the last, as loaders have it."""
        for entry in reversed(self.entries):
            if entry.key.value == key:
                return entry.value
        return None

    def segments(self) -> list[tuple[int, int, int]]:
        """How ``text`` lies in the source: pieces ``(offset in text, source start, source end)``.

        Piece i covers the text up to the next piece's offset. Equal lengths mean verbatim text, except that one line
        end may stand for a blank or for ``\\n``; any other piece (an escape, a fold) is an atom. Source that means
        nothing (indentation, an escaped line end) lies between pieces. The final line ends of a block scalar lie past
        its span. Empty for empty text and for collections.
        """
        if self._segments is None:
            self._segments = self._found_segments()
        return self._segments

    def _found_segments(self) -> list[tuple[int, int, int]]:
        if not self.text:
            return []
        start, end = self.content_span
        base = self._origin.base
        if self._origin.text[start - base : end - base] == self.text:
            return [(0, start, end)]
        from postlint.data.segments import segments

        return segments(self._origin, self.span, self.content_span, self.style, self.text)

    def source_span(self, start: int, end: int) -> Span:
        """The span in the source of ``text[start:end]``; a part of an atom takes all of it."""
        pieces = self.segments()
        if not pieces:
            return Span(self.content_span.start, self.content_span.start)
        first = self._place(pieces, start)[0]
        return Span(first, first if start >= end else self._place(pieces, end - 1)[1])

    def _place(self, pieces: list[tuple[int, int, int]], offset: int) -> tuple[int, int]:
        """The source of the one character at an offset in the text; behind the last character an empty span."""
        index = bisect_right(pieces, offset, key=lambda piece: piece[0]) - 1
        at, start, end = pieces[index]
        until = pieces[index + 1][0] if index + 1 < len(pieces) else len(self.text)
        if offset >= until:
            return end, end
        if until - at != end - start:
            return start, end
        return start + offset - at, start + offset - at + 1


def shortened(words: str) -> str:
    """Words of the user's own, short and on one line, fit for a message."""
    line = " ".join(words.split())
    return line if len(line) <= 40 else line[:39] + "…"
