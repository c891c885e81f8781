"""``postlint.Post`` is a post of python-frontmatter that knows its places, and ``lint_post`` checks posts in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import frontmatter
import pytest

import postlint
from postlint.config import Config
from postlint.linter import Linter
from postlint.post import Post, lint_post
from postlint.registry import load
from postlint.text import Span

YAML = '---\ntitle: "How we index"\nauthors: [ada, grace]\nparams: {mood: [good]}\n---\n\nSee [here](x).\n'
TOML = '+++\ntitle = "How we index"\nauthors = ["ada", "grace"]\n[params]\nmood = ["good"]\n+++\nSee [here](x).\n'
JSON = '{\n"title": "How we index", "authors": ["ada", "grace"], "params": {"mood": ["good"]}\n}\n\nSee [here](x).\n'


def test_the_package_brings_both_without_importing_them() -> None:
    assert postlint.Post is Post
    assert postlint.lint_post is lint_post
    with pytest.raises(AttributeError, match="'Posts'"):
        postlint.Posts  # type: ignore[attr-defined]  # noqa: B018
    names = ("frontmatter", "yaml", "postlint.post")
    code = f"import sys, postlint; print(*(name for name in {names} if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


@pytest.mark.parametrize("text", [YAML, TOML, JSON])
def test_a_post_is_one_of_python_frontmatter(text: str) -> None:
    post = Post(text)
    assert isinstance(post, frontmatter.Post)
    assert post["title"] == post.get("title") == post.metadata["title"] == "How we index"
    assert post["authors"] == ["ada", "grace"]
    assert "params" in post
    assert post.content == str(post) == "See [here](x)."
    assert not post.errors
    assert not post.is_changed
    assert frontmatter.loads(frontmatter.dumps(post)).metadata == post.metadata


def test_it_reads_what_python_frontmatter_reads() -> None:
    theirs = frontmatter.loads(YAML)
    ours = Post(YAML)
    assert (ours.metadata, ours.content) == (theirs.metadata, theirs.content)


@pytest.mark.parametrize(
    ("text", "title"), [(YAML, '"How we index"'), (TOML, '"How we index"'), (JSON, '"How we index"')]
)
def test_keys_values_and_items_know_their_places(text: str, title: str) -> None:
    post = Post(text)
    source = post.document.source

    def written(*keys: str | int) -> str:
        span = post.span(*keys)
        assert span is not None
        return source[span].strip("\"'")

    assert written("title") == "How we index"
    assert written("authors", 0) == "ada"
    assert written("authors", -1) == "grace"
    assert written("params", "mood", 0) == "good"
    key = post.key_span("params", "mood")
    assert key is not None
    assert source[key].strip('"') == "mood"
    for missing in (("nothing",), ("authors", 2), ("title", "x"), ("authors", 0, 0)):
        assert post.span(*missing) is None
    assert post.key_span("nothing") is None
    assert post.key_span("nothing", "within") is None


def test_load(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes("\ufeff---\r\ntitle: é\r\n---\r\nText.\r\n".encode())
    post = Post.load(str(path))
    assert post["title"] == "é"
    assert post.path == str(path)
    assert post.span("title") == Span(12, 13)


def test_broken_front_matter_is_told_not_raised() -> None:
    post = Post("---\ntitle: a: b\n---\nText.\n")
    assert post.metadata == {}
    assert [error.problem for error in post.errors] == ["colon"]
    assert "frontmatter/broken" in {found.rule for found in lint_post(post)}


def test_a_post_as_read_is_checked_as_written() -> None:
    (found,) = [one for one in lint_post(Post(YAML)) if one.rule == "links/vague-text"]
    assert YAML[found.start.offset : found.end.offset] == "here"


@pytest.mark.parametrize("make", [Post, frontmatter.loads])
def test_a_post_changed_or_made_in_memory_is_checked_as_it_would_be_written(make: type[Post]) -> None:
    post = make(YAML)
    post["title"] = "TODO"
    post.content += "\n\n![](x.png)"
    written = frontmatter.dumps(post, sort_keys=False)
    found = lint_post(post)
    assert {one.rule for one in found} >= {"links/vague-text", "images/missing-alt"}
    assert all(written[one.start.offset : one.end.offset] for one in found)
    keys = [line.partition(":")[0] for line in written.split("---")[1].splitlines() if line[:1].isalpha()]
    assert keys == ["title", "authors", "params"], "in the order that they have"


def test_metadata_made_in_memory_leaves_the_text_as_read() -> None:
    post = Post(YAML)
    authors = post["authors"]
    assert isinstance(authors, list)
    authors.append("new")
    assert post.is_changed
    assert post.document.front_matter.data["authors"] == ["ada", "grace"]


def test_path_and_linter_may_be_given() -> None:
    linter = Linter(Config(root=".", select=("images",)), load())
    post = frontmatter.Post("[here](x) ![](y)", title="How we index")
    assert [found.rule for found in lint_post(post, linter=linter)] == ["images/missing-alt"]
    assert {found.path for found in lint_post(post, "blog/x.md")} == {"blog/x.md"}
    assert {found.path for found in lint_post(Post(YAML, "blog/y.md"))} == {"blog/y.md"}
