"""Posts are written in one step: whatever happens, old bytes or new bytes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postlint.atomic import Unwritable, rewrite

OLD, NEW = b"old " * 20_000, b"new! " * 20_000
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


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_an_error_at_any_step_leaves_the_old_bytes(post: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "write":
        monkeypatch.setattr("postlint.atomic.Replacement.write", fail)
    else:
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(Unwritable, match="It could not be written: No space left on device"):
        rewrite(str(post), OLD, NEW)
    assert post.read_bytes() == OLD
    assert os.listdir(post.parent) == ["post.md"]


WRITER = """
import sys
from postlint.atomic import rewrite
old, new = b"old " * 20_000, b"new! " * 20_000
naive = sys.argv[2] == "naive"
print("on", flush=True)
while True:
    if naive:
        for content in (new, old):
            with open(sys.argv[1], "wb") as file:
                file.write(content)
    else:
        rewrite(sys.argv[1], old, new)
        rewrite(sys.argv[1], new, old)
"""


def torn(post: Path, how: str, kills: int) -> int:
    """How often a file is neither old nor new after its writer was killed at some moment."""
    count = 0
    for number in range(kills):
        post.write_bytes(OLD)
        command = [sys.executable, "-S", "-c", WRITER, str(post), how]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ":".join(sys.path)})
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.002 + 0.0007 * number)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        count += post.read_bytes() not in (OLD, NEW)
    return count


@POSIX
@pytest.mark.slow
def test_a_killed_writer_tears_nothing_and_a_naive_one_does(post: Path) -> None:
    assert torn(post, "atomic", 25) == 0
    assert torn(post, "naive", 25) > 0, "the test can tell"
