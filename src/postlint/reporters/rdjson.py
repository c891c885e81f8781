"""The report for reviewdog: its diagnostic format, whose columns count UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Severity
from postlint.reporters.escape import is_encodable, visible
from postlint.reporters.escape import json as harmless
from postlint.reporters.options import Options, all_diagnostics

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic, PlacedFix
    from postlint.reporters.outcome import Report
    from postlint.text import Position, Source

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.HINT: "INFO"}
BOM_BYTES = 3


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the object, one diagnostic each."""
    from json import dumps

    ordered = all_diagnostics(report, options.show_path)
    last = len(ordered) - 1
    yield '{"source": {"name": "postlint"}, "diagnostics": ['
    for i, found in enumerate(ordered):
        made = _diagnostic(found, report.sources.get(found.path), options)
        yield f"  {harmless(dumps(made))}{',' if i < last else ''}"
    yield "]}"


def _diagnostic(found: Diagnostic, source: Source | None, options: Options) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message": "\n".join(visible(part) for part in (found.message, found.help) if part),
        "location": {"path": visible(options.show_path(found.path)), "range": _range(found.start, found.end, source)},
        "severity": SEVERITIES[found.severity],
        "code": {"value": visible(found.rule)},
    }
    if found.fix is not None and source is not None and (suggestion := _suggestion(found.fix, source)):
        made["suggestions"] = [suggestion]
    return made


def _suggestion(fix: PlacedFix, source: Source) -> dict[str, Any] | None:
    """A fix as one replacement: several suggestions would be a choice."""
    edits = sorted(fix.edits, key=lambda edit: (edit.start.offset, edit.end.offset))
    if not edits or not all(is_encodable(edit.text) for edit in edits):
        return None
    pieces = []
    done = edits[0].start.offset
    for edit in edits:
        pieces += [source[done, edit.start.offset], edit.text]
        done = edit.end.offset
    return {"range": _range(edits[0].start, edits[-1].end, source), "text": "".join(pieces)}


def _range(start: Position, end: Position, source: Source | None) -> dict[str, Any]:
    if source is None:  # never read: the line alone
        return {"start": {"line": start.line}}
    return {"start": _position(start, source), "end": _position(end, source)}


def _position(position: Position, source: Source) -> dict[str, int]:
    before = source[position.offset - position.column + 1, position.offset]
    mark = BOM_BYTES if source.has_bom and position.line == 1 else 0
    return {"line": position.line, "column": mark + len(before.encode("utf-8", "surrogatepass")) + 1}
