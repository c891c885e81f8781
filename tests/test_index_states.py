"""States of a git index: what ``check --staged`` finds in each, and that index and files stay as they are."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postlint.cli import main
from test_git import ENVIRONMENT, run, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None or os.name == "nt", reason="git or a shell is missing")

MOST_CALLS = 9
CONFIG = 'posts = ["blog"]\nselect = ["links/vague-text"]\nfail-on = "warning"\n'
OLD = "---\ntitle: A post\n---\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n"
HERE = "[Here](https://heron.example/x)."
BAD = OLD.replace("Two.", HERE)
WRAPPER = """\
#!/bin/sh
echo "$*" >> "$GIT_LOG"
if [ "$(wc -l < "$GIT_LOG")" -eq "${{GIT_KILL:-0}}" ]; then
    kill -9 $PPID
    exit 1
fi
exec {git} "$@"
"""
State = Callable[[Path], None]
STATES: dict[str, tuple[State, set[str]]] = {}


def state(*found: str) -> Callable[[State], State]:
    def add(made: State) -> State:
        STATES[made.__name__] = (made, set(found))
        return made

    return add


def a(top: Path, text: str = BAD, name: str = "a.md") -> Path:
    return write(top / "blog" / name, text)


def stage(top: Path, *paths: str) -> None:
    run(top, "add", *(paths or ("-A",)))


def commit(top: Path) -> None:
    stage(top)
    run(top, "commit", "-q", "-m", "A change")


@state()
def clean(top: Path) -> None:
    pass


@state("a:7")
def changed(top: Path) -> None:
    a(top)
    stage(top)


@state()
def unstaged(top: Path) -> None:
    a(top)


@state("a:7")
def partly_staged(top: Path) -> None:
    a(top)
    stage(top)
    a(top, BAD.replace("Four.", HERE))


@state("a:7")
def staged_and_mended_since(top: Path) -> None:
    a(top)
    stage(top)
    a(top, OLD)


@state()
def mended_and_broken_since(top: Path) -> None:
    a(top, OLD.replace("Two.", "2."))
    stage(top)
    a(top)


@state("a:7")
def staged_and_emptied_since(top: Path) -> None:
    a(top)
    stage(top)
    a(top, "")


@state()
def emptied(top: Path) -> None:
    a(top, "")
    stage(top)
    a(top)


@state("a:7")
def staged_and_deleted_since(top: Path) -> None:
    a(top)
    stage(top)
    (top / "blog" / "a.md").unlink()


@state("new:7")
def added(top: Path) -> None:
    a(top, BAD, "new.md")
    stage(top)


@state("new:7")
def added_and_deleted_since(top: Path) -> None:
    a(top, BAD, "new.md")
    stage(top)
    (top / "blog" / "new.md").unlink()


@state()
def untracked(top: Path) -> None:
    a(top, BAD, "new.md")


@state()
def intent_to_add(top: Path) -> None:
    a(top, BAD, "new.md")
    run(top, "add", "--intent-to-add", "blog/new.md")


@state()
def deleted(top: Path) -> None:
    run(top, "rm", "-q", "blog/a.md")


@state()
def out_of_the_index_only(top: Path) -> None:
    a(top)
    run(top, "rm", "-q", "--cached", "blog/a.md")


@state()
def renamed(top: Path) -> None:
    run(top, "mv", "blog/old.md", "blog/other.md")


@state("other:11")
def renamed_and_changed(top: Path) -> None:
    run(top, "mv", "blog/old.md", "blog/other.md")
    a(top, BAD.replace("Four.", HERE), "other.md")
    stage(top)


@state("b:1", "b:5")
def swapped(top: Path) -> None:
    a(top, HERE + "\n" * 3 + "\n" + HERE + "\n", "b.md")
    run(top, "mv", "blog/a.md", "blog/c.md")
    stage(top)
    write(top / "blog" / "b.md", "Text.\n")


@state()
def mode_changed(top: Path) -> None:
    (top / "blog" / "old.md").chmod(0o755)
    stage(top)


@state("old:11")
def mode_and_text_changed(top: Path) -> None:
    a(top, BAD.replace("Four.", HERE), "old.md").chmod(0o755)
    stage(top)


@state()
def made_a_link(top: Path) -> None:
    (top / "blog" / "a.md").unlink()
    (top / "blog" / "a.md").symlink_to("b.md")
    stage(top)


@state("a:7")
def a_link_since(top: Path) -> None:
    a(top)
    stage(top)
    (top / "blog" / "a.md").unlink()
    (top / "blog" / "a.md").symlink_to("b.md")


@state("a:7")
def a_folder_since(top: Path) -> None:
    a(top)
    stage(top)
    (top / "blog" / "a.md").unlink()
    (top / "blog" / "a.md").mkdir()


@state("a:7")
def with_a_submodule(top: Path) -> None:
    run(top, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},blog/sub.md")
    a(top)
    stage(top, "blog/a.md")


@state("a:7")
def merging(top: Path) -> None:
    run(top, "checkout", "-q", "-b", "other")
    a(top)
    commit(top)
    run(top, "checkout", "-q", "-")
    a(top, OLD, "b.md")
    commit(top)
    run(top, "merge", "-q", "--no-commit", "--no-ff", "other")


@state("a:7")
def unborn(top: Path) -> None:
    shutil.rmtree(top / ".git")
    run(top, "init", "-q", "--template=")
    (top / "blog" / "old.md").unlink()
    a(top)
    stage(top)


@state("a:7")
def detached(top: Path) -> None:
    run(top, "checkout", "-q", "--detach")
    a(top)
    stage(top)


@state("ä b:7", "--fix:7", "tab\t'\":7", ":(glob)*:7")
def odd_names(top: Path) -> None:
    for name in ("ä b.md", "--fix.md", "tab\t'\".md", ":(glob)*.md"):
        a(top, BAD, name)
    stage(top)


@state("line\nend:7")
def a_name_with_a_line_end(top: Path) -> None:
    a(top, BAD, "line\nend.md")
    stage(top)


@state("new:7")
def in_folders(top: Path) -> None:
    write(top / "blog" / "2024" / "x y" / "new.md", BAD)
    stage(top)


@state()
def in_hidden_folders_and_other_kinds(top: Path) -> None:
    for name in ("blog/.drafts/a.md", "blog/node_modules/a.md", "blog/README.md", "blog/a.txt", "docs/a.md"):
        write(top / name, BAD)
    stage(top)
    shutil.rmtree(top / "blog" / ".drafts")


@state("a:7")
def assumed_unchanged(top: Path) -> None:
    a(top)
    stage(top)
    run(top, "update-index", "--assume-unchanged", "blog/a.md")
    a(top, OLD)


@state("a:7")
def out_of_the_work_tree(top: Path) -> None:
    a(top)
    stage(top)
    run(top, "update-index", "--skip-worktree", "blog/a.md")
    (top / "blog" / "a.md").unlink()


@state("a:7")
def line_ends_of_windows(top: Path) -> None:
    run(top, "config", "core.autocrlf", "true")
    (top / "blog" / "a.md").write_bytes(BAD.replace("\n", "\r\n").encode())
    stage(top)


@state("a:7")
def line_ends_of_windows_in_the_index(top: Path) -> None:
    run(top, "config", "core.autocrlf", "false")
    (top / "blog" / "a.md").write_bytes(OLD.replace("\n", "\r\n").encode())
    commit(top)
    (top / "blog" / "a.md").write_bytes(BAD.replace("\n", "\r\n").encode())
    stage(top)


@state("a:7")
def without_a_line_end(top: Path) -> None:
    a(top, BAD.rstrip())
    stage(top)


@state("a:7")
def ignored_but_tracked(top: Path) -> None:
    write(top / ".gitignore", "blog/\n")
    a(top)
    run(top, "add", "-f", "blog/a.md", ".gitignore")


@state("a:7")
def a_second_version_of_the_index(top: Path) -> None:
    run(top, "update-index", "--index-version", "4")
    a(top)
    stage(top)


@state("a:7")
def a_split_index(top: Path) -> None:
    run(top, "update-index", "--split-index")
    a(top)
    stage(top)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("base") / "blog"
    top.mkdir()
    run(top, "init", "-q", "--template=", "-b", "main")
    write(top / "postlint.toml", CONFIG)
    for name, text in (("a", OLD), ("b", "Text.\n"), ("old", BAD)):
        write(top / "blog" / f"{name}.md", text)
    commit(top)
    return top


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of all calls of git; one whose number is in GIT_KILL kills its caller."""
    git = shutil.which("git")
    write(tmp_path / "bin" / "git", WRAPPER.format(git=git)).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + os.pathsep + os.environ["PATH"])
    monkeypatch.setenv("GIT_LOG", str(tmp_path / "log"))
    return tmp_path / "log"


