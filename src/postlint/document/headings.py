"""Headings of Markdown: where their text and an explicit anchor stand."""

from __future__ import annotations

from postlint.document.nodes import Heading
from postlint.document.prose import WHITE_SPACE
from postlint.expression import expression
from postlint.text import Span

ANCHOR = expression(r"\{[^{}\r\n]*?#([^\s{}#]+)[^{}\r\n]*\}[ \t]*#*\s*\Z")
MARKS = expression(r"#{1,6}[ \t]*|")


def heading(source: str, span: Span, level: int, text: str, text_end: int, anchor: str | None) -> Heading:
    """The heading at ``span`` that reads ``text``; ``text_end`` is where that ends in the source, before any marks."""
    marks = MARKS.match(source, *span)
    start = marks.end() if marks else span.start
    written = source[start : max(start, min(text_end, span.end))]
    text_span = Span(start, start + len(written.rstrip(WHITE_SPACE)))
    found = ANCHOR.search(source, *span) if anchor is not None else None
    return Heading(span, level, text, text_span, anchor, Span(*found.span(1)) if found else None)
