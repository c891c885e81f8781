"""Where reports go: several in one run, and files that are whole or as they were."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from postlint.cli import output
from postlint.cli.output import Output, OutputFile, chosen
from postlint.errors import UsageError, UserError
from test_cli import CLEAN, DOUBLED, Cli, cli

__all__ = ["cli"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")
ONE_RULE = ("--select", "plain-english/doubled-word", "--fail-on", "warning")


def left_over(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


# Several formats


def test_several_formats_in_one_run(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    formats = ("github", "sarif:out.sarif", "junit:out.xml", "json:out.json", "full:out.txt")
    done = cli("check", "a.md", *ONE_RULE, *(flag for format in formats for flag in ("--output-format", format)))
    assert done.out.startswith("::warning file=a.md,line=3,")
    assert (done.code, done.err) == (1, "")
    assert json.loads((cli.folder / "out.sarif").read_text())["version"] == "2.1.0"
    assert ElementTree.parse(cli.folder / "out.xml").getroot().attrib["failures"] == "1"
    assert [one["path"] for one in json.loads((cli.folder / "out.json").read_text())] == ["a.md"]
    assert "3 | This says the the same twice.\n" in (cli.folder / "out.txt").read_text()
    assert left_over(cli.folder) == []


def test_a_file_for_each_format_leaves_standard_output_alone(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    assert cli("check", "a.md", *ONE_RULE, "--output-format", "json:x.json") == (1, "", "")
    assert cli("check", "a.md", *ONE_RULE, "-o", "x.txt") == (1, "", "")
    assert (cli.folder / "x.txt").read_text().endswith("Checked 1 post: 1 warning in 1 post.\n")
    assert cli("check", "a.md", *ONE_RULE, "--output-format", "gitlab", "--output-file", "x.json") == (1, "", "")
    assert json.loads((cli.folder / "x.json").read_text())[0]["check_name"] == "plain-english/doubled-word"


def test_what_stands_in_a_file_is_what_would_be_printed(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    for format in ("full", "concise", "json", "sarif", "junit", "github"):
        printed = cli("check", "a.md", "--hints", "--output-format", format).out
        cli("check", "a.md", "--hints", "--output-format", f"{format}:out")
        assert (cli.folder / "out").read_text(encoding="utf-8") == printed
    printed = cli("check", "a.md", "--statistics").out
    cli("check", "a.md", "--statistics", "-o", "out")
    assert (cli.folder / "out").read_text() == printed


def test_colors_stay_out_of_files(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write("a.md", DOUBLED)
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = cli("check", "a.md", "--output-format", "full", "--output-format", "concise:out")
    assert "\x1b[" in done.out
    assert "\x1b" not in (cli.folder / "out").read_text()


def test_files_count_from_the_current_folder_and_paths_from_where_they_should(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write("site/postlint.toml", "")
    cli.write("site/posts/a.md", DOUBLED)
    monkeypatch.chdir(cli.folder / "site" / "posts")
    formats = ("sarif:../s", "gitlab:../g", "github:../h", "json:../j", "rdjson:../r")
    done = cli("check", ".", *ONE_RULE, *(flag for format in formats for flag in ("--output-format", format)))
    assert (done.code, done.out, done.err) == (1, "", "")

    def read(name: str) -> str:
        return (cli.folder / "site" / name).read_text()

    [result] = json.loads(read("s"))["runs"][0]["results"]
    from_top = "site/posts/a.md"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == from_top
    assert json.loads(read("g"))[0]["location"]["path"] == from_top
    assert read("h").startswith(f"::warning file={from_top},")
    assert json.loads(read("j"))[0]["path"] == "a.md"
    assert json.loads(read("r"))["diagnostics"][0]["location"]["path"] == "a.md"


def test_paths_count_from_the_root_where_there_is_no_git(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    (cli.folder / ".git").rmdir()
    cli.write("site/postlint.toml", "")
    cli.write("site/posts/a.md", DOUBLED)
    monkeypatch.chdir(cli.folder / "site" / "posts")
    done = cli("check", ".", *ONE_RULE, "--output-format", "gitlab")
    assert json.loads(done.out)[0]["location"]["path"] == "posts/a.md"


@pytest.mark.parametrize(
    ("asked", "file", "expected"),
    [
        ([], None, [Output("full")]),
        ([], "x", [Output("full", "x")]),
        ([Output("json")], None, [Output("json")]),
        ([Output("json", "-")], None, [Output("json")]),
        ([Output("json")], "-", [Output("json")]),
        ([Output("json"), Output("sarif", "x")], "y", [Output("json", "y"), Output("sarif", "x")]),
        ([Output("json", "x"), Output("json", "y")], None, [Output("json", "x"), Output("json", "y")]),
    ],
)
def test_what_is_chosen(asked: list[Output], file: str | None, expected: list[Output]) -> None:
    assert chosen(asked, file) == tuple(expected)


# Places that cannot be written are told before the run


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("no/where.json", "error: 'no/where.json' cannot be written: there is no such folder. Make it first.\n"),
        ("folder", "error: 'folder' cannot be written: Is a directory.\n"),
        ("post.md", "error: 'post.md' looks like a post, which no report replaces. Give another file.\n"),
        ("nul\0", "error: No file can be called 'nul\\x00'.\n"),
        ("x" * 300, f"error: '{'x' * 300}' cannot be written: File name too long.\n"),
        ("post.md/x", "error: 'post.md/x' cannot be written: Not a directory.\n"),
    ],
)
def test_places_that_cannot_be_written(cli: Cli, monkeypatch: pytest.MonkeyPatch, file: str, message: str) -> None:
    def lint(*_: object) -> None:
        raise AssertionError("the run has begun")

    cli.write("post.md", CLEAN)
    (cli.folder / "folder").mkdir()
    monkeypatch.setattr("postlint.cli.check._lint", lint)
    good = ("--output-format", "json:good", "--output-format", "full")
    for flags in (("-o", file), ("--output-format", f"json:{file}"), (*good, "-o", file)):
        assert cli("check", "post.md", *flags) == (2, "", message)
    assert sorted(os.listdir(cli.folder)) == [".git", "folder", "post.md"]
    assert (cli.folder / "post.md").read_text() == CLEAN


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_places_without_permission(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    cli.write("locked/old.json", "old")
    (cli.folder / "locked" / "old.json").chmod(0o444)
    assert cli("check", "a.md", "-o", "locked/old.json").err.endswith("permission is denied.\n")
    (cli.folder / "locked").chmod(0o555)
    try:
        assert cli("check", "a.md", "-o", "locked/new.json") == (
            2,
            "",
            "error: 'locked/new.json' cannot be written: Permission denied.\n",
        )
    finally:
        (cli.folder / "locked").chmod(0o755)


def test_a_run_that_fails_leaves_the_file_as_it_was(cli: Cli) -> None:
    cli.write("out.json", "old")
    cli.write("broken.toml", "x = 1")
    for arguments in (("nowhere.md",), (".", "--config", "broken.toml"), (".",)):
        assert cli("check", *arguments, "--output-format", "json:out.json").code == 2
        assert (cli.folder / "out.json").read_text() == "old"
        assert left_over(cli.folder) == []


def test_an_unchecked_file_makes_no_report_incomplete(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    cli.write("latin.md", "caf\udce9\n")
    done = cli("check", "a.md", "latin.md", "--output-format", "sarif:out", "--output-format", "gitlab")
    run = json.loads((cli.folder / "out").read_text())["runs"][0]
    assert {result["ruleId"] for result in run["results"]} == {one["check_name"] for one in json.loads(done.out)}
    assert run["invocations"][0]["executionSuccessful"] is False
    assert done.code == 2


# Files are whole or as they were


def test_the_mode_of_a_file_stays_and_a_new_one_obeys_the_umask(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    old = cli.write("old.json", "old")
    old.chmod(0o640)
    cli("check", "a.md", "-o", "old.json")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    before = os.umask(0o027)
    try:
        cli("check", "a.md", "-o", "new.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((cli.folder / "new.json").stat().st_mode) == 0o640


@POSIX
def test_a_link_stays_a_link(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    cli.write("reports/real.txt", "old")
    (cli.folder / "link.txt").symlink_to("reports/real.txt")
    (cli.folder / "dangling.txt").symlink_to("reports/new.txt")
    for name, target in (("link.txt", "real.txt"), ("dangling.txt", "new.txt")):
        assert cli("check", "a.md", "-o", name).code == 0
        assert (cli.folder / name).is_symlink()
        assert (cli.folder / "reports" / target).read_text().startswith("Checked 1 post")


@POSIX
def test_devices_and_pipes_are_written_and_not_replaced(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    assert cli("check", "a.md", "-o", os.devnull) == (0, "", "")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    # Bash waits for no process substitution; `cat` ends when the pipe is closed.
    script = '"$0" -m postlint check a.md --output-format json -o >(cat > part && mv part copy.json)'
    subprocess.run(["bash", "-c", script, sys.executable], cwd=cli.folder, timeout=30, check=True)
    for _ in range(100):
        if (cli.folder / "copy.json").exists():
            break
        time.sleep(0.05)
    assert json.loads((cli.folder / "copy.json").read_text())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_the_other_reports_are_written(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    flags = ("--output-format", "sarif:/dev/full", "--output-format", "json:out.json", "--output-format", "concise")
    done = cli("check", "a.md", "--exit-zero", *flags)
    assert done.err == "error: The report could not be written to '/dev/full': No space left on device.\n"
    assert done.code == 2
    assert json.loads((cli.folder / "out.json").read_text())
    assert "doubled-word" in done.out


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def lines() -> Iterator[str]:
        yield "new " * 100_000
        if step == "write":
            fail()

    path = tmp_path / "out.txt"
    path.write_text("old")
    file = OutputFile(str(path))
    if step != "write":
        monkeypatch.setattr(output.os, step, fail)
    with pytest.raises(UserError, match=r"could not be written to .*out\.txt': Input/output error"):
        file.write(lines())
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert left_over(tmp_path) == []


def test_an_interrupt_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        OutputFile(str(path)).write(lines())
    assert path.read_text() == "old"
    assert left_over(tmp_path) == []


@POSIX
def test_killed_at_any_moment_the_file_is_old_or_new(tmp_path: Path) -> None:
    """And a writer that opens the file and writes would be caught: most of its time the file is torn."""
    new = [f"line {i}" for i in range(200_000)]
    whole = ("old\n", "".join(f"{line}\n" for line in new))
    path = tmp_path / "out.txt"

    def is_torn(delay: float, *, safe: bool) -> bool:
        path.write_text("old\n")
        child = os.fork()
        if child == 0:
            try:
                if safe:
                    OutputFile(str(path)).write(new)
                else:
                    with open(path, "w") as file:
                        file.writelines(f"{line}\n" for line in new)
            finally:
                os._exit(0)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return path.read_text() not in whole

    delays = [attempt * 0.004 for attempt in range(40)]
    assert any(is_torn(delay, safe=False) for delay in delays)
    assert not any(is_torn(delay, safe=True) for delay in delays[:20])


def test_two_runs_at_once_leave_one_whole_report(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    first, second = OutputFile(str(path)), OutputFile(str(path))
    first.write(["first"])
    second.write(["second"])
    assert path.read_text() == "second\n"
    assert left_over(tmp_path) == []


def test_names_are_told_as_they_were_given(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^'no/x' cannot be written: there is no such folder"):
        OutputFile("no/x")
