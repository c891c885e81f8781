"""An alias under which there is a page already."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related, Severity
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.site.entries import entries, scalars, words
from postlint.site.urls import alias_of, same_page
from postlint.text import Span


@site_rule(
    severity=Severity.ERROR,
    why="The redirect is written where the page of the other post belongs, and one of the two is gone.",
    needs="aliases",
    bad=(
        Bad(
            """
                ---
                aliases:
                  - /blog/logs/
                    ^^^^^^^^^^^ '/blog/logs/' is the URL of content/blog/logs.md.
                  - index-logs
                    ^^^^^^^^^^ 'index-logs' is the URL of this post itself.
                ---
            """,
            path="content/blog/index-logs.md",
            files={"content/blog/logs.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                {
                  "redirect_from": "/2023/05/04/old.html"
                                    ^^^^^^^^^^^^^^^^^^^^ '/2023/05/04/old.html' is the URL of _posts/2023-05-04-old.md.
                }
            """,
            path="_posts/2024-03-14-logs.md",
            files={"_posts/2023-05-04-old.md": ""},
            frontmatter={"preset": "jekyll"},
        ),
    ),
    good=Bad(
        """
            ---
            aliases: [/blog/logs-2023/]
            ---
        """,
        path="content/blog/index-logs.md",
        files={"content/blog/logs.md": ""},
        frontmatter={"preset": "hugo"},
    ),
)
def occupied_alias(doc: Document, site: Site) -> Iterator[Finding]:
    """No page stands where an alias leads away from."""
    url = site.url(doc.path)
    for entry in entries(doc, site.conventions.alias_keys, site.conventions):
        for node in scalars(entry.value, "from"):
            alias = node.text.strip()
            path = alias_of(alias, url) if alias else None
            if path is None:
                continue
            if url is not None and same_page(path) == same_page(url):
                message = f"'{alias}' is the URL of this post itself."
                yield Finding(words(node), message, help="Take it out: it leads in a circle.")
            elif others := site.posts_sharing("url", path, doc.path):
                yield Finding(
                    words(node),
                    f"'{alias}' is the URL of {others[0]}.",
                    help="Take it out, or give one of them another URL.",
                    related=tuple(Related(other, Span(0, 0), "has this URL") for other in others),
                )
