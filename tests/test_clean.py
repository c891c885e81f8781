"""``postlint clean``: what postlint has stored goes, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from postlint import store
from postlint.cli import main


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(folder))
    return folder


def aged(path: Path, days: float) -> None:
    then = time.time() - days * store.DAY
    os.utime(path, (then, then))


def test_what_is_stored_goes_and_nothing_else(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.write("answer-1", b"123")
    store.write("pack-2", b"")
    elsewhere = place.parent / "elsewhere"
    elsewhere.write_bytes(store.MAGIC)
    (place / "mine.txt").write_text("my own")
    (place / "link").symlink_to(elsewhere)
    (place / "folder").mkdir()
    (place / "folder/inner").write_bytes(store.MAGIC)
    (place / ".answer-1.12.abcdef01.tmp").write_bytes(store.MAGIC + b"left behind")
    size = sum((place / name).stat().st_size for name in ("answer-1", "pack-2", ".answer-1.12.abcdef01.tmp"))
    assert main(["clean"]) == 0
    assert capsys.readouterr() == (f"Removed 3 files with {size} bytes from {place}.\n", "")
    assert sorted(os.listdir(place)) == ["folder", "link", "mine.txt"]
    assert elsewhere.exists()
    assert (place / "folder/inner").exists()
    assert main(["clean"]) == 0
    assert capsys.readouterr().out == f"Removed 0 files with 0 bytes from {place}.\n"


def test_there_may_be_no_cache(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean"]) == 0
    assert capsys.readouterr().out == f"Removed 0 files with 0 bytes from {place}.\n"
    assert not place.exists()
    assert main(["clean", "here"]) == 2
    assert "'here' has no cache" in capsys.readouterr().err
    assert main(["clean", "--help"]) == 0
    assert "postlint clean" in capsys.readouterr().out


def test_what_is_not_used_for_a_month_goes(place: Path) -> None:
    ages = {}
    for name, days in (("old", 31), ("used", 29), ("torn", 31)):
        store.write(name, b"content")
        ages[name] = days
    (place / "torn").write_bytes(b"of someone else")
    for name, days in ages.items():
        aged(place / name, days)
    store.write("used", b"again")
    assert (place / "old").exists(), "the folder is looked through where a file is new"
    store.write("new", b"content")
    assert sorted(os.listdir(place)) == ["new", "torn", "used"]


def test_what_is_read_is_in_use(place: Path) -> None:
    store.write("a", b"content")
    aged(place / "a", 20)
    assert store.read("a") == b"content"
    aged_since = time.time() - (place / "a").stat().st_mtime
    assert aged_since < 60


def test_the_folder_does_not_grow_without_end(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 5000)
    for number in range(20):
        store.write(str(number), b"x" * 900)
        aged(place / str(number), 1 - number / 100)
    assert sum(path.stat().st_size for path in place.iterdir()) <= 6000
    assert (place / "19").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner")
def test_what_others_stored_says_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write("a", b"content")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert store.read("a") is None
