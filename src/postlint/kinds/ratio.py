"""``ratio``: how many of one thing there may or must be for each of another.

    ratio: {of: {links: {role: commercial}}, to: {links: {role: project}}, most: 2}
    ratio: {of: images, to: headings, least: 0.5}

- ``of`` and ``to``: the things that are compared: each a list of phrases, or a name such as links, with or without
  conditions; see [Things](#things).
- ``most``: so many ``of`` there may be for each ``to``: with ``most: 2`` six commercial links beside three to projects,
  and two where there is none to a project. The finding points at the first that is too many.
- ``least``: so many there must be; with ``least: 0.5`` one image for every two headings. The finding points at the
  first ``to`` for which there are too few ``of``.

A message may say ``{match}``, ``{of}`` and ``{to}`` as in '6 links' and '1 heading', and ``{most}`` and ``{least}``
where they are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.things import Things, tell_stepless, values
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.kinds.grammar.look import Look
    from postlint.kinds.grammar.spec import Built, Spec
    from postlint.kinds.grammar.wanted import Thing

KEYS = phrases.PLAIN_KEYS
ADDS = "list"
PLACEHOLDERS = ("match", "of", "to")
TOO_MANY = "'{match}' tips the balance: {of} beside {to}, at most {most} to 1."
TOO_FEW = "'{match}' tips the balance: {of} beside {to}, at least {least} to 1."
MOST = 1_000_000
ROUNDING = 1e-9
"""By so much may what computers make of a product be too small: 0.29 times 100 is 28.999999999999996."""


class Bounds(NamedTuple):
    """How many ``of`` there may be and must be for each ``to``."""

    most: float | None
    least: float | None

    def allowed(self, of: int, to: int) -> int:
        """How many of so many ``of`` there may be beside so many ``to``; beside none as many as beside one."""
        return of if self.most is None else int(self.most * max(to, 1) + ROUNDING)

    def served(self, of: int, to: int) -> int:
        """For how many of so many ``to`` there are enough ``of``."""
        return to if self.least is None else int(min(to, of / self.least + ROUNDING))

    @property
    def said(self) -> dict[str, str]:
        """The bounds that are given, as messages say them."""
        given = {"most": self.most, "least": self.least}
        return {name: f"{bound:,g}" for name, bound in given.items() if bound is not None}


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping with ``of``, ``to`` and the bounds."""
    found = values(spec, node, "'ratio'", ("of", "to"), ("most", "least"))
    if not found:
        return None
    bounds = _bounds(spec, node)
    placeholders = (*PLACEHOLDERS, *bounds.said)
    things = Things(spec)
    of = things.told(found[0], placeholders, counted=True)
    to = things.untold(found[1], "'of'", counted=True)
    many, few = (phrases.wording(spec, placeholders, default) for default in (TOO_MANY, TOO_FEW))
    if of is None or to is None:
        return None

    def check(look: Look) -> Iterator[Finding]:
        return _check(look, of, to, bounds, (many, few))

    is_anywhere = bool((of.parts and bounds.most is not None) or (to.parts and bounds.least is not None))
    return things.built(check, needs_hits=not is_anywhere)


def _bounds(spec: Spec, node: Node) -> Bounds:
    if node.get("most") is None and node.get("least") is None:
        spec.error(node.span, "'ratio' lacks a bound: 'most' or 'least'.")
    if node.get("least") is not None:
        tell_stepless(spec, node)
    most, least = _bound(spec, node, "most"), _bound(spec, node, "least")
    if most is not None and least is not None and least > most:
        spec.error(node.span, f"'least' is {least:g} and 'most' is {most:g}, so nothing would do.")
    return Bounds(most, least)


def _bound(spec: Spec, node: Node, key: str) -> float | None:
    found = node.get(key)
    if found is None:
        return None
    if isinstance(found.value, int | float) and not isinstance(found.value, bool) and 0 <= found.value < MOST:
        if found.value or key == "most":
            return float(found.value)
        spec.error(found.span, "'least: 0' asks for nothing.")
        return None
    spec.error(found.span, f"'{key}' is a number such as 2 or 0.5, not '{found.text}'.")
    return None


def _check(
    look: Look, of: Thing, to: Thing, bounds: Bounds, wordings: tuple[phrases.Wording, phrases.Wording]
) -> Iterator[Finding]:
    house = look.reading.house
    if not (of.is_known(house) and to.is_known(house)):
        return
    several, others = look.found(of), look.found(to)
    wording, surplus = wordings[0], several[bounds.allowed(len(several), len(others)) :]
    if not surplus:
        wording, surplus = wordings[1], others[bounds.served(len(several), len(others)) :]
    if surplus:
        first = surplus[0]
        said = {"of": of.name.counted(len(several)), "to": to.name.counted(len(others)), "match": first.words(look.doc)}
        yield wording.at(first.span(look.doc), bounds.said | said, entry=first.entry)
