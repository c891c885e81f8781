"""``length``: how long a sentence, a paragraph, a heading, a list item or a front matter text may and must be.

    length: {of: words, per: sentence, most: 40}

- ``of``: what is counted: words (if it is left out), characters or sentences. A word is what stands between blanks;
  code is one word, a URL is one, too, and so is each character of Chinese or Japanese.
- ``per``: in what: sentence, paragraph, heading, list-item, or a front matter key such as title; any other key is
  written ``front-matter.key``. Of a list such as tags each text is counted by itself.
- ``most``, ``least``: the bounds, one of them or both. What is not there at all is not too short.

``in: h2`` narrows the place. A message may say ``{count}``, ``{counted}`` (the count with its noun, as in '52 words'),
``{most}``, ``{least}``, and ``{match}``, the first words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from postlint.document import MASK
from postlint.errors import did_you_mean
from postlint.expression import expression
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.places import FRONT_MATTER_KEYS, SCOPES, Place, place
from postlint.kinds.grammar.spec import Built, Spec
from postlint.reading import word_count
from postlint.records import NamedTuple
from postlint.rule import Hit

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.reading import Reading

KEYS = ("message", "help", "in")
UNITS = {"sentence": "prose", "paragraph": "paragraphs", "heading": "headings", "list-item": "list-items"}
"""What may stand under ``per``, with the place where it is looked for."""

FIRST_WORDS = expression(r"(?:\S+\s+){5}\S+")


class Bounds(NamedTuple):
    """What is counted in what, and how much of it there may be."""

    of: str
    per: str
    least: int | None
    most: int | None

    def hold(self, count: int) -> bool:
        return (self.most is None or count <= self.most) and (self.least is None or count >= self.least)

    @property
    def given(self) -> dict[str, int]:
        return {name: bound for name in ("least", "most") if (bound := getattr(self, name)) is not None}


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping with ``of``, ``per`` and the bounds."""
    bounds = _bounds(spec, node)
    if bounds is None:
        return None
    wording = phrases.wording(spec, ("count", "counted", "match", *bounds.given), _default_message(bounds))
    where = _place(spec, bounds)

    def check(reading: Reading) -> Iterator[Finding]:
        doc = reading.doc
        for start, end in _units(reading, where, bounds):
            if bounds.least is None and not _may_exceed(doc.prose.text, start, end, bounds):
                continue
            count = COUNTS[bounds.of](reading, start, end)
            if not bounds.hold(count):
                words = {name: f"{bound:,}" for name, bound in bounds.given.items()}
                counted = f"{count:,} {bounds.of if count != 1 else bounds.of.removesuffix('s')}"
                words |= {"count": f"{count:,}", "counted": counted, "match": _first_words(doc, start, end)}
                yield wording.at(doc.prose.span(start, end), words)

    return Built((), check, ("reading",))


# Counting


def _units(reading: Reading, where: Place, bounds: Bounds) -> Iterator[tuple[int, int]]:
    """What is measured, by its start and end in the prose."""
    prose = reading.doc.prose
    blocks = prose.blocks
    if bounds.least is None:
        blocks = [block for block in blocks if _may_exceed(prose.text, block.start, block.end, bounds)]
    scope = SCOPES.get(UNITS.get(bounds.per, ""))
    for start, end, _ in where.hits_in(reading.doc, (Hit(block.start, block.end, 0) for block in blocks)):
        block = prose.block_at(start)
        if bounds.per == "sentence":
            yield from reading.sentences.of(block)
        elif scope is None or scope in block.scopes:
            yield start, end


def _may_exceed(text: str, start: int, end: int, bounds: Bounds) -> bool:
    """Whether anything in a stretch can be too long; a cheap look, since for nearly all the answer is no."""
    most = bounds.most or 0
    if bounds.of == "words":
        return end - start >= most and word_count.at_most(text[start:end]) > most
    return end - start > most or MASK in text[start:end]


def _words(reading: Reading, start: int, end: int) -> int:
    return word_count.count(reading.doc.prose.text, start, end)


def _characters(reading: Reading, start: int, end: int) -> int:
    """The characters as they are read: of code those between its marks."""
    doc = reading.doc
    text = doc.prose.text
    count = end - start
    at = text.find(MASK, start, end)
    while at >= 0:
        count += len(doc.source[doc.prose.span(at, at + 1)].strip("`")) - 1
        at = text.find(MASK, at + 1, end)
    return count


def _sentences(reading: Reading, start: int, end: int) -> int:
    return len(reading.sentences.of(reading.doc.prose.block_at(start)))


COUNTS: dict[str, Callable[[Reading, int, int], int]] = {
    "words": _words,
    "characters": _characters,
    "sentences": _sentences,
}


def _first_words(doc: Document, start: int, end: int) -> str:
    """The words by which a reader finds it."""
    found = FIRST_WORDS.match(doc.prose.text, start, end)
    stop = found.end() if found else end
    return phrases.as_told(doc, Hit(start, stop, 0)) + ("" if stop == end else " …")


# What stands in the file


def _bounds(spec: Spec, node: Node) -> Bounds | None:
    if node.kind != "mapping" or not node.entries:
        spec.error(node.span, "'length' is a mapping such as {of: words, per: sentence, most: 40}.")
        return None
    before = len(spec.errors)
    spec.unknown_keys(node, Bounds._fields, "'length'")
    of = spec.choice("of", {name: name for name in COUNTS}, "words", node)
    per = spec.string("per", node)
    if node.get("per") is None:
        spec.error(node.span, "'length' lacks 'per', which says what is measured.")
    if per and per not in UNITS and not _key(per):
        names = (*UNITS, *FRONT_MATTER_KEYS)
        spec.error(
            node.get("per").span,  # type: ignore[union-attr]
            f"'per' is {', '.join(UNITS)} or a front matter key, not '{per}'.{did_you_mean(per, names)} "
            f"A front matter key can be written 'front-matter.{per}'.",
        )
    least, most = spec.number("least", node), spec.number("most", node)
    if node.get("least") is None and node.get("most") is None:
        spec.error(node.span, "'length' lacks its bound, 'most' or 'least'.")
    elif least is not None and most is not None and least > most:
        spec.error(node.span, f"Nothing has {least} or more and {most} or less; turn 'least' and 'most' around.")
    if (of, per) == ("sentences", "sentence"):
        spec.error(node.span, "A sentence has one sentence; count its words or characters.")
    return Bounds(of, per, least, most) if len(spec.errors) == before else None


def _key(per: str) -> str:
    """The front matter key that ``per`` names; empty where it names none."""
    return per if per in FRONT_MATTER_KEYS else per.removeprefix("front-matter.") if "." in per else ""


def _place(spec: Spec, bounds: Bounds) -> Place:
    """The ``in:`` of the rule, else the place that ``per`` tells."""
    given = spec.root.get("in")
    if given is None:
        told = place([UNITS.get(bounds.per, bounds.per)])
        return told if isinstance(told, Place) else Place()
    if bounds.per not in UNITS:
        spec.error(given.span, f"'per: {bounds.per}' already tells the place; leave 'in' out.")
    return spec.place()


def _default_message(bounds: Bounds) -> str:
    thing = f"This {bounds.per.replace('-', ' ')}" if bounds.per in UNITS else "'{match}'"
    if bounds.least is None:
        return f"{thing} has {{counted}}, more than {{most}}."
    if bounds.most is None:
        return f"{thing} has {{counted}}, fewer than {{least}}."
    return f"{thing} has {{counted}}; {{least}} to {{most}} are fine."
