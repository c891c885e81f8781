"""A hyphen between blanks in place of a dash."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    on=False,
    why="A hyphen joins what belongs together; a dash parts it. A reader takes the short line for the first.",
    bad=Bad(
        """
            It is fast - and small.
                       ^ A hyphen stands where a dash is meant.
        """,
        fixed="""
            It is fast – and small.
        """,
    ),
    good=("It is fast – and small.", "From 3 - 5 it is 2.", "- an item", "Run `x - y`."),
)
def spaced_hyphen(doc: Document) -> Iterator[Finding]:
    """A dash is no hyphen."""
    text = doc.prose.text
    at = text.find(" - ") + 1
    while at:
        before, after = text[at - 2 : at - 1].strip("\n"), text[at + 2 : at + 3].strip("\n")
        is_between = doc.prose.block_at(at).is_prose and before and after
        if is_between and not (before.isdigit() and after.isdigit()):
            span = doc.prose.span(at, at + 1)
            fix = Fix("Write '–'", (Edit(span, "–"),)) if doc.source[span] == "-" else None
            yield Finding(span, "A hyphen stands where a dash is meant.", help="Write '–'.", fix=fix)
        at = text.find(" - ", at + 1) + 1
