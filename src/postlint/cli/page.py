"""Shows a page in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.catalogue.page import Code, Terms, Text
from postlint.diagnostic import Severity
from postlint.reporters.escape import line, visible
from postlint.reporters.paint import BOLD, DIM, SEVERITY, Paint
from postlint.reporters.width import width

if TYPE_CHECKING:
    from postlint.catalogue.page import Block, Page

INDENT = 2
WIDEST_TERM = 24


def lines(page: Page, room: int, *, color: bool) -> Iterator[str]:
    """The lines of a page, ``room`` columns wide, without line ends."""
    paint = Paint(on=color)
    yield line(paint(visible(page.title), BOLD))
    for block in page.lead:
        yield ""
        yield from map(line, block_lines(block, room, paint))
    for section in page.sections:
        yield ""
        yield line(paint(visible(section.title), BOLD))
        for block in section.blocks:
            yield ""
            yield from map(line, block_lines(block, room, paint))


def block_lines(block: Block, room: int, paint: Paint) -> Iterator[str]:
    """The lines of one block of a page, indented."""
    match block:
        case Text(text):
            yield from _wrapped(text, " " * INDENT, " " * INDENT, room)
        case Code(text):
            for written in text.split("\n"):
                shown = visible(written.replace("\t", "    "))
                is_remark = written.lstrip(" ").startswith("^")
                yield (" " * 2 * INDENT + (paint(shown, SEVERITY[Severity.WARNING]) if is_remark else shown)).rstrip()
        case Terms(items):
            yield from _terms(items, room, paint)


def _terms(items: tuple[tuple[str, str], ...], room: int, paint: Paint) -> Iterator[str]:
    """Terms in a column of their own, or above what is said of them where one is too wide for that."""
    terms = [visible(term) for term, _ in items]
    column = max(map(width, terms))
    is_narrow = column <= WIDEST_TERM
    hang = " " * (2 * INDENT + (column if is_narrow else 0))
    for term, (_, text) in zip(terms, items, strict=True):
        head = " " * INDENT + paint(term, DIM if is_narrow else BOLD)
        said = list(_wrapped(text, hang, hang, room))
        if is_narrow:
            yield f"{head}{said[0][INDENT + width(term) :]}"
            yield from said[1:]
        else:
            yield head
            yield from said


def _wrapped(text: str, first: str, hang: str, room: int) -> list[str]:
    from textwrap import wrap

    words = visible(" ".join(text.split()))
    return wrap(
        words, room, initial_indent=first, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]
