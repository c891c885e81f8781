"""What rules need of a post: where it is not there, they would not find anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from postlint.carets import plain
from postlint.config import Config
from postlint.diagnostic import Diagnostic, Finding
from postlint.document import Document
from postlint.linter import Linter
from postlint.reading.presence import PRESENCE
from postlint.registry import Registry, load
from postlint.rule import Case, Rule, rule
from postlint.testing import OnlyRule
from postlint.testing.examples import defaults, world
from postlint.text import Span

POSTS = Path(__file__).parents[1] / "posts"
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
RULES = load().rules
NEEDY = {id: one for id, one in RULES.items() if one.needs}
CASES = [(one, case) for one in RULES.values() for case in (*one.bad, *one.good)]


def free(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules as if they needed nothing."""
    return {id: one._replace(needs=()) for id, one in rules.items()}


def said(case: Case, text: str, rules: Mapping[str, Rule], options: Mapping[str, Any]) -> list[Diagnostic]:
    engine, doc, site = world(case, text, rules, rules)
    known = {name: value for name, value in options.items() if name in case.options}
    return engine.check(doc, site, {id: OnlyRule(one, {**defaults(one), **known}) for id, one in rules.items()})


def missed(owner: Rule | None, case: Case, rules: Mapping[str, Rule]) -> list[str]:
    """What rules would find in an example if they needed nothing, and do not find, by rule and message."""
    text = plain(case.text).text
    own = {id: one for id, one in rules.items() if owner is not None and id == owner.id}
    others = {id: one for id, one in rules.items() if id not in own}
    found = []
    for several, options in ((own, case.options), (others, {})):
        if several:
            whole = said(case, text, free(several), options)
            kept = set(said(case, text, several, options))
            found += [f"{one.rule}: {one.message}" for one in whole if one not in kept]
    return found


def test_rules_need_what_is_known() -> None:
    assert len(NEEDY) > 50
    assert {id: one.needs for id, one in NEEDY.items() if not PRESENCE.keys() >= set(one.needs)} == {}


@pytest.mark.parametrize("pack", sorted({owner.pack for owner, _ in CASES}))
def test_in_no_example_a_rule_misses_anything_for_what_it_needs(pack: str) -> None:
    assert [what for owner, case in CASES if owner.pack == pack for what in missed(owner, case, NEEDY)] == []


def reports(folder: Path, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    needy = tuple(id for id, one in rules.items() if id in NEEDY)
    linter = Linter(Config(root=str(folder), select=needy), Registry(dict(rules)))
    linter.is_cached = False
    return linter.lint_paths([str(folder)]).diagnostics


def folders() -> Iterator[Path]:
    yield POSTS
    if CORPORA.is_dir():
        yield from (CORPORA / name for name in ("cilium", "gitea", "questdb", "tilt") if (CORPORA / name).is_dir())


@pytest.mark.parametrize("folder", list(folders()), ids=lambda folder: folder.name)
def test_in_no_post_a_rule_misses_anything_for_what_it_needs(folder: Path) -> None:
    found = reports(folder, RULES)
    assert found
    assert found == reports(folder, free(RULES))


def rules_of(check: Any, **declared: Any) -> dict[str, Rule]:
    return {"house/own": rule(why="Because.", **declared)(check)._replace(id="house/own")}


def once(doc: Document) -> Iterable[Finding]:
    """Be fine."""
    yield Finding(Span(0, 1), "This is so.")


def test_a_rule_that_finds_something_without_what_it_needs_is_told() -> None:
    rules = rules_of(once, needs="images")
    assert missed(None, Case("No image."), rules) == ["house/own: This is so."]
    assert missed(None, Case("![One](a.png)"), rules) == []


def test_a_rule_runs_where_all_is_there_that_it_needs() -> None:
    rules = rules_of(once, needs=("images", "quotes"))
    texts = ("![One](a.png)", "> One.", "> ![One](a.png)")
    assert [len(said(Case(text), text, rules, {})) for text in texts] == [0, 0, 1]
