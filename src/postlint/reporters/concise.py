"""The report with one line for each finding, for those who read on elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.reporters.escape import line
from postlint.reporters.full import header
from postlint.reporters.options import Options, shown_diagnostics
from postlint.reporters.summary import summary

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report


def report(report: Report, options: Options) -> Iterator[str]:
    """The lines of the report, without line ends."""
    for found in shown_diagnostics(report, options):
        yield line(header(found, options))
    if not options.quiet:
        yield line(summary(report, options))
