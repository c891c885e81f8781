"""Prose: the text of a post as it is read, and the way back from it to the source.

Blocks (paragraphs, headings, cells, alt texts, front matter strings …) stand in one string, so that one pass finds
every phrase. Between two blocks stands an empty line. Soft line breaks are spaces, entities are decoded, runs of white
space are one space, and code, URLs and template tags are one ``MASK`` each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node

MASK = "\x1a"
"""Stands for what is not read as words. ASCII, since one wider character would double the string's memory."""

SEPARATOR = "\n\n"
WHITE_SPACE = " \t\r\n"
WIDE_SPACE = expression(r"[ \t\r\n]{2,}|[\t\r\n]")

NOT_PROSE = frozenset({"quote", "alt-text", "front-matter"})
"""Scopes that a rule has to name: the default place, prose, has none of them."""


@lru_cache(1024)
def is_prose(scopes: tuple[str, ...]) -> bool:
    """Whether a block of these scopes is read by rules that name no place."""
    return NOT_PROSE.isdisjoint(scopes)


class Block(NamedTuple):
    """A stretch of prose that is read as one; ``scopes`` say where it stands, the innermost last.

    Scopes are paragraph, heading and h1 to h6, list-item, table-cell, caption, footnote, quote, alt-text, and
    front-matter with the key. ``start`` and ``end`` are offsets in the prose.
    """

    start: int
    end: int
    scopes: tuple[str, ...]
    is_prose: bool


class Pieces:
    """Text under construction, with the source of each piece of it.

    A piece is verbatim, character by character, unless ``atoms`` has it: then all of it stands for the source up to the
    offset given there.
    """

    __slots__ = ("at", "atoms", "length", "next_source", "parts", "source")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.at: list[int] = []
        self.source: list[int] = []
        self.atoms: dict[int, int] = {}
        self.next_source = -1

    def text(self, start: int, text: str) -> None:
        """Add text that stands verbatim in the source at ``start``."""
        parts = self.parts
        if (
            "  " in text
            or "\t" in text
            or "\n" in text
            or "\r" in text
            or (text[0] == " " and (not parts or parts[-1][-1] in " \n"))
        ):
            self._spaced(start, text)
            return
        before, length = self.length, len(text)
        if start != self.next_source:
            self.at.append(before)
            self.source.append(start)
        parts.append(text)
        self.length = before + length
        self.next_source = start + length

    def atom(self, start: int, end: int, text: str) -> None:
        """Add text that stands for all of the source from ``start`` to ``end``."""
        if text == " " and self.ends_with_space:
            return
        self.atoms[len(self.at)] = end
        self.at.append(self.length)
        self.source.append(start)
        self.parts.append(text)
        self.length += len(text)
        self.next_source = -1

    def blank(self) -> bool:
        """Add a space for the one character that comes next in the source; False where it would double one."""
        if self.next_source < 0 or self.parts[-1][-1] == " ":
            return False
        self.parts.append(" ")
        self.length += 1
        self.next_source += 1
        return True

    def separate(self) -> None:
        """End a block: an empty line, over which no phrase goes."""
        self.parts.append(SEPARATOR)
        self.length += len(SEPARATOR)
        self.next_source = -1

    def since(self, start: int) -> str:
        """The text from the offset ``start`` on."""
        wanted = self.length - start
        taken = 0
        for index in range(len(self.parts) - 1, -1, -1):
            taken += len(self.parts[index])
            if taken >= wanted:
                return "".join(self.parts[index:])[taken - wanted :]
        return ""

    def data(self, node: Node) -> None:
        """Add a string of YAML, TOML or JSON; its escapes and line wraps stand for what they are."""
        segments, text = node.segments(), node.text
        following = [at for at, _, _ in segments[1:]]
        for (at, start, end), stop in zip(segments, [*following, len(text)], strict=True):
            piece = text[at:stop]
            if not piece:
                continue
            if len(piece) == end - start:
                self.text(start, piece)
            else:
                self.atom(start, end, " " if piece.isspace() else piece)

    def append(self, other: Pieces) -> None:
        first = len(self.at)
        self.at.extend(at + self.length for at in other.at)
        self.source.extend(other.source)
        self.atoms.update((index + first, end) for index, end in other.atoms.items())
        self.parts.extend(other.parts)
        self.length += other.length
        self.next_source = -1

    @property
    def ends_with_space(self) -> bool:
        return not self.parts or self.parts[-1][-1] in " \n"

    def _spaced(self, start: int, text: str) -> None:
        done = 0
        if self.ends_with_space:
            done = len(text) - len(text.lstrip(WHITE_SPACE))
        for space in WIDE_SPACE.finditer(text, done):
            if space.start() > done:
                self.text(start + done, text[done : space.start()])
            self.atom(start + space.start(), start + space.end(), " ")
            done = space.end()
        if done < len(text):
            self.text(start + done, text[done:])
        else:
            self.next_source = -1


class Prose:
    """All text of a post that is read. Offsets in it are code points of ``text``."""

    def __init__(self, pieces: Pieces, blocks: list[Block]) -> None:
        self.text = "".join(pieces.parts)
        self.blocks = blocks
        self._later_starts = [block.start for block in blocks[1:]]
        self._at = pieces.at
        self._source = pieces.source
        self._atoms = pieces.atoms

    def block_at(self, offset: int) -> Block:
        """The block that the offset lies in, or the one before it."""
        return self.blocks[bisect_right(self._later_starts, offset)]

    def blocks_of(self, scope: str) -> list[Block]:
        return [block for block in self.blocks if scope in block.scopes]

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretches of source that a stretch of prose comes from, in order; neighbors are joined."""
        spans: list[Span] = []
        piece = max(0, bisect_right(self._at, start) - 1)
        while piece < len(self._at) and self._at[piece] < end:
            piece_end = self._at[piece + 1] if piece + 1 < len(self._at) else len(self.text)
            if piece in self._atoms:
                span = Span(self._source[piece], self._atoms[piece])
            else:
                shift = self._source[piece] - self._at[piece]
                span = Span(max(start, self._at[piece]) + shift, min(end, piece_end) + shift)
            if spans and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            elif span.start < span.end:
                spans.append(span)
            piece += 1
        return spans

    def span(self, start: int, end: int) -> Span:
        """The source from the first to the last character of a stretch of prose, with the markup between."""
        following = bisect_right(self._at, start)
        piece = following - 1
        if piece >= 0 and start < end <= (self._at[following] if following < len(self._at) else len(self.text)):
            source = self._source[piece]
            if piece in self._atoms:
                return Span(source, self._atoms[piece]) if source < self._atoms[piece] else Span(0, 0)
            return Span(source + start - self._at[piece], source + end - self._at[piece])
        spans = self.spans(start, end)
        return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else Span(0, 0)

    def pieces(self) -> Iterator[tuple[int, int, Span, bool]]:
        """Each piece: its start and end in the prose, what it stands for, and whether that is the same, verbatim."""
        ends = [block.end for block in self.blocks]
        for piece, start in enumerate(self._at):
            following = self._at[piece + 1] if piece + 1 < len(self._at) else len(self.text)
            end = min(following, ends[bisect_right(ends, start)])
            source = self._source[piece]
            is_atom = piece in self._atoms
            yield start, end, Span(source, self._atoms[piece] if is_atom else source + end - start), not is_atom
