"""Input by those who mean harm, through the whole of `check`: a named finding or error, never a crash or a hang."""

from __future__ import annotations

import functools
import gc
import json
import math
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from console import Outcome, harm, postlint
from invariants import nodes_of, parts
from postlint.config import load
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.engine import UNCHECKED
from postlint.linter import Linter
from postlint.report import Report
from postlint.reporters import Options, lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files and limits of POSIX")

MIB = 1024 * 1024
MEMORY = 512 * MIB
GOOD = "# A title\n\nSee ![](https://blog.example/chart.png) for the the load.\n"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
    return path


def found(done: Outcome) -> list[dict[str, Any]]:
    """The findings of a run with JSON output, which must be whole and harmless whatever else happened."""
    assert harm(done.out) == []
    assert harm(done.err) == []
    assert done.out, done.errors
    diagnostics: list[dict[str, Any]] = json.loads(done.out)
    return diagnostics


def check(folder: Path, *arguments: str | bytes, **further: Any) -> tuple[int, dict[str, set[str]]]:
    """The exit code and, by path, the rules that found something."""
    done = postlint(folder, "check", "--output-format", "json", *arguments, **further)
    rules: dict[str, set[str]] = {}
    for one in found(done):
        rules.setdefault(one["path"], set()).add(one["rule"])
    return done.code, rules


@cache
def linter() -> Linter:
    return Linter(*load(["/"], isolated=True))


class StuckError(KeyboardInterrupt):
    """The one kind of exception that the engine lets through."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail, rather than hang, where something takes longer."""

    def stop(_: int, __: FrameType | None) -> None:
        raise StuckError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except StuckError:
        pytest.fail(f"it took longer than {seconds} s", pytrace=False)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def roomy() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of folders take long to remove from a disk."""
    folder = tempfile.mkdtemp(prefix="postlint-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    try:
        yield Path(os.path.realpath(folder))
    finally:
        # shutil.rmtree recurses, and folders may be nested deeper than Python may.
        subprocess.run(["rm", "-rf", folder], check=True)


# YAML, TOML and JSON

ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name}\n  <<: [{','.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefghij", "bcdefghijk", strict=True)
)
YAML = {
    "alias bomb": (ALIASES, "Aliases"),
    "merge bomb": (MERGES, "Aliases"),
    "alias in itself": ("a: &a [*a]\n", "inside of what it repeats"),
    "merge of itself": ("a: &a {<<: *a}\n", "inside of what it repeats"),
    "many aliases": (f"a: &a x\nb: [{', '.join(['*a'] * 50_000)}]\n", "Aliases"),
    "many keys": ("".join(f"k{i}: v\n" for i in range(15_000)), "too many keys"),
    "many directives": ("%TAG ! tag:x,2000:\n" * 5000 + "---\na: 1\n", ""),
    "open brackets": ("a: " + "[" * 100_000 + "\n", "levels deep"),
    "closed brackets": ("a: " + "[" * 100_000 + "]" * 100_000 + "\n", "levels deep"),
    "open braces": ("a: " + "{a: " * 60_000 + "\n", "levels deep"),
    "closed braces": ("{a: " * 40_000 + "1" + "}" * 40_000 + "\n", "levels deep"),
    "dashes": ("- " * 100_000 + "\n", "levels deep"),
    "dashes with keys": ("- a: " * 40_000 + "\n", ""),
    "question marks": ("? " * 100_000 + "\n", "levels deep"),
    "indented keys": ("".join(" " * i + "a:\n" for i in range(600)), "levels deep"),
    "python object": ("a: !!python/object/apply:os.system ['touch canary']\n", "tag"),
    "python module": ("a: !!python/module:canary\n", "tag"),
    "python name": ("a: !!python/name:canary.x\n", "tag"),
    "python new": ("a: !!python/object/new:canary.X {}\n", "tag"),
    "unknown tag": ("a: !evil b\n", "tag"),
    "long tag": (f"a: !{'x' * 100_000} b\n", "tag"),
    "tag directive": ("%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/apply:os.system [x]\n", ""),
    "nul": ("a: x\0y\n", "U+0000"),
    "control characters": ("a: \x1b[31m\x07\n", "U+001B"),
    "tab": ("a:\n\tb: 1\n", ""),
    "long number": (f"a: {'1' * 200_000}\n", ""),
    "long scalar": (f"a: {'x' * 250_000}\n", None),
    "too long": (f"a: {'x' * 300_000}\n", "256 KiB"),
    "no such day": ("a: 2024-02-30\nb: 2024-13-45\nc: 0000-01-01\nd: 2024-01-01 25:61:61\n", ""),
    "odd times": ("a: 2024-01-01T00:00:00+99:99\nb: 9999-12-31T23:59:59-23:59\nc: 190:20:30\n", ""),
    "odd numbers": ("a: .inf\nb: 1e999\nc: .nan\nd: 0o9\ne: 08\nf: 1_000\ng: -0b11\nh: 9:9:9.9\n", None),
    "surrogate escapes": ('title: "\\ud800 \\udfff \\uD83D\\uDE00"\n', ""),
    "keys of keys": ("? [a, b]\n: c\n", "cannot be a key"),
    "odd keys": ("1: a\ntrue: b\nnull: c\n2024-01-01: d\n1.5: e\n~: f\n", None),
    "two documents": ("a: 1\n--- \nb: 2\n", None),
    "binary": ("a: !!binary aGk=\n", None),
    "sets": ("a: !!set {x, y}\nb: !!omap [x: 1]\n", "tag"),
    "only a tag": ("!!map\n", ""),
    "anchors": ("".join(f"k{i}: &a{i} v\n" for i in range(4000)), None),
    "block scalars": ("a: |" + "9" * 1000 + "\n x\nb: >-+\n x\n", ""),
    "backslashes": ('a: "' + "\\\\" * 60_000 + '"\n', None),
    "quotes": ("a: '" + "''" * 60_000 + "'\n", None),
    "comments": ("# x\n" * 60_000 + "a: 1\n", None),
    "spaces": ("a:" + " " * 250_000 + "\n", None),
    "line breaks": ("a: x\n" + "\n" * 250_000 + "b: y\n", None),
}
TOML = {
    "open brackets": "a = " + "[" * 100_000 + "\n",
    "closed brackets": "a = " + "[" * 60_000 + "]" * 60_000 + "\n",
    "open braces": "a = " + "{a = " * 40_000 + "\n",
    "closed braces": "a = " + "{a = " * 20_000 + "1" + "}" * 20_000 + "\n",
    "dotted keys": ".".join(["a"] * 100_000) + " = 1\n",
    "dotted table": "[" + ".".join(["a"] * 100_000) + "]\n",
    "many dotted tables": "".join(f"[{'.'.join(['a'] * 60)}.b{i}]\n" for i in range(1500)),
    "many arrays of tables": "[[a]]\n" * 30_000,
    "nested arrays of tables": "".join(f"[[{'.'.join(['a'] * depth)}]]\n" for depth in range(1, 300)),
    "many keys": "".join(f"k{i} = 1\n" for i in range(20_000)),
    "long number": f"a = {'1' * 200_000}\n",
    "long hex": f"a = 0x{'f' * 200_000}\n",
    "long float": f"a = 1.{'1' * 200_000}e{'9' * 1000}\n",
    "long string": f"a = '{'x' * 250_000}'\n",
    "too long": f"a = '{'x' * 300_000}'\n",
    "open string": "a = '''" + "''\n" * 60_000,
    "quotes": 'a = """' + '""\\"' * 50_000,
    "no such day": "a = 2024-02-30\nb = 2024-13-45\n",
    "odd times": "a = 25:61:61\nb = 2024-01-01T00:00:00+99:99\n",
    "odd numbers": "a = inf\nb = nan\nc = 1e999\nd = 1__0\n",
    "nul": "a = 'x\0y'\n",
    "surrogate": 'a = "\\ud800"\n',
    "carriage return": "a = 1\rb = 2\r",
    "duplicate": "a = 1\na = 2\n[a]\nb = 1\n",
}
JSON = {
    "open brackets": '{\n"a": ' + "[" * 100_000 + "\n}\n",
    "closed brackets": '{\n"a": ' + "[" * 60_000 + "]" * 60_000 + "\n}\n",
    "open braces": '{\n"a": ' + '{"a": ' * 40_000 + "\n}\n",
    "closed braces": '{\n"a": ' + '{"a": ' * 20_000 + "1" + "}" * 20_000 + "\n}\n",
    "long number": f'{{\n"a": {"1" * 200_000}\n}}\n',
    "long float": f'{{\n"a": 1.{"1" * 200_000}e{"9" * 1000}\n}}\n',
    "nan": '{\n"a": NaN, "b": Infinity\n}\n',
    "surrogates": '{\n"title": "\\ud800 \\udfff \\ud83d"\n}\n',
    "backslashes": '{\n"a": "' + "\\\\" * 60_000 + '"\n}\n',
    "open string": '{\n"a": "' + "x" * 200_000 + "\n}\n",
    "nul": '{\n"a": "x\0y"\n}\n',
    "too long": f'{{\n"a": "{"x" * 300_000}"\n}}\n',
    "never closed": "{\n" + '"a": 1,\n' * 30_000,
    "trailing comma": '{\n"a": 1,\n}\n',
    "many keys": "{\n" + ",\n".join(f'"k{i}": 1' for i in range(20_000)) + "\n}\n",
}
FRONT_MATTER = {
    **{f"yaml: {name}": f"---\n{text}---\n\n{GOOD}" for name, (text, _) in YAML.items()},
    **{f"toml: {name}": f"+++\n{text}+++\n\n{GOOD}" for name, text in TOML.items()},
    **{f"json: {name}": f"{text}\n{GOOD}" for name, text in JSON.items()},
}


