"""``check`` with fixes: written, shown, handed on."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_cli import CLEAN, Cli, cli

__all__ = ["cli"]
WORDY = "# T\n\nIn order to win, we utilize it.\n"
FIXED = "# T\n\nTo win, we use it.\n"
RULES = ("--select", "plain-english")


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_fixes_are_written_and_what_is_left_is_reported(cli: Cli) -> None:
    post = cli.write("a.md", WORDY + "\nIn *order* to lose.\n")
    clean = cli.write("b.md", CLEAN)
    before = clean.stat()
    done = cli("check", ".", "--fix", "--hints", "--output-format", "concise", *RULES)
    assert done.code == 0
    assert post.read_text() == FIXED + "\nIn *order* to lose.\n"
    assert done.out.startswith("a.md:5:1: hint[plain-english/wordy-phrase]")
    assert done.err == "Fixed 2 findings in 1 post.\n"
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    again = cli("check", ".", "--fix", "--hints", "--output-format", "concise", *RULES)
    assert (again.out, again.err) == (done.out, "")


def test_what_was_fixed_is_listed(cli: Cli) -> None:
    cli.write("a.md", WORDY + "\nUse the the word.\n")
    done = cli("check", "a.md", "--fix", "--show-fixes", *RULES)
    assert done.err == (
        "a.md: fixed plain-english/doubled-word, plain-english/wordy-phrase (2 times)\nFixed 3 findings in 1 post.\n"
    )
    assert cli("check", "a.md", "--fix", "--quiet", *RULES).err == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_mark_mode_and_links_are_kept(cli: Cli, end: str, mark: str) -> None:
    post = cli.write("real/a.md", (mark + WORDY).replace("\n", end))
    post.chmod(0o640)
    os.symlink("real/a.md", cli.folder / "link.md")
    assert cli("check", "link.md", "--fix", *RULES).code == 0
    assert (cli.folder / "link.md").is_symlink()
    assert post.read_bytes() == (mark + FIXED).replace("\n", end).encode()
    assert post.stat().st_mode & 0o777 == 0o640
    assert os.listdir(cli.folder / "real") == ["a.md"]


def test_a_patch_is_printed_and_nothing_is_written(cli: Cli) -> None:
    post = cli.write("blog/a.md", WORDY)
    end = cli.write("blog/b.md", "# T\n\nIn order to win.")
    done = cli("check", "blog", "--diff", *RULES)
    assert (done.code, done.err) == (1, "")
    assert (post.read_text(), end.read_text()) == (WORDY, "# T\n\nIn order to win.")
    assert "--- a/blog/a.md\n+++ b/blog/a.md\n" in done.out
    (cli.folder / ".git").rmdir()
    subprocess.run(["git", "apply", "-"], input=done.out, text=True, check=True, cwd=cli.folder)
    assert (post.read_text(), end.read_text()) == (FIXED, "# T\n\nTo win.")
    assert cli("check", "blog", "--diff", *RULES) == (0, "", "")


def test_standard_input_is_handed_on_and_the_report_goes_beside(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"\xef\xbb\xbfIn order to win.\r\nIn *order* to lose.")
    done = cli("check", "-", "--fix", "--hints", "--output-format", "concise", *RULES)
    assert done.out == "\ufeffTo win.\r\nIn *order* to lose."
    assert done.err.startswith("-:2:1: hint[plain-english/wordy-phrase]")
    assert done.code == 0


def test_standard_input_that_is_no_text_is_handed_on_as_it_is(cli: Cli) -> None:
    command = [sys.executable, "-m", "postlint", "check", "-", "--fix", *RULES]
    done = subprocess.run(command, input=b"In order to win \xff.", capture_output=True, check=False, cwd=cli.folder)
    assert (done.returncode, done.stdout) == (2, b"In order to win \xff.")
    assert b"postlint/not-utf-8" in done.stderr


def test_a_patch_of_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"In order to win.\n")
    done = cli("check", "-", "--diff", "--stdin-filename", "x.md", *RULES)
    assert (done.code, done.out) == (1, "--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-In order to win.\n+To win.\n")


def test_unsafe_fixes_are_made_only_when_asked(cli: Cli) -> None:
    text = "# T\n\n<!-- postlint-disable images/missing-alt: it is fine -->\n\n![](a.png)\n"
    post = cli.write("a.md", text)
    assert cli("check", "a.md", "--fix").err == ""
    assert post.read_text() == text
    assert cli("check", "a.md", "--fix", "--unsafe-fixes").err == "Fixed 1 finding in 1 post.\n"
    assert "postlint-allow " in post.read_text()


def test_a_post_that_cannot_be_written_is_told_and_kept(cli: Cli) -> None:
    post = cli.write("a.md", WORDY)
    other = cli.write("b.md", WORDY)
    os.link(post, cli.folder / "twin")
    done = cli("check", ".", "--fix", *RULES)
    assert done.code == 2
    assert done.err == (
        "a.md: error: It has further hard links, which would keep the old text, so it was left as it is.\n"
        "Fixed 2 findings in 1 post.\n"
    )
    assert (post.read_text(), other.read_text()) == (WORDY, FIXED)


ENDLESS = """\
summary: Be fine.
why: Because.
replace: {%s: %s}
bad: |
  %s
  ^^^ Write '%s' instead of '%s'.
