"""Posts are written in one step: whatever happens, old bytes or new bytes."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import crashes
from crashes import NEW, OLD
from postlint.atomic import Replacement, Unwritable, rewrite

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_bytes(OLD)
    return path


def test_the_content_is_replaced(post: Path) -> None:
    rewrite(str(post), OLD, NEW)
    assert post.read_bytes() == NEW
    assert os.listdir(post.parent) == ["post.md"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_mode_is_kept(post: Path, mode: int) -> None:
    post.chmod(mode)
    rewrite(str(post), OLD, NEW)
    assert stat.S_IMODE(post.stat().st_mode) == mode


@POSIX
def test_a_link_stays_one(post: Path) -> None:
    link = post.parent / "link.md"
    link.symlink_to("post.md")
    rewrite(str(link), OLD, NEW)
    assert link.is_symlink()
    assert post.read_bytes() == NEW


@POSIX
@pytest.mark.parametrize("kind", ["hard link", "write-protected", "changed", "gone", "folder"])
def test_what_cannot_be_written_is_left(post: Path, kind: str) -> None:
    left = OLD
    if kind == "hard link":
        os.link(post, post.parent / "twin.md")
    elif kind == "write-protected":
        post.chmod(0o444)
    elif kind == "changed":
        left = b"other"
        post.write_bytes(left)
    elif kind == "gone":
        post.unlink()
    else:
        post.unlink()
        post.mkdir()
    names = sorted(os.listdir(post.parent))
    with pytest.raises(Unwritable):
        rewrite(str(post), OLD, NEW)
    assert sorted(os.listdir(post.parent)) == names
    if post.is_file():
        assert post.read_bytes() == left


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EINTR])
def test_an_error_at_any_step_leaves_the_old_bytes(
    post: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("postlint.atomic.Replacement.write" if step == "write" else f"os.{step}", fail)
    with pytest.raises(Unwritable, match=f"It could not be written: {os.strerror(number)}"):
        rewrite(str(post), OLD, NEW)
    monkeypatch.undo()
    assert post.read_bytes() == OLD
    assert os.listdir(post.parent) == ["post.md"]


def test_a_long_name_leaves_room_for_that_of_the_temporary_file(tmp_path: Path) -> None:
    post = tmp_path / f"{'日' * 80}.md"
    post.write_bytes(OLD)
    rewrite(str(post), OLD, NEW)
    assert post.read_bytes() == NEW


@POSIX
def test_what_a_killed_run_left_goes_and_what_another_one_is_writing_stays(post: Path) -> None:
    with Replacement(str(post)) as other:
        [name] = set(os.listdir(post.parent)) - {"post.md"}
        rewrite(str(post), OLD, NEW)
        assert sorted(os.listdir(post.parent)) == [name, "post.md"]
        other.write(OLD)
        other.commit()
    assert post.read_bytes() == OLD
    (post.parent / name).write_bytes(b"torn")
    rewrite(str(post), OLD, NEW)
    assert os.listdir(post.parent) == ["post.md"]


@POSIX
@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_only_has_the_name_of_a_temporary_file_stays(post: Path, kind: str) -> None:
    with Replacement(str(post)):
        [name] = set(os.listdir(post.parent)) - {"post.md"}
    odd = post.parent / name
    other = post.parent / "other"
    other.write_bytes(b"kept")
    odd.symlink_to("other") if kind == "link" else odd.mkdir()
    rewrite(str(post), OLD, NEW)
    assert post.read_bytes() == NEW
    assert other.read_bytes() == b"kept"
    assert sorted(os.listdir(post.parent)) == sorted([name, "other", "post.md"])


@pytest.fixture
def place(tmp_path: Path) -> crashes.Place:
    return crashes.Place(tmp_path)


def assert_whole(left: crashes.Left, place: crashes.Place) -> None:
    """Old or new, as it was but for that, and the next run takes away what the killed one left."""
    assert left.content in ("old", "new")
    assert left.is_kept
    assert place.mended() == crashes.Left("new", is_kept=True, others=[])


@POSIX
@pytest.mark.slow
def test_a_killed_writer_tears_nothing_and_a_naive_one_does(place: crashes.Place) -> None:
    random = Random(1)
    for _ in range(60):
        assert_whole(crashes.killed(place, "atomic", random), place)
    assert any(crashes.killed(place, "naive", random).content == "torn" for _ in range(60)), "the harness can tell"


def can_trace() -> bool:
    """Whether strace is there and may look into processes, which containers often forbid."""
    if crashes.STRACE is None:
        return False
    return subprocess.run([crashes.STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


TRACED = pytest.mark.skipif(not can_trace(), reason="strace is missing, or may not trace")


@TRACED
@pytest.mark.slow
def test_killed_at_each_system_call_a_writer_tears_nothing_and_a_naive_one_does(place: crashes.Place) -> None:
    calls = crashes.calls(place, "atomic")
    assert {"openat", "write", "fsync", "rename"} <= {call.name for call in calls}
    for call in calls:
        left = crashes.struck(place, "atomic", call, "signal=KILL")
        assert left.is_within, call
        assert_whole(left, place)
    naive = [crashes.struck(place, "naive", call, "signal=KILL") for call in crashes.calls(place, "naive")]
    assert any(left.content == "torn" for left in naive), "the harness can tell"


@TRACED
@pytest.mark.slow
@pytest.mark.parametrize("error", ["ENOSPC", "EACCES", "EIO", "EINTR"])
def test_an_error_of_any_system_call_is_told_and_leaves_nothing_behind(place: crashes.Place, error: str) -> None:
    told = 0
    for call in crashes.calls(place, "atomic"):
        if call.name == "brk":  # memory, and no file
            continue
        left = crashes.struck(place, "atomic", call, f"error={error}")
        assert left.is_within, call
        assert (left.is_kept, left.others) == (True, []), call
        assert left.content in ("old", "new"), call
        assert (left.content == "new") == (left.said == ""), call
        told += left.content == "old"
    assert told >= 5  # at least to open, write, sync, rename and read again