@pytest.fixture(scope="module")
def front_matters(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, list[dict[str, Any]]]]:
    """All of them in one run with little memory: each must be reported, and none spoils another."""
    folder = tmp_path_factory.mktemp("front-matter")
    names = list(FRONT_MATTER)
    for number, text in enumerate(FRONT_MATTER.values()):
        write(folder / f"{number}.md", text)
    done = postlint(folder, "check", ".", "--output-format", "json", memory=MEMORY, timeout=60)
    by_name: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for one in found(done):
        by_name[names[int(one["path"].removesuffix(".md"))]].append(one)
    return done, by_name


class TestFrontMatter:
    @pytest.mark.parametrize("name", FRONT_MATTER)
    def test_the_body_is_checked_all_the_same(
        self, front_matters: tuple[Outcome, dict[str, list[dict[str, Any]]]], name: str
    ) -> None:
        rules = {one["rule"] for one in front_matters[1][name]}
        if name not in ("json: never closed", "json: open braces", "json: open brackets"):
            assert {"images/missing-alt", "plain-english/doubled-word"} <= rules
        assert not rules & UNCHECKED, [one["message"] for one in front_matters[1][name]]

    @pytest.mark.parametrize("name", YAML)
    def test_what_is_wrong_is_named(
        self, front_matters: tuple[Outcome, dict[str, list[dict[str, Any]]]], name: str
    ) -> None:
        told = ("frontmatter/broken", "frontmatter/impossible-date")
        broken = [one for one in front_matters[1][f"yaml: {name}"] if one["rule"] in told]
        expected = YAML[name][1]
        if expected:
            assert any(expected in one["message"] for one in broken), broken
        if expected is not None:
            assert broken

    def test_a_key_that_stands_twice_is_told(self) -> None:
        for text in ("---\na: 1\na: 2\n---\n", "---\nx:\n  - b: 1\n    b: 1\n---\n", '{\n"a": 1,\n"a": 2\n}\n'):
            assert "frontmatter" in {one.rule.partition("/")[0] for one in linter().lint_text(text)}, text

    def test_all_of_them_take_no_time(self, front_matters: tuple[Outcome, dict[str, list[dict[str, Any]]]]) -> None:
        assert front_matters[0].code == 1
        assert front_matters[0].seconds < 10

    @pytest.mark.parametrize("name", FRONT_MATTER)
    def test_each_takes_no_time(self, name: str) -> None:
        def seconds() -> float:
            started = time.process_time()
            linter().lint_text(FRONT_MATTER[name])
            return time.process_time() - started

        with at_most(10):
            assert any(seconds() < 1.2 for _ in range(3))


class TestConfigAndRules:
    @pytest.mark.parametrize("name", TOML)
    def test_config(self, tmp_path: Path, name: str) -> None:
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", TOML[name])
        done = postlint(tmp_path, "check", "post.md", memory=MEMORY)
        assert (done.code, done.out) == (2, b"")
        assert "postlint.toml" in done.errors
        assert harm(done.err) == []
        assert done.seconds < 8
        assert len(done.err) < 3 * MIB

    def test_pyproject(self, tmp_path: Path) -> None:
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "pyproject.toml", "[tool.postlint]\n" + TOML["open brackets"])
        done = postlint(tmp_path, "check", "post.md", memory=MEMORY)
        assert (done.code, done.out) == (2, b"")
        assert "pyproject.toml:2:" in done.errors

    def test_rules(self, tmp_path: Path) -> None:
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        names = list(YAML)
        for number, (text, _) in enumerate(YAML.values()):
            write(tmp_path / "house" / f"r{number}.yml", text)
        done = postlint(tmp_path, "check", "post.md", memory=MEMORY, timeout=60)
        assert (done.code, done.out) == (2, b"")
        assert harm(done.err) == []
        for number, name in enumerate(names):
            rows = [row for row in done.errors.splitlines() if row.startswith(f"house/r{number}.yml")]
            assert rows, name
            expected = YAML[name][1]
            assert not expected or expected in rows[0], (name, rows[0])
        assert done.seconds < 10

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"\xff\xfea\0", "UTF-16"),
            (b"a = 'caf\xe9'", "0xE9"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "UTF-8"),
            (b"x" * (3 * MIB), "bytes"),
        ],
    )
    def test_bytes_that_are_no_text(self, tmp_path: Path, data: bytes, words: str) -> None:
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", data)
        done = postlint(tmp_path, "check", "post.md")
        assert (done.code, done.out) == (2, b"")
        assert "postlint.toml" in done.errors
        assert words in done.errors
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        write(tmp_path / "house" / "rule.yml", data)
        done = postlint(tmp_path, "check", "post.md")
        assert (done.code, done.out) == (2, b"")
        assert "house/rule.yml" in done.errors
        assert words in done.errors

    @pytest.mark.parametrize("name", ["postlint.toml", "pyproject.toml", "house/rule.yml"])
    def test_a_config_or_rule_that_is_no_file(self, tmp_path: Path, name: str) -> None:
        outside = write(tmp_path / "outside.txt", "secret = 'canary'\n")
        root = tmp_path / "root"
        write(root / "post.md", GOOD)
        place = root / name
        place.parent.mkdir(exist_ok=True)
        if name == "house/rule.yml":
            write(root / "postlint.toml", "packs = ['house']\n")
        for make in (
            lambda: os.mkfifo(place),
            lambda: place.symlink_to(outside),
            lambda: place.symlink_to("/proc/self/environ"),
            lambda: place.symlink_to("/dev/zero"),
            lambda: place.symlink_to(place.name),
            lambda: place.symlink_to("nowhere"),
            lambda: place.mkdir(),
        ):
            make()
            done = postlint(root, "check", "post.md", timeout=5)
            place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
            assert (done.code, done.out) == (2, b"")
            assert name in done.errors
            assert "canary" not in done.errors
            assert "PATH=" not in done.errors

    @pytest.mark.parametrize(
        "packs",
        ["['..']", "['../house']", "['/etc']", "['link']", "['/proc/self']", "['.']", "['post.md']", "['house/../..']"],
    )
    def test_packs_from_elsewhere(self, tmp_path: Path, packs: str) -> None:
        write(tmp_path / "house" / "rule.yml", "canary: 1\n")
        root = tmp_path / "root"
        write(root / "post.md", GOOD)
        (root / "link").symlink_to("../house")
        write(root / "postlint.toml", f"packs = {packs}\n")
        done = postlint(root, "check", "post.md")
        assert "canary" not in done.errors + done.text
        assert done.code == 2 or packs == "['.']"

    @pytest.mark.parametrize(
        "posts", ["['..']", "['/etc']", "['link']", "['post.md/../../outside.md']", "['../outside.md']", "['/']"]
    )
    def test_posts_from_elsewhere(self, tmp_path: Path, posts: str) -> None:
        write(tmp_path / "outside.md", GOOD)
        root = tmp_path / "root"
        write(root / "post.md", GOOD)
        (root / "link").symlink_to("..")
        write(root / "postlint.toml", f"posts = {posts}\n")
        done = postlint(root, "check", "--output-format", "json")
        assert b"missing-alt" not in done.out
        assert done.code == 2

    def test_globs_that_take_long_elsewhere(self, tmp_path: Path) -> None:
        name = "a" * 200 + ".md"
        write(tmp_path / name, GOOD)
        globs = [
            "*a" * 30 + "b",
            "**/" * 40 + "b",
            "[" * 200,
            "*" * 500 + "b",
            "{a,b}" * 50,
            "[!" + "a" * 100,
            "?*" * 50 + "b",
        ]
        write(tmp_path / "postlint.toml", f"exclude = {globs}\n[[overrides]]\npaths = {globs}\nignore = ['images']\n")
        done = postlint(tmp_path, "check", ".", "--output-format", "json", timeout=10)
        if done.code != 2:
            assert {one["rule"] for one in found(done)} == {"images/missing-alt", "plain-english/doubled-word"}
        assert done.seconds < 2

    def test_a_message_cannot_ask_for_a_gigabyte(self, tmp_path: Path) -> None:
        write(tmp_path / "post.md", f"{GOOD}\nUtilize it.\n")
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        for number, message in enumerate(
            [
                "{match:>999999999}",
                "{match!r:999999999}",
                "{match:{match}}",
                "{match.__class__}",
                "{match[0]}",
                "{}",
                "{0}",
                "{match!z}",
            ]
        ):
            write(
                tmp_path / "house" / f"r{number}.yml",
                f"summary: s\nwhy: w\nmessage: '{message}'\nforbid: [utilize]\n",
            )
        done = postlint(tmp_path, "check", "post.md", memory=MEMORY)
        assert (done.code, done.out) == (2, b"")
        for number in range(8):
            assert f"house/r{number}.yml" in done.errors


