"""git.py against real repositories, hostile ones among them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from postlint import git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
}


def run(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    top.mkdir()
    run(top, "init", "-q")
    return top


def names(top: Path, ignored: git.Ignored) -> tuple[list[str], list[str]]:
    real = os.path.realpath(top)
    return (
        sorted(os.path.relpath(path, real) for path in ignored.files),
        sorted(os.path.relpath(path, real) for path in ignored.folders),
    )


def test_the_top_is_found_from_below_and_through_a_link(repository: Path, tmp_path: Path) -> None:
    below = repository / "a" / "b"
    below.mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(below)

    assert git.top_of(str(below)) == os.path.realpath(repository)
    assert git.top_of(str(repository)) == os.path.realpath(repository)
    assert git.top_of(str(link)) == os.path.realpath(repository)


def test_a_worktree_has_a_file_for_its_git_folder(repository: Path, tmp_path: Path) -> None:
    write(repository / "a.md")
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "first")
    run(repository, "worktree", "add", "-q", str(tmp_path / "tree"))

    assert (tmp_path / "tree" / ".git").is_file()
    assert git.top_of(str(tmp_path / "tree")) == os.path.realpath(tmp_path / "tree")


def test_outside_of_git_there_is_no_top(tmp_path: Path) -> None:
    if git.top_of(str(tmp_path)) is not None:
        pytest.skip("the temporary folder lies in a repository")
    assert git.top_of(str(tmp_path / "missing")) is None


def test_ignored_files_and_folders(repository: Path) -> None:
    write(repository / ".gitignore", "drafts/\n*.tmp.md\n")
    write(repository / "drafts" / "sub" / "a.md")
    write(repository / "posts" / "a.md")
    write(repository / "posts" / "a.tmp.md")
    write(repository / "posts" / "kept.tmp.md")
    write(repository / "posts" / ".gitignore", "!kept.tmp.md\n")

    assert names(repository, git.ignored(str(repository), str(repository))) == (["posts/a.tmp.md"], ["drafts"])
    assert names(repository, git.ignored(str(repository), str(repository / "posts"))) == (["posts/a.tmp.md"], [])


def test_a_tracked_file_is_not_ignored_whatever_the_patterns_say(repository: Path) -> None:
    write(repository / ".gitignore", "out/\n")
    write(repository / "out" / "a.md")
    write(repository / "out" / "b.md")
    run(repository, "add", "-f", "out/a.md")

    files, folders = names(repository, git.ignored(str(repository), str(repository)))
    assert "out/a.md" not in files
    assert "out" not in folders
    assert "out/b.md" in files


def test_odd_names_come_as_the_file_system_gives_them(repository: Path) -> None:
    if os.name != "posix":
        pytest.skip("these names are for POSIX file systems")
    odd = ["line\nbreak.md", "-dash.md", "[a]*.md", "\udcff.md", "é.md"]
    write(repository / ".gitignore", "*.md\n")
    (repository / "[p]*").mkdir()
    write(repository / "p" / "other.md")
    for name in odd:
        try:
            (repository / "[p]*" / name).touch()
        except OSError:
            pytest.skip("the file system refuses such a name")

    ignored = git.ignored(str(repository), str(repository / "[p]*"))  # its own name is not a pattern
    assert {os.path.basename(path) for path in ignored.files} == set(odd)


def test_a_bad_pattern_does_no_harm(repository: Path) -> None:
    write(repository / ".gitignore", "[\n**[z-a\n\\\n!\n" + "?" * 5000 + "\na.md\n")
    write(repository / "a.md")
    write(repository / "b.md")

    files, _ = names(repository, git.ignored(str(repository), str(repository)))
    assert files == ["a.md"]


def test_an_environment_of_a_hook_does_not_lead_elsewhere(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(other, "init", "-q")
    write(repository / ".gitignore", "*.md\n")
    write(repository / "a.md")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))

    assert names(repository, git.ignored(str(repository), str(repository)))[0] == ["a.md"]


def test_without_git_nothing_is_ignored(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / ".gitignore", "*.md\n")
    write(repository / "a.md")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert git.ignored(str(repository), str(repository)) == git.NOTHING_IGNORED


def test_where_git_refuses_nothing_is_ignored(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert git.ignored(str(tmp_path), str(tmp_path)) == git.NOTHING_IGNORED


def plant_monitor(config: Path, canary: Path) -> None:
    script = write(config.parent / "monitor.sh", f"#!/bin/sh\ntouch '{canary}'\n")
    script.chmod(0o755)
    with config.open("a", encoding="utf-8") as file:
        file.write(f'[core]\n\tfsmonitor = "{script}"\n\thooksPath = "{config.parent}"\n')


def test_no_program_of_the_checkout_runs(repository: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    write(repository / "a.md")
    run(repository, "add", ".")
    plant_monitor(repository / ".git" / "config", canary)
    subprocess.run(["git", "ls-files", "--others"], cwd=repository, env=ENVIRONMENT, check=True)
    assert canary.exists(), "the trap does not work, so this test would show nothing"
    canary.unlink()

    git.ignored(str(repository), str(repository))
    assert not canary.exists()


def test_a_bare_repository_hidden_in_the_checkout_is_not_entered(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    run(bare, "init", "-q", "--bare")
    canary = tmp_path / "canary"
    plant_monitor(bare / "config", canary)
    with (bare / "config").open("a", encoding="utf-8") as file:
        file.write("\tbare = false\n\tworktree = .\n")
    write(bare / "info" / "exclude", "a.md\n")
    write(bare / "a.md")
    trapped = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard"],
        cwd=bare,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "a.md" in trapped.stdout, "the trap does not work, so this test would show nothing"
    canary.unlink(missing_ok=True)

    assert git.ignored(str(bare), str(bare)) == git.NOTHING_IGNORED
    assert not canary.exists()
