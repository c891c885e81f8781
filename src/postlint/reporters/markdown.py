"""The report as Markdown, for the summary of a GitHub job: a table of all posts, then one of each post's findings.

GitHub drops a summary of more than 1 MiB whole. So this one stays below that, leaves out the mildest findings where
there are too many, and says how many these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.expression import expression
from postlint.reporters.escape import visible
from postlint.reporters.options import Options, all_diagnostics
from postlint.reporters.summary import counted, summary

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report

MAX = 1024 * 1024  # bytes that GitHub takes of a step
ROOM = 64 * 1024  # of these, what is left to others that write into the same summary

_LEVELS = tuple(reversed(Severity))
_OVERVIEW = ("| post | errors | warnings | hints |", "|---|---:|---:|---:|")
_FINDINGS = ("| line | severity | finding | rule |", "|---:|---|---|---|")
# Markdown's own signs; what GitHub makes a link, a mention, an emoji or a formula of; and HTML's.
_SIGNS = expression(r"(?P<escaped>[\\`*_\[\]|~])|(?P<apart>[@#$]|:(?=\S)|(?<=www)\.)|(?P<html>[&<>])", re.I)
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def report(report: Report, options: Options) -> Iterator[str]:
    """Headline, overview, and a table for each post, the worst first."""
    options = options._replace(color=False, hints=True)
    yield f"## {plain(summary(report, options))}"
    by_post: dict[str, list[Diagnostic]] = {}
    for found in all_diagnostics(report, options.show_from_top):
        by_post.setdefault(found.path, []).append(found)
    tables = [_Table(found, options) for found in by_post.values()]
    tables.sort(key=lambda table: [-number for number in table.counts])
    left = _fit(tables)
    shown = [table for table in tables if table.rows]
    if len(shown) > 1:
        yield from ("", *_OVERVIEW, *(table.counted for table in shown))
    for table in shown:
        yield from ("", table.heading, "", *_FINDINGS, *(table.rows[i] for i in sorted(table.rows)))
    if left:
        more = counted(left, "more finding")
        yield from ("", f"{more} did not fit into this summary and can be read in the log of this step.")


class _Table:
    """The findings of one post, and those of their rows that fit, by their places."""

    def __init__(self, found: Sequence[Diagnostic], options: Options) -> None:
        self.found = found
        self.options = options
        self.counts = [sum(1 for one in found if one.severity is level) for level in _LEVELS]
        path = plain(options.show_from_top(found[0].path))
        self.heading = f"### {path}"
        self.counted = f"| {path} | {' | '.join(str(number or '') for number in self.counts)} |"
        self.rows: dict[int, str] = {}

    def row(self, place: int) -> str:
        found = self.found[place]
        said = "<br>".join(plain(part) for part in (found.message, found.help) if part)
        return f"| {found.start.line} | {found.severity.label} | {said} | {plain(found.rule)} |"

    @property
    def frame(self) -> int:
        """The bytes that it takes beside its rows."""
        return sum(len(line.encode()) + 1 for line in (self.counted, "", self.heading, "", *_FINDINGS))


def _fit(tables: Sequence[_Table]) -> int:
    """Give the tables the rows that fit, the most severe of all posts first; how many do not."""
    room = MAX - ROOM
    left = 0
    for level in _LEVELS:
        for table in tables:
            for place, found in enumerate(table.found):
                if found.severity is not level:
                    continue
                row = table.row(place)
                size = len(row.encode()) + 1 + (0 if table.rows else table.frame)
                if left or size > room:
                    left += 1
                    continue
                table.rows[place] = row
                room -= size
    return left


def plain(text: str) -> str:
    """A text that Markdown and GitHub show as just that, wherever it stands within a line."""
    return _SIGNS.sub(_harmless, visible(text))


def _harmless(match: re.Match[str]) -> str:
    sign = match[0]
    if match["escaped"]:
        return f"\\{sign}"
    # Within an element of its own a sign does not meet the words that it would do something to.
    return f"<span>{sign}</span>" if match["apart"] else _HTML[sign]
