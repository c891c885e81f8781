"""A tag that one post alone has."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.matching.words import fold
from postlint.rule import Bad, Good, Habit, site_rule
from postlint.site import Site
from postlint.site.names import MOST_COMPARED

POST = "---\ntags: [logs, metrics]\n---\n"
FILES = {f"{number}.md": POST for number in range(20)}


@site_rule(
    severity=Severity.HINT,
    why="A tag leads readers from one post to others like it; the page of this one lists nothing else.",
    habit=Habit("have a tag that no other post has", lambda site: site.usage.posts_with_lone("tags")),
    needs=("tags", "other-posts"),
    bad=Bad(
        """
            ---
            tags: [logs, Tallinn, metric]
                         ^^^^^^^ No other post has the tag 'Tallinn'.
                                  ^^^^^^ No other post has the tag 'metric'; did you mean 'metrics'?
            ---
        """,
        files=FILES,
    ),
    good=(
        Good("---\ntags: [Logs]\n---\n", files=FILES),
        "---\ntags: [logs]\n---\n",
        Good("---\ntitle: Around Tallinn\ntags: [Tallinn]\n---\n", files=FILES),
        Good("---\ndate: 2024-02-01\ntags: [Tallinn]\n---\n", files=FILES),
    ),
)
def lone_tag(doc: Document, site: Site) -> Iterator[Finding]:
    """A tag groups several posts."""
    title = fold(site.title(doc.path) or "")
    for number, (key, name) in enumerate(site.names_in(doc, "tags")):
        if site.is_only_use(key, name.text):
            near = site.slip_of_name(key, name.text) if number < MOST_COMPARED else None
            if near is None and (_is_titled(name.text, title) or not site.is_followed(doc.path)):
                continue  # it is what readers of this post look for, or may be the first of many
            advice = f"; did you mean '{near}'?" if near else "."
            yield Finding(
                name.node.source_span(name.start, name.end),
                f"No other post has the tag '{name.text}'{advice}",
                help=f"Write '{near}'." if near else "Take a tag that other posts have, or leave it out.",
            )


def _is_titled(tag: str, title: str) -> bool:
    """Whether the title, folded, names the tag, as a whole word or as part of one that is written together."""
    return fold(tag).replace("-", " ") in title.replace("-", " ")
