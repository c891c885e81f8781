"""How the reader of a report wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.reporters.outcome import Report
    from postlint.rule import Rule

PLAIN_WIDTH = 100


class Options(NamedTuple):
    """How the reader wants a report.

    ``hints`` shows hints, which else are only counted; ``verbose`` adds why and the reasons; ``quiet`` leaves out the
    summary. ``width`` is that of the terminal in columns. ``show_path`` makes a path for the reader of one that is
    relative to the root, ``show_from_top`` one from the top of the repository. ``rules`` are the known rules by id;
    ``fail_on`` is the severity from which on findings make the run fail, None where none does. ``is_new`` tells
    findings on lines that a change brought from others; ``rest`` says where those stand that GitHub does not annotate.
    """

    hints: bool = False
    verbose: bool = False
    quiet: bool = False
    color: bool = False
    statistics: bool = False
    width: int = PLAIN_WIDTH
    show_path: Callable[[str], str] = str
    show_from_top: Callable[[str], str] = str
    rules: Mapping[str, Rule] = {}
    fail_on: Severity | None = Severity.ERROR
    is_new: Callable[[Diagnostic], bool] | None = None
    rest: str = "the log of this step"


class Kept:
    """Those of many findings that are not hints, looked for again each time."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[Diagnostic]:
        return (one for one in self._found if one.severity > Severity.HINT)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def shown_diagnostics(report: Report, options: Options) -> Kept | Sequence[Diagnostic]:
    """What a report for people prints, in order of the paths as they are shown."""
    found = all_diagnostics(report, options.show_path)
    return found if options.hints else Kept(found)


def all_diagnostics(report: Report, show: Callable[[str], str]) -> Sequence[Diagnostic]:
    """What a report for programs holds: all, hints too, in order of the paths as ``show`` makes them."""

    def order(found: Diagnostic) -> tuple[object, ...]:
        return (show(found.path), *found.order[1:])

    # Findings of many posts take little memory as long as no list is made of them, and are in this order most times.
    is_sorted = all(one <= other for one, other in pairwise(map(order, report.diagnostics)))
    return report.diagnostics if is_sorted else sorted(report.diagnostics, key=order)
