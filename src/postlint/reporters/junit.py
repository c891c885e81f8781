"""The report for Jenkins and all that read JUnit's XML: a suite for each post, a test case for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from postlint.engine import UNCHECKED
from postlint.reporters.escape import line, visible
from postlint.reporters.options import Options, all_diagnostics

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report

NOTHING = '  <testsuite name="postlint" tests="1" failures="0" errors="0" skipped="0">'
OUTCOMES = ("failure", "error", "skipped")


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the document, in ASCII.

    What makes the run fail is a failure, what could not be checked an error; the rest is skipped, so that a build does
    not fail by its test report where the exit code lets it pass. Without a finding there is one test case that passes,
    because readers take a report without test cases for a broken one.
    """
    ordered = all_diagnostics(report, options.show_path)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    outcomes = Counter(_outcome(found, options) for found in ordered)
    tests = max(len(ordered), 1)
    yield (
        f'<testsuites name="postlint" tests="{tests}" failures="{outcomes["failure"]}" errors="{outcomes["error"]}">'
    )
    for path, findings in groupby(ordered, key=lambda found: options.show_path(found.path)):
        yield from _suite(path, list(findings), options)
    if not ordered:
        yield NOTHING
        yield '    <testcase name="no findings" classname="postlint"/>'
        yield "  </testsuite>"
    yield "</testsuites>"


def _suite(path: str, findings: Sequence[Diagnostic], options: Options) -> Iterator[str]:
    outcomes = Counter(_outcome(found, options) for found in findings)
    counts = f'failures="{outcomes["failure"]}" errors="{outcomes["error"]}" skipped="{outcomes["skipped"]}"'
    yield f'  <testsuite name="{_xml(path)}" tests="{len(findings)}" {counts}>'
    # Jenkins takes what stands before the last full stop for the name of a package.
    class_name = _xml(path.rpartition(".")[0] or path)
    seen: Counter[str] = Counter()
    for found in findings:
        name = f"{found.start.line}:{found.start.column} {found.rule}"
        seen[name] += 1
        if seen[name] > 1:
            name += f" #{seen[name]}"
        outcome = _outcome(found, options)
        yield f'    <testcase name="{_xml(name)}" classname="{class_name}">'
        attributes = f'type="{_xml(found.rule)}" message="{_xml(found.message)}"'
        yield f"      <{outcome} {attributes}>{_text(found, path)}</{outcome}>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(found: Diagnostic, options: Options) -> str:
    if found.rule in UNCHECKED:
        return "error"
    return "failure" if options.fail_on is not None and found.severity >= options.fail_on else "skipped"


def _text(found: Diagnostic, path: str) -> str:
    lines = [f"{path}:{found.start.line}:{found.start.column}: {found.severity.label}: {found.message}"]
    lines += [f"help: {found.help}"] if found.help else []
    return "\n".join(map(_xml, lines))


def _xml(text: str) -> str:
    """Text for content and quoted attributes: what XML 1.0 does not allow is shown as an escape."""
    shown = line(visible(text)).replace("\ufffe", "U+FFFE").replace("\uffff", "U+FFFF")
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return shown.encode("ascii", "xmlcharrefreplace").decode("ascii")
