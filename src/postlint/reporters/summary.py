"""The last line of a report for people: what was checked and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.reporters.options import Options
from postlint.reporters.paint import SEVERITY, Paint

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report


def summary(report: Report, options: Options) -> str:
    """One line without a line end."""
    paint = Paint(on=options.color)
    counts = Counter(found.severity for found in report.diagnostics)
    posts = {found.path for found in report.diagnostics if options.hints or found.severity > Severity.HINT}
    printed = [level for level in reversed(Severity) if counts[level] and (options.hints or level > Severity.HINT)]
    found = [paint(counted(counts[level], level.label), SEVERITY[level]) for level in printed]
    what = _found(found, len(posts), has_hints=bool(counts[Severity.HINT]))
    sentences = [f"Checked {counted(report.checked, 'post')}: {what}."]
    if report.unchecked:
        sentences.append(paint(f"{counted(report.unchecked, 'file')} could not be checked.", SEVERITY[Severity.ERROR]))
    if counts[Severity.HINT] and not options.hints:
        hints = counted(counts[Severity.HINT], "hint")
        sentences.append(f"{hints} more with --hints.")
    return " ".join(sentences)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 post``, ``1,612 posts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _found(parts: Sequence[str], posts: int, *, has_hints: bool) -> str:
    if not parts:
        return "no errors or warnings" if has_hints else "nothing found"
    listed = " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
    return f"{listed} in {counted(posts, 'post')}"
