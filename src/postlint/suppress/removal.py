"""Takes suppressions out of a post: the text beside them stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Fix
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.rule import ENGINE_PACK
from postlint.suppress.blocks import GAP, ITEM_MARKS
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Entry
    from postlint.document import Document
    from postlint.suppress.model import Allow, Directive

QUOTE_MARKS = expression(r"[ \t>]*")
ITEM_MARK = expression(r"[-*+][ \t\r\n]|\d{1,9}[.)][ \t\r\n]")
BEFORE_ITEM = expression(r"[ \t]*(?:-[ \t]+)?")
AFTER_VALUE = expression(r"[ \t]*(?:#.*)?")
LINE_END = expression(r"\r\n|\r|\n|\Z")


class Part(NamedTuple):
    """What one suppression loses. It is not safe where what stands around could then be read otherwise."""

    edits: tuple[Edit, ...]
    safe: bool


class Removal:
    """Makes the fixes that take names out of the suppressions of one post."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.source: Source = doc.source

    def fixes(self, title: str, idle: Sequence[Allow], allows: Iterable[Allow]) -> dict[Span, Fix]:
        """Fixes that take out the ``idle`` of all allows, each by the place of the first name that it takes out.

        What begins and what ends a stretch goes out together, or neither does.
        """
        going: dict[Directive, set[Span]] = {}
        for allow in idle:
            going.setdefault(allow.directive, set()).add(allow.span)
        groups = _Groups()
        for end, ended in _by_end(allows).items():
            kept = {allow.name for allow in ended if allow.span not in going.get(allow.directive, ())}
            gone = {span for name, span in end.names if name not in kept}
            if gone or not (end.names or kept):
                going[end] = gone
                for allow in ended:
                    if allow.name not in kept:
                        groups.join(end, allow.directive)
        members: dict[Directive, list[Directive]] = {}
        for directive in going:
            members.setdefault(groups.leader(directive), []).append(directive)
        fixes: dict[Span, Fix] = {}
        seen: set[Directive] = set()
        for allow in idle:
            leader = groups.leader(allow.directive)
            if leader not in seen:
                seen.add(leader)
                parts = [self.part(directive, going[directive]) for directive in members[leader]]
                if (fix := _joined(title, parts)) is not None:
                    fixes[allow.span] = fix
        return fixes

    def part(self, directive: Directive, gone: Collection[Span]) -> Part | None:
        """Takes names out of a suppression, and it itself where no name is left; None where that cannot be done."""
        if directive.entry is not None:
            return self._from_key(directive.entry, gone)
        spans = [span for _, span in directive.names]
        if any(span not in gone for span in spans):
            return Part(_from_list(spans, gone), safe=True)
        return self._comment(directive.span, in_front_matter=directive.in_front_matter)

    # Comments

    def _comment(self, span: Span, *, in_front_matter: bool) -> Part:
        text = self.source.text
        start = self.source.line_span(self.source.position(span.start).line).start
        end = self.source.line_span(self.source.position(span.end).line).end
        blank_until = _behind_blanks(text, span.end)
        is_last = blank_until == end
        if is_last and QUOTE_MARKS.fullmatch(text, start, span.start):
            lines = Span(start, _after_line(text, end))
            return _part(lines, safe=in_front_matter or not self._parts(span.start - start, lines))
        if not in_front_matter and ITEM_MARKS.fullmatch(text, start, span.start):
            return _part(Span(span.start, blank_until), safe=False)
        if is_last:
            words_end = _before_blanks(text, span.start)
            is_safe = in_front_matter or _stays_text(text[start:words_end].strip())
            return _part(Span(words_end, span.end), safe=is_safe)
        if text[span.start - 1] not in " \t" or blank_until == span.end:
            return _part(span, safe=False)
        has_tags = text.find("<", start, span.start) >= 0
        return _part(Span(span.start, blank_until), safe=not has_tags and _stays_text(text[start : span.start].strip()))

    def _parts(self, indentation: int, lines: Span) -> bool:
        """Whether what stands above and below these lines might run together without them."""
        text = self.source.text
        above = self._line_above(lines.start)
        if above.strip(" \t>") and (self._is_text_at(lines.end) or above.endswith(("\\", "  "))):
            return True
        gap = GAP.match(text, lines.end)
        below = gap.end() if gap else lines.end
        if below == len(text):
            return False
        start = self.source.line_span(self.source.position(below).line).start
        if below - start > indentation:
            return True
        return ITEM_MARK.match(text, below) is not None and self._is_list_above(lines.start)

    def _line_above(self, start: int) -> str:
        """The line above, nothing where the body starts."""
        if start <= self.doc.front_matter.body:
            return ""
        return self.source[self.source.line_span(self.source.position(start).line - 1)]

    def _is_text_at(self, start: int) -> bool:
        line = self.source.line_span(self.source.position(start).line)
        return bool(self.source[line].strip(" \t>"))

    def _is_list_above(self, start: int) -> bool:
        index = bisect_right(self._list_ends, start) - 1
        return index >= 0 and not self.source.text[self._list_ends[index] : start].strip(" \t\r\n>")

    @cached_property
    def _list_ends(self) -> list[int]:
        return sorted(found.span.end for found in self.doc.lists)

    # The key of the front matter

    def _from_key(self, allow: Entry, gone: Collection[Span]) -> Part | None:
        nodes = allow.value.items if allow.value.kind == "sequence" else (allow.value,)
        if not all(allow.span.contains(node.span) for node in nodes):
            return None  # written elsewhere, behind an anchor
        if all(node.content_span in gone for node in nodes):
            return self._entry(allow)
        taken = [node for node in nodes if node.content_span in gone]
        if allow.value.style == "block":
            spans = [self._lines(node.span) for node in taken]
            return Part(tuple(Edit(span, "") for span in spans if span), safe=True) if all(spans) else None
        return Part(_from_list([node.span for node in nodes], {node.span for node in taken}), safe=True)

    def _entry(self, allow: Entry) -> Part | None:
        """Takes out the key ``allow``, and ``postlint`` where it holds nothing else."""
        root = self.doc.front_matter.root
        holder = next((entry for entry in root.entries[::-1] if entry.key.value == ENGINE_PACK), None) if root else None
        if root is None or holder is None:
            return None
        entry, mapping = (allow, holder.value) if len(holder.value.entries) > 1 else (holder, root)
        if mapping.style == "flow":
            spans = [other.span for other in mapping.entries]
            edits = _from_list(spans, {entry.span}) if len(spans) > 1 else (Edit(entry.span, ""),)
            return Part(edits, safe=True)
        lines = self._lines(Span(min(entry.span.start, entry.value.span.start), entry.span.end))
        return _part(lines, safe=True) if lines else None

    def _lines(self, span: Span) -> Span | None:
        """The whole lines of something, where nothing else stands on them but a dash and a comment."""
        text = self.source.text
        first = self.source.line_span(self.source.position(span.start).line)
        last = self.source.line_span(self.source.position(span.end).line)
        if BEFORE_ITEM.fullmatch(text, first.start, span.start) and AFTER_VALUE.fullmatch(text, span.end, last.end):
            return Span(first.start, _after_line(text, last.end))
        return None


