"""Two posts under one URL."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related, Severity
from postlint.document import Document
from postlint.rule import Bad, Habit, site_rule
from postlint.site import Site
from postlint.site.entries import entry, words
from postlint.text import Span


@site_rule(
    severity=Severity.ERROR,
    habit=Habit("share their URL with another post", lambda site: site.shared.count("url")),
    why="The site generator writes both to one file, so that one of the two posts is gone, and nobody is told.",
    needs="other-posts",
    bad=(
        Bad(
            """
                ---
                slug: index-logs
                      ^^^^^^^^^^ '/blog/index-logs' is also the URL of blog/2023-05-04-old/index.md.
                ---
            """,
            path="blog/2024-03-14-logs/index.md",
            files={
                "docusaurus.config.js": "module.exports = {presets: [['classic', {docs: false}]]}",
                "blog/2023-05-04-old/index.md": "---\nslug: index-logs\n---\n",
            },
            frontmatter={"preset": "docusaurus"},
        ),
        Bad(
            """
                +++
                ^^^ '/blog/2024/logs/' is also the URL of content/blog/2024/logs/index.md.
                title = "Logs"
                +++
            """,
            path="content/blog/2024/logs.md",
            files={"content/blog/2024/logs/index.md": "", "content/blog/2023/logs.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                +++
                ^^^ '/2024/logs/' is also the URL of content/blog/2024/logs.md.
                title = "Logs"
                date = 2024-02-01
                +++
            """,
            path="content/blog/archive/logs.md",
            files={
                "hugo.toml": "[permalinks]\nblog = '/:year/:contentbasename/'\n",
                "content/blog/2024/logs.md": "+++\ndate = 2024-05-01\n+++\n",
                "content/blog/2023/logs.md": "+++\ndate = 2023-05-01\n+++\n",
            },
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                ---
                path: /blog/Index-Logs
                      ^^^^^^^^^^^^^^^^ '/blog/Index-Logs/' is the URL of old.md, '/blog/index-logs/', but for case.
                ---
            """,
            files={"old.md": "---\npath: /blog/index-logs/\n---\n"},
        ),
    ),
    good=(
        Bad(
            "---\ntitle: Logs\n---\n",
            path="content/blog/2024/logs.md",
            files={"content/blog/2023/logs.md": "", "content/fr/blog/2024/logs.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            "---\nslug: logs\nlang: en\n---\n",
            files={"fr/post.md": "---\nslug: logs\nlang: fr\n---\n", "draft.md": "---\nslug: logs\ndraft: true\n---\n"},
        ),
    ),
)
def duplicate_url(doc: Document, site: Site) -> Iterator[Finding]:
    """Each post has a URL of its own."""
    url = site.url(doc.path)
    if url is None or site.is_section(doc.path):
        return
    others = site.posts_sharing("url", url, doc.path)
    if not others:
        return
    there = site.url(others[0]) or url
    others_named = others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more"
    message = f"'{url}' is also the URL of {others_named}."
    if there.rstrip("/") != url.rstrip("/") and there.lower().rstrip("/") == url.lower().rstrip("/"):
        message = f"'{url}' is the URL of {others_named}, '{there}', but for case."
    own = entry(doc, site.conventions.url_keys, site.conventions)
    yield Finding(
        words(own.value) if own else doc.whole,
        message,
        help="Give one of them a slug or a name of its own.",
        related=tuple(Related(path, Span(0, 0), "has this URL too") for path in others),
    )
