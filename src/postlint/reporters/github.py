"""The report for GitHub Actions: workflow commands, which its runner turns into annotations.

GitHub keeps ten errors, ten warnings and ten notices of a step and drops the rest without a word. So no more are sent;
the rest stands in the log, and a notice says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.reporters.escape import line, visible
from postlint.reporters.full import header
from postlint.reporters.options import Options, all_diagnostics
from postlint.reporters.place import last_line
from postlint.reporters.summary import counted, summary

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report

MOST = 10  # annotations of one kind that GitHub keeps of a step
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def report(report: Report, options: Options) -> Iterator[str]:
    """The commands, the most severe first, then what is only for the log."""
    options = options._replace(color=False, hints=True)
    annotated, rest = _parted(all_diagnostics(report, options.show_from_top))
    for found in annotated:
        yield _annotation(found, options)
    if rest:
        more = f"{counted(len(rest), 'more finding')} in the log of this step"
        yield f"::notice title=postlint::GitHub keeps {MOST} annotations of a kind. {more}."
    for found in rest:
        yield line(header(found, options))
    if not options.quiet:
        yield line(summary(report, options))


def _parted(ordered: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What becomes an annotation, and what does not."""
    of_kind = {level: [found for found in ordered if found.severity is level] for level in reversed(Severity)}
    room = dict.fromkeys(of_kind, MOST)
    if any(len(found) > MOST for found in of_kind.values()):
        room[Severity.HINT] -= 1  # for the notice that tells of the rest
    annotated = [found for level, several in of_kind.items() for found in several[: room[level]]]
    return annotated, [found for level, several in of_kind.items() for found in several[room[level] :]]


def _annotation(found: Diagnostic, options: Options) -> str:
    place = {"file": options.show_from_top(found.path), "line": str(found.start.line)}
    last = last_line(found.start, found.end)
    if last > found.start.line:
        place["endLine"] = str(last)  # GitHub refuses columns where there are several lines
    else:
        place["col"] = str(found.start.column)
        if found.end.line == found.start.line:
            place |= {"endLine": str(last), "endColumn": str(found.end.column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    text = "\n".join(visible(part) for part in (found.message, found.help) if part)
    title = _property(f"postlint: {found.rule}")
    return f"::{COMMANDS[found.severity]} {properties},title={title}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
