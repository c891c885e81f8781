"""Looks at the file system, which can be noted: what a run saw is as good a key to its outcome as the run itself.

Whatever decides about a run goes through here, or is told here before it is looked at: ``listed`` before a folder is
listed, ``opened`` before a file is read. Nothing is noted, and nothing costs time, until ``noting`` is entered.

A note is a letter, a path and a stamp. Stamps are those of ``STAMPS``; the same look at another time gives the same
stamp as long as nothing has changed. Files and folders are told by size, times and inode, as git does it. What was
changed so lately that another change could leave these as they are is told by its content instead.
"""

from __future__ import annotations

import errno
import os
import stat
from time import time_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

UNSETTLED_NS = 2_000_000_000
"""What has changed less than this ago may change again within one tick of its clock."""
MOST_DIGESTED = 64 * 1024 * 1024
"""So many bytes of lately changed files are worth a look at their content."""

MOST_NOTED = 100_000
"""Of a run that looks at more nothing is noted: so long an answer would not be kept."""

LINK, KIND, WHOLE, CONTENT, NAMES, IGNORED = "lkfcng"
"""What a path is itself; what it leads to; its size, times and inode; its bytes; its entries; what git ignores there.

For the last one the path is the top of the working tree, ``//``, and the place in it.
"""

ABSENT = b"-"
MOST_LINKS = 64
"""No system follows more links in one path."""
_JUNCTION = 0xA0000003
"""What Windows calls a folder that is a link to another."""

BETWEEN = "//"
"""What no path has that is written as git and the system write it."""
LONG_LIST = 64 * 1024


class Looks:
    """What was seen, stamps by letter and path. ``is_sound`` is False where a look at it again could not tell."""

    def __init__(self) -> None:
        self.stamps: dict[str, bytes] = {}
        self.is_sound = True
        self._is_full = False
        self._real: set[str] = set()
        self._left = MOST_DIGESTED

    def taken(self) -> tuple[dict[str, bytes], bool]:
        """All of it as plain data, for ``add`` in another process."""
        return self.stamps, self.is_sound

    def add(self, taken: tuple[dict[str, bytes], bool]) -> None:
        """Add what another process saw. What it saw otherwise has changed meanwhile, and is not sound."""
        stamps, is_sound = taken
        for place, seen in stamps.items():
            if self.stamps.setdefault(place, seen) != seen:
                self.is_sound = False
        self.is_sound = self.is_sound and is_sound
        self._give_up_on_too_many()

    def _give_up_on_too_many(self) -> None:
        if len(self.stamps) > MOST_NOTED:
            self.is_sound = False
            self._is_full = True
            self.stamps = {}
            self._real = set()

    def note(self, letter: str, path: str, seen: Callable[[str], bytes]) -> None:
        if self._is_full:
            return
        self._give_up_on_too_many()
        place = letter + path
        if place not in self.stamps:
            try:
                self.stamps[place] = seen(path)
            except ValueError:  # a name that no file can have, today or tomorrow
                pass
            except OSError:
                self.is_sound = False

    def whole(self, path: str) -> None:
        """Note a file or a folder before it is read."""
        if self._is_full:
            return
        self._give_up_on_too_many()
        if WHOLE + path in self.stamps or CONTENT + path in self.stamps or NAMES + path in self.stamps:
            return
        now = time_ns()
        try:
            status = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            self.stamps[WHOLE + path] = ABSENT
            self.note(LINK, path, link)
            return
        except ValueError:
            return
        except OSError:
            self.is_sound = False
            return
        if is_settled(status, now):
            self.stamps[WHOLE + path] = whole_of(status)
        elif stat.S_ISDIR(status.st_mode):
            self.note(NAMES, path, names)
        elif stat.S_ISREG(status.st_mode) and status.st_size <= self._left:
            self._left -= status.st_size
            self.note(CONTENT, path, content)
        else:
            self.is_sound = False

    def real(self, path: str) -> None:
        """Note what decides where a path really leads: each folder on the way there, and each link."""
        pending = [path]
        while pending and not self._is_full:
            current = pending.pop()
            while current not in self._real:
                self._real.add(current)
                self.note(LINK, current, link)
                seen = self.stamps.get(LINK + current, ABSENT)
                if seen.startswith(b"l"):
                    pending.append(os.path.join(os.path.dirname(current), os.fsdecode(seen[1:])))
                parent = os.path.dirname(current.rstrip(os.sep)) if current != os.sep else ""
                if not parent:
                    break
                current = parent


_looks: Looks | None = None


class noting:  # noqa: N801 - it reads as the verb that it is
    """``with noting() as looks:`` all looks in this process are noted there."""

    def __init__(self) -> None:
        self._looks = Looks()
        self._before: Looks | None = None

    def __enter__(self) -> Looks:
        global _looks
        self._before, _looks = _looks, self._looks
        return self._looks

    def __exit__(self, *_: object) -> None:
        global _looks
        _looks = self._before


# Looks


def is_noted() -> bool:
    """Whether looks are noted."""
    return _looks is not None


def lexists(path: str) -> bool:
    """``os.path.lexists``."""
    if _looks is not None:
        _looks.note(LINK, path, link)
    return os.path.lexists(path)


