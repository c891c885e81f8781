"""Fixes carried out again and again until there is none left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from postlint import fix
from postlint.diagnostic import Diagnostic, Edit
from postlint.records import NamedTuple
from postlint.text import BOM, Source

MOST_ROUNDS = 10


class FixResult(NamedTuple):
    """A text with its fixes carried out, and how many these were, by rule.

    ``unsettled`` names rules whose fixes call for each other without end; ``text`` is then as it was. ``found`` is what
    was there before and ``left`` what is there now; ``edits`` are those between, round by round.
    """

    text: str
    rules: Mapping[str, int] = {}
    unsettled: tuple[str, ...] = ()
    found: Sequence[Diagnostic] = ()
    left: Sequence[Diagnostic] = ()
    edits: tuple[tuple[Edit, ...], ...] = ()

    @property
    def fixes(self) -> int:
        return sum(self.rules.values())


def fixed(text: str, first: list[Diagnostic], check: Callable[[str], list[Diagnostic]], *, unsafe: bool) -> FixResult:
    """Carry out the fixes of ``first``, then those that ``check`` finds, until there is none left."""
    mark = BOM if Source(text).has_bom else ""
    now = Source(text).text
    seen = {now: 0}
    rounds: list[dict[str, int]] = []
    edits: list[tuple[Edit, ...]] = []
    found = first
    while len(rounds) <= MOST_ROUNDS:
        proposed = ((one.fix, one.rule) for one in found)
        rules = {fix.unplaced(placed): rule for placed, rule in proposed if placed and (placed.safe or unsafe)}
        applied = fix.apply(now, rules)
        if not applied.fixes:
            return FixResult(mark + now, _sums(rounds), (), first, found, tuple(edits))
        now = applied.text
        edits.append(tuple(edit for one in applied.fixes for edit in one.edits))
        rounds.append(_sums({rules[one]: 1} for one in applied.fixes))
        if now in seen:
            break
        seen[now] = len(rounds)
        found = check(mark + now)
    at_odds = rounds[seen[now] :] or rounds[-1:]
    return FixResult(text, unsettled=tuple(sorted(set().union(*at_odds))))


def _sums(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        for name, number in count.items():
            total[name] = total.get(name, 0) + number
    return total
