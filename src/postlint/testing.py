"""Runs rules by their own examples: what a bad one must yield stands in it as carets, a good one must yield nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from postlint import fix
from postlint.diagnostic import Edit, Fix
from postlint.document import Document
from postlint.engine import Engine
from postlint.house import house_of
from postlint.rule import Case, Rule
from postlint.site import CONVENTIONS, Site, index
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from postlint.diagnostic import Diagnostic, Finding, Severity

CARETS = re.compile(r"(?P<indent>[ \t]*)(?P<carets>\^+)(?P<goes_on>…|\.\.\.)?(?:[ \t]+(?P<message>.*))?$")


class Expected(NamedTuple):
    """What an example says must be found: the place and the message."""

    span: Span
    message: str


class Outcome(NamedTuple):
    """How an example came out. ``missing`` was promised and not found, ``noisy`` found and not promised."""

    case: Case
    missing: tuple[Expected, ...] = ()
    noisy: tuple[Expected, ...] = ()
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not (self.missing or self.noisy or self.problem)

    def explained(self) -> str:
        """What went wrong, place by place."""
        lines = [self.problem] if self.problem else []
        text = "" if self.problem else annotated(self.case.text)[0]
        for kind, several in (("missing", self.missing), ("noisy", self.noisy)):
            lines += [f"{kind}: {text[slice(*one.span)]!r} at {tuple(one.span)}: {one.message}" for one in several]
        return "\n".join(lines)


class OnlyRule(NamedTuple):
    """The rule under test as it runs on an example."""

    rule: Rule
    options: Mapping[str, Any]

    def severity_of(self, finding: Finding) -> Severity:
        return self.rule.severity_of(finding)


def annotated(text: str) -> tuple[str, tuple[Expected, ...]]:
    """An example without its caret lines, and what these say. Raises ValueError where they point nowhere."""
    kept: list[str] = []
    expected: list[Expected] = []
    start_of_line = length = 0
    begun: int | None = None
    for line in dedented(text).splitlines(keepends=True):
        carets = CARETS.fullmatch(line.rstrip("\n"))
        if carets is None:
            start_of_line, length = length, length + len(line)
            kept.append(line)
            continue
        if not kept:
            raise ValueError("the first line is a line of carets; they stand under what they point at")
        start = start_of_line + len(carets.group("indent"))
        end = start + len(carets.group("carets"))
        if carets.group("goes_on"):
            begun = start
            continue
        if end > length:
            raise ValueError(f"{line.strip()!r} points beyond the end of its line")
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
    stripped = text.rpartition("\n")[0] if not text.rpartition("\n")[2].strip() else text
    return textwrap.dedent(stripped[1:]) + "\n"


def run_bad(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must object to, and carry out its fixes where the example has a fixed text."""
    try:
        text, expected = annotated(case.text)
    except ValueError as error:
        return Outcome(case, problem=str(error))
    if not expected:
        return Outcome(case, problem="a bad example says with a line of carets what is wrong with it")
    found = _run(rule, case, text, rules)
    outcome = _compared(case, expected, found)
    if not outcome.passed or case.fixed is None:
        return outcome
    return outcome._replace(problem=_fix_problem(rule, case, text, found, rules))


def run_good(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must let pass."""
    return _compared(case, (), _run(rule, case, dedented(case.text), rules))


def _compared(case: Case, expected: tuple[Expected, ...], diagnostics: Iterable[Diagnostic]) -> Outcome:
    found = [Expected(Span(one.start.offset, one.end.offset), one.message) for one in diagnostics]
    missing = tuple(one for one in expected if one not in found)
    noisy = tuple(one for one in found if one not in expected)
    return Outcome(case, missing, noisy)


def _fix_problem(rule: Rule, case: Case, text: str, found: list[Diagnostic], rules: Mapping[str, Rule]) -> str:
    applied = fix.apply(text, _fixes(found))
    if applied.text != dedented(case.fixed or ""):
        return f"the fixes give {applied.text!r}, and the example says {dedented(case.fixed or '')!r}"
    if left := list(_fixes(_run(rule, case, applied.text, rules))):
        return f"the fixed text has something to fix again: {left}"
    return ""


def _fixes(diagnostics: Iterable[Diagnostic]) -> Iterator[Fix]:
    for one in diagnostics:
        if one.fix is not None:
            edits = tuple(Edit(Span(edit.start.offset, edit.end.offset), edit.text) for edit in one.fix.edits)
            yield Fix(one.fix.title, edits, one.fix.safe)


def _run(rule: Rule, case: Case, text: str, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    import datetime

    today = datetime.date.fromisoformat(case.today) if case.today else None
    doc = Document(text, case.path)
    conventions = CONVENTIONS["plain"]
    others = [index(Document(dedented(other), path), conventions) for path, other in case.files.items()]
    site = Site([index(doc, conventions), *others], conventions)
    options = {name: option.default for name, option in rule.options.items()} | dict(case.options)
    # The engine's own rules tell about suppressions of others, which must run for that.
    awake = [one for one in rules.values() if one.id == rule.id or (rule.check is None and one.on)]
    engine = Engine(rules, [one.id for one in awake], house=house_of(dict(case.house or {})), today=today)
    active = {one.id: OnlyRule(one, options if one.id == rule.id else _defaults(one)) for one in awake}
    found = engine.check(doc, site, active)
    return [one for one in found if one.rule == rule.id or one.rule.startswith("postlint/crashed")]


def _defaults(rule: Rule) -> dict[str, Any]:
    return {name: option.default for name, option in rule.options.items()}
