"""Two posts with one summary."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, Habit, site_rule
from postlint.site import Site
from postlint.site.entries import entry, words
from postlint.text import Span


@site_rule(
    habit=Habit("share their summary with another post", lambda site: site.shared.count("summary")),
    why="A summary that fits two posts says what neither of them is about; most often it was copied and left.",
    needs=("summary", "other-posts"),
    bad=Bad(
        """
            ---
            description: "How we index a terabyte of logs."
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This summary is also that of old.md.
            ---
        """,
        files={"old.md": "---\ndescription: How we index a terabyte of logs\n---\n"},
    ),
    good=Bad(
        """
            ---
            description: How we index a terabyte of logs.
            ---
        """,
        files={"old.md": "---\ndescription: How we index a terabyte of traces.\n---\n"},
    ),
)
def duplicate_summary(doc: Document, site: Site) -> Iterator[Finding]:
    """Each post has a summary of its own."""
    summary = entry(doc, site.conventions.summary_keys, site.conventions)
    if summary is None or not isinstance(summary.value.value, str) or site.is_section(doc.path):
        return
    others = site.posts_sharing("summary", " ".join(summary.value.value.split()), doc.path)
    if others:
        others_named = others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more"
        yield Finding(
            words(summary.value),
            f"This summary is also that of {others_named}.",
            help="Say what readers get from this post and not from the other.",
            related=tuple(Related(path, Span(0, 0), "has this summary too") for path in others),
        )
