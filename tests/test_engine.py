"""The engine: rules that fail, take too long or find too much, and what it makes of findings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import postlint
from postlint.diagnostic import Diagnostic, Finding, Severity
from postlint.document import Document
from postlint.engine import MOST_FINDINGS, Engine
from postlint.house import House
from postlint.registry import load
from postlint.rule import Rule, rule
from postlint.site import CONVENTIONS, Site, index
from postlint.text import Span

RULES = load().rules


class On(NamedTuple):
    rule: Rule
    options: Mapping[str, Any] = {}

    def severity_of(self, finding: Finding) -> Severity:
        return self.rule.severity_of(finding)


def named(name: str, check: Callable[..., Any], **declared: Any) -> Rule:
    check.__doc__ = "A rule of this test."
    return rule(why="It is a test.", **declared)(check)._replace(id=f"test/{name}")


def run(*rules: Rule, text: str = "We utilize it.\n", path: str = "post.md") -> list[Diagnostic]:
    known = {**RULES, **{one.id: one for one in rules}}
    active = {
        id: On(known[id]) for id in [*(one.id for one in rules), *(id for id in RULES if RULES[id].check is None)]
    }
    doc = Document(text, path)
    site = Site([index(doc, CONVENTIONS["plain"])])
    return Engine(known, active, house=House()).check(doc, site, active)


def steady(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 2), "Here.")


def crashes(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "Before the crash.")
    raise RuntimeError("::error::it broke")


def exits(doc: Document) -> Iterator[Finding]:
    sys.exit(0)
    yield


def recurses(doc: Document) -> Iterator[Finding]:
    yield from recurses(doc)


def points_outside(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 10_000), "Far out.")


def yields_text(doc: Document) -> Iterator[Any]:
    yield "a finding, or so it thinks"


@pytest.mark.parametrize("evil", [crashes, exits, recurses, points_outside, yields_text])
def test_a_rule_that_fails_is_named_and_the_others_finish(evil: Callable[..., Any]) -> None:
    found = run(named("evil", evil), named("steady", steady))
    assert [one.rule for one in found] == ["test/steady", "postlint/crashed-rule"]
    assert "'test/evil'" in found[1].message
    assert found[1].severity is Severity.ERROR


def test_a_rule_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.engine.SECONDS_PER_RULE", 0.05)

    def slow(doc: Document) -> Iterator[Finding]:
        while True:
            time.sleep(0.01)
            yield Finding(Span(0, 1), "Still at it.")

    found = run(named("slow", slow), named("steady", steady))
    assert [one.rule for one in found] == ["test/steady", "postlint/exhausted-rule"]
    assert "'test/slow'" in found[1].message


def test_what_is_left_out_of_a_flood_is_counted() -> None:
    def flood(doc: Document) -> Iterator[Finding]:
        for number in range(MOST_FINDINGS + 5):
            yield Finding(Span(number, number + 1), "One of many.")

    found = run(named("flood", flood), text="x" * 2 * MOST_FINDINGS)
    assert len(found) == MOST_FINDINGS + 1
    assert "5 more places" in found[-1].message


def test_needles_wake_a_rule() -> None:
    woken = named("woken", steady, needles=("utilize",))
    assert run(woken)
    assert not run(woken, text="We use it.\n")


def test_a_step_that_the_ladder_lacks_is_a_fault_of_the_rule() -> None:
    def stepped(doc: Document) -> Iterator[Finding]:
        yield Finding(Span(0, 1), "Up.", step="roof")

    found = run(named("stepped", stepped, severity={"ground": Severity.HINT}))
    assert [one.rule for one in found] == ["postlint/crashed-rule"]


def test_english_rules_never_meet_another_language() -> None:
    english = named("english", steady, language="en")
    assert run(english, path="content/en/post.md")
    assert run(english, path="content/post.md")
    assert not run(english, path="content/zh/post.md")


def test_a_newcomer_adds_a_python_rule_by_one_file(tmp_path: Path) -> None:
    package = tmp_path / "src" / "postlint"
    shutil.copytree(os.path.dirname(postlint.__file__), package, ignore=shutil.ignore_patterns("__pycache__"))
    if not (package / "_packs").exists():
        shutil.copytree(Path(postlint.__file__).parents[2] / "rules", package / "_packs")
    (package / "rules" / "structure" / "shouted_heading.py").write_text(
        '''
from postlint.diagnostic import Finding
from postlint.rule import rule


@rule(
    why="Capitals are read as shouting.",
    bad="""
        ## STOP
        ^^^^^^^ 'STOP' shouts.
    """,
    good="## Stop",
)
def shouted_heading(doc):
    """Headings don't shout."""
    for heading in doc.headings:
        if heading.text.isupper():
            yield Finding(heading.span, f"'{heading.text}' shouts.")
'''
    )
    (tmp_path / "post.md").write_text("## LOUD\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    command = [sys.executable, "-m", "postlint", "check", "post.md", "--output-format", "concise"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "post.md:1:1: warning[structure/shouted-heading] 'LOUD' shouts." in done.stdout, done.stderr
    examples = (
        "from postlint.registry import load; from postlint.testing import run_bad, run_good\n"
        "rules = load().rules; rule = rules['structure/shouted-heading']\n"
        "assert run_bad(rule, rule.bad[0], rules).passed and run_good(rule, rule.good[0], rules).passed"
    )
    subprocess.run([sys.executable, "-c", examples], cwd=tmp_path, env=environment, check=True)


def test_a_newcomer_adds_a_yaml_rule_by_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "postlint.toml").write_text('packs = ["house-rules"]\n')
    (tmp_path / "house-rules").mkdir()
    (tmp_path / "house-rules" / "synergy.yml").write_text(
        "summary: Say what is meant.\nwhy: Nobody knows what it is.\n"
        "message: \"'{match}' says nothing.\"\nforbid: [synergy]\n"
    )
    (tmp_path / "post.md").write_text("We seek *synergy*.\n")
    monkeypatch.chdir(tmp_path)
    from postlint.cli import main

    assert main(["check", "post.md", "--output-format", "concise"]) == 0
    assert "post.md:1:10: warning[house-rules/synergy] 'synergy' says nothing." in capsys.readouterr().out
