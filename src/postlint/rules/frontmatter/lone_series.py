"""A series of one post."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site

FILES = {f"{number}.md": "---\nseries: Storage\n---\n" for number in range(20)}


@site_rule(
    severity=Severity.HINT,
    why="A series promises readers another part, and the page of this one lists nothing else.",
    needs=("series", "other-posts"),
    bad=Bad(
        """
            +++
            series = ["Storage", "Stroage"]
                                  ^^^^^^^ No other post is in the series 'Stroage'; did you mean 'Storage'?
            +++
        """,
        files=FILES,
    ),
    good=Good(
        """
            ---
            series: Storage
            ---
        """,
        files=FILES,
    ),
)
def lone_series(doc: Document, site: Site) -> Iterator[Finding]:
    """A series has several posts."""
    for key, name in site.names_in(doc, "series"):
        if site.is_only_use(key, name.text):
            near = site.slip_of_name(key, name.text)
            advice = f"; did you mean '{near}'?" if near else "."
            yield Finding(
                name.node.source_span(name.start, name.end),
                f"No other post is in the series '{name.text}'{advice}",
                help=f"Write '{near}'." if near else "Write the next part, or take it out of the series.",
            )
