"""The report for programs that read line by line: one diagnostic a line, each as in ``json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.reporters.escape import json as harmless
from postlint.reporters.json import as_object
from postlint.reporters.options import Options, all_diagnostics

if TYPE_CHECKING:
    from postlint.reporters.outcome import Report


def report(report: Report, options: Options) -> Iterator[str]:
    """One line for each diagnostic, hints too; no line where nothing was found."""
    from json import dumps

    for found in all_diagnostics(report, options.show_path):
        yield harmless(dumps(as_object(found, options)))
