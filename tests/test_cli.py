"""The command line: what is printed where, and the exit code."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from postlint import __version__
from postlint.cli import COMMANDS, main, terminal
from postlint.cli.check import path_shower
from postlint.cli.exit_code import exit_code
from postlint.diagnostic import SEVERITIES, Severity
from postlint.errors import ConfigError, UserErrors
from postlint.reporters import FORMATS

CLEAN = "# A title\n\nAll is well here.\n"
NO_ALT = "# A title\n\nSee ![](chart.png) for the load.\n"
DOUBLED = "# A title\n\nThis says the the same twice.\n"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Cli:
    """Runs the command line in a folder that is the top of a git tree."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        self._capsys.readouterr()
        code = main(arguments)
        return Outcome(code, *self._capsys.readouterr())

    def write(self, path: str, text: str) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))
        return place


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    folder = Path(os.path.realpath(tmp_path))
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Cli(folder, capsys)


# Exit codes

FAIL_ON = [*SEVERITIES.values(), None]
FOUND = [*SEVERITIES.values(), None]


@pytest.mark.parametrize(("worst", "fail_on"), list(itertools.product(FOUND, FAIL_ON)))
def test_truth_table_of_exit_codes(worst: Severity | None, fail_on: Severity | None) -> None:
    counts = {
        Severity.ERROR: {Severity.ERROR},
        Severity.WARNING: {Severity.ERROR, Severity.WARNING},
        Severity.HINT: {Severity.ERROR, Severity.WARNING, Severity.HINT},
        None: set(),
    }
    fails = 1 if worst in counts[fail_on] else 0
    assert exit_code(worst, fail_on, unchecked=False, exit_zero=False) == fails
    assert exit_code(worst, fail_on, unchecked=False, exit_zero=True) == 0
    for exit_zero in (False, True):
        assert exit_code(worst, fail_on, unchecked=True, exit_zero=exit_zero) == 2


def test_exit_codes_of_real_runs(cli: Cli) -> None:
    cli.write("clean.md", CLEAN)
    cli.write("doubled.md", DOUBLED)
    cli.write("latin.md", "caf\udce9\n")
    one_rule = ("--select", "plain-english/doubled-word")
    for severity, fail_on in itertools.product(SEVERITIES, [*SEVERITIES, "never"]):
        cli.write("postlint.toml", f'[rules."plain-english/doubled-word"]\nseverity = "{severity}"\n')
        expected = 1 if fail_on != "never" and SEVERITIES[severity] >= SEVERITIES[fail_on] else 0
        # What a format is has no say in the code; all of them are tried once.
        for format in FORMATS if severity == fail_on == "error" else ("concise",):
            flags = ("--fail-on", fail_on, "--output-format", format, *one_rule)
            assert cli("check", "doubled.md", *flags).code == expected
            assert cli("check", "doubled.md", "--exit-zero", *flags).code == 0
            assert cli("check", "clean.md", *flags).code == 0
            for exit_zero in ((), ("--exit-zero",)):
                assert cli("check", "doubled.md", "latin.md", *exit_zero, *flags).code == 2


