"""``check --fix`` beside a baseline: what it covers stays covered in the words that fixes leave, and nothing else."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess

import pytest

from postlint.baseline.reworded import pairs
from postlint.cli import fixing, main, old_findings
from postlint.cli.paths import BASELINE
from postlint.diagnostic import Diagnostic, Edit, Severity
from postlint.errors import UsageError
from postlint.text import Position, Span
from test_cli import Cli, cli
from test_git import run

__all__ = ["cli"]
RULE = """\
summary: Be brief.
why: Because.
message: "'{match}' is too much."
forbid: [never the the end, never the end]
bad: [It is never the end.]
good: [It is over.]
"""
CONFIG = 'posts = ["blog"]\npacks = ["house"]\nselect = ["house", "plain-english/doubled-word"]\nfail-on = "warning"\n'
OLD = "# T\n\nIt was never the the end.\n\nIt was the the start.\n"
FIXED = "# T\n\nIt was never the end.\n\nIt was the start.\n"
NEW = "\nIt is never the end.\n"


@pytest.fixture
def blog(cli: Cli) -> Cli:
    cli.write("house/end.yml", RULE)
    cli.write("postlint.toml", CONFIG)
    cli.write("blog/a.md", OLD)
    assert cli("baseline").code == 0
    return cli


def baseline(blog: Cli) -> bytes:
    return (blog.folder / BASELINE).read_bytes()


def total(blog: Cli) -> int:
    return sum(record.get("count", 0) for record in json.loads(baseline(blog)))


def test_what_is_old_stays_covered_and_what_is_new_is_told(blog: Cli) -> None:
    before = total(blog)
    post = blog.write("blog/a.md", OLD + NEW)
    done = blog("check", "--fix", "--output-format", "concise")
    assert post.read_text() == FIXED + NEW
    assert [line.partition(" ")[0] for line in done.out.splitlines()[:-1]] == ["blog/a.md:7:7:"]
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        f"{BASELINE}: 1 old finding stays covered in the words that the fixes have left."
    )
    assert total(blog) == before
    again = blog("check", "--fix", "--output-format", "concise")
    assert again.out == done.out
    assert "covered" not in again.err
    post.write_text(FIXED)
    assert blog("check").code == 0
    assert os.listdir(blog.folder / "blog") == ["a.md"]


def test_a_new_finding_that_a_fix_rewords_is_not_taken_in(blog: Cli) -> None:
    post = blog.write("blog/b.md", OLD)
    done = blog("check", "--fix", "--output-format", "concise")
    assert post.read_text() == FIXED
    assert "blog/b.md:3:8: warning[house/end]" in done.out
    assert "blog/a.md" not in done.out


def test_nothing_is_reworded_quietly_but_for_the_line(blog: Cli) -> None:
    assert blog("check", "--fix", "--quiet").err == ""
    assert blog("check").code == 0


@pytest.mark.parametrize("way", ["--diff", "--no-baseline", "standard input"])
def test_what_writes_no_post_or_knows_no_baseline_leaves_it(
    blog: Cli, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    before = baseline(blog)
    if way == "standard input":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OLD.encode())))
        blog("check", "-", "--fix", "--stdin-filename", "blog/a.md")
    else:
        blog("check", way, *(["--fix"] if way == "--no-baseline" else []))
    assert baseline(blog) == before


with_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(blog: Cli) -> Cli:
    """The blog as git has it, with one old post that is staged and has changed in a line without findings."""
    (blog.folder / ".git").rmdir()
    run(blog.folder, "init", "-q")
    run(blog.folder, "add", "-A")
    run(blog.folder, "commit", "-q", "-m", "One")
    blog.write("blog/a.md", OLD.replace("# T", "# Title"))
    run(blog.folder, "add", "-A")
    return blog


def in_index(blog: Cli, path: str) -> str:
    return subprocess.run(
        ["git", "show", f":{path}"], cwd=blog.folder, check=True, stdout=subprocess.PIPE
    ).stdout.decode()


@with_git
def test_what_is_staged_stays_covered_in_the_index_and_the_working_tree(repository: Cli) -> None:
    before = total(repository)
    done = repository("check", "--staged", "--fix")
    assert done.code == 0
    assert "1 old finding stays covered in the words that the fixes have left." in done.err
    assert (repository.folder / "blog" / "a.md").read_text() == FIXED.replace("# T", "# Title")
    assert in_index(repository, BASELINE).encode() == baseline(repository)
    assert total(repository) == before
    run(repository.folder, "commit", "-q", "-m", "Two")
    run(repository.folder, "diff", "--exit-code", "HEAD")
    assert repository("check").code == 0
    assert repository("check", "--since", "HEAD~1").code == 0


@with_git
@pytest.mark.parametrize("where", ["index", "working tree"])
def test_each_baseline_keeps_what_it_alone_holds(repository: Cli, where: str) -> None:
    whole = baseline(repository)
    rest = json.loads(whole)
    other = json.dumps([record for record in rest if "doubled-word" not in record.get("rule", "")]).encode()
    path = repository.folder / BASELINE
    path.write_bytes(whole if where == "working tree" else other)
    run(repository.folder, "add", BASELINE)
    path.write_bytes(other if where == "working tree" else whole)
    repository("check", "--staged", "--fix")
    staged, there = in_index(repository, BASELINE), baseline(repository).decode()
    assert [staged.count("doubled-word") > 1, there.count("doubled-word") > 1] == (
        [True, False] if where == "working tree" else [False, True]
    )
    for text in (staged, there):
        assert [record["hash"] for record in json.loads(text) if record.get("rule") == "house/end" and "hash" in record]
    assert whole.decode() not in (staged, there)
    assert repository("check", "--select", "house").code == 0


@with_git
@pytest.mark.parametrize("content", [None, b"[", b"\xff"])
def test_a_baseline_that_git_does_not_have_or_nobody_can_read_stays_out_of_the_index(
    repository: Cli, content: bytes | None
) -> None:
    good = baseline(repository)
    if content is None:
        run(repository.folder, "rm", "-q", "--cached", BASELINE)
    else:
        (repository.folder / BASELINE).write_bytes(content)
        run(repository.folder, "add", BASELINE)
        (repository.folder / BASELINE).write_bytes(good)
    listed = git_lists(repository)
    assert repository("check", "--staged", "--fix").code == 0
    assert git_lists(repository) == listed
    assert repository("check").code == 0


def git_lists(blog: Cli) -> bytes:
    done = subprocess.run(["git", "ls-files", "-s", BASELINE], cwd=blog.folder, check=True, stdout=subprocess.PIPE)
    return done.stdout


@with_git
def test_an_index_that_is_locked_leaves_the_baseline_as_it_was(repository: Cli) -> None:
    before = baseline(repository)
    (repository.folder / ".git" / "index.lock").write_text("")
    assert repository("check", "--staged", "--fix").code == 2
    assert baseline(repository) == before
    assert (repository.folder / "blog" / "a.md").read_text() == OLD.replace("# T", "# Title")


@with_git
def test_a_post_that_is_left_as_it_is_keeps_its_words(repository: Cli) -> None:
    before, listed = baseline(repository), git_lists(repository)
    repository.write("blog/a.md", OLD.replace("the the end", "the the the end"))
    done = repository("check", "--staged", "--fix")
    assert "unstaged changes where a fix belongs" in done.err
    assert (baseline(repository), git_lists(repository)) == (before, listed)


@with_git
def test_what_changed_since_stays_covered(repository: Cli) -> None:
    post = repository.write("blog/a.md", OLD + NEW)
    done = repository("check", "--since", "HEAD", "--fix", "--output-format", "concise")
    assert post.read_text() == FIXED + NEW
    assert [line.partition(" ")[0] for line in done.out.splitlines()[:-1]] == ["blog/a.md:7:7:"]
    assert "1 old finding stays covered" in done.err
    post.write_text(FIXED)
    assert repository("check").code == 0


def test_a_baseline_that_cannot_be_written_keeps_the_posts_as_they_are(
    blog: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = baseline(blog)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        done = blog("check", "--fix")
    assert done.code == 2
    assert f"The baseline '{BASELINE}' could not be written: No space left on device." in done.err
    assert (blog.folder / "blog" / "a.md").read_text() == OLD
    assert baseline(blog) == before
    assert blog("check", "--fix").code == 0


def test_a_broken_baseline_keeps_the_posts_as_they_are(blog: Cli) -> None:
    (blog.folder / BASELINE).write_text("[")
    assert blog("check", "--fix").code == 2
    assert (blog.folder / "blog" / "a.md").read_text() == OLD


def test_whatever_fails_between_the_posts_and_the_baseline_all_stays_covered(
    blog: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, calls = old_findings.write, []

    def once(*given: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise UsageError("There is no room.")
        whole(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(old_findings, "write", once)
        done = blog("check", "--fix")
    assert (done.code, "There is no room." in done.err) == (2, True)
    assert (blog.folder / "blog" / "a.md").read_text() == FIXED
    assert blog("check").code == 0


@pytest.mark.parametrize("is_written", [True, False])
def test_a_run_that_dies_before_or_after_the_posts_are_written_leaves_all_covered(
    blog: Cli, monkeypatch: pytest.MonkeyPatch, is_written: bool
) -> None:
    whole = fixing.write

    def dies(*given: object) -> None:
        if is_written:
            whole(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fixing, "write", dies)
        main(["check", "--fix"])
    assert blog("check").code == 0
    assert blog("check", "--fix").code == 0
    assert blog("check").code == 0


@pytest.mark.skipif(os.name == "nt", reason="hard links of POSIX")
def test_a_post_that_cannot_be_written_keeps_its_words_in_the_baseline(blog: Cli) -> None:
    before = baseline(blog)
    os.link(blog.folder / "blog" / "a.md", blog.folder / "twin")
    assert blog("check", "--fix").code == 2
    assert baseline(blog) == before


def found(rule: str, start: int, end: int) -> Diagnostic:
    places = (Position(1, at + 1, at) for at in (start, end))
    return Diagnostic("a.md", *places, rule, "", Severity.WARNING)


@pytest.mark.parametrize(
    ("before", "edits", "after", "expected"),
    [
        ([(4, 9)], [(0, 2, "")], [(2, 7)], [(0, 0)]),  # what stands behind is as far away as the text has shrunk
        ([(4, 9)], [(5, 7, "long")], [(4, 11)], [(0, 0)]),  # within
        ([(4, 9)], [(2, 6, "x")], [(2, 6)], [(0, 0)]),  # across its start
        ([(4, 9)], [(7, 12, "x")], [(4, 8)], [(0, 0)]),  # across its end
        ([(4, 9)], [(20, 22, "")], [(4, 9)], [(0, 0)]),  # behind
        ([(4, 9)], [(4, 9, "")], [(4, 7)], []),  # what came up in its place is another
        ([(4, 9), (10, 12)], [(4, 9, "")], [(4, 7)], [(1, 0)]),  # and this is that which stood beside it
        ([(4, 9), (4, 9)], [(0, 1, "")], [(3, 8), (3, 8)], [(0, 0), (1, 1)]),  # each is taken once
    ],
)
def test_which_finding_is_which(
    before: list[tuple[int, int]],
    edits: list[tuple[int, int, str]],
    after: list[tuple[int, int]],
    expected: list[tuple[int, int]],
) -> None:
    rounds = [[Edit(Span(start, end), text)] for start, end, text in edits]
    old, new = ([found("a/b", *place) for place in places] for places in (before, after))
    assert pairs(old, new, rounds) == expected
    assert pairs([one._replace(rule="a/c") for one in old], new, rounds) == []
