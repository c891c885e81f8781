"""A category that is in no registry."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, Habit, site_rule
from postlint.site import Site
from postlint.site.names import MOST_COMPARED


@site_rule(
    why="Readers who browse by category do not find the post.",
    habit=Habit("have a category that the registry has not", lambda site: site.usage.posts_with_unknown("categories")),
    needs="categories",
    bad=(
        Bad(
            """
                ---
                categories: [engineering, cutlure]
                                          ^^^^^^^ 'cutlure' is no category that this blog knows; did you mean 'culture'?
                ---
            """,
            frontmatter={"registries": {"categories": ["engineering", "culture"]}},
        ),
    ),
    good=Good("---\ncategories: [Engineering]\n---\n", frontmatter={"registries": {"categories": ["engineering"]}}),
)
def unknown_category(doc: Document, site: Site) -> Iterator[Finding]:
    """The categories of a post are in the registry."""
    for number, (key, name) in enumerate(site.names_in(doc, "categories")):
        if not site.is_known_name(key, name.text):
            near = site.near_name(key, name.text) if number < MOST_COMPARED else None
            advice = f"; did you mean '{near}'?" if near else "."
            yield Finding(
                name.node.source_span(name.start, name.end),
                f"'{name.text}' is no category that this blog knows{advice}",
                help=f"Write '{near}'." if near else "Add it to the registry, or write one that is in it.",
            )
