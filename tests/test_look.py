"""What a run looks at is noted, all of it; and a note tells whether the same look would show the same again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postlint import look, store
from yaml_rules import LISTING_RULE

SITES = Path(__file__).parent / "sites"
SOURCE = str(Path(look.__file__).parent.parent)
GENERATORS = ("astro", "docusaurus", "eleventy", "hugo", "jekyll")
CONFIG = """\
packs = ["house"]
[frontmatter]
schema = "schema/post.json"
[frontmatter.registries]
tags = "data/known-tags.yml"
"""

# Prints what it opens and lists, by what the interpreter tells, and then all notes of the run.
RUN = """\
import os, sys
opened = []
def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "os.readlink") and isinstance(arguments[0], (str, bytes)):
        opened.append((event, os.path.abspath(os.fsdecode(arguments[0]))))
from postlint import answers, look
from postlint.cli import main
noted = []
answers.Question.keep = lambda self, answer, looks: noted.append(looks)
if "--audit" in sys.argv:
    sys.argv.remove("--audit")
    sys.addaudithook(hook)
code = main(["check", *sys.argv[1:]])
seen = list(opened)
(looks,) = noted
with open(os.environ["NOTES"], "w") as file:
    print(code, looks.is_sound, file=file)
    for event, path in seen:
        print("opened", event, path, file=file)
    for place in looks.stamps:
        print("noted", place[0], os.path.abspath(place[1:].partition("//")[0]), file=file)
"""


@pytest.fixture(params=GENERATORS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A site of each generator, with whatever else a run may look at."""
    root = tmp_path / "site"
    shutil.copytree(SITES / request.param, root)
    files = {
        "postlint.toml": CONFIG,
        "house/buzz.yml": LISTING_RULE,
        "house/data/buzz.txt": "synergy\n",
        "data/known-tags.yml": "- news\n",
        "schema/post.json": '{"properties": {"title": {"$ref": "title.json"}}}',
        "schema/title.json": '{"type": "string"}',
        ".postlint-baseline.json": '[\n{"version": 1}\n]\n',
        "extra/post.md": "---\ntitle: X\nimage: ../data/picture.png\n---\n\nSynergy: [a](../data/),\n"
        "[b](other.md#one). ![Picture](../data/picture.png) ![Gone](../data/gone.png) [here](linked/post.md)\n",
        "extra/other.md": "---\ntitle: Y\n---\n\n## One\n\nText.\n",
        "data/picture.png": "no picture",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "extra/linked.md").symlink_to("post.md")
    (root / "extra/linked").symlink_to("../extra")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def run(
    root: Path, *arguments: str, before: tuple[str, ...] = (), is_cold: bool = True
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What a run noted, and what the interpreter says it opened. One that is not cold knows the shipped packs."""
    notes = root.parent / "notes.txt"
    environment = os.environ | {"NOTES": str(notes), "PYTHONPATH": SOURCE}
    if is_cold:
        environment[store.FOLDER_VARIABLE] = str(root.parent / "cache")
    command = [*before, sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120)
    assert notes.exists(), done.stderr
    first, *lines = notes.read_text().splitlines()
    assert first.endswith("True"), first
    noted = {tuple(line.split(" ", 2)[1:]) for line in lines if line.startswith("noted")}
    opened = {tuple(line.split(" ", 2)[1:]) for line in lines if line.startswith("opened")}
    return noted, opened  # type: ignore[return-value]


def is_of_user(path: str, root: Path) -> bool:
    """Whether it lies below the root, or is looked for above it."""
    inside = path == str(root) or path.startswith(f"{root}/")
    return inside and not path.startswith(f"{root}/.git/")


@pytest.mark.parametrize(
    "arguments", [[], ["extra"], ["extra/post.md"], ["--isolated", "."], ["--output-format", "sarif"]]
)
def test_all_that_is_opened_is_noted(site: Path, arguments: list[str]) -> None:
    noted, opened = run(site, "--audit", *arguments, is_cold=not arguments)
    whole = {path for letter, path in noted if letter in look.WHOLE + look.CONTENT + look.NAMES}
    own = {(event, path) for event, path in opened if is_of_user(path, site)}
    assert len(own) > 10
    assert not {(event, path) for event, path in own if path not in whole and event != "os.readlink"}
    files = {path for event, path in own if event == "open"}
    expected = (
        {"house/buzz.yml", "data/known-tags.yml", "schema/title.json"} if "--isolated" not in arguments else set()
    )
    assert {str(site / path) for path in expected} <= whole
    assert str(site / "extra/post.md") in files or "extra" not in "".join(arguments)


CALL = re.compile(r'^(\d+) +(\w+)\((?:AT_FDCWD, |\d+, )?"((?:[^"\\]|\\.)*)"')
LOOKS = frozenset("open openat stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat".split())


def calls(trace: str, root: Path) -> Iterator[tuple[str, str]]:
    """The looks of the process and of those that it forked, but not of the programs that these ran."""
    others: set[str] = set()
    for line in trace.splitlines():
        match = CALL.match(line)
        if match is None:
            continue
        process, call, path = match.groups()
        if call == "execve" and not path.endswith(os.path.basename(sys.executable)):
            others.add(process)
        if call in LOOKS and process not in others:
            relative = os.fsdecode(path.encode("latin-1").decode("unicode_escape").encode("latin-1"))
            yield call, os.path.abspath(os.path.join(root, relative))


@pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("arguments", [[], ["extra"]])
def test_all_that_the_system_is_asked_is_noted(site: Path, arguments: list[str]) -> None:
    if arguments == ["extra"]:  # the config is looked for above, up to the top
        (site / "postlint.toml").unlink()
        (site / ".git").rename(site.parent / ".git")
    trace = site.parent / "trace.txt"
    strace = ("strace", "-f", "-qq", "-s", "4096", "-o", str(trace), "-e", "trace=execve,%file")
    try:
        noted, _ = run(site, *arguments, before=strace)
    except AssertionError:
        if "ptrace" in (trace.read_text() if trace.exists() else "ptrace"):
            pytest.skip("strace may not trace here")
        raise
    told = {path for _, path in noted}
    listed = {path for letter, path in noted if letter in look.WHOLE + look.NAMES}
    asked = list(calls(trace.read_text(), site))
    names = ("postlint", "pyproject", ".git")
    own = {
        (call, path)
        for call, path in asked
        if is_of_user(path, site)
        or (os.path.basename(path).lstrip(".").startswith(names) and str(site).startswith(os.path.dirname(path)))
    }
    assert len(own) > 20
    unknown = {(call, path) for call, path in own if path not in told and os.path.dirname(path) not in listed}
    assert not unknown


# Notes


@pytest.fixture(params=["settled", "young"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files are told by their stamps, or by their content."""
    monkeypatch.setattr(look, "UNSETTLED_NS", 20_000_000 if request.param == "settled" else 2_000_000_000)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").write_text("text")
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "loose").symlink_to("nowhere")
    time.sleep(0.05)
    return tmp_path


