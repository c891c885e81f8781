"""Which paths a glob of the config means. No regular expressions of ours: a glob cannot be made to run for long."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def matches(path: str, pattern: str) -> bool:
    """Whether a glob means a path or a folder above it; both are relative to the root, with ``/``.

    ``*`` stays within one folder, ``**`` goes over any number of them. A glob without ``/`` means a file or folder of
    that name at any depth; every other starts at the root.
    """
    parts = pattern.removeprefix("./").rstrip("/").split("/")
    names = path.split("/")
    if len(parts) == 1 and parts[0] not in ("", ".", "**"):
        return any(fnmatchcase(name, parts[0]) for name in names)
    return parts in ([""], ["."]) or _matches_from_root(names, parts)


def matches_any(path: str, patterns: Iterable[str]) -> bool:
    return any(matches(path, pattern) for pattern in patterns)


def _matches_from_root(names: list[str], parts: list[str]) -> bool:
    # `reached` holds how many parts of the glob can have been used up by the names so far.
    reached = _over_stars({0}, parts)
    for name in names:
        stayed = {i for i in reached if i < len(parts) and parts[i] == "**"}
        moved = {i + 1 for i in reached - stayed if i < len(parts) and fnmatchcase(name, parts[i])}
        reached = _over_stars(stayed | moved, parts)
        if len(parts) in reached:
            return True
    return False


def _over_stars(reached: set[int], parts: list[str]) -> set[int]:
    """``**`` may also stand for no folder at all."""
    for i, part in enumerate(parts):
        if part == "**" and i in reached:
            reached.add(i + 1)
    return reached
