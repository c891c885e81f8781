"""Writes suppressions into a post: what readers see of it stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import LINE_END, Source, Span

if TYPE_CHECKING:
    from postlint.data import Entry
    from postlint.document import Code, Document

ALLOW = "postlint-allow"
TOML_HEADER = expression(r"[ \t]*\[*")


class Place(NamedTuple):
    """Where a suppression goes: before the line that starts at ``offset``, or at ``offset`` as the end of a line.

    ``word`` is what it says, ``in_front_matter`` whether it is a comment of YAML or TOML.
    """

    offset: int
    word: str = ALLOW
    is_end: bool = False
    in_front_matter: bool = False


class Addition:
    """Makes the edits that allow rules in one post."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.source: Source = doc.source

    def edits(self, wanted: Iterable[tuple[str, int]], everywhere: Iterable[str], reason: str) -> list[Edit]:
        """The edits that allow rules where they found something, each with its offset, and others in the whole post."""
        rules: dict[Place, set[str]] = defaultdict(set)
        for rule, offset in wanted:
            rules[self._place(offset)].add(rule)
        for rule in everywhere:
            rules[self.whole].add(rule)
        return [self._edit(place, sorted(rules[place]), reason) for place in sorted(rules)]

    @cached_property
    def whole(self) -> Place:
        """Where a suppression for the whole post goes: into the front matter, else above the body; below it where a
        front matter could be read only as long as it stands first.
        """
        front_matter = self.doc.front_matter
        word = f"{ALLOW}-file"
        if front_matter.root is None:
            return Place(len(self.source.text), word)
        if front_matter.format == "json":
            return Place(front_matter.body, word)
        return Place(self._next_line(front_matter.fence.end), word, in_front_matter=True)

    def _place(self, offset: int) -> Place:
        front_matter = self.doc.front_matter
        if offset < front_matter.body:
            entry = self._entry(offset)
            return self.whole if entry is None else Place(self._line(entry.span.start), in_front_matter=True)
        at = bisect_right(self._blocks, offset, key=lambda block: block.start) - 1
        block = self._blocks[at] if at >= 0 and self._blocks[at].contains(Span(offset, offset)) else None
        if block is not None and block in self._lists and (end := self._end_of_line(offset)) is not None:
            return Place(end, is_end=True)
        start = self._line(block.start if block is not None else offset)
        return self.whole if self._is_within(start) else Place(start)

    def _entry(self, offset: int) -> Entry | None:
        """The entry of the front matter that a comment can stand above, and that holds this place."""
        front_matter = self.doc.front_matter
        root = front_matter.root
        if root is None or front_matter.format == "json" or root.style == "flow":
            return None
        found: Entry | None = None
        entries = root.entries
        while holding := next((one for one in entries if one.span.start <= offset <= one.span.end), None):
            if self._starts_line(holding.span.start):
                found = holding
            # In YAML a comment between the lines of a nested value might be part of a text.
            entries = holding.value.entries if front_matter.format == "toml" else ()
        return found

    def _starts_line(self, offset: int) -> bool:
        match = TOML_HEADER.match(self.source.text, self._line(offset), offset)
        return match is not None and match.end() == offset

    @cached_property
    def _blocks(self) -> list[Span]:
        """The blocks that are in no other."""
        blocks: list[Span] = []
        for span in sorted(self.doc.outline, key=lambda span: (span.start, -span.end)):
            if not blocks or span.start >= blocks[-1].end:
                blocks.append(span)
        return blocks

    @cached_property
    def _lists(self) -> set[Span]:
        return {found.span for found in self.doc.lists}

    @cached_property
    def _nodes(self) -> list[Span]:
        """What no comment may tear apart."""
        doc = self.doc
        inline = (doc.code, doc.tags, doc.comments, doc.links, doc.images, doc.shortcodes)
        nodes = (node.span for kind in (*inline, doc.headings, doc.tables) for node in kind)
        joined: list[Span] = []
        for span in sorted(nodes):
            if joined and span.start < joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
            else:
                joined.append(span)
        return joined

    def _is_within(self, offset: int) -> bool:
        at = bisect_right(self._nodes, offset, key=lambda node: node.start) - 1
        return at >= 0 and self._nodes[at].start < offset < self._nodes[at].end

    def _end_of_line(self, offset: int) -> int | None:
        """Where a comment can stand at the end of the line; None where it would become part of something."""
        line = self.source.line_span(self.source.position(offset).line)
        text = self.source[line]
        # Two spaces or a backslash at the end let the next line begin a new row, so that they must stay there.
        end = line.start + len(text.rstrip(" \t").removesuffix("\\").rstrip(" \t"))
        is_free = end > offset and not self._is_within(end) and not self._is_within(line.start)
        blocks = (node.span for kind in (self.doc.headings, self.doc.tables, self._code_blocks) for node in kind)
        return end if is_free and not any(span.start <= offset <= span.end for span in blocks) else None

    @cached_property
    def _code_blocks(self) -> list[Code]:
        return [code for code in self.doc.code if code.kind != "inline"]

    def _line(self, offset: int) -> int:
        return self.source.line_span(self.source.position(offset).line).start

    def _next_line(self, offset: int) -> int:
        match = LINE_END.search(self.source.text, offset)
        return match.end() if match else len(self.source.text)

    @cached_property
    def _line_end(self) -> str:
        match = LINE_END.search(self.source.text)
        return match[0] if match else "\n"

    def _edit(self, place: Place, rules: list[str], reason: str) -> Edit:
        said = f"{place.word} {', '.join(rules)}: {reason}"
        if place.in_front_matter:
            text = f"# {said}"
        else:
            text = f"{{/* {said} */}}" if self.doc.path.endswith(".mdx") else f"<!-- {said} -->"
        end = self._line_end
        if place.is_end:
            text = f" {text}"
        elif place.offset == len(self.source.text) and place.offset:
            is_ended = self.source.text.endswith(("\r", "\n"))
            text = f"{'' if is_ended else end}{end}{text}{end}"
        else:
            text += end
        return Edit(Span(place.offset, place.offset), text)
