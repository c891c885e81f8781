"""The benchmark's runner on a folder of two posts, with peers that do nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from benchmarks import __main__ as runner  # noqa: E402
from benchmarks import memory  # noqa: E402
from benchmarks.measure import Run, in_turns, took  # noqa: E402
from benchmarks.phrases import rare_pairs  # noqa: E402
from benchmarks.stages import STAGES  # noqa: E402
from benchmarks.tools import PEERS, pack, tools  # noqa: E402

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="processes are measured by wait4")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    for name in ("a/post.md", "b/post.md"):
        place = tmp_path / "blog" / name
        place.parent.mkdir(parents=True)
        place.write_text("---\ntitle: A day\n---\n\nWe utilize tall ladders, in order to see small birds.\n")
    return tmp_path / "blog"


@pytest.fixture
def peers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the PATH, with two peers that write down how they are called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("rumdl", "alex"):
        (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {tmp_path}/calls\nexit 1\n')
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_all_tables_into_a_readme(blog: Path, peers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{runner.BEGIN}\nOld.\n{runner.END}\nAfter.\n")
    before = {path: path.read_bytes() for path in blog.rglob("*") if path.is_file()}
    assert runner.main([str(blog), "--runs", "1", "--readme", str(readme), "--only", "tools", "stages"]) == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{runner.BEGIN}\nMade by `python -m benchmarks blog --runs 1`, on 2 posts")
    assert text.endswith(f"{runner.END}\nAfter.\n")
    assert "Old." not in text
    assert capsys.readouterr().out.strip() in text
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    measured = [row[:2] for row in rows if len(row) == 6 and row[0] in ("cold", "warm", "one post")]
    assert ["cold", "postlint"] in measured
    assert ["cold", "alex"] in measured
    assert ["warm", "rumdl"] in measured
    assert ["warm", "alex"] not in measured
    assert ["one post", "bare interpreter"] in measured
    asked = {(row[0], row[1]) for row in rows if row[-1] in ("yes", "no")}
    assert asked == {
        ("cold", "rumdl"),
        ("cold", "alex"),
        ("warm", "rumdl"),
        ("one post", "bare interpreter"),
        ("one post, warm", "bare interpreter"),
        ("one post", "alex"),
    }
    assert "Not installed, and so not measured: markdownlint-cli2, textlint, proselint." in text
    assert [row[0] for row in rows if len(row) == 3][1:-1][-len(STAGES) :] == list(STAGES)
    assert {path: path.read_bytes() for path in blog.rglob("*") if path.is_file()} == before
    calls = (tmp_path / "calls").read_text().splitlines()
    # In turn, and once more than is counted.
    assert calls == [*["rumdl check --no-cache .", "alex ."] * 2, *["rumdl check ."] * 2, *calls[6:]]


def test_phrases_and_sizes(blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(runner, "SIZES", (1, 2))
    monkeypatch.setattr(runner, "COUNTS", (2, 4))
    runner.main([str(blog), "--runs", "1", "--only", "rules"])
    out = capsys.readouterr().out
    for name in ("2 phrases", "4 phrases", "1× the posts", "2× the posts"):
        assert f"| {name} |" in out
    assert "at most 1.3 × of 2 phrases" in out
    assert "at most 2.1 × of 1×" in out


def test_rare_pairs(blog: Path) -> None:
    posts = [str(path) for path in blog.rglob("*.md")]
    assert "tall ladders" in rare_pairs(posts)
    assert rare_pairs(posts * 3) == []


def test_what_a_process_took(tmp_path: Path) -> None:
    program = "b = bytearray(64 << 20)\nwhile __import__('time').process_time() < 0.2: pass"
    one = took(Run([sys.executable, "-c", program], str(tmp_path)))
    assert one.cpu >= 0.19
    assert one.wall >= one.cpu * 0.5
    assert one.memory > 60 << 20
    turns: list[str] = []
    runs = {name: Run(["true"], str(tmp_path), lambda name=name: turns.append(name)) for name in "ab"}  # type: ignore[misc]
    assert list(in_turns(runs, 2)) == ["a", "b"]
    assert turns == list("ababab")
    with pytest.raises(OSError, match="could not be run"):
        took(Run(["no-such-tool"], str(tmp_path)))


def test_missing_peers_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found, missing = tools(pack(str(tmp_path), ["so and"]))
    assert [tool.name for tool in found] == ["postlint"]
    assert missing == list(PEERS)


def test_a_folder_without_posts(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no post in"):
        runner.main([str(tmp_path)])


def test_posts_that_are_made_differ_in_path_and_text(blog: Path) -> None:
    posts = memory.read(str(blog))
    made = list(memory.made(posts, 9, seed=1))
    assert len({path for path, _ in made}) == len({text for _, text in made}) == 9
    assert all(text.startswith("---\ntitle: A day, part ") and "utilize" in text for _, text in made)
    assert made == list(memory.made(posts, 9, seed=1)) != list(memory.made(posts, 9, seed=2))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_of_all_processes_is_told(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main([str(blog), "--posts", "3", "--jobs", "1", "--no-cache"]) == 0
    (row,) = [line.split("|") for line in capsys.readouterr().out.splitlines() if line.startswith("| 3 |")]
    together, largest, findings, code = (int(cell.replace(",", "")) for cell in row[4:8])
    assert 10 < together <= largest < 200
    assert findings >= 3
    assert code in (0, 1)
