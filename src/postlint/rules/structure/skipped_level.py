"""A heading that is too deep for the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    why="Readers who jump from heading to heading, by ear or by outline, take a skipped level for a section that they "
    "missed.",
    needs="headings",
    bad=Bad("""
        ## Storage

        #### Compression
        ^^^^^^^^^^^^^^^^ 'Compression' is of level 4, right below 'Storage' of level 2.
    """),
    good=(
        """
            ## Storage

            ### Compression

            #### Dictionaries

            ## Queries
        """,
        """
            ## Storage

            <h6>Hoist is a trademark of Acme, Inc.</h6>
        """,
    ),
)
def skipped_level(doc: Document) -> Iterator[Finding]:
    """Headings go down one level at a time."""
    for before, heading in pairwise(doc.headings):
        # What ends like a sentence is a caption or small print, set as a heading for its size.
        if heading.level > before.level + 1 and not heading.text.rstrip(" \"'”’)").endswith("."):
            yield Finding(
                heading.span,
                f"'{heading.text}' is of level {heading.level}, right below '{before.text}' of level {before.level}.",
                help=f"Make it level {before.level + 1}, or give it the heading that is missing above.",
            )
