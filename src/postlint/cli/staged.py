"""``--staged --fix``: fixes of what is staged, in the index, and in the working tree as far as they fit there.

A post whose own unstaged changes stand where a fix belongs is left as it is, in both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from postlint import git
from postlint.atomic import Unwritable, rewrite
from postlint.cli import fixing, terminal
from postlint.cli.fixing import Written
from postlint.errors import UsageError
from postlint.files import Root, Unreadable
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.changes import Entry, Index
    from postlint.cli.changed import Changed
    from postlint.report import FixedPost

_OVERLOOKED = "hS"
"""How ``git ls-files -v`` marks files whose changes git is told to overlook, in the index or on the disk."""
_PARTIAL = "next-index-"
"""How the index of a commit of some paths is called: what is written to it does not stay staged."""


class Fixed(NamedTuple):
    """A staged post with its fixes and its entry of the index; what the working tree holds of it, and is to hold."""

    post: FixedPost
    entry: Entry
    old: bytes | None
    new: bytes | None


class _Left(Exception):  # noqa: N818 - it says why a post is left as it is
    """Why a post cannot be fixed."""


def write(
    posts: Iterable[FixedPost],
    folder: str,
    changed: Changed,
    show: Callable[[str], str],
    beside: Callable[[Index, Sequence[FixedPost]], tuple[Entry, str] | None] | None = None,
) -> Written:
    """Write fixed posts to the working tree, then to the index in one step. Raises UsageError where git refuses.

    ``beside`` tells what else the index is to hold once some posts are fixed. Whoever is killed in between finds the
    index as it was, and the fixes among the unstaged changes; the next run stages them.
    """
    index = changed.index
    assert index is not None
    root = Root(folder)
    entries = {root.relative(os.path.join(index.top, path)): entry for path, entry in index.entries.items()}
    own = [post for post in posts if post.path in entries]
    if own and os.path.basename(index.environment.get("GIT_INDEX_FILE", "")).startswith(_PARTIAL):
        raise UsageError("This commit takes only some paths, and what is fixed for it would not stay. Fix them before.")
    overlooked = set(_overlooked(index, [entries[post.path].path for post in own]))
    ready: list[Fixed] = []
    for post in own:
        try:
            ready.append(_planned(post, entries[post.path], root, overlooked))
        except _Left as why:
            terminal.tell(f"{show(post.path)}: {why}")
    stored = {one.post.path: _stored(index, one.post.result.text) for one in ready}  # what fails does so before a write
    done: list[Fixed] = []
    for one in ready:
        try:
            _rewrite(root, one.post.path, one.old, one.new)
        except Unwritable as error:
            terminal.tell(f"{show(one.post.path)}: error: {error.message}")
        else:
            done.append(one)
    try:
        wanted = [(one.entry, stored[one.post.path]) for one in done]
        if beside is not None and (other := beside(index, [one.post for one in done])) is not None:
            wanted.append((other[0], _stored(index, other[1])))
        _stage(index, wanted)
    except UsageError:
        for one in done:
            with suppress(Unwritable):  # someone has gone on writing there
                _rewrite(root, one.post.path, one.new, one.old)
        raise
    return Written({show(one.post.path): one.post.result.rules for one in done}, len(done) < len(ready))


def _rewrite(root: Root, path: str, old: bytes | None, new: bytes | None) -> None:
    if old is not None and new is not None and new != old:
        rewrite(os.path.join(root.real, path), old, new)


def _planned(post: FixedPost, entry: Entry, root: Root, overlooked: set[str]) -> Fixed:
    """What is to be written for one post. Raises _Left where that cannot be done."""
    if post.result.unsettled:
        raise _Left(fixing.unsettled(post.path, post.result).partition(": ")[2])
    if entry.path in overlooked:
        raise _Left("git is told to overlook changes of this file, so the post was left as it is.")
    place = os.path.join(root.real, post.path)
    if not os.path.lexists(place):
        return Fixed(post, entry, None, None)
    if os.path.islink(place):
        raise _Left("it is staged as a file and is a link by now, so the post was left as it is.")
    try:
        old = root.read_bytes(place)
    except Unreadable as error:
        raise _Left(f"{error.message} So the post was left as it is.") from None
    new = merged(old, post.text.encode(), post.result.text.encode())
    if new is None:
        raise _Left("it has unstaged changes where a fix belongs, so the post was left as it is. Stage it as a whole.")
    return Fixed(post, entry, old, new)


def merged(current: bytes, staged: bytes, fixed: bytes) -> bytes | None:
    """What the fixes of the staged text make of the current one; None where both change the same lines.

    Where git takes line ends of Windows out of what is staged, they stay in the working tree.
    """
    if current == staged:
        return fixed
    if b"\r" not in staged and current.count(b"\r\n") == current.count(b"\n") == current.count(b"\r") > 0:
        inner = merged(current.replace(b"\r\n", b"\n"), staged, fixed)
        return inner.replace(b"\n", b"\r\n") if inner is not None else None
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="postlint-") as folder:
        for name, content in (("current", current), ("staged", staged), ("fixed", fixed)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        return git.output(folder, "merge-file", "-p", "--quiet", "current", "staged", "fixed")


def _overlooked(index: Index, paths: Sequence[str]) -> Iterator[str]:
    printed = (
        git.output(index.top, "ls-files", "-v", "-z", "--", *paths, environment=index.environment) if paths else b""
    )
    for line in (printed or b"").split(b"\0"):
        if line[:1].decode("latin-1") in _OVERLOOKED and line:
            yield os.fsdecode(line[2:])


def _stored(index: Index, text: str) -> str:
    """The id under which git has stored a text."""
    printed = git.output(index.top, "hash-object", "-w", "--stdin", given=text.encode(), environment=index.environment)
    if not printed:
        raise UsageError(f"git could not store what was fixed in {index.top}, so nothing was fixed.")
    return printed.decode("ascii").strip()


def _stage(index: Index, wanted: Sequence[tuple[Entry, str]]) -> None:
    """Let the index hold these texts, in one step. Raises UsageError, and it is as it was."""
    from tempfile import TemporaryFile

    if not wanted:
        return
    lines = b"".join(f"{entry.mode} {id}\t".encode() + os.fsencode(entry.path) + b"\0" for entry, id in wanted)
    with TemporaryFile() as file:  # Of a pipe git might see the first half only, and take half a path for one.
        file.write(lines)
        file.seek(0)
        done = git.output(index.top, "update-index", "-z", "--index-info", given=file, environment=index.environment)
    if done is None:
        raise UsageError(
            "The index could not be written, so nothing was fixed. If no other git is at work, remove .git/index.lock."
        )
