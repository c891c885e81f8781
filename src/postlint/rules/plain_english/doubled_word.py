"""A word that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import compress, islice
from operator import eq
from typing import Any

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, option, rule
from postlint.text import Span

MOST_LOOKS = 20


@cache
def _pair() -> re.Pattern[str]:
    """Twice the same word in any case; not three times."""
    return re.compile(
        r"(?<![\w'’@#/.-])(?P<first>[^\W\d_]+) (?P<second>(?i:(?P=first)))(?![\w'’@/-]|\.\w)(?! (?P=second)\b)"
    )


@rule(
    language="en",
    why="A doubled word is a slip of the keyboard that a spell checker does not see and every reader does.",
    options={"allowed": option(["that", "had", "like"], "Words that may stand twice.")},
    bad=(
        Bad(
            """
                Paste the the key.
                      ^^^^^^^ 'the' stands twice.
            """,
            fixed="""
                Paste the key.
            """,
        ),
        Bad("""
            This is is said of us.
                 ^^^^^ 'is' stands twice.
        """),
        Bad("""
            The segment is written to
                                   ^^…
            *to* disk.
            ^^^ 'to' stands twice.
        """),
    ),
    good=(
        "We had had enough, and all that that implies.",
        "Nobody is sure whether they _like_ like it.",
        "No no no no, not again. We say no no no.",
        "Pok Pok is a restaurant. So is Lin Lin.",
        "Read `the` the way it is meant.",
        "What it is. Is it?",
    ),
)
def doubled_word(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """No word stands twice in a row."""
    prose = doc.prose
    if not _has_candidate(prose.text):
        return
    allowed = frozenset(options["allowed"])
    for block in prose.blocks:
        if not block.is_prose:
            continue
        text = prose.text[block.start : block.end]
        at = 0
        while match := _pair().search(text, at):
            at = match.start("second")
            first, second = match.group("first"), match.group("second")
            if second.lower() in allowed or not _is_slip(text, match):
                continue
            if _comes_third(text, match):
                continue
            span = prose.span(block.start + match.start(), block.start + match.end())
            verbatim = doc.source[span] == match.group()
            once = Edit(Span(span.start + len(first), span.end), "")
            fix = Fix(f"Write '{first}' once", (once,)) if verbatim else None
            yield Finding(span, f"'{second}' stands twice.", help="Take one of them out.", fix=fix)


def _has_candidate(text: str) -> bool:
    """Whether any word may stand twice in a row; a cheap look that spares most posts a search."""
    text = words_only = text.lower()
    for mark in ",.:;!?)":
        words_only = words_only.replace(mark, " ")
    words = words_only.split()
    pairs = set(filter(str.isalpha, compress(words, map(eq, words, islice(words, 1, None)))))
    # Of many words, each is not looked for: that would take as many looks at the whole text.
    return len(pairs) > MOST_LOOKS or any(f"{word} {word}" in text for word in pairs)


def _comes_third(text: str, match: re.Match[str]) -> bool:
    """Whether the same word stands before the pair, too: 'no no no' is meant."""
    words = text[max(0, match.start() - 40) : match.start()].split()
    return words[-1:] == [match.group("first")]


def _is_slip(text: str, match: re.Match[str]) -> bool:
    """Names such as 'Pok Pok' and titles such as 'Logs Logs Everywhere' are meant; 'The the' at a start is not."""
    first, second = match.group("first"), match.group("second")
    if first == second:
        return second.islower()
    before = text[max(0, match.start() - 40) : match.start()].rstrip()
    begins_sentence = not before or before[-1] in ".!?:"
    return second.islower() and first == second.capitalize() and begins_sentence
