"""``labeled``: phrases that want another word in their paragraph, such as a paid feature that wants its edition.

    labeled:
      phrases: ["{paid-features}"]
      by: ["{offers}", enterprise, paid]

A heading over the paragraph may say it as well, and so may the title; what is quoted passes.
Messages may say ``{match}`` and ``{offer}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.reading.words import Lexicon, Words, words_in

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Block, Document
    from postlint.house import House
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = phrases.PLAIN_KEYS
PLACEHOLDERS = ("match", "offer")
NODE_KEYS = ("phrases", "by")


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of two lists of phrases."""
    spec.unknown_keys(node, NODE_KEYS, "'labeled'")
    wording = phrases.wording(spec, PLACEHOLDERS)
    lists: dict[str, list[Entry]] = {}
    for key in NODE_KEYS:
        found = node.get(key)
        if found is None or found.kind != "sequence" or not found.items:
            spec.error((found or node).span, f"'{key}' is a list of phrases.")
            return None
        lists[key] = [Entry(text) for item in spec.items(found) if (text := spec.text_of(item, "A phrase"))]
    place = spec.place()
    needles = tuple(spec.needle(entry, node.span, case_sensitive=False) for key in NODE_KEYS for entry in lists[key])
    first_label = len(lists["phrases"])

    def check(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        if reading.subject == "offer":
            return
        labels = [hit for hit in hits if hit.needle >= first_label]
        labeled = {doc.prose.block_at(hit.start) for hit in labels}
        by_heading = Headings(reading, labeled)
        told: set[Block] = set()
        for hit in place.hits_in(doc, (hit for hit in hits if hit.needle < first_label)):
            block = doc.prose.block_at(hit.start)
            if block in labeled or block in told or by_heading.labels(hit.start):
                continue
            if reading.voices.quotation(hit.start, hit.end) is not None:
                continue
            told.add(block)
            offer = _offer_of(reading.house, doc.prose.text[hit.start : hit.end])
            yield wording.finding(doc, hit, lists["phrases"][hit.needle], offer=offer)

    return Built(needles, check, ("doc", "reading", "hits"))


class Headings:
    """Which headings of a post hold a label."""

    def __init__(self, reading: Reading, labeled: set[Block]) -> None:
        self._layout = reading.layout
        self._starts = {block.start for block in labeled if "heading" in block.scopes}

    def labels(self, offset: int) -> bool:
        return self._layout.section(offset).start in self._starts


def _offer_of(house: House, feature: str) -> str:
    """The offer that has a feature; the first that has features where none has it by this very name."""
    words = words_in(feature)
    for offer in house.offers:
        lexicon = Lexicon({"feature": offer.paid_features})
        if any(True for _ in lexicon.mentions(Words(" ".join(words), 0, len(" ".join(words))))):
            return offer.name
    return "a paid edition"
