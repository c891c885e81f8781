"""The report for programs: a JSON array of diagnostics, as the contract says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.reporters.escape import json as harmless
from postlint.reporters.options import Options, all_diagnostics

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report
    from postlint.text import Position


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the array, one diagnostic each. All of them, hints too."""
    from json import dumps

    if not report.diagnostics:
        yield "[]"
        return
    last = len(report.diagnostics) - 1
    yield "["
    for i, found in enumerate(all_diagnostics(report, options.show_path)):
        yield f"  {harmless(dumps(as_object(found, options)))}{',' if i < last else ''}"
    yield "]"


def as_object(found: Diagnostic, options: Options) -> dict[str, Any]:
    """One diagnostic, as the contract says."""
    return {
        "path": options.show_path(found.path),
        "rule": found.rule,
        "severity": found.severity.label,
        "step": found.step,
        "value": found.value,
        "message": found.message,
        "help": found.help,
        "url": None,
        "reasons": [{"signal": reason.signal, "words": reason.words} for reason in found.reasons],
        "start": _place(found.start),
        "end": _place(found.end),
        "related": [
            {
                "path": options.show_path(related.path),
                "start": _place(related.start),
                "end": _place(related.end),
                "message": related.message,
            }
            for related in found.related
        ],
        "fix": _fix(found),
    }


def _fix(found: Diagnostic) -> dict[str, Any] | None:
    if found.fix is None:
        return None
    edits = [{"start": _place(edit.start), "end": _place(edit.end), "text": edit.text} for edit in found.fix.edits]
    return {"title": found.fix.title, "safe": found.fix.safe, "edits": edits}


def _place(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
