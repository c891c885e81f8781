"""Files that are replaced in one step: old bytes or new bytes, whatever happens meanwhile.

The new content goes to a temporary file in the same folder, is on disk before it takes the name, and keeps mode and
owner. A link stays one; what it leads to is replaced. Whoever is killed leaves the temporary file, and the next one who
replaces the same file takes it away.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import IO
from zlib import crc32

from postlint.errors import UserError

if sys.platform != "win32":
    import fcntl

PREFIX, SUFFIX = ".postlint-", ".tmp"


class Unwritable(UserError):  # noqa: N818 - it says what a file is, as Unreadable does
    """A file that was left as it was, and why."""


def rewrite(path: str, old: bytes, new: bytes) -> None:
    """Replace the content ``old`` of a file by ``new``.

    Raises Unwritable, and the file is as it was, where it holds something else by now, has further hard links, which a
    replaced file would lose, or cannot be written.
    """
    try:
        target = os.path.realpath(path, strict=True)  # or else a link that cannot be read would pass for no link
        before = os.stat(target)
        _refuse_special(path, before)
        with Replacement(target, like=before) as replacement:
            replacement.write(new)
            if not _is_unchanged(target, before, old):
                raise Unwritable("It was changed while it was being fixed, so it was left as it is.", path=path)
            replacement.commit()
    except OSError as error:
        raise Unwritable(f"It could not be written: {error.strerror or 'unknown error'}.", path=path) from None


class Replacement:
    """A temporary file beside a target, whose place it takes on ``commit``; else it goes. Raises OSError."""

    def __init__(self, target: str, like: os.stat_result | None = None) -> None:
        """``like`` has the mode and the owner that the file is to get; without it they are those of any new file."""
        self._target = target
        folder, name = os.path.split(target)
        self._folder = folder or "."
        self._path: str | None
        self._path, descriptor = _temporary(self._folder, name, 0o600 if like else 0o666)
        self._file: IO[bytes] | None = open(descriptor, "wb")  # noqa: SIM115
        if like is not None:
            try:
                _take_after(self._file.fileno(), like)
            except BaseException:
                self.discard()
                raise

    def __enter__(self) -> Replacement:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, content: bytes) -> None:
        """Add bytes at the end."""
        assert self._file is not None
        self._file.write(content)

    def commit(self) -> None:
        """Take the target's place, durably."""
        assert self._file is not None
        assert self._path is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._close()
        os.replace(self._path, self._target)
        self._path = None
        self._sync_folder()

    def discard(self) -> None:
        """Remove the temporary file, unless it has taken the target's place."""
        with suppress(OSError):
            self._close()
        if self._path is not None:
            with suppress(OSError):
                os.unlink(self._path)
            self._path = None

    def _close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    def _sync_folder(self) -> None:
        """Let the new name reach the disk, where folders can be synced."""
        with suppress(OSError):
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _temporary(folder: str, name: str, mode: int) -> tuple[str, int]:
    """A new file to write to, beside the one of this name: its path, and its descriptor. Raises OSError."""
    stem = os.path.join(folder, f"{PREFIX}{name[:40]}-{crc32(os.fsencode(name)):08x}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    path = stem + SUFFIX
    if os.path.lexists(path):
        _remove_abandoned(path)
    try:
        descriptor = os.open(path, flags, mode)
    except FileExistsError:  # another run is at work on the same file
        path = f"{stem}-{os.urandom(6).hex()}{SUFFIX}"
        descriptor = os.open(path, flags, mode)
    if sys.platform != "win32":
        with suppress(OSError):  # not all file systems have locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return path, descriptor


def _remove_abandoned(path: str) -> None:
    """Remove a temporary file that a killed run has left; one that is being written, or is no such file, stays."""
    with suppress(OSError):
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return
        if sys.platform == "win32":
            os.unlink(path)  # which is refused while it is open
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(descriptor)


def _take_after(descriptor: int, like: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
            os.fchown(descriptor, like.st_uid, like.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _refuse_special(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unwritable("It is not a file, so it was left as it is.", path=path)
    if status.st_nlink > 1:
        message = "It has further hard links, which would keep the old text, so it was left as it is."
        raise Unwritable(message, path=path)
    if not status.st_mode & stat.S_IWUSR:
        raise Unwritable("It is write-protected, so it was left as it is.", path=path)


def _is_unchanged(path: str, before: os.stat_result, old: bytes) -> bool:
    with open(path, "rb") as file:
        now = os.fstat(file.fileno())
        same = (now.st_dev, now.st_ino, now.st_size) == (before.st_dev, before.st_ino, before.st_size)
        return same and file.read() == old
