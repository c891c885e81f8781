"""A second top heading."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, rule

MOST_TOLD = 50
"""Of so many further headings the place is told; how many there are is told in any case."""


@rule(
    why="The title of a post is its top heading; a second one hides the outline from search engines and screen "
    "readers.",
    needs="headings",
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
        Bad("""
            ---
            title: How we index logs
            ---
            # Why indexes
            ^^^^^^^^^^^^^ 'Why indexes' is a second top heading; the title is the first.

            # How they work
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
    top = [heading for heading in doc.headings if heading.level == 1]
    first = "the title"
    if top and not doc.front_matter.data.get("title"):
        first = f"'{top.pop(0).text}'"
    surplus = [heading for heading in top if heading.text.strip()]
    if not surplus:
        return
    second, others = surplus[0], surplus[1:]
    # One finding for all of them: whoever mends one mends the whole outline.
    message = f"'{second.text}' is a second top heading; {first} is the first."
    related = tuple(Related(doc.path, heading.span, "This one, too.") for heading in others[:MOST_TOLD])
    also = f", and so the {len(others)} after it" if len(others) > 1 else ", and so the one after it" if others else ""
    yield Finding(second.span, message, help=f"Make it a heading of level 2{also}.", related=related)
