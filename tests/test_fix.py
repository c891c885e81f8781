"""Fixes carried out on a text: whole, apart from each other, and the same in any order."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.diagnostic import Edit, Fix, PlacedEdit, PlacedFix
from postlint.fix import apply, problem_of, unplaced
from postlint.text import Position, Span


def fix(*edits: tuple[int, int, str], title: str = "Write it") -> Fix:
    return Fix(title, tuple(Edit(Span(start, end), text) for start, end, text in edits))


def reference(text: str, fixes: list[Fix]) -> str:
    """Slow and plain: each character and each gap may be claimed by one fix only, the first in order of place wins."""
    claimed: dict[Any, Fix] = {}
    for one in sorted(
        dict.fromkeys(fixes),
        key=lambda one: (
            min(e.span.start for e in one.edits),
            max(e.span.end for e in one.edits),
            one.edits,
            one.title,
        ),
    ):
        places = {place for edit in one.edits for place in range(2 * edit.span.start, 2 * edit.span.end + 1)}
        if not any(claimed.get(place, one) is not one for place in places):
            claimed.update(dict.fromkeys(places, one))
    taken = {id(one): one for one in claimed.values()}.values()
    for edit in sorted((edit for one in taken for edit in one.edits), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@st.composite
def texts_and_fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    text = draw(st.text("abc\né😀", min_size=1, max_size=24))
    places = st.integers(0, len(text))
    edits = st.builds(lambda a, b, new: (min(a, b), max(a, b), new), places, places, st.text("XY", max_size=3))
    fixes = [fix(*several) for several in draw(st.lists(st.lists(edits, min_size=1, max_size=3), max_size=7))]
    return text, [one for one in fixes if not problem_of(one, len(text))]


@given(texts_and_fixes(), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_the_reference_agrees(given: tuple[str, list[Fix]], chance: random.Random) -> None:
    text, fixes = given
    expected = reference(text, fixes)
    applied = apply(text, fixes)
    assert applied.text == expected
    shuffled = fixes[:]
    chance.shuffle(shuffled)
    assert apply(text, shuffled) == applied
    assert apply(text, iter([*shuffled, *shuffled])) == applied


@given(texts_and_fixes())
def test_a_fix_is_carried_out_as_a_whole(given: tuple[str, list[Fix]]) -> None:
    text, fixes = given
    applied = apply(text, fixes)
    assert set(applied.fixes) <= set(fixes)
    added = sum(len(e.text) - e.span.length for one in applied.fixes for e in one.edits)
    assert len(applied.text) == len(text) + added
    assert bool(fixes) == bool(applied.fixes)


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([fix((0, 2, "X"))], "Xcdef"),
        ([fix((0, 2, "")), fix((3, 4, "YY"))], "cYYef"),
        ([fix((0, 3, "X")), fix((2, 4, "Y"))], "Xdef"),
        ([fix((0, 2, "X")), fix((2, 4, "Y"))], "Xcdef"),
        ([fix((2, 2, "X")), fix((2, 2, "Y"))], "abXcdef"),
        ([fix((1, 1, "X")), fix((1, 3, "Y"))], "aXbcdef"),
        ([fix((0, 1, "X"), (5, 6, "Z")), fix((4, 5, "Y"))], "XbcdeZ"),
        ([fix((0, 1, "X"), (5, 6, "Z")), fix((2, 3, "Y"))], "XbYdeZ"),
        ([fix((0, 2, "X"), (2, 4, "Y"))], "XYef"),
        ([fix((2, 2, "X"), (2, 4, "Y"))], "abXYef"),
        ([], "abcdef"),
    ],
    ids=str,
)
def test_of_fixes_that_touch_the_first_wins(fixes: list[Fix], expected: str) -> None:
    assert apply("abcdef", fixes).text == expected
    assert apply("abcdef", reversed(fixes)).text == expected


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (Fix("It", ()), "has no edit"),
        (fix((0, 3, "X"), (2, 4, "Y")), "edits 2 to 4 twice"),
        (fix((1, 1, "X"), (1, 1, "Y")), "edits 1 to 1 twice"),
        (fix((4, 7, "X")), "edits 4 to 7 in a text of 6 characters"),
        (fix((3, 2, "X")), "edits 3 to 2"),
        (fix((-1, 2, "X")), "edits -1 to 2"),
    ],
)
def test_an_unsound_fix_is_refused(broken: Fix, message: str) -> None:
    assert message in problem_of(broken, 6)
    with pytest.raises(ValueError, match=message):
        apply("abcdef", [broken])


def test_a_placed_fix_gives_back_the_fix() -> None:
    placed = PlacedFix("It", False, (PlacedEdit(Position(1, 2, 1), Position(2, 1, 4), "X"),))
    assert unplaced(placed) == Fix("It", (Edit(Span(1, 4), "X"),), safe=False)


def test_many_fixes_take_no_long_time() -> None:
    text = "ab " * 40_000
    started = time.perf_counter()
    applied = apply(text, [fix((at, at + 1, "XYZ")) for at in range(0, len(text), 3)])
    assert len(applied.fixes) == 40_000
    assert time.perf_counter() - started < 5
