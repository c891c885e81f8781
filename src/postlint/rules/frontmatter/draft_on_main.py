"""A draft where only finished posts belong."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.conventions import draft_key


@rule(
    on=False,
    why="What is merged is meant to be read, and a draft that slips in waits there until somebody wonders. Ask for "
    "this rule where the main branch is checked: postlint check --extend-select frontmatter/draft-on-main.",
    bad=(
        Bad("""
            ---
            title: How we index logs
            draft: true
            ^^^^^ This post is a draft.
            ---
        """),
        Bad("""
            {
              "published": false
              ^^^^^^^^^^^ This post is a draft.
            }
        """),
        Bad(
            """
                ---
                ^^^ This post is a draft.
                title: How we index logs
                ---
            """,
            path="_drafts/index-logs.md",
        ),
    ),
    good="""
        ---
        draft: false
        published: 2024-03-14
        ---
    """,
)
def draft_on_main(doc: Document, site: Site) -> Iterator[Finding]:
    """A post that is merged is no draft."""
    if site.is_draft(doc.path):
        key = draft_key(doc.front_matter.data, site.conventions)
        span = doc.front_matter.key_span(key) if key else None
        yield Finding(span or doc.whole, "This post is a draft.", help="Finish it, or keep it on a branch of its own.")
