"""Images beside a post that nothing shows: what counts as showing them, in real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.config import load, with_selectors
from postlint.linter import Linter

POST = "content/blog/load/index.md"
FOLDER = "content/blog/load"


def said(root: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    for path, text in {"hugo.toml": "", "content/blog/other.md": "Text.\n", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    monkeypatch.chdir(root)
    config, registry = load(isolated=True)
    config = with_selectors(config, registry, select=["images/unshown-image"])
    report = Linter(config, registry).lint_paths(["content"])
    return [(one.path, one.message) for one in report.diagnostics]


def test_one_that_nobody_names_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {POST: "![a](a-chart.png)\n", **{f"{FOLDER}/{name}": "" for name in ("a-chart.png", "b-chart.png")}}
    (found,) = said(tmp_path, files, monkeypatch)
    assert found == (POST, "Nothing shows 'b-chart.png', which lies in the folder of this post.")


def test_many_are_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {POST: "Text.\n", **{f"{FOLDER}/img/{name}-chart.png": "" for name in "abcde"}}
    (found,) = said(tmp_path, files, monkeypatch)
    wanted = "'img/a-chart.png', 'img/b-chart.png', 'img/c-chart.png' and 2 more, which lie"
    assert found[1] == f"Nothing shows {wanted} in the folder of this post."


@pytest.mark.parametrize(
    "files",
    [
        {POST: "---\nimages: [b-chart.png]\n---\n"},
        {POST: "---\nresources:\n- src: '**.png'\n---\n"},
        {POST: "{{< figure src='b-chart' >}}\n"},
        {POST: "{{< gallery >}}\n"},
        {POST: "<Chart src={require('./b-chart.png')} />\n"},
        {POST: "---\ndraft: true\n---\n"},
        {POST: "Text.\n", f"{FOLDER}/index.fr.md": "![b](b-chart.png)\n"},
        {POST: "Text.\n", f"{FOLDER}/chart.jsx": "import b from './b-chart.png'\n"},
        {POST: "Text.\n", "content/blog/other.md": "![b](/blog/load/b-chart.png)\n"},
        {POST: "Text.\n", "content/blog/other.md": "---\nimage: ../load/b-chart.png\n---\n"},
        {POST: "Text.\n", f"{FOLDER}/more.md": "Another page, so that this is no bundle.\n"},
    ],
)
def test_one_that_somebody_names_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> None:
    assert said(tmp_path, {**files, f"{FOLDER}/b-chart.png": ""}, monkeypatch) == []


@pytest.mark.parametrize("name", ["featured.png", "cover.jpg", "og-image.png", "load-thumb.webp", "index.png"])
def test_names_that_themes_take_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert said(tmp_path, {POST: "Text.\n", f"{FOLDER}/{name}": ""}, monkeypatch) == []


def test_other_sizes_and_names_with_spaces_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a-chart.png", "a-chart@2x.png", "a-chart-dark.png", "my chart.png")
    files = {POST: "![a](a-chart.png) ![b](my%20chart.png)\n", **{f"{FOLDER}/{name}": "" for name in names}}
    assert said(tmp_path, files, monkeypatch) == []


def test_a_name_that_many_folders_have_is_the_theme_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"content/blog/{post}/{name}": "" for post in "abc" for name in ("index.md", "photo-of-it.png")}
    assert said(tmp_path, files, monkeypatch) == []


def test_a_section_has_no_images_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content/blog/_index.md": "Text.\n", "content/blog/b-chart.png": ""}
    assert said(tmp_path, files, monkeypatch) == []
