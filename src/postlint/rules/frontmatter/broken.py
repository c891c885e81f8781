"""Front matter that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    severity=Severity.ERROR,
    why="The site generator stops at front matter that it cannot read, or publishes the post without title and date.",
    bad=(
        Bad("""
            ---
            ^^^ The front matter that this '---' opens is not closed by another '---'.
            title: How we index logs

            Text.
        """),
        Bad("""
            ---
            - title
            ^^^^^^^ The front matter is no list of keys and values such as 'title: …'.
            ---
            Text.
        """),
    ),
    good=(
        """
            ---
            title: "Logs: how we index them"
            ---
            Text.
        """,
        """
            +++
            title = "How we index logs"
            +++
            Text.
        """,
        "Text without front matter.",
    ),
)
def broken(doc: Document) -> Iterator[Finding]:
    """Front matter can be read."""
    for error in doc.front_matter.errors:
        yield Finding(error.span, error.message)