good: Fine.
"""


def test_fixes_that_call_for_each_other_leave_the_post_alone(cli: Cli) -> None:
    for one, other in (("red", "tan"), ("tan", "red")):
        cli.write(f"house/{one}.yml", ENDLESS % (one, other, one, other, one))
    cli.write("postlint.toml", 'packs = ["house"]\n')
    post = cli.write("a.md", "# T\n\nA red one.\n")
    done = cli("check", "a.md", "--fix")
    assert done.err == (
        "a.md: the fixes of 'house/red' and 'house/tan' call for each other without end, "
        "so the post was left as it is.\n"
    )
    assert post.read_text() == "# T\n\nA red one.\n"


def test_fixes_see_the_other_posts(cli: Cli) -> None:
    head = "---\ntitle: A\n---\n"
    cli.write("a.md", head + WORDY)
    cli.write("b.md", head + WORDY)
    done = cli("check", "a.md", "b.md", "--fix")
    assert "frontmatter/duplicate-title" in done.out
    assert "Fixed 4 findings in 2 posts." in done.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--fix", "--diff"), "--fix writes and --diff only shows. Leave one of them out."),
        (("--unsafe-fixes",), "--unsafe-fixes does nothing alone. Add --fix or --diff."),
        (("--show-fixes",), "--show-fixes does nothing alone. Add --fix."),
        (("--show-fixes", "--diff"), "--show-fixes does nothing alone. Add --fix."),
        (
            ("--diff", "--output-format", "json"),
            "--diff prints a patch and no report. Leave out --output-format, --output-file, --statistics.",
        ),
    ],
)
def test_contradictions_are_told(cli: Cli, arguments: tuple[str, ...], expected: str) -> None:
    cli.write("a.md", CLEAN)
    assert cli("check", "a.md", *arguments) == (2, "", f"error: {expected}\n")


def test_a_post_that_changes_meanwhile_is_left_alone(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    post = cli.write("a.md", WORDY)
    from postlint.cli import fixing

    whole = fixing.rewrite

    def late(path: str, old: bytes, new: bytes) -> None:
        Path(path).write_text("Somebody else wrote this.\n")
        whole(path, old, new)

    monkeypatch.setattr(fixing, "rewrite", late)
    done = cli("check", "a.md", "--fix", *RULES)
    assert done.code == 2
    assert "a.md: error: It was changed while it was being fixed, so it was left as it is." in done.err
    assert post.read_text() == "Somebody else wrote this.\n"
