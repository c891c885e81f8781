"""A link to a page of the site by its whole URL."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.rule import Bad, Habit, site_rule
from postlint.site import Site
from postlint.site.linked import linked


@site_rule(
    severity=Severity.HINT,
    habit=Habit(
        "link pages of their own site by whole URLs", lambda site: site.model.count_absolute() if site.model else 0
    ),
    why="In a preview, and after a move to another host, it leads out of the site that the reader is on.",
    needs="own-links",
    bad=(
        Bad(
            """
                See [part one](https://acme.com/blog/one/#n).
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 'https://acme.com/blog/one/#n' names the host of this site.
            """,
            fixed="""
                See [part one](/blog/one/#n).
            """,
            path="content/blog/part-two.md",
            files={"content/blog/one.md": "## N\n"},
            frontmatter={"preset": "hugo"},
            site={"hosts": ["acme.com"]},
        ),
    ),
    good=Bad(
        """
            See [part one](/blog/one/) and [the cloud](https://cloud.acme.com/). This post was first published at
            <https://acme.com/blog/part-two/>.
        """,
        path="content/blog/part-two.md",
        files={"content/blog/one.md": ""},
        frontmatter={"preset": "hugo"},
        site={"hosts": ["acme.com"]},
    ),
)
def absolute_own_url(doc: Document, site: Site) -> Iterator[Finding]:
    """Links to pages of the site leave out its host."""
    for link, target in linked(doc, site):
        if not target.is_own_host or target.kind not in ("page", "file") or link.kind in ("autolink", "bare"):
            continue
        if "{" in link.url or "://" in link.text:
            continue  # who shows the URL means the whole of it
        yield Finding(
            link.url_span,
            f"'{link.url}' names the host of this site.",
            help=f"Write '{target.rest}'.",
            fix=Fix(f"Write '{target.rest}'", (Edit(link.url_span, target.rest),)),
        )
