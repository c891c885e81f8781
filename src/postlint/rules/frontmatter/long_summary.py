"""A summary that nobody gets to see whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, option, rule
from postlint.site import Site
from postlint.site.entries import entry, words


@rule(
    severity=Severity.HINT,
    habit="have a longer summary than that",
    options={"max": option(250, "How many characters a summary may have.")},
    why="Search engines show some 160 characters of a summary, and cards in chats no more; the rest is cut off.",
    needs="summary",
    bad=Bad(
        """
            ---
            summary: >-
              One filter per column is
              ^^^^^^^^^^^^^^^^^^^^^^^^…
              enough.
              ^^^^^^^ This summary has 32 characters, 2 more than fit.
            ---
        """,
        options={"max": 30},
    ),
    good="""
        ---
        summary: One filter per column is enough.
        ---
    """,
)
def long_summary(doc: Document, fields: Fields, site: Site, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A summary is short enough to be shown whole."""
    if fields.describes(site.conventions.summary_keys, "most"):
        return
    summary = entry(doc, site.conventions.summary_keys, site.conventions)
    if summary is None or not isinstance(summary.value.value, str):
        return
    length, most = len(" ".join(summary.value.text.split())), options["max"]
    if length > most:
        message = f"This summary has {length} characters, {length - most} more than fit."
        yield Finding(words(summary.value), message, help="Say in a sentence or two what readers get.")
