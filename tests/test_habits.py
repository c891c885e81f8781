"""What most posts of a blog do is its own way: told once, and no finding."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postlint.config import Config, Override, RuleSettings, Selectors
from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.habits import LEAST_POSTS
from postlint.linter import Linter
from postlint.registry import Registry
from postlint.registry import load as load_registry
from postlint.report import Report
from postlint.rule import Habit, Rule, rule
from postlint.site import Site
from postlint.site.posts import Posts

ENGINE_RULES = {id: one for id, one in load_registry().rules.items() if one.check is None}


def shouts(doc: Document) -> Iterator[Finding]:
    """Titles are written in small letters."""
    if str(doc.front_matter.data.get("title", "")).isupper():
        yield Finding(doc.whole, "The title shouts.")


def alike(doc: Document, site: Site) -> Iterator[Finding]:
    """No two posts have the same title."""
    if len(site.posts_titled(str(doc.front_matter.data.get("title")))) > 1:
        yield Finding(doc.whole, "The title is another post's too.")


def posts_alike(site: Site) -> int:
    titles = [post.title for post in site.posts]
    return sum(titles.count(title) > 1 for title in titles)


def made(check: Any, **declared: Any) -> Rule:
    return rule(why="It is a test.", **declared)(check)._replace(id=f"test/{check.__name__}")


SHOUTS = made(shouts, habit="shout")
ALIKE = made(alike, habit=Habit("share a title", posts_alike))


def linter(folder: Path, *rules: Rule, **settings: Any) -> Linter:
    known = {**ENGINE_RULES, **{one.id: one for one in rules}}
    return Linter(Config(root=os.path.realpath(folder), **settings), Registry(known))


def write(folder: Path, loud: int, quiet: int, loud_title: str = "LOUD {}") -> list[str]:
    paths = []
    for number in range(loud + quiet):
        title = loud_title.format(number) if number < loud else f"quiet {number}"
        paths.append(str(folder / f"{number:02}.md"))
        Path(paths[-1]).write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")
    return paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "blog").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "blog"


def test_up_to_thirty_in_a_hundred_are_findings(folder: Path) -> None:
    write(folder, loud=3, quiet=7)
    report = linter(folder, SHOUTS).lint_paths(["blog"])
    assert [one.path for one in report.diagnostics] == ["00.md", "01.md", "02.md"]
    assert report.notes == []


def test_more_are_the_way_of_the_blog(folder: Path) -> None:
    write(folder, loud=4, quiet=6)
    report = linter(folder, SHOUTS).lint_paths(["blog"])
    assert report.diagnostics == []
    assert report.notes == ["4 of 10 posts shout. That is the way of this blog, so test/shouts is silent."]


def test_one_post_alone_is_judged_by_its_blog(folder: Path) -> None:
    paths = write(folder, loud=4, quiet=6)
    one = linter(folder, SHOUTS, posts=(".",))
    assert one.lint_paths(paths[:1]).diagnostics == []
    assert len(one.lint_paths(paths[:1]).notes) == 1
    assert one.lint_paths(paths[-1:]).notes == [], "nothing was held back here"
    text = b"---\ntitle: LOUD\n---\n"
    assert one.lint_bytes(text).diagnostics == []
    assert len(one.lint_bytes(text).notes) == 1


def test_who_changed_a_few_posts_is_not_told_of_the_way_of_the_whole(folder: Path) -> None:
    write(folder, loud=4, quiet=6)
    one = linter(folder, SHOUTS)
    one.only = {"00.md"}
    report = one.lint_paths(["blog"])
    assert (report.diagnostics, report.notes, report.silent) == ([], [], {"test/shouts"})
    one.checks_others = True
    again = one.lint_paths(["blog"])
    assert again._replace(whole=None, sources={}) == report._replace(sources={})
    assert again.whole is not None
    assert again.whole.checked == 10


def test_where_nothing_is_to_be_checked_no_post_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, loud=4, quiet=6)
    one = linter(folder, SHOUTS)
    one.only = set()
    monkeypatch.setattr(Linter, "read", None)
    assert one.lint_paths(["blog"]) == Report([], 0, 0, [], {})
    assert list(one.fix_paths(["blog"])) == []


def test_a_few_posts_make_no_habit(folder: Path) -> None:
    write(folder, loud=LEAST_POSTS - 1, quiet=0)
    assert len(linter(folder, SHOUTS).lint_paths(["blog"]).diagnostics) == LEAST_POSTS - 1


def test_sections_are_no_posts(folder: Path) -> None:
    write(folder, loud=4, quiet=5)
    (folder / "_index.md").write_text("---\ntitle: quiet\n---\n", encoding="utf-8")
    assert len(linter(folder, SHOUTS).lint_paths(["blog"]).diagnostics) == 4


@pytest.mark.parametrize(
    "settings",
    [
        {"extend_select": ("test/shouts",)},
        {"select": ("test/shouts",)},
        {"added": Selectors(extend_select=("test/shouts",))},
        {"rules": {"test/shouts": RuleSettings()}},
        {"overrides": (Override(paths=("*.md",), extend_select=("test/shouts",)),)},
    ],
)
def test_who_names_the_rule_wants_its_findings(folder: Path, settings: dict[str, Any]) -> None:
    write(folder, loud=8, quiet=2)
    assert len(linter(folder, SHOUTS, **settings).lint_paths(["blog"]).diagnostics) == 8


def test_a_rule_that_asks_for_other_posts_counts_by_itself(folder: Path) -> None:
    write(folder, loud=3, quiet=7, loud_title="LOUD")
    report = linter(folder, ALIKE).lint_paths(["blog"])
    assert (len(report.diagnostics), report.notes) == (3, [])
    write(folder, loud=4, quiet=6, loud_title="LOUD")
    report = linter(folder, ALIKE).lint_paths(["blog"])
    assert report.diagnostics == []
    assert report.notes == ["4 of 10 posts share a title. That is the way of this blog, so test/alike is silent."]


def test_the_answer_is_noted_for_the_cache(folder: Path) -> None:
    write(folder, loud=4, quiet=6)
    one = linter(folder, SHOUTS)
    doc = Document("---\ntitle: LOUD\n---\n", "00.md")
    asked = one.surroundings.around(doc, Posts()).for_post()
    one.engine.check(doc, asked, one.selection.usual)
    assert asked.questions == {("is_habit", "test/shouts"): False}
    facts = one._facts_of(one.files(["blog"]))
    assert one.surroundings.site(facts).ask(("is_habit", "test/shouts")) is True


def test_a_rule_that_crashes_has_no_habit(folder: Path) -> None:
    def crashes(doc: Document) -> Iterator[Finding]:
        """It crashes."""
        raise RuntimeError("it broke")
        yield

    write(folder, loud=10, quiet=0)
    report = linter(folder, made(crashes, habit="crash")).lint_paths(["blog"])
    assert {one.rule for one in report.diagnostics} == {"postlint/crashed-rule"}


def test_a_rule_that_needles_wake_has_no_habit() -> None:
    def hit(doc: Document, hits: Any) -> Iterator[Finding]:
        """It is hit."""
        yield from ()

    with pytest.raises(ValueError, match="needles"):
        rule(why="It is a test.", needles=["word"], habit="say it")(hit)


def test_rules_are_idle_where_the_blog_has_its_way(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from postlint.cli import main

    for number in range(10):
        post = f"---\ntitle: Post number {number}\n---\n\nText.\n"
        (folder / f"2024-01-{number + 10}-post.md").write_text(post, encoding="utf-8")
    assert main(["rules", "frontmatter"]) == 0
    said = "10 of 10 posts have no summary, which is the way of this blog"
    assert f"frontmatter/missing-summary is idle: {said}." in capsys.readouterr().out
    assert main(["rules", "frontmatter/missing-summary", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["idle"] == said
    (folder.parent / "postlint.toml").write_text("extend-select = ['frontmatter/missing-summary']\n", encoding="utf-8")
    assert main(["rules", "frontmatter/missing-summary"]) == 0
    assert "idle" not in capsys.readouterr().out
    assert linter(folder, SHOUTS).habits() == {}
