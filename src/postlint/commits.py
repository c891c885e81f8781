"""What the commits of a repository hold, and copies in which some files are as in another commit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from postlint import git


def commit(top: str, revision: str) -> str | None:
    """The id of the commit that a revision names; None where this clone has none such."""
    printed = git.output(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return _text(printed) or None


def parents(top: str, revision: str) -> list[str]:
    """The parents that a commit names, also those that a shallow clone does not have; the first is what it built on."""
    printed = git.output(top, "cat-file", "commit", revision)
    header = (printed or b"").partition(b"\n\n")[0].splitlines()
    return [_text(line[7:]) for line in header if line.startswith(b"parent ")]


def merge_base(top: str, one: str, other: str) -> str | None:
    """The commit where two lines of history parted; None where this clone does not go back so far."""
    return _text(git.output(top, "merge-base", "--end-of-options", one, other)) or None


def entries(top: str, revision: str) -> dict[str, str]:
    """By path from the top, what a commit holds: mode and id of each file."""
    printed = git.output(top, "ls-tree", "-r", "-z", "--full-tree", revision) or b""
    made = {}
    for entry in filter(None, printed.split(b"\0")):
        what, _, path = entry.partition(b"\t")
        made[os.fsdecode(path)] = _text(what)
    return made


def content(top: str, revision: str, path: str) -> bytes | None:
    """What a file holds in a commit."""
    return git.output(top, "cat-file", "blob", f"{revision}:{path}")


def blobs(top: str, ids: Collection[str], environment: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """What files hold, by the ids that git has for it; one that is not there is left out."""
    wanted = "".join(f"{id}\n" for id in ids).encode()
    printed = git.output(top, "cat-file", "--batch", given=wanted, environment=environment) if wanted else b""
    found: dict[str, bytes] = {}
    at = 0
    while printed and (end := printed.find(b"\n", at)) >= 0:
        id, kind, *size = printed[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if size:
            if kind == "blob":
                found[id] = printed[at : at + int(size[0])]
            at += int(size[0]) + 1
    return found


@contextmanager
def copy(top: str, folder: str, revision: str, base: str, paths: Collection[str]) -> Iterator[bool]:
    """A working tree at ``folder`` of one commit, in which these paths are as in ``base``, as long as it is needed.

    Gives False where git could not make it. The index is changed before the first file is written: nothing that lies in
    one commit can lead a file of the other elsewhere.
    """
    made = git.output(top, "worktree", "add", "--quiet", "--detach", "--no-checkout", folder, revision) is not None
    try:
        yield made and all(
            git.output(folder, *command) is not None
            for command in (
                ("read-tree", revision),
                ("restore", f"--source={base}", "--staged", "--", *paths),
                ("checkout-index", "--all", "--force", "--quiet"),
            )
        )
    finally:
        git.output(top, "worktree", "remove", "--force", "--force", folder)


def _text(printed: bytes | None) -> str:
    return (printed or b"").decode("ascii", "replace").strip()
