"""The report for GitHub code scanning and all that read SARIF 2.1.0, within GitHub's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint import __version__
from postlint.reporters.escape import is_encodable, visible
from postlint.reporters.escape import json as harmless
from postlint.reporters.options import Options, all_diagnostics
from postlint.reporters.place import fingerprints
from postlint.reporters.sarif_rules import LEVELS, described
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic, PlacedFix, RelatedPlace
    from postlint.reporters.outcome import Report
    from postlint.text import Position

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000  # of a run; GitHub refuses a file with more, and shows the first 5,000
MOST_PLACES = 100  # of a result, which GitHub keeps
BASE = "SRCROOT"


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the log, one rule or result each, the most severe results first."""
    from json import dumps

    ordered = all_diagnostics(report, options.show_from_top)
    numbered = list(zip(ordered, fingerprints(ordered, report.sources, options.show_from_top), strict=True))
    numbered.sort(key=lambda pair: -pair[0].severity)
    kept = numbered[:MOST_RESULTS]
    samples = dict(sorted({found.rule: found for found, _ in kept}.items()))
    index = {id: i for i, id in enumerate(samples)}
    rules = [described(id, options.rules.get(id), found) for id, found in samples.items()]
    results = [_result(found, index[found.rule], fingerprint, options) for found, fingerprint in kept]
    left_out = len(numbered) - len(kept)

    def element(value: Any, is_last: bool) -> str:
        return f"  {harmless(dumps(value))}{'' if is_last else ','}"

    version = dumps({"version": __version__, "semanticVersion": _semantic(__version__)})[1:-1]
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {{"driver": {{"name": "postlint", {version}, "rules": ['
    for i, rule in enumerate(rules, start=1):
        yield element(rule, i == len(rules))
    yield "]}},"
    # Lines end as in CommonMark.
    yield '"columnKind": "unicodeCodePoints", "newlineSequences": ["\\r\\n", "\\r", "\\n"],'
    about = {"description": {"text": "The top of the repository, else the root of the run."}}
    yield f'"originalUriBaseIds": {dumps({BASE: about})},'
    yield f'"invocations": [{dumps(_invocation(report, left_out))}],'
    yield '"results": ['
    for i, result in enumerate(results, start=1):
        yield element(result, i == len(results))
    yield "]}]}"


def _result(found: Diagnostic, rule: int, fingerprint: str, options: Options) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": visible(found.rule),
        "ruleIndex": rule,
        "level": LEVELS[found.severity],
        "message": {"text": " ".join(_text(part) for part in (found.message, found.help) if part)},
        "locations": [{"physicalLocation": _place(found.path, found.start, found.end, options)}],
        "partialFingerprints": {"postlintFinding/v1": fingerprint},
    }
    if found.related:
        made["relatedLocations"] = _related(found.related[:MOST_PLACES], options)
    if found.fix is not None and found.fix.edits and all(is_encodable(edit.text) for edit in found.fix.edits):
        made["fixes"] = [_fix(found.path, found.fix, options)]
    reasons = [{"signal": visible(reason.signal), "words": visible(reason.words)} for reason in found.reasons]
    properties = {
        "value": found.value and visible(found.value),
        "step": found.step and visible(found.step),
        "reasons": reasons,
    }
    if kept := {name: value for name, value in properties.items() if value}:
        made["properties"] = kept
    return made


def _place(path: str, start: Position, end: Position, options: Options) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path, options), "region": _region(start, end)}


def _related(places: Sequence[RelatedPlace], options: Options) -> list[dict[str, Any]]:
    return [
        {
            "id": i,
            "physicalLocation": _place(place.path, place.start, place.end, options),
            "message": {"text": _text(place.message)},
        }
        for i, place in enumerate(places)
    ]


def _fix(path: str, fix: PlacedFix, options: Options) -> dict[str, Any]:
    replacements = []
    for edit in fix.edits:
        replacement: dict[str, Any] = {"deletedRegion": _region(edit.start, edit.end)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        replacements.append(replacement)
    return {
        "description": {"text": _text(fix.title)},
        "artifactChanges": [{"artifactLocation": _artifact(path, options), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _artifact(path: str, options: Options) -> dict[str, str]:
    """A relative reference as RFC 3986 has it; a file name that is no text is written by its bytes."""
    from os import fsencode
    from urllib.parse import quote_from_bytes

    shown = options.show_from_top(path)
    try:
        data = fsencode(shown)
    except UnicodeEncodeError:  # no file of this system has such a name, but one of Windows may
        data = shown.encode("utf-8", "surrogatepass")
    return {"uri": quote_from_bytes(data, safe="/"), "uriBaseId": BASE}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    told = []
    if report.unchecked:
        told.append(f"{counted(report.unchecked, 'file')} could not be checked.")
    if left_out:
        told.append(
            f"{counted(left_out, 'result')} left out, the least severe: GitHub takes {MOST_RESULTS:,} of a run."
        )
    made: dict[str, Any] = {"executionSuccessful": report.unchecked == 0}
    if told:
        made["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}} for text in told]
    return made


def _text(text: str) -> str:
    """A plain text message, in which no words of a post become a link."""
    return visible(text).replace("](", "] (")


def _semantic(version: str) -> str:
    """A version as SemVer has it, without what Python's versions have more."""
    from re import match

    found = match(r"\d+\.\d+\.\d+", version)
    return found[0] if found else "0.0.0"
