"""Where a rule looks: the names that may stand under ``in:``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.kinds.grammar.advice import meant_by
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Block, Document
    from postlint.rule import Hit
    from postlint.text import Span

SCOPES = {
    "paragraphs": "paragraph",
    "headings": "heading",
    "list-items": "list-item",
    "table-cells": "table-cell",
    "captions": "caption",
    "footnotes": "footnote",
    "quotes": "quote",
    "alt-text": "alt-text",
    "front-matter": "front-matter",
    **{f"h{level}": f"h{level}" for level in range(1, 7)},
}
FRONT_MATTER_KEYS = (
    "title linkTitle subtitle summary description desc excerpt tags tag categories category keywords series author "
    "authors slug image_caption"
).split()
NAMES = ("prose", "link-text", "first-section", "last-section", *SCOPES, *FRONT_MATTER_KEYS)
FIRST_WORDS = expression(r"first (\d+) words")


class Place(NamedTuple):
    """Scopes of blocks, keys of the front matter, link texts, prose as a whole or its beginning or end: what stands in
    one of them counts.

    ``first_words`` counts the words of prose with which a post begins; ``sections`` has first-section, last-section.
    """

    scopes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    link_text: bool = False
    prose: bool = True
    sections: tuple[str, ...] = ()
    first_words: int = 0

    def hits_in(self, doc: Document, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Those of the hits that stand in this place."""
        links = sorted(link.prose for link in doc.links if link.prose.length) if self.link_text else ()
        stretches = self._stretches(doc) if self.sections else ()
        first_words_end = _end_of_words(doc, self.first_words) if self.first_words else 0
        for hit in hits:
            block = doc.prose.block_at(hit.start)
            if (
                self._holds(block)
                or (links and self._reads_quote(block) and _is_within(hit, links))
                or (block.is_prose and hit.start < first_words_end)
                or (stretches and block.is_prose and _stands_in(doc, block, stretches))
            ):
                yield hit

    def holds(self, doc: Document, hit: Hit) -> bool:
        """Whether one hit stands in this place."""
        return any(self.hits_in(doc, (hit,)))

    def _stretches(self, doc: Document) -> tuple[Span, ...]:
        chosen = {"first-section": doc.sections[0].span, "last-section": doc.sections[-1].span}
        return tuple(chosen[name] for name in self.sections)

    def _holds(self, block: Block) -> bool:
        if self.prose and block.is_prose:
            return True
        if self.keys and block.scopes[:1] == ("front-matter",) and block.scopes[1] in self.keys:
            return True
        return not set(self.scopes).isdisjoint(block.scopes) and self._reads_quote(block)

    def _reads_quote(self, block: Block) -> bool:
        """Whether the block is in no quote; what a quote holds counts only where quotes are named."""
        return "quote" not in block.scopes or "quote" in self.scopes


def place(names: list[str]) -> Place | str:
    """The place that these names mean, prose where there are none; a text that says which name is wrong."""
    scopes: list[str] = []
    keys: list[str] = []
    sections: list[str] = []
    first_words = 0
    for name in names:
        if first := FIRST_WORDS.fullmatch(name):
            first_words = max(first_words, int(first.group(1)[:9]))
        elif name in ("first-section", "last-section"):
            sections.append(name)
        elif name in SCOPES:
            scopes.append(SCOPES[name])
        elif name in FRONT_MATTER_KEYS:
            keys.append(name)
        elif name.startswith("front-matter."):
            keys.append(name.removeprefix("front-matter."))
        elif name not in ("prose", "link-text"):
            return f"'{name}' is no place in a post.{_advice(name)}"
    is_prose = not names or "prose" in names
    return Place(tuple(scopes), tuple(keys), "link-text" in names, is_prose, tuple(sections), first_words)


def _advice(name: str) -> str:
    if number := re.match(r"first\D*(\d+)", name):
        return f" Write 'first {number.group(1)} words'."
    if meant := meant_by(name, NAMES):
        return f" Did you mean '{meant}'?"
    return f" A key of the front matter is written 'front-matter.{name}'." if re.fullmatch(r"[\w-]+", name) else ""


def _stands_in(doc: Document, block: Block, stretches: Iterable[Span]) -> bool:
    at = doc.prose.span(block.start, block.start + 1)
    return any(stretch.contains(at) for stretch in stretches)


def _end_of_words(doc: Document, count: int) -> int:
    """The offset in the prose where so many words of it have been read."""
    text = doc.prose.text
    for block in doc.prose.blocks:
        if not block.is_prose:
            continue
        words = len(text[block.start : block.end].split())
        if words >= count:
            found = [word.end() for word in islice(re.finditer(r"\S+", text[block.start : block.end]), count)]
            return block.start + found[-1] if found else block.start
        count -= words
    return len(text)


def _is_within(hit: Hit, links: Sequence[tuple[int, int]]) -> bool:
    """Whether a hit lies in one of these stretches of prose, which are sorted and do not overlap."""
    index = bisect_right(links, hit.start, key=lambda link: link[0]) - 1
    return index >= 0 and hit.end <= links[index][1]
