"""Every rule by its own examples, and the catalogue as a whole."""

from __future__ import annotations

import re

import pytest

from postlint.registry import load
from postlint.rule import Case, Rule
from postlint.testing import run_bad, run_good

RULES = load().rules
BAD = [(rule, case) for rule in RULES.values() for case in rule.bad]
GOOD = [(rule, case) for rule in RULES.values() for case in rule.good]
# Names say what is wrong with a post, so that they read after "allow"; these say what to do instead.
NAMES_OF_CURES = re.compile(r"/(?:no|check|require|use|prefer|avoid|must|dont|do-not|valid)-|\d{2,}")


def _id(value: object) -> str:
    return value.id if isinstance(value, Rule) else ""


@pytest.mark.parametrize(("rule", "case"), BAD, ids=_id)
def test_bad_example_is_found(rule: Rule, case: Case) -> None:
    outcome = run_bad(rule, case, RULES)
    assert outcome.passed, outcome.explained()


@pytest.mark.parametrize(("rule", "case"), GOOD, ids=_id)
def test_good_example_passes(rule: Rule, case: Case) -> None:
    outcome = run_good(rule, case, RULES)
    assert outcome.passed, outcome.explained()


@pytest.mark.parametrize("rule", RULES.values(), ids=_id)
def test_catalogue(rule: Rule) -> None:
    assert not NAMES_OF_CURES.search(rule.id), "a rule is named after the harm"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")
    assert "\n" not in rule.summary
    if rule.check is not None:
        assert rule.bad, "a rule shows how a post fails it"
        assert rule.good, "and how a post passes it"
    for name, option in rule.options.items():
        assert option.help.endswith("."), name
        assert not option.choices or option.default in option.choices
