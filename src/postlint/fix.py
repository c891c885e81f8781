"""Applies fixes to a text: the same ones whatever the order in which rules found them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from postlint.diagnostic import Edit, Fix, PlacedFix
from postlint.records import NamedTuple
from postlint.text import Span


class Applied(NamedTuple):
    """A text with fixes carried out, and these fixes."""

    text: str
    fixes: tuple[Fix, ...]


def unplaced(placed: PlacedFix) -> Fix:
    """The fix of a diagnostic as it was before its edits got lines and columns."""
    edits = tuple(Edit(Span(edit.start.offset, edit.end.offset), edit.text) for edit in placed.edits)
    return Fix(placed.title, edits, placed.safe)


def apply(text: str, fixes: Iterable[Fix]) -> Applied:
    """Carry out all fixes of which no edit touches another fix's; of two that do, the one that starts first.

    A fix is carried out as a whole or not at all. What was left out is found again when the text is checked again.
    Raises ValueError where a fix has no edit, edits that overlap, or one that lies outside of the text.
    """
    taken: list[Span] = []
    carried_out: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda fix: (_extent(fix), fix.edits, fix.title, fix.safe)):
        if problem := problem_of(fix, len(text)):
            raise ValueError(problem)
        spans = [edit.span for edit in fix.edits]
        if any(_touches(span, taken) for span in spans):
            continue
        for span in spans:
            taken.insert(bisect_left(taken, span), span)
        carried_out.append(fix)
    return Applied(edited(text, [edit for fix in carried_out for edit in fix.edits]), tuple(carried_out))


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits that do not overlap."""
    parts: list[str] = []
    done = 0
    for span, new in sorted(edits):
        parts += (text[done : span.start], new)
        done = span.end
    return "".join((*parts, text[done:]))


def problem_of(fix: Fix, length: int) -> str:
    """Why a fix cannot be carried out on a text of this length; empty where it can."""
    if not fix.edits:
        return f"the fix '{fix.title}' has no edit"
    done: tuple[int, int] | None = None
    for (start, end), _ in sorted(fix.edits):
        if not 0 <= start <= end <= length:
            return f"the fix '{fix.title}' edits {start} to {end} in a text of {length} characters"
        if done is not None and (start < done[1] or (start, end) == done):
            return f"the fix '{fix.title}' edits {start} to {end} twice"
        done = (start, end)
    return ""


def _extent(fix: Fix) -> tuple[int, int]:
    spans = [edit.span for edit in fix.edits]
    return min((span.start for span in spans), default=0), max((span.end for span in spans), default=0)


def _touches(span: Span, taken: list[Span]) -> bool:
    """Whether an edit shares a character with others or meets one at a place, where their order would matter.

    ``taken`` is sorted; of what does not touch, neither do the starts and ends cross.
    """
    index = bisect_left(taken, span)
    before_touches = index > 0 and span.start <= taken[index - 1].end
    return before_touches or (index < len(taken) and taken[index].start <= span.end)