def test_fail_on_from_the_config_and_the_flag(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    cli.write("postlint.toml", 'fail-on = "never"\n[rules."plain-english/doubled-word"]\nseverity = "error"\n')
    assert cli("check", "a.md").code == 0
    assert cli("check", "a.md", "--fail-on", "error").code == 1


# Reports


def test_a_report_in_full(cli: Cli) -> None:
    cli.write("posts/a.md", DOUBLED)
    cli.write("posts/b.md", CLEAN)
    done = cli("check", "posts", "--select", "plain-english/doubled-word", "--fail-on", "hint")
    first, bar, text, carets, *_, last = done.out.splitlines()
    assert first.startswith("posts/a.md:3:11: ")
    assert "[plain-english/doubled-word]" in first
    assert (bar, text) == ("  |", "3 | This says the the same twice.")
    assert carets.strip(" |^") == ""
    assert "^" in carets
    assert last.startswith("Checked 2 posts: 1 ")
    assert (done.code, done.err) == (1, "")


def test_json_counts_paths_from_the_current_folder(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write("site/postlint.toml", "")
    cli.write("site/posts/a.md", DOUBLED)
    cli.write("site/other/x", "")
    flags = ("--output-format", "json", "--select", "plain-english/doubled-word")
    for folder, path, shown in (
        (".", "site/posts", "site/posts/a.md"),
        ("site", "posts/a.md", "posts/a.md"),
        ("site/posts", ".", "a.md"),
        ("site/other", "../posts", "../posts/a.md"),
    ):
        monkeypatch.chdir(cli.folder / folder)
        done = cli("check", path, *flags)
        assert [found["path"] for found in json.loads(done.out)] == [shown]
        assert done.err == ""


def test_the_order_of_paths_does_not_matter(cli: Cli) -> None:
    for name in "abc":
        cli.write(f"{name}.md", DOUBLED)
    for format in FORMATS:
        outputs = {
            cli("check", *paths, "--output-format", format).out
            for paths in itertools.permutations(["a.md", "b.md", "c.md"])
        }
        assert len(outputs) == 1


def test_statistics(cli: Cli) -> None:
    cli.write("a.md", DOUBLED + DOUBLED)
    done = cli("check", "a.md", "--statistics", "--select", "plain-english/doubled-word")
    assert done.out.splitlines()[0].split()[-2:] == ["posts", "rule"]
    assert done.out.splitlines()[1].split() == ["2", "1", "plain-english/doubled-word"]


def test_hints_that_make_the_run_fail_are_shown(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    cli.write("postlint.toml", '[rules."plain-english/doubled-word"]\nseverity = "hint"\n')
    flags = ("check", "a.md", "--select", "plain-english/doubled-word")
    assert cli(*flags).out == "Checked 1 post: no errors or warnings. 1 hint more with --hints.\n"
    assert "hint[plain-english/doubled-word]" in cli(*flags, "--hints").out
    assert "hint[plain-english/doubled-word]" in cli(*flags, "--fail-on", "hint").out


def test_quiet(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    assert cli("check", "a.md", "--quiet") == (0, "", "")


def test_a_file_left_unchecked_is_reported_and_the_report_is_whole(cli: Cli) -> None:
    cli.write("latin.md", "caf\udce9\n")
    cli.write("a.md", DOUBLED)
    done = cli("check", "--output-format", "json", "a.md", "latin.md")
    found = json.loads(done.out)
    assert {one["rule"] for one in found} >= {"plain-english/doubled-word", "postlint/not-utf-8"}
    assert done.code == 2
    assert "1 file could not be checked." in cli("check", "a.md", "latin.md").out


# Standard input


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.mark.parametrize(("flags", "path"), [((), "-"), (("--stdin-filename", "posts/new.md"), "posts/new.md")])
def test_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], path: str) -> None:
    give(monkeypatch, DOUBLED.encode())
    done = cli("check", "-", *flags, "--output-format", "json", "--select", "plain-english/doubled-word")
    [found] = json.loads(done.out)
    assert (found["path"], found["start"]["line"], found["start"]["column"]) == (path, 3, 11)


def test_standard_input_bears_its_name_also_below_the_root(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write("postlint.toml", '[[overrides]]\npaths = ["posts/old/**"]\nignore = ["plain-english"]\n')
    (cli.folder / "posts" / "old").mkdir(parents=True)
    monkeypatch.chdir(cli.folder / "posts")
    for name, count in (("new.md", 1), ("old/new.md", 0)):
        give(monkeypatch, DOUBLED.encode())
        flags = ("--stdin-filename", name, "--select", "plain-english/doubled-word", "--output-format", "json")
        found = json.loads(cli("check", "-", *flags).out)
        assert [one["path"] for one in found] == [name] * count


def test_standard_input_may_be_no_text(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, rule in ((b"caf\xe9", "not-utf-8"), (b"x" * (2 * 1024 * 1024 + 1), "oversized-file")):
        give(monkeypatch, data)
        done = cli("check", "-", "--output-format", "json")
        assert [found["rule"] for found in json.loads(done.out)] == [f"postlint/{rule}"]
        assert done.code == 2


def test_standard_input_that_is_excluded(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write("postlint.toml", 'exclude = ["old"]\n')
    flags = ("check", "-", "--stdin-filename", "old/a.md", "--select", "plain-english/doubled-word")
    give(monkeypatch, DOUBLED.encode())
    assert "doubled-word" in cli(*flags).out
    give(monkeypatch, DOUBLED.encode())
    done = cli(*flags, "--force-exclude")
    assert done.code == 0
    assert "doubled-word" not in done.out
    assert "exclude" in done.err


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "error: There is no command 'chek'. Did you mean 'check'?"),
        (["posts"], "error: There is no command 'posts'. To check posts: postlint check posts"),
        (["--versoin"], "error: There is no flag '--versoin'. Did you mean '--version'?"),
        (["check", "--selct", "images"], "error: There is no flag '--selct'. Did you mean '--select'?"),
        (["check", "--selct=images", "a.md"], "error: There is no flag '--selct'. Did you mean '--select'?"),
        (["check", "--repair"], "error: There is no flag '--repair'."),
        (["check", "--sel", "images"], "error: There is no flag '--sel'."),
        (["check", "--select", "imagse"], "error: --select: there is no rule or pack 'imagse'. Did you mean 'images'?"),
        (
            ["check", "--ignore", "mising-alt"],
            "error: --ignore: there is no rule or pack 'mising-alt'. Did you mean 'images/missing-alt'?",
        ),
        (["check", "--select", ","], "error: A list of rules is empty."),
        (["check", "--select"], "error: --select: expected one argument. See postlint check --help."),
        (
            ["check", "--output-format", "jsn"],
            "error: There is no format 'jsn'. Did you mean 'json'? It can be full, concise, json, json-lines, github,",
        ),
        (["check", "--output-format", "xml"], "error: There is no format 'xml'. It can be full, "),
        (["check", "--output-format", "sraif:x"], "error: There is no format 'sraif'. Did you mean 'sarif'?"),
        (
            ["check", "--output-format", "sarif:"],
            "error: 'sarif:' names no file. Write --output-format sarif:FILE, or leave out the colon.",
        ),
        (
            ["check", "--output-format", "github", "--output-format", "json"],
            "error: Both 'github' and 'json' would go to standard output. Give one a file: --output-format json:FILE.",
        ),
        (
            ["check", "--output-format", "github:-", "--output-format", "json", "--output-format", "sarif:x"],
            "error: Both 'github' and 'json' would go to standard output. Give one a file: --output-format json:FILE.",
        ),
        (
            ["check", "--output-format", "sarif:x", "--output-format", "json:./x"],
            "error: Both 'sarif' and 'json' would go to './x'. Give one a file: --output-format json:FILE.",
        ),
        (
            ["check", "--output-format", "sarif:x", "-o", "y"],
            "error: --output-file has nothing to hold: each --output-format names a file of its own.",
        ),
        (
            ["check", "--output-format", "sarif", "--output-format", "json", "-o", "y"],
            "error: Both 'sarif' and 'json' would go to 'y'. Give one a file: --output-format json:FILE.",
        ),
        (
            ["check", "--statistics", "--output-format", "sarif"],
            "error: --statistics counts findings, and 'sarif' has no place for that. Use full, concise or json.",
        ),
        (["check", "--show-files", "-o", "y"], "error: --show-files makes no report. Leave out --output-format and"),
        (["check", "--show-settings", "--output-format", "json"], "error: --show-settings makes no report. Leave out"),
        (
            ["check", "--fail-on", "eror"],
            "error: There is no severity 'eror'. Did you mean 'error'? It can be error, warning, hint, never.",
        ),
        (["check", "--color", "yes"], "error: There is no color setting 'yes'. It can be auto, always, never."),
        (["check", "--today", "31.1.2024"], "error: --today takes a day such as 2024-01-31, not '31.1.2024'."),
        (["check", "--today", "20240131"], "error: --today takes a day such as 2024-01-31, not '20240131'."),
        (["check", "--today", "2024-02-30"], "error: --today takes a day such as 2024-01-31, not '2024-02-30'."),
        (["check", "-", "a.md"], "error: '-' is standard input and stands alone."),
        (["check", "--stdin-filename", "a.md"], "error: --stdin-filename names what comes by standard input."),
        (["check", "--quiet", "--verbose"], "error: --quiet and --verbose contradict each other."),
        (["check", "--config", "nothere.toml"], "error: There is no config file 'nothere.toml'."),
        (["check", "--show-files", "-"], "error: --show-files lists files, and standard input is none."),
    ],
)
def test_wrong_usage_is_told_on_standard_error_alone(cli: Cli, arguments: list[str], message: str) -> None:
    cli.write("a.md", CLEAN)
    done = cli(*arguments)
    assert done.err.startswith(message)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(cli: Cli, command: str) -> None:
    assert f"  {command} " in cli("--help").out
    done = cli(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: postlint {command} ")


def test_a_path_that_is_not_there(cli: Cli) -> None:
    done = cli("check", "nothere.md")
    assert (done.code, done.out) == (2, "")
    assert "nothere.md" in done.err


def test_a_folder_without_posts(cli: Cli) -> None:
    (cli.folder / "empty").mkdir()
    done = cli("check", "empty")
    assert (done.code, done.out) == (2, "")
    assert "empty" in done.err


def test_all_mistakes_of_a_config_are_told(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    cli.write("postlint.toml", 'fail_on = "hint"\nselect = "ALL"\n[rules."images/mising-alt"]\n')
    for format in ("full", "json"):
        done = cli("check", "a.md", "--output-format", format, "--exit-zero")
        assert done.err.splitlines() == [
            "postlint.toml:1:1: error: There is no key 'fail_on'. Did you mean 'fail-on'?",
            "postlint.toml:2:10: error: 'select' takes a list. Write select = [\"ALL\"].",
            "postlint.toml:3:8: error: There is no rule 'images/mising-alt'. Did you mean 'images/missing-alt'?",
            "3 mistakes; nothing was checked.",
        ]
        assert (done.code, done.out) == (2, "")


def test_errors_speak_neither_to_terminals_nor_to_runners(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.tell_error(UserErrors([ConfigError("::error::\x1b[31m", path="##[x]\n::error::y", line=1)]))
    assert capsys.readouterr().err.splitlines()[0] == "#\\x23[x]\\n::error::y:1: error: ::error::\\x1b[31m"
    terminal.tell("  ::error::x")
    assert capsys.readouterr().err == "  \\x3a:error::x\n"


def test_a_fault_of_postlint_is_no_traceback(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: list[str]) -> int:
        raise ZeroDivisionError("by \x1b[31m zero")

    monkeypatch.setattr("postlint.cli._run", fail)
    done = cli("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "error: postlint failed, which is a fault of its own: ZeroDivisionError: by \\x1b[31m zero",
        "Run it again with --verbose to see where, and report that.",
    ]
    assert "in fail" in cli("check", "--verbose").err


def test_an_interrupt_is_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("postlint.cli._run", interrupt)
    assert cli("check") == (130, "", "Interrupted.\n")


# Settings and files


def test_show_files(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write("posts/b.md", CLEAN)
    cli.write("posts/a.md", DOUBLED)
    cli.write("posts/README.md", DOUBLED)
    cli.write("posts/old/c.md", DOUBLED)
    cli.write("postlint.toml", 'posts = ["posts"]\nexclude = ["posts/old"]\n')
    assert cli("check", "--show-files") == (0, "posts/a.md\nposts/b.md\n", "")
    assert cli("check", "--show-files", "posts/old/c.md").out == "posts/old/c.md\n"
    monkeypatch.chdir(cli.folder / "posts")
    assert cli("check", "--show-files", ".").out == "a.md\nb.md\n"


def test_show_settings(cli: Cli) -> None:
    cli.write("hugo.toml", "")
    cli.write("content/blog/a.md", CLEAN)
    cli.write(
        "postlint.toml",
        'exclude = ["old"]\nfail-on = "warning"\n[house]\nname = "Acme"\n[[house.projects]]\nname = "Hoist"\n'
        '[rules."images/missing-alt"]\nseverity = "hint"\n',
    )
    done = cli("check", "--show-settings", "--select", "images/missing-alt", "--today", "2024-01-31")
    assert done.out.splitlines()[:8] == [
        "config     postlint.toml",
        "root       .",
        "generator  hugo (from hugo.toml)",
        "posts      content/blog",
        "exclude    old",
        "house      Acme: 1 project, 0 offers",
        "fail-on    warning",
        "today      2024-01-31",
    ]
    assert "pages      content -> /" in done.out.splitlines()
    rules = {line.split()[0]: line.split()[1:] for line in done.out.splitlines() if line.startswith("  ")}
    assert rules["images/missing-alt"] == ["hint"]
    assert {id.partition("/")[0] for id in rules} == {"images", "postlint"}
    assert (done.code, done.err) == (0, "")


def test_settings_without_a_config(cli: Cli) -> None:
    cli.write("postlint.toml", 'fail-on = "hint"')
    done = cli("check", "--show-settings", "--isolated", "--fail-on", "never")
    assert done.out.splitlines()[:2] == ["config     none", "root       ."]
    assert "fail-on    never" in done.out.splitlines()


def test_a_mislaid_config_is_noted(cli: Cli) -> None:
    cli.write("a.md", CLEAN)
    cli.write(".postlint.toml", "")
    assert cli("check", "a.md").err == (
        "'.postlint.toml' is not read. A config is called postlint.toml and written in TOML.\n"
    )
    assert cli("check", "a.md", "--quiet").err == ""


# Help


def test_version(cli: Cli) -> None:
    assert cli("--version") == (0, f"postlint {__version__}\n", "")


def test_help(cli: Cli) -> None:
    for arguments in (["--help"], ["-h"], ["help"]):
        done = cli(*arguments)
        assert (done.code, done.err) == (0, "")
        assert "postlint check" in done.out
    assert cli().code == 2
    done = cli("check", "--help")
    assert done.code == 0
    for text in ("examples:", "exit code:", "--select", "--stdin-filename", "jq"):
        assert text in done.out


def test_help_names_each_flag_and_fits_the_page(cli: Cli) -> None:
    flags = (
        "select ignore extend-select config isolated output-format output-file fail-on exit-zero statistics show-files "
    )
    flags += "show-settings hints stdin-filename force-exclude today quiet verbose color"
    text = cli("check", "--help").out
    assert [flag for flag in flags.split() if f"--{flag}" not in text] == []
    assert [line for line in text.splitlines() if len(line) > 120] == []


def test_paths_may_stand_anywhere(cli: Cli) -> None:
    for name in ("a.md", "b.md", "-c.md"):
        cli.write(name, DOUBLED)
    flags = ("--select", "plain-english/doubled-word", "--output-format", "json")
    done = cli("check", "a.md", *flags, "b.md")
    assert [found["path"] for found in json.loads(done.out)] == ["a.md", "b.md"]
    done = cli("check", *flags, "--", "-c.md")
    assert [found["path"] for found in json.loads(done.out)] == ["-c.md"]


# Streams


@pytest.mark.parametrize(
    ("choice", "environ", "expected"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors_away_from_a_terminal(choice: str, environ: dict[str, str], expected: bool) -> None:
    assert terminal.wants_color(choice, environ) is expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colors_in_a_terminal(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: bool) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert terminal.wants_color("auto", environ) is expected


def test_colors_are_in_the_report_only_when_wanted(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    assert "\x1b" not in cli("check", "a.md").out
    assert "\x1b[" in cli("check", "a.md", "--color", "always").out


def test_progress_is_seen_in_a_terminal_only_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, is_seen in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(terminal.Progress, "AFTER", 0.0)
        with terminal.Progress(on=True) as progress:
            progress(1, 1612)
        assert stream.getvalue() == ("\r\x1b[KChecking posts: 1 of 1,612\r\x1b[K" if is_seen else "")
    quiet = Terminal()
    monkeypatch.setattr(sys, "stderr", quiet)
    terminal.Progress(on=False)(1, 2)
    assert quiet.getvalue() == ""


def run(folder: Path, *arguments: str, **further: object) -> subprocess.CompletedProcess[bytes]:
    """Run postlint in a process of its own, as people do."""
    command = [sys.executable, "-m", "postlint", *arguments]
    return subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, timeout=60, check=False, **further)  # type: ignore[call-overload, no-any-return]


def test_a_pipe_that_nobody_reads_is_no_error(cli: Cli) -> None:
    cli.write("a.md", DOUBLED * 5000)
    read, write = os.pipe()
    os.close(read)
    try:
        done = run(cli.folder, "check", "a.md", stdout=write)
    finally:
        os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_is_told(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    with open("/dev/full", "wb") as full:
        done = run(cli.folder, "check", "a.md", "--exit-zero", stdout=full)
    assert done.stderr == b"error: The report could not be written: No space left on device.\n"
    assert done.returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_the_exit_code_of_an_error_is_the_same_on_a_full_disk(cli: Cli) -> None:
    with open("/dev/full", "wb") as full:
        assert run(cli.folder, "check", "nowhere.md", stdout=full).returncode == 2
        assert run(cli.folder, "rules", stdout=full).returncode == 2


def test_a_profile_of_a_run_is_written(cli: Cli) -> None:
    cli.write("a.md", DOUBLED)
    command = [sys.executable, "-m", "cProfile", "-o", "profile", "-m", "postlint", "check", "a.md"]
    done = subprocess.run(command, cwd=cli.folder, capture_output=True, timeout=60, check=False)
    assert b"the the" in done.stdout
    assert (cli.folder / "profile").stat().st_size > 0, "although a run ends in a hurry where nobody watches it"


def test_a_locale_without_unicode_prints_all_the_same(cli: Cli) -> None:
    cli.write("ü.md", "# A title\n\nThis says the the same – twice, in a ⚡ flash.\n")
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run(cli.folder, "check", ".", env=environ, stdout=subprocess.PIPE)
    assert b"\\xfc.md:3:11: " in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are text there")
def test_hostile_file_names(cli: Cli) -> None:
    (cli.folder / "posts").mkdir()
    names = (b"caf\xe9.md", b"new\nline.md", b"::error::x.md", b"##[group]x.md", b"\x1b[31m.md")
    for name in names:
        with open(os.path.join(os.fsencode(cli.folder), b"posts", name), "wb") as file:
            file.write(DOUBLED.encode())
    for format in FORMATS:
        for folder, path in ((cli.folder, "posts"), (cli.folder / "posts", ".")):
            done = run(folder, "check", path, "--output-format", format, stdout=subprocess.PIPE)
            assert done.returncode in (0, 1)
            lines = done.stdout.decode().split("\n")
            if format == "github":
                commands = [line for line in lines if line.startswith("::warning file=posts/")]
                assert len(commands) >= len(names)
                lines = [line for line in lines if line not in commands]
            assert not [line for line in lines if line.strip().startswith("::") or "##[" in line]
            assert b"\x1b" not in done.stdout
            assert done.stdout.count(b"doubled-word") >= len(names)


def test_paths_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a")
    assert path_shower(str(tmp_path))("a/b/x.md") == "b/x.md"
    assert path_shower(str(tmp_path))("x.md") == "../x.md"
    assert path_shower(str(tmp_path / "a"))("b/x.md") == "b/x.md"
    assert path_shower(str(tmp_path))("-") == "-"


def test_a_single_mistake_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "postlint.toml").write_text('packs = ["house"]\n')
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "short.yml").write_text("summary: Short.\nwhy: It is: long.\nforbid: [long]\n")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert capsys.readouterr().err.endswith("1 mistake; nothing was checked.\n")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo terminal")
def test_a_long_run_tells_a_terminal_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text(CLEAN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("postlint.cli.terminal.Progress.AFTER", 0.0)
    monkeypatch.setattr("postlint.cli.terminal.Progress.EVERY", 0.0)
    screen, line = os.openpty()
    with open(line, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        assert main(["check", ".", "--isolated"]) == 0
        terminal.flush()
        shown = ""
        while not shown.endswith("\r\x1b[K"):
            shown += os.read(screen, 10_000).decode()
    os.close(screen)
    assert "Checking posts: 2 of 3" in shown
    assert shown.endswith("\r\x1b[K"), "the line is taken away at the end"
    assert "Checking posts" not in capsys.readouterr().out
