"""Bars and sparklines made of block characters, for terminals."""

from __future__ import annotations

from collections.abc import Sequence

BAR = 10
WIDEST = 48
"""So many months at most are drawn, the last ones."""
EIGHTHS = " ▏▎▍▌▋▊▉█"
LEVELS = "▁▂▃▄▅▆▇█"


def bar(share: float) -> str:
    """A bar for a share from 0 to 1; it is full where the share is 1 only."""
    full, rest = divmod(int(share * BAR * 8), 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(BAR)


def sparkline(shares: Sequence[float | None]) -> str:
    """A column for each share, from the lowest level for 0 to the highest for the largest; a gap for None."""
    highest = max((share for share in shares if share is not None), default=0) or 1
    return "".join(" " if share is None else LEVELS[round(share / highest * (len(LEVELS) - 1))] for share in shares)


def months(named: Sequence[str]) -> list[str]:
    """All months from the first to the last of those that are named, as 2024-01; no more than the last ``WIDEST``."""
    numbers = [int(name[:4]) * 12 + int(name[5:7]) - 1 for name in named]
    if not numbers:
        return []
    first = max(min(numbers), max(numbers) - WIDEST + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, max(numbers) + 1)]
