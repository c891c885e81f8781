"""Appeals to the reader: sentences, buttons and components that ask for a step, with all that tells what they are.

What is noted are signals; a rule says how much each weighs, and for which side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from postlint.reading.asks import asked
from postlint.reading.lures import lured, shown
from postlint.reading.scene import AROUND, Scene, only_offer
from postlint.reading.vocabulary import Appeal, Signal, Vocabulary
from postlint.reading.words import Lexicon, Words
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.reading import Reading
    from postlint.reading.components import Component

LONGEST_LEAD_IN = 120
"""A question of fewer characters leads in the sentence behind it: 'Ready to start? …'."""
MOST_PARTS = 8


class Appeals:
    """Finds appeals by a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        groups: dict[str, Iterable[str]] = {
            "convenience": vocabulary.conveniences,
            "wish": vocabulary.wishes,
            "offer": vocabulary.offers,
            "urgency": vocabulary.urgency,
        }
        groups |= {f"verb:{name}": family.verbs for name, family in vocabulary.families.items()}
        groups |= {f"object:{name}": family.objects for name, family in vocabulary.families.items()}
        groups |= {f"purpose:{name}": family.purposes for name, family in vocabulary.families.items()}
        groups |= {f"lure:{name}": phrases for name, phrases in vocabulary.lures.items()}
        groups |= {f"other:{name}": phrases for name, phrases in vocabulary.others.items()}
        self._lexicon = Lexicon(groups)

    def within(self, reading: Reading, unit: Span) -> list[Appeal]:
        """The appeals of a sentence."""
        scene = Scene(self._vocabulary, self._lexicon, reading, unit)
        return [*asked(scene), *lured(scene), *shown(scene)]

    def displayed(self, reading: Reading, names: frozenset[str], *, of_offers: bool) -> Iterator[Appeal]:
        """The components and shortcodes that appeal: by the house, by their names and texts, or by where they lead.

        ``names`` are words of which names are made; ``of_offers`` tells whether those of the house's offers count.
        """
        house = reading.house
        owners = {name: offer.name for offer in house.offers for name in offer.components} if of_offers else {}
        for component in reading.components:
            signals = tuple(self._signals(reading, component, names.union(owners)))
            if signals:
                offer = owners.get(component.name) or only_offer(house)
                yield Appeal(component.span, f"<{component.name}>", "component", signals, offer)

    def _signals(self, reading: Reading, component: Component, names: frozenset[str]) -> Iterator[Signal]:
        roles = [reading.links.role(target) for target in component.targets]
        leading = next((role for role in roles if role.sells or role.kind == "gated"), None)
        if leading is None and any(role.kind != "leaning" for role in roles):
            return  # It leads to something else.
        if component.name in names or not names.isdisjoint(_parts(component.words)) or self._is_told(component.texts):
            yield Signal("component", component.name)
        if leading is not None:
            yield Signal("button", component.name)
            yield Signal(f"{leading.kind}-link", leading.words)

    def _is_told(self, texts: Iterable[str]) -> bool:
        """Whether a text of a component asks: 'Start your free trial', 'Try for free'."""
        for text in texts:
            mentions = list(self._lexicon.mentions(Words(text, 0, min(len(text), AROUND))))
            verbs = {one.group.removeprefix("verb:") for one in mentions if one.first == 0 and one.group[:5] == "verb:"}
            groups = {one.group for one in mentions}
            if verbs and (
                any(one[:5] == "lure:" for one in groups) or any(f"object:{verb}" in groups for verb in verbs)
            ):
                return True
        return False


def _parts(words: str) -> set[str]:
    """All runs of up to three words in a name: 'array', 'array cta' and 'cta' of 'array cta'."""
    parts = words.split()[:MOST_PARTS]
    return {" ".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, start + 4)}


def banners(reading: Reading) -> Iterator[Appeal]:
    """Pictures that are links to a commercial step."""
    for image, link in reading.links.banners():
        role = reading.links.role(link.url)
        signals = (Signal("button", image.alt or ""), Signal(f"{role.kind}-link", role.words))
        yield Appeal(link.span, image.alt or role.words, "button", signals, only_offer(reading.house))


def unit(reading: Reading, offset: int) -> Span:
    """The sentence at an offset, with the question that leads it in."""
    sentences = reading.sentences.of(reading.doc.prose.block_at(offset))
    sentence = reading.sentences.at(offset)
    at = bisect_right(sentences, sentence.start, key=lambda one: one.start) - 1
    text = reading.doc.prose.text
    if _leads_in(text, sentence) and at + 1 < len(sentences):
        return Span(sentence.start, sentences[at + 1].end)
    if at > 0 and _leads_in(text, sentences[at - 1]):
        return Span(sentences[at - 1].start, sentence.end)
    return sentence


def _leads_in(text: str, sentence: Span) -> bool:
    return sentence.length <= LONGEST_LEAD_IN and text[sentence.end - 1] == "?"
