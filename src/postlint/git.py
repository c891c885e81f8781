"""What git knows of a working tree: its top and its ignored files. The only module that runs git."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO

from postlint.records import NamedTuple

TIMEOUT = 60  # seconds; a tree that takes longer is treated as one without ignored files

# A checkout may come from a stranger: a bare repository hidden in it, a file system monitor or a hook must not run.
_SAFE = (
    "--literal-pathspecs",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
# Within a hook git names its own repository and index in the environment; the folder asked about outranks these.
_INHERITED = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_GLOB_PATHSPECS",
        "GIT_GRAFT_FILE",
        "GIT_ICASE_PATHSPECS",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    )
)

# What names a repository for git, in a hook or in the shell of someone whose folder .git is elsewhere.
_NAMES_REPOSITORY = frozenset(
    ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
) | {"GIT_WORK_TREE"}


class Ignored(NamedTuple):
    """Real, absolute paths that git ignores: single files, and folders with all that is in them."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


NOTHING_IGNORED = Ignored()


def top_of(folder: str) -> str | None:
    """The real path of the working tree's top above ``folder`` (or ``folder`` itself), None outside of git."""
    current = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(current, ".git")):  # a folder, or a file in worktrees and submodules
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent
    return current


def inherited() -> dict[str, str]:
    """The environment for git to work in the repository and with the index that the caller's environment names."""
    environment = {name: value for name, value in os.environ.items() if name not in _INHERITED - _NAMES_REPOSITORY}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"):
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])
    return environment


def ignored(top: str, folder: str) -> Ignored:
    """The untracked files in or above ``folder`` that git ignores; nothing where git is missing or refuses."""
    top = os.path.realpath(top)
    place = os.path.relpath(os.path.realpath(folder), top)
    listed = output(top, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", place)
    files: set[str] = set()
    folders: set[str] = set()
    for name in filter(None, (listed or b"").split(b"\0")):
        path = os.path.join(top, os.fsdecode(name).replace("/", os.sep))
        if name.endswith(b"/"):
            folders.add(path.rstrip(os.sep))
        else:
            files.add(path)
    return Ignored(frozenset(files), frozenset(folders))


def remote(folder: str) -> str:
    """The URL of the repository from which the working tree around ``folder`` comes; empty where there is none."""
    top = top_of(folder)
    url = output(top, "config", "--get", "remote.origin.url") if top is not None else None
    return os.fsdecode(url or b"").strip()


def output(
    top: str,
    *arguments: str,
    given: bytes | IO[bytes] = b"",
    environment: Mapping[str, str] | None = None,
    hooks: bool = False,
) -> bytes | None:
    """What one git command prints in ``top``, None where it fails. Nothing that a checkout brings along is run.

    ``given`` is its standard input, which stays whole though we are killed where it is a file. With ``environment`` it
    works in the repository that this names, else in that of ``top``. ``hooks`` lets git tell where its hooks are.
    """
    import subprocess

    if environment is None:
        environment = {name: value for name, value in os.environ.items() if name not in _INHERITED}
        environment["GIT_CEILING_DIRECTORIES"] = os.path.dirname(top)
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *(_SAFE[:-2] if hooks else _SAFE), *arguments],
            cwd=top,
            env={**environment, **settings},
            stdin=None if isinstance(given, bytes) else given,
            input=given if isinstance(given, bytes) else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
