"""Curly and straight quotes in one post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Block, Document
from postlint.rule import Bad, option, rule
from postlint.text import Span

STYLES = ("majority", "curly", "straight")
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
CURLY = {'"': ("“", "”"), "'": ("‘", "’")}
OPENS_BEHIND = frozenset(" \n([{—–-/")


@cache
def _signs(is_curly: bool) -> re.Pattern[str]:
    return re.compile("[“”‘’]" if is_curly else "[\"']")


@rule(
    on=False,
    why="Quotes of two kinds look like a slip, and a search for one kind does not find the other.",
    options={
        "style": option("majority", "The quotes of the house; by majority those that the post uses most.", STYLES)
    },
    bad=(
        Bad(
            """
                It’s “fast”, they’re sure.

                It's small.
                  ^ The quotes here are straight, and curly elsewhere.
            """,
            fixed="""
                It’s “fast”, they’re sure.

                It’s small.
            """,
        ),
        Bad(
            """
                They say "it's *fast*" and 'small'.
                         ^^^^^^^^^^^^^^^^^^^^^^^^^ The quotes here are straight.
            """,
            fixed="""
                They say “it’s *fast*” and ‘small’.
            """,
            options={"style": "curly"},
        ),
    ),
    good=('It\'s "fast".', "It’s “fast”.", 'It\'s a 5\' 3" board, `"x"`.', "It’s “fast”, `it's`."),
)
def mixed_quote(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """The quotes and apostrophes of a post are of one kind."""
    text = doc.prose.text
    blocks = [block for block in doc.prose.blocks if block.is_prose]
    found = {
        is_curly: [(block, offsets) for block in blocks if (offsets := _offsets(text, block, is_curly))]
        for is_curly in (True, False)
    }
    style = options["style"]
    if style == "majority":
        curly, straight = (sum(len(offsets) for _, offsets in found[kind]) for kind in (True, False))
        if not curly or not straight:
            return
        style = "curly" if curly >= straight else "straight"
    odd, elsewhere = ("straight", "curly") if style == "curly" else ("curly", "straight")
    told = f", and {elsewhere} elsewhere" if options["style"] == "majority" else ""
    for block, offsets in found[odd == "curly"]:
        yield Finding(
            doc.prose.span(offsets[0], offsets[-1] + 1),
            f"The quotes here are {odd}{told}.",
            help=f"Write {style} ones.",
            fix=_fix(doc, block, offsets, style),
        )


def _offsets(text: str, block: Block, is_curly: bool) -> list[int]:
    """Where quotes and apostrophes stand in a block; signs of feet and inches are none."""
    offsets = [match.start() for match in _signs(is_curly).finditer(text, block.start, block.end)]
    return [at for at in offsets if is_curly or not text[at - 1 : at].isdigit()]


def _fix(doc: Document, block: Block, offsets: list[int], style: str) -> Fix | None:
    """All of a block at once, where they stand in the source as they read."""
    text = doc.prose.text
    edits = []
    for at in offsets:
        span = doc.prose.span(at, at + 1)
        if doc.source[span] != text[at]:
            return None
        edits.append(Edit(Span(*span), STRAIGHT.get(text[at]) or _curled(text, block, at)))
    return Fix(f"Write {style} quotes", tuple(edits))


def _curled(text: str, block: Block, at: int) -> str:
    """The curly sign in place of a straight one: opening at the start and behind a blank or bracket, else closing."""
    is_first = at == block.start or text[at - 1] in OPENS_BEHIND or text[at - 1] in CURLY
    goes_on = at + 1 < block.end and not text[at + 1].isspace()
    return CURLY[text[at]][0 if is_first and goes_on else 1]
