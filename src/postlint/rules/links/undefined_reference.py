"""A reference that is defined nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding
from postlint.document import MASK, Document
from postlint.errors import did_you_mean
from postlint.rule import Bad, rule

MOST_COMPARED = 50
UNPARSED = frozenset({"front-matter", "caption", "alt-text"})
"""Scopes of texts in which Markdown may stand as it is written."""


@cache
def _reference() -> re.Pattern[str]:
    """``[text][label]``, ``[label][]`` and ``[^label]`` as they read where no link was made of them."""
    label = r"[^\[\]\n]"
    return re.compile(
        rf"(?<![\w\]\)\\])(?:!?\[(?P<text>{label}{{2,200}})\]\[(?P<label>{label}{{0,100}})\]|\[\^(?P<note>{label}{{1,100}})\])(?![\[(:])"
    )


@rule(
    why="Readers see the brackets in place of a link.",
    bad=(
        Bad("""
            Read [the docs][docs] first.

            [docs]: https://acme.example/docs

            Then read [the notes][doc].
                      ^^^^^^^^^^^^^^^^ The reference 'doc' is not defined. Did you mean 'docs'?
        """),
        Bad("""
            It is fast.[^1]
                       ^^^^ The footnote '1' is not defined.
        """),
        Bad("""
            We use [Acme Search][].
                   ^^^^^^^^^^^^^^^ The reference 'Acme Search' is not defined.
        """),
    ),
    good=(
        """
            Read [the docs][docs] first.[^1]

            [docs]: https://acme.example/docs
            [^1]: Both parts.
        """,
        "The cell `a[0][1]`, or a\\[0\\]\\[1\\], and matrix[row][column].",
        "See [1][2] for more.",
    ),
)
def undefined_reference(doc: Document) -> Iterator[Finding]:
    """References are defined."""
    prose = doc.prose
    if "][" not in prose.text and "[^" not in prose.text:
        return
    notes = {one.label for one in doc.footnotes}
    labels = {one.label for one in doc.definitions}
    for found in _reference().finditer(prose.text):
        block = prose.block_at(found.start())
        if not UNPARSED.isdisjoint(block.scopes):
            continue
        note, label = found["note"], found["label"] or found["text"] or ""
        if MASK in (note or label) or (label.strip().isdigit() and (found["text"] or "").strip().isdigit()):
            continue
        if note is not None:
            if any(character.isspace() for character in note):
                continue
            known, what, name = notes, "footnote", note
        else:
            known, what, name = labels, "reference", label
        hint = did_you_mean(name, known) if len(known) < MOST_COMPARED else ""
        yield Finding(
            prose.span(*found.span()),
            f"The {what} '{name}' is not defined.{hint}",
            help=f"Define it, as in '[{'^' if note else ''}{name}]: …'."
            if not hint
            else "Correct the name, or define it.",
        )
