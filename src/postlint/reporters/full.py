"""The report for people: each finding with its line of source, then a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.reporters.escape import line, visible
from postlint.reporters.options import Options, shown_diagnostics
from postlint.reporters.paint import BOLD, DIM, GUTTER, SEVERITY, Paint
from postlint.reporters.snippet import snippet
from postlint.reporters.summary import summary
from postlint.reporters.tables import post_table, rule_table

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report
    from postlint.text import Source

MANY = 50


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the report, without line ends."""
    shown = shown_diagnostics(report, options)
    for found in shown:
        yield from map(line, _finding(found, report.sources.get(found.path), options))
        yield ""
    if options.quiet:
        return
    if len(shown) > MANY:
        yield from map(line, rule_table(shown, options))
        yield ""
        yield from map(line, post_table(shown, options))
        yield ""
    yield line(summary(report, options))


def header(found: Diagnostic, options: Options) -> str:
    """One line that says all of a finding: ``path:line:column: severity[rule] message``."""
    paint = Paint(on=options.color)
    place = f"{visible(options.show_path(found.path))}:{found.start.line}:{found.start.column}"
    kind = f"{paint(found.severity.label, SEVERITY[found.severity])}[{visible(found.rule)}]"
    return f"{paint(place, BOLD)}: {kind} {paint(visible(found.message), BOLD)}"


def _finding(found: Diagnostic, source: Source | None, options: Options) -> Iterator[str]:
    paint = Paint(on=options.color)
    digits = len(str(found.start.line))
    bar = f"{' ' * digits} {paint('|', GUTTER)}"
    yield header(found, options)
    if source is not None:
        piece = snippet(source, found.start, found.end, max(options.width - digits - 3, 20))
        tail = f" to line {piece.last_line}" if piece.last_line else ""
        yield bar
        yield f"{paint(f'{found.start.line} |', GUTTER)} {piece.text}".rstrip()
        yield f"{bar} {' ' * piece.indent}{paint('^' * piece.carets + tail, SEVERITY[found.severity])}"
    for label, text in _notes(found, options):
        yield from _note(label, text, digits, options)


def _notes(found: Diagnostic, options: Options) -> Iterator[tuple[str, str]]:
    if found.help:
        yield "help", found.help
    for related in found.related:
        place = f"{options.show_path(related.path)}:{related.start.line}:{related.start.column}"
        yield "see", f"{place}: {related.message}"
    if options.verbose:
        for reason in found.reasons:
            yield "because", f"{reason.signal}: '{reason.words}'"
        if found.step:
            yield "step", found.step
        if found.value:
            yield "value", found.value
        if found.why:
            yield "why", found.why


def _note(label: str, text: str, digits: int, options: Options) -> Iterator[str]:
    paint = Paint(on=options.color)
    start = f"{' ' * digits} = {label}: "
    room = max(options.width - len(start), 30)
    words = visible(" ".join(text.split()))
    if len(words) <= room:
        first, rest = words, []
    else:
        from textwrap import wrap

        first, *rest = wrap(words, room, break_long_words=False, break_on_hyphens=False)
    colored = paint(f"{label}:", BOLD if label == "help" else DIM)
    yield f"{' ' * digits} {paint('=', GUTTER)} {colored} {first}"
    for further in rest:
        yield " " * len(start) + further
