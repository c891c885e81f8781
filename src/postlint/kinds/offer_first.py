"""``offer-first``: what is sold before what is given away: as the default, as a false prerequisite, by running it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from postlint.diagnostic import Finding, Reason
from postlint.kinds.scales import needles_of
from postlint.kinds.spec import Built, Spec
from postlint.reading.words import Lexicon, Mention, Words
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = ("help",)
STEPS = ("mislabeled", "default", "prerequisite", "runs-down", "outweighs")
LISTS = ("labels", "defaults", "offers", "open-ways", "limits", "rhetoric", "requirements", "needed", "alternatives")
WAKING = ("defaults", "limits", "rhetoric", "requirements", "offers")
COPULAS = frozenset("is are remains offers provides gives be becomes stays as makes it's that's".split())
COMPARATIVES = frozenset("faster cheaper better more less easier simpler higher lower greater quicker safer".split())
LONGEST_QUOTE = 80


class Noted(NamedTuple):
    """A place that puts the offer first: step, offsets in the prose, reasons."""

    step: str
    start: int
    end: int
    reasons: tuple[Reason, ...]


class Sentence:
    """A sentence with its words, its names and the mentions of the rule's lists."""

    def __init__(self, reading: Reading, lexicon: Lexicon, span: Span) -> None:
        self.reading = reading
        self.span = span
        self.text = reading.doc.prose.text
        self.words = Words(self.text, *span)
        self.mentions: dict[str, list[Mention]] = {}
        for mention in lexicon.mentions(self.words):
            self.mentions.setdefault(mention.group, []).append(mention)
        self.names = reading.house_names.mentions(self.words)

    def said(self, first: int, end: int) -> str:
        return " ".join(self.text[self.words.starts[first] : self.words.ends[end - 1]].split())

    @cached_property
    def offers(self) -> list[Mention]:
        found = [*(one for one in self.names if one.group == "offer"), *self.mentions.get("offers", ())]
        return sorted(found, key=lambda one: one.first)

    @cached_property
    def projects(self) -> list[Mention]:
        return [one for one in self.names if one.group == "project"]

    def noted(self, step: str, first: int, end: int, *reasons: Reason) -> Noted:
        return Noted(step, self.words.starts[first], self.words.ends[end - 1], reasons)


def defaults(sentence: Sentence) -> Iterator[Noted]:
    """'Acme Cloud is the easiest way to …', 'The easiest way to … is Acme Cloud', 'Where most start: Acme Cloud'."""
    words = sentence.words
    for default in sentence.mentions.get("defaults", ()):
        if "if" in words.texts:  # What is best under a condition is no first choice.
            continue
        for offer in sentence.offers:
            first, end = (offer.end, default.first) if offer.first < default.first else (default.end, offer.first)
            between = words.texts[first:end]
            is_joined = bool(COPULAS.intersection(between)) or any(
                not {":", "—", "–"}.isdisjoint(words.gap(index)) for index in range(first, end + 1)
            )
            if is_joined and not {"not", "isn't", "never"}.intersection(between):
                reasons = (
                    Reason("default", sentence.said(default.first, default.end)),
                    Reason("names-offer", sentence.said(offer.first, offer.end)),
                )
                yield sentence.noted("default", min(default.first, offer.first), max(default.end, offer.end), *reasons)
                return


def comparisons(sentence: Sentence) -> Iterator[Noted]:
    """'Acme Cloud is faster than Acme', '10x faster'."""
    words = sentence.words
    if not sentence.offers:
        return
    offer = sentence.offers[0]
    own_ways = [*sentence.projects, *sentence.mentions.get("open-ways", ())]
    for at, text in enumerate(words.texts):
        if text != "than" or not COMPARATIVES.intersection(words.texts[max(0, at - 6) : at]):
            continue
        ways = [one for one in own_ways if at < one.first <= at + 5]
        if ways and offer.first < at:
            reasons = (
                Reason("names-offer", sentence.said(offer.first, offer.end)),
                Reason("compares", sentence.said(at, ways[0].end)),
            )
            yield sentence.noted("runs-down", offer.first, ways[0].end, *reasons)
            return
    if not sentence.projects:
        return
    for at in range(len(words) - 1):
        if words.texts[at][-1] == "x" and words.texts[at][:-1].isdigit() and words.texts[at + 1] in COMPARATIVES:
            reasons = (
                Reason("names-offer", sentence.said(offer.first, offer.end)),
                Reason("compares", sentence.said(at, at + 2)),
            )
            yield sentence.noted("runs-down", min(offer.first, at), max(offer.end, at + 2), *reasons)
            return


