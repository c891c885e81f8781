"""A second top heading."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    why="The title of a post is its top heading; a second one hides the outline from search engines and screen "
    "readers.",
    bad=(
        Bad("""
            ---
            title: How we index logs
            ---
            # Why indexes
            ^^^^^^^^^^^^^ 'Why indexes' is a second top heading; the title is the first.
        """),
        Bad("""
            # How we index logs

            # Why indexes
            ^^^^^^^^^^^^^ 'Why indexes' is a second top heading; 'How we index logs' is the first.
        """),
    ),
    good=(
        """
            ---
            title: How we index logs
            ---
            ## Why indexes
        """,
        "# A post without a title in its front matter",
    ),
)
def second_h1(doc: Document) -> Iterator[Finding]:
    """A post has one top heading."""
    first = "the title" if doc.front_matter.data.get("title") else None
    for heading in doc.headings:
        if heading.level != 1:
            continue
        if first is None:
            first = f"'{heading.text}'"
        elif heading.text.strip():
            message = f"'{heading.text}' is a second top heading; {first} is the first."
            yield Finding(heading.span, message, help="Make it a heading of level 2.")
