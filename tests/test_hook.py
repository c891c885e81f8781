"""``postlint hook``: where it goes, whom it leaves alone, and what a commit does with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from postlint.cli import main
from postlint.cli.arguments import parse
from test_git import ENVIRONMENT, run, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

ROOT = Path(__file__).parent.parent
BAD = "---\ntitle: A post\n---\n\nLook [here](https://heron.example/b).\n"
CONFIG = 'posts = ["blog"]\nselect = ["links/vague-text"]\nfail-on = "warning"\n'


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "blog"
    top.mkdir()
    run(top, "init", "-q")
    write(top / "postlint.toml", CONFIG)
    write(top / "blog" / "a.md", "A post.\n")
    run(top, "add", "-A")
    run(top, "commit", "-q", "-m", "A post")
    monkeypatch.chdir(top)
    return top


def hook(top: Path) -> Path:
    return top / ".git" / "hooks" / "pre-commit"


def commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **ENVIRONMENT}
    return subprocess.run(
        ["git", "commit", "-m", "A change", *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_a_commit_is_checked_as_it_is_staged(blog: Path) -> None:
    assert main(["hook", "install"]) == 0
    write(blog / "blog" / "a.md", BAD)
    run(blog, "add", "-A")
    write(blog / "blog" / "a.md", "Better.\n")
    failed = commit(blog)
    assert failed.returncode == 1
    assert "links/vague-text" in failed.stdout + failed.stderr
    assert failed.stderr.endswith("To commit all the same: git commit --no-verify\n")
    run(blog, "add", "-A")
    write(blog / "blog" / "a.md", BAD)
    assert commit(blog).returncode == 0
    assert commit(blog, "-a").returncode == 1
    assert commit(blog, "blog/a.md").returncode == 1
    assert commit(blog, "-a", "--no-verify").returncode == 0


def test_a_check_that_could_not_be_done_says_nothing_of_mending(blog: Path) -> None:
    assert main(["hook", "install"]) == 0
    write(blog / "postlint.toml", "postz = 1\n")
    write(blog / "blog" / "a.md", BAD)
    failed = commit(blog, "-a")
    assert failed.returncode == 1
    assert failed.stderr.startswith("postlint.toml:1:1: error: ")
    assert "can be mended" not in failed.stderr


def test_worktrees_share_it_and_check_their_own_index(blog: Path, tmp_path: Path) -> None:
    run(blog, "worktree", "add", "-q", str(tmp_path / "other"))
    os.chdir(tmp_path / "other")
    assert main(["hook", "install"]) == 0
    assert hook(blog).exists()
    write(tmp_path / "other" / "blog" / "b.md", BAD)
    run(tmp_path / "other", "add", "-A")
    assert commit(tmp_path / "other").returncode == 1


def test_the_folder_for_hooks_may_be_another(blog: Path) -> None:
    run(blog, "config", "core.hooksPath", "tools/hooks")
    (blog / "sub").mkdir()
    os.chdir(blog)
    assert main(["hook", "install"]) == 0
    assert os.access(blog / "tools" / "hooks" / "pre-commit", os.X_OK)
    assert not hook(blog).exists()
    write(blog / "blog" / "a.md", BAD)
    assert commit(blog, "-a").returncode == 1
    assert main(["hook", "uninstall"]) == 0
    assert not (blog / "tools" / "hooks" / "pre-commit").exists()


@pytest.mark.parametrize("what", ["file", "link", "added to"])
def test_the_hooks_of_others_are_left_alone(blog: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    hook(blog).parent.mkdir(exist_ok=True)
    if what == "link":
        write(blog / "theirs", "#!/bin/sh\n")
        hook(blog).symlink_to(blog / "theirs")
    elif what == "file":
        write(hook(blog), "#!/bin/sh\necho theirs\n")
    else:
        main(["hook", "install"])
        write(hook(blog), hook(blog).read_text() + "echo theirs\n")
    before = hook(blog).read_text()
    capsys.readouterr()
    assert main(["hook", "install"]) == 2
    assert "by hand: postlint check --staged --force-exclude || exit $?" in capsys.readouterr().err
    assert main(["hook", "uninstall"]) == 2
    assert hook(blog).read_text() == before


def test_twice_is_once(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hook", "install"]) == main(["hook", "install"]) == 0
    assert "is already there" in capsys.readouterr().err
    assert main(["hook", "uninstall"]) == main(["hook", "uninstall"]) == 0
    assert "nothing to take away" in capsys.readouterr().err
    assert not hook(blog).exists()


def test_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, said in (
        ([], "Say what to do"),
        (["instal"], "Did you mean 'install'?"),
        (["install"], "There is no git repository here"),
    ):
        assert main(["hook", *arguments]) == 2
        assert said in capsys.readouterr().err


def test_the_hooks_for_pre_commit_run_commands_that_there_are() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [one["id"] for one in manifest] == ["postlint", "postlint-fix"]
    for one in manifest:
        name, command, *flags = one["entry"].split()
        assert (name, command) == ("postlint", "check")
        parsed = parse([*flags, "a.md"])
        assert parsed.force_exclude
        assert parsed.fix == one["id"].endswith("-fix")
        assert re.search(one["exclude"], "content/README.zh-CN.md")
        assert re.search(one["exclude"], "content/blog/license.md")
        assert not re.search(one["exclude"], "content/blog/README-driven.md")
