"""An image that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.document.urls import is_template
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.amends import lost
from postlint.site.pictured import shown


@site_rule(
    severity=Severity.ERROR,
    why="Readers see the sign for a broken image, or nothing at all.",
    needs="images",
    bad=(
        Bad(
            """
                ![The parts of an index](img/index-part.png)
                                         ^^^^^^^^^^^^^^^^^^ No image lies at 'img/index-part.png'.
            """,
            path="content/blog/index-logs/index.md",
            files={"content/blog/index-logs/img/index-parts.png": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                <img src="/img/a.png" srcset="/img/a.png 1x, /img/b.png 2x" alt="The parts of an index">
                                                             ^^^^^^^^^^ No image lies at '/img/b.png'.
            """,
            path="content/blog/index-logs.md",
            files={"static/img/a.png": ""},
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=(
        Good(
            "![The parts of an index](img/index.png) and ![all of it](https://images.example.org/all.png)",
            path="content/blog/index-logs/index.md",
            files={"content/blog/index-logs/img/index.png": ""},
            frontmatter={"preset": "hugo"},
        ),
        "![Of a post alone nobody knows whether this is there](/img/index.png)",
    ),
)
def missing_image(doc: Document, site: Site) -> Iterator[Finding]:
    """Images are there."""
    for url, target in shown(doc, site):
        if target.kind == "missing":
            message = f"No image lies at '{url.text}'."
            is_fixable = not is_template(url.text)
            yield lost(url.span, message, target, "Add the file, or leave the image out.", fixable=is_fixable)
