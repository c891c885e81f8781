"""Tables for people, in columns that line up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postlint.reporters.escape import line, visible
from postlint.reporters.paint import BOLD, Paint
from postlint.reporters.width import width


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, color: bool) -> Iterator[str]:
    """The lines of a table, without line ends; its last column may be of any width. Empty columns are left out."""
    shown = [[visible(cell) for cell in row] for row in rows]
    kept = [i for i in range(len(header)) if any(row[i] for row in shown)]
    widths = {i: max(width(row[i]) for row in (header, *shown)) for i in kept[:-1]}
    for number, row in enumerate((header, *shown)):
        cells = [row[i] + " " * (widths.get(i, 0) - width(row[i])) for i in kept]
        text = "  ".join(cells).rstrip()
        yield line(Paint(on=color)(text, BOLD) if number == 0 else text)