def limits(sentence: Sentence) -> Iterator[Noted]:
    """'The open source version is for hobbyists'."""
    ways = sentence.mentions.get("open-ways", ())
    for limit in sentence.mentions.get("limits", ()):
        if ways:
            way = ways[0]
            reasons = (
                Reason("open-way", sentence.said(way.first, way.end)),
                Reason("limit", sentence.said(limit.first, limit.end)),
            )
            yield sentence.noted("runs-down", min(way.first, limit.first), max(way.end, limit.end), *reasons)
            return


def rhetoric(sentence: Sentence) -> Iterator[Noted]:
    """'Why manage all of this yourself?', where an offer is near."""
    for asked in sentence.mentions.get("rhetoric", ())[:1]:
        near = _offer_near(sentence)
        if near and sentence.text[sentence.span.end - 1] == "?":
            reasons = (Reason("rhetoric", sentence.said(asked.first, asked.end)), Reason("names-offer", near))
            yield sentence.noted("runs-down", asked.first, len(sentence.words), *reasons)


def _offer_near(sentence: Sentence) -> str:
    """An offer that the heading, this block or the one before it names."""
    reading, doc = sentence.reading, sentence.reading.doc
    block = doc.prose.block_at(sentence.span.start)
    before = reading.layout.block_before(block)
    spans = [(one.start, min(one.end, one.start + 600)) for one in (before, block) if one is not None]
    texts = [doc.prose.text[start:end] for start, end in spans] + reading.layout.headings_over(sentence.span.start)[:2]
    for text in texts:
        for mention in reading.house_names.mentions(words := Words(text, 0, len(text))):
            if mention.group == "offer":
                return text[words.starts[mention.first] : words.ends[mention.end - 1]]
    return ""


