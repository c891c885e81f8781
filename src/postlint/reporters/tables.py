"""Findings counted by rule and by post."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.reporters.escape import visible
from postlint.reporters.options import Options
from postlint.reporters.paint import BOLD, Paint

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic

MOST_POSTS = 20


def rule_table(diagnostics: Iterable[Diagnostic], options: Options) -> Iterator[str]:
    """How often each rule was broken and in how many posts, the most frequent first."""
    posts: dict[str, set[str]] = defaultdict(set)
    for found in diagnostics:
        posts[found.rule].add(found.path)
    rows = _counted(diagnostics, lambda found: found.rule)
    yield from _table("rule", [(rule, counts, len(posts[rule])) for rule, counts in rows], options)


def post_table(diagnostics: Iterable[Diagnostic], options: Options) -> Iterator[str]:
    """How many findings the posts have, those with most first; of many posts the first ones."""
    rows = _counted(diagnostics, lambda found: options.show_path(found.path))
    yield from _table("post", [(path, counts, None) for path, counts in rows[:MOST_POSTS]], options)
    if len(rows) > MOST_POSTS:
        left = sum(sum(counts.values()) for _, counts in rows[MOST_POSTS:])
        yield f"and {len(rows) - MOST_POSTS:,} further posts with {left:,} findings"


def _counted(
    diagnostics: Iterable[Diagnostic], key: Callable[[Diagnostic], str]
) -> list[tuple[str, Counter[Severity]]]:
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for found in diagnostics:
        counts[key(found)][found.severity] += 1
    return sorted(counts.items(), key=lambda row: (-row[1].total(), row[0]))


def _table(what: str, rows: Sequence[tuple[str, Counter[Severity], int | None]], options: Options) -> Iterator[str]:
    severities = [severity for severity in reversed(Severity) if any(counts[severity] for _, counts, _ in rows)]
    with_posts = any(posts is not None for _, _, posts in rows)
    lines = [[*(f"{severity.label}s" for severity in severities), *(["posts"] if with_posts else []), what]]
    for name, counts, posts in rows:
        numbers = [counts[severity] for severity in severities] + ([posts] if posts is not None else [])
        lines.append([*(f"{number:,}" if number else "-" for number in numbers), visible(name)])
    widths = [max(len(cells[i]) for cells in lines) for i in range(len(lines[0]) - 1)]
    for i, (*counted, name) in enumerate(lines):
        text = "  ".join([*(number.rjust(room) for number, room in zip(counted, widths, strict=True)), name])
        yield Paint(on=options.color)(text, BOLD) if i == 0 else text
