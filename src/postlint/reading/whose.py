"""Whose product or company something in a sentence is said of: the house's, somebody else's, or that is not told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Block
    from postlint.reading import Reading
    from postlint.reading.names import Name

Owner = Literal["own", "other", "unknown"]

AS_BEFORE = expression(r"\A\W*(?:[Aa]s|[Bb]eing|[Ww]ith)(?: \w+ly)?(?: (?:the|an?|one of the))?\s*\Z")
WE_AFTER = expression(r"[^.!?;:]{0,80}?, (?P<we>we|our)\b", re.IGNORECASE)
NAME_AFTER = expression(r"[^\w.!?]*(?:,|:|—|–|-| called| named| is)\s*[^\w.!?]*\Z")
FIRST_PERSON = expression(
    r"\b(?:[Ww]e|[Oo]ur(?! (?:\w+ )?(?:users|contributors|maintainers|readers|customers|community|members)"
    r" (?:is|are|were)\b))\b"
)
"""What is said of the people around a product is not said of it."""
THIRD_PERSON = expression(r"\b(?:[Ii]t|[Tt]hey|[Ii]ts|[Tt]heir|[Tt]his|[Tt]hese)\b")
OBJECT_BEFORE = expression(
    r"\b(?:about|across|against|alongside|around|at|behind|besides|by|for|from|in|inside|into|like|of|on|onto|over|than|"
    r"through|to|under|unlike|using|versus|via|vs\.?|with|within|without|and) (?:\w+ )?[^\w.!?]{0,2}\Z",
    re.IGNORECASE,
)
VERB_BETWEEN = expression(
    r"\b(?:is|are|was|were|has|have|had|becomes?|became|remains?|offers?|provides?|delivers?|gives?)\b"
)


class Whose(NamedTuple):
    """Whose it is, the words that tell, by what they tell (name, first person, sentence before, heading or title), and
    where they end in this sentence, if they stand before what they tell about.
    """

    owner: Owner
    words: str = ""
    by: str = ""
    end: int = -1


NOBODY = Whose("unknown")


def whose(reading: Reading, sentence: Span, start: int, end: int) -> Whose:
    """Whose the thing between two offsets of a sentence is: what is named nearest, else what was spoken of before."""
    text = reading.doc.prose.text
    names = reading.names.within(sentence.start, sentence.end)
    before = [name for name in names if name.end <= start]
    after = [name for name in names if name.start >= end]
    if AS_BEFORE.match(text[sentence.start : start]) and (we := WE_AFTER.match(text, end, sentence.end)):
        return Whose("unknown" if reading.voices.told_by_others else "own", we.group("we"), "first person")
    if AS_BEFORE.match(text[sentence.start : start]) and after:
        return _by_name(after[0])._replace(end=-1)
    if after and (not before or before[-1].end < start - 40) and NAME_AFTER.match(text[end : after[0].start]):
        return _by_name(after[0])._replace(end=-1)
    subject = _subject(text, before, start)
    pronoun = _last(FIRST_PERSON, text, sentence.start, start)
    if pronoun is not None and (subject is None or pronoun.start() > subject.end):
        return Whose(
            "unknown" if reading.voices.told_by_others else "own", pronoun.group(), "first person", pronoun.end()
        )
    if subject is not None:
        return _by_name(subject)
    return _spoken_of(reading, sentence, start)


def _by_name(name: Name) -> Whose:
    return Whose("own" if name.is_own else "other", name.text, "name", name.end)


def _subject(text: str, before: list[Name], start: int) -> Name | None:
    """The name that is nearest, unless it is the object of another and a verb follows."""
    nearest = before[-1] if before else None
    if nearest is None or not VERB_BETWEEN.search(text, nearest.end, start):
        return nearest
    for name in reversed(before):
        if not OBJECT_BEFORE.search(text[max(0, name.start - 30) : name.start]):
            return name
    return nearest


def _spoken_of(reading: Reading, sentence: Span, start: int) -> Whose:
    """What a sentence without a name speaks of: what the one before named, else the headings, else the title."""
    prose = reading.doc.prose
    block = prose.block_at(sentence.start)
    if sentence.start > block.start and THIRD_PERSON.search(prose.text, sentence.start, start):
        earlier = reading.sentences.at(max(block.start, sentence.start - 2))
        if names := reading.names.within(earlier.start, earlier.end):
            own = [name for name in names if name.is_own]
            return Whose("own" if own else "other", (own or names)[-1].text, "sentence before")
    title = [one for one in prose.blocks if one.scopes[:2] == ("front-matter", "title")]
    above = [] if "front-matter" in block.scopes else _headings_over(reading, block)
    for head in (*above, *title):
        names = reading.names.within(head.start, head.end)
        if names:
            return _by_names(names, "heading" if head in above else "title")
    topic = reading.names.topic
    return Whose("own", topic, "topic") if topic else NOBODY


def _by_names(names: list[Name], by: str) -> Whose:
    own = [name for name in names if name.is_own]
    if not own:
        return Whose("other", names[0].text, by) if names else NOBODY
    return Whose("own", own[0].text, by)


def _headings_over(reading: Reading, block: Block) -> list[Block]:
    """The headings of the sections that a block lies in, the nearest first."""
    found: list[Block] = []
    for one in reversed(reading.doc.prose.blocks):
        if one.start < block.start and "heading" in one.scopes and (not found or one.scopes[-1] < found[-1].scopes[-1]):
            found.append(one)
    return found


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    last = None
    for found in pattern.finditer(text, start, end):
        last = found
    return last
