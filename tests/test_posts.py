"""Our own posts: what is published passes, and the drafts show what postlint finds."""

from __future__ import annotations

from pathlib import Path

import frontmatter
import pytest

from postlint.cli import main
from postlint.document import Document

ROOT = Path(__file__).resolve().parent.parent
POSTS = sorted((ROOT / "posts").glob("*/index.md"))
GOLDEN = Path(__file__).parent / "golden" / "drafts.txt"
FIELDS = ["draft", "page", "authors", "date", "enableComments", "title", "summary", "categories", "tags", "images"]


def test_there_are_posts() -> None:
    assert len(POSTS) >= 6


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.parent.name)
def test_post_passes(post: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = main(["check", "--hints", "--fail-on", "hint", str(post)])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.parent.name)
def test_post_has_its_fields_and_pictures(post: Path) -> None:
    text = post.read_text(encoding="utf-8")
    front_matter, _ = frontmatter.parse(text)
    assert list(front_matter) == FIELDS
    pictures = [Path(picture).name for picture in front_matter["images"]]
    pictures += [image.url for image in Document(text).images]
    assert pictures
    for picture in pictures:
        assert (post.parent / picture).is_file(), picture


def test_drafts_show_what_is_found(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The findings stand in tests/golden/drafts.txt; after a change that is meant, write its output there."""
    monkeypatch.chdir(ROOT)
    assert main(["check", "posts/drafts", "--hints", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out == GOLDEN.read_text(encoding="utf-8")


def test_posts_folder_shows_the_drafts_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check", "posts"]) == 1
    told = capsys.readouterr().out
    assert "posts/drafts/launch-announcement.md" in told
    assert "index.md" not in told
