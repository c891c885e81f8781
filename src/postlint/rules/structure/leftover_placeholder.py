"""A note to oneself that was left in the post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, Hit, rule

NEEDLES = ("todo", "fixme", "tbd", "tktk", "xxx", "lorem ipsum", "insert", "your text here", "placeholder text here")


@cache
def _placeholder() -> re.Pattern[str]:
    """A mark that is all of a block, begins one and goes on with a colon, or stands in brackets; filler text anywhere.

    A 'TODO comment' or a 'todo list' in a sentence is what the post speaks of, and passes.
    """
    marks = r"TODO|FIXME|TBD|TKTK|XXX"
    return re.compile(
        rf"\A\W*(?P<whole>{marks})\W*\Z|\A\W*(?P<start>(?:{marks})(?:\([\w@.-]+\))?):"
        rf"|(?P<bracketed>[\[<(](?:{marks})\b[^\[<(\]>)\n]{{0,100}}[\]>)])"
        r"|(?P<filler>\b(?i:lorem ipsum(?: dolor(?: sit amet)?)?|your text here|placeholder text here)\b)"
        r"|(?P<insert>\bINSERT [A-Z][A-Z ]{0,60} HERE\b)"
    )


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
        for match in _placeholder().finditer(prose.text[block.start : block.end]):
            start, end = match.span(match.lastgroup or 0)
            words = match.group(match.lastgroup or 0)
            span = prose.span(block.start + start, block.start + end)
            yield Finding(span, f"'{words}' was left in the post.", help="Write what it stands for, or take it out.")
