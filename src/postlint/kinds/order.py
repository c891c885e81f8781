"""``order``: what is to come first, and what only after it.

    order: {first: [Milvus], then: [Zilliz Cloud]}
    order: {first: {links: {role: project}}, then: {links: {role: commercial}}}

- ``first``: the thing whose first occurrence is to come before those of the other: a list of phrases, or a name such as
  links, with or without conditions; see [Things](#things).
- ``then``: the thing that may only follow. The finding points at the first of it, where that comes before the first
  ``first``, and names the place of that.

A post that has only one of both breaks no order; ``require`` asks for what is missing. Of phrases that begin at one
word the longest counts: 'Acme Cloud' is no 'Acme'.

A message may say ``{match}``, the words that came too early, and ``{first}``, those that they are to follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.diagnostic import Related
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.things import Things, values

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.kinds.grammar.look import Look
    from postlint.kinds.grammar.spec import Built, Spec

KEYS = phrases.PLAIN_KEYS
ADDS = "list"
PLACEHOLDERS = ("match", "first")
DEFAULT_MESSAGE = "'{match}' comes before '{first}', which should come first."


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping with ``first`` and ``then``."""
    found = values(spec, node, "'order'", ("first", "then"))
    if not found:
        return None
    things = Things(spec)
    first = things.untold(found[0], "'then'")
    then = things.told(found[1], PLACEHOLDERS)
    wording = phrases.wording(spec, PLACEHOLDERS, DEFAULT_MESSAGE)
    if first is None or then is None:
        return None

    def check(look: Look) -> Iterator[Finding]:
        later, early = look.found(first), look.found(then)
        if later and early and early[0].at < later[0].at:
            words = {"match": early[0].words(look.doc), "first": later[0].words(look.doc)}
            place = Related(look.doc.path, later[0].span(look.doc), f"'{words['first']}' comes only here.")
            yield wording.at(early[0].span(look.doc), words, related=(place,), entry=early[0].entry)

    return things.built(check, needs_hits=not (first.parts and then.parts))
