"""``limit``: how many of a thing there may be, and how many there must be.

    limit: {of: ["!"], most: 3}
    limit: {of: {links: {role: commercial}}, most: 2, per: 1000 words}
    limit: {of: [{images}, {tables}], least: 1, per: section}
    limit: {of: words, most: 400, per: heading}

- ``of``: the thing that is counted: a list of phrases, or a name such as links, with or without conditions; see
  [Things](#things).
- ``most``, ``least``: the bounds, one of them or both. The finding points at the first that is too many; where there
  are too few, at the heading of the section or the title of the post.
- ``per``: ``post`` if it is left out; ``section``, from a heading of the highest level that the post uses to the next
  one; ``heading``, from a heading to the next of any level; or so many words, such as ``1000 words``. A post of fewer
  words may have as many as one of that length, and needs none. What stands before the first heading counts as a
  section, too, but needs nothing.

A message may say ``{match}``; ``{count}``, and ``{things}`` as in '4 links'; ``{number}``, which of them is the first
too many; ``{place}`` as in 'this post'; ``{most}`` and ``{least}`` where they are given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.parts import heading_part
from postlint.kinds.grammar.stretches import PER, Per, per, units
from postlint.kinds.grammar.things import Things, tell_stepless, tell_unnamed, values
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.kinds.grammar.look import Look
    from postlint.kinds.grammar.spec import Built, Spec
    from postlint.kinds.grammar.wanted import Thing
    from postlint.reading import Reading

KEYS = phrases.PLAIN_KEYS
ADDS = "list"
PLACEHOLDERS = ("match", "count", "things", "number", "place")
TOO_MANY = "'{match}' is number {number} of {things} in {place}; the limit is {most}."
ANY_IS_TOO_MANY = "'{match}' should not be there: {place} has {things}, and the limit is 0."
TOO_FEW = "This post has {things}; it should have at least {least}."
TOO_FEW_IN_SECTION = "'{match}' has {things}; it should have at least {least}."


class Bounds(NamedTuple):
    """How many there may be and must be, and in what they are counted."""

    most: int | None
    least: int | None
    per: Per

    def allowed(self, reading: Reading) -> int | None:
        """How many there may be in each unit."""
        if self.most is None or not self.per.words:
            return self.most
        return max(self.most, self.most * reading.word_count // self.per.words)

    def needed(self, reading: Reading) -> int:
        """How many there must be in each unit."""
        least = self.least or 0
        return least * reading.word_count // self.per.words if self.per.words else least

    @property
    def said(self) -> dict[str, str]:
        """The bounds that are given, as messages say them."""
        per_words = f" for {self.per.words:,} words" if self.per.words else ""
        given = {"most": self.most, "least": self.least}
        return {name: f"{bound:,}{per_words}" for name, bound in given.items() if bound is not None}


class Words(NamedTuple):
    """What the rule says of too many and of too few."""

    many: phrases.Wording
    few: phrases.Wording


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping with ``of``, the bounds and ``per``."""
    found = values(spec, node, "'limit'", ("of",), ("most", "least", "per"))
    if not found:
        return None
    bounds = _bounds(spec, node)
    placeholders = (*PLACEHOLDERS, *bounds.said)
    things = Things(spec)
    thing = things.told(found[0], placeholders, counted=True)
    if bounds.least:
        tell_stepless(spec, node)
        tell_unnamed(spec, node, thing)
    many = phrases.wording(spec, placeholders, TOO_MANY if bounds.most else ANY_IS_TOO_MANY)
    few = phrases.wording(spec, placeholders, TOO_FEW if bounds.per.unit == "post" else TOO_FEW_IN_SECTION)
    if thing is None:
        return None

    def check(look: Look) -> Iterator[Finding]:
        return _check(look, thing, bounds, Words(many, few))

    return things.built(check, needs_hits=not thing.parts and not bounds.least)


def _bounds(spec: Spec, node: Node) -> Bounds:
    most, least = spec.number("most", node), spec.number("least", node)
    if node.get("most") is None and node.get("least") is None:
        spec.error(node.span, "'limit' lacks a bound: 'most' or 'least'.")
    elif least == 0:
        spec.error(node.span, "'least: 0' asks for nothing.")
    elif most is not None and least is not None and least > most:
        spec.error(node.span, f"'least' is {least} and 'most' is {most}, so nothing would do.")
    return Bounds(most, least, per(spec, node))


def _check(look: Look, thing: Thing, bounds: Bounds, words: Words) -> Iterator[Finding]:
    allowed = bounds.allowed(look.reading)
    needed = bounds.needed(look.reading) if thing.is_known(look.reading.house) else 0
    count = look.count(thing)
    is_enough = count >= needed if bounds.per.unit == "post" else not needed
    if is_enough and (allowed is None or count <= allowed):
        return
    found = look.found(thing)
    for unit in units(look.doc, bounds.per.unit):
        first, end = (bisect_left(found, at, key=lambda one: one.at) for at in unit.span)
        said = {**bounds.said, "place": PER[bounds.per.unit]}
        said |= {"count": f"{end - first:,}", "things": thing.name.counted(end - first)}
        if allowed is not None and end - first > allowed:
            surplus = found[first + allowed]
            said |= {"match": surplus.words(look.doc), "number": f"{allowed + 1:,}"}
            yield words.many.at(surplus.span(look.doc), said, entry=surplus.entry)
        elif end - first < needed:
            part = heading_part(look.doc, unit.heading) if unit.heading else look.post
            if unit.heading or bounds.per.unit == "post":
                yield words.few.at(part.span, said | {"match": part.words, "number": f"{end - first:,}"})
