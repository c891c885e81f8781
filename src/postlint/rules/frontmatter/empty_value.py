"""A key without a value."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields, is_empty
from postlint.rule import Bad, rule


@rule(
    severity=Severity.HINT,
    why="An empty key was left for later, and templates that ask whether it is there show an empty place.",
    habit="have a key without a value",
    bad=(
        Bad("""
            ---
            title: How we index logs
            subtitle: ""
            ^^^^^^^^ 'subtitle' is empty.
            cover:
            ^^^^^ 'cover' is empty.
            tags: []
            ^^^^ 'tags' is empty.
            ---
        """),
        Bad("""
            +++
            title = "How we index logs"
            summary = "  "
            ^^^^^^^ 'summary' is empty.
            +++
        """),
    ),
    good=(
        "---\ntitle: How we index logs\nlayout: null\nsitemap: false\n---\n",
        '{\n"title": "How we index logs", "order": 0\n}\n',
    ),
)
def empty_value(doc: Document, fields: Fields) -> Iterator[Finding]:
    """Each key of front matter says something."""
    root = doc.front_matter.root
    for entry in root.entries if root is not None else ():
        # 'null' is written out by who means it.
        if entry.merged or (entry.value.value is None and entry.value.text) or not is_empty(entry.value):
            continue
        if not fields.is_required(entry.key.text):
            yield Finding(entry.key.span, f"'{entry.key.text}' is empty.", help="Give it a value, or take it out.")
