"""Answers of earlier runs: the same bytes as a run would print, and none where anything has changed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from console import postlint
from postlint import answers, look, store
from postlint.answers import Answer, Question
from postlint.cli import main, terminal

ROOT = Path(__file__).parent.parent
CODE = answers._code
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61")
FILES = {
    "postlint.toml": 'packs = ["./house"]\n[frontmatter.registries]\ntags = "data/tags.yml"\n',
    "data/tags.yml": "- news\n- howto\n",
    "hugo.toml": 'baseURL = "https://acme.example/"\n',
    "house/buzz.yml": "summary: Be plain.\nwhy: Kinder.\nmessage: \"'{match}' says nothing.\"\nforbid:\n"
    "- file: data/buzz.txt\nbad:\n- text: |\n    We have synergy.\n            ^^^^^^^ 'synergy' says nothing.\n",
    "house/data/buzz.txt": "synergy\n",
    "content/blog/one.md": "---\ntitle: One\ndate: 2024-01-02\ntags: [news]\nimage: /img/a.png\n---\n\n"
    "## First part\n\nSee [two](/blog/two/#second-part) and [more](/blog/more/), ![A chart](/img/b.png).\n",
    "content/blog/two.md": "---\ntitle: Two\ndate: 2024-01-03\ntags: [howto]\n---\n\n## Second part\n\n"
    "Synergy. [one](/blog/one/#first-part), [a file](/files/x.pdf), [here](https://acme.example).\n",
    "content/blog/more/index.md": "---\ntitle: More\ndate: 2024-01-04\ntags: [news]\n---\n\n![A thing](thing.png).\n",
    "static/files/x.pdf": "%PDF",
    ".gitignore": "drafts/\n",
    "content/blog/drafts/three.md": "---\ntitle: Three\ndate: 2024-01-05\n---\n\n[here](nowhere.md)\n",
}


@pytest.fixture(autouse=True)
def settled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of a checkout may have been written a moment ago."""
    monkeypatch.setattr(answers, "_code", dict)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "above" / "site"
    for path, text in FILES.items():
        write(root / path, text)
    for path in ("static/img/a.png", "static/img/b.png", "content/blog/more/thing.png"):
        write(root / path, PNG)
    (root / "content/blog/linked.md").symlink_to("two.md")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path / "above", check=True)
    monkeypatch.chdir(root)
    return root


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


class Ran(Exception):  # noqa: N818 - it says that a run was made
    pass