def seen(top: Path, index: Path) -> Iterator[object]:
    """The index, and all that lies in the working tree."""
    yield index.read_bytes()
    for path in sorted(top.rglob("*")):
        if ".git" not in path.relative_to(top).parts and (path.is_symlink() or path.is_file()):
            yield path, path.lstat().st_mode, os.readlink(path) if path.is_symlink() else path.read_bytes()


def killed(call: int) -> bool:
    """Run the check in a process of its own, which the given call of git kills; whether it was."""
    pid = os.fork()
    if pid == 0:
        os.environ["GIT_KILL"] = str(call)
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        os._exit(main(["check", "--staged", "--fix", "--quiet"]))
    return os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def check(capsys: pytest.CaptureFixture[str]) -> set[str]:
    code = main(["check", "--staged", "--force-exclude", "--output-format=json"])
    told = capsys.readouterr()
    found = {f"{Path(one['path']).stem}:{one['start']['line']}" for one in json.loads(told.out)}
    assert code == bool(found), told.err
    return found


@pytest.mark.parametrize("name", STATES)
def test_a_state(
    base: Path,
    tmp_path: Path,
    logged: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    made, expected = STATES[name]
    top = tmp_path / "blog"
    shutil.copytree(base, top, symlinks=True)
    made(top)
    monkeypatch.chdir(top)
    logged.unlink(missing_ok=True)
    before = list(seen(top, top / ".git" / "index"))
    assert check(capsys) == expected
    calls = logged.read_text().splitlines()
    assert len(calls) <= MOST_CALLS, calls
    assert list(seen(top, top / ".git" / "index")) == before
    logged.unlink()
    assert killed(len(calls) - 1)
    assert list(seen(top, top / ".git" / "index")) == before


@pytest.mark.parametrize("how", ["GIT_DIR", "GIT_DIR, relative", "GIT_INDEX_FILE", "worktree", "below the top"])
def test_where_the_index_is(
    base: Path,
    tmp_path: Path,
    logged: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    top, index = tmp_path / "blog", tmp_path / "blog" / ".git" / "index"
    shutil.copytree(base, top)
    if how == "worktree":
        run(top, "worktree", "add", "-q", str(tmp_path / "other"))
        top, index = tmp_path / "other", index.parent / "worktrees" / "other" / "index"
    a(top)
    stage(top)
    monkeypatch.chdir(top / "blog" if how == "below the top" else top)
    if how.startswith("GIT_DIR"):
        (top / ".git").rename(tmp_path / "elsewhere.git")
        index = tmp_path / "elsewhere.git" / "index"
        monkeypatch.setenv("GIT_DIR", "../elsewhere.git" if "relative" in how else str(index.parent))
    if how == "GIT_INDEX_FILE":
        index = index.rename(top / ".git" / "next")
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/next")
    a(top, OLD)
    before = list(seen(top, index))
    assert check(capsys) == {"a:7"}
    assert list(seen(top, index)) == before


def test_conflicts_of_a_merge_are_an_error(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "blog"
    shutil.copytree(base, top)
    monkeypatch.chdir(top)
    run(top, "checkout", "-q", "-b", "other")
    a(top)
    commit(top)
    run(top, "checkout", "-q", "main")
    a(top, OLD.replace("Two.", "2."))
    commit(top)
    subprocess.run(["git", "merge", "-q", "other"], cwd=top, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    assert main(["check", "--staged"]) == 2
    assert "'blog/a.md' has conflicts from a merge" in capsys.readouterr().err


def test_killed_at_any_call_while_fixing(
    base: Path, tmp_path: Path, logged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Index and file hold the old text or the new one, each whole; what is not staged stays in the file."""
    bad, mine = OLD.replace("Two.", "Two is the the best."), "Four of mine."
    good = bad.replace("the the", "the")
    ends = set()
    for call in range(1, 40):
        top = tmp_path / f"blog{call}"
        shutil.copytree(base, top)
        write(top / "postlint.toml", CONFIG.replace("links/vague-text", "plain-english/doubled-word"))
        a(top, bad)
        stage(top)
        a(top, bad.replace("Four.", mine))
        monkeypatch.chdir(top)
        logged.unlink(missing_ok=True)
        was_killed = killed(call)
        staged = subprocess.run(["git", "show", ":blog/a.md"], env=ENVIRONMENT, check=True, stdout=subprocess.PIPE)
        file = (top / "blog" / "a.md").read_text()
        assert staged.stdout.decode() in (bad, good)
        assert file in (bad.replace("Four.", mine), good.replace("Four.", mine))
        ends.add((staged.stdout.decode() == good, file != bad.replace("Four.", mine)))
        if not was_killed:
            break
    assert not was_killed
    assert ends == {(False, False), (False, True), (True, True)}  # never is the index ahead of the file
