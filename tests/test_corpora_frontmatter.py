"""Front matter of real blogs without any config: known defects are found, and no rule fires on a third of a blog."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from postlint.config import load, with_selectors
from postlint.diagnostic import Diagnostic
from postlint.habits import MOST_SHARE
from postlint.linter import Linter

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
BLOGS = ("cilium", "gitea", "milvus", "netdata", "opentelemetry", "questdb", "tilt")
# Defects that a rough script of ours counted, or that were read in the posts.
KNOWN = {
    "cilium": {"duplicate-title": 6, "duplicate-summary": 14, "duplicate-stub": 8, "missing-summary": 3},
    "milvus": {"impossible-date": 1, "malformed-date": 50, "missing-summary": 16, "title-full-stop": 1},
    "netdata": {"missing-date": 1, "missing-summary": 35, "duplicate-summary": 2, "malformed-slug": 2},
    "tilt": {"duplicate-summary": 2, "malformed-slug": 2},
    "excerpts-signoz": {"broken": 1},
}
# What a whole blog does is told once.
HABITS = {
    "gitea": {"missing-summary"},
    "opentelemetry": {"missing-summary"},
    "tilt": {"missing-summary"},
    "netdata": {"summary-repeats-title"},
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here"),
]


@cache
def found(blog: str) -> tuple[list[Diagnostic], int, list[str]]:
    """All findings of the pack, how many posts there are, and what was told about the blog as a whole."""
    before = os.getcwd()
    os.chdir(CORPORA / blog)
    try:
        config, registry = load(isolated=True)
        report = Linter(with_selectors(config, registry, select=["frontmatter"]), registry).lint_paths(["."])
    finally:
        os.chdir(before)
    return report.diagnostics, report.checked, report.notes


@pytest.mark.parametrize("blog", KNOWN)
def test_known_defects_are_found(blog: str) -> None:
    counts = Counter(one.rule.removeprefix("frontmatter/") for one in found(blog)[0])
    assert {rule: counts[rule] for rule in KNOWN[blog]} == KNOWN[blog]


def test_the_impossible_date_is_at_its_place() -> None:
    (one,) = (one for one in found("milvus")[0] if one.rule == "frontmatter/impossible-date")
    assert one.path.endswith("how-to-contribute-to-milvus-a-quick-start-for-developers.md")
    assert (one.start.line, one.start.column) == (5, 7)


def test_every_malformed_date_of_milvus_has_a_fix() -> None:
    fixes = [one.fix for one in found("milvus")[0] if one.rule == "frontmatter/malformed-date"]
    assert all(fixes)


@pytest.mark.parametrize("blog", BLOGS)
def test_no_rule_fires_on_a_third_of_a_blog(blog: str) -> None:
    diagnostics, posts, _ = found(blog)
    there = (one for one in diagnostics if one.step != "lost")  # the corpora have no images
    fired = Counter(rule for rule, _ in {(one.rule, one.path) for one in there})
    assert {rule: count for rule, count in fired.items() if count > MOST_SHARE * posts} == {}


@pytest.mark.parametrize("blog", HABITS)
def test_what_a_whole_blog_does_is_told_once(blog: str) -> None:
    diagnostics, _, notes = found(blog)
    for rule in HABITS[blog]:
        assert rule not in {one.rule.removeprefix("frontmatter/") for one in diagnostics}
        assert len([note for note in notes if f"frontmatter/{rule} is silent" in note]) == 1
