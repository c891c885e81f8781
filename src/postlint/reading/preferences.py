"""Sentences that prefer what is sold to what is given away: as the first choice, as a must, as the better one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from postlint.reading.vocabulary import Signal
from postlint.reading.words import Lexicon, Mention, Words
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.reading import Reading

COPULAS = frozenset("is are remains offers provides gives be becomes stays as makes it's that's".split())
COMPARATIVES = frozenset("faster cheaper better more less easier simpler higher lower greater quicker safer".split())
NEGATIONS = frozenset("not isn't never aren't no".split())
APPOSING = frozenset(":—–")
READ_AROUND = 600
"""Characters of a block that are read for what is near."""


class Preference(NamedTuple):
    """A stretch of prose that prefers an offer, and the signals of it."""

    kind: Literal["default", "prerequisite", "runs-down"]
    start: int
    end: int
    offer: str
    signals: tuple[Signal, ...]


class _Sentence:
    """A sentence with its words, names and mentions; ``lexicon`` has the lists of an ``offer-first`` rule."""

    def __init__(self, reading: Reading, lexicon: Lexicon, span: Span) -> None:
        self.reading = reading
        self.lexicon = lexicon
        self.span = span
        self.text = reading.doc.prose.text
        self.words = Words(self.text, *span)
        self._mentions = list(lexicon.mentions(self.words))
        names = reading.house_names.mentions(self.words)
        self.projects = [one for one in names if one.group == "project"]
        sold = [*(one for one in names if one.group in ("offer", "cloud")), *self.of("offers")]
        self.offers = sorted(sold, key=lambda one: one.first)

    def of(self, group: str) -> list[Mention]:
        return [mention for mention in self._mentions if mention.group == group]

    def said(self, mention: Mention) -> str:
        return " ".join(self.text[self.words.starts[mention.first] : self.words.ends[mention.end - 1]].split())

    def preference(
        self, kind: Literal["default", "prerequisite", "runs-down"], offer: Mention | None, *marks: tuple[str, Mention]
    ) -> Preference:
        """The preference for an offer that these mentions show, each with the name of its signal."""
        mentions = [mention for _, mention in marks] + ([offer] if offer else [])
        signals = [Signal("names-offer", self.said(offer))] if offer else []
        signals += [Signal(name, self.said(mention)) for name, mention in marks]
        start = self.words.starts[min(one.first for one in mentions)]
        end = self.words.ends[max(one.end for one in mentions) - 1]
        return Preference(kind, start, end, self.said(offer) if offer else "", tuple(signals))


def preferences(reading: Reading, lexicon: Lexicon, span: Span) -> Iterator[Preference]:
    """What a sentence prefers; ``lexicon`` has the groups of an ``offer-first`` rule."""
    sentence = _Sentence(reading, lexicon, span)
    yield from _prerequisites(sentence)
    yield from _comparisons(sentence)
    yield from _limits(sentence)
    yield from _burdens(sentence)
    yield from _recommendations(sentence)
    yield from _defaults(sentence)
    yield from _rhetoric(sentence)


def _defaults(sentence: _Sentence) -> Iterator[Preference]:
    """'Acme Cloud is the easiest way to …', 'The easiest way to … is Acme Cloud', 'Where most start: Acme Cloud'."""
    words = sentence.words
    if "if" in words.texts:
        return  # What is best under a condition is no first choice.
    for default in sentence.of("defaults"):
        for offer in sentence.offers:
            first, end = (offer.end, default.first) if offer.first < default.first else (default.end, offer.first)
            between = words.texts[first:end]
            apposed = any(not APPOSING.isdisjoint(words.gap(index)) for index in range(first, end + 1))
            if (apposed or COPULAS.intersection(between)) and not NEGATIONS.intersection(between):
                yield sentence.preference("default", offer, ("default", default))
                return


def _comparisons(sentence: _Sentence) -> Iterator[Preference]:
    """'Acme Cloud is faster than Acme', 'Acme on Acme Cloud is 10x faster'; what has a source is let alone."""
    words = sentence.words
    links = sentence.reading.links.within(*sentence.span)
    if not sentence.offers or any(one.role.kind in ("content", "house") for one in links):
        return
    offer = sentence.offers[0]
    for at, way in _ways_behind_than(sentence):
        if offer.first < at and COMPARATIVES.intersection(words.texts[max(0, at - 6) : at]):
            yield sentence.preference("runs-down", offer, ("compares", Mention("", "", at, way.end)))
            return
    for at, text in enumerate(words.texts):
        if (
            sentence.projects
            and words.texts[at + 1 : at + 2]
            and _is_times(text)
            and words.texts[at + 1] in COMPARATIVES
        ):
            yield sentence.preference("runs-down", offer, ("compares", Mention("", "", at, at + 2)))
            return


def _ways_behind_than(sentence: _Sentence) -> Iterator[tuple[int, Mention]]:
    """Each 'than' with the project or the open way that follows it, as in 'than self-hosted Acme'."""
    own_ways = [*sentence.projects, *sentence.of("open-ways")]
    for at, text in enumerate(sentence.words.texts):
        way = next((one for one in own_ways if at < one.first <= at + 5), None) if text == "than" else None
        if way is not None:
            yield at, way


def _is_times(text: str) -> bool:
    """Whether a word is one such as '10x'."""
    return text[-1] in "x×" and text[:-1].isdigit()


def _limits(sentence: _Sentence) -> Iterator[Preference]:
    """'The open source version is for hobbyists', 'Acme is fine for a start, but you will want Acme Cloud'."""
    ways = sentence.of("open-ways")
    offer = next(iter(sentence.offers), None)
    limits = sentence.of("limits") if ways else []
    if offer is not None and not limits:
        ways = [one for one in (*ways, *sentence.projects) if one.first < offer.first]
        limits = [one for one in sentence.of("soft-limits") if ways and one.first < offer.first]
    if ways and limits:
        yield sentence.preference("runs-down", offer, ("open-way", ways[0]), ("limit", limits[0]))


def _burdens(sentence: _Sentence) -> Iterator[Preference]:
    """'Self-hosting Acme is painful', where an offer is named in the sentence or in the one behind it."""
    ways, burdens = sentence.of("own-work"), sentence.of("burdens")
    if not (ways and burdens and ways[0].first < burdens[0].first):
        return
    offer = next((one for one in sentence.offers if one.first > burdens[0].first), None)
    near = sentence.said(offer) if offer is not None else _offer_behind(sentence)
    if near and (sentence.projects or offer is not None):
        found = sentence.preference("runs-down", offer, ("open-way", ways[0]), ("burden", burdens[0]))
        yield found._replace(offer=near)


def _offer_behind(sentence: _Sentence) -> str:
    """An offer that the sentence behind this one names, in the same block."""
    block = sentence.reading.doc.prose.block_at(sentence.span.start)
    end = min(block.end, sentence.span.end + READ_AROUND // 3)
    return sentence.reading.house_names.offer_within(sentence.text, sentence.span.end, end)


def _recommendations(sentence: _Sentence) -> Iterator[Preference]:
    """'You can self-host it, but we recommend Acme Cloud', in this order or the other."""
    for recommended in sentence.of("recommendations"):
        ways = [*sentence.of("open-ways"), *sentence.projects]
        offer = next((one for one in sentence.offers if recommended.end <= one.first <= recommended.end + 4), None)
        if ways and offer is not None:
            yield sentence.preference("default", offer, ("open-way", ways[0]), ("default", recommended))
            return


def _rhetoric(sentence: _Sentence) -> Iterator[Preference]:
    """'Why manage all of this yourself?', where an offer is near."""
    asked = next(iter(sentence.of("rhetoric")), None)
    if asked is None or sentence.text[sentence.span.end - 1] != "?":
        return
    near = _offer_near(sentence)
    if near:
        start, end = sentence.words.starts[asked.first], sentence.span.end
        signals = (Signal("rhetoric", sentence.said(asked)), Signal("names-offer", near))
        yield Preference("runs-down", start, end, near, signals)


def _offer_near(sentence: _Sentence) -> str:
    """An offer that the headings, this block or the one before it name."""
    reading, text = sentence.reading, sentence.text
    block = reading.doc.prose.block_at(sentence.span.start)
    blocks = [one for one in (reading.layout.block_before(block), block) if one is not None]
    texts = [text[one.start : min(one.end, one.start + READ_AROUND)] for one in blocks]
    for near in (*texts, *reading.layout.headings_over(sentence.span.start)):
        words = Words(near, 0, len(near))
        for mention in reading.house_names.mentions(words):
            if mention.group == "offer":
                return near[words.starts[mention.first] : words.ends[mention.end - 1]]
    return ""


def _prerequisites(sentence: _Sentence) -> Iterator[Preference]:
    """'Prerequisites: an Acme Cloud account', 'To follow along, sign up for Acme Cloud'."""
    for offer in sentence.offers:
        things = (one for one in sentence.of("needed") if offer.end <= one.first <= offer.end + 1)
        steps = (one for one in sentence.of("steps") if one.end <= offer.first <= one.end + 4)
        thing = next(iter([*things, *steps]), None)
        if thing is None:
            continue
        for required in sentence.of("requirements"):
            if required.first < offer.first:
                yield sentence.preference("prerequisite", offer, ("required", required), ("needed", thing))
                return
        for heading in sentence.reading.layout.headings_over(sentence.span.start):
            mentions = sentence.lexicon.mentions(Words(heading, 0, len(heading)))
            if any(mention.group == "requirements" for mention in mentions):
                found = sentence.preference("prerequisite", offer, ("needed", thing))
                yield found._replace(signals=(*found.signals, Signal("required", heading)))
                return
