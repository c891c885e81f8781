"""Tables of Markdown, put together from their cells."""

from __future__ import annotations

from postlint.document.nodes import Cell, Row, Table
from postlint.document.prose import WHITE_SPACE
from postlint.text import Span


class Tables:
    """Takes cells, rows and tables of ``text`` as they end. Tables stand in no other one."""

    def __init__(self, text: str) -> None:
        self.found: list[Table] = []
        self._text = text
        self._rows: list[Row] = []
        self._cells: list[Cell] = []

    def end_cell(self, start: int, end: int, text: str) -> None:
        written = self._text[start:end]
        text_start = start + len(written) - len(written.lstrip(WHITE_SPACE))
        text_end = max(text_start, start + len(written.rstrip(WHITE_SPACE)))
        if not self._text.startswith("|", end):
            # The last cell of a row that no pipe closes: blanks at the end of the line are none of it.
            end = max(start, text_end)
        self._cells.append(Cell(Span(start, end), text, Span(text_start, text_end)))

    def end_row(self, span: Span) -> None:
        self._rows.append(Row(span, tuple(self._cells), not self._rows))
        self._cells = []

    def end(self, span: Span) -> None:
        self.found.append(Table(span, tuple(self._rows)))
        self._rows = []
