"""A note to oneself that was left in the post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.reading.placeholders import NEEDLES, placeholders
from postlint.rule import Bad, Hit, rule


@rule(
    needles=NEEDLES,
    severity=Severity.ERROR,
    why="Readers take a forgotten note for carelessness, and the sentence that it stands for is missing.",
    bad=(
        Bad("""
            TODO: numbers from Friday's run.
            ^^^^ 'TODO' was left in the post.
        """),
        Bad("""
            | Load | Latency |
            |------|---------|
            | high | TBD     |
                     ^^^ 'TBD' was left in the post.
        """),
        Bad("""
            ## INSERT TITLE HERE
               ^^^^^^^^^^^^^^^^^ 'INSERT TITLE HERE' was left in the post.

            *Lorem ipsum dolor* sit amet, consectetur.
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ 'Lorem ipsum dolor sit amet' was left in the post.
        """),
    ),
    good=(
        "Every hack and every TODO comment is there to see.",
        "We build a todo list. It has a `TODO:` column.",
        "Insert a coin here.",
    ),
)
def leftover_placeholder(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
    """No placeholder is left in a post that is published."""
    prose = doc.prose
    for block in sorted({prose.block_at(hit.start) for hit in hits}):
        if not block.is_prose:
            continue
        text = prose.text[block.start : block.end]
        for start, end in placeholders(text):
            span = prose.span(block.start + start, block.start + end)
            message = f"'{text[start:end]}' was left in the post."
            yield Finding(span, message, help="Write what it stands for, or take it out.")
