"""Two posts of one title."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.text import Span


@site_rule(
    why="In lists, in search results and in a feed nobody can tell two posts of one title apart.",
    needs="other-posts",
    bad=Bad(
        """
            ---
            title: How we index logs
            ^^^^^ 'How we index logs' is also the title of old.md.
            ---
        """,
        files={"old.md": "---\ntitle: How we Index Logs\n---\n"},
    ),
    good=Bad(
        """
            ---
            title: How we index logs
            ---
        """,
        files={"old.md": "---\ntitle: How we index traces\n---\n"},
    ),
)
def duplicate_title(doc: Document, site: Site) -> Iterator[Finding]:
    """Each post has a title of its own."""
    title = site.title(doc.path)
    if not title or site.is_section(doc.path):
        return
    drafts = site.is_draft(doc.path)
    others = [path for path in site.posts_titled(title, site.language(doc.path), drafts) if path != doc.path]
    if others:
        named = others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more"
        yield Finding(
            doc.front_matter.key_span("title") or doc.whole,
            f"'{title}' is also the title of {named}.",
            help="Say in the title what this post has and the other has not.",
            related=tuple(Related(path, Span(0, 0), "has the same title") for path in others),
        )
