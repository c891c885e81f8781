"""Bytes by name in the user's cache folder: the only module that reads and writes there.

What is stored can be lost, torn or changed by anybody at any time; then it is as if it had never been stored. It is
plain data, and whoever reads it takes nothing in it for granted. What is not read for a month goes, and so does what
has not been read for longest where the folder grows too large.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from time import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

FOLDER_VARIABLE = "POSTLINT_CACHE_DIR"
MAGIC = b"postlint cache 1\n"
SUM_SIZE = 4
MOST_BYTES = 256 * 1024 * 1024
DAY = 24 * 60 * 60
LONGEST_UNREAD = 30 * DAY


def folder() -> str | None:
    """The cache folder of this user; None where there is no place for one."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "postlint") if base and os.path.isabs(base) else None


def read(name: str) -> bytes | None:
    """What is stored under a name; None where nothing is, or not what was stored."""
    from zlib import crc32

    place = folder()
    if place is None:
        return None
    path = os.path.join(place, name)
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read() if _is_ours(status) else b""
        if status.st_mtime < time() - DAY:
            os.utime(path)  # so that what is in use is not taken for what has been forgotten
    except (OSError, ValueError):
        return None
    head = len(MAGIC) + SUM_SIZE
    content = data[head:]
    is_whole = data.startswith(MAGIC) and data[len(MAGIC) : head] == _bytes_of(crc32(content))
    return content if is_whole else None


def write(name: str, content: bytes) -> None:
    """Store bytes under a name, for readers in one step; where that is not possible nothing happens."""
    writing = Writing(name)
    writing.append(content)
    writing.finish()


class Writing:
    """Stores bytes under a name piece by piece, for readers in one step at the end.

    Where that is not possible nothing happens. Either ``finish`` or ``discard`` it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._sum = 0
        self._file: BinaryIO | None = None
        self._is_given_up = False

    def append(self, piece: bytes) -> None:
        """Write further bytes."""
        from zlib import crc32

        if self._is_given_up:
            return
        try:
            if self._file is None:
                self._file = self._opened()
            self._sum = crc32(piece, self._sum)
            self._file.write(piece)
        except (OSError, ValueError):
            self.discard()

    def finish(self) -> None:
        """Store what was written."""
        if self._file is None:
            return
        path = os.path.join(os.path.dirname(self._file.name), self._name)
        try:
            is_new = not os.path.lexists(path)
            self._file.seek(len(MAGIC))
            self._file.write(_bytes_of(self._sum))
            self._file.close()
            os.replace(self._file.name, path)
        except (OSError, ValueError):
            self.discard()
            return
        self._file = None
        if is_new:
            _sweep()

    def discard(self) -> None:
        """Leave nothing behind of what is not finished."""
        self._is_given_up = True
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._file.close()
            with contextlib.suppress(OSError, ValueError):
                os.unlink(self._file.name)
            self._file = None

    def _opened(self) -> BinaryIO:
        """A new file beside that of the name. Raises OSError where there can be none."""
        place = folder()
        if place is None:
            raise FileNotFoundError
        os.makedirs(place, mode=0o700, exist_ok=True)
        file = open(os.path.join(place, f".{self._name}.{os.getpid()}.{os.urandom(4).hex()}.tmp"), "xb")  # noqa: SIM115 - it is open until all is written
        file.write(MAGIC + _bytes_of(0))
        file.flush()  # so that what a killed run leaves is known for ours, and goes
        return file


def keep_newest(start: str, most: int) -> None:
    """Of what is stored under names with one start, keep what was written or read last."""
    alike = [one for one in _files() if one[2].startswith(start)]
    for _, _, name in sorted(alike)[:-most]:
        _remove(name)


def clean() -> tuple[int, int]:
    """Remove all that is stored, and say how many files and bytes that were. Nothing else in the folder is touched."""
    removed = [size for _, size, name in _files() if _remove(name)]
    return len(removed), sum(removed)


def _sweep() -> None:
    """Remove what is not read anymore, and the oldest of what is too much."""
    files = sorted(_files(), reverse=True)
    oldest = time() - LONGEST_UNREAD
    total = 0
    for used, size, name in files:
        total += size
        if used < oldest or total > MOST_BYTES or (name.startswith(".") and used < time() - DAY):
            _remove(name)


def _files() -> Iterator[tuple[float, int, str]]:
    """When each regular file in the folder was last in use, its size and its name."""
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError), os.scandir(place) as listing:
        for entry in listing:
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield status.st_mtime, status.st_size, entry.name


def _remove(name: str) -> bool:
    """Remove a file, unless it is none of those that are written here."""
    path = os.path.join(folder() or "", name)
    try:
        with open(path, "rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return False
        os.unlink(path)
    except OSError:
        return False
    return True


def _is_ours(status: os.stat_result) -> bool:
    """Whether a file is this user's: what others put there says nothing."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _bytes_of(checksum: int) -> bytes:
    """A checksum as it is stored. It guards against accidents, and is quicker to load than a digest."""
    return checksum.to_bytes(SUM_SIZE, "big")
