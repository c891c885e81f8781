"""Which comments stand on lines of their own, and which block comes after each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.document import Comment
from postlint.expression import expression
from postlint.suppress.model import LAST
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document

ITEM_MARKS = expression(r"(?:[ \t>]|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*")
GAP = expression(r"[\s>]*")
EMPTY_LINE = expression(r"(?:\r\n|\r|\n)[ \t>]*(?=[\r\n]|\Z)")
AFTER_ROW = expression(r"[^\r\n]*?<!--(?P<text>[^\r\n]*?)-->[ \t]*(?=[\r\n]|\Z)")


class Blocks:
    """The blocks of a post in order of their starts, and which of them comes after each comment."""

    def __init__(self, doc: Document, comments: Sequence[Comment]) -> None:
        self.source: Source = doc.source
        root = doc.front_matter.root
        self._entries = sorted(_entry_spans(root), key=_outermost_first) if root is not None else []
        items = (item.span for found in doc.lists for item in found.items)
        self._blocks = sorted((*doc.outline, *items), key=_outermost_first)
        self._lines: dict[int, tuple[int, int]] = {}
        # From the last comment to the first, since of several in a row each has the block that comes after all of them.
        words: dict[int, int] = {}
        for comment in reversed(comments):
            start, end = comment.span
            gap = GAP.match(self.source.text, end)
            at = gap.end() if gap else end
            words[start] = words.get(at, at)
            if comment.syntax == "front-matter":
                self._lines[start] = self._lines_of_entry(end)
            else:
                self._lines[start] = self._lines_of_block(end, at, words[start]) or self._lines[at]

    def lines_after(self, comment: Comment) -> tuple[int, int]:
        """The first and last line of the block after a comment; in front matter, of the entry after it."""
        return self._lines[comment.span.start]

    def _lines_of_entry(self, after: int) -> tuple[int, int]:
        index = bisect_left(self._entries, after, key=_start)
        return self._lines_of(*self._entries[index]) if index < len(self._entries) else (LAST, LAST)

    def _lines_of_block(self, after: int, at: int, words: int) -> tuple[int, int] | None:
        """The block that starts from ``after`` to ``at`` and reaches the ``words``; None where a comment is next."""
        index = bisect_left(self._blocks, after, key=_start)
        while index < len(self._blocks) and self._blocks[index].start <= at:
            start, end = self._blocks[index]
            if end > words:
                return self._lines_of(start, end)
            index += 1
        if at in self._lines:
            return None
        if at == len(self.source.text):
            return LAST, LAST
        # Where the parser tells of no block, as in HTML and in tight lists: the lines up to an empty one or a block.
        gap = bisect_left(self._empty_lines, at)
        ends = [self._empty_lines[gap]] if gap < len(self._empty_lines) else [len(self.source.text)]
        ends += [self._blocks[index].start] if index < len(self._blocks) else []
        return self._lines_of(at, min(ends))

    @cached_property
    def _empty_lines(self) -> list[int]:
        return [match.start() for match in EMPTY_LINE.finditer(self.source.text)]

    def _lines_of(self, start: int, end: int) -> tuple[int, int]:
        text, last = self.source.text, end - 1
        while last > start and text[last] in " \t\r\n>":
            last -= 1
        return self.source.position(start).line, self.source.position(max(start, last)).line


def behind_rows(doc: Document) -> Iterator[Comment]:
    """Comments behind the last cell of a row, which to a Markdown parser is a cell too many and dropped."""
    known = {comment.span.start for comment in doc.comments}
    for row in (row for table in doc.tables for row in table.rows if row.cells):
        match = AFTER_ROW.match(doc.source.text, row.cells[-1].span.end)
        if match is not None and (start := match.start("text") - len("<!--")) not in known:
            span = Span(start, match.end("text") + len("-->"))
            yield Comment(span, "html", match.group("text").strip(), Span(*match.span("text")))


def on_own_lines(source: Source, comments: Sequence[Comment]) -> set[Span]:
    """The comments that share their lines with nothing but other comments."""
    groups: list[list[Span]] = []
    for comment in comments:
        if groups and not source.text[groups[-1][-1].end : comment.span.start].strip(" \t"):
            groups[-1].append(comment.span)
        else:
            groups.append([comment.span])
    alone: set[Span] = set()
    for group in groups:
        start, end = group[0].start, group[-1].end
        first = source.line_span(source.position(start).line)
        last = source.line_span(source.position(end).line)
        marks = ITEM_MARKS.match(source.text, first.start, start)
        if marks is not None and marks.end() == start and not source.text[end : last.end].strip():
            alone.update(group)
    return alone


def _start(span: Span) -> int:
    return span.start


def _outermost_first(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _entry_spans(root: Node) -> Iterator[Span]:
    pending = [root]
    while pending:
        node = pending.pop()
        for entry in node.entries:
            yield entry.span
            pending.append(entry.value)
        for item in node.items:
            yield item.span
            pending.append(item)
