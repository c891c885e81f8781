"""What a post allows, as plain values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Entry
    from postlint.diagnostic import Finding
    from postlint.text import Span

FIRST, LAST = 1, 1 << 60


class Directive:
    """One suppression as it is written: a comment, or the front matter key with its ``entry``.

    ``word`` is what makes it one (``postlint-allow-file``), ``names`` are the rules and packs that it names, each with
    its place; ``in_front_matter`` tells a comment there. ``span`` has the marks of the comment.
    """

    __slots__ = ("entry", "in_front_matter", "names", "reason", "span", "word")

    def __init__(
        self,
        word: str,
        span: Span,
        names: Sequence[tuple[str, Span]],
        reason: str = "",
        *,
        in_front_matter: bool = False,
        entry: Entry | None = None,
    ) -> None:
        self.word = word
        self.span = span
        self.names = names
        self.reason = reason
        self.in_front_matter = in_front_matter
        self.entry = entry


class Allow(NamedTuple):
    """One allowed rule or pack: its name as written, where that stands, and the lines on which it holds.

    ``directive`` says it, and ``end`` is the comment that ends it, where one does.
    """

    name: str
    span: Span
    first_line: int
    last_line: int
    directive: Directive
    end: Directive | None = None


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
