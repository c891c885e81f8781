"""A key that is out of use."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import reworded
from postlint.fields import Field, Fields
from postlint.rule import Bad, Good, rule


@rule(
    why="What is out of use stops working one day, and two keys for one thing make every template read both.",
    habit="have a key that is out of use",
    needs="known-keys",
    bad=(
        Bad(
            """
                ---
                title: How we index logs
                ogSummary: 'In one pass' # for cards
                ^^^^^^^^^ 'ogSummary' is out of use.
                ---
            """,
            fixed="""
                ---
                title: How we index logs
                summary: 'In one pass' # for cards
                ---
            """,
            frontmatter={"fields": {"ogSummary": {"deprecated": "use summary"}}},
        ),
        Bad(
            """
                +++
                authorURL = "https://example.com"
                ^^^^^^^^^ 'authorURL' is out of use.
                +++
            """,
            frontmatter={"preset": "docusaurus"},
        ),
    ),
    good=Good(
        "---\nsummary: In one pass\n---\n",
        frontmatter={"fields": {"ogSummary": {"deprecated": "use summary"}}},
    ),
)
def deprecated_field(doc: Document, fields: Fields) -> Iterator[Finding]:
    """Front matter has no key that is out of use."""
    for field, key, _ in fields.present:
        if field.deprecated is None:
            continue
        new = _other_name(field, fields)
        edit = reworded(doc, key, new) if new else None
        yield Finding(
            key.span,
            f"'{key.text}' is out of use.",
            help=field.deprecated,
            fix=Fix(f"Call it '{field.use}'", (edit,)) if edit else None,
        )
    for violation in fields.violated("deprecated-field"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help)


def _other_name(field: Field, fields: Fields) -> str | None:
    """What a key is called today; None where what to do instead is more than to rename it in its place."""
    if field.use is None or fields.has(field.use):
        return None
    above, _, new = field.use.rpartition(".")
    return new if above == field.name.rpartition(".")[0] else None
