"""Two posts that stand for one page elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, Habit, site_rule
from postlint.site import Site
from postlint.site.conventions import STUB_KEYS
from postlint.site.entries import entry, words
from postlint.text import Span


@site_rule(
    habit=Habit("stand for a page that another post stands for too", lambda site: site.shared.count("stub")),
    why="Readers see the same article twice in the list, or one of both was copied and leads to the wrong page.",
    needs=("stub", "other-posts"),
    bad=(
        Bad(
            """
                ---
                externalUrl: 'https://example.com/logs/'
                              ^^^^^^^^^^^^^^^^^^^^^^^^^ 'https://example.com/logs/' is also where old.md leads.
                ---
            """,
            files={"old.md": "---\nexternalUrl: https://example.com/logs\n---\n"},
        ),
    ),
    good=Bad(
        """
            ---
            externalUrl: https://example.com/index-logs
            ---
        """,
        files={"old.md": "---\nexternalUrl: https://example.com/index-traces\n---\n"},
    ),
)
def duplicate_stub(doc: Document, site: Site) -> Iterator[Finding]:
    """A page elsewhere has one post that stands for it."""
    stub = entry(doc, STUB_KEYS, site.conventions)
    if stub is None or not isinstance(stub.value.value, str):
        return
    url = stub.value.text.strip()
    others = site.posts_sharing("stub", url, doc.path)
    if others:
        yield Finding(
            words(stub.value),
            f"'{url}' is also where {others[0]} leads.",
            help="Take one of both out, or put its link right.",
            related=tuple(Related(other, Span(0, 0), "leads there too") for other in others),
        )