class OfferFirst:
    """The check of one rule file."""

    def __init__(self, lists: Mapping[str, Sequence[str]], messages: Mapping[str, str], help: Mapping[str, str], weight: tuple[int, int]) -> None:
        self._lists = lists
        self._lexicon = Lexicon({name: lists[name] for name in LISTS if name not in ("alternatives",)})
        self._messages = messages
        self._help = help
        self._least, self._times = weight

    def check(self, doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        if reading.subject == "offer" or reading.kind == "stub":
            return
        seen: set[Span] = set()
        for hit in hits:
            block = doc.prose.block_at(hit.start)
            span = reading.sentences.at(hit.start)
            if not block.is_prose or span in seen:
                continue
            seen.add(span)
            sentence = Sentence(reading, self._lexicon, span)
            found = next(self._noted(sentence), None)
            if found is not None:
                offer = next((reason.words for reason in found.reasons if reason.signal == "names-offer"), "")
                yield self._finding(reading, found, offer)
        yield from self._mislabeled(reading)
        yield from self._outweighed(reading)

    def _noted(self, sentence: Sentence) -> Iterator[Noted]:
        yield from self._prerequisite(sentence)
        is_sourced = any(one.role.kind in ("content", "house") for one in sentence.reading.links.within(*sentence.span))
        if not is_sourced:
            yield from comparisons(sentence)
        yield from limits(sentence)
        yield from defaults(sentence)
        yield from rhetoric(sentence)

    def _prerequisite(self, sentence: Sentence) -> Iterator[Noted]:
        """'Prerequisites: an Acme Cloud account', in a post that names no other way."""
        needed = sentence.mentions.get("needed", ())
        for offer in sentence.offers:
            thing = next((one for one in needed if offer.end <= one.first <= offer.end + 1), None)
            if thing is None:
                continue
            required = self._required(sentence, offer)
            if required and not self._names_other_way(sentence.reading.doc):
                reasons = (
                    Reason("names-offer", sentence.said(offer.first, offer.end)),
                    Reason("required", required),
                )
                yield sentence.noted("prerequisite", offer.first, thing.end, *reasons)
                return

    def _required(self, sentence: Sentence, offer: Mention) -> str:
        for one in sentence.mentions.get("requirements", ()):
            if one.first < offer.first:
                return sentence.said(one.first, one.end)
        for heading in sentence.reading.layout.headings_over(sentence.span.start):
            words = Words(heading, 0, len(heading))
            if any(mention.group == "requirements" for mention in self._lexicon.mentions(words)):
                return heading
        return ""

    def _names_other_way(self, doc: Document) -> bool:
        text = doc.source.text.lower()
        return any(word in text for word in self._lists["alternatives"])

    def _mislabeled(self, reading: Reading) -> Iterator[Finding]:
        """Links whose text promises open source, and which lead to what is sold."""
        for link, role in reading.links.selling():
            if not reading.doc.prose.block_at(link.prose.start).is_prose:
                continue
            words = Words(reading.doc.prose.text, *link.prose)
            names = reading.house_names.mentions(words)
            label = next((one for one in self._lexicon.mentions(words) if one.group == "labels"), None)
            is_project = len(names) == 1 and names[0].group == "project" and names[0].end - names[0].first == len(words)
            if (label is None and not is_project) or any(name.group == "offer" for name in names):
                continue
            reasons = (Reason("label", link.text), Reason(f"{role.kind}-link", role.words))
            noted = Noted("mislabeled", link.prose.start, link.prose.end, reasons)
            yield self._finding(reading, noted, role.words)._replace(span=link.span)

    def _outweighed(self, reading: Reading) -> Iterator[Finding]:
        selling = [one for one in reading.links.selling() if reading.doc.prose.block_at(one.link.prose.start).is_prose]
        if len(selling) < self._least:
            return
        fewer = sum(reading.links.role(link.url).kind in ("project", "community") for link in reading.doc.links)
        if len(selling) >= self._times * max(fewer, 1):
            noted = Noted("outweighs", *selling[0].link.prose, (Reason("selling-links", str(len(selling))),))
            yield self._finding(reading, noted, selling[0].role.words, f"{len(selling)} links", str(fewer or "none"))

    def _finding(self, reading: Reading, noted: Noted, offer: str, match: str = "", fewer: str = "") -> Finding:
        text = match or " ".join(reading.doc.prose.text[noted.start : noted.end].split())
        if len(text) > LONGEST_QUOTE:
            text = f"{text[:LONGEST_QUOTE].rstrip()} …"
        words = {"match": text, "offer": offer or "the offer", "fewer": fewer}
        return Finding(
            reading.doc.prose.span(noted.start, noted.end),
            self._messages[noted.step].format(**words),
            help=self._help[noted.step].format(**words) if noted.step in self._help else None,
            step=noted.step,
            reasons=noted.reasons,
        )


def build(spec: Spec, node: Node) -> Built | None:
    lists = {name: tuple(item.text for item in node.get(name).items) for name in LISTS}
    messages = {e.key.text: e.value.text for e in node.get("messages").entries}
    help = {e.key.text: e.value.text for e in spec.root.get("help").entries}
    weight = {e.key.text: e.value.value for e in node.get("outweighs").entries}
    needles = needles_of(["{offers}", *(phrase for name in WAKING for phrase in lists[name])])
    rule = OfferFirst(lists, messages, help, (weight["least"], weight["times"]))
    return Built(needles, rule.check, ("doc", "reading", "hits"), ("selling-links",))
