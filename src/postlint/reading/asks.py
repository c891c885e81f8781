"""Asks: verbs that reach the reader, and what their clauses are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.document import MASK
from postlint.reading.address import ASKING, manner
from postlint.reading.lures import lures
from postlint.reading.vocabulary import INSTRUCTION, Appeal, Signal
from postlint.reading.words import Mention, Words
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.reading.links import PlacedLink
    from postlint.reading.scene import Scene

CLAUSE_ENDS = frozenset(";:!?—–|.")
JOINTS = frozenset({"and", "or", "then"})
LONGEST_REACH = 16
"""Words between a verb and what it is about."""
SELLING = ("commercial", "offer", "leaning")
"""The roles of links that speak for an ask, the clearest first."""


class Ask(NamedTuple):
    """A verb that reaches the reader, and how far its clause goes, in numbers of words."""

    family: str
    first: int
    end: int
    reach: int
    manner: str

    def holds(self, mention: Mention) -> bool:
        return self.first <= mention.first < self.reach


class About(NamedTuple):
    """A signal of what an ask is about, and the word behind it, as far as it belongs to the ask."""

    signal: Signal
    end: int = 0


def asked(scene: Scene) -> Iterator[Appeal]:
    """The appeals that verbs make."""
    for ask in asks(scene):
        objects = [one for one in scene.of(f"object:{ask.family}") if ask.end - 1 <= one.first < ask.reach]
        if scene.vocabulary.families[ask.family].objects and not objects:
            continue
        verb = Mention(ask.family, "", ask.first, ask.end)
        found = [About(Signal(ask.manner, scene.said(verb)), ask.end)]
        found += [About(Signal("object", scene.said(one)), one.end) for one in objects[:1]]
        found += target(scene, ask)
        beside = [one for one in lures(scene) if ask.holds(one[1]) and not _overlap(one[1], objects)]
        found += [About(Signal(group, scene.said(one)), one.end) for group, one in beside[:2]]
        found += [About(signal) for signal in scene.around]
        if scene.stands_alone and scene.words.starts[ask.first] >= scene.links[0].link.prose.start:
            found.append(About(Signal("button", scene.links[0].link.text)))
        last = max(about.end for about in found)
        yield scene.appeal(ask.family, ask.first, last, (about.signal for about in found))


def _overlap(lure: Mention, objects: list[Mention]) -> bool:
    """Whether a lure is no more than what is asked for: 'start a free trial'."""
    return any(lure.first < one.end and one.first < lure.end for one in objects)


def asks(scene: Scene) -> Iterator[Ask]:
    """The verbs of a sentence that reach the reader."""
    verbs: dict[int, list[tuple[str, Mention, str]]] = {}
    for family, verb in scene.groups("verb:"):
        how: str = manner(scene.words, verb.first)
        if how == "unclear" and _begins_link(scene, verb):
            how = "link-text"
        if how == "link-text" or how in ASKING:
            verbs.setdefault(verb.first, []).append((family, verb, how))
    firsts = sorted(verbs)
    for first, following in zip(firsts, [*firsts[1:], len(scene.words)], strict=False):
        for family, verb, how in verbs[first]:
            yield Ask(family, first, verb.end, _reach(scene.words, verb.end, following), how)


def _begins_link(scene: Scene, verb: Mention) -> bool:
    """Whether a verb begins the text of a link to a commercial step: 'it takes a minute to [sign up](…)'."""
    start = scene.words.starts[verb.first]
    return any(one.link.prose.start == start and one.role.kind == "commercial" for one in scene.links)


def _reach(words: Words, at: int, following: int) -> int:
    """Where the clause of a verb ends: at a sign, or where the next verb that asks is joined to it."""
    stop = min(len(words), at + LONGEST_REACH)
    for index in range(at, stop):
        gap = words.gap(index)
        if gap not in (".", ":") and not CLAUSE_ENDS.isdisjoint(gap):
            return index
        if index == following and words.texts[index - 1] in JOINTS:
            return index
    return stop


def target(scene: Scene, ask: Ask) -> Iterator[About]:
    """What the clause of an ask is about: the offer that it names, where its links lead, what else it says."""
    sold = next((one for one in scene.sold if ask.holds(one)), None)
    if sold is not None:
        yield About(scene.names_sold(sold), sold.end)
        if _is_second_choice(scene, ask, sold):
            yield About(Signal("project-first", scene.said(sold)))
    elif scene.sold and scene.sold[0].first < ask.first:
        yield About(Signal("offer-before", scene.said(scene.sold[0])))
    links = _links_of(scene, ask)
    selling = [one for one in links if one.role.kind in SELLING]
    link = min(selling, key=lambda one: SELLING.index(one.role.kind), default=None)
    if link is not None:
        yield About(Signal(f"{link.role.kind}-link", link.role.words), scene.words.at(link.link.prose.end - 1) + 1)
    elif links and sold is None:
        yield About(Signal(f"{links[0].role.kind}-link", links[0].role.words))
    clear_from = len(scene.words) if sold is None else sold.first
    if link is not None and link.role.kind != "leaning":
        clear_from = min(clear_from, scene.words.at(link.link.prose.start))
    yield from map(About, _others(scene, ask, clear_from))
    if not links and MASK in scene.text[scene.words.starts[ask.first] : _end(scene, ask)]:
        yield About(Signal(INSTRUCTION, "code"))
    yield from (About(Signal("purpose", scene.said(one))) for one in scene.of(f"purpose:{ask.family}")[:1])


def _end(scene: Scene, ask: Ask) -> int:
    return scene.words.ends[max(ask.first, ask.reach - 1)]


def _links_of(scene: Scene, ask: Ask) -> list[PlacedLink]:
    """The links in the clause of an ask; where it has none and ends the sentence, those behind it."""
    start, end = scene.words.starts[ask.first], _end(scene, ask)
    links = [one for one in scene.links if one.link.prose.start < end and one.link.prose.end > start]
    if not links and ask.reach == len(scene.words):
        return [one for one in scene.links if one.link.prose.start >= end]
    return links


def _is_second_choice(scene: Scene, ask: Ask, sold: Mention) -> bool:
    """Whether the project is named before the offer as the other choice: 'use Acme or Acme Cloud'."""
    projects = [one for one in scene.named("project") if one.first < sold.first]
    return any("or" in scene.words.texts[one.end : sold.first] for one in projects)


def _others(scene: Scene, ask: Ask, clear_from: int) -> Iterator[Signal]:
    """What a sentence says that an ask may be about instead.

    Of an ask that is clear from some word on, since it names or links what is sold, only what comes before that counts:
    'join our webinar on Acme Cloud', and not 'try Acme Cloud, as our webinar shows'.
    """
    is_clear = clear_from < len(scene.words)
    is_spoken_for = any(ask.end - 1 <= one.first < ask.reach for one in scene.of(f"object:{ask.family}"))
    for group, other in scene.groups("other:"):
        if ask.first <= other.first < ask.end:
            continue  # the 'talk' of 'talk to us'
        if is_spoken_for and other.first < ask.first:
            continue  # 'Questions? Contact our sales team.'
        if ask.holds(other) if group == INSTRUCTION else not is_clear or ask.end <= other.first < clear_from:
            yield Signal(group, scene.said(other))
    if scene.instruction_behind:
        yield Signal(INSTRUCTION, scene.instruction_behind)
