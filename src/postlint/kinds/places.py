"""Where a rule looks: the names that may stand under ``in:``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.errors import did_you_mean

if TYPE_CHECKING:
    from postlint.document import Block, Document
    from postlint.rule import Hit

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
NAMES = ("prose", "link-text", *SCOPES, *FRONT_MATTER_KEYS)


class Place(NamedTuple):
    """Scopes of blocks, keys of the front matter, link texts, prose as a whole: what stands in one of them counts."""

    scopes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    link_text: bool = False
    prose: bool = True

    def hits_in(self, doc: Document, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Those of the hits that stand in this place."""
        links = sorted(link.prose for link in doc.links if link.prose.length) if self.link_text else ()
        for hit in hits:
            block = doc.prose.block_at(hit.start)
            if self._holds(block) or (links and self._reads_quote(block) and _is_within(hit, links)):
                yield hit

    def holds(self, doc: Document, hit: Hit) -> bool:
        """Whether one hit stands in this place."""
        return any(self.hits_in(doc, (hit,)))

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
    for name in names:
        if name in SCOPES:
            scopes.append(SCOPES[name])
        elif name in FRONT_MATTER_KEYS:
            keys.append(name)
        elif name.startswith("front-matter."):
            keys.append(name.removeprefix("front-matter."))
        elif name not in ("prose", "link-text"):
            hint = did_you_mean(name, NAMES)
            return f"'{name}' is no place in a post.{hint} A front matter key can be written 'front-matter.{name}'."
    return Place(tuple(scopes), tuple(keys), "link-text" in names, not names or "prose" in names)


def _is_within(hit: Hit, links: Sequence[tuple[int, int]]) -> bool:
    """Whether a hit lies in one of these stretches of prose, which are sorted and do not overlap."""
    index = bisect_right(links, hit.start, key=lambda link: link[0]) - 1
    return index >= 0 and hit.end <= links[index][1]
