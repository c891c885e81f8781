"""The cache folder: what is lost or torn there is as if it had never been."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from postlint import store


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "made" / "cache"
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(folder))
    return folder


def test_what_is_written_is_read(place: Path) -> None:
    assert store.read("a") is None
    store.write("a", b"one")
    store.write("b", b"")
    assert (store.read("a"), store.read("b")) == (b"one", b"")
    store.write("a", b"two")
    assert store.read("a") == b"two"
    assert sorted(os.listdir(place)) == ["a", "b"], "no temporary file is left"


def test_pieces_are_read_as_one_and_not_before_all_are_there(place: Path) -> None:
    store.write("a", b"old")
    first, second, empty = store.Writing("a"), store.Writing("a"), store.Writing("b")
    for piece in (b"one", b"", b"two"):
        first.append(piece)
        second.append(piece * 2)
        assert store.read("a") == b"old"
    first.finish()
    assert store.read("a") == b"onetwo"
    second.finish()
    empty.finish()
    assert (store.read("a"), store.read("b")) == (b"oneonetwotwo", None)
    assert os.listdir(place) == ["a"]


def test_what_is_discarded_leaves_nothing(place: Path) -> None:
    store.write("a", b"old")
    writing = store.Writing("a")
    writing.append(b"one")
    assert len(os.listdir(place)) == 2
    writing.discard()
    writing.append(b"two")
    writing.finish()
    assert store.read("a") == b"old"
    assert os.listdir(place) == ["a"]


@pytest.mark.parametrize("method", ["write", "seek", "close"])
def test_a_full_disk_leaves_what_was_there(place: Path, method: str) -> None:
    store.write("a", b"old")

    class Full:
        def __init__(self, file: BinaryIO) -> None:
            self._file, self.name = file, file.name
            self._has_failed = False

        def __getattr__(self, name: str) -> object:
            if name == method and not self._has_failed:
                self._has_failed = True
                raise OSError(errno.ENOSPC, "no space")
            return getattr(self._file, name)

    writing = store.Writing("a")
    writing.append(b"one")
    assert writing._file is not None
    writing._file = Full(writing._file)  # type: ignore[assignment]
    writing.append(b"two")
    writing.finish()
    assert store.read("a") == b"old"
    assert os.listdir(place) == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no signals")
def test_a_writer_that_was_killed_leaves_a_file_that_nobody_reads_and_that_goes(place: Path) -> None:
    writes = "import os; from postlint import store; w = store.Writing('a'); w.append(b'x'); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", writes])
    assert done.returncode == -9
    (left,) = os.listdir(place)
    assert store.read("a") is None
    store.write("a", b"one")
    assert sorted(os.listdir(place)) == sorted([left, "a"]), "it may still be written"
    yesterday = time.time() - 2 * store.DAY
    os.utime(place / left, (yesterday, yesterday))
    store.write("b", b"two")
    assert sorted(os.listdir(place)) == ["a", "b"]


def test_a_flipped_or_lost_byte_is_nothing(place: Path) -> None:
    store.write("a", b"some content")
    whole = (place / "a").read_bytes()
    for at in range(len(whole)):
        (place / "a").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert store.read("a") is None
        (place / "a").write_bytes(whole[:at])
        assert store.read("a") is None


def test_a_folder_that_cannot_be_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    store.write("a", b"one")
    assert store.read("a") is None
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path))
    store.write("a\0b", b"one")
    assert store.read("a\0b") is None
    os.mkdir(tmp_path / "folder")
    store.write("folder", b"one")
    assert store.read("folder") is None
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems have other places")
def test_the_folder_of_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(store.FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/me")
    assert store.folder() == "/var/cache/me/postlint"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/me")
    assert store.folder() == "/home/me/.cache/postlint"
    monkeypatch.setenv("HOME", "nowhere")
    assert store.folder() is None
    assert store.read("a") is None
    store.write("a", b"one")
