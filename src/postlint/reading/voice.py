"""Who speaks: the house, somebody it quotes or reports, or a guest to whom the post belongs."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Block
    from postlint.reading import Reading

Speaker = Literal["house", "quoted", "reported", "guest"]

OPENING = expression(r"[“«]|(?<![\w\"])\"(?=[\w$@(\[])|(?<=[\s(:])\"(?=\S)")
CLOSING = {"“": "”", "«": "»", '"': '"'}
SAYS = (
    r"(?:says?|said|saying|tells?|told|notes?|noted|claims?|claimed|comments?|commented|wrote|writes|explains?|explained|"
    r"argues?|argued|reports?|reported|calls?|called|describes?|described|states?|stated|adds|added|puts it|recalls?|"
    r"recalled|concludes?|concluded|finds|found that|ranks?|ranked|names?|named|rates?|rated|voted)"
)
REPORTS = expression(
    rf"\b(?:[Aa]ccording to|in the words of) (?!us\b|our\b)\S|"
    rf"\b(?!(?:We|I|It|This|That|The)\b)[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)?(?:,[^,]{{1,80}},)? (?:has |have |also |"
    rf"once )?{SAYS}\b|"
    rf"\b(?:they|he|she|users?|customers?|contributors?|people|analysts?|developers?|engineers?|everyone|somebody|someone|"
    rf"critics|others) (?:\w+ )?{SAYS}\b"
)
SPEAKER = expression(r"(?:Q|A|(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+|[A-Z]{2,}(?: [A-Z]{2,})*)\s?:\s")
GUEST = expression(
    r"\b(?:guest (?:post|blog|author|article|contribution|writer)|(?:originally|first|previously) (?:published|posted|"
    r"appeared)|(?:re|cross)-?(?:published|posted) (?:from|on|with)|written by .{1,60}, .{0,40}\b(?:at|of|from) )",
    re.IGNORECASE,
)
TOLD_BY_OTHERS = expression(
    r"\b(?:user stor(?:y|ies)|case stud(?:y|ies)|customer stor(?:y|ies)|success stor(?:y|ies)|interview(?: with)?|"
    r"end[- ]user q&a|q&a|in their own words)\b",
    re.IGNORECASE,
)
ENDS_OF_POST = 700
"""So near to its beginning and end a post says whose it is."""
SLOT = expression(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?\s?(?:[-–—]|to|until)\s?\d{1,2}[:.]\d\d\b", re.IGNORECASE)
"""From when to when a talk is given: '11:45 - 11:55'."""
LONGEST_ABSTRACT = 4
"""Paragraphs of an abstract, with its slot."""
LONGEST_SLOT = 120
FEWEST_TURNS = 3


class Voice(NamedTuple):
    """Who speaks, and the words that show it; empty where the house does."""

    speaker: Speaker
    words: str = ""


class Voices:
    """Tells who speaks at a place of the prose."""

    def __init__(self, reading: Reading) -> None:
        self._doc = reading.doc
        self._reading = reading
        self._quotes: dict[int, list[tuple[int, int]]] = {}

    def at(self, start: int, end: int) -> Voice:
        """Who says what stands between two offsets of the prose."""
        text = self._doc.prose.text
        block = self._doc.prose.block_at(start)
        if quotation := self.quotation(start, end):
            return Voice("quoted", text[quotation.start : min(quotation.end, quotation.start + 60)])
        if self.guest:
            return Voice("guest", self.guest)
        if slot := self._slot(block):
            return Voice("reported", slot)
        if self._is_dialogue and (speaker := SPEAKER.match(text, block.start, block.end)):
            return Voice("quoted", speaker.group())
        sentence = self._reading.sentences.at(start)
        return self._reported(sentence, start)

    def quotation(self, start: int, end: int) -> Span | None:
        """The block quote, or the words with their quotation marks, in which all of this stands."""
        block = self._doc.prose.block_at(start)
        if "quote" in block.scopes:
            return Span(block.start, block.end)
        for opening, closing in self._quoted(block.start, block.end):
            if opening < start and end <= closing:
                return Span(opening, closing)
        return None

    def _slot(self, block: Block) -> str:
        """The time of a talk that stands over a paragraph, which then is the abstract by whoever gives the talk."""
        text, body = self._doc.prose.text, self._reading.layout.body
        at = bisect_left(body, block.start, key=lambda other: other.start)
        for above in reversed(body[max(0, at - LONGEST_ABSTRACT) : at]):
            if above.end - above.start < LONGEST_SLOT and (slot := SLOT.search(text, above.start, above.end)):
                return slot.group()
            if "heading" in above.scopes:
                return ""
        return ""

    @cached_property
    def guest(self) -> str:
        """The words by which a post says that it is not the house's own; empty where it says no such thing."""
        text = self._doc.prose.text
        last = max(0, len(text) - ENDS_OF_POST)
        found = GUEST.search(text, 0, ENDS_OF_POST) or GUEST.search(text, last)
        return found.group() if found else ""

    @cached_property
    def told_by_others(self) -> bool:
        """Whether 'we' is somebody else in this post: a user's story, an interview."""
        front = [str(value) for value in self._doc.front_matter.data.values() if isinstance(value, str | list)]
        heads = [heading.text for heading in self._doc.headings[:1]]
        return any(TOLD_BY_OTHERS.search(text.replace("-", " ")) for text in (*front, *heads, self._doc.path))

    @cached_property
    def _is_dialogue(self) -> bool:
        """Whether paragraphs begin with the names of those who speak, who speak again and again."""
        text = self._doc.prose.text
        paragraphs = (block for block in self._doc.prose.blocks if block.scopes[-1] == "paragraph")
        found = (SPEAKER.match(text, block.start, block.end) for block in paragraphs)
        turns = [speaker.group() for speaker in found if speaker]
        return len(turns) >= FEWEST_TURNS and len(set(turns)) < len(turns)

    def _reported(self, sentence: Span, start: int) -> Voice:
        text = self._doc.prose.text
        found = REPORTS.search(text, sentence.start, start)
        if found is None or self._reading.names.has_own(found.start(), found.end()):
            return Voice("house")
        return Voice("reported", found.group())

    @cached_property
    def _marks(self) -> list[str]:
        """The quotation marks that the post has anywhere."""
        return [mark for mark in CLOSING if mark in self._doc.prose.text]

    def _quoted(self, start: int, end: int) -> list[tuple[int, int]]:
        """The quotations of a block, with their marks; one that is never closed goes on to the end of the block."""
        if start not in self._quotes:
            text, found, at = self._doc.prose.text, [], start
            if not any(text.find(mark, start, end) >= 0 for mark in self._marks):
                at = end
            while at < end and (opening := OPENING.search(text, at, end)):
                mark = opening.group()
                closed = text.find(CLOSING[mark], opening.end(), end)
                if closed < 0 and mark == '"':
                    break
                at = end if closed < 0 else closed + 1
                found.append((opening.start(), at))
            self._quotes[start] = found
        return self._quotes[start]
