"""Facts and findings of a post as plain data (lists, texts, numbers, true, false, None), and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Diagnostic, PlacedEdit, PlacedFix, Reason, RelatedPlace, Severity
from postlint.records import NamedTuple
from postlint.site import PostFacts, Target
from postlint.text import Position

if TYPE_CHECKING:
    from postlint.rule import Rule

Plain = Any


class Outcome(NamedTuple):
    """What is found in a post, and the questions about its site with the answers that this rests on."""

    diagnostics: list[Diagnostic]
    questions: tuple[tuple[Any, Any], ...]

    @property
    def links(self) -> Iterator[str]:
        """For each link into the site that was asked about why it was not judged; empty for one that was."""
        targets = (Target(*answer) for question, answer in self.questions if question[0] == "resolve")
        return (target.reason for target in targets if target.kind != "elsewhere")


def plain_facts(facts: PostFacts) -> Plain:
    return tuple(facts)


def facts_of(plain: Plain) -> PostFacts:
    """The facts of plain data. Raises TypeError where it has not as many parts."""
    return PostFacts._make(map(_tuples, plain))


def plain_outcome(outcome: Outcome) -> Plain:
    return [plain_diagnostics(outcome.diagnostics), outcome.questions]


def outcome_of(plain: Plain, path: str, rules: Mapping[str, Rule]) -> Outcome:
    """What was found in the post at a path. Raises KeyError, TypeError or ValueError where this is no such thing."""
    diagnostics, questions = plain
    return Outcome(diagnostics_of(diagnostics, path, rules), _tuples(questions))


def plain_diagnostics(diagnostics: Iterable[Diagnostic]) -> Plain:
    return [_plain_diagnostic(one) for one in diagnostics]


def diagnostics_of(plain: Plain, path: str, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    """What was found in the post at a path. Raises KeyError, TypeError or ValueError where this is no such thing."""
    return [_diagnostic(one, path, rules) for one in plain]


def _plain_diagnostic(one: Diagnostic) -> Plain:
    """All but the path, and why the rule is there."""
    return (one.start, one.end, one.rule, one.message, int(one.severity), one.help, one.step, one.value, *one[10:])


def _diagnostic(plain: Plain, path: str, rules: Mapping[str, Rule]) -> Diagnostic:
    start, end, rule, message, severity, help, step, value, reasons, related, fix = plain
    return Diagnostic(
        path,
        Position(*start),
        Position(*end),
        rule,
        message,
        Severity(severity),
        help,
        step,
        value,
        rules[rule].why,
        tuple(Reason(*reason) for reason in reasons),
        tuple(RelatedPlace(at, Position(*first), Position(*last), says) for at, first, last, says in related),
        PlacedFix(fix[0], fix[1], tuple(PlacedEdit(Position(*a), Position(*b), text) for a, b, text in fix[2]))
        if fix
        else None,
    )


def _tuples(plain: Plain) -> Any:
    return tuple(map(_tuples, plain)) if isinstance(plain, list | tuple) else plain
