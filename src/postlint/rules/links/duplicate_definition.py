"""A label that is defined twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.document.targets import folded
from postlint.rule import Bad, rule
from postlint.text import Span


@cache
def _definition() -> re.Pattern[str]:
    """A line that defines a label for links."""
    return re.compile(
        r"^[ \t>]*(?P<whole>\[(?P<label>(?!\^)(?:[^\[\]\\\r\n]|\\.){1,200})\]:[ \t]*\S[^\r\n]*)",
        re.M,
    )


@rule(
    why="The first definition counts, so that a link to the second leads elsewhere than it says.",
    needs="references",
    bad=(
        Bad("""
            Read [the docs][docs].

            [docs]: https://acme.example/docs
            [Docs]: https://acme.example/v2/docs
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 'Docs' is already defined in line 3, as 'https://acme.example/docs'.
        """),
        Bad("""
            It is fast.[^1]

            [^1]: On one machine.

            [^1]: On two of them.
            ^^^^^^^^^^^^^^^^^^^^^ The footnote '1' is already defined in line 3.
        """),
    ),
    good=(
        """
            Read [the docs][docs] or [the notes][notes].

            [docs]: https://acme.example/docs
            [notes]: https://acme.example/docs

            ```
            [docs]: https://acme.example/docs
            ```
        """,
        "[//]: # (One comment.)\n[//]: # (And another.)",
    ),
)
def duplicate_definition(doc: Document) -> Iterator[Finding]:
    """Each label is defined once."""
    known = {folded(definition.label): definition for definition in doc.definitions}
    if known:
        hidden = sorted(
            [node.span for node in doc.code]
            + [node.span for node in doc.comments]
            + [node.span for node in doc.shortcodes]
            + [node.span for node in doc.tags]
        )
        starts = [span.start for span in hidden]
        at_first = {definition.span.start for definition in doc.definitions}
        for found in _definition().finditer(doc.source.text, doc.front_matter.body):
            first = known.get(folded(found["label"]))
            if first is None or found.start("whole") in at_first or first.url == "#":
                continue
            at = bisect_right(starts, found.start("whole")) - 1
            if (at >= 0 and found.start("whole") < hidden[at].end) or found.start("whole") < first.span.end:
                continue
            line = doc.source.position(first.span.start).line
            message = f"'{found['label']}' is already defined in line {line}, as '{first.url[:60]}'."
            yield _finding(doc, _span(found), message, first.span)
    notes: dict[str, Span] = {}
    for footnote in sorted(doc.footnotes, key=lambda footnote: footnote.span):
        before = notes.setdefault(footnote.label, footnote.span)
        if before != footnote.span:
            line = doc.source.position(before.start).line
            message = f"The footnote '{footnote.label}' is already defined in line {line}."
            yield _finding(doc, footnote.span, message, before)


def _span(found: re.Match[str]) -> Span:
    start = found.start("whole")
    return Span(start, start + len(found["whole"].rstrip()))


def _finding(doc: Document, span: Span, message: str, first: Span) -> Finding:
    related = (Related(doc.path, first, "defined here first"),)
    return Finding(span, message, help="Take one of both out, or give it a label of its own.", related=related)
