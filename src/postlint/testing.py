"""Runs rules by their own examples: what a bad one must yield stands in it as carets, a good one must yield nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from postlint import fix
from postlint.diagnostic import Fix
from postlint.document import Document
from postlint.engine import UNCHECKED, Engine
from postlint.errors import UserError, did_you_mean
from postlint.house import house_of
from postlint.rule import Case, Rule
from postlint.site import CONVENTIONS, Site, index
from postlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from postlint.diagnostic import Diagnostic, Finding, Severity

CARETS = re.compile(r"(?P<indent>[ \t]*)(?P<carets>\^+)(?P<goes_on>…|\.\.\.)?(?:[ \t]+(?P<message>.*))?")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Expected(NamedTuple):
    """What an example says must be found: the place and the message."""

    span: Span
    message: str


class Outcome(NamedTuple):
    """How an example came out. ``missing`` was promised and not found, ``noisy`` found and not promised.

    ``text`` is the example without its lines of carets, ``problem`` what is wrong with the example itself or its fix.
    """

    case: Case
    text: str = ""
    missing: tuple[Expected, ...] = ()
    noisy: tuple[Expected, ...] = ()
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not (self.missing or self.noisy or self.problem)

    def explained(self) -> str:
        """What went wrong, place by place; empty where nothing did."""
        source = Source(self.text)
        lines = [self.problem] if self.problem else []
        for what, several in (("not found", self.missing), ("found and not expected", self.noisy)):
            for one in several:
                at = source.position(one.span.start)
                lines.append(f"{what}: line {at.line}, column {at.column}, {source[one.span]!r}: {one.message}")
        return "\n".join(lines)


class OnlyRule(NamedTuple):
    """A rule as it runs on an example."""

    rule: Rule
    options: Mapping[str, Any]

    def severity_of(self, finding: Finding) -> Severity:
        return self.rule.severity_of(finding)


def annotated(text: str) -> tuple[str, tuple[Expected, ...]]:
    """An example without its caret lines, and what these say. Raises ValueError where they point nowhere."""
    kept: list[str] = []
    expected: list[Expected] = []
    # The line of text that carets point at: where it starts, and where its words end.
    start_of_line = end_of_words = length = 0
    begun: int | None = None
    for line in LINE.findall(dedented(text)):
        words = line.rstrip("\r\n")
        carets = CARETS.fullmatch(words)
        if carets is None:
            start_of_line, end_of_words, length = length, length + len(words), length + len(line)
            kept.append(line)
            continue
        if not kept:
            raise ValueError("the first line is a line of carets; they stand under what they point at")
        start, end = start_of_line + carets.start("carets"), start_of_line + carets.end("carets")
        if end > end_of_words:
            raise ValueError(f"{words.strip()!r} points beyond the end of its line")
        if carets.group("goes_on"):
            if begun is not None:
                raise ValueError(f"{words.strip()!r} begins a place before the one above it ends")
            begun = start
            continue
        expected.append(Expected(Span(start if begun is None else begun, end), (carets.group("message") or "").strip()))
        begun = None
    if begun is not None:
        raise ValueError("a line of carets that goes on (^…) has no other after it")
    return "".join(kept), tuple(expected)


def dedented(text: str) -> str:
    """An example as it stands in a rule file, without the indentation of the code around it."""
    import textwrap

    if not text.startswith("\n"):
        return text
    before, _, last = text.rpartition("\n")
    return textwrap.dedent((before if not last.strip() else text)[1:]) + "\n"


def run_bad(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must object to, and carry out its fixes where the example has a fixed text."""
    try:
        text, expected = annotated(case.text)
        if not expected:
            return Outcome(case, text, problem="a bad example says with a line of carets what is wrong with it")
        found = _run(rule, case, text, rules)
        outcome = _compared(case, text, expected, found)
        if outcome.passed and case.fixed is not None:
            return outcome._replace(problem=_fix_problem(rule, case, text, found, rules))
    except (ValueError, UserError) as error:
        return Outcome(case, problem=str(error))
    return outcome


def run_good(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must let pass."""
    text = dedented(case.text)
    try:
        return _compared(case, text, (), _run(rule, case, text, rules))
    except (ValueError, UserError) as error:
        return Outcome(case, problem=str(error))


def _compared(case: Case, text: str, expected: tuple[Expected, ...], diagnostics: Iterable[Diagnostic]) -> Outcome:
    found = [Expected(Span(one.start.offset, one.end.offset), one.message) for one in diagnostics]
    missing = tuple(one for one in expected if one not in found)
    noisy = tuple(one for one in found if one not in expected)
    return Outcome(case, text, missing, noisy)


def _fix_problem(rule: Rule, case: Case, text: str, found: list[Diagnostic], rules: Mapping[str, Rule]) -> str:
    applied = fix.apply(text, _fixes(found))
    if applied.text != dedented(case.fixed or ""):
        return f"the fixes give {applied.text!r}, and the example says {dedented(case.fixed or '')!r}"
    if left := [one.title for one in _fixes(_run(rule, case, applied.text, rules))]:
        return f"the fixed text has something to fix again: {', '.join(left)}"
    return ""


def _fixes(diagnostics: Iterable[Diagnostic]) -> Iterator[Fix]:
    return (fix.unplaced(one.fix) for one in diagnostics if one.fix is not None)


def _run(rule: Rule, case: Case, text: str, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    """What a rule says of a text in the world of a case. Raises ValueError or UserError where that is no world."""
    import datetime

    if unknown := sorted(set(case.options) - set(rule.options)):
        raise ValueError(f"the rule has no option '{unknown[0]}'.{did_you_mean(unknown[0], rule.options)}")
    today = datetime.date.fromisoformat(case.today) if case.today else None
    doc = Document(text, case.path)
    conventions = CONVENTIONS["plain"]
    others = [index(Document(dedented(other), path), conventions) for path, other in case.files.items()]
    site = Site([index(doc, conventions), *others], conventions)
    # The engine's own rules tell about suppressions of others, which must run for that.
    awake = [one for one in rules.values() if one.id == rule.id or (rule.check is None and one.on)]
    engine = Engine(rules, [one.id for one in awake], house=house_of(dict(case.house or {})), today=today)
    active = {one.id: OnlyRule(one, _defaults(one)) for one in awake}
    active[rule.id] = OnlyRule(rule, {**_defaults(rule), **case.options})
    found = engine.check(doc, site, active)
    return [one for one in found if one.rule == rule.id or one.rule in UNCHECKED]


def _defaults(rule: Rule) -> dict[str, Any]:
    return {name: option.default for name, option in rule.options.items()}
