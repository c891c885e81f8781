"""A series that is in no registry."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, Habit, site_rule
from postlint.site import Site
from postlint.site.names import MOST_COMPARED


@site_rule(
    why="Readers who browse by series do not find the post.",
    habit=Habit("have a series that the registry has not", lambda site: site.usage.posts_with_unknown("series")),
    needs="series",
    bad=(
        Bad(
            """
                ---
                series: [engineering, cutlure]
                                      ^^^^^^^ 'cutlure' is no series that this blog knows; did you mean 'culture'?
                ---
            """,
            frontmatter={"registries": {"series": ["engineering", "culture"]}},
        ),
    ),
    good=Good("---\nseries: [Engineering]\n---\n", frontmatter={"registries": {"series": ["engineering"]}}),
)
def unknown_series(doc: Document, site: Site) -> Iterator[Finding]:
    """The series of a post are in the registry."""
    for number, (key, name) in enumerate(site.names_in(doc, "series")):
        if not site.is_known_name(key, name.text):
            near = site.near_name(key, name.text) if number < MOST_COMPARED else None
            advice = f"; did you mean '{near}'?" if near else "."
            yield Finding(
                name.node.source_span(name.start, name.end),
                f"'{name.text}' is no series that this blog knows{advice}",
                help=f"Write '{near}'." if near else "Add it to the registry, or write one that is in it.",
            )
