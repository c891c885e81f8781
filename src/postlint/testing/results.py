"""All that testing a rule tells: each example with its place, each entry that can never work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postlint import carets
from postlint.carets import Mark
from postlint.records import NamedTuple
from postlint.rule import Case, Needle, Rule
from postlint.testing.entries import reads_front_matter, tried
from postlint.testing.examples import run, run_bad, run_good
from postlint.testing.outcome import Outcome, Problem
from postlint.testing.places import Place, RuleFile, Written, rule_file, shown_path
from postlint.text import Span

UNTESTED = "The rule has no bad example, so nothing shows that it finds anything."


class Failure(NamedTuple):
    """One thing that is wrong, and where; ``name`` is as in ``Problem``."""

    name: str
    message: str
    place: Place


class Paste(NamedTuple):
    """Lines of a rule file as they would be right, and what to say before them."""

    title: str
    lines: tuple[str, ...]


class Result(NamedTuple):
    """How an example came out, or the rule as a whole.

    ``example`` is such as 'bad 1', counted from 1, and empty for the rule as a whole; ``place`` is where it stands.
    """

    rule: str
    example: str
    path: str
    place: Place
    failures: tuple[Failure, ...] = ()
    pastes: tuple[Paste, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


class Tested(NamedTuple):
    """The results of a rule; ``unexercised`` are the entries that no example uses."""

    rule: Rule
    results: tuple[Result, ...]
    unexercised: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)


def results_of(rule: Rule, rules: Mapping[str, Rule]) -> Tested:
    """Run a rule by its examples and try its entries out; ``rules`` are all that there are.

    Raises OSError where the rule's file cannot be read any more.
    """
    file = rule_file(rule)
    results = list(_examples(rule, rules, file))
    entries = tried(rule, rules, reads_front_matter=reads_front_matter(file.places))
    failures = [Failure(one.name, one.message, file.entry(one.entry)) for one in entries.problems]
    pastes: tuple[Paste, ...] = ()
    if not rule.bad and rule.check is not None:
        failures.append(Failure("untested", UNTESTED, Place(1, 1)))
        pastes = tuple(_first_example(rule, rules))
    if failures:
        failures.sort(key=lambda failure: (failure.place.path, failure.place))
        results.append(Result(rule.id, "", shown_path(rule), Place(1, 1), tuple(failures), pastes))
    return Tested(rule, tuple(results), entries.unexercised)


def _examples(rule: Rule, rules: Mapping[str, Rule], file: RuleFile) -> Iterator[Result]:
    for number, case in enumerate(rule.bad):
        yield _result(rule, file, run_bad(rule, case, rules), number)
    for number, case in enumerate(rule.good):
        yield _result(rule, file, run_good(rule, case, rules), number)


def _result(rule: Rule, file: RuleFile, outcome: Outcome, number: int) -> Result:
    example = file.example(outcome.is_bad, number)
    fixed = file.fixed(number) if outcome.is_bad else None
    failures = tuple(_failure(problem, example, fixed) for problem in outcome.problems)
    name = f"{'bad' if outcome.is_bad else 'good'} {number + 1}"
    pastes = tuple(_pastes(outcome, example, fixed))
    place = example.place(0) if example is not None else Place(1, 1)
    return Result(rule.id, name, shown_path(rule), place, failures, pastes)


def _failure(problem: Problem, example: Written | None, fixed: Written | None) -> Failure:
    written = fixed if problem.name == "fixed" else example
    place = written.place(problem.offset or 0) if written is not None else Place(1, 1)
    return Failure(problem.name, problem.message, place)


def _pastes(outcome: Outcome, example: Written | None, fixed: Written | None) -> Iterator[Paste]:
    if outcome.right is not None and example is not None:
        title = "By what the rule finds, the example would be:"
        if not outcome.is_bad:
            title = "Make the rule narrower; or, if this should be found, put the example under 'bad' as:"
        yield Paste(title, tuple(example.pasted(outcome.right)))
    if outcome.right_fixed is not None and fixed is not None:
        yield Paste("By what the fixes do, 'fixed' would be:", tuple(fixed.pasted(outcome.right_fixed)))


def _first_example(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[Paste]:
    """A bad example to begin with, for a rule in YAML that has none and finds a phrase of its own."""
    if rule.file.endswith(".py"):
        return
    phrases = [needle.text for needle in rule.needles if isinstance(needle, Needle) and not needle.excuses]
    for phrase in phrases[:1]:
        text = f"Here stands {phrase} in a sentence.\n"
        found = run(rule, Case(text), text, rules)
        marks = [Mark(Span(one.start.offset, one.end.offset), one.message) for one in found if one.rule == rule.id]
        if marks and (right := carets.write(text, marks)):
            lines = ("bad:", "  - |", *(f"    {line}" for line in right.splitlines()))
            yield Paste("An example to begin with:", lines)
