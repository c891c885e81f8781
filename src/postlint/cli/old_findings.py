"""Where the baseline of a run lies, and what ``check`` leaves out because of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from postlint import look
from postlint.baseline import Run, compare
from postlint.baseline.comparison import fewer
from postlint.cli.paths import STDIN, baseline_file, path_shower
from postlint.config.find import shown
from postlint.engine import UNCHECKED
from postlint.errors import ConfigError, UsageError
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    import argparse

    from postlint.baseline import Baseline, Comparison
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.report import Report

__all__ = ["known", "left_out", "read", "run_of", "shown", "write"]

MAX_BYTES = 64 * 1024 * 1024
MOST_NAMED = 3


def left_out(report: Report, linter: Linter, parsed: argparse.Namespace) -> Report:
    """The report without what is in the baseline, with notes that say so. Raises UserError for a broken baseline."""
    file, baseline = known(linter, parsed)
    if baseline is None:
        return report
    run = run_of(report, linter, file, parsed.paths)
    compared = compare(baseline, run)
    notes = [*report.notes, *_notes(baseline, run, compared, parsed)]
    return report._replace(diagnostics=compared.new, notes=notes)


def known(linter: Linter, parsed: argparse.Namespace) -> tuple[str, Baseline | None]:
    """The file of the run's baseline, and what is in it; None where there is none, or it is not to be used.

    Raises UserError where it is broken, or named and not there.
    """
    file = baseline_file(parsed.baseline, linter.config)
    baseline = None if parsed.no_baseline else read(file, linter.config)
    if baseline is None and parsed.baseline is not None:
        raise UsageError(f"There is no baseline '{parsed.baseline}'. Write it: postlint baseline{_flag(parsed)}.")
    return file, baseline


def read(file: str, config: Config) -> Baseline | None:
    """The baseline in a file, None where there is no such file. Raises UserError."""
    from postlint.baseline.record import parse
    from postlint.files import Unreadable, is_inside, read_text

    if not look.lexists(file):
        return None
    root = config.root if is_inside(os.path.dirname(os.path.abspath(file)), config.root) else os.path.dirname(file)
    try:
        text = read_text(file, root or ".", MAX_BYTES)
    except Unreadable as error:
        raise ConfigError(error.message, path=shown(file)) from None
    return parse(text, shown(file))


def write(file: str, baseline: Baseline) -> None:
    """Write a baseline in one step. Raises UserError, and the file is as it was."""
    from postlint.atomic import Replacement
    from postlint.baseline.record import dump

    target = os.path.realpath(file)
    try:
        like = os.stat(target) if os.path.exists(target) else None
        with Replacement(target, like=like) as replacement:
            replacement.write(dump(baseline).encode())
            replacement.commit()
    except OSError as error:
        problem = error.strerror or "unknown error"
        raise UsageError(f"The baseline '{shown(file)}' could not be written: {problem}.") from None


def run_of(report: Report, linter: Linter, file: str, paths: Sequence[str]) -> Run:
    """A run as a baseline sees it, whose paths count from the folder of the file."""
    config = linter.config
    folder = os.path.dirname(look.realpath(file))
    name = path_shower(config.root, folder)
    searched = [look.realpath(path) for path in paths if look.isdir(path)]

    @cache
    def is_there(path: str) -> bool:
        return look.lexists(os.path.join(folder, path))

    def reaches(path: str) -> bool:
        place = os.path.normpath(os.path.join(folder, path))
        return not paths or any(place.startswith(top.rstrip(os.sep) + os.sep) for top in searched)

    rules = linter.selection.anywhere - UNCHECKED - report.silent
    return Run(report.diagnostics, report.sources, frozenset(map(name, report.covered)), rules, name, is_there, reaches)


def _notes(baseline: Baseline, run: Run, compared: Comparison, parsed: argparse.Namespace) -> Iterator[str]:
    gone = 0 if parsed.paths == [STDIN] else fewer(baseline, run, compared)
    if compared.old or gone:
        delta = f", {gone:,} fewer than recorded: run 'postlint baseline --prune{_flag(parsed)}'" if gone else ""
        old = f"{compared.old:,}" if compared.old else "No"
        yield f"{old} old finding{'' if compared.old == 1 else 's'} in the baseline{delta}."
    new = Counter(one.rule for one in compared.new if one.rule not in baseline.rules and one.rule not in UNCHECKED)
    if new:
        names = [f"'{rule}'" for rule in sorted(new)]
        if len(names) > MOST_NAMED + 1:
            names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} others"]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        are = "is" if len(new) == 1 else "are"
        yield (
            f"{listed} {are} new since the baseline was written, with {counted(new.total(), 'finding')}. To take "
            f"them in: postlint baseline --update-rules{_flag(parsed)}."
        )


def _flag(parsed: argparse.Namespace) -> str:
    return f" --baseline {parsed.baseline}" if parsed.baseline is not None else ""
