"""A heading that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    why="An empty heading makes a gap on the page and a silent stop for screen readers.",
    needs="headings",
    bad=(
        Bad("""
            ## Storage

            ##
            ^^ This heading is empty.
        """),
        Bad("""
            <h2></h2>
            ^^^^^^^^^ This heading is empty.
        """),
    ),
    good=(
        "## Storage",
        "## ![The logo of our conference](logo.png)",
        "## `SELECT`",
    ),
)
def empty_heading(doc: Document) -> Iterator[Finding]:
    """A heading has words."""
    for heading in doc.headings:
        if not heading.text and not any(heading.span.contains(image.span) for image in doc.images):
            yield Finding(heading.span, "This heading is empty.", help="Say what comes below it, or take it out.")
