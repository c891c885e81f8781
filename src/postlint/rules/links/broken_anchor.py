"""A link to a place on a page that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.expression import expression
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.site.anchors import Anchors, of_document
from postlint.site.linked import linked
from postlint.text import Span

# Made by the browser, by scripts or by themes: nothing in a post says whether these are there.
NOT_OURS = expression(
    r"|top|:~:.*|[!/].*|.*=.*|L\d+.*|comments?|respond|disqus_thread|giscus|footer|header|content|main|toc"
    r"|table-of-contents|newsletter|subscribe|contact",
    re.I,
)


@site_rule(
    why="The link opens the top of the page instead, and readers do not find what it promises.",
    needs="own-links",
    bad=(
        Bad("""
            See [the numbers](#benchmark).
                              ^^^^^^^^^^ '#benchmark' is no anchor of this post.

            ## Benchmarks
        """),
        Bad(
            """
                See [the numbers](/blog/part-one/#benchmark).
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^ '#benchmark' is no anchor of content/blog/part-one.md.
            """,
            path="content/blog/part-two.md",
            files={"content/blog/part-one.md": "## Benchmarks\n"},
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=(
        """
            See [the numbers](#benchmarks), [more of them](#benchmarks-1) and [the set-up](#setup).

            ## Benchmarks

            ## Benchmarks

            ## How we measured {#setup}
        """,
        Bad(
            """
                See [the numbers](/blog/part-one/#benchmarks) and [the way there](/docs/#install).
            """,
            path="content/blog/part-two.md",
            files={"content/blog/part-one.md": "## Benchmarks\n"},
            frontmatter={"preset": "hugo"},
        ),
    ),
)
def broken_anchor(doc: Document, site: Site) -> Iterator[Finding]:
    """Links to a place on a page name an anchor of it."""
    own: Anchors | None = None
    is_read = False
    for link, target in linked(doc, site):
        anchor = target.fragment
        if target.kind != "page" or "#" not in link.url or NOT_OURS.fullmatch(anchor):
            continue
        if target.path == doc.path:
            if not is_read:
                own, is_read = of_document(doc, site.anchor_algorithm()), True
            if own is None or anchor in own:
                continue
            near, place = own.nearest(anchor), "this post"
        else:
            if site.has_anchor(target.path, anchor) is not False:
                continue
            near, place = site.near_anchor(target.path, anchor), target.path
        is_elsewhere = target.path != doc.path
        yield Finding(
            link.url_span,
            f"'#{anchor}' is no anchor of {place}.",
            help=f"Did you mean '#{near}'?" if near else "Link a heading that is there, or the page as a whole.",
            related=(Related(target.path, Span(0, 0), "has no such anchor"),) if is_elsewhere else (),
        )
