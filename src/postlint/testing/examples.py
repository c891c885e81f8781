"""Runs rules by their own examples: what a bad one must yield stands in it as carets, a good one must yield nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from postlint import carets, fix
from postlint.carets import Annotated, Mark, dedented
from postlint.diagnostic import Fix
from postlint.document import Document
from postlint.engine import UNCHECKED, Engine
from postlint.errors import UserError, did_you_mean
from postlint.fields.tables import description_of
from postlint.files import MARKDOWN
from postlint.house import house_of
from postlint.records import NamedTuple
from postlint.rule import Case, Rule
from postlint.site import CONVENTIONS, Site
from postlint.site.layout import SiteSettings
from postlint.site.model import model_of
from postlint.site.names import asked_keys
from postlint.testing.outcome import Outcome, Problem, compared
from postlint.testing.reasons import why_missing
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from postlint.diagnostic import Diagnostic, Finding, Severity
    from postlint.house import House

NO_CARETS = "A bad example says with a line of carets, ^^^^, what is wrong with it; this one has none."


class OnlyRule(NamedTuple):
    """A rule as it runs on an example."""

    rule: Rule
    options: Mapping[str, Any]
    is_named: bool = True

    def severity_of(self, finding: Finding) -> Severity:
        return self.rule.severity_of(finding)


def run_bad(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must object to, and carry out its fixes."""
    example = carets.read(case.text)
    outcome, found = _outcome(rule, case, example, rules, is_bad=True)
    if example.mistakes:
        problems = (Problem("carets", mistake.message, mistake.offset) for mistake in example.mistakes)
        marks = carets.write(example.text, _marks(found)) if found else None
        return Outcome(case, True, tuple(problems), marks)
    if not example.marks and outcome.right is not None:
        return outcome._replace(problems=(Problem("carets", NO_CARETS),))
    if not example.marks and outcome.passed:
        return outcome._replace(problems=(Problem("missing", "The rule finds nothing in this bad example."),))
    return _with_fixes(rule, outcome, example.text, found, rules) if outcome.passed else outcome


def run_good(rule: Rule, case: Case, rules: Mapping[str, Rule]) -> Outcome:
    """Run a rule on an example that it must let pass."""
    return _outcome(rule, case, carets.plain(case.text), rules, is_bad=False)[0]


def _outcome(
    rule: Rule, case: Case, example: Annotated, rules: Mapping[str, Rule], *, is_bad: bool
) -> tuple[Outcome, list[Diagnostic]]:
    try:
        house = house_of_case(case)
        found = run(rule, case, example.text, rules)
    except (ValueError, UserError) as error:
        return Outcome(case, is_bad, (Problem("broken", str(error)),)), []
    if failed := [one for one in found if one.rule != rule.id]:
        return Outcome(case, is_bad, tuple(Problem("broken", one.message) for one in failed)), found
    reason = partial(why_missing, rule, Document(example.text, case.path), house.words)
    return compared(case, example, _marks(found), is_bad=is_bad, reason=reason), found


def _marks(found: Iterable[Diagnostic]) -> list[Mark]:
    return [Mark(Span(one.start.offset, one.end.offset), one.message) for one in found]


def _with_fixes(
    rule: Rule, outcome: Outcome, text: str, found: Iterable[Diagnostic], rules: Mapping[str, Rule]
) -> Outcome:
    """The outcome of an example with what is wrong with its fixed text, or with what the fixes make of it."""
    case = outcome.case
    fixed = fix.apply(text, fixes_of(found)).text
    if case.fixed is not None and fixed == text:
        return outcome._replace(problems=(Problem("fixed", "The rule has no fix here; leave 'fixed' out."),))
    if case.fixed is not None and fixed.rstrip("\r\n") != dedented(case.fixed).rstrip("\r\n"):
        problem = Problem("fixed", "What the fixes give is not what 'fixed' says.")
        return outcome._replace(problems=(problem,), right_fixed=fixed)
    if fixed != text and (again := list(fixes_of(run(rule, case, fixed, rules)))):
        titles = ", ".join(dict.fromkeys(one.title for one in again))
        message = f"The fixed text has something to fix again: {titles}."
        return outcome._replace(problems=(Problem("unsettled", message),))
    return outcome


def fixes_of(diagnostics: Iterable[Diagnostic]) -> Iterator[Fix]:
    return (fix.unplaced(one.fix) for one in diagnostics if one.fix is not None)


def run(rule: Rule, case: Case, text: str, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    """What a rule says of a text in the world of a case. Raises ValueError or UserError where that is no world."""
    if unknown := sorted(set(case.options) - set(rule.options)):
        raise ValueError(f"The rule has no option '{unknown[0]}'.{did_you_mean(unknown[0], rule.options)}")
    # The engine's own rules tell about suppressions of others, which must run for that.
    awake = [one for one in rules.values() if one.id == rule.id or (rule.check is None and one.on)]
    active = {one.id: OnlyRule(one, defaults(one)) for one in awake}
    active[rule.id] = OnlyRule(rule, {**defaults(rule), **case.options})
    engine, doc, site = world(case, text, rules, active)
    found = engine.check(doc, site, active)
    return [one for one in found if one.rule == rule.id or one.rule in UNCHECKED]


def world(case: Case, text: str, rules: Mapping[str, Rule], awake: Iterable[str]) -> tuple[Engine, Document, Site]:
    """What runs rules on a text in the world of a case. Raises ValueError or UserError where that is no world."""
    import datetime

    today = datetime.date.fromisoformat(case.today) if case.today else None
    doc = Document(text, case.path)
    frontmatter = description_of(case.frontmatter)
    conventions = CONVENTIONS.get(frontmatter.preset or "plain", CONVENTIONS["plain"])
    house = house_of_case(case)
    engine = Engine(rules, awake, house=house, frontmatter=frontmatter, today=today)
    files = {path: dedented(other) for path, other in case.files.items()}
    posts = [doc, *(Document(other, path) for path, other in files.items() if path.endswith((*MARKDOWN, ".html")))]
    facts = [engine.facts(post, conventions) for post in posts]
    kinds = asked_keys(conventions, frontmatter.kinds)
    model = model_of({**files, case.path: text}, facts, conventions.generator, SiteSettings(**case.site))
    return engine, doc, Site(facts, conventions, frontmatter.registries, kinds, model)


def house_of_case(case: Case) -> House:
    """The house of an example. Raises ValueError where that is not written as in a config."""
    try:
        return house_of(dict(case.house or {}))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"The 'house' of this example is not written as in a config: {error}.") from None


def defaults(rule: Rule) -> dict[str, Any]:
    """The options of a rule as nobody has changed them."""
    return {name: option.default for name, option in rule.options.items()}
