"""A post without a date."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.dates import dates_in_path
from postlint.site.entries import entries, is_readable


@rule(
    habit="have no date",
    why="Readers want to know whether what they read still holds, and lists and feeds sort posts by their date.",
    bad=(
        Bad("""
            ---
            ^^^ This post has no date.
            title: How we index logs
            ---
        """),
        Bad(
            """
                +++
                ^^^ This post has no date, and Hugo takes none from the file's name.
                title = "How we index logs"
                +++
            """,
            path="content/blog/2024-03-14-index.md",
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=(
        """
            ---
            date: 2024-03-14
            ---
        """,
        Bad(
            """
                ---
                title: How we index logs
                ---
            """,
            path="_posts/2024-03-14-index.md",
        ),
        """
            ---
            title: How we index logs
            draft: true
            ---
        """,
    ),
)
def missing_date(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """A post has a date."""
    if fields.describes(site.conventions.date_keys):
        return
    conventions = site.conventions
    if not is_readable(doc) or site.is_section(doc.path) or site.is_draft(doc.path):
        return
    is_named_by_date = any(dates_in_path(doc.path))
    if entries(doc, conventions.date_keys, conventions) or (is_named_by_date and conventions.dated_names):
        return
    generator = conventions.generator.capitalize()
    because = f", and {generator} takes none from the file's name" if is_named_by_date else ""
    key = conventions.date_keys[0]
    yield Finding(doc.whole, f"This post has no date{because}.", help=f"Add '{key}' with the day on which it goes out.")
