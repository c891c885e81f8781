"""Findings counted by rule instead of one by one (``--statistics``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import line
from postlint.reporters.options import Options
from postlint.reporters.summary import summary
from postlint.reporters.tables import rule_table

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report


def report(report: Report, options: Options) -> Iterator[str]:
    """A table for people. Hints are counted, too."""
    options = options._replace(hints=True)
    if report.diagnostics:
        yield from map(line, rule_table(report.diagnostics, options))
        yield ""
    if not options.quiet:
        yield line(summary(report, options))


def json_report(report: Report, options: Options) -> Iterator[str]:
    """The same as a JSON array: per rule the number of findings, by severity, and of posts."""
    from json import dumps

    from postlint.diagnostic import Severity

    items = []
    for rule in sorted({found.rule for found in report.diagnostics}):
        found = [diagnostic for diagnostic in report.diagnostics if diagnostic.rule == rule]
        counts = {f"{level.label}s": sum(one.severity is level for one in found) for level in reversed(Severity)}
        items.append({"rule": rule, "findings": len(found), **counts, "posts": len({one.path for one in found})})
    yield harmless(dumps(items, indent=2))