AUDIT = """
import sys
known = set()
events = []
def hook(event, arguments):
    if not known:
        return
    if event == "import" and arguments[0].partition(".")[0] not in known:
        events.append((event, arguments[0]))
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "subprocess.Popen",
                   "socket.connect", "socket.getaddrinfo", "exec", "pickle.find_class", "ctypes.dlopen"):
        events.append((event, repr(arguments)[:200]))
sys.addaudithook(hook)
from postlint.cli import main
main(sys.argv[1:])
known.update(sys.stdlib_module_names, ("postlint", "regex", "yaml", "_yaml", "pyromark", "ahocorasick_rs"))
events.clear()
code = main(sys.argv[1:])
known.clear()
foreign = [event for event in events if "canary" in repr(event) or not (
    event[0] == "exec" and "postlint" in event[1])]
if foreign:
    sys.stderr.write("FOREIGN " + repr(foreign))
sys.exit(code)
"""


class TestNothingIsExecuted:
    def test_tags_of_python(self, tmp_path: Path) -> None:
        tags = [name for name in YAML if name.startswith("python") or "tag" in name]
        for number, name in enumerate(tags):
            write(tmp_path / f"{number}.md", f"---\n{YAML[name][0]}---\n\n{GOOD}")
        write(tmp_path / "canary.py", "open('canary', 'w')\nx = 1\nclass X: ...\n")
        program = [sys.executable, "-I", "-c", AUDIT]
        done = postlint(tmp_path, "check", ".", "--output-format", "concise", program=program)
        assert done.code == 1
        assert "FOREIGN" not in done.errors
        assert not (tmp_path / "canary").exists()
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        for number, name in enumerate(tags):
            write(tmp_path / "house" / f"r{number}.yml", YAML[name][0])
        done = postlint(tmp_path, "check", ".", program=program)
        assert done.code == 2
        assert "FOREIGN" not in done.errors
        assert not (tmp_path / "canary").exists()

    @pytest.mark.parametrize("argument", [".", "post.md"])
    def test_code_in_the_current_folder(self, tmp_path: Path, argument: str) -> None:
        names = (
            "yaml regex pyromark ahocorasick_rs frontmatter postlint postlint_house json tomllib re argparse typing"
            " site sitecustomize usercustomize conftest setup encodings codecs datetime difflib unicodedata house rules"
        ).split()
        canary = f"open({str(tmp_path / 'canary')!r}, 'a').write(__file__)\n"
        for name in names:
            write(tmp_path / f"{name}.py", canary)
            write(tmp_path / name / "__init__.py", canary)
            write(tmp_path / name / "cli.py", canary)
        write(tmp_path / "evil.pth", f"import sys; {canary}")
        write(tmp_path / ".env", "PYTHONPATH=.\n")
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "house" / "rule.py", canary)
        write(tmp_path / "house" / "images" / "evil.py", canary)
        write(tmp_path / "house" / "phrase.yml", "summary: s\nwhy: w\nmessage: m\nforbid: [load]\n")
        write(tmp_path / "rules" / "images" / "evil.py", canary)
        write(tmp_path / "rules" / "evil" / "rule.yml", "summary: s\nwhy: w\nmessage: m\nforbid: [load]\n")
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        code, rules = check(tmp_path, argument)
        assert not (tmp_path / "canary").exists(), (tmp_path / "canary").read_text()
        assert (code, rules) == (0, {"post.md": {"images/missing-alt", "plain-english/doubled-word", "house/phrase"}})

    @pytest.mark.parametrize(
        "config",
        [
            "plugins = ['./evil.py']",
            "extends = './evil.py'",
            "packs = ['evil.py']",
            "plugin = 'evil'",
            "rules = 'evil'",
        ],
    )
    def test_a_config_names_no_code(self, tmp_path: Path, config: str) -> None:
        write(tmp_path / "evil.py", f"open({str(tmp_path / 'canary')!r}, 'a')\n")
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", f"{config}\n")
        done = postlint(tmp_path, "check", "post.md")
        assert (done.code, done.out) == (2, b"")
        assert not (tmp_path / "canary").exists()

    def test_a_pack_of_python_alone_has_no_rules(self, tmp_path: Path) -> None:
        canary = f"open({str(tmp_path / 'canary')!r}, 'a')\n"
        for name in ("__init__.py", "evil.py", "rule.yml.py", "kind.so", "conftest.py"):
            write(tmp_path / "house" / name, canary)
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        code, rules = check(tmp_path, "post.md")
        assert code in (0, 2)
        assert not any(rule.startswith("house/") for rule in rules["post.md"])
        assert not (tmp_path / "canary").exists()

    def test_kinds_are_no_way_to_other_modules(self, tmp_path: Path) -> None:
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        for number, kind in enumerate(("spec", "phrases", "places", "__init__", "..linter", "os", "../../evil")):
            write(tmp_path / "house" / f"r{number}.yml", f"summary: s\nwhy: w\nmessage: m\n{kind}: [load]\n")
        done = postlint(tmp_path, "check", "post.md")
        assert (done.code, done.out) == (2, b"")
        for number in range(7):
            assert f"house/r{number}.yml" in done.errors


# Bytes and files

