"""A summary that says next to nothing."""

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
    habit="have a shorter summary than that",
    options={"min": option(25, "How many characters a summary has at least.")},
    why="Who sees the post in a list or a search decides by its summary, and a few words are no help with that.",
    needs="summary",
    bad=Bad("""
        ---
        description: 'About logs'
                      ^^^^^^^^^^ This summary has 10 characters, too few to say what readers get.
        ---
    """),
    good=(
        """
            ---
            description: One filter per column is enough.
            ---
        """,
        """
            ---
            description: 每一列只需要一个过滤器就已经足够了
            ---
        """,
    ),
)
def short_summary(doc: Document, fields: Fields, site: Site, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A summary is long enough to say something."""
    if fields.describes(site.conventions.summary_keys, "least"):
        return
    summary = entry(doc, site.conventions.summary_keys, site.conventions)
    # A subtitle goes on with the title, and is no summary of its own.
    if summary is None or not isinstance(summary.value.value, str) or summary.key.value == "subtitle":
        return
    if site.is_section(doc.path):
        return
    text = " ".join(summary.value.text.split())
    # A character of Chinese, Japanese or Korean says as much as two or three letters.
    length = sum(3 if char > "\u2e7f" else 1 for char in text)
    if length < options["min"]:
        message = f"This summary has {len(text)} characters, too few to say what readers get."
        yield Finding(words(summary.value), message, help="Say in a sentence or two what readers get.")
