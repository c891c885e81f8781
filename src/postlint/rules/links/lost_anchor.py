"""A page without an anchor that other posts link to."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related, Severity
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site
from postlint.site.anchors import of_document
from postlint.text import Span


@site_rule(
    severity=Severity.HINT,
    why="Who renames a heading does not see which other posts link to it; those links then open the top of the page.",
    needs="other-posts",
    bad=Bad(
        """
            ---
            ^^^ Other posts link to '#benchmarks' here, and there is no such anchor.
            title: Part one
            ---

            ## The numbers
        """,
        path="content/blog/part-one.md",
        files={"content/blog/part-two.md": "See [the numbers](/blog/part-one/#benchmarks).\n"},
        frontmatter={"preset": "hugo"},
    ),
    good=Bad(
        """
            ---
            title: Part one
            ---

            ## The numbers {#benchmarks}
        """,
        path="content/blog/part-one.md",
        files={"content/blog/part-two.md": "See [the numbers](/blog/part-one/#benchmarks).\n"},
        frontmatter={"preset": "hugo"},
    ),
)
def lost_anchor(doc: Document, site: Site) -> Iterator[Finding]:
    """A page keeps the anchors that other posts link to."""
    lost = site.lost_anchors(doc.path)
    if not lost:
        return
    own = of_document(doc, site.anchor_algorithm())
    for anchor, path in lost:
        if own is None or anchor in own:
            continue
        near = own.nearest(anchor)
        give = f"Give the heading its old name with '{{#{anchor}}}'"
        yield Finding(
            doc.whole,
            f"Other posts link to '#{anchor}' here, and there is no such anchor.",
            help=f"{give}, or change the links to '#{near}'." if near else f"{give}, or change the links.",
            related=(Related(path, Span(0, 0), f"links to '#{anchor}'"),),
        )