class _Groups:
    """Suppressions that have to go together."""

    def __init__(self) -> None:
        self._next: dict[Directive, Directive] = {}

    def leader(self, directive: Directive) -> Directive:
        following = self._next
        while directive in following:
            after = following[directive]
            if after in following:
                following[directive] = following[after]
            directive = after
        return directive

    def join(self, one: Directive, other: Directive) -> None:
        first, second = self.leader(one), self.leader(other)
        if first is not second:
            self._next[second] = first


def _by_end(allows: Iterable[Allow]) -> dict[Directive, list[Allow]]:
    ended: dict[Directive, list[Allow]] = {}
    for allow in allows:
        if allow.end is not None:
            ended.setdefault(allow.end, []).append(allow)
    return ended


def _joined(title: str, parts: Sequence[Part | None]) -> Fix | None:
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    return Fix(title, tuple(edit for part in whole for edit in part.edits), all(part.safe for part in whole))


def _part(span: Span, *, safe: bool) -> Part:
    return Part((Edit(span, ""),), safe)


def _from_list(items: Sequence[Span], gone: Collection[Span]) -> tuple[Edit, ...]:
    """Takes some items out of a list, not all, each with what parts it from the next or else from the one before."""
    edits: list[Edit] = []
    start: int | None = None
    kept = items[0].start
    for span in items:
        if span in gone:
            start = span.start if start is None else start
        else:
            if start is not None:
                edits.append(Edit(Span(start, span.start), ""))
            start, kept = None, span.end
    if start is not None:
        edits.append(Edit(Span(kept, items[-1].end), ""))
    return tuple(edits)


def _stays_text(words: str) -> bool:
    """Whether a line of these words alone is read as text: it has no mark at its end and is no tag or definition."""
    has_letters = any(character.isalpha() for character in words)
    is_tag = words[:1] + words[-1:] == "<>"
    return has_letters and words[-1] not in "\\#" and not is_tag and "]:" not in words


def _behind_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def _before_blanks(text: str, at: int) -> int:
    while at and text[at - 1] in " \t":
        at -= 1
    return at


def _after_line(text: str, end: int) -> int:
    """Behind the line end that stands at an offset."""
    match = LINE_END.match(text, end)
    return match.end() if match else end