def again(looks: look.Looks) -> bool:
    try:
        return all(look.STAMPS[place[0]](place[1:]) == seen for place, seen in looks.stamps.items())
    except OSError:
        return False


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CHANGES: list[tuple[Callable[[Path], object], Callable[[Path], object]]] = [
    (lambda at: look.opened(f"{at}/folder/file"), lambda at: (at / "folder/file").write_text("test")),
    (lambda at: look.opened(f"{at}/folder/file"), lambda at: (at / "folder/file").unlink()),
    (lambda at: look.opened(f"{at}/folder/file"), lambda at: piped(at / "folder/file")),
    (lambda at: look.opened(f"{at}/link/file"), lambda at: (at / "folder/file").write_text("more text")),
    (lambda at: look.opened(f"{at}/none"), lambda at: (at / "none").write_text("")),
    (lambda at: look.listed(f"{at}/folder"), lambda at: (at / "folder/more").write_text("")),
    (lambda at: look.listed(f"{at}/folder"), lambda at: (at / "folder/file").rename(at / "folder/elif")),
    (lambda at: look.listed(f"{at}/none"), lambda at: (at / "none").mkdir()),
    (lambda at: look.isdir(f"{at}/link"), lambda at: (at / "folder").rename(at / "other")),
    (lambda at: look.isfile(f"{at}/loose"), lambda at: (at / "nowhere").write_text("")),
    (lambda at: look.lexists(f"{at}/none"), lambda at: (at / "none").symlink_to("x")),
    (lambda at: look.islink(f"{at}/loose"), lambda at: ((at / "loose").unlink(), (at / "loose").symlink_to("folder"))),
    (lambda at: look.realpath(f"{at}/link/file"), lambda at: ((at / "link").unlink(), (at / "link").mkdir())),
    (lambda at: look.realpath(f"{at}/loose"), lambda at: (at / "nowhere").symlink_to("folder")),
]


@pytest.mark.parametrize(("looked", "change"), CHANGES)
def test_a_change_shows_in_another_look(
    place: Path, looked: Callable[[Path], object], change: Callable[[Path], object]
) -> None:
    with look.noting() as looks:
        looked(place)
    assert looks.stamps
    assert looks.is_sound
    assert again(looks)
    (place / "unrelated").write_text("")
    assert again(looks)
    change(place)
    assert not again(looks)


def test_what_is_noted_elsewhere_is_added(place: Path) -> None:
    with look.noting() as looks:
        look.isdir(f"{place}/folder")
    with look.noting() as others:
        look.isdir(f"{place}/folder")
        look.opened(f"{place}/folder/file")
    looks.add(others.taken())
    assert looks.stamps == others.stamps
    assert looks.is_sound
    looks.add(({f"k{place}/folder": look.ABSENT}, True))
    assert not looks.is_sound, "it has changed between two looks"


def test_doubt_is_noted(place: Path) -> None:
    look.doubt()
    for doubtful in (look.doubt, lambda: look.opened("/dev/null/" + "x" * 5000), lambda: look.lexists("x" * 5000)):
        with look.noting() as looks:
            doubtful()
        assert not looks.is_sound
    with look.noting() as others:
        look.doubt()
    with look.noting() as looks:
        pass
    looks.add(others.taken())
    assert not looks.is_sound


def test_much_that_is_young_is_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "MOST_DIGESTED", 10)
    for name, is_sound in (("a", True), ("b", False)):
        (tmp_path / name).write_text("123456")
        with look.noting() as looks:
            look.opened(str(tmp_path / "a"))
            look.opened(str(tmp_path / name))
        assert looks.is_sound == is_sound


def test_nothing_is_noted_unasked(place: Path) -> None:
    with look.noting() as looks:
        pass
    look.isdir(str(place))
    look.opened(str(place / "folder/file"))
    look.ignored(str(place), ".", None)
    assert not looks.stamps
