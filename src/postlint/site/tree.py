"""What lies below the root, by the names in its folders: the same on every file system, and never outside of it.

Folders are listed when first asked about. Whether a name is there is told from the listing and not from opening it, so
that a file system that folds case or Unicode forms gives the same answer as one that does not.
"""

from __future__ import annotations

import marshal
import os
import posixpath
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from postlint import look
from postlint.files import NO_OVERLAY, Overlay
from postlint.records import NamedTuple

MOST_LINKS = 8
MOST_WHOLE = 2_000
"""The listings of so many folders are held as they are, those of more are packed."""
MOST_ENTRIES = 200_000
"""Of a checkout with more files below one folder, the rest is not known, so that no link is judged by it."""
UNWALKED = frozenset({"node_modules", "vendor", ".git"})


class Found(NamedTuple):
    """What a path leads to: its path as the names are really spelled, and whether it is a folder."""

    path: str
    is_folder: bool


class Tree:
    """The files and folders below a root. Paths are relative to it, with ``/``; "" is the root itself.

    Links are followed as far as they stay below the root, by their text alone. Without a root, the tree is that of
    ``files``, texts by path. ``overlay`` has what is otherwise than below the root.
    """

    def __init__(self, root: str | None, files: Mapping[str, str] | None = None, overlay: Overlay = NO_OVERLAY) -> None:
        self.root = root
        self._texts = files or {}
        self._overlay = overlay
        self._listings: dict[str, dict[str, bool | str]] = {}
        self._packed: dict[str, bytes] = {}  # those of further folders
        self._added: dict[str, dict[str, bool | str]] = {}
        self._folded: dict[str, dict[str, list[str]]] = {}
        for path in (*self._texts, *overlay.contents, *overlay.present):
            self._add(path)

    def exact(self, path: str) -> Found | None:
        """What is at a path, every name spelled as it is there."""
        return self._found(path, MOST_LINKS)

    def folded(self, path: str) -> Found | None:
        """What is at a path but for case and Unicode form, where there is just one such thing."""
        folders = [""]
        parts = [part for part in path.split("/") if part]
        for part in parts:
            folders = [_join(folder, name) for folder in folders for name in self._alike(folder, part)]
        found = [one for one in map(self.exact, folders) if one is not None]
        return found[0] if len(found) == 1 else None

    def is_folder(self, path: str) -> bool:
        found = self.exact(path)
        return found is not None and found.is_folder

    def is_file(self, path: str) -> bool:
        found = self.exact(path)
        return found is not None and not found.is_folder

    def leads_out(self, path: str) -> bool:
        """Whether a link on the way leads out of the root, where there may be anything."""
        parts = [part for part in path.split("/") if part and part != "."]
        for _ in range(MOST_LINKS + 1):
            current = ""
            for number, part in enumerate(parts):
                entry = self._listing(current).get(part)
                if isinstance(entry, str):
                    target = _target(current, entry)
                    if target is None:
                        return True
                    parts = [*filter(None, target.split("/")), *parts[number + 1 :]]
                    break
                if not entry:
                    return False
                current = _join(current, part)
            else:
                return False
        return False

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted; none where it is no folder."""
        found = self.exact(folder)
        return sorted(self._listing(found.path)) if found is not None and found.is_folder else []

    def files(self, folder: str) -> Iterator[str]:
        """The paths of all files below a folder, sorted within each; linked folders and hidden ones are left out."""
        left = MOST_ENTRIES
        pending = [folder]
        while pending and left > 0:
            current = pending.pop()
            inner = []
            for name in self.names(current):
                left -= 1
                path = _join(current, name)
                entry = self._listing(current).get(name)
                if entry is True:
                    if name not in UNWALKED and not name.startswith("."):
                        inner.append(path)
                elif entry is False or self.is_file(path):
                    yield path
            pending.extend(reversed(inner))

    def read_text(self, path: str) -> str | None:
        """The text of a file; None where it cannot be read."""
        from postlint.files import Unreadable, read_text, text_of

        if self.root is None:
            return self._texts.get(path)
        found = self.exact(path)
        if found is None or found.is_folder:
            return None
        try:
            if found.path in self._overlay.contents:
                return text_of(self._overlay.contents[found.path])
            return read_text(os.path.join(self.root, found.path), self.root)
        except Unreadable:
            return None

    def open(self, path: str) -> BinaryIO | None:
        """A regular file, open for reading; None where there is none that can be read.

        In a tree of texts, a text without wide characters is read as one byte a character.
        """
        import io
        import stat

        from postlint.files import Root, Unreadable

        if self.root is None:
            text = self._texts.get(path)
            if text is None:
                return None
            return io.BytesIO(text.encode("utf-8" if any(character > "\xff" for character in text) else "latin-1"))
        try:
            descriptor = Root(self.root).open(os.path.join(self.root, path))
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return open(descriptor, "rb")
            os.close(descriptor)
        except (Unreadable, OSError, ValueError):
            return None
        return None

    def _found(self, path: str, links: int) -> Found | None:
        current = ""
        is_folder = True
        parts = [part for part in path.split("/") if part and part != "."]
        for number, part in enumerate(parts):
            entry = self._listing(current).get(part) if is_folder else None
            if entry is None:
                return None
            if isinstance(entry, str):
                target = _target(current, entry)
                if links == 0 or target is None:
                    return None
                return self._found(posixpath.join(target, *parts[number + 1 :]), links - 1)
            current, is_folder = _join(current, part), entry
        return Found(current, is_folder)

    def _alike(self, folder: str, name: str) -> list[str]:
        """The names in a folder that are the same as ``name`` but for case and Unicode form."""
        found = self.exact(folder)
        if found is None or not found.is_folder:
            return []
        folder = found.path
        listing = self._listing(folder)
        if name in listing:
            return [name]
        if folder not in self._folded:
            alike: dict[str, list[str]] = {}
            for each in listing:
                alike.setdefault(folded(each), []).append(each)
            self._folded[folder] = alike
        return self._folded[folder].get(folded(name), [])

    def _listing(self, folder: str) -> Mapping[str, bool | str]:
        """The names in a real folder: True for a folder, False for a file, the text of a link (empty: unreadable)."""
        known = self._listings.get(folder)
        if known is not None:
            return known
        if len(self._listings) >= MOST_WHOLE:
            self._packed |= {path: marshal.dumps(listing) for path, listing in self._listings.items()}
            self._listings = {}
            self._folded = {}
        packed = self._packed.get(folder)
        listing = marshal.loads(packed) if packed is not None else self._listed(folder) | self._added.get(folder, {})
        self._listings[folder] = listing
        return listing

    def _listed(self, folder: str) -> dict[str, bool | str]:
        if self.root is None:
            return {}
        place = os.path.join(self.root, folder)
        look.listed(place)
        try:
            with os.scandir(place) as listing:
                found = {entry.name: _entry(entry) for entry in listing if _is_told(entry)}
        except (OSError, ValueError):
            return {}
        absent = self._overlay.absent
        return {name: entry for name, entry in found.items() if _join(folder, name) not in absent} if absent else found

    def _add(self, path: str) -> None:
        folder = ""
        *above, name = path.split("/")
        for part in above:
            self._added.setdefault(folder, {})[part] = True
            folder = _join(folder, part)
        self._added.setdefault(folder, {}).setdefault(name, False)


def folded(name: str) -> str:
    """A name as it is compared where case and Unicode form do not count."""
    if name.isascii():
        return name.lower()
    import unicodedata

    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_told(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, a folder or a link: devices, pipes and sockets are nothing to link to."""
    return entry.is_symlink() or entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)


def _entry(entry: os.DirEntry[str]) -> bool | str:
    if not entry.is_symlink():
        return entry.is_dir(follow_symlinks=False)
    try:
        return os.readlink(entry.path).replace(os.sep, "/")
    except OSError:
        return ""


def _target(folder: str, link: str) -> str | None:
    """The path that a link in a folder means by its text; None where it leads out of the root."""
    target = posixpath.normpath(posixpath.join(folder, link)) if link else ".."
    if target == ".." or target.startswith(("../", "/")):
        return None
    return "" if target == "." else target


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
