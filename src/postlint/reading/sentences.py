"""Where sentences begin and end. A block is split when the first of its sentences is asked for, and then once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Block, Prose

STOP = expression(
    r"[.!?…。！？\n](?:"
    r"(?<=[.!?…])(?P<more>[.!?…]*)[\"'”’»)\]]*(?P<gap>\s+)(?=[\"'“‘«(\[¿¡]*(?P<next>\S))"
    r"|(?<=[。！？])[。！？]*[」』”’）]*"
    r"|(?<=\n)\n*)"
)
"""What may end a sentence: a sign with quotes or brackets behind it and white space, a full-width sign, or a line."""

NAME = expression("[a-z]+[A-Z]")
"""How a name begins that keeps its small letter at the start of a sentence: 'eBPF', 'gRPC', 'macOS'."""

WORD_BEFORE = expression(r"[^\s(\[\"'“‘]+\Z")
LONGEST_WORD = 24

NEVER_LAST = frozenset(
    "mr mrs ms dr prof st vs e.g i.e eg ie cf fig figs eq no nos vol pp ed eds resp viz approx gen sen rep gov jan feb "
    "mar apr jun jul aug sept sep oct nov dec incl esp al".split()
)
"""Abbreviations with which no sentence ends; those that may, such as 'etc.' and 'Inc.', end it before a capital."""
NEEDS_NUMBER = frozenset("no nos vol pp fig figs eq jan feb mar apr jun jul aug sept sep oct nov dec ed".split())
"""Of these, words that are abbreviations only where a number follows: 'No. 5', 'Mar. 3', and not 'I said no.'"""


class Sentences:
    """The sentences of a post's prose; offsets are those of ``prose.text``. The end of a block ends a sentence."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self._by_block: dict[int, list[Span]] = {}

    def of(self, block: Block) -> list[Span]:
        """The sentences of a block, front to back, without the white space between them."""
        if block.start not in self._by_block:
            self._by_block[block.start] = list(_split(self._prose.text, block.start, block.end))
        return self._by_block[block.start]

    def at(self, offset: int) -> Span:
        """The sentence that an offset lies in; in the white space between two, the one before."""
        block = self._prose.block_at(offset)
        sentences = self.of(block)
        index = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
        return sentences[max(0, index)] if sentences else Span(block.start, block.end)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    begun = start
    for stop in STOP.finditer(text, start, end):
        has_gap = stop.group("gap") is not None
        if has_gap and not _ends(text, begun, stop):
            continue
        stopped = stop.start("gap") if has_gap else stop.end()
        yield from _stripped(text, begun, stopped)
        begun = stop.end()
    yield from _stripped(text, begun, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    if left < right:
        yield Span(start + left, start + right)


def _ends(text: str, begun: int, stop: re.Match[str]) -> bool:
    """Whether a sign with white space after it is the end of a sentence."""
    following = stop.group("next")
    if following.islower() and not NAME.match(text, stop.start("next")):
        return False  # 'Yahoo! is', 'e.g. this', 'wait … what'
    at = stop.start()
    if text[at] != "." or stop.group("more"):
        return True
    found = WORD_BEFORE.search(text, max(begun, at - LONGEST_WORD), at)
    if found is None:
        return True
    word = found.group()
    if len(word) == 1 and word.isalpha() and word.isupper() and following.isupper():
        # 'J. Smith', 'George R. R. Martin'; a sentence that ends in 'vitamin C.' or 'so do I.' is rarer, but 'I.'.
        return word == "I"
    if word.isdigit() and found.start() == begun:
        return False  # a number that leads an item, as in '1. First'
    folded = word.lower()
    if folded in NEEDS_NUMBER:
        return not following.isdigit()
    return folded not in NEVER_LAST
