"""The report for GitLab: a code quality artifact, shown in merge requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Severity
from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import visible
from postlint.reporters.options import Options, all_diagnostics
from postlint.reporters.place import fingerprints, last_line

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.HINT: "info"}


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the array, one finding each. GitLab keeps one finding of a fingerprint, so all differ."""
    from json import dumps

    ordered = all_diagnostics(report, options.show_from_top)
    known_by = fingerprints(ordered, report.sources, options.show_from_top)
    if not ordered:
        yield "[]"
        return
    last = len(ordered) - 1
    yield "["
    for i, (found, fingerprint) in enumerate(zip(ordered, known_by, strict=True)):
        yield f"  {harmless(dumps(_degradation(found, fingerprint, options)))}{',' if i < last else ''}"
    yield "]"


def _degradation(found: Diagnostic, fingerprint: str, options: Options) -> dict[str, Any]:
    return {
        "description": " ".join(visible(part) for part in (found.message, found.help) if part),
        "check_name": visible(found.rule),
        "fingerprint": fingerprint,
        "severity": SEVERITIES[found.severity],
        "location": {
            "path": visible(options.show_from_top(found.path)),
            "lines": {"begin": found.start.line, "end": last_line(found.start, found.end)},
        },
    }
