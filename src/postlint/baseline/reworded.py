"""Findings of a baseline that fixes have left in other words: the baseline is to know them still.

Where a finding is after the fixes is reckoned from their edits, so that a new finding is never taken for an old one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.baseline.record import Baseline, Key

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic, Edit

Moves = Mapping[tuple[Key, Key], int]
"""How many findings had the first key and have the second one."""


def pairs(
    before: Sequence[Diagnostic], after: Sequence[Diagnostic], rounds: Iterable[Sequence[Edit]]
) -> list[tuple[int, int]]:
    """Which findings of a post are which after its fixes, by their numbers in both; each is one other at most."""
    places = [(one.start.offset, one.end.offset) for one in before]
    for edits in rounds:
        places = [_moved(place, edits) for place in places]
    by_rule: dict[str, list[int]] = {}
    for number, one in enumerate(after):
        by_rule.setdefault(one.rule, []).append(number)
    near = []
    for number, (one, (start, end)) in enumerate(zip(before, places, strict=True)):
        for other in by_rule.get(one.rule, ()):
            there = after[other].start.offset, after[other].end.offset
            if there == (start, end) or (there[0] < end and start < there[1]):
                near.append((abs(there[0] - start) + abs(there[1] - end), number, other))
    taken: dict[int, int] = {}
    left = set(range(len(after)))
    for _, number, other in sorted(near):
        if number not in taken and other in left:
            taken[number] = other
            left.remove(other)
    return sorted(taken.items())


def _moved(place: tuple[int, int], edits: Iterable[Edit]) -> tuple[int, int]:
    """A stretch after edits: what begins or ends within an edit begins or ends with what came for it."""
    start, end = place
    by_start = by_end = 0
    for span, text in edits:
        grown = len(text) - (span.end - span.start)
        if span.end <= start:
            by_start += grown
        elif span.start < start:
            by_start += span.start - start
        if span.end <= end:
            by_end += grown
        elif span.start < end:
            by_end += span.start + len(text) - end
    return start + by_start, end + by_end


def widened(baseline: Baseline, moves: Moves) -> Baseline:
    """The baseline with the new keys beside the old ones, for as long as the fixes are being written."""
    return _with(baseline, Counter(), moves)


def moved(baseline: Baseline, moves: Moves) -> Baseline:
    """The baseline with the new keys in place of the old ones; it holds as many findings as before."""
    gone: Counter[Key] = Counter()
    for (old, _), count in moves.items():
        gone[old] += count
    return _with(baseline, gone, moves)


def _with(baseline: Baseline, gone: Counter[Key], moves: Moves) -> Baseline:
    counts = Counter(baseline.counts)
    counts.subtract(gone)
    for (_, new), count in moves.items():
        counts[new] += count
    return baseline._replace(counts=dict(+counts))
