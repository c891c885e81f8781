"""Findings counted by rule instead of one by one (``--statistics``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import line
from postlint.reporters.options import Options
from postlint.reporters.summary import counted, summary
from postlint.reporters.tables import rule_table

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report

OF_LINKS = "links/broken-internal"


def report(report: Report, options: Options) -> Iterator[str]:
    """A table for people. Hints are counted, too."""
    options = options._replace(hints=True)
    if report.diagnostics:
        yield from map(line, rule_table(report.diagnostics, options))
        yield ""
    yield from map(line, _links(report.links))
    if not options.quiet:
        yield line(summary(report, options))


def _links(counts: Mapping[str, int]) -> Iterator[str]:
    """How many links into the site could be judged, and why the others could not."""
    if not counts:
        return
    reasons = _unjudged(counts)
    yield f"{counted(counts.get('', 0), 'link')} into the site judged, {sum(reasons.values()):,} not judged"
    for reason, count in reasons.items():
        yield f"{count:7,}  {reason}"
    yield ""


def _unjudged(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(
        sorted(((reason, count) for reason, count in counts.items() if reason), key=lambda one: (-one[1], one[0]))
    )


def json_report(report: Report, options: Options) -> Iterator[str]:
    """The same as a JSON array: per rule the number of findings, by severity, and of posts.

    That on broken links also says how many links into the site were judged, and how many not, by the reason.
    """
    from json import dumps

    from postlint.diagnostic import Severity

    items: list[dict[str, Any]] = []
    for rule in sorted({found.rule for found in report.diagnostics} | ({OF_LINKS} if report.links else set())):
        found = [diagnostic for diagnostic in report.diagnostics if diagnostic.rule == rule]
        counts = {f"{level.label}s": sum(one.severity is level for one in found) for level in reversed(Severity)}
        item: dict[str, Any] = {
            "rule": rule,
            "findings": len(found),
            **counts,
            "posts": len({one.path for one in found}),
        }
        if rule == OF_LINKS:
            item |= {"judged": report.links.get("", 0), "unjudged": _unjudged(report.links)}
        items.append(item)
    yield harmless(dumps(items, indent=2))
