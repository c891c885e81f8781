"""A sentence as one who looks for appeals sees it: its words, names and links, and what is around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.document import MASK
from postlint.reading.house_names import is_beside
from postlint.reading.vocabulary import INSTRUCTION, Appeal, Signal
from postlint.reading.words import Lexicon, Mention, Words, phrases
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.house import House
    from postlint.reading import Reading
    from postlint.reading.vocabulary import Vocabulary

FIRST_WORDS = 6
AROUND = 500
"""Characters before and behind a sentence, within its block, that show what it is about."""
SET_UP = Lexicon(
    {
        "set-up": phrases(
            "prerequisite, prerequisites, requirements, step, setup, set up, setting up, installation, installing, "
            "install, configure, configuration, configuring, before you begin, before you start, what you need, "
            "what you'll need"
        )
    }
)
"""Headings under which steps are instructions."""
TITLES = frozenset({"content", "project", "community", "gated"})
"""Roles of links in which the name of an offer is part of a title."""


class Scene:
    """One sentence, with the question that leads it in: ``unit`` has its offsets in the prose."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, reading: Reading, unit: Span) -> None:
        self.vocabulary = vocabulary
        self.lexicon = lexicon
        self.reading = reading
        self.unit = unit
        self.text = reading.doc.prose.text
        self.words = Words(self.text, *unit)
        self.mentions: dict[str, list[Mention]] = {}
        for mention in lexicon.mentions(self.words):
            self.mentions.setdefault(mention.group, []).append(mention)
        self.names = reading.house_names.mentions(self.words)
        self.links = reading.links.within(*unit)
        self.block = reading.doc.prose.block_at(unit.start)

    def said(self, mention: Mention) -> str:
        """The words of the post for a mention."""
        return self._said(mention.first, mention.end)

    def _said(self, first: int, end: int) -> str:
        text = self.text[self.words.starts[first] : self.words.ends[end - 1]]
        return " ".join(text.replace(MASK, "…").split())

    @property
    def sentence(self) -> str:
        """The first words of the sentence."""
        return self._said(0, min(len(self.words), FIRST_WORDS)) if len(self.words) else ""

    def of(self, group: str) -> list[Mention]:
        return self.mentions.get(group, [])

    def groups(self, prefix: str) -> Iterator[tuple[str, Mention]]:
        """The mentions of groups such as ``verb:try``, with what their names say behind the prefix."""
        for group, mentions in self.mentions.items():
            if group.startswith(prefix):
                name = group.removeprefix(prefix)
                yield from ((name, mention) for mention in mentions)

    def named(self, kind: str) -> list[Mention]:
        """The names of the house of one kind."""
        return [mention for mention in self.names if mention.group == kind]

    @cached_property
    def sold(self) -> list[Mention]:
        """The mentions of what is sold, front to back, but for those in links that lead somewhere else."""
        general = (one for one in self.of("offer") if not is_beside(self.words, one))
        found = [*self.named("offer"), *self.named("cloud"), *general]
        return sorted((one for one in found if not self._is_title(one)), key=lambda one: one.first)

    def names_sold(self, mention: Mention) -> Signal:
        """The signal that something sold is named; a name that only looks like an offer's says less."""
        return Signal("names-cloud" if mention.group == "cloud" else "names-offer", self.said(mention))

    def _is_title(self, mention: Mention) -> bool:
        start = self.words.starts[mention.first]
        over = (one for one in self.links if one.link.prose.start <= start < one.link.prose.end)
        return any(one.role.kind in TITLES for one in over)

    @cached_property
    def stands_alone(self) -> bool:
        """Whether a link is all of its block, which is no item of a list and no heading."""
        if len(self.links) != 1 or not {"list-item", "heading"}.isdisjoint(self.block.scopes):
            return False
        prose = self.links[0].link.prose
        before = self.text[max(self.block.start, prose.start - AROUND) : prose.start]
        behind = self.text[prose.end : min(self.block.end, prose.end + AROUND)]
        return not any(map(str.isalnum, before + behind))

    # Around

    @cached_property
    def around(self) -> tuple[Signal, ...]:
        """What the place of the sentence, the post and the house say."""
        return tuple(self._around())

    def _around(self) -> Iterator[Signal]:
        for urgency in self.of("urgency")[:1]:
            yield Signal("urgency", self.said(urgency))
        reading, scopes = self.reading, self.block.scopes
        if scopes[0] == "front-matter":
            yield Signal("front-matter", scopes[1])
        else:
            yield from self._position()
        if reading.subject == "offer":
            yield Signal("about-offer", reading.headline)
        if reading.kind == "event" and not self.sold and not any(one.role.sells for one in self.links):
            yield Signal("event", reading.headline)
        if reading.house.projects and not reading.house.offers:
            yield Signal("nothing-sold", reading.house.name or "")
        if promoted := self._promoted():
            yield Signal("promoted-around", promoted)

    def _position(self) -> Iterator[Signal]:
        layout = self.reading.layout
        if "heading" in self.block.scopes:
            yield Signal("heading", self.sentence)
        if self.reading.subject == "offer" and layout.is_ordered_item(self.block):
            yield Signal("tutorial-step", self.sentence)  # Steps may be all that such a post has, to its end.
        elif layout.closes(self.unit.start):
            yield Signal("closing", layout.section(self.unit.start).heading or self.sentence)
        elif layout.is_ordered_item(self.block):
            yield Signal("tutorial-step", self.sentence)
        elif self.reading.subject == "offer" and self.reading.kind == "tutorial":
            yield Signal("tutorial-step", self.reading.headline)
        else:
            for heading in layout.headings_over(self.unit.start):
                if any(SET_UP.mentions(Words(heading, 0, len(heading)))):
                    yield Signal("set-up", heading)
                    return

    def _promoted(self) -> str:
        """What beside the sentence, within its block, shows that something is sold: where a link leads, or a name."""
        before = max(self.block.start, self.unit.start - AROUND), self.unit.start
        behind = self.unit.end, min(self.block.end, self.unit.end + AROUND)
        for one in (*self.reading.links.within(*before), *self.reading.links.within(*behind)):
            if one.role.sells:
                return one.role.words
        names = self.reading.house_names
        return names.offer_within(self.text, *before) or names.offer_within(self.text, *behind)

    @cached_property
    def instruction_behind(self) -> str:
        """What the sentence behind, in the same block, says of a set-up."""
        sentences = self.reading.sentences.of(self.block)
        index = bisect_right(sentences, self.unit.end, key=lambda one: one.start)
        if index == len(sentences):
            return ""
        start, end = sentences[index]
        mentions = self.lexicon.mentions(Words(self.text, start, min(end, start + AROUND)))
        return next((one.phrase for one in mentions if one.group == f"other:{INSTRUCTION}"), "")

    # Appeals

    def appeal(self, family: str, first: int, end: int, signals: Iterable[Signal]) -> Appeal:
        """The appeal that goes from word ``first`` to before word ``end``."""
        end = min(max(end, first + 1), len(self.words))
        prose = Span(self.words.starts[first], self.words.ends[end - 1])
        noted = tuple(dict.fromkeys(signals))
        return Appeal(self._with_links(prose), self._said(first, end), family, noted, self.offer, prose)

    def _with_links(self, prose: Span) -> Span:
        """The source of a stretch, with all of each link whose text it shares."""
        span = self.reading.doc.prose.span(*prose)
        for link, _ in self.links:
            if link.prose.overlaps(prose):
                span = Span(min(span.start, link.span.start), max(span.end, link.span.end))
        return span

    @cached_property
    def offer(self) -> str:
        """What is sold here, by its name: as the sentence says it, else by its links, else if there is just one."""
        for mention in (*self.named("offer"), *self.named("cloud")):
            return self.said(mention)
        house = self.reading.house
        owners = (house.owner_of_url(one.link.url) for one in self.links if one.role.sells)
        named = next((owner.name for owner in owners if owner is not None and owner.kind == "offer"), "")
        return named or only_offer(house)


def only_offer(house: House) -> str:
    """The name of the offer of a house that has just one."""
    return house.offers[0].name if len(house.offers) == 1 else ""
