"""A link into the site that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.site.amends import lost
from postlint.site.linked import linked


@site_rule(
    severity=Severity.ERROR,
    why="Readers who follow it get an error page, and no build says so: generators do not look at plain links.",
    needs="own-links",
    bad=(
        Bad(
            """
                We [index logs](/blog/index-log/) now.
                                ^^^^^^^^^^^^^^^^ '/blog/index-log/' leads to nothing on this site.
            """,
            path="content/blog/sharding.md",
            files={"content/blog/index-logs.md": "", "content/blog/query.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                See [the first part](/blog/2023/part-one/).
                                     ^^^^^^^^^^^^^^^^^^^^ '/blog/2023/part-one/' leads to nothing on this site.
            """,
            fixed="""
                See [the first part](/blog/2024/part-one/).
            """,
            path="content/blog/2024/part-two.md",
            files={"content/blog/2024/part-one.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                See [the first part](./2024-01-02-part-on.md).
                                     ^^^^^^^^^^^^^^^^^^^^^^^ './2024-01-02-part-on.md' leads to nothing on this site.
            """,
            path="blog/2024-01-09-part-two.md",
            files={"blog/2024-01-02-part-one.md": ""},
            frontmatter={"preset": "docusaurus"},
        ),
        Bad(
            """
                See [it]({% post_url 2024-01-02-on %}).
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ '{% post_url 2024-01-02-on %}' leads to no post of this site.
            """,
            path="_posts/2024-01-09-part-two.md",
            files={"_posts/2024-01-02-one.md": ""},
            frontmatter={"preset": "jekyll"},
        ),
    ),
    good=(
        Bad(
            """
                See [part one](/blog/part-one/), [the docs](/docs/install/), [the code](https://github.com/acme/x).
            """,
            path="content/blog/part-two.md",
            files={"content/blog/part-one.md": ""},
            frontmatter={"preset": "hugo"},
        ),
        Bad(
            """
                See [part one]({% post_url 2024-01-02-one %}) and [part one](/2024/01/02/one.html).
            """,
            path="_posts/2024-01-09-part-two.md",
            files={"_posts/2024-01-02-one.md": ""},
            frontmatter={"preset": "jekyll"},
        ),
        "Of a post alone nobody knows whether [this page](/blog/part-one) is there.",
    ),
)
def broken_internal(doc: Document, site: Site) -> Iterator[Finding]:
    """Links into the site lead to a page or file of it."""
    for link, target in linked(doc, site):
        if target.kind != "missing":
            continue
        is_template = "{" in link.url
        what = "no post" if "post_url" in link.url else "no page" if is_template else "nothing"
        where = "of this site" if is_template else "on this site"
        message = f"'{link.url}' leads to {what} {where}."
        yield lost(link.url_span, message, target, "Link a page that is there, or none.", fixable=not is_template)
