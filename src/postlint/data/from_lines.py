"""A plain list to nodes: one entry a line, blank lines and those that begin with ``#`` aside."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.data.node import Node, Origin
from postlint.text import LINE_END, Span


def parse_lines(origin: Origin) -> Node:
    """A sequence of the lines, each a scalar without the white space around it."""
    items = tuple(_scalars(origin))
    span = Span(items[0].span.start, items[-1].span.end) if items else Span(origin.base, origin.base)
    return Node("sequence", span, [item.value for item in items], "block", origin, items=items)


def _scalars(origin: Origin) -> Iterator[Node]:
    start = 0
    for line in LINE_END.split(origin.text):
        text = line.strip()
        if text and not text.startswith("#"):
            at = origin.base + origin.text.index(text, start)
            yield Node("scalar", Span(at, at + len(text)), text, "plain", origin, text=text)
        end = LINE_END.match(origin.text, start + len(line))
        start = end.end() if end else len(origin.text)
