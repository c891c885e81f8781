"""A date that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.dates import dates_in_path, written
from postlint.site.entries import entries, scalars, words

HELP = "Write the day that is meant."


@rule(
    severity=Severity.ERROR,
    why="The site generator stops at such a date, or puts the post at the end of the list.",
    bad=(
        Bad("""
            ---
            title: How we index logs
            date: 2023-02-30
                  ^^^^^^^^^^ '2023-02-30' is not a date that exists.
            ---
        """),
        Bad("""
            +++
            date = "2023-13-01T10:00:00Z"
                    ^^^^^^^^^^^^^^^^^^^^ '2023-13-01T10:00:00Z' is not a date that exists.
            +++
        """),
        Bad(
            """
                ---
                ^^^ '2023-06-31' in the path of this post is not a date that exists.
                title: How we index logs
                ---
            """,
            path="blog/2023-06-31-index.md",
        ),
    ),
    good="""
        ---
        date: 2024-02-29
        ---
    """,
)
def impossible_date(doc: Document, site: Site) -> Iterator[Finding]:
    """A date is one that exists."""
    conventions = site.conventions
    for node in doc.front_matter.nodes:
        if node.error is not None and node.error.problem == "date":
            yield Finding(node.error.span, node.error.message, help=HELP)
    for error in doc.front_matter.errors:
        if error.problem == "date":
            yield Finding(error.span, error.message, help=HELP)
    for entry in entries(doc, conventions.date_keys + conventions.updated_keys, conventions):
        for node in scalars(entry.value, "date"):
            if node.error is None and isinstance(node.value, str) and written(node.text).shape == "impossible":
                yield Finding(words(node), f"'{node.text.strip()}' is not a date that exists.", help=HELP)
    for text, day in dates_in_path(doc.path):
        if day is None:
            yield Finding(doc.whole, f"'{text}' in the path of this post is not a date that exists.", help=HELP)
