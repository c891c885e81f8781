"""A full stop at the end of a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import reworded
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.conventions import STUB_KEYS
from postlint.site.entries import entry

ABBREVIATIONS = frozenset("inc ltd corp co vs etc al jr sr bros dept est vol".split())


@rule(
    habit="end their titles with a full stop",
    why="A title is a name: in lists, links and tabs it stands among other words, and a full stop ends the line there.",
    bad=(
        Bad(
            """
                ---
                title: How we index logs.
                                        ^ The title ends with a full stop.
                ---
            """,
            fixed="""
                ---
                title: How we index logs
                ---
            """,
        ),
        Bad(
            """
                {
                  "title": "How we \\"index\\" logs."
                                                 ^ The title ends with a full stop.
                }
            """,
            fixed="""
                {
                  "title": "How we \\"index\\" logs"
                }
            """,
        ),
    ),
    good=(
        """
            ---
            title: They index logs.
            externalUrl: https://example.com/they-index-logs
            ---
        """,
        """
            ---
            title: Ask less. Index more.
            ---
        """,
        """
            ---
            title: Logs at Acme Inc.
            ---
        """,
        """
            ---
            title: Faster, smaller, cheaper...
            ---
        """,
    ),
)
def title_full_stop(doc: Document, site: Site) -> Iterator[Finding]:
    """A title does not end with a full stop, unless it is of several sentences."""
    titled = entry(doc, site.conventions.title_keys, site.conventions)
    # The title of a page elsewhere is not the house's to change.
    if titled is None or not isinstance(titled.value.value, str) or entry(doc, STUB_KEYS, site.conventions):
        return
    title = titled.value.text.rstrip()
    if not title.endswith((".", "。")) or title.endswith("..") or re.search(r"[.!?…]\s|。.", title):
        return
    last = re.split(r"[\s(\[\"'“‘]", title[:-1])[-1]
    if len(last) == 1 or "." in last or last.lower() in ABBREVIATIONS:
        return
    edit = reworded(doc, titled.value, "", (len(title) - 1, len(title)))
    yield Finding(
        titled.value.source_span(len(title) - 1, len(title)),
        "The title ends with a full stop.",
        help="Take it out.",
        fix=Fix("Take the full stop out", (edit,)) if edit else None,
    )
