"""Config and rules as they are in a commit that is trusted, beside posts as they are in one that is not.

Whoever proposes a post from a fork may well touch the rules in the same breath. These are judged by people first, and
count once they are in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from postlint import commits
from postlint.errors import UserError

if TYPE_CHECKING:
    from postlint.data import Node

NAMES = ("postlint.toml", "pyproject.toml", ".postlint-baseline.json")
LINK = "12"  # begins the mode of one
MOST_LINKS = 8
HISTORY = "Give actions/checkout 'fetch-depth: 0', so that the history is there."


def changed(top: str, head: str, base: str, config: str | None = None) -> list[str]:
    """The files of config and rules, from the top, that differ between two commits; ``config`` is one more."""
    before, after = commits.entries(top, base), commits.entries(top, head)
    differing = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    if not differing:
        return []
    folders = set(_named_by_configs(top, base, before, config))
    return [path for path in differing if path == config or os.path.basename(path) in NAMES or _is_in(path, folders)]


@contextmanager
def tree(top: str, folder: str, head: str, base: str, paths: list[str]) -> Iterator[str]:
    """A working tree of ``head`` below ``folder``, in which these files are as in ``base``. Raises UserError."""
    place = os.path.join(os.path.realpath(folder), "tree")
    with commits.copy(top, place, head, base, paths) as is_made:
        if not is_made:
            raise UserError("git could not lay out the posts beside the config of the base commit.")
        yield place


def _named_by_configs(top: str, base: str, files: Mapping[str, str], config: str | None) -> Iterator[str]:
    """Folders of packs and files of schemas that the configs of a commit name, from the top."""
    for path in files:
        if path == config or os.path.basename(path) in NAMES[:2]:
            place = _followed(top, base, files, path)
            yield place
            root = _settings(commits.content(top, base, place), path)
            for name in _names(root) if root else ():
                named = os.path.normpath(os.path.join(os.path.dirname(path), name)).replace(os.sep, "/")
                yield named
                yield _followed(top, base, files, named)


def _followed(top: str, base: str, files: Mapping[str, str], path: str) -> str:
    """Where a path leads in a commit, as far as it is a link itself."""
    for _ in range(MOST_LINKS):
        if not files.get(path, "").startswith(LINK):
            break
        target = os.fsdecode(commits.content(top, base, path) or b"")
        path = os.path.normpath(os.path.join(os.path.dirname(path), target)).replace(os.sep, "/")
    return path


def _settings(content: bytes | None, path: str) -> Node | None:
    """What a config says; nothing where it is broken, which the check will tell."""
    from postlint.data import DataSyntaxError, parse

    try:
        root: Node | None = parse((content or b"").decode("utf-8-sig"), "toml")
    except (DataSyntaxError, UnicodeDecodeError):
        return None
    for key in ("tool", "postlint") if os.path.basename(path) == "pyproject.toml" else ():
        root = root.get(key) if root and root.kind == "mapping" else None
    return root if root and root.kind == "mapping" else None


def _names(root: Node) -> Iterator[str]:
    packs, described = root.get("packs"), root.get("frontmatter")
    schema = described.get("schema") if described and described.kind == "mapping" else None
    for node in (*(packs.items if packs and packs.kind == "sequence" else ()), schema):
        if node and isinstance(node.value, str):
            yield node.value


def _is_in(path: str, places: set[str]) -> bool:
    while path:
        if path in places:
            return True
        path = path.rpartition("/")[0]
    return False
