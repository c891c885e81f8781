"""Two hyphens in place of a dash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, Hit, Needle, option, rule

DASHES = {"em": "—", "en": "–"}


@rule(
    on=False,
    why="A typewriter has no dash; a page has one, and does not break a line in the middle of it.",
    options={"dash": option("em", "The dash of the house: em (—) or en (–).", DASHES)},
    needles=[Needle("--", whole_words=False)],
    bad=(
        Bad(
            """
                It is fast -- as fast as we could make it--and small.
                           ^^ Two hyphens stand for a dash.
                                                         ^^ Two hyphens stand for a dash.
            """,
            fixed="""
                It is fast — as fast as we could make it—and small.
            """,
        ),
        Bad(
            """
                It is fast -- and small.
                           ^^ Two hyphens stand for a dash.
            """,
            fixed="""
                It is fast – and small.
            """,
            options={"dash": "en"},
        ),
    ),
    good=("Run it with --all, or `x -- y`.", "It is fast — and small.", "<!-- a comment -->", "----"),
)
def double_hyphen(doc: Document, hits: Sequence[Hit], options: Mapping[str, Any]) -> Iterator[Finding]:
    """A dash is written as one."""
    text, dash = doc.prose.text, DASHES[options["dash"]]
    for hit in hits:
        block = doc.prose.block_at(hit.start)
        before, after = text[hit.start - 1 : hit.start].strip("\n"), text[hit.end : hit.end + 1].strip("\n")
        is_option = not before.isalnum() and not after.isspace()
        if not block.is_prose or not before or not after or "-" in (before, after) or is_option:
            continue
        span = doc.prose.span(hit.start, hit.end)
        fix = Fix(f"Write '{dash}'", (Edit(span, dash),)) if doc.source[span] == "--" else None
        yield Finding(span, "Two hyphens stand for a dash.", help=f"Write '{dash}'.", fix=fix)
