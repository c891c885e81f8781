"""``require``: what a post must have, or what must stand beside something else.

    require: [Apache-2.0, MIT]
    require: {links: {role: community}}
    require: {of: {links: {host: github.com}}, least: 2}
    require: {when: [faster than, times faster], then: [benchmark, {links}], within: section}

- A thing alone, or under ``of``, must be there; with ``least`` so many times. It is a list of phrases, any of which
  will do, or a name such as links, with or without conditions; see [Things](#things). The finding points at the title.
- ``when`` and ``then``: where the first stands, the second must stand, too, before or after it. The finding points at
  the first that stands without; ``then`` may be anything that ``when`` may be.
- ``within``: how near: sentence, paragraph, heading (up to the next heading of any level), section (up to the next
  heading of the highest level that the post uses), or post, if it is left out. A table is one paragraph, and each row
  of it a sentence.

A message may say ``{match}``, and with ``when`` also ``{then}`` and ``{place}`` as in 'its section'; else ``{things}``
as in '1 link', ``{count}``, ``{least}``, and ``{missing}`` as in 'a link'.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.stretches import WITHIN, around
from postlint.kinds.grammar.things import Things, tell_stepless, tell_unnamed, values

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.kinds.grammar.look import Found, Look
    from postlint.kinds.grammar.spec import Built, Spec
    from postlint.kinds.grammar.wanted import Thing
    from postlint.text import Span

KEYS = phrases.PLAIN_KEYS
ADDS = "list"
PLACEHOLDERS = ("match", "count", "things", "least", "missing")
PLACEHOLDERS_OF_WHEN = ("match", "then", "place")
MISSING = "This post lacks {missing}."
TOO_FEW = "This post has {things}; it should have at least {least}."
ALONE = "'{match}' comes without {then} in {place}."


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a thing, of a mapping with ``of``, or of one with ``when`` and ``then``."""
    names = [entry.key.text for entry in node.entries]
    of_two = next((name for name in names if name in ("when", "then", "within")), None)
    if of_two is not None:
        return _build_when(spec, node, of_two)
    if not {"of", "least"}.intersection(names):
        return _build_of(spec, node, node, 1)
    found = values(spec, node, "'require'", ("of",), ("least",))
    if not found:
        return None
    least = spec.number("least", node)
    if least == 0:
        spec.error(node.span, "'least: 0' asks for nothing.")
    return _build_of(spec, node, found[0], least or 1)


def _build_of(spec: Spec, node: Node, of: Node, least: int) -> Built | None:
    things = Things(spec)
    thing = things.untold(of, "the post as a whole", counted=True, adds=True)
    tell_stepless(spec, node)
    tell_unnamed(spec, node, thing)
    wording = phrases.wording(spec, PLACEHOLDERS, MISSING if least == 1 else TOO_FEW)
    if thing is None:
        return None

    def check(look: Look) -> Iterator[Finding]:
        count = look.count(thing)
        if count < least and thing.is_known(look.reading.house):
            said = {"count": f"{count:,}", "things": thing.name.counted(count), "missing": thing.name.missing}
            yield wording.at(look.post.span, {**said, "match": look.post.words, "least": f"{least:,}"})

    return things.built(check, needs_hits=False)


def _build_when(spec: Spec, node: Node, name: str) -> Built | None:
    found = values(spec, node, f"'require' with '{name}'", ("when", "then"), ("within",))
    if not found:
        return None
    within: str = spec.choice("within", {name: name for name in WITHIN}, "post", node)
    things = Things(spec)
    when = things.told(found[0], PLACEHOLDERS_OF_WHEN)
    then = things.untold(found[1], "'when'")
    tell_unnamed(spec, node, then)
    wording = phrases.wording(spec, PLACEHOLDERS_OF_WHEN, ALONE)
    if when is None or then is None:
        return None

    def check(look: Look) -> Iterator[Finding]:
        if then.is_known(look.reading.house):
            for found in _alone(look, when, then, within):
                said = {"match": found.words(look.doc), "then": then.name.missing, "place": WITHIN[within]}
                yield wording.at(found.span(look.doc), said, entry=found.entry)

    return things.built(check, needs_hits=not when.parts)


def _alone(look: Look, when: Thing, then: Thing, within: str) -> Iterator[Found]:
    """The first ``when`` in each stretch that has no ``then``."""
    several = look.found(when)
    others = [one.at for one in look.found(then)] if several else []
    told: set[Span] = set()
    for found in several:
        stretch = around(look, found, within)
        if stretch not in told:
            told.add(stretch)
            first = bisect_left(others, stretch.start)
            if first == len(others) or others[first] >= stretch.end:
                yield found
