"""A definition that nothing refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Definition, Document
from postlint.rule import Bad, rule
from postlint.text import Span

COMMENTS = ("#", "<>", "about:blank")
"""Targets of definitions that are comments: ``[//]: # (words)``."""


@rule(
    severity=Severity.HINT,
    why="It is shown nowhere: either a link to it got lost, or it is left over.",
    needs="references",
    bad=(
        Bad(
            """
                Read [the docs][docs].

                [docs]: https://acme.example/docs
                [old docs]: https://acme.example/old
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Nothing refers to 'old docs'.
            """,
            fixed="""
                Read [the docs][docs].

                [docs]: https://acme.example/docs
            """,
        ),
        Bad("""
            It is fast.

            [^1]: On one machine.
            ^^^^^^^^^^^^^^^^^^^^^ Nothing refers to the footnote '1'.
        """),
    ),
    good=(
        "Read [the docs][] or [them][The  Docs].\n\n[the docs]: https://acme.example/docs",
        "![The parts of an index][index]\n\n[index]: index.png",
        "It is fast.[^1]\n\n[^1]: On one machine.",
        "[//]: # (This is how Markdown writes comments.)",
        "{{< note >}}Read [the docs].{{< /note >}}\n\n[the docs]: https://acme.example/docs",
    ),
)
def unused_reference(doc: Document) -> Iterator[Finding]:
    """Definitions are referred to."""
    if not doc.definitions and not doc.footnotes:
        return
    # Where a reference stands in a shortcode or a component, only the text tells of it.
    written = Counter(_folded(label) for label in _bracketed().findall(doc.source.text))
    if doc.definitions:
        used = {_folded(link.label) for link in doc.links if link.label is not None}
        used |= {_folded(image.label) for image in doc.images if image.label is not None}
        for definition in doc.definitions:
            label = _folded(definition.label)
            if label in used or definition.url in COMMENTS or written[label] != 1:
                continue
            yield Finding(
                definition.span,
                f"Nothing refers to '{' '.join(definition.label.split())}'.",
                help="Take it out, or link it where it was to be linked.",
                fix=_without(doc, definition),
            )
    references = {one.label for one in doc.footnote_references}
    for footnote in doc.footnotes:
        if footnote.label not in references and written[_folded(f"^{footnote.label}")] == 1:
            yield Finding(
                footnote.span,
                f"Nothing refers to the footnote '{footnote.label}'.",
                help="Take it out, or refer to it.",
            )


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(r"\[([^\[\]]{1,1000})\]")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _without(doc: Document, definition: Definition) -> Fix | None:
    """The post without the lines of a definition, where nothing else stands on them."""
    start, end = definition.span
    first, last = doc.source.position(start).line, doc.source.position(end).line
    lines = Span(doc.source.line_span(first).start, doc.source.line_span(last).end)
    if doc.source[Span(lines.start, start)].strip() or doc.source[Span(end, lines.end)].strip():
        return None
    text = doc.source.text
    if text.startswith("\r\n", lines.end):
        after = lines.end + 2
    else:
        after = lines.end + (text[lines.end : lines.end + 1] in ("\n", "\r"))
    return Fix("Take it out", (Edit(Span(lines.start, after), ""),), safe=False)
