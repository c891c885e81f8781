"""A link that finds its target only where case does not count."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.site.amends import respelled
from postlint.site.linked import linked


@site_rule(
    why="It works on a Mac or on Windows and fails on the server, where 'Part-One' and 'part-one' are two names.",
    needs="own-links",
    bad=(
        Bad(
            """
                See [part one](/blog/Part-One/).
                               ^^^^^^^^^^^^^^^ '/blog/Part-One/' is spelled '/blog/part-one/' on this site.
            """,
            fixed="""
                See [part one](/blog/part-one/).
            """,
            path="content/blog/part-two.md",
            files={"content/blog/part-one.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                See [the data](Results.csv#L2).
                               ^^^^^^^^^^^^^^ 'Results.csv#L2' is spelled 'results.csv#L2' on this site.
            """,
            fixed="""
                See [the data](results.csv#L2).
            """,
            path="content/blog/part-two/index.md",
            files={"content/blog/part-two/results.csv": ""},
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=Bad(
        "See [part one](/blog/part-one/).",
        path="content/blog/part-two.md",
        files={"content/blog/part-one.md": ""},
        frontmatter={"preset": "hugo"},
    ),
)
def wrong_case(doc: Document, site: Site) -> Iterator[Finding]:
    """Links spell the names of pages and files as they are."""
    for link, target in linked(doc, site):
        if target.spelled and target.spelled != link.url:
            message = f"'{link.url}' is spelled '{target.spelled}' on this site."
            yield respelled(link.url_span, message, target, fixable="{" not in link.url)