BYTES = {
    "a start without its end": (b"# A\n\ncaf\xc3", "not-utf-8", (3, 4)),
    "an overlong slash": (b"# A\n\xc0\xaf\n", "not-utf-8", (2, 1)),
    "an overlong nul": (b"a\xe0\x80\x80", "not-utf-8", (1, 2)),
    "a surrogate": (b"\r\n\r\n\xed\xa0\x80", "not-utf-8", (3, 1)),
    "above unicode": (b"\xf5\x80\x80\x80", "not-utf-8", (1, 1)),
    "a continuation": ("ü\r".encode() + b"\x80", "not-utf-8", (2, 1)),
    "latin-1": ("# Größe\n".encode("latin-1"), "not-utf-8", (1, 5)),
    "windows-1252": (b"It\x92s", "not-utf-8", (1, 3)),
    "utf-16-le": (GOOD.encode("utf-16-le"), "not-utf-8", (1, 1)),
    "utf-16-be": (GOOD.encode("utf-16-be"), "not-utf-8", (1, 1)),
    "utf-16 with a mark": (GOOD.encode("utf-16"), "not-utf-8", (1, 1)),
    "utf-16-be with a mark": (b"\xfe\xff" + GOOD.encode("utf-16-be"), "not-utf-8", (1, 1)),
    "utf-32-le": (GOOD.encode("utf-32-le"), "not-utf-8", (1, 1)),
    "utf-32-be": (GOOD.encode("utf-32-be"), "not-utf-8", (1, 1)),
    "utf-32 with a mark": (GOOD.encode("utf-32"), "not-utf-8", (1, 1)),
    "utf-32-be with a mark": (b"\0\0\xfe\xff" + GOOD.encode("utf-32-be"), "not-utf-8", (1, 1)),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "not-utf-8", (1, 1)),
    "a program": (b"\x7fELF\2\1\1" + bytes(2000) + b"\xff", "not-utf-8", None),
    "too many bytes": (b"a b\n" * (MIB // 2 + 1), "oversized-file", (1, 1)),
    "nothing": (b"", None, None),
    "only a mark": (b"\xef\xbb\xbf", None, None),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf# A\n", None, None),
    "only a nul": (b"# A\n\na\0b\n", None, None),
    "only line ends": (b"\r\n\r\r\n\n", None, None),
    "only front matter": (b"---\ntitle: x\n---", None, None),
    "only a fence": (b"---", None, None),
    "only a brace": (b"{", None, None),
    "control characters": (bytes(range(1, 32)) * 9 + b"\x7f", None, None),
    "line ends of unicode": ("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg the the\n".encode(), None, None),
    "noncharacters": ("\ufffe\uffff\U0010ffff\ufdd0 the the\n".encode(), None, None),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    folder = tmp_path_factory.mktemp("bytes")
    names = list(BYTES)
    for number, (data, _, _) in enumerate(BYTES.values()):
        write(folder / f"{number}.md", data)
    write(folder / "good.md", GOOD)
    done = postlint(folder, "check", ".", "--output-format", "json")
    by_name: dict[str, list[dict[str, Any]]] = {name: [] for name in (*names, "good")}
    for one in found(done):
        stem = one["path"].removesuffix(".md")
        by_name["good" if stem == "good" else names[int(stem)]].append(one)
    return done.code, by_name


PEAK = """
import sys
from postlint.cli import main
code = main(sys.argv[1:])
if sys.platform == "linux":
    with open("/proc/self/status") as status:
        sys.stderr.write(status.read().partition("VmHWM:")[2].split()[0])
sys.exit(code)
"""


class TestBytes:
    @pytest.mark.parametrize("name", BYTES)
    def test_each_is_named(self, outcome: tuple[int, dict[str, list[dict[str, Any]]]], name: str) -> None:
        _, rule, place = BYTES[name]
        if rule is None:
            assert not {one["rule"] for one in outcome[1][name]} & UNCHECKED
            return
        [one] = outcome[1][name]
        assert one["rule"] == f"postlint/{rule}"
        assert one["severity"] == "error"
        if place is not None:
            assert (one["start"]["line"], one["start"]["column"]) == place

    def test_the_others_are_checked_and_the_exit_code_is_2(
        self, outcome: tuple[int, dict[str, list[dict[str, Any]]]]
    ) -> None:
        assert outcome[0] == 2
        assert {one["rule"] for one in outcome[1]["good"]} == {"images/missing-alt", "plain-english/doubled-word"}

    @pytest.mark.parametrize(
        ("name", "format"), [(name, ("full", "concise")[number % 2]) for number, name in enumerate(BYTES)]
    )
    def test_on_standard_input(self, tmp_path: Path, name: str, format: str) -> None:
        data, rule, _ = BYTES[name]
        done = postlint(tmp_path, "check", "-", "--output-format", format, stdin=data)
        assert done.code in ((0, 1) if rule is None else (2,))
        assert rule is None or f"error[postlint/{rule}]" in done.text
        assert harm(done.out) == []

    def test_a_file_of_100_megabytes(self, tmp_path: Path) -> None:
        write(tmp_path / "good.md", GOOD)
        with open(tmp_path / "big.md", "wb") as file:
            file.truncate(100 * MIB)
        program = [
            sys.executable,
            "-c",
            PEAK,
        ]
        usual = min(
            (postlint(tmp_path, "check", "good.md", program=program) for _ in range(3)), key=lambda run: run.seconds
        )
        done = min(
            (postlint(tmp_path, "check", "big.md", program=program) for _ in range(3)), key=lambda run: run.seconds
        )
        assert done.code == 2
        assert "postlint/oversized-file" in done.text
        assert "104,857,600" in done.text
        assert done.seconds - usual.seconds < 0.5
        if sys.platform == "linux":
            assert int(done.errors) - int(usual.errors) < 8 * 1024
        assert check(tmp_path, ".") == (
            2,
            {
                "big.md": {"postlint/oversized-file"},
                "good.md": {"images/missing-alt", "plain-english/doubled-word"},
            },
        )

    @pytest.mark.parametrize(
        ("piece", "size"),
        [
            ("x", 2 * MIB),
            ("the the ", 2 * MIB),
            ("![](x) ", MIB // 8),
            ("<b>", MIB // 8),
            ("漢", MIB // 4),
        ],
    )
    def test_one_long_line(self, tmp_path: Path, piece: str, size: int) -> None:
        count = (size - 10) // len(piece.encode())
        write(tmp_path / "long.md", piece * count + "\n")
        for format in ("full", "json"):
            done = postlint(tmp_path, "check", "long.md", "--output-format", format, timeout=30)
            assert harm(done.out) == []
            assert done.code in (0, 1) or piece in ("the the ", "![](x) ")
            assert max(map(len, done.text.splitlines()[:100])) < 2000

    @LINUX
    def test_what_is_no_file(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        posts = root / "posts"
        write(posts / "good.md", GOOD)
        write(tmp_path / "outside.md", GOOD.replace("load", "canary"))
        write(tmp_path / "outside-too.md", GOOD.replace("load", "canary"))
        os.mkfifo(posts / "pipe.md")
        os.mkfifo(posts / "pipe.html")
        here = os.getcwd()
        os.chdir(posts)  # names of sockets must be short
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.bind("socket.md")
        finally:
            os.chdir(here)
        (posts / "folder.md").mkdir()
        write(posts / "folder.md" / "inner.md", GOOD.replace("A title", "Another"))
        for name, target in {
            "loop.md": "loop.md",
            "loop1.md": "loop2.md",
            "loop2.md": "loop1.md",
            "dangling.md": "nowhere",
            "outside.md": "../../outside.md",
            "absolute.md": str(tmp_path / "outside-too.md"),
            "environ.md": "/proc/self/environ",
            "zero.md": "/dev/zero",
            "terminal.md": "/dev/tty",
            "memory.md": "/proc/self/mem",
            "descriptor.md": "/proc/self/fd/0",
            "parent": "..",
            "root": "/",
            "self": ".",
            "to-folder.md": "/etc",
        }.items():
            (posts / name).symlink_to(target)
        (root / "postlint.toml").write_text("")
        code, rules = check(root, "posts", timeout=10)
        bad = "pipe loop loop1 loop2 dangling outside absolute environ zero terminal memory descriptor socket".split()
        bad.append("to-folder")
        assert code == 2
        assert rules == {
            **{f"posts/{name}.md": {"postlint/unreadable-file"} for name in bad},
            "posts/good.md": {"images/missing-alt", "plain-english/doubled-word"},
            "posts/folder.md/inner.md": {"images/missing-alt", "plain-english/doubled-word"},
        }
        for name in bad:
            done = postlint(root, "check", f"posts/{name}.md", timeout=5)
            assert done.code == 2, name
            assert b"canary" not in done.out + done.err
            assert b"PATH=" not in done.out + done.err
            assert f"posts/{name}.md" in done.text + done.errors
            assert harm(done.out) == harm(done.err) == []

    def test_permission_is_denied(self, tmp_path: Path) -> None:
        write(tmp_path / "posts" / "good.md", GOOD)
        write(tmp_path / "posts" / "closed.md", GOOD).chmod(0)
        write(tmp_path / "posts" / "folder" / "a.md", GOOD)
        (tmp_path / "posts" / "folder").chmod(0)
        program = [sys.executable, "-c", "import sys; from postlint.cli import main; sys.exit(main(sys.argv[1:]))"]
        if os.geteuid() == 0:
            # Root may read all: run as nobody, if that user can get at the interpreter.
            program = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *program]
            place = tmp_path
            while place != place.parent:
                if place.owner() == "root" and not place.stat().st_mode & 1:
                    place.chmod(place.stat().st_mode | 0o55)
                place = place.parent
            try:
                subprocess.run(
                    [*program[:-1], "import postlint.cli, yaml, regex"], check=True, capture_output=True, cwd="/"
                )
            except (OSError, subprocess.CalledProcessError):
                pytest.skip("no other user to run as")
        try:
            code, rules = check(tmp_path, "posts", program=program)
        finally:
            (tmp_path / "posts" / "folder").chmod(0o755)
        assert code == 2
        assert rules == {
            "posts/closed.md": {"postlint/unreadable-file"},
            "posts/folder": {"postlint/unreadable-file"},
            "posts/good.md": {"images/missing-alt", "plain-english/doubled-word"},
        }

    def test_a_file_that_goes_between_the_passes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("a.md", "b.md", "c.md", "d.md"):
            write(tmp_path / name, GOOD)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("postlint.passes.KEPT_BYTES", 0)
        outside = write(tmp_path.parent / f"{tmp_path.name}-outside.md", "# A\n\ncanary the the\n")

        def progress(done: int, _: int) -> None:
            if done == 0:
                os.remove("b.md")
                os.remove("c.md")
                os.symlink(outside, "c.md")
                write(tmp_path / "d.md", b"\xff")

        report = Linter(*load(["."])).lint_paths(["."], progress=progress)
        rules: dict[str, set[str]] = {}
        for one in report.diagnostics:
            rules.setdefault(one.path, set()).add(one.rule)
        assert rules.keys() == {"a.md", "b.md", "c.md", "d.md"}
        assert rules["b.md"] == rules["c.md"] == {"postlint/unreadable-file"}
        assert rules["d.md"] == {"postlint/not-utf-8"}
        assert report.unchecked == 3
        assert "canary" not in "\n".join(lines("full", report, Options()))

    @LINUX
    def test_names(self, tmp_path: Path) -> None:
        names = [
            b"new\nline.md",
            b"\x1b[31m.md",
            b"::error::x.md",
            b"-dash.md",
            b"--select=x.md",
            b"caf\xe9.md",
            b"\xff\xfe.md",
        ]
        names += [
            b"##[error]x.md",
            b" .md",
            b"a b.md",
            b"%0A::error::x.md",
            b"\r.md",
            b"\\x.md",
            "\u202e.md".encode(),
            b"'\".md",
        ]
        (tmp_path / "posts").mkdir()
        for name in names:
            with open(os.path.join(os.fsencode(tmp_path), b"posts", name), "wb") as file:
                file.write(GOOD.encode())
        code, rules = check(tmp_path, "posts")
        assert code == 0
        assert {path.encode("utf-8", "surrogateescape") for path in rules} == {b"posts/" + name for name in names}
        code, rules = check(tmp_path / "posts", "--ignore", "frontmatter", "--", *names)
        assert code == 0
        assert {path.encode("utf-8", "surrogateescape") for path in rules} == set(names)
        for format in ("full", "concise"):
            done = postlint(tmp_path, "check", "posts", "--output-format", format)
            assert harm(done.out) == []

    def test_deep_folders(self, roomy: Path) -> None:
        tmp_path = roomy
        write(tmp_path / "top.md", GOOD)
        start = os.getcwd()
        os.chdir(tmp_path)
        depth = 4000
        try:
            for _ in range(depth):
                os.mkdir("d")
                os.chdir("d")
            with open("a.md", "w") as file:
                file.write(GOOD)
            os.chdir(tmp_path)
            code, rules = check(tmp_path, ".", timeout=30)
        finally:
            os.chdir(start)
        assert rules["top.md"] == {"images/missing-alt", "plain-english/doubled-word"}
        assert code == 2
        assert [rule for path, rule in rules.items() if path != "top.md"] == [{"postlint/unreadable-file"}]

    def test_many_files(self, roomy: Path) -> None:
        tmp_path = roomy
        (tmp_path / "posts").mkdir()
        for number in range(3_000):
            with open(tmp_path / "posts" / f"{number}.md", "w") as file:
                file.write(f"# Post {number}\n\nThe the.\n")
        done = postlint(tmp_path, "check", "posts", "--output-format", "concise", timeout=60)
        assert done.text.count("plain-english/doubled-word") == 3_000
        assert done.code == 0

    def test_many_paths(self, tmp_path: Path) -> None:
        write(tmp_path / "a.md", GOOD)
        done = postlint(tmp_path, "check", *["a.md", "./a.md"] * 5000, "--output-format", "json")
        assert {one["path"] for one in found(done)} == {"a.md"}
        assert len(found(done)) == 2


# Regular expressions of strangers

REGEXES = {
    "(a|a)*$": "a" * 60 + "!",
    "(a+)+$": "a" * 60 + "!",
    "(a*)*b": "a" * 60,
    "(.*a){12}x": "a" * 4000,
    r"^(([a-z])+.)+[A-Z]([a-z])+$": "a" * 200,
    "(x+x+)+y": "x" * 200,
    r"(\w+\s?)+!": "word " * 2000 + ".",
    r"(?:a|b|ab)*c": "ab" * 2000,
    r"([a-z]+)*\d": "a" * 3000 + " 5",
    r"(a?){60}a{60}b": "a" * 100,
    r"((a|aa)+)+$": "a" * 100 + "!",
    r"\s+$": "a b" + "\u00a0" * 30_000 + "c",
    r"(?=(a+)+b)a": "a" * 60,
    r"(?<=(a+)+)b": "a" * 3000,
    r"(.+)+\1x": "ab" * 2000,
    r"(?:(?:long text){e<=8})": "lang taxt lung tixt " * 200,
    "(a|a)*b": "a" * 60,
    "(?:.*,){15}x": "a,b" * 300,
    "(.*)(.*)(.*)(.*)x$": "a" * 2000,
    r"(\s*\w*)*!$": "word " * 40 + ".",
}


def pack(folder: Path, rules: Sequence[str], *, message: str = "No '{match}'.") -> None:
    write(folder / "postlint.toml", "packs = ['house']\n")
    for number, regex in enumerate(rules):
        text = json.dumps(regex)
        write(
            folder / "house" / f"rule-{number}.yml",
            f'summary: s\nwhy: w\nmessage: "{message}"\nforbid:\n  - regex: {text}\n',
        )


class TestRegexes:
    def test_each_is_stopped_and_named_and_the_others_go_on(self, tmp_path: Path) -> None:
        text = GOOD + "".join(f"\n{words}\n" for words in REGEXES.values())
        write(tmp_path / "post.md", text)
        usual = found(postlint(tmp_path, "check", "post.md", "--output-format", "json"))
        pack(tmp_path, [*REGEXES, "load"])
        arguments = ("check", "post.md", "--exit-zero", "--output-format", "json")
        done = postlint(tmp_path, *arguments, timeout=60)
        every = found(done)
        exhausted = [one["message"] for one in every if one["rule"] == "postlint/exhausted-rule"]
        assert done.code == 2
        assert len(exhausted) >= 10
        assert len({named[0] for message in exhausted if (named := re.search("house/rule-[0-9]+", message))}) == len(
            exhausted
        )
        assert [one for one in every if one["rule"].partition("/")[0] not in ("house", "postlint")] == usual
        assert [one["message"] for one in every if one["rule"] == f"house/rule-{len(REGEXES)}"] == ["No 'load'."]
        assert done.seconds < 1.2 * len(REGEXES) + 2

    @pytest.mark.parametrize("regex", ["(a+)+$", "(a|a)*b"])
    def test_many_slow_blocks_have_one_budget(self, tmp_path: Path, regex: str) -> None:
        """Each block takes less than what one match may take, and all of them together far more than a rule may."""
        pack(tmp_path, [regex, "load"])
        write(tmp_path / "post.md", GOOD + "".join(f"\n{'a' * 19}! {i}\n" for i in range(500)))
        done = postlint(tmp_path, "check", "post.md", "--output-format", "json", timeout=60)
        every = found(done)
        assert done.seconds < 3
        assert "house/rule-1" in {one["rule"] for one in every}
        if done.code == 2:
            assert ["house/rule-0" in one["message"] for one in every if one["rule"] in UNCHECKED] == [True]

    def test_many_slow_patterns_of_one_rule_have_one_budget(self, tmp_path: Path) -> None:
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        patterns = "".join(f"  - regex: '(a+)+{i}$'\n" for i in range(100))
        write(tmp_path / "house" / "r.yml", f"summary: s\nwhy: w\nmessage: m\nforbid:\n{patterns}")
        write(tmp_path / "post.md", f"{GOOD}\n{'a' * 19}!\n")
        done = postlint(tmp_path, "check", "post.md", "--output-format", "json", timeout=60)
        assert done.seconds < 3
        assert "plain-english/doubled-word" in {one["rule"] for one in found(done)}

    @pytest.mark.parametrize("regex", ["a", r"\w", "(?=a)|b", "(?=x)", "a|(?=a)"])
    def test_a_million_matches(self, tmp_path: Path, regex: str) -> None:
        pack(tmp_path, [regex, "load"])
        write(tmp_path / "post.md", f"{GOOD}\n{'a b ' * 500_000}\n")
        done = postlint(tmp_path, "check", "post.md", "--output-format", "json", timeout=30)
        every = found(done)
        assert len(every) < 3000
        assert done.seconds < 6
        assert {"images/missing-alt", "house/rule-1"} <= {one["rule"] for one in every}
        own = [one["message"] for one in every if one["rule"] == "house/rule-0"]
        stopped = [one["message"] for one in every if one["rule"] in UNCHECKED]
        assert [message for message in stopped if "house/rule-0" not in message] == []
        if stopped:
            assert (done.code, own) == (2, [])
        elif regex != "(?=x)":
            assert (done.code, len(own)) == (0, 1001)
            assert sum("more places like" in message for message in own) == 1

    def test_what_a_rule_found_before_its_limit_is_kept(self, tmp_path: Path) -> None:
        """Findings without end are cut, which is told; they are no crash of the rule."""
        write(tmp_path / "post.md", "# A\n\nThe the.\n" * 1200)
        done = postlint(tmp_path, "check", "post.md", "--output-format", "json")
        rules = [one["rule"] for one in found(done)]
        assert rules.count("plain-english/doubled-word") >= 1000
        assert "postlint/crashed-rule" not in rules

    @pytest.mark.parametrize(
        "regex",
        [
            "a{1000000}",
            "((((a{1,100}){1,100}){1,100}){1,100})",
            "(" * 500 + "a" + ")" * 500,
            "(" * 50_000 + "a" + ")" * 50_000,
            "(?:" * 5000 + "a" + ")*" * 5000,
            "|".join(f"w{i}x" for i in range(15_000)),
            "[" + "".join(chr(0x4E00 + i) for i in range(20_000)) + "]",
            "[[a-z]--[aeiou]]" * 3000,
            "(?i)" + "ſİı" * 3000,
            "a" * 100_000,
            "(?P<x>a)" * 2,
            "(?R)",
            "(?1)(a|(?1))",
            "(?<x>a(?&x)?)*" * 10,
            r"\p{L}" * 5000,
            "x{99999999999999999999}",
            "a{,4294967295}",
            "(?:a{e<=99999})",
            "(?:aaaaaaaaaaaaaaaaaaaa){e<=15}" * 20,
            "(?<=" * 200 + "a" + ")" * 200,
            r"\N{LATIN SMALL LETTER A}" * 200,
            "(?(DEFINE)(?<x>(?&x)))(?&x)",
            "[",
            "*",
            "(?#",
            "\\",
        ],
        ids=lambda regex: regex[:30],
    )
    def test_regexes_that_are_hard_to_compile(self, tmp_path: Path, regex: str) -> None:
        pack(tmp_path, [regex, "load"])
        write(tmp_path / "post.md", f"{GOOD}\n{'a' * 500} wx aaaa\n")
        done = postlint(tmp_path, "check", "post.md", "--output-format", "json", memory=MEMORY, timeout=20)
        assert harm(done.err) == []
        assert done.seconds < 3
        if done.out:
            assert {"images/missing-alt", "house/rule-1"} <= {one["rule"] for one in found(done)}
        else:
            assert done.code == 2
            assert "house/rule-0.yml" in done.errors

    def test_a_replacement_that_holds_what_it_replaces_settles_or_leaves_the_text(self, tmp_path: Path) -> None:
        write(tmp_path / "postlint.toml", "packs = ['house']\n")
        write(tmp_path / "post.md", GOOD)
        write(tmp_path / "house" / "grow.yml", "summary: s\nwhy: w\nreplace: {load: load load}\n")
        done = postlint(tmp_path, "check", "post.md")
        assert (done.code, done.out) == (2, b"")
        assert "house/grow.yml:3:" in done.errors
        (tmp_path / "house" / "grow.yml").unlink()
        write(tmp_path / "house" / "one.yml", "summary: s\nwhy: w\nreplace: {alpha: beta}\n")
        write(tmp_path / "house" / "other.yml", "summary: s\nwhy: w\nreplace: {beta: alpha}\n")
        one = Linter(*load([str(tmp_path)]))
        text = "# A\n\nThe alpha.\n"
        with at_most(10):
            fixed = one.fix_text(text)
        assert fixed.text == text
        assert set(fixed.unsettled) == {"house/one", "house/other"}


# Shapes of Markdown and HTML that are hard to parse

SHAPES: dict[str, Callable[[int], str]] = {
    "nested strong emph": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "emph closers without openers": lambda n: "a_ " * n,
    "emph openers without closers": lambda n: "_a " * n,
    "link closers without openers": lambda n: "a]" * n,
    "link openers without closers": lambda n: "[a" * n,
    "mismatched openers and closers": lambda n: "*a_ " * n,
    "issue 389": lambda n: "*a " * n + "_a*_ " * n,
    "openers and closers by three": lambda n: "a**b" + "c* " * n,
    "link openers and emph closers": lambda n: "[ a_" * n,
    "brackets and parens": lambda n: "[ (](" * n,
    "images of brackets": lambda n: "![[]()" * n,
    "hard link and emph": lambda n: "**x [a*b**c*](d)" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "nested quotes": lambda n: "> " * n + "a",
    "nested quotes over lines": lambda n: "".join("> " * min(i, 200) + "a\n" for i in range(n // 20)),
    "nested lists": lambda n: "".join("  " * i + "* a\n" for i in range(min(n, 700))),
    "list in one line": lambda n: "* " * n + "a",
    "nul": lambda n: "abcd\0efgh\0" * n,
    "backticks": lambda n: "".join("e" + "`" * i for i in range(1, int(n**0.5) * 2)),
    "backticks of one length": lambda n: "`` a ` " * n,
    "unclosed links a": lambda n: "[a](<b" * n,
    "unclosed links b": lambda n: "[a](b" * n,
    "unclosed comment": lambda n: "</" + "<!--" * n,
    "unclosed comments in text": lambda n: "a <!-- b " * n,
    "empty lines in nested lists": lambda n: "- " * 200 + "x" + "\n" * n,
    "empty lines in lists in quotes": lambda n: "> " + "- " * 200 + "x\n" + ">\n" * n,
    "emph in deep quote": lambda n: ">" * min(n, 5000) + "a*" * n,
    "reference collisions": lambda n: "".join(f"[{i:x}]: /{i}\n" for i in range(n)) + "\n" + "[0] " * n,
    "nested inlines": lambda n: "*" * n + "a" + "*" * n,
    "many references": lambda n: (
        "".join(f"[r{i}]: u\n" for i in range(n)) + "\n" + "".join(f"[r{i}] " for i in range(n))
    ),
    "references to one long target": lambda n: f"[r]: /{'x' * n}\n\n" + "[r] " * n,
    "table candidates": lambda n: "a | b\n" * n + "-|-\n" * n,
    "tables": lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * n,
    "wide table": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n,
    "wide table of short rows": lambda n: "|" + "a|" * (n // 4) + "\n|" + "-|" * (n // 4) + "\n" + "|b|\n" * (n // 16),
    "pipes": lambda n: "|" * n + "\n" + "-|" * n,
    "open brackets and backslashes": lambda n: "[" + "\\" * n,
    "title of backslashes": lambda n: '[t](\\u "' + "\\" * n,
    "alternating line ends": lambda n: "a\rb\r\nc\n" * n,
    "processing instructions": lambda n: "a <? " * n,
    "cdata": lambda n: "a <![CDATA[ " * n,
    "declarations": lambda n: "a <!A " * n,
    "attribute of quotes": lambda n: "<a b='" * n,
    "tags over lines": lambda n: "<a \n" * n,
    "open tags": lambda n: "<a " * n,
    "open braces": lambda n: "<" * n,
    "ampersands": lambda n: "&" * n,
    "entities": lambda n: "&amp;&#0;&#x110000;&nbsp" * n,
    "www": lambda n: "www." * n,
    "hosts": lambda n: "http://" * n,
    "bare urls": lambda n: "https://a.b/c_(d)_e. " * n,
    "bare url of parens": lambda n: "https://a.b/" + "(" * n + ")" * (n // 2),
    "bare url of dots": lambda n: "https://a.b/" + ".,!" * n,
    "mail addresses": lambda n: "a@" * n,
    "mail dots": lambda n: "a." * n + "@b",
    "hard breaks": lambda n: "a  \n" * n,
    "strikethrough": lambda n: "~~a " * n,
    "tildes": lambda n: "~a~~b" * n,
    "setext candidates": lambda n: "a\n" * n + "===",
    "setext headings": lambda n: "a\n===\n" * n,
    "headings": lambda n: "# a\n" * n,
    "heading attributes": lambda n: "# a {#" * n,
    "heading classes": lambda n: "# a {" + ".b " * n + "}",
    "anchors": lambda n: "".join(f"# a {{#x{i % 7}}}\n\n" for i in range(n)),
    "html anchors": lambda n: '<a id="x"></a>\n' * n,
    "attributes": lambda n: "<a " + " ".join(f"a{i}=b" for i in range(n)) + ">",
    "attributes of one name": lambda n: "<a " + "a='b' " * n + ">",
    "nested tags": lambda n: "<div>" * n,
    "nested closed tags": lambda n: "<b>" * n + "a" + "</b>" * n,
    "nested links": lambda n: "<a href=x>" * n + "a" + "</a>" * n,
    "closing tags": lambda n: "</a>" * n,
    "script": lambda n: "<script>" * n,
    "script never closed": lambda n: "<script>\n" + "a</scrip>\n" * n,
    "plaintext": lambda n: "<plaintext>" + "a\n\n" * n,
    "svg": lambda n: "<svg>" + "<![CDATA[x]]><path d='M0'/>" * n,
    "footnotes": lambda n: "".join(f"[^{i}]: a\n\n" for i in range(n)) + "".join(f"[^{i}]" for i in range(n)),
    "footnote references": lambda n: "[^a]" * n + "\n\n[^a]: b",
    "footnote brackets": lambda n: "[^" * n,
    "nested footnotes": lambda n: "".join(f"[^{i}]: [^{i + 1}]\n" for i in range(n)),
    "indents": lambda n: "".join(" " * (i % 40) + "a\n" for i in range(n)),
    "tabs": lambda n: "\t" * n + "a",
    "spaces": lambda n: " " * n + "a" + " " * n,
    "spaces in lines": lambda n: "a" + " " * n + "b\n" + " " * n + "\n",
    "no-break spaces": lambda n: "a" + "\u00a0" * n + "b",
    "lines of fences": lambda n: "```\n" * n,
    "open fence": lambda n: "```" + "`" * n + "\n" + "``\n" * n,
    "tilde fences": lambda n: "".join("~" * (3 + i % 50) + "\n" for i in range(n)),
    "thematic breaks": lambda n: "- - " * n + "\n" + "***\n" * n,
    "almost thematic breaks": lambda n: "- - " * n + "a",
    "numbered items": lambda n: "".join(f"{i % 10}. " for i in range(n)) + "a",
    "many items": lambda n: "- a\n" * n,
    "tasks": lambda n: "- [ ] a\n" * n,
    "shortcodes": lambda n: "{{< a >}}" * n,
    "open shortcodes": lambda n: "{{< " * n,
    "open percent shortcodes": lambda n: "{{% " * n,
    "shortcodes of different names": lambda n: "".join(f"{{{{< a{i} >}}}}\n" for i in range(n)),
    "shortcodes closed the other way round": lambda n: (
        "".join(f"{{{{< a{i} >}}}}" for i in range(n)) + "".join(f"{{{{< /a{i} >}}}}" for i in range(n))
    ),
    "shortcode closers": lambda n: "{{< /a >}}" * n,
    "shortcode parameters": lambda n: "{{< a " + 'b="c" ' * n + ">}}",
    "shortcode quotes": lambda n: '{{< a "' + '\\"' * n,
    "shortcode open quotes": lambda n: '{{< a " ' * n,
    "shortcode comments": lambda n: "{{/* " * n,
    "liquid": lambda n: "{% a %}" * n,
    "open liquid": lambda n: "{% " * n,
    "liquid raw": lambda n: "{% raw %}" * n,
    "liquid comments": lambda n: "{% comment %}" * n,
    "liquid output": lambda n: "{{ a " * n,
    "braces": lambda n: "{" * n + "}" * n,
    "mdx braces": lambda n: "x={" * n,
    "mdx comments": lambda n: "{/* a " * n,
    "directives": lambda n: ":::a\n" * n,
    "colons": lambda n: ":" * n,
    "imports": lambda n: "import a from 'b'\n" * n,
    "components": lambda n: "<A b={" * n,
    "components in one another": lambda n: "<A>\n" * n,
    "component props": lambda n: "<A " + "b={c} " * n + "/>",
    "component strings": lambda n: "<A b={'" * n,
    "component templates": lambda n: "<A b={`${" * n,
    "expressions": lambda n: "{a" * n,
    "expression strings": lambda n: '{"' * n,
    "exports": lambda n: "export const a = {\n" * n,
    "merge conflicts": lambda n: "<<<<<<< a\n" * n,
    "whole merge conflicts": lambda n: "<<<<<<< a\n=======\n>>>>>>> b\n" * min(n, 900),
    "middle of merge conflicts": lambda n: "<<<<<<< a\n" + "=======\n" * n,
    "placeholders": lambda n: "[TODO " * n,
    "insert placeholders": lambda n: "INSERT " * n,
    "many wordy phrases": lambda n: "in order in order " * n,
    "words": lambda n: "a" * n,
    "different words": lambda n: " ".join(f"w{i}" for i in range(n)),
    "repeated words with marks between": lambda n: "a, " * n,
    "different repeated words with marks between": lambda n: "".join(f"w{i}x, w{i}x; " for i in range(n)),
    "combining marks": lambda n: "a" + "\u0301" * n,
    "zero width": lambda n: "the\u200b the " * n,
    "right to left": lambda n: "\u202eab\u202c " * n,
    "emoji": lambda n: "👩\u200d👩\u200d👧\ufe0f " * n,
    "allow comments": lambda n: "<!-- postlint-allow images: x -->\n\n![](a)\n\n" * min(n // 8, 900),
    "allow comments that nothing needs": lambda n: "<!-- postlint-allow images: x -->\n\na\n\n" * min(n // 8, 900),
    "allow comments in a line": lambda n: "a <!-- postlint-allow images: x -->" * min(n // 8, 900),
    "allow starts": lambda n: "<!-- postlint-allow-start images: x -->\n" * min(n // 8, 900),
    "allow starts and ends": lambda n: (
        "<!-- postlint-allow-start images: x --><!-- postlint-allow-end -->\n" * min(n // 8, 900)
    ),
    "allow ends": lambda n: "<!-- postlint-allow-end images -->\n" * min(n // 8, 900),
    "unknown allows": lambda n: (
        "<!-- postlint-allow " + " ".join(f"image{i}/missing" for i in range(min(n // 8, 900))) + ": x -->"
    ),
    "allow of names without end": lambda n: "<!-- postlint-allow " + "a/" * n + ": x -->",
    "misspelled allows": lambda n: "<!-- postlint-" + "a-" * n + " x -->",
    "allow colons": lambda n: "<!-- postlint-allow " + ":" * n + " -->",
    "front matter of allows": lambda n: (
        f"---\npostlint: {{allow: [{', '.join(['images'] * min(n // 8, 2000))}]}}\n---\n"
    ),
    "front matter of text": lambda n: (
        "---\n" + "".join(f"k{i}: some text the the\n" for i in range(min(n // 8, 900))) + "---\n"
    ),
    "front matter comments": lambda n: "---\n" + "# postlint-allow images: x\n" * min(n // 8, 900) + "a: 1\n---\n",
    "front matter never closed": lambda n: "---\n" + "a: b\n" * n,
    "front matter of spaces": lambda n: "---\na: b\n" + "---" + " " * n + "x\n" * 3,
    "front matter of one list": lambda n: f"---\ntags: [{', '.join(f'tag {i}' for i in range(min(n, 2000)))}]\n---\n",
    "front matter of one text": lambda n: "---\ntitle: '" + "it''s the the " * n + "'\n---\n",
    "front matter of escapes": lambda n: '---\ntitle: "' + "\\x61\\n" * n + '"\n---\n',
    "front matter of a folded text": lambda n: "---\ntitle: >\n" + "  some words\n\n" * n + "---\n",
    "front matter of open brackets": lambda n: "---\na: " + "[" * n + "\n---\n",
    "front matter of nested lists": lambda n: "---\na: " + "[" * n + "]" * n + "\n---\n",
    "front matter of dashes": lambda n: "---\n" + "- " * n + "\n---\n",
    "front matter of aliases": lambda n: "---\na: &a x\nb: [" + "*a, " * n + "]\n---\n",
    "front matter of blank lines": lambda n: "---\n" + "\n" * n + "a: 1\n---\n",
    "front matter of TOML tables": lambda n: "+++\n" + "[[a]]\nb = 1\n" * min(n // 8, 900) + "+++\n",
    "front matter of TOML lists": lambda n: "+++\na = [" + "1, " * n + "]\n+++\n",
    "front matter of TOML keys": lambda n: "+++\n" + "a." * n + "b = 1\n+++\n",
    "front matter of JSON lists": lambda n: '{\n"a": ' + "[" * n + "]" * n + "\n}\n",
    "front matter of JSON": lambda n: '{\n"a": [' + '{"b": 1}, ' * min(n // 8, 900) + "1]\n}\n",
}
HTML = frozenset(
    "tags over lines,open tags,attribute of quotes,attributes,nested tags,nested closed tags,closing tags,script,svg,"
    "entities,unclosed comment,cdata,open braces,html anchors,nested links,allow comments,spaces,bare urls".split(",")
)
N = 4000
ENOUGH = 64_000  # characters, for shapes of which N pieces are short
MOST_RATIO = 2.3  # of the time that a text takes to that of one half as long
LONG_ENOUGH = 0.025  # seconds; what takes less cannot be told from noise
MOST_SECONDS = 2
DOUBLINGS = (1, 2, 4)
# The parser adds the cells that rows lack, but no more than 2 ** 18 in a text, for which it takes half a second. A text
# that has not reached that yet can ask for more and more of them.
BOUNDED = frozenset({"wide table of short rows"})


def size_of(shape: Callable[[int], str]) -> int:
    """How many pieces of a shape make a text that a post may well be as long as."""
    n = N
    while n < 8 * N and len(shape(n)) < len(shape(2 * n)) <= ENOUGH:
        n *= 2
    return n


def whole_check(text: str, path: str) -> list[Diagnostic]:
    """All that a run does with a post, short of reading it."""
    found = linter().lint_text(text, path)
    doc = Document(text, path)
    report = Report(found, 1, 0, [], {path: doc.source})
    for format in ("full", "concise", "json"):
        for _ in lines(format, report, Options(hints=True, verbose=True)):
            pass
    return found


def measured(text: str, path: str, times: int = 1) -> float:
    """What else the machine does makes a measurement longer, never shorter, so the least of several counts."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        whole_check(text, path)
        best = min(best, time.process_time() - started)
    return best


def smallest(name: str, path: str) -> int:
    """How many pieces take long enough to be measured, as far as there is twice and four times as much of them."""
    shape = SHAPES[name]
    n = N if name in BOUNDED else N // 32
    while n < 2 * N and len(shape(8 * n)) >= 1.9 * len(shape(4 * n)) and measured(shape(n), path) < LONG_ENOUGH:
        n *= 2
    return n


def too_much(texts: Sequence[str], took: Sequence[float]) -> list[float]:
    """By how much time grows where it grows by more than it may, for texts each about twice as long as the last."""
    ratios = []
    for before, after, shorter, longer in zip(texts, texts[1:], took, took[1:], strict=False):
        if longer >= 2 * LONG_ENOUGH and longer > shorter * MOST_RATIO ** math.log2(len(after) / len(before)):
            ratios.append(longer / shorter)
    return ratios


ALL_SHAPES = [(name, "post.md") for name in SHAPES]
ALL_SHAPES += [(name, "post.html") for name in SHAPES if name in HTML]
ALL_SHAPES += [
    (name, "post.mdx")
    for name in SHAPES
    if re.search("mdx|components|component|expression|exports|imports|braces|tags|attributes|comment", name)
]


class TestShapes:
    @pytest.mark.slow
    @pytest.mark.parametrize(("name", "path"), ALL_SHAPES)
    def test_time_grows_with_size_alone(self, name: str, path: str) -> None:
        """Twice the text takes at most 2.3 times the time, at two doublings."""
        shape = SHAPES[name]
        with at_most(60):
            whole_check(shape(200), path)  # what is loaded at first use
            gc.collect()
            gc.disable()
            try:
                n = smallest(name, path)
                texts = [shape(doubled * n) for doubled in DOUBLINGS]
                took = [measured(text, path) for text in texts]
                # Only what seems too slow is worth a second look.
                tries = 0
                while (grown := too_much(texts, took)) and tries < 3:
                    took = [measured(text, path, 3) for text in texts]
                    tries += 1
            finally:
                gc.enable()
            assert not grown, f"{n} pieces and more: {took}"
            # At that speed a long text must not take long; where it would, another speed may hold for it.
            long = shape(2 * size_of(shape))
            if took[-1] * len(long) >= MOST_SECONDS * len(texts[-1]):
                assert measured(long, path, 3) < MOST_SECONDS

    @pytest.mark.parametrize(("name", "path"), ALL_SHAPES)
    def test_all_of_it_is_checked_and_spans_lie_in_the_post(self, name: str, path: str) -> None:
        text = SHAPES[name](900 if "merge" not in name else 300)
        with at_most(10):
            found = whole_check(text, path)
            doc = Document(text, path)
            length = len(doc.source.text)
            for one in found:
                assert one.rule not in UNCHECKED, one.message
                assert 0 <= one.start.offset <= one.end.offset <= length
            for kind, node in nodes_of(doc):
                for part, span in parts(node):
                    assert 0 <= span.start <= span.end <= length, (kind, part)

    def test_through_the_command_line(self, tmp_path: Path) -> None:
        """All at once in one process, whose stack is as large as it is."""
        for number, (name, path) in enumerate(ALL_SHAPES):
            write(tmp_path / f"{number}-{path}", SHAPES[name](900 if "merge" not in name else 300))
        done = postlint(tmp_path, "check", ".", "--output-format", "json", timeout=60)
        assert not [one for one in found(done) if one["rule"] in UNCHECKED]
        assert done.code == 1

    def test_a_fix_of_a_shape_ends(self) -> None:
        for name in (
            "many wordy phrases",
            "shortcodes",
            "allow comments that nothing needs",
            "setext headings",
            "zero width",
        ):
            with at_most(20):
                linter().fix_text(SHAPES[name](300))

    def test_random_pieces(self) -> None:
        """Pieces of syntax in any order: nothing crashes, everything is checked."""
        pieces = (
            "[ ] ( ) < > * ** _ ` ``` ~~ ~~~ # - + 1. | \\ ! ![ ]( { } {{< >}} {{% %}} {% %} {/* */} <!-- --> <a <b>"
            " </b> <A b={ ' \" = : ::: &amp; &#x0; http://a.b a@b.c --- +++ ... \n \n\n \r \r\n \t \0 \x0b \u2028"
            " é 漢 👩\u200d👧 \ufeff \u202e title: postlint-allow the import export TODO <<<<<<< ======= >>>>>>>"
            " [^a] [^a]: [a]: <script> </script> <?x ]]> $ $$"
        ).split(" ")
        chosen = random.Random(20_240_131)
        with at_most(30):
            for number in range(1500):
                words = [
                    chosen.choice(pieces) + chosen.choice(["", " ", "\n", ""]) for _ in range(chosen.randrange(60))
                ]
                text = chosen.choice(["", "---\n", "+++\n", "{\n", "\ufeff"]) + "".join(words)
                path = ("post.md", "post.mdx", "post.html")[number % 3]
                found = whole_check(text, path)
                assert not [one.message for one in found if one.rule in UNCHECKED], repr(text)


class TestInterruption:
    def test_an_interrupt_is_no_traceback(self, tmp_path: Path) -> None:
        (tmp_path / "posts").mkdir()
        for number in range(3000):
            write(tmp_path / "posts" / f"{number}.md", GOOD * 20)
        command = [os.path.join(os.path.dirname(sys.executable), "postlint"), "check", "posts"]
        # A process that was started in the background ignores interrupts, and so do those that it starts.
        obedient = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=obedient
        )
        time.sleep(0.6)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        assert process.returncode == 130
        assert err == b"Interrupted.\n"
        assert out == b""
