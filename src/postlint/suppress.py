"""Suppressions: ``postlint-allow`` comments and the front matter key ``postlint``, and what is wrong with them.

A finding belongs to the line on which it starts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Comment
from postlint.errors import did_you_mean, nearest
from postlint.rule import ENGINE_PACK
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.rule import Rule

ALLOW = "postlint-allow"
DIRECTIVES = (ALLOW, f"{ALLOW}-start", f"{ALLOW}-end", f"{ALLOW}-file")
DIRECTIVE = re.compile(
    r"\s*(?P<word>postlint(?:[-_][\w-]+|[: ] ?(?:allow|disable|ignore|off|enable|skip)[\w-]*))"
    r"(?:\s+|(?=:)|$)(?P<ids>[^:]*)(?P<colon>:?)(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
OTHER_WORDS = re.compile(r"(?:^|-)(?:allow|disabl|enabl|ignor|skip|suppress|(?:off|on)$)")
ID = re.compile(r"[^\s,]+")
ITEM_MARKS = re.compile(r"(?:[ \t>]|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*")
GAP = re.compile(r"[\s>]*")
EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t>]*(?=[\r\n]|\Z)")
AFTER_ROW = re.compile(r"[^\r\n]*?<!--(?P<text>[^\r\n]*?)-->[ \t]*(?=[\r\n]|\Z)")
FIRST, LAST = 1, 1 << 60


class Allow(NamedTuple):
    """One allowed rule or pack: its name as written, where that stands, and the lines on which it holds."""

    name: str
    span: Span
    first_line: int
    last_line: int


class Suppressions:
    """What a post allows, and ``findings`` about how it says so, each with the id of its rule."""

    def __init__(self, allows: Sequence[Allow] = (), findings: Sequence[tuple[str, Finding]] = ()) -> None:
        self.allows = tuple(sorted(allows, key=lambda allow: allow.span))
        self.findings = tuple(findings)
        self._reaches = {name: _Reach(allow for allow in allows if allow.name == name) for name in _names(allows)}

    def allow(self, rule: str, line: int) -> bool:
        """Whether the post allows the rule on a line."""
        reaches = self._reaches
        return bool(reaches) and any(
            name in reaches and reaches[name].holds(line) for name in (rule, rule.partition("/")[0])
        )

    def unused(
        self, allowed: Iterable[tuple[str, int]], ran: Iterable[str], rules: Mapping[str, Rule]
    ) -> Iterator[tuple[str, Finding]]:
        """Findings about allows that nothing needed; only where all rules that they name ran.

        ``allowed`` are the rules and lines of what was found and allowed, ``ran`` the rules that ran to their end.
        """
        needed: dict[str, set[int]] = {}
        for rule, line in allowed:
            needed.setdefault(rule, set()).add(line)
            needed.setdefault(rule.partition("/")[0], set()).add(line)
        lines = {name: sorted(found) for name, found in needed.items()}
        ran = set(ran)
        has_run = {name: name in ran or _pack_ran(name, ran, rules) for name in self._reaches}
        for allow in self.allows:
            after = lines.get(allow.name, [])
            index = bisect_left(after, allow.first_line)
            is_needed = index < len(after) and after[index] <= allow.last_line
            if has_run[allow.name] and not is_needed:
                message = f"Nothing here needs '{allow.name}' to be allowed."
                yield f"{ENGINE_PACK}/unused-allow", Finding(allow.span, message, help="Take it out.")


class _Reach:
    """The lines on which one name is allowed, many stretches of which may overlap."""

    def __init__(self, allows: Iterable[Allow]) -> None:
        self._first_lines: list[int] = []
        self._last_lines: list[int] = []
        for allow in sorted(allows, key=lambda allow: allow.first_line):
            before = self._last_lines[-1] if self._last_lines else 0
            self._first_lines.append(allow.first_line)
            self._last_lines.append(max(before, allow.last_line))

    def holds(self, line: int) -> bool:
        index = bisect_right(self._first_lines, line) - 1
        return index >= 0 and line <= self._last_lines[index]


def _names(allows: Iterable[Allow]) -> set[str]:
    return {allow.name for allow in allows}


def _pack_ran(name: str, ran: set[str], rules: Mapping[str, Rule]) -> bool:
    """Whether all rules of a pack ran but those that are off by default."""
    if name in rules:
        return False
    return {id for id, rule in rules.items() if rule.pack == name and rule.on} <= ran


def suppressions(doc: Document, rules: Mapping[str, Rule]) -> Suppressions:
    """The suppressions of a post; ``rules`` are those that exist."""
    if ENGINE_PACK not in doc.source.text.lower():
        return Suppressions()
    return _Reader(doc, rules).read()


class _Reader:
    def __init__(self, doc: Document, rules: Mapping[str, Rule]) -> None:
        self.doc = doc
        self.source: Source = doc.source
        self.names = {*rules, *(rule.pack for rule in rules.values())}
        self.allows: list[Allow] = []
        self.findings: list[tuple[str, Finding]] = []
        self.open: dict[str, list[tuple[Span, int]]] = {}

    def read(self) -> Suppressions:
        self._front_matter_key()
        comments = sorted((*self.doc.comments, *_behind_rows(self.doc)))
        blocks = _Blocks(self.doc, comments)
        alone = _on_own_lines(self.source, comments)
        for comment in comments:
            if ENGINE_PACK in comment.text[:20].lower():
                self._comment(comment, comment.span in alone, blocks)
        for name, opened in self.open.items():
            self.allows.extend(Allow(name, span, line, LAST) for span, line in opened)
        return Suppressions(self.allows, self.findings)

    def _comment(self, comment: Comment, is_alone: bool, blocks: _Blocks) -> None:
        match = DIRECTIVE.match(self.source.text, *comment.text_span)
        if match is None:
            return
        word, word_span = match.group("word"), Span(*match.span("word"))
        if word not in DIRECTIVES:
            self._misspelled(word, word_span)
            return
        names = [(found.group(), Span(*found.span())) for found in ID.finditer(self.source.text, *match.span("ids"))]
        if word == f"{ALLOW}-end":
            self._end(comment, {name for name, _ in names})
            return
        if not names:
            help_text = f"Name the rule, as in '{word} images/missing-alt: why'."
            self._tell("misspelled-allow", word_span, f"'{word}' does not say what is allowed.", help_text)
            return
        if not match.group("reason").strip():
            names = self._unexplained(word_span, names, has_colon=bool(match.group("colon")))
        for name, span in names:
            if self._is_known(name, span):
                self._allow(word, comment, name, span, is_alone, blocks)

    def _unexplained(
        self, word_span: Span, names: list[tuple[str, Span]], *, has_colon: bool
    ) -> list[tuple[str, Span]]:
        """Tell that there is no reason, or that it stands without a colon; gives the names without its words."""
        for index, (name, span) in enumerate(names):
            if index and not has_colon and "/" not in name and not self._means_rule(name):
                message = f"'{name}' is taken for a rule, since no colon stands before the reason."
                self._tell("misspelled-allow", span, message, "Put a colon between the rule and the reason.")
                return names[:index]
        message = "This does not say why the rule may be broken here."
        self._tell("unexplained-allow", word_span, message, "Add a colon and the reason after the rule's name.")
        return names

    def _means_rule(self, name: str) -> bool:
        return name in self.names or any(known.endswith(f"/{name}") for known in self.names)

    def _misspelled(self, word: str, span: Span) -> None:
        """Tell of a word that was meant to be a directive; what merely begins like one is left alone."""
        suffixes = {directive.removeprefix(f"{ENGINE_PACK}-"): directive for directive in DIRECTIVES}
        suffix = word[len(ENGINE_PACK) + 1 :].strip().lower().replace("_", "-")
        meant = nearest(suffix, suffixes)
        if meant is None and not OTHER_WORDS.search(suffix):
            return
        wanted = suffixes[meant] if meant else f"{ALLOW}-start" if "start" in suffix else ALLOW
        fix = Fix(f"Write '{wanted}'", (Edit(span, wanted),), safe=False)
        self._tell("misspelled-allow", span, f"'{word}' has no effect.", f"Write '{wanted}'.", fix)

    def _is_known(self, name: str, span: Span) -> bool:
        if name in self.names and name.partition("/")[0] != ENGINE_PACK:
            return True
        if name in self.names:
            self._tell("unknown-allow", span, f"'{name}' cannot be allowed.", "Mend what it tells instead.")
            return False
        guess = nearest(name, self.names)
        fix = Fix(f"Write '{guess}'", (Edit(span, guess),), safe=False) if guess else None
        help_text = did_you_mean(name, self.names).strip() or "Name a rule such as 'images/missing-alt'."
        self._tell("unknown-allow", span, f"There is no rule '{name}' to allow.", help_text, fix)
        return False

    def _allow(self, word: str, comment: Comment, name: str, span: Span, is_alone: bool, blocks: _Blocks) -> None:
        line = self.source.position(comment.span.start).line
        if word == f"{ALLOW}-file":
            self.allows.append(Allow(name, span, FIRST, LAST))
        elif word == f"{ALLOW}-start":
            self.open.setdefault(name, []).append((span, line))
        elif is_alone:
            self.allows.append(Allow(name, span, *blocks.lines_after(comment)))
        else:
            self.allows.append(Allow(name, span, line, line))

    def _end(self, comment: Comment, names: set[str]) -> None:
        line = self.source.position(comment.span.start).line
        ended = [name for name in self.open if not names or name in names]
        if not ended:
            message = "This ends an allowance that nothing began."
            help_text = f"Put '{ALLOW}-start' and the rule's name before it, or take it out."
            self._tell("misspelled-allow", comment.span, message, help_text)
        for name in ended:
            self.allows.extend(Allow(name, span, first, line) for span, first in self.open.pop(name))

    def _front_matter_key(self) -> None:
        """``postlint: {allow: [ids]}``."""
        holder = self.doc.front_matter.get(ENGINE_PACK)
        if holder is None:
            return
        help_text = "Write 'allow' and a list of rules under it."
        key_span = self.doc.front_matter.key_span(ENGINE_PACK) or holder.span
        if holder.kind != "mapping" or not holder.entries:
            self._tell("misspelled-allow", key_span, f"'{ENGINE_PACK}' has no effect here.", help_text)
            return
        for entry in holder.entries:
            if entry.key.text != "allow":
                self._tell("misspelled-allow", entry.key.span, f"'{entry.key.text}' has no effect.", help_text)
                continue
            for node in [entry.value] if entry.value.kind != "sequence" else entry.value.items:
                self._front_matter_name(node)

    def _front_matter_name(self, node: Node) -> None:
        if node.kind != "scalar" or not node.text.strip():
            help_text = "Write the names of rules, such as 'images/missing-alt'."
            self._tell("misspelled-allow", node.span, "This does not say what is allowed.", help_text)
        elif self._is_known(node.text, node.content_span):
            self.allows.append(Allow(node.text, node.content_span, FIRST, LAST))

    def _tell(self, rule: str, span: Span, message: str, help_text: str, fix: Fix | None = None) -> None:
        self.findings.append((f"{ENGINE_PACK}/{rule}", Finding(span, message, help=help_text, fix=fix)))


class _Blocks:
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


def _behind_rows(doc: Document) -> Iterator[Comment]:
    """Comments behind the last cell of a row, which to a Markdown parser is a cell too many and dropped."""
    known = {comment.span.start for comment in doc.comments}
    for row in (row for table in doc.tables for row in table.rows if row.cells):
        match = AFTER_ROW.match(doc.source.text, row.cells[-1].span.end)
        if match is not None and (start := match.start("text") - len("<!--")) not in known:
            span = Span(start, match.end("text") + len("-->"))
            yield Comment(span, "html", match.group("text").strip(), Span(*match.span("text")))


def _on_own_lines(source: Source, comments: Sequence[Comment]) -> set[Span]:
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
