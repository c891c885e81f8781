"""A value that does not look as its key wants it."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields, is_empty, words
from postlint.rule import Bad, Good, rule

SECONDS = 0.1


@rule(
    severity=Severity.ERROR,
    why="Whoever reads the value relies on its form: a template, a search index, another tool.",
    needs="house-keys",
    bad=Bad(
        """
            ---
            issue: "#12"
                   ^^^^^ '#12' is not of the form that 'issue' has, [A-Z]+-[0-9]+.
            keywords:
            - log index
              ^^^^^^^^^ 'log index' is not of the form that 'keywords' has, ^[a-z-]+$.
            ---
        """,
        frontmatter={"fields": {"issue": {"pattern": "[A-Z]+-[0-9]+"}, "keywords": {"pattern": "^[a-z-]+$"}}},
    ),
    good=Good("---\nissue: LOGS-12\n---\n", frontmatter={"fields": {"issue": {"pattern": "[A-Z]+-[0-9]+"}}}),
)
def malformed_value(doc: Document, fields: Fields) -> Iterator[Finding]:
    """Values have the form that their key wants."""
    for field, _, value in fields.present:
        if field.pattern is None or is_empty(value):
            continue
        import regex

        for node in value.items if value.kind == "sequence" else (value,):
            if isinstance(node.value, str) and not regex.search(field.pattern, node.value, timeout=SECONDS):
                message = words.malformed(field.name, node, field.pattern)
                yield Finding(node.span, message, help=field.help or "Write it in that form.")
    for violation in fields.violated("malformed-value"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help)
