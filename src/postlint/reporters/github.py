"""The report for GitHub Actions: workflow commands, which its runner turns into annotations.

GitHub keeps ten errors, ten warnings and ten notices of a step and drops the rest without a word. So no more are sent;
the rest stands in the log, and a notice says so.
"""

from __future__ import annotations

from collections import Counter
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
    """The commands, those on changed lines first and the most severe of them, then what is only for the log."""
    options = options._replace(color=False, hints=True)
    is_new = options.is_new or (lambda _: True)
    ordered = all_diagnostics(report, options.show_from_top)
    annotated, rest = _parted(sorted(ordered, key=lambda one: (not is_new(one), -one.severity)))
    for found in annotated:
        yield _annotation(found, options)
    if rest:
        more = f"{counted(len(rest), 'more finding')} in {options.rest}"
        yield f"::notice title=postlint::GitHub keeps {MOST} annotations of a kind. {more}."
    for found in rest:
        yield line(header(found, options))
    if not options.quiet:
        yield line(summary(report, options))


def command(name: str, text: str, **properties: object) -> str:
    """A command for the runner; properties that are None are left out."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    return f"::{name}{' ' if given else ''}{given}::{_data(text)}"


def _parted(ordered: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What becomes an annotation, and what does not."""
    room = dict.fromkeys(Severity, MOST)
    if any(number > MOST for number in Counter(found.severity for found in ordered).values()):
        room[Severity.HINT] -= 1  # for the notice that tells of the rest
    annotated: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in ordered:
        (annotated if room[found.severity] > 0 else rest).append(found)
        room[found.severity] -= 1
    return annotated, rest


def _annotation(found: Diagnostic, options: Options) -> str:
    place: dict[str, object] = {"file": options.show_from_top(found.path), "line": found.start.line}
    last = last_line(found.start, found.end)
    if last > found.start.line:
        place["endLine"] = last  # GitHub refuses columns where there are several lines
    else:
        place["col"] = found.start.column
        if found.end.line == found.start.line:
            place |= {"endLine": last, "endColumn": found.end.column}
    text = "\n".join(visible(part) for part in (found.message, found.help) if part)
    return command(COMMANDS[found.severity], text, **place, title=f"postlint: {found.rule}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
