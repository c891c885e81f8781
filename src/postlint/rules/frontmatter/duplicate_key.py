"""A key that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.data import Entry
from postlint.diagnostic import Edit, Finding, Fix, Related, Severity
from postlint.document import Document
from postlint.document.edits import most_tries, without
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.text import Span

HELP = "Take one of them out."


@rule(
    severity=Severity.ERROR,
    why="Only one of the two values counts, which one depends on the reader, and many a site generator stops.",
    bad=(
        Bad("""
            ---
            title: How we index logs
            title: Logs
            ^^^^^ The key 'title' already stands in line 2, and only one of both counts.
            ---
        """),
        Bad(
            """
                ---
                title: Logs
                draft: false
                title: Logs
                ^^^^^ The key 'title' already stands in line 2, and only one of both counts.
                ---
            """,
            fixed="""
                ---
                title: Logs
                draft: false
                ---
            """,
        ),
        Bad("""
            +++
            title = "Logs"
            title = "How we index logs"
            ^^^^^ The key 'title' stands here a second time; keep one of them.
            +++
        """),
        Bad("""
            {
              "a": {"b": 1, "b": 2}
                            ^^^ The key 'b' already stands in line 2, and only one of both counts.
            }
        """),
        Bad(
            """
                ---
                title: Logs
                Title: How we index logs
                ^^^^^ The key 'Title' is the same as 'title' in line 2, and only one of both counts.
                ---
            """,
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=(
        """
            ---
            title: Logs
            params:
              title: Metrics
            ---
        """,
        """
            ---
            title: Logs
            Title: How we index logs
            ---
        """,
    ),
)
def duplicate_key(doc: Document, site: Site) -> Iterator[Finding]:
    """Each key of the front matter stands once."""
    for error in doc.front_matter.errors:
        if error.problem == "duplicate-key":
            yield Finding(error.span, error.message, help=HELP)
    tries = most_tries(doc)
    for node in doc.front_matter.nodes:
        folds_case = site.conventions.folds_case and node is doc.front_matter.root
        own = [entry for entry in node.entries if not entry.merged]
        firsts: dict[object, Entry] = {}
        for index, entry in enumerate(own):
            key = str(entry.key.value).lower() if folds_case else entry.key.value
            first = firsts.setdefault(key, entry)
            if first is not entry:
                edit = None
                is_same = entry.key.value == first.key.value and entry.value.value == first.value.value
                if is_same and tries:
                    tries -= 1
                    edit = _removal(doc, entry, own[index - 1])
                yield _finding(doc, entry, first, Fix("Take the second one out", (edit,)) if edit else None)


def _finding(doc: Document, entry: Entry, first: Entry, fix: Fix | None) -> Finding:
    line = doc.source.position(first.key.span.start).line
    what = "already stands" if entry.key.value == first.key.value else f"is the same as '{first.key.text}'"
    return Finding(
        entry.key.span,
        f"The key '{entry.key.text}' {what} in line {line}, and only one of both counts.",
        help=HELP,
        fix=fix,
        related=(Related(doc.path, first.key.span, f"'{first.key.text}' stands here first"),),
    )


def _removal(doc: Document, entry: Entry, before: Entry) -> Edit | None:
    """Take an entry out with the line end or the comma before it, where it stands behind another one."""
    between = doc.source[(before.span.end, entry.span.start)]
    if re.fullmatch(r"\s*,?\s*", between):
        return without(doc, Span(before.span.end, entry.span.end))
    return None
