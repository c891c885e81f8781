"""Reports: one module a format, each a function from a report to lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.reporters.options import Options

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report

FORMATS = ("full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson", "markdown")
COUNTED = ("full", "concise", "json")  # what can count findings instead


def lines(format: str, report: Report, options: Options) -> Iterator[str]:
    """The lines of a report in one of ``FORMATS``, without line ends.

    Raises KeyError where there is no such format, or none of ``COUNTED`` and findings are to be counted.
    """
    if format not in (COUNTED if options.statistics else FORMATS):
        raise KeyError(format)
    if options.statistics:
        from postlint.reporters import statistics

        return (statistics.json_report if format == "json" else statistics.report)(report, options)
    from importlib import import_module

    made: Iterator[str] = import_module(f"postlint.reporters.{format.replace('-', '_')}").report(report, options)
    return made


__all__ = ["COUNTED", "FORMATS", "Options", "lines"]
