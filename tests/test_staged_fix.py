"""``check --staged --fix``: the index gets the fixes, the working tree as far as they fit, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from postlint.cli import main
from test_git import ENVIRONMENT, run, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CONFIG = 'posts = ["blog"]\nselect = ["plain-english/doubled-word"]\nfail-on = "warning"\n'
OLD = "---\ntitle: A post\n---\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n"
BAD = OLD.replace("Two.", "Two is the the best.")
GOOD = OLD.replace("Two.", "Two is the best.")


def shown(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE).stdout


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "blog"
    top.mkdir()
    run(top, "init", "-q")
    write(top / "postlint.toml", CONFIG)
    write(top / "blog" / "a.md", OLD)
    run(top, "add", "-A")
    run(top, "commit", "-q", "-m", "A post")
    write(top / "blog" / "a.md", BAD)
    run(top, "add", "-A")
    monkeypatch.chdir(top)
    return top


def test_the_index_and_the_work_tree_are_fixed(blog: Path) -> None:
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == (blog / "blog" / "a.md").read_text() == GOOD
    assert shown(blog, "diff") == b""


def test_unstaged_changes_elsewhere_stay_and_stay_unstaged(blog: Path) -> None:
    write(blog / "blog" / "a.md", BAD.replace("Four.", "Four and the the more."))
    before = shown(blog, "diff", "--unified=0").partition(b"@@")[2]
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == GOOD
    assert (blog / "blog" / "a.md").read_text() == GOOD.replace("Four.", "Four and the the more.")
    assert shown(blog, "diff", "--unified=0").partition(b"@@")[2] == before


def test_unstaged_changes_at_the_same_lines_keep_all_as_it_is(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "blog" / "a.md", BAD.replace("best", "worst"))
    index = (blog / ".git" / "index").read_bytes()
    assert main(["check", "--staged", "--fix"]) == 1
    assert "blog/a.md: it has unstaged changes where a fix belongs" in capsys.readouterr().err
    assert (blog / ".git" / "index").read_bytes() == index
    assert (blog / "blog" / "a.md").read_text() == BAD.replace("best", "worst")


def test_line_ends_of_windows_stay(blog: Path) -> None:
    run(blog, "config", "core.autocrlf", "true")
    (blog / "blog" / "a.md").write_bytes(BAD.replace("Four", "Fourth").replace("\n", "\r\n").encode())
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == GOOD
    assert (blog / "blog" / "a.md").read_bytes() == GOOD.replace("Four", "Fourth").replace("\n", "\r\n").encode()


def test_a_post_deleted_since_is_fixed_in_the_index_only(blog: Path) -> None:
    (blog / "blog" / "a.md").unlink()
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == GOOD
    assert not (blog / "blog" / "a.md").exists()


def test_an_index_that_is_locked_is_an_error(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / ".git" / "index.lock")
    assert main(["check", "--staged", "--fix"]) == 2
    assert "The index could not be written, so nothing was fixed." in capsys.readouterr().err
    assert (blog / "blog" / "a.md").read_text() == BAD


def test_a_post_that_cannot_be_written_is_put_back_in_the_index(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.link(blog / "blog" / "a.md", blog / "other")
    assert main(["check", "--staged", "--fix"]) == 2
    assert "further hard links" in capsys.readouterr().err
    assert shown(blog, "show", ":blog/a.md").decode() == (blog / "blog" / "a.md").read_text() == BAD


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_is_told_to_overlook_is_left(blog: Path, capsys: pytest.CaptureFixture[str], flag: str) -> None:
    run(blog, "update-index", flag, "blog/a.md")
    assert main(["check", "--staged", "--fix"]) == 1
    assert "overlook" in capsys.readouterr().err
    assert shown(blog, "show", ":blog/a.md").decode() == (blog / "blog" / "a.md").read_text() == BAD


def test_what_is_left_is_told_though_lines_have_moved(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "postlint.toml", 'posts = ["blog"]\nselect = ["frontmatter/duplicate-key", "links/vague-text"]\n')
    text = OLD.replace("Four.", "Look [here](https://heron.example/b).")
    write(blog / "blog" / "a.md", text.replace("title: A post\n", "title: A post\n" * 2))
    run(blog, "add", "-A")
    assert main(["check", "--staged", "--fix", "--fail-on=warning"]) == 1
    assert "links/vague-text" in capsys.readouterr().out
    assert shown(blog, "show", ":blog/a.md").decode() == (blog / "blog" / "a.md").read_text() == text


def wrapped(folder: Path, instead: str) -> None:
    """A git in ``bin`` that does something before it writes to the index."""
    script = f'#!/bin/sh\ncase "$*" in *update-index*) {instead};; esac\nexec {shutil.which("git")} "$@"\n'
    write(folder / "bin" / "git", script).chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="there is no shell")
def test_git_gets_a_file_that_stays_whole_though_we_are_killed(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped(tmp_path, "[ -f /dev/stdin ] || exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + os.pathsep + os.environ["PATH"])
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == GOOD


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_a_run_that_is_killed_leaves_the_index_and_the_next_one_ends_its_work(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(blog / "blog" / "a.md", BAD.replace("Four.", "Four and more."))
    own = shown(blog, "diff", "--unified=0").partition(b"@@")[2]
    index = (blog / ".git" / "index").read_bytes()
    wrapped(tmp_path, "kill -9 $PPID; exit 1")
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path / "bin") + os.pathsep + os.environ["PATH"])
        pid = os.fork()
        if pid == 0:
            os._exit(main(["check", "--staged", "--fix", "--quiet"]))
        assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    assert (blog / ".git" / "index").read_bytes() == index
    assert (blog / "blog" / "a.md").read_text() == GOOD.replace("Four.", "Four and more.")
    assert main(["check", "--staged", "--fix"]) == 0
    assert shown(blog, "show", ":blog/a.md").decode() == GOOD
    assert shown(blog, "diff", "--unified=0").partition(b"@@")[2] == own


def test_a_patch_of_what_is_staged(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "blog" / "a.md", OLD)
    assert main(["check", "--staged", "--diff"]) == 1
    assert "-Two is the the best.\n+Two is the best.\n" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="there is no shell")
@pytest.mark.parametrize(("flags", "most"), [((), 7), (("--fix",), 7)])
def test_git_is_asked_few_things_and_each_once(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], most: int
) -> None:
    write(blog / "blog" / "a.md", OLD.replace("Four.", "Four and more."))
    run(blog, "add", "-A")
    log = tmp_path / "log"
    script = f'#!/bin/sh\necho "$*" >> {log}\nexec {shutil.which("git")} "$@"\n'
    write(tmp_path / "bin" / "git", script).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + os.pathsep + os.environ["PATH"])
    assert main(["check", "--staged", *flags]) == 0
    asked = log.read_text(encoding="utf-8").splitlines()
    assert len(asked) == len(set(asked)) <= most
