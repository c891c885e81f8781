"""A post without a summary."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.entries import entries, is_readable


@rule(
    habit="have no summary",
    why="Lists, search engines and cards in chats then show the first words of the post, whatever these are.",
    bad=(
        Bad("""
            ---
            ^^^ This post has no summary.
            title: How we index logs
            ---
        """),
        Bad("""
            +++
            ^^^ This post has no summary.
            title = "How we index logs"
            +++
        """),
    ),
    good=(
        """
            ---
            title: How we index logs
            description: Why one filter per column and segment is enough.
            ---
        """,
        "Text without front matter.",
    ),
)
def missing_summary(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """A post has a summary."""
    if fields.describes(site.conventions.summary_keys):
        return
    conventions = site.conventions
    if not is_readable(doc) or site.is_section(doc.path) or entries(doc, conventions.summary_keys, conventions):
        return
    key = conventions.summary_keys[0]
    yield Finding(
        doc.whole, "This post has no summary.", help=f"Say in '{key}', in a sentence or two, what readers get."
    )
