"""An alias that two posts claim."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related, Severity
from postlint.document import Document
from postlint.rule import Bad, Habit, site_rule
from postlint.site import Site
from postlint.site.entries import entries, scalars, words
from postlint.site.urls import alias_of
from postlint.text import Span


@site_rule(
    severity=Severity.ERROR,
    habit=Habit("share an alias with another post", lambda site: site.shared.count("alias")),
    why="An old URL can lead to one page only, so that readers who follow it may end up in the wrong post.",
    needs=("aliases", "other-posts"),
    bad=(
        Bad(
            """
                ---
                aliases: [/blog/logs, /old/index-logs/]
                                      ^^^^^^^^^^^^^^^^ '/old/index-logs/' is also an alias of old.md.
                ---
            """,
            files={"old.md": "---\naliases: [/old/index-logs]\n---\n"},
        ),
        Bad(
            """
                +++
                aliases = ["logs"]
                            ^^^^ 'logs' is also an alias of content/blog/old.md.
                +++
            """,
            path="content/blog/new.md",
            files={"content/blog/old.md": "---\naliases: [/blog/logs/]\n---\n"},
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=Bad(
        """
            ---
            redirect_from: /old/logs
            ---
        """,
        files={"old.md": "---\nredirect_from: /old/traces\n---\n"},
    ),
)
def copied_alias(doc: Document, site: Site) -> Iterator[Finding]:
    """An alias leads to one post."""
    for entry in entries(doc, site.conventions.alias_keys, site.conventions):
        for node in scalars(entry.value, "from"):
            alias = node.text.strip()
            path = alias_of(alias, site.url(doc.path)) if alias else None
            others = site.posts_sharing("alias", path, doc.path) if path else ()
            if others:
                yield Finding(
                    words(node),
                    f"'{alias}' is also an alias of {others[0]}.",
                    help="Take it out of the post that never had this URL.",
                    related=tuple(Related(other, Span(0, 0), "has this alias too") for other in others),
                )
