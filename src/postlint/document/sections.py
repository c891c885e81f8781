"""The sections of a post: its opening, and what stands under each heading of the highest level that it uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document.nodes import Heading


class Section(NamedTuple):
    """A stretch of the body, up to the next section; the opening has no heading."""

    heading: Heading | None
    span: Span


def sections(text: str, body: Span, headings: Sequence[Heading]) -> list[Section]:
    """The sections of a body, front to back; one that is blank but for its heading counts, a blank opening does not.

    A single h1 above all other headings is the post's title and belongs to the opening.
    """
    ordered = sorted(headings, key=lambda heading: heading.span.start)
    title = ordered[0] if ordered and ordered[0].level == 1 else None
    if title is not None and any(heading.level == 1 for heading in ordered[1:]):
        title = None
    below = ordered[1:] if title is not None else ordered
    top = min((heading.level for heading in below), default=0)
    heads = [heading for heading in below if heading.level == top]
    starts = [heading.span.start for heading in heads]
    ends = [*starts[1:], body.end]
    found = [Section(heading, Span(start, end)) for heading, start, end in zip(heads, starts, ends, strict=False)]
    opening = Span(body.start, starts[0] if starts else body.end)
    read_from = title.span.end if title is not None else opening.start
    return [Section(None, opening), *found] if text[read_from : opening.end].strip() or not found else found
