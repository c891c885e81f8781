"""The sections of a post: its opening, and what stands under each heading of the highest level that it uses.

And its passages: its opening, and what stands between a heading and the next, of whatever level.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document.nodes import Heading, Quote


class Section(NamedTuple):
    """A stretch of the body, up to the next one; the opening has no heading."""

    heading: Heading | None
    span: Span


def sections(text: str, body: Span, headings: Sequence[Heading]) -> list[Section]:
    """The sections of a body, front to back; one that is blank but for its heading counts, a blank opening does not.

    A single h1 above all other headings is the post's title and belongs to the opening.
    """
    title, below = _below_title(headings)
    top = min((heading.level for heading in below), default=0)
    return _cut(text, body, title, [heading for heading in below if heading.level == top])


def passages(text: str, body: Span, headings: Sequence[Heading]) -> list[Section]:
    """The passages of a body, front to back; what is blank and what is the title counts as in sections."""
    return _cut(text, body, *_below_title(headings))


def _below_title(headings: Sequence[Heading]) -> tuple[Heading | None, list[Heading]]:
    ordered = sorted(headings, key=lambda heading: heading.span.start)
    levels = [heading.level for heading in ordered]
    return (ordered[0], ordered[1:]) if levels[:1] == [1] and 1 not in levels[1:] else (None, ordered)


def _cut(text: str, body: Span, title: Heading | None, heads: Sequence[Heading]) -> list[Section]:
    starts = [heading.span.start for heading in heads]
    ends = [*starts[1:], body.end]
    found = [Section(heading, Span(start, end)) for heading, start, end in zip(heads, starts, ends, strict=False)]
    opening = Span(body.start, starts[0] if starts else body.end)
    read_from = title.span.end if title is not None else opening.start
    return [Section(None, opening), *found] if text[read_from : opening.end].strip() or not found else found


def outside(quotes: Sequence[Quote], headings: Sequence[Heading]) -> list[Heading]:
    """The headings that no quote holds: those in one are no headings of the post."""
    kept: list[Heading] = []
    waiting = sorted((quote.span for quote in quotes), reverse=True)
    end = 0
    for heading in sorted(headings, key=lambda heading: heading.span.start):
        while waiting and waiting[-1].start <= heading.span.start:
            end = max(end, waiting.pop().end)
        if heading.span.start >= end:
            kept.append(heading)
    return kept
