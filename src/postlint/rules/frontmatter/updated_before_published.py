"""A last change from before the first day."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.dates import day_in_utc
from postlint.site.entries import entry, scalars, words


@rule(
    why="One of the two days is wrong, and readers and search engines take the post for older or newer than it is.",
    needs="update",
    bad=(
        Bad("""
            ---
            date: 2024-03-14
            lastmod: 2023-03-20
                     ^^^^^^^^^^ '2023-03-20' is from before this post went out on 2024-03-14.
            ---
        """),
        Bad("""
            {
              "last_update": {"date": "2024-03-01"},
                                       ^^^^^^^^^^ '2024-03-01' is from before this post went out on 2024-03-14.
              "date": "2024-03-14"
            }
        """),
    ),
    good="""
        ---
        date: 2024-03-14T09:00:00+01:00
        lastmod: 2024-03-14
        ---
    """,
)
def updated_before_published(doc: Document, site: Site) -> Iterator[Finding]:
    """A post was last changed when it was out already."""
    conventions = site.conventions
    published = entry(doc, conventions.date_keys, conventions)
    updated = entry(doc, conventions.updated_keys, conventions)
    if published is None or updated is None:
        return
    first = day_in_utc(published.value.value)
    for node in scalars(updated.value, "date"):
        last = day_in_utc(node.value)
        if first is not None and last is not None and last < first:
            text = node.text.strip()
            message = f"'{text}' is from before this post went out on {first}."
            yield Finding(
                words(node),
                message,
                help="Put right which of the two is wrong.",
                related=(Related(doc.path, words(published.value), "this is the day of the post"),),
            )
