"""A hyphen between blanks in place of a dash."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, rule

EDGE = 20
"""So many characters on each side are looked at for a number."""


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
    good=(
        "It is fast – and small.",
        "From 3 - 5 it is 2, from the 20th - 24th it is open.",
        "- an item",
        "Run `x - y`.",
    ),
)
def spaced_hyphen(doc: Document) -> Iterator[Finding]:
    """A dash is no hyphen."""
    text = doc.prose.text
    at = text.find(" - ") + 1
    while at:
        before, after = text[at - 2 : at - 1].strip("\n"), text[at + 2 : at + 3].strip("\n")
        is_between = doc.prose.block_at(at).is_prose and before and after
        if is_between and not _is_range(text, at):
            span = doc.prose.span(at, at + 1)
            fix = Fix("Write '–'", (Edit(span, "–"),)) if doc.source[span] == "-" else None
            yield Finding(span, "A hyphen stands where a dash is meant.", help="Write '–'.", fix=fix)
        at = text.find(" - ", at + 1) + 1


def _is_range(text: str, at: int) -> bool:
    """Whether numbers stand on both sides, as in '3 - 5' and '20th - 24th'."""
    before = text[max(0, at - EDGE) : at].split()[-1:]
    after = text[at + 1 : at + EDGE].split()[:1]
    return all(any(character.isdigit() for character in word) for word in (*before, *after))
