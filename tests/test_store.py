"""The cache folder: what is lost or torn there is as if it had never been."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
