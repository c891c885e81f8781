"""Where something stands in a post: its section, whether that closes the post, and what stands alone."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Block, Document

BESIDE = frozenset({"alt-text", "front-matter"})
CLOSING_SHARE = 0.85
"""What comes behind this share of the body is at its end, where the last heading does not say so."""


MOST_ABOVE = 60
"""So many headings before a section are looked at for those above it."""


class Section(NamedTuple):
    """A heading with what follows it, up to the next heading. Before the first heading ``heading`` is empty.

    ``start`` and ``end`` are offsets in the prose, ``number`` counts from 0.
    """

    heading: str
    level: int
    start: int
    end: int
    number: int


class Layout:
    """The order of a post's blocks and sections."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc

    @cached_property
    def body(self) -> list[Block]:
        """The blocks of the body, front to back; alt texts and front matter stand beside it."""
        return [block for block in self._doc.prose.blocks if BESIDE.isdisjoint(block.scopes)]

    @cached_property
    def sections(self) -> list[Section]:
        text = self._doc.prose.text
        headings = [block for block in self.body if "heading" in block.scopes]
        marks = [(0, "", 0)]
        marks += [(block.start, text[block.start : block.end], int(block.scopes[-1][1:])) for block in headings]
        ends = [*(start for start, _, _ in marks[1:]), self.end]
        return [
            Section(heading, level, start, end, number)
            for number, ((start, heading, level), end) in enumerate(zip(marks, ends, strict=True))
        ]

    @cached_property
    def end(self) -> int:
        """Where the body ends in the prose."""
        return self.body[-1].end if self.body else 0

    def section(self, offset: int) -> Section:
        """The section that an offset of the body lies in."""
        sections = self.sections
        return sections[max(0, bisect_right(sections, offset, key=lambda section: section.start) - 1)]

    def headings_over(self, offset: int) -> list[str]:
        """The heading of the section and those above it, the nearest first."""
        section = self.section(offset)
        found = [section.heading] if section.heading else []
        level = section.level
        for above in reversed(self.sections[max(0, section.number - MOST_ABOVE) : section.number]):
            if 0 < above.level < level:
                found.append(above.heading)
                level = above.level
        return found

    def closes(self, offset: int) -> bool:
        """Whether this is the end of the post: its last section, or the last part of its text."""
        section = self.section(offset)
        is_last = section.number == len(self.sections) - 1 and section.number > 0
        return offset < self.end and (is_last or offset >= CLOSING_SHARE * self.end)

    def block_before(self, block: Block) -> Block | None:
        """The block of the body before this one."""
        index = bisect_right(self.body, block.start, key=lambda other: other.start) - 2
        return self.body[index] if index >= 0 else None

    def is_ordered_item(self, block: Block) -> bool:
        """Whether the block begins an item of a numbered list."""
        if "list-item" not in block.scopes:
            return False
        source = self._doc.source.text
        at = self._doc.prose.span(block.start, block.start + 1).start
        line = max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1
        marker = source[line:at].lstrip(" \t>").rstrip(" *_[`").rstrip()
        return len(marker) > 1 and marker[:-1].isdigit() and marker[-1] in ".)"
