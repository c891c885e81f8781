"""A space before a comma, a full stop or another sign that ends something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import MASK, Document
from postlint.rule import Bad, rule
from postlint.text import Span

SIGNS = ",.;:!?"


@cache
def _spaced() -> re.Pattern[str]:
    """Not where the sign itself is meant, as in 'split at . and join'."""
    return re.compile(rf"(?<=[^\W_]|[{MASK})]) (?:[,;:]|[.!?](?! [a-z]))(?!\S)")


@rule(
    on=False,
    language="en",
    why="The sign belongs to the word before it; behind a space it may begin the next line alone.",
    bad=Bad(
        """
            It is fast , and small !
                      ^^ A space stands before ','.
                                  ^^ A space stands before '!'.
        """,
        fixed="""
            It is fast, and small!
        """,
    ),
    good=(
        "It is fast, and small.",
        "With .NET and a .env file, :smile: or ?all.",
        "It goes on ...",
        "A face :) and ::",
    ),
)
def spaced_punctuation(doc: Document) -> Iterator[Finding]:
    """No space stands before a sign that ends something."""
    text = doc.prose.text
    if not any(f" {sign}" in text for sign in SIGNS):
        return
    for match in _spaced().finditer(text):
        span = doc.prose.span(*match.span())
        if doc.prose.block_at(match.start()).is_prose and doc.source[span] == match.group():
            yield Finding(
                span,
                f"A space stands before '{match.group()[1]}'.",
                help="Leave it out.",
                fix=Fix("Leave the space out", (Edit(Span(span.start, span.start + 1), ""),)),
            )
