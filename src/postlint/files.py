"""Reading files below a root and finding posts in folders: the only module that opens what a checkout holds.

Nothing outside of the root is opened, whatever links say. Paths may hold any bytes that a file system allows; they come
as ``os.fsdecode`` gives them.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from postlint import look
from postlint.git import NOTHING_IGNORED, Ignored
from postlint.records import NamedTuple
from postlint.text import Position, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_BYTES = 2 * 1024 * 1024
MARKDOWN = (".md", ".markdown", ".mdx")
POSTS = (*MARKDOWN, ".html")
NOT_POSTS = frozenset({"README", "LICENSE", "CHANGELOG", "CONTRIBUTING"})

_FIRST = Position(1, 1, 0)
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a named pipe would wait for a writer
)
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_REASONS = {
    errno.EACCES: "This file cannot be read: permission is denied.",
    errno.EPERM: "This file cannot be read: permission is denied.",
    errno.ENOENT: "There is no such file.",
    errno.ENOTDIR: "There is no such file.",
    errno.ELOOP: "This is a link that leads back to itself.",
    errno.ENAMETOOLONG: "The path of this file is too long to be opened.",
}
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class Unreadable(Exception):  # noqa: N818 - it says what a file is, and is no error of ours
    """A file that cannot be checked.

    ``rule`` names the diagnostic ("unreadable-file", "not-utf-8" or "oversized-file"), ``message`` is a sentence for
    the user. ``offset`` is the byte offset of the first byte that is not UTF-8, ``position`` its line and column.
    """

    def __init__(self, rule: str, message: str, offset: int | None = None, position: Position = _FIRST) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.offset = offset
        self.position = position


class Overlay(NamedTuple):
    """Files that are otherwise than the disk has them, by path relative to the root.

    ``contents`` has the bytes of posts; ``absent`` are not there; ``present`` are there, whatever is in them.
    """

    contents: dict[str, bytes]
    absent: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()

    def posts(self, folder: str) -> Iterator[str]:
        """The paths of the posts below a folder of the root."""
        start = "" if folder == "." else f"{folder}/"
        for path, data in self.contents.items():
            inner = path.removeprefix(start)
            if path.startswith(start) and not any(part.startswith(".") for part in inner.split("/")):
                extension = _extension_of_post(path.rpartition("/")[2])
                is_post = extension in MARKDOWN or (extension == ".html" and _opens_front_matter(data))
                if is_post and "node_modules" not in inner.split("/"):
                    yield path


NO_OVERLAY = Overlay({})


MOST_FOLDERS = 5_000


class Root:
    """A folder outside of which nothing is opened, or even looked at. It remembers the folders that it has met last.

    Only a path that does not begin with the root's own is resolved by the system: a user has named it so.
    Make one for each run: a folder that becomes a link meanwhile would go unnoticed.
    """

    def __init__(self, path: str) -> None:
        self.real = look.realpath(path)
        self._real_folders: dict[str, str | None] = {}

    def relative(self, path: str) -> str | None:
        """``path`` relative to the root with ``/``, None outside of it; a link as last part keeps its own name."""
        real = self._with_real_folder(path)
        if real is None or not _below(real, self.real):
            return None
        relative = real[len(self.real.rstrip(os.sep)) + 1 :] or "."
        return relative.replace(os.sep, "/")

    def read_text(self, path: str, max_bytes: int = MAX_BYTES) -> str:
        """The text of a file below the root, a byte order mark included, line ends as they are.

        Raises ``Unreadable`` for whatever is not a regular UTF-8 file of at most ``max_bytes`` bytes.
        """
        return text_of(self.read_bytes(path, max_bytes), max_bytes)

    def read_bytes(self, path: str, max_bytes: int = MAX_BYTES) -> bytes:
        """The bytes of a regular file below the root; raises ``Unreadable``."""
        try:
            descriptor = self.open(path)
            try:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
                    raise Unreadable("unreadable-file", f"This is {kind}, not a file.")
                if status.st_size > max_bytes:
                    raise _oversized(status.st_size, max_bytes)
                data = _read(descriptor, max_bytes + 1)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise _unreadable(error) from None
        except ValueError:  # a NUL or a lone surrogate in the path
            raise Unreadable("unreadable-file", "No file can have this name.") from None
        if len(data) > max_bytes:  # it has grown since
            raise _oversized(len(data), max_bytes)
        return data

    def open(self, path: str) -> int:
        """A descriptor of a file below the root, of whatever kind; raises ``Unreadable``, OSError, ValueError."""
        real = self.resolved(path)
        if real is None:
            named = self._with_real_folder(path)
            is_link = named is not None and _below(named, self.real)
            what = "a link to a place" if is_link else "a place"
            raise Unreadable("unreadable-file", f"This is {what} outside of the root folder, where nothing is opened.")
        look.opened(real)
        try:
            return os.open(real, _FLAGS)
        except FileNotFoundError:
            if look.islink(path):
                raise Unreadable("unreadable-file", "This is a link that points to nothing.") from None
            raise
        except NotADirectoryError:
            raise
        except OSError:
            look.doubt()  # who may read it, for one, can change without a trace
            raise

    def resolved(self, path: str) -> str | None:
        """The real path of what a path leads to, None outside of the root. Raises OSError, ValueError."""
        real = self._with_real_folder(path)
        if real is not None and _below(real, self.real):
            return look.within(real, self.real) if look.islink(real) else real
        if _below(os.path.abspath(path), self.real):
            return None
        real = look.realpath(path)
        return real if _below(real, self.real) else None

    def target(self, path: str) -> str | None:
        """The real path that a link leads to; None for what is no link, or leads out of the root or to itself."""
        try:
            named = self._with_real_folder(path)
            real = self.resolved(path)
        except (OSError, ValueError):
            return None
        return None if real == named else real

    def isfile(self, path: str) -> bool:
        """Whether a path leads to a file below the root."""
        return self._leads(path, look.isfile)

    def isdir(self, path: str) -> bool:
        """Whether a path leads to a folder below the root."""
        return self._leads(path, look.isdir)

    def _leads(self, path: str, test: Callable[[str], bool]) -> bool:
        try:
            real = self.resolved(path)
        except (OSError, ValueError):
            return False
        return real is not None and test(real)

    def _with_real_folder(self, path: str) -> str | None:
        """A path with the links in it resolved but for the last part; None where they lead out of the root."""
        folder, name = os.path.split(os.path.abspath(path))
        if folder not in self._real_folders:
            if len(self._real_folders) >= MOST_FOLDERS:
                self._real_folders.clear()
            self._real_folders[folder] = self._real_folder(folder)
        real = self._real_folders[folder]
        return real if real is None else os.path.join(real, name)

    def _real_folder(self, folder: str) -> str | None:
        if not _below(folder, self.real):
            return look.realpath(folder)
        try:
            return look.within(folder, self.real)
        except (OSError, ValueError):
            return folder  # opening what is in there tells it


def is_inside(path: str, root: str) -> bool:
    """Whether ``path``, with all links resolved, is ``root`` or lies below it."""
    try:
        return Root(root).resolved(path) is not None
    except (OSError, ValueError):
        return False


def rooted(path: str, root: str) -> str | None:
    """``Root.relative`` for one path."""
    return Root(root).relative(path)


def read_text(path: str, root: str, max_bytes: int = MAX_BYTES) -> str:
    """``Root.read_text`` for one file."""
    return Root(root).read_text(path, max_bytes)


def find_posts(folder: str, root: str, *, ignored: Ignored = NOTHING_IGNORED) -> Iterator[str]:
    """The posts below ``folder``, sorted; each path starts with ``folder`` as given.

    ``ignored`` is passed over, but for a ``folder`` that is itself ignored. Linked folders are not entered; a linked
    file is left out where its target comes anyway. What looks like a post and cannot be read is given all the same, and
    so is a folder that cannot be listed or lies outside of the root: ``read_text`` then says why.
    """
    top = Root(root)
    try:
        real_folder = top.resolved(folder)
    except (OSError, ValueError):
        real_folder = None
    if real_folder is None:
        yield folder
        return
    if _is_ignored(real_folder, ignored.folders):
        ignored = NOTHING_IGNORED
    posts, links, unlisted = _walk(folder, real_folder, top, ignored)
    targets = {os.path.join(real_folder, os.path.relpath(path, folder)) for path in posts} if links else set()
    for path in sorted(links):
        target = top.target(path)
        if target is None:
            posts.append(path)
        elif target not in targets and not look.isdir(target):
            posts.append(path)
            if look.isfile(target):
                targets.add(target)
    yield from sorted(posts + unlisted)


def _walk(folder: str, real_folder: str, top: Root, ignored: Ignored) -> tuple[list[str], list[str], list[str]]:
    """Posts, links that are named like posts, and folders that cannot be listed, in any order."""
    posts: list[str] = []
    links: list[str] = []
    unlisted: list[str] = []
    pending = [(folder, real_folder)]  # a stack of our own: folders may be nested deeper than Python may recurse
    while pending:
        current, real_current = pending.pop()
        look.listed(current)
        try:
            with os.scandir(current) as listing:
                entries = [(entry, entry.is_dir(follow_symlinks=False)) for entry in listing]
        except OSError:
            look.doubt()
            unlisted.append(current)
            continue
        for entry, is_folder in entries:
            if entry.name.startswith("."):
                continue
            real = os.path.join(real_current, entry.name)
            if is_folder:
                if entry.name != "node_modules" and real not in ignored.folders:
                    pending.append((entry.path, real))
            elif real not in ignored.files and _is_post(entry, top):
                (links if entry.is_symlink() else posts).append(entry.path)
    return posts, links, unlisted


def _is_post(entry: os.DirEntry[str], top: Root) -> bool:
    extension = _extension_of_post(entry.name)
    return extension in MARKDOWN or (extension == ".html" and _has_front_matter(entry.path, top))


def _extension_of_post(name: str) -> str:
    """The ending of a file that may be a post by its name, in lower case; empty for others."""
    stem, extension = os.path.splitext(name)
    extension = extension.lower()
    if extension not in POSTS or stem.partition(".")[0].upper() in NOT_POSTS:  # README.zh-CN.md is a README, too
        return ""
    return extension


def _has_front_matter(path: str, top: Root) -> bool:
    try:
        descriptor = top.open(path)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return False
            head = os.read(descriptor, 256)
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno in (errno.EACCES, errno.EIO)  # it may be a post: reading it will name it
    except (Unreadable, ValueError):
        return False
    return _opens_front_matter(head)


def _opens_front_matter(data: bytes) -> bool:
    line, end, _ = data[:256].removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").partition(b"\n")
    return bool(end) and line.rstrip() in (b"---", b"+++", b"{")


def _below(real: str, real_root: str) -> bool:
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def _is_ignored(real: str, folders: frozenset[str]) -> bool:
    """Whether ``real`` or a folder above it is among ``folders``."""
    while folders:
        if real in folders:
            return True
        parent = os.path.dirname(real)
        if parent == real:
            break
        real = parent
    return False


def _read(descriptor: int, limit: int) -> bytes:
    pieces: list[bytes] = []
    while limit > 0 and (piece := os.read(descriptor, limit)):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def text_of(data: bytes, max_bytes: int = MAX_BYTES) -> str:
    """The text of bytes, a byte order mark included; raises ``Unreadable`` where they are too many or no UTF-8."""
    if len(data) > max_bytes:
        raise _oversized(len(data), max_bytes)
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise Unreadable("not-utf-8", f"This file is {name}. Save it as UTF-8.", 0)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Source(data[: error.start].decode("utf-8"))
        place = before.position(len(before.text))
        message = f"Byte 0x{data[error.start]:02X} in line {place.line} is not UTF-8. Save the file as UTF-8."
        raise Unreadable("not-utf-8", message, error.start, place) from None
    if b"\0" in data and data.count(b"\0", 0, 4096) * 4 > min(len(data), 4096):
        message = "This file is full of NUL bytes, as UTF-16 is and text is not. Save it as UTF-8."
        raise Unreadable("not-utf-8", message, data.index(b"\0"))
    return text


def _oversized(size: int, max_bytes: int) -> Unreadable:
    message = f"This file has {size:,} bytes, and files of up to {max_bytes:,} are checked. Split it, or exclude it."
    return Unreadable("oversized-file", message)


def _unreadable(error: OSError) -> Unreadable:
    reason = _REASONS.get(error.errno or 0)
    return Unreadable("unreadable-file", reason or f"This file cannot be read: {error.strerror or 'unknown error'}.")
