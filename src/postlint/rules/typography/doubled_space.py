"""More than one space between two words."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import MASK, Document
from postlint.rule import Bad, rule
from postlint.text import Span

LONGEST_WORD = 40


@rule(
    on=False,
    why="A page shows one space, but a feed, an editor or a copy of the text may show them all.",
    bad=Bad(
        """
            It is  fast.
                 ^^ Two spaces stand behind 'is'.
        """,
        fixed="""
            It is fast.
        """,
    ),
    good=("It is fast.  \nAnd small.", "| a    | b  |\n|---|---|\n| c | d  |", "`a  b`", "-   an item"),
)
def doubled_space(doc: Document) -> Iterator[Finding]:
    """One space stands between two words."""
    if "  " not in doc.source.text:
        return
    prose = doc.prose
    for start, end, span, is_verbatim in prose.pieces():
        written = doc.source[span]
        if is_verbatim or prose.text[start:end] != " " or len(written) < 2 or written.strip(" "):
            continue
        block = prose.block_at(start)
        if not block.is_prose or start == block.start or end == block.end:
            continue
        word = prose.text[max(block.start, start - LONGEST_WORD) : start].rpartition(" ")[2]
        where = f"behind '{word}'" if word and MASK not in word else "here"
        count = "Two" if len(written) == 2 else f"{len(written)}"
        yield Finding(
            span,
            f"{count} spaces stand {where}.",
            help="Leave one.",
            fix=Fix("Leave one space", (Edit(Span(span.start + 1, span.end), ""),)),
        )