def islink(path: str) -> bool:
    """``os.path.islink``."""
    if _looks is not None:
        _looks.note(LINK, path, link)
    return os.path.islink(path)


def isdir(path: str) -> bool:
    """``os.path.isdir``."""
    if _looks is not None:
        _looks.note(KIND, path, kind)
    return os.path.isdir(path)


def isfile(path: str) -> bool:
    """``os.path.isfile``."""
    if _looks is not None:
        _looks.note(KIND, path, kind)
    return os.path.isfile(path)


def realpath(path: str) -> str:
    """``os.path.realpath``."""
    if _looks is not None:
        _looks.real(path)
    return os.path.realpath(path)


def within(path: str, top: str) -> str | None:
    """``os.path.realpath`` of an absolute path below ``top``, a real path; None where it leads out of there.

    Links are followed by their text, step by step, so that nothing outside of ``top`` is looked at. Raises OSError
    where there are too many of them, such as where they lead in a circle.
    """
    pending = _steps(path, top)
    if pending is None:
        return None
    current = top
    followed = 0
    while pending:
        name = pending.pop()
        if name == os.pardir:
            if current == top:
                return None
            current = os.path.dirname(current)
            continue
        place = os.path.join(current, name)
        target = _target(place)
        if target is None:
            current = place
            continue
        followed += 1
        if followed > MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        if os.path.isabs(target):
            steps = _steps(target, top)
            if steps is None:
                return None
            current = top
            pending += steps
        else:
            pending += _parts(target)
    return current


def _steps(path: str, top: str) -> list[str] | None:
    """The parts of a path below ``top``, the last first; None where its text leads elsewhere."""
    parts, start = _parts(path), _parts(top)
    for name in reversed(start):
        if not parts or os.path.normcase(parts.pop()) != os.path.normcase(name):
            return None
    return parts


def _parts(path: str) -> list[str]:
    """The names in a path, the last first."""
    if os.sep != "/":
        path = path.removeprefix("\\\\?\\").replace("/", os.sep)
    return [name for name in reversed(path.split(os.sep)) if name and name != os.curdir]


def _target(path: str) -> str | None:
    """What a link says; None for what is no link."""
    if _looks is not None:
        _looks.note(LINK, path, link)
    try:
        status = os.lstat(path)
        is_link = stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION
        return os.readlink(path) if is_link else None
    except (OSError, ValueError):
        return None


def opened(path: str) -> None:
    """Note a file that is about to be read, or whose size and times are."""
    if _looks is not None:
        _looks.whole(path)


def listed(folder: str) -> None:
    """Note a folder that is about to be listed."""
    if _looks is not None:
        _looks.whole(folder)


def ignored(top: str, place: str, printed: bytes | None) -> None:
    """Note what git said of the ignored files at a place in a working tree."""
    if _looks is not None:
        _looks.note(IGNORED, top + BETWEEN + place, lambda _: listed_by_git(printed))


def taken_over(stamps: dict[str, bytes], *, is_sound: bool) -> None:
    """Note what another process saw for this one."""
    if _looks is not None:
        _looks.add((stamps, is_sound))


def doubt() -> None:
    """Note that something counted which no look at files tells, such as a clock: a like run may end otherwise."""
    if _looks is not None:
        _looks.is_sound = False


# Stamps


def link(path: str | bytes) -> bytes:
    """What a path is itself, and where it leads as a link."""
    try:
        mode = os.lstat(path).st_mode
        return b"l" + os.readlink(os.fsencode(path)) if stat.S_ISLNK(mode) else _kind(mode)
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT


def kind(path: str | bytes) -> bytes:
    """What kind of thing a path leads to."""
    try:
        return _kind(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT


def whole(path: str | bytes) -> bytes:
    """Size, times and inode of what a path leads to."""
    try:
        return whole_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT


def content(path: str | bytes) -> bytes:
    """A digest of a file's bytes."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # opening a named pipe would wait for a writer
        raise FileNotFoundError
    with open(path, "rb") as file:
        return digest(file.read())


def names(folder: str | bytes) -> bytes:
    """A digest of the names in a folder, and of what kinds these are."""
    with os.scandir(folder) as listing:
        listed = sorted((os.fsencode(entry.name), link(entry.path)) for entry in listing)
    return digest(b"\0".join(part for entry in listed for part in entry))


def listed_by_git(printed: bytes | None) -> bytes:
    """A list of paths as it is, where it is short; none where git failed."""
    if printed is None:
        return ABSENT
    return printed.replace(b"\0", BETWEEN.encode()) if len(printed) < LONG_LIST else digest(printed)


def digest(data: bytes) -> bytes:
    """A digest of bytes."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest().encode()


def is_settled(status: os.stat_result, now: int) -> bool:
    """Whether no change from ``now`` on can leave size and times as they are."""
    return max(status.st_mtime_ns, status.st_ctime_ns) < now - UNSETTLED_NS


def _kind(mode: int) -> bytes:
    return b"%d" % stat.S_IFMT(mode)


def whole_of(status: os.stat_result) -> bytes:
    """Size, times and inode as a stamp."""
    return b"%d %d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


STAMPS: dict[str, Callable[[str | bytes], bytes]] = {
    LINK: link,
    KIND: kind,
    WHOLE: whole,
    CONTENT: content,
    NAMES: names,
}