@pytest.fixture
def asked(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Asks, and tells code, output, and whether it was a run that gave them."""
    from postlint.cli import check

    run, ran = check.run, []
    monkeypatch.setattr(check, "run", lambda arguments: ran.append(1) or run(arguments))

    def ask(*arguments: str) -> tuple[int, str, str, bool]:
        ran.clear()
        code = main(["check", *arguments])
        return code, *capsys.readouterr(), bool(ran)

    return ask


def test_what_is_asked_again_is_answered_without_a_run(asked: Callable[..., Any]) -> None:
    for arguments in ((), ("content/blog/one.md",), ("--hints", "--output-format", "json"), ("--statistics", "-q")):
        *first, ran = asked(*arguments)
        assert ran
        assert first[1]
        *again, ran = asked(*arguments)
        assert not ran
        assert again == first
        assert asked(*arguments, "--no-cache") == (*first, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-cache"],
        ["--fix"],
        ["--diff"],
        ["--since", "HEAD"],
        ["--staged"],
        ["--show-files"],
        ["--show-settings"],
        ["--output-format", "json:report.json"],
        ["-o", "report.txt"],
        ["--select", "linsk"],
        ["nowhere.md"],
        ["--add-allow"],
    ],
)
def test_what_does_more_than_read_is_not_answered(site: Path, asked: Callable[..., Any], arguments: list[str]) -> None:
    asked(*arguments)
    assert asked(*arguments)[-1]
    assert not answered(site)


def answered(site: Path) -> list[Path]:
    folder = Path(os.environ[store.FOLDER_VARIABLE])
    return sorted(path for path in folder.glob("answer-*")) if folder.is_dir() else []


def test_standard_input_is_not_answered(site: Path) -> None:
    postlint(site, "check", "-", stdin=b"Text.\n")
    assert not answered(site)


@pytest.mark.parametrize("failed", ["exhausted", "crashed"])
def test_a_run_that_a_rule_did_not_survive_is_no_answer(
    site: Path, asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, failed: str
) -> None:
    from postlint.engine import Engine

    def fails(*_: object, **__: object) -> None:
        raise TimeoutError if failed == "exhausted" else ZeroDivisionError

    monkeypatch.setattr(Engine, "_run", fails)
    assert asked()[0] == 2
    assert not answered(site)


def test_a_file_that_may_not_be_read_is_no_answer(
    site: Path, asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refused(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith("two.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refused)
    assert asked("content/blog/one.md")[0] < 2, "only another post may not be read"
    assert not answered(site)
    assert asked()[0] == 2
    assert not answered(site)


def test_files_that_have_settled_are_told_by_their_stamps(
    site: Path, asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    *first, _ = asked()
    (stored,) = answered(site)
    before = stored.stat()
    with monkeypatch.context() as later:
        later.setattr(look, "UNSETTLED_NS", -(10**18))
        assert asked() == (*first, False)
    assert stored.stat().st_size != before.st_size
    with monkeypatch.context() as unread:
        unread.setitem(look.STAMPS, look.CONTENT, lambda _: pytest.fail("a settled file is read"))
        unread.setitem(look.STAMPS, look.NAMES, lambda _: pytest.fail("a settled folder is listed"))
        assert asked() == (*first, False)
    write(site / "content/blog/two.md", FILES["content/blog/two.md"].replace("Synergy", "Senergy"))
    assert asked()[-1]


def test_rules_that_come_from_the_cache_are_seen_to_change(site: Path, asked: Callable[..., Any]) -> None:
    for path in (site / "house").rglob("*.*"):
        os.utime(path, (10**9, 10**9))  # or else they would not be cached
    asked()
    *first, _ = asked("--hints")
    assert asked("--hints") == (*first, False)
    assert any(path.name.startswith("pack-house") for path in Path(os.environ[store.FOLDER_VARIABLE]).iterdir())
    write(site / "house/buzz.yml", FILES["house/buzz.yml"].replace("nothing", "no deal"))
    *changed, ran = asked("--hints")
    assert ran
    assert changed != first


def test_any_flipped_or_lost_byte_is_no_answer(site: Path) -> None:
    question = Question(["content"])
    looks = look.Looks()
    looks.whole(str(site / "data"))
    question.keep(Answer(1, [("o", "found\n"), ("e", "note\n")]), looks)
    known = Question(["content"]).answer()
    assert known is not None
    assert (known.code, known.told) == (1, [("o", "found\n"), ("e", "note\n")])
    (path,) = answered(site)
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bit in (1, 0x80):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            assert Question(["content"]).answer() is None
        path.write_bytes(whole[:at])
        assert Question(["content"]).answer() is None


def test_a_flipped_byte_gives_what_a_run_gives(site: Path, asked: Callable[..., Any]) -> None:
    *first, _ = asked()
    (path,) = answered(site)
    whole = path.read_bytes()
    for at in random.Random(1).sample(range(len(whole)), 12):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert asked() == (*first, True)
        assert asked() == (*first, False)


def test_content_that_is_whole_but_odd_is_no_answer(site: Path) -> None:
    question = Question([])
    for content in (b"", b"\n", b"x\n", b"1 1\nab", b"-1 5\nabcd", b"9999999999999999999999\n", b"0 " * 15 + b"\n"):
        store.write(question._name, content)
        assert question.answer() is None
    parts = [question._key, b"one", b"", *([b""] * 2 * len(answers.LETTERS))]
    store.write(question._name, answers._packed(parts))
    assert question.answer() is None


def test_the_key_is_all_that_counts_beside_files(
    site: Path, asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked()
    for change in (
        lambda: monkeypatch.setenv("FORCE_COLOR", "1"),
        lambda: monkeypatch.setenv("NO_COLOR", "1"),
        lambda: monkeypatch.setattr(sys, "path", [*sys.path, "/nowhere"]),
        lambda: monkeypatch.setattr(answers, "time_ns", lambda real=time.time_ns: real() + answers._DAY_NS),
        lambda: monkeypatch.setattr(answers, "__version__", "99"),
        lambda: monkeypatch.chdir("content"),
    ):
        change()
        *first, ran = asked()
        assert ran, "another run"
        assert asked() == (*first, False)
    monkeypatch.setattr(answers, "time_ns", time.time_ns)
    asked("--today", "2024-06-01")
    monkeypatch.setattr(answers, "time_ns", lambda: time.time_ns() + 9 * answers._DAY_NS)
    assert not asked("--today", "2024-06-01")[-1], "the day is given"


def test_no_variable_of_the_environment_is_overlooked() -> None:
    """What the code asks of the environment is in the key, or decides nothing that is printed."""
    listed = subprocess.run(
        ["grep", "-rnE", "environ", "--include=*.py", str(ROOT / "src" / "postlint")], capture_output=True, text=True
    ).stdout
    files = {line.split(":")[0].split("/postlint/", 1)[1] for line in listed.splitlines() if "wants_color" not in line}
    known = {"answers.py", "git.py", "matching/literals.py"}
    others = {"cli/github_action.py", "cli/github_event.py", "cli/github_plan.py", "cli/staged.py", "cli/changed.py"}
    others |= {"changes.py", "commits.py", "cli/hook.py", "kinds/consistent.py", "reading/house_names.py"}
    assert files - others <= {*known, "store.py", "cli/terminal.py", "cli/check.py"}


def test_a_few_answers_are_kept_for_a_folder(site: Path) -> None:
    for number in range(answers.MOST_ANSWERS + 3):
        Question([str(number)]).keep(Answer(0, []), look.Looks())
        time.sleep(0.01)
    assert len(answered(site)) == answers.MOST_ANSWERS
    assert Question(["0"]).answer() is None
    assert Question([str(number)]).answer() is not None


@pytest.mark.parametrize("more", [0, -1, -1000])
def test_a_large_report_is_whole_and_not_kept(
    asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    *told, _ = asked("--no-cache")
    monkeypatch.setattr(terminal, "MOST_HEARD", len(told[1]) + len(told[2]) + more)
    assert asked() == (*told, True)
    assert asked() == (*told, more < 0)


def test_code_that_may_have_changed_gives_no_answer(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyromark
    import regex
    import yaml

    monkeypatch.setattr(answers, "LOADED", 0)
    assert CODE() is None
    monkeypatch.setattr(answers, "LOADED", 2**62)
    stamps = CODE()
    assert stamps is not None
    paths = {path[1:] for path in stamps}
    for file in (look.__file__, answers.__file__, pyromark.__file__, regex.__file__, yaml.__file__):
        assert file in paths
    assert os.path.dirname(os.path.dirname(yaml.__file__)) in paths, "the folder that an update of yaml changes"
    assert {str(path) for path in Path(look.__file__).parent.rglob("*.py")} <= paths


def test_eight_runs_at_once(site: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: postlint(site, "check", timeout=120)[:3], range(8)))
    assert len(set(outcomes)) == 1
    assert postlint(site, "check", "--no-cache")[:3] == outcomes[0] == postlint(site, "check")[:3]
    left = [path.name for path in Path(os.environ[store.FOLDER_VARIABLE]).iterdir()]
    assert not [name for name in left if name.endswith(".tmp")]


# Whatever is changed, the answer is that of a run


def edits(root: Path, drawn: random.Random, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    """Changes of all kinds, drawn without end; most can be drawn again, and undo what was done."""

    def post() -> Path:
        return drawn.choice([path for path in (root / "content").rglob("*.md") if path.is_file()] or [root / "x.md"])

    def toggled(path: Path, content: str | bytes) -> None:
        if path.exists() or path.is_symlink():
            path.unlink()
        else:
            write(path, content)

    def swapped(path: Path, one: str, other: str) -> None:
        text = path.read_text() if path.is_file() else FILES.get(str(path.relative_to(root)), one)
        write(path, text.replace(one, other) if one in text else text.replace(other, one))

    def variable(name: str) -> None:
        if name in os.environ:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, "1")

    def relinked() -> None:
        path = root / "content/blog/linked.md"
        target = drawn.choice(["two.md", "one.md", "gone.md", "../../../outside.md"])
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    def renamed() -> None:
        path = post()
        path.rename(path.with_name(f"{drawn.choice('abc')}.md"))

    def moved() -> None:
        one, other = root / "static/img", root / "static/pictures"
        if one.is_dir() and not other.exists():
            one.rename(other)
        elif other.is_dir() and not one.exists():
            other.rename(one)

    def mode() -> None:
        path = post()
        path.chmod(0o600 if path.stat().st_mode & 0o200 else 0o644)

    def unreadable() -> None:
        path = root / "content/blog/one.md"
        if path.is_file():
            path.chmod(0o000 if path.stat().st_mode & 0o400 else 0o644)

    def linked_folder() -> None:
        path = root / "static/extra"
        if path.is_symlink():
            path.unlink()
        else:
            path.symlink_to("img")

    each: list[Callable[[], object]] = [
        lambda: swapped(root / "content/blog/one.md", "chart", "image"),
        lambda: swapped(root / "content/blog/two.md", "Second part", "Number two."),
        lambda: swapped(root / "content/blog/two.md", "Synergy", "Senergy"),
        lambda: swapped(post(), "2024", "2025"),
        lambda: toggled(root / f"content/blog/new{drawn.randrange(3)}.md", FILES["content/blog/one.md"]),
        lambda: toggled(root / "content/blog/README.md", "Synergy, [here](gone.md).\n"),
        lambda: toggled(root / "content/blog/page.html", "---\ntitle: Page\n---\n<p>synergy</p>\n"),
        lambda: toggled(root / "static/img/a.png", PNG),
        lambda: write(
            root / "static/img/b.png", drawn.choice([PNG, PNG.replace(b"PNG", b"GIF"), PNG[:-9] + b"123456789"])
        ),
        lambda: toggled(root / "static/files/x.pdf", "%PDF"),
        lambda: swapped(root / "data/tags.yml", "news", "knew"),
        lambda: toggled(root / "data/authors.yml", "ann:\n  name: Ann\n"),
        lambda: swapped(root / "postlint.toml", "packs", "#acks"),
        lambda: toggled(root.parent / "postlint.toml", 'fail-on = "never"\n'),
        lambda: toggled(root / ".postlint.toml", ""),
        lambda: toggled(root / "postlint.toml", FILES["postlint.toml"]),
        lambda: swapped(root / "hugo.toml", "acme", "emca"),
        lambda: toggled(root / "hugo.toml", FILES["hugo.toml"]),
        lambda: swapped(root / "house/buzz.yml", "nothing", "no deal"),
        lambda: swapped(root / "house/data/buzz.txt", "synergy", "senergy"),
        lambda: swapped(root / ".gitignore", "drafts", "blog/m"),
        lambda: toggled(root / "content/.gitignore", "two.md\n"),
        lambda: toggled(root.parent / ".git/info/exclude", "one.md\n"),
        lambda: toggled(root / ".postlint-baseline.json", '[\n{"version": 1}\n]\n'),
        lambda: variable("NO_COLOR"),
        lambda: variable("FORCE_COLOR"),
        relinked,
        renamed,
        moved,
        mode,
        unreadable,
        linked_folder,
        lambda: post().unlink(missing_ok=True),
        lambda: shutil.rmtree(root / "content/blog/more", ignore_errors=True),
        lambda: write(root / "content/blog/more/index.md", FILES["content/blog/more/index.md"]),
        lambda: os.utime(post(), (1, 1)),
        lambda: None,
    ]
    while True:
        yield drawn.choice(each)


@pytest.mark.parametrize("is_settled", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_whatever_changes_is_seen(
    site: Path,
    asked: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    is_settled: bool,
) -> None:
    """Fifty changes: after each, what is answered is what a run without the cache says, and so once more."""
    if is_settled:
        monkeypatch.setattr(look, "UNSETTLED_NS", 50_000_000)
    drawn = random.Random(f"{seed} {is_settled}")
    flags = (), ("--hints",), ("content/blog/two.md",), ("content", "--output-format", "json"), ("--no-baseline",)
    stream = edits(site, drawn, monkeypatch)
    answered_again = 0
    for number in range(25 if is_settled else 26):
        for _ in range(drawn.choice([1, 1, 1, 2])):
            try:
                next(stream)()
            except FileNotFoundError:
                continue
        if is_settled:
            time.sleep(0.06)
        arguments = flags[drawn.randrange(len(flags))] if number % 3 == 0 else ()
        *cold, _ = asked(*arguments, "--no-cache")
        assert asked(*arguments)[:3] == tuple(cold)
        *again, ran = asked(*arguments)
        assert again == cold
        answered_again += not ran
    assert answered_again >= 5, "most runs without mistakes in the config are answered"
