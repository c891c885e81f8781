"""A date that is not written as dates are in data."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.data import Node
from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import most_tries, reworded
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.dates import Written, written
from postlint.site.entries import entries, is_blank, scalars, words


@rule(
    habit="write dates in another way than ISO 8601",
    why="Site generators, feeds and search engines read 2024-03-09; any other way of writing a day is read by some of "
    "them, by each differently, or sorts the post in the wrong place.",
    needs="dates",
    bad=(
        Bad(
            """
                ---
                date: 2024-3-9
                      ^^^^^^^^ '2024-3-9' is not how ISO 8601 writes a date.
                ---
            """,
            fixed="""
                ---
                date: 2024-03-09
                ---
            """,
        ),
        Bad(
            """
                +++
                date = "March 9, 2024"
                        ^^^^^^^^^^^^^ 'March 9, 2024' is not how ISO 8601 writes a date.
                +++
            """,
            fixed="""
                +++
                date = "2024-03-09"
                +++
            """,
        ),
        Bad("""
            {
              "date": "03/09/2024"
                       ^^^^^^^^^^ '03/09/2024' may be either of two days.
            }
        """),
        Bad("""
            ---
            date: next Tuesday
                  ^^^^^^^^^^^^ 'next Tuesday' names no day.
            ---
        """),
    ),
    good=(
        """
            ---
            date: 2024-03-09 10:00:00 +0100
            lastmod: "2024-04-01T08:00:00Z"
            ---
        """,
        Bad(
            """
                ---
                pubDate: Mar 9 2024
                ---
            """,
            frontmatter={"preset": "astro"},
        ),
    ),
)
def malformed_date(doc: Document, site: Site) -> Iterator[Finding]:
    """Dates are written as 2024-03-09."""
    conventions = site.conventions
    tries = most_tries(doc)
    for entry in entries(doc, conventions.date_keys + conventions.updated_keys, conventions):
        for node in scalars(entry.value, "date"):
            if isinstance(node.value, bool) or is_blank(node) or node.error is not None:
                continue
            date = written(node.text)
            if date.shape not in ("iso", "impossible", *conventions.date_shapes):
                yield _finding(doc, node, date, is_tried=tries > 0)
                tries -= 1


def _finding(doc: Document, node: Node, date: Written, *, is_tried: bool) -> Finding:
    text = " ".join(node.text.split())
    if date.shape == "ambiguous":
        return Finding(words(node), f"'{text}' may be either of two days.", help="Write the year, the month, the day.")
    if date.shape == "none":
        return Finding(words(node), f"'{text}' names no day.", help="Write it as 2024-03-09.")
    message = f"'{text}' is not how ISO 8601 writes a date."
    if date.iso is None:
        return Finding(words(node), message, help="Write it as 2024-03-09T10:00:00+01:00.")
    edit = reworded(doc, node, date.iso, as_text=False) if is_tried else None
    fix = Fix(f"Write '{date.iso}'", (edit,)) if edit else None
    return Finding(words(node), message, help=f"Write '{date.iso}'.", fix=fix)
