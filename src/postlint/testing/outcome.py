"""How an example came out: what it promises and the rule does not find, or the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from postlint import carets
from postlint.carets import Annotated, Mark
from postlint.data.node import shortened
from postlint.records import NamedTuple
from postlint.rule import Case
from postlint.text import Source, Span


class Problem(NamedTuple):
    """One thing that is wrong with an example or a rule.

    Of what an example says of its text, ``name`` is missing (not found), noisy (found and not said), misplaced (found
    elsewhere) or misworded. ``offset`` is the place in the example as given; None is the example as a whole.
    """

    name: str
    message: str
    offset: int | None = None


class Outcome(NamedTuple):
    """How an example came out.

    ``right`` is the example as it would pass, ``right_fixed`` its fixed text as it would; None where that cannot be
    said, or nothing is wrong with it.
    """

    case: Case
    is_bad: bool
    problems: tuple[Problem, ...] = ()
    right: str | None = None
    right_fixed: str | None = None

    @property
    def passed(self) -> bool:
        return not self.problems

    def explained(self) -> str:
        """What went wrong; empty where nothing did."""
        lines = [f"{problem.name}: {problem.message}" for problem in self.problems]
        for what, text in (("example", self.right), ("fixed text", self.right_fixed)):
            if text is not None:
                lines.append(f"The {what} would be right as\n{text}")
        return "\n".join(lines)


def compared(
    case: Case, example: Annotated, found: Sequence[Mark], *, is_bad: bool, reason: Callable[[Span], str]
) -> Outcome:
    """The outcome of an example by what it says and what is found; ``reason`` says why nothing is found at a place."""
    telling = _Telling(example, is_bad, reason)
    problems = [telling.problem(*pair) for pair in _paired(example, found)]
    problems.sort(key=lambda problem: problem.offset or 0)
    return Outcome(case, is_bad, tuple(problems), carets.write(example.text, found) if problems and found else None)


def _paired(example: Annotated, found: Sequence[Mark]) -> Iterator[tuple[int | None, Mark | None]]:
    """What is said, by its number, with what is found, where these are meant to be the same and are not.

    Carets under the very words of which the message speaks are meant for these, and not for the same words elsewhere.
    """
    left = [mark for mark in found if mark not in example.marks]
    for number, mark in enumerate(example.marks):
        if mark in found:
            continue
        words = example.text[slice(*mark.span)]
        at_place = [one for one in left if one.span == mark.span]
        near = [one for one in left if one.message == mark.message and example.text[slice(*one.span)] != words]
        near.sort(key=lambda one: abs(one.span.start - mark.span.start))
        pair = next(iter(at_place + near), None)
        if pair is not None:
            left.remove(pair)
        yield number, pair
    yield from ((None, mark) for mark in left)


class _Telling(NamedTuple):
    example: Annotated
    is_bad: bool
    reason: Callable[[Span], str]

    def problem(self, said: int | None, found: Mark | None) -> Problem:
        if said is not None:
            mark, at = self.example.marks[said], self.example.at[said]
            return self._missing(mark, at) if found is None else self._differing(mark, at, found)
        assert found is not None
        where = "no carets stand under it" if self.is_bad else "this example should pass"
        message = f"{self._words(found.span)} is found, and {where}: {found.message}"
        return Problem("noisy", message, self.example.given(found.span.start))

    def _missing(self, mark: Mark, at: int) -> Problem:
        sentences = [f"Nothing is found at {self._words(mark.span)}.", self.reason(mark.span)]
        sentences.append(f"The example says: {mark.message}" if mark.message else "")
        return Problem("missing", " ".join(filter(None, sentences)), at)

    def _differing(self, mark: Mark, at: int, found: Mark) -> Problem:
        words = self._words(mark.span)
        if found.span != mark.span:
            message = f"The carets stand under {words}, and {self._words(found.span)} is found: {found.message}"
            return Problem("misplaced", message, at)
        if not mark.message:
            return Problem("misworded", f"The carets under {words} lack the message: {found.message}", at)
        message = f'At {words} the rule says "{found.message}" and the example "{mark.message}"'
        return Problem("misworded", message, at)

    def _words(self, span: Span) -> str:
        """The words at a place, in quotes."""
        source = Source(self.example.text)
        if not source[span].strip():
            return f"line {source.position(span.start).line}"
        return f"'{shortened(source[span])}'"
