"""Where a finding stands and by what it is known again, in the ways of other tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.text import Position, Source


def last_line(start: Position, end: Position) -> int:
    """The last line of which something lies between two positions."""
    return end.line - 1 if end.column == 1 and end.line > start.line else end.line


def fingerprints(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], show: Callable[[str], str]
) -> list[str]:
    """For each of the ordered diagnostics a text by which it is known in the next run, too.

    It rests on path, rule and the words that are marked, and so survives when lines move or messages are reworded.
    Where the same words are marked again they are numbered, so that no two diagnostics have the same.
    """
    from hashlib import sha256

    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for found in diagnostics:
        known_by = (show(found.path), found.rule, _words(found, sources.get(found.path)))
        text = "\0".join((*known_by, str(seen[known_by])))
        seen[known_by] += 1
        made.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made


def _words(found: Diagnostic, source: Source | None) -> str:
    """The marked words, else the line; the message of what was never read."""
    if source is None:
        return found.message
    words = source[found.start.offset, found.end.offset].split()
    return " ".join(words or source[source.line_span(found.start.line)].split())
