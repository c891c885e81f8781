"""``postlint schema``, and the example config that the docs show: what it takes, finds and compiles into."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from postlint.cli import main
from postlint.config import load
from postlint.linter import Linter

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = CHECKOUT / "docs" / "examples" / "postlint.toml"
SEED = CHECKOUT.parent / "shared" / "seed"

POST = """\
---
draft: false
page: blog blog_post
authors:
 - Ada Lovelace
date: 2025-09-24
enableComments: true
title: "How we index a day of logs in an hour"
summary: "We index a day of logs in an hour, on one machine. This post shows how, and what it costs in memory."
categories:
 - Engineering
tags:
 - logs
images:
 - /blog/how-we-index-logs/preview.webp
---

Text.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "content" / "blog").mkdir(parents=True)
    shutil.copy(EXAMPLE, tmp_path / "postlint.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["schema", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def findings(folder: Path, text: str, path: str = "content/blog/how-we-index-logs/index.md") -> list[tuple[str, str]]:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    config, registry = load()
    report = Linter(config._replace(select=("frontmatter",)), registry).lint_paths([str(place)])
    found = []
    for one in report.diagnostics:
        text = report.sources[one.path].text
        found.append((one.rule.partition("/")[2], text[one.start.offset : one.end.offset]))
    return found


def test_config(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = printed(capsys, "config")
    assert schema == json.loads((CHECKOUT / "docs" / "postlint.schema.json").read_text(encoding="utf-8"))
    assert "frontmatter" in schema["properties"]


def test_front_matter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = printed(capsys, "frontmatter")
    assert set(schema["properties"]) == {
        "draft", "page", "authors", "date", "enableComments", "title", "summary", "categories", "tags", "images"
    }  # fmt: skip
    assert schema["additionalProperties"] is False
    of_release = printed(capsys, "frontmatter", "content/blog/release-v1.2.3/index.md")
    assert set(of_release["properties"]) - set(schema["properties"]) == {"version"}


def test_without_a_config_the_generator_is_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docusaurus.config.js").touch()
    monkeypatch.chdir(tmp_path)
    assert "hide_table_of_contents" in printed(capsys, "frontmatter")["properties"]
    assert printed(capsys, "frontmatter", "--isolated")["title"] == "Front matter"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say which schema: config or frontmatter."),
        (["front-matter"], "There is no schema 'front-matter'. Did you mean 'frontmatter'?"),
        (["frontmatter", "a.md", "b.md"], "One POST decides, and here are 2."),
        (["frontmatter", "--isolate"], "There is no flag '--isolate'. Did you mean '--isolated'?"),
        (["config", "a.md"], "The config has one schema. Leave out the POST."),
        (["frontmatter", "--config", "none.toml"], "none.toml"),
    ],
)
def test_mistakes(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(["schema", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--help"]) == 0
    assert "postlint schema frontmatter" in capsys.readouterr().out


def test_a_post_as_the_example_describes_it_has_no_finding(folder: Path) -> None:
    assert findings(folder, POST) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("draft: false", "draft: no", []),
        ("draft: false", 'draft: "no"', [("wrong-type", '"no"')]),
        ("page: blog blog_post", "page: blog", [("unlisted-value", "blog")]),
        ("page: blog blog_post\n", "", [("missing-field", "---")]),
        (" - Ada Lovelace", " - name: Ada Lovelace", []),
        ("authors:\n - Ada Lovelace", "authors: Ada Lovelace", [("wrong-type", "Ada Lovelace")]),
        ("enableComments", "enable_comments", [("unknown-field", "enable_comments")]),
        ("How we index a day of logs in an hour", "Logs", [("out-of-range", '"Logs"')]),
        (" - Engineering", " - Enginering", [("unknown-category", "Enginering")]),
        (" - Engineering", " - engineering", [("inconsistent-tag", "engineering")]),
        (" - logs", " - logs\n - logs", [("repeated-value", "logs")]),
        (" - /blog/how-we-index-logs/preview.webp", " - preview.jpg", [("malformed-value", "preview.jpg")]),
        ("images:\n - /blog/how-we-index-logs/preview.webp\n", "", [("missing-field", "---")]),
    ],
)
def test_the_example_finds_what_it_says(folder: Path, old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert POST.count(old) >= 1
    assert findings(folder, POST.replace(old, new, 1)) == found


def test_the_example_asks_more_of_a_release_and_less_of_a_draft(folder: Path) -> None:
    release = "content/blog/release-v1.2.3/index.md"
    assert findings(folder, POST, release) == [("missing-field", "---")]
    assert findings(folder, POST.replace("draft", "version: v1.2.3\ndraft", 1), release) == []
    (folder / release).unlink()
    draft = POST.replace("draft: false", "draft: true")
    assert findings(folder, draft.replace("images:\n - /blog/how-we-index-logs/preview.webp\n", "")) == []


@pytest.mark.skipif(not SEED.is_dir(), reason="the article is not here")
def test_the_article_of_such_a_house_passes(folder: Path) -> None:
    [article] = SEED.glob("*.md")
    assert findings(folder, article.read_text(encoding="utf-8"), f"content/blog/{article.stem}/index.md") == []
