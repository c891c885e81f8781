"""An image that is found only where case does not count."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.document.urls import is_template
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.amends import respelled
from postlint.site.pictured import shown


@site_rule(
    why="It is shown on a Mac or on Windows and missing on the server, where 'A.png' and 'a.png' are two names.",
    needs="images",
    bad=Bad(
        """
            ![The parts of an index](Index.PNG)
                                     ^^^^^^^^^ The image 'Index.PNG' is spelled 'index.png'.
        """,
        fixed="""
            ![The parts of an index](index.png)
        """,
        path="content/blog/index-logs/index.md",
        files={"content/blog/index-logs/index.png": ""},
        frontmatter={"preset": "hugo"},
    ),
    good=Good(
        "![The parts of an index](index.png)",
        path="content/blog/index-logs/index.md",
        files={"content/blog/index-logs/index.png": ""},
        frontmatter={"preset": "hugo"},
    ),
)
def wrong_case(doc: Document, site: Site) -> Iterator[Finding]:
    """Images are spelled as their files are."""
    for url, target in shown(doc, site):
        if target.spelled and target.spelled != url.text:
            message = f"The image '{url.text}' is spelled '{target.spelled}'."
            yield respelled(url.span, message, target, fixable=not is_template(url.text))
