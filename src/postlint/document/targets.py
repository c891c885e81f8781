"""What links and images point at: the URL, the title and the label, each with its place in the source.

A parser says what they are and where the whole construct stands; here their own places are found.
"""

from __future__ import annotations

import re

from postlint.document.filler import FILLER
from postlint.document.nodes import Definition
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

SIMPLE = expression(r"\]\(([^\s<>()\\]+)\)")
GAP = expression(r"(?:[ \t]|(?:\r\n|\r|\n)[ \t>]*)*")
LABEL_END = expression(r"(?<!\\)(?:\\\\)*\]:")
ANGLED = expression(r"(?:\\.|[^>\\\r\n])*", re.S)
STOP = expression(r"\\[!-/:-@\[-`{-~]|[()]|[\s\x00-\x1f\x7f]")
TITLE_ENDS = {'"': '"', "'": "'", "(": ")"}


class Target(NamedTuple):
    """What a link or an image points at, and the spans of that."""

    kind: str
    url: str
    url_span: Span
    title: str | None = None
    title_span: Span | None = None
    label: str | None = None
    label_span: Span | None = None


class Targets:
    """Finds targets in ``text``, of which ``filled`` is the same with its template tags filled up."""

    def __init__(self, text: str, filled: str) -> None:
        self.text = text
        self.filled = filled
        self.definitions: list[Definition] = []
        self._by_label: dict[str, Definition] = {}

    def inline(self, span: Span, text_end: int, url: str, title: str) -> Target:
        """The target of ``[text](url "title")`` whose text ends at ``text_end``."""
        simple = SIMPLE.match(self.filled, text_end, span.end)
        if simple is not None and simple.end() == span.end:
            url_span, title_span = Span(*simple.span(1)), None
        else:
            opening = self.filled.find("](", text_end, span.end)
            url_span, title_span = self._parts(opening + 2 if opening >= 0 else span.end - 1, span.end - 1)
        url = self._told(url, url_span)
        if title_span is None:
            return Target("inline", url, url_span)
        return Target("inline", url, url_span, self._told(title, title_span), title_span)

    def reference(self, label_span: Span, label: str, url: str) -> Target:
        """The target of a reference; ``label`` is as it was written where no definition is known by it."""
        written = self.text[label_span.start : label_span.end]
        found = self._by_label.get(folded(label))
        if found is None:
            return Target("reference", url, label_span, None, None, written, label_span)
        return Target("reference", found.url, found.url_span, found.title, found.title_span, written, label_span)

    def define(self, span: Span, url: str, title: str | None) -> None:
        """Take up a definition; the first of a label counts."""
        label_end = LABEL_END.search(self.filled, *span)
        if label_end is None:
            return
        label_span = Span(span.start + 1, label_end.end() - 2)
        url_span, title_span = self._parts(label_end.end(), span.end)
        definition = Definition(
            span,
            self.text[slice(*label_span)],
            label_span,
            self._told(url, url_span),
            url_span,
            self._told(title or "", title_span) if title_span else None,
            title_span,
        )
        self.definitions.append(definition)
        self._by_label.setdefault(folded(definition.label), definition)

    def _parts(self, at: int, end: int) -> tuple[Span, Span | None]:
        """The spans of URL and title between ``at`` and the end of the construct."""
        gap = GAP.match(self.filled, at, end)
        url_span, after = _url_span(self.filled, gap.end() if gap else at, end)
        return url_span, _title_span(self.filled, after, end)

    def _told(self, value: str, span: Span) -> str:
        """A value with a template tag in it is told as it is written."""
        return self.text[span.start : span.end] if FILLER in value else value


def folded(label: str) -> str:
    """A link label as labels are compared: in any case, white space squeezed."""
    return " ".join(label.split()).casefold()


def _url_span(text: str, at: int, end: int) -> tuple[Span, int]:
    """The span of a link destination that starts at ``at``, without its angle brackets, and the place after it."""
    if text.startswith("<", at):
        closing = ANGLED.match(text, at + 1, end)
        stop = closing.end() if closing else end
        return Span(at + 1, stop), min(stop + 1, end)
    depth = 0
    for match in STOP.finditer(text, at, end):
        found = match.group()
        if found == "(":
            depth += 1
        elif found == ")":
            depth -= 1
        if depth < 0 or found <= " " or found == "\x7f":
            return Span(at, match.start()), match.start()
    return Span(at, max(at, end)), end


def _title_span(text: str, at: int, end: int) -> Span | None:
    """The span of a title within its quotes, where one stands between ``at`` and the end of the construct."""
    gap = GAP.match(text, at, end)
    start = gap.end() if gap else at
    closing = TITLE_ENDS.get(text[start : start + 1])
    stop = end
    while stop > start and text[stop - 1] in " \t\r\n>":
        stop -= 1
    if closing is None or start == at or stop - 1 <= start or text[stop - 1] != closing:
        return None
    return Span(start + 1, stop - 1)
