"""What changed in a working tree since a commit, or is staged in its index: files, and their lines."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from postlint import commits, git
from postlint.errors import UsageError, nearest
from postlint.records import NamedTuple

HISTORY = (
    "This clone is shallow. In CI give actions/checkout 'fetch-depth: 0'; at your desk run 'git fetch --unshallow'."
)
# Whatever the user has set for reading diffs, this is how they are read here: without a write to the index, so that
# files that were touched and not changed are among them, too.
_DIFF = (
    "-c",
    "diff.autoRefreshIndex=false",
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--find-renames",
    "--ignore-submodules=dirty",
    "-O/dev/null",
)
_LINES = ("--unified=0", "--inter-hunk-context=0", "--text", "--src-prefix=a/", "--dst-prefix=b/")
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_AT_ONCE = 400  # paths in one call: a command line has room for so many


class Lines(NamedTuple):
    """The lines of a file that changed, counted from 1 by line feeds: first and last of each stretch.

    Where lines were only taken out, the last is that before the gap and the first that behind it. ``whole`` tells
    that all of the file is new.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    whole: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines from ``first`` to ``last`` changed, or something between two of them went."""
        return self.whole or any(first <= end and start <= last for start, end in self.stretches)


class Entry(NamedTuple):
    """One file that changed: its path, that before a renaming, and mode and id of what it holds now."""

    path: str
    old_path: str
    old_mode: str
    mode: str
    old_id: str
    id: str
    status: str


class Changes(NamedTuple):
    """What changed, by path from ``top``; ``gone`` are files that are no longer where they were, with their old ids.

    ``environment`` lets git find the repository, where ``top`` alone does not.
    """

    top: str
    lines: Mapping[str, Lines]
    gone: Mapping[str, str]
    environment: Mapping[str, str] | None = None


class Index(NamedTuple):
    """What is staged: the index of the working tree at ``top``, as ``environment`` lets git find it.

    ``entries`` are the staged files by path from ``top``, and ``changes`` what these change. ``contents`` are the posts
    whose text in the working tree may be another; ``absent`` are files of the working tree that the index does not
    have, ``present`` those of the index that were deleted.
    """

    top: str
    environment: Mapping[str, str]
    entries: Mapping[str, Entry]
    changes: Changes
    contents: Mapping[str, bytes]
    absent: frozenset[str]
    present: frozenset[str]


def since(top: str, ref: str) -> Changes:
    """What the working tree has changed since it parted from a commit, with files that git does not track yet.

    Raises UsageError where this clone does not have the commit or the history between.
    """
    base = _base(top, ref)
    entries = parse_entries(_wanted(git.output(top, *_DIFF, "--raw", "-z", "--no-abbrev", base, "--"), top))
    lines = _lines(top, entries, lambda paths: git.output(top, *_DIFF, *_LINES, base, "--", *paths))
    listed = _wanted(git.output(top, "ls-files", "-z", "--others", "--exclude-standard"), top)
    for name in filter(None, listed.split(b"\0")):
        lines[os.fsdecode(name)] = Lines(whole=True)
    return Changes(top, lines, gone(entries, lines))


def staged(folder: str, endings: tuple[str, ...]) -> Index:
    """What is staged in the repository around ``folder``, or in that which the environment names.

    ``endings`` are those of the files whose contents are wanted, in lower case. Raises UsageError outside of git, and
    where a merge has left conflicts.
    """
    environment = git.inherited()
    here = os.getcwd() if environment.get("GIT_DIR") else folder
    printed = git.output(here, "rev-parse", "--show-toplevel", environment=environment)
    if not printed:
        raise UsageError("There is no git repository with a working tree here, so nothing is staged.")
    top = os.fsdecode(printed.removesuffix(b"\n"))

    def asked(*arguments: str) -> bytes:
        return _wanted(git.output(top, *arguments, environment=environment), top)

    entries = parse_entries(asked(*_DIFF, "--cached", "--raw", "-z", "--no-abbrev", "--"))
    if conflicts := sorted(entry.path for entry in entries if entry.status == "U"):
        raise UsageError(f"'{conflicts[0]}' has conflicts from a merge. Solve them, and stage it: git add.")
    lines = _lines(top, entries, lambda paths: asked(*_DIFF, *_LINES, "--cached", "--", *paths))
    unstaged = parse_entries(asked(*_DIFF, "--no-renames", "--raw", "-z", "--no-abbrev", "--"))
    untracked = asked("ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    ids = {entry.path: entry.old_id for entry in unstaged if entry.status != "A" and entry.old_mode.startswith("10")}
    ids |= {entry.path: entry.id for entry in entries if entry.mode.startswith("10")}
    wanted = {path: id for path, id in ids.items() if path.lower().endswith(endings)}
    blobs = commits.blobs(top, sorted(set(wanted.values())), environment)
    contents = {path: blobs[id] for path, id in wanted.items() if id in blobs}
    intended = (entry.path for entry in unstaged if entry.status == "A")
    absent = frozenset((*map(os.fsdecode, filter(None, untracked)), *intended))
    present = frozenset(entry.path for entry in unstaged if entry.status == "D")
    changes = Changes(top, lines, gone(entries, lines), environment)
    return Index(top, environment, {entry.path: entry for entry in entries}, changes, contents, absent, present)


def entry(index: Index, place: str) -> Entry | None:
    """The entry of the index for a file that git tracks, changed or not; None where it is none of them."""
    path = os.path.relpath(place, os.path.realpath(index.top)).replace(os.sep, "/")
    printed = git.output(index.top, "ls-files", "--stage", "-z", "--", path, environment=index.environment)
    for line in (printed or b"").split(b"\0"):
        what, _, name = line.partition(b"\t")
        if os.fsdecode(name) == path and what.startswith(b"10"):
            mode, id, _ = what.decode("ascii").split(" ")
            return Entry(path, path, mode, mode, id, id, "M")
    return None


def text(index: Index, entry: Entry) -> str | None:
    """What a file holds in the index; None where that is no text."""
    data = commits.blobs(index.top, [entry.id], index.environment).get(entry.id)
    try:
        return data.decode() if data is not None else None
    except UnicodeDecodeError:
        return None


def _base(top: str, ref: str) -> str:
    """The commit at which HEAD and another one parted. Raises UsageError."""
    is_shallow = git.output(top, "rev-parse", "--is-shallow-repository") == b"true\n"
    history = f" {HISTORY}" if is_shallow else ""
    start = commits.commit(top, ref)
    if start is None:
        printed = git.output(top, "for-each-ref", "--format=%(refname:short)") or b""
        name = nearest(ref, [*printed.decode("utf-8", "replace").split("\n")[:-1], "HEAD"])
        # What was cut off may well be right as it is written, and compared with the next best nothing would be new.
        advice = f" Did you mean '{name}'?" if name and not is_shallow else ""
        raise UsageError(f"There is no branch, tag or commit '{ref}' here.{advice}{history}")
    if commits.commit(top, "HEAD") is None:
        raise UsageError("There is no commit yet, so nothing has changed since one. Leave out --since.")
    base = commits.merge_base(top, start, "HEAD")
    if base is None:
        raise UsageError(f"'{ref}' and HEAD have no commit in common here.{history}")
    return base


def parse_entries(printed: bytes) -> list[Entry]:
    """The files of ``git diff --raw -z``."""
    entries = []
    fields = iter(printed.split(b"\0"))
    for field in fields:
        if not field.startswith(b":"):
            continue
        old_mode, mode, old_id, id, status = field[1:].decode("ascii").split(" ")
        old_path = path = os.fsdecode(next(fields))
        if status[0] in "RC":
            path = os.fsdecode(next(fields))
        entries.append(Entry(path, old_path, old_mode, mode, old_id, id, status[0]))
    return entries


def gone(entries: Iterable[Entry], there: Mapping[str, Lines]) -> dict[str, str]:
    """The files that were deleted or have another name now, each with the id of what it held."""
    left = {entry.old_path: entry.old_id for entry in entries if entry.status in "DR"}
    return {path: id for path, id in left.items() if path not in there}


def _lines(top: str, entries: Sequence[Entry], show: Callable[[list[str]], bytes | None]) -> dict[str, Lines]:
    """The changed lines of the files that are there; ``show`` makes a patch of some paths."""
    lines: dict[str, Lines] = {}
    changed: list[Entry] = []
    for entry in entries:
        if entry.status == "D" or not entry.mode.startswith("10"):
            if entry.mode.startswith("12"):
                lines[entry.path] = Lines(whole=True)
        elif entry.status in "AUT":
            lines[entry.path] = Lines(whole=True)
        elif entry.status == "R" or entry.id != entry.old_id:
            changed.append(entry)
    for at in range(0, len(changed), _AT_ONCE):
        some = changed[at : at + _AT_ONCE]
        paths = sorted({path for entry in some for path in (entry.path, entry.old_path)})
        stretches = parse_lines(_wanted(show(paths), top))
        for entry in some:
            if entry.path in stretches or entry.status == "R":
                lines[entry.path] = Lines(tuple(stretches.get(entry.path, ())))
    return lines


def parse_lines(patch: bytes) -> dict[str, list[tuple[int, int]]]:
    """The changed lines, by path, in a patch without context."""
    found: dict[str, list[tuple[int, int]]] = {}
    current: list[tuple[int, int]] = []
    left = 0  # lines of a hunk, whatever they look like
    for line in patch.split(b"\n"):
        if left:
            left -= not line.startswith(b"\\")
        elif line.startswith(b"+++ "):
            current = found.setdefault(_name(line[4:]), [])
        elif hunk := _HUNK.match(line):
            old, start, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            left = old + new
            current.append((start, start + new - 1) if new else (start + 1, start))
    return found


def _name(written: bytes) -> str:
    """The path that a patch names: in quotes where it has odd characters, else with a tab behind it if with spaces."""
    if written.startswith(b'"'):
        written = _ESCAPE.sub(_unescaped, written.rstrip(b"\t")[1:-1])
    else:
        written = written.removesuffix(b"\t")
    return os.fsdecode(written.removeprefix(b"b/"))


def _unescaped(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPED.get(code, code)


def _wanted(printed: bytes | None, top: str) -> bytes:
    if printed is None:
        raise UsageError(f"git could not tell what has changed in {top}. Try 'git status' there.")
    return printed
