"""``check --since``: what a branch has changed is told, and nothing else of its posts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from postlint.changes import parse_entries, parse_lines
from postlint.cli import main
from test_git import run, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CONFIG = 'posts = ["content/blog"]\nselect = ["links/vague-text", "links/broken-internal", "frontmatter/broken"]\n'
OLD = (
    "---\ntitle: {0}\ndate: 2024-01-05\n---\n\nSee [here](https://heron.example/{0}) for the numbers.\n\nIt is fast.\n"
)


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog of three old posts, on a branch of its own."""
    top = tmp_path / "blog"
    top.mkdir()
    run(top, "init", "-q", "-b", "main")
    write(top / "postlint.toml", CONFIG)
    write(top / "hugo.toml", "")
    for name in ("heron", "egret", "stork"):
        write(post(top, name), OLD.format(name))
    commit(top)
    run(top, "checkout", "-q", "-b", "a-post")
    monkeypatch.chdir(top)
    return top


def post(top: Path, name: str) -> Path:
    return top / "content" / "blog" / f"{name}.md"


def commit(top: Path) -> None:
    run(top, "add", "-A")
    run(top, "commit", "-q", "-m", "A change")


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    code = main(["check", "--output-format=json", "--fail-on=never", *(arguments or ("--since=main",))])
    told = capsys.readouterr()
    assert code == 0, told.err
    return [f"{Path(one['path']).stem}:{one['start']['line']} {one['rule']}" for one in json.loads(told.out)]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["check", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_nothing_changed(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--since", "main"]) == 0
    assert capsys.readouterr().err.startswith("No post has changed since 'main', so nothing was checked.\n")
    assert main(["check", "--since", "main", "--output-format=json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("state", ["in the work tree", "staged", "committed"])
def test_only_changed_lines_are_told(blog: Path, capsys: pytest.CaptureFixture[str], state: str) -> None:
    write(post(blog, "heron"), OLD.format("heron") + "\nOr look [here](https://heron.example/b).\n")
    if state != "in the work tree":
        run(blog, "add", "-A")
    if state == "committed":
        commit(blog)
    assert found(capsys) == ["heron:10 links/vague-text"]


def test_what_the_other_branch_has_done_since_is_not_told(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(post(blog, "heron"), OLD.format("heron") + "\nNew.\n")
    commit(blog)
    run(blog, "checkout", "-q", "main")
    write(post(blog, "egret"), OLD.format("egret").replace("It is fast.", "It is [here](https://heron.example/c)."))
    commit(blog)
    run(blog, "checkout", "-q", "a-post")
    assert found(capsys) == []


@pytest.mark.parametrize("state", ["untracked", "staged", "committed"])
def test_a_new_post_is_told_as_a_whole(blog: Path, capsys: pytest.CaptureFixture[str], state: str) -> None:
    write(post(blog, "a b\tç"), OLD.format("new"))
    if state != "untracked":
        run(blog, "add", "-A")
    if state == "committed":
        commit(blog)
    assert found(capsys) == ["a b\tç:6 links/vague-text"]


def test_the_front_matter_of_a_changed_post_is_told(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(post(blog, "heron"), OLD.format("heron").replace("title: heron", "title: a: b"))
    run(blog, "commit", "-qam", "Broken")
    run(blog, "branch", "-f", "main")
    assert found(capsys) == []
    with post(blog, "heron").open("a") as file:
        file.write("\nMore.\n")
    assert found(capsys) == ["heron:2 frontmatter/broken"]


@pytest.mark.parametrize("how", ["renamed", "deleted"])
@pytest.mark.parametrize("link", ["/blog/egret/", "/blog/egret/#more", "egret.md"])
def test_posts_that_link_to_what_is_gone_are_told(
    blog: Path, capsys: pytest.CaptureFixture[str], how: str, link: str
) -> None:
    write(post(blog, "stork"), OLD.format("stork") + f"\nAs [the other post]({link}) says.\n")
    commit(blog)
    run(blog, "branch", "-f", "main")
    assert found(capsys) == []
    if how == "renamed":
        run(blog, "mv", "content/blog/egret.md", "content/blog/little-bittern.md")
    else:
        run(blog, "rm", "-q", "content/blog/egret.md")
    assert found(capsys) == ["stork:10 links/broken-internal"]


def test_renaming_makes_no_line_new(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(blog, "mv", "content/blog/egret.md", "content/blog/bittern.md")
    with post(blog, "bittern").open("a") as file:
        file.write("\nMore is [here](https://heron.example/d).\n")
    assert found(capsys) == ["bittern:10 links/vague-text"]


def test_modes_links_and_submodules_are_no_changed_lines(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(blog, "heron").chmod(0o755)
    (blog / "content" / "blog" / "link.md").symlink_to("egret.md")
    run(blog, "add", "-A")
    run(blog, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/blog/sub")
    assert found(capsys) == []


def test_the_users_settings_for_reading_diffs_do_not_matter(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for setting in (
        "diff.noprefix=true",
        "color.ui=always",
        "diff.context=9",
        "diff.relative=true",
        "diff.external=false",
    ):
        run(blog, "config", *setting.split("="))
    write(blog / ".gitattributes", "*.md binary\n")
    write(post(blog, "heron"), OLD.format("heron") + "\nOr look [here](https://heron.example/b).\n")
    assert found(capsys) == ["heron:10 links/vague-text"]


def test_an_unknown_commit_names_the_nearest(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no branch, tag or commit 'mian' here. Did you mean 'main'?" in refused(capsys, "--since", "mian")
    run(blog, "update-ref", "refs/remotes/origin/trunk", "main")
    assert "Did you mean 'origin/trunk'?" in refused(capsys, "--since", "trunk")


def test_history_that_is_not_there_is_no_silent_pass(
    blog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(post(blog, "heron"), "New.\n")
    commit(blog)
    shallow = tmp_path / "shallow"
    run(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", blog.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    for ref in ("origin/main", "v1", "origin/mains"):
        error = refused(capsys, "--since", ref)
        assert "Did you mean" not in error
        assert "'fetch-depth: 0'" in error
        assert "'git fetch --unshallow'" in error
    run(blog, "checkout", "-q", "--orphan", "apart")
    commit(blog)
    monkeypatch.chdir(blog)
    assert "'main' and HEAD have no commit in common here." in refused(capsys, "--since", "main")


def test_no_history_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "post.md", "Text.\n")
    monkeypatch.chdir(tmp_path)
    assert "There is no git repository here" in refused(capsys, "--since", "main", "post.md")
    assert "by standard input has no history" in refused(capsys, "--since", "main", "-")
    assert "--since names no commit" in refused(capsys, "--since=")


def test_a_patch_is_read_whatever_its_lines_look_like() -> None:
    patch = (
        b'diff --git "a/a\\tb.md" "b/a\\tb.md"\n--- "a/a\\tb.md"\n+++ "b/a\\tb.md"\n'
        b"@@ -1 +1,3 @@\n--- a/x\n+++ b/y\n+@@ -1 +9 @@\n+\r\n\\ No newline at end of file\n"
        b"@@ -9,2 +10,0 @@\n-a\n-b\n"
        b"diff --git a/c d.md b/c d.md\n--- a/c d.md\t\n+++ b/c d.md\t\n@@ -0,0 +1 @@\n+x\n"
    )
    assert parse_lines(patch) == {"a\tb.md": [(1, 3), (11, 10)], "c d.md": [(1, 1)]}


def test_entries_are_read_with_odd_names() -> None:
    zero = "0" * 40
    printed = f":100644 100644 {zero} {zero} R090\0a\nb\0:c\0:100644 000000 {zero} {zero} D\0:d e\0".encode()
    assert [(one.old_path, one.path, one.status) for one in parse_entries(printed)] == [
        ("a\nb", ":c", "R"),
        (":d e", ":d e", "D"),
    ]


# What is staged


def staged(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return found(capsys, "--staged")


def test_what_is_staged_is_checked_and_not_the_work_tree(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(post(blog, "heron"), OLD.format("heron") + "\nOr look [here](https://heron.example/b).\n")
    assert staged(capsys) == []
    run(blog, "add", "-A")
    write(post(blog, "heron"), "Good.\n")
    assert staged(capsys) == ["heron:10 links/vague-text"]
    post(blog, "heron").unlink()
    assert staged(capsys) == ["heron:10 links/vague-text"]


def test_links_are_held_against_the_posts_that_are_staged(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(post(blog, "heron"), "See [the](/blog/bittern/) [other](/blog/egret/) posts.\n")
    run(blog, "add", "-A")
    write(post(blog, "bittern"), OLD.format("bittern"))  # it will not be in the commit
    post(blog, "egret").unlink()  # it stays there in the commit
    assert staged(capsys) == ["heron:1 links/broken-internal"]


def test_nothing_staged(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(post(blog, "heron"), "Look [here](https://heron.example/b).\n")
    assert main(["check", "--staged"]) == 0
    assert capsys.readouterr().err.startswith("No post is staged, so nothing was checked.\n")


def test_a_commit_without_any_post_is_none_of_our_business(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(blog, "rm", "-rq", "content")
    assert found(capsys, "--staged") == found(capsys, "--since=main") == []
    write(post(blog, "draft"), "Look [here](https://heron.example/b).\n")
    assert found(capsys, "--staged") == found(capsys, "--staged", "content/blog") == []
    assert "There is no file or folder 'contents'." in refused(capsys, "--staged", "contents")
