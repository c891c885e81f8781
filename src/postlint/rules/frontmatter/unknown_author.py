"""An author whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import most_tries, reworded
from postlint.rule import Bad, Good, Habit, site_rule
from postlint.site import Site
from postlint.site.names import MOST_COMPARED

POST = "---\nauthor: lunny\n---\n"


@site_rule(
    why="The post is missing from the author's page, and shows no picture and no name, or the build stops.",
    habit=Habit("name an author not in the registry", lambda site: site.usage.posts_with_unknown("authors")),
    needs="authors",
    bad=(
        Bad(
            """
                ---
                authors: [ada, garce]
                               ^^^^^ 'garce' is no author that this blog knows; did you mean 'grace'?
                ---
            """,
            frontmatter={"registries": {"authors": ["ada", "grace"]}},
        ),
        Bad(
            """
                ---
                author: "[Ada Lovelace](/ada) (Acme), [Mallory](/mallory)"
                                                       ^^^^^^^ 'Mallory' is no author that this blog knows.
                ---
            """,
            frontmatter={"registries": {"authors": ["Ada Lovelace"]}},
        ),
        Bad(
            """
                +++
                author = "Lunny"
                          ^^^^^ 'Lunny' is written 'lunny' elsewhere.
                +++
            """,
            fixed="""
                +++
                author = "lunny"
                +++
            """,
            files={f"{number}.md": POST for number in range(3)},
        ),
    ),
    good=(
        Good(
            """
                ---
                authors:
                  - ada
                  - name: Grace Hopper
                ---
            """,
            frontmatter={"registries": {"authors": ["ada", "Grace Hopper"]}},
        ),
        Good("---\nauthor: techknowlogick\n---\n", files={f"{number}.md": POST for number in range(3)}),
    ),
)
def unknown_author(doc: Document, site: Site) -> Iterator[Finding]:
    """Authors are those that the blog knows, in the spelling that it has for them."""
    tries = most_tries(doc)
    for number, (key, name) in enumerate(site.names_in(doc, "authors")):
        span = name.node.source_span(name.start, name.end)
        if not site.is_known_name(key, name.text):
            near = site.near_name(key, name.text) if number < MOST_COMPARED else None
            advice = f"; did you mean '{near}'?" if near else "."
            yield Finding(
                span,
                f"'{name.text}' is no author that this blog knows{advice}",
                help=f"Write '{near}'." if near else "Add the author to the registry, or write one that is in it.",
            )
        elif right := site.spelling(key, name.text):
            edit = reworded(doc, name.node, right, (name.start, name.end)) if tries > 0 else None
            tries -= 1
            yield Finding(
                span,
                f"'{name.text}' is written '{right}' elsewhere.",
                help=f"Write '{right}'.",
                fix=Fix(f"Write '{right}'", (edit,), safe=False) if edit else None,
            )
