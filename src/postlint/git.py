"""What git knows of a working tree: its top and its ignored files. The only module that runs git."""

from __future__ import annotations

import os

from postlint import look
from postlint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

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


_SETTINGS = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
_LIST_IGNORED = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--")


class Ignored(NamedTuple):
    """Real, absolute paths that git ignores: single files, and folders with all that is in them."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


NOTHING_IGNORED = Ignored()


def top_of(folder: str) -> str | None:
    """The real path of the working tree's top above ``folder`` (or ``folder`` itself), None outside of git."""
    current = look.realpath(folder)
    while not look.lexists(os.path.join(current, ".git")):  # a folder, or a file in worktrees and submodules
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
    top = look.realpath(top)
    place = os.path.relpath(look.realpath(folder), top)
    listed = output(top, *_LIST_IGNORED, place)
    look.ignored(top, place, listed)
    files: set[str] = set()
    folders: set[str] = set()
    for name in filter(None, (listed or b"").split(b"\0")):
        path = os.path.join(top, os.fsdecode(name).replace("/", os.sep))
        if name.endswith(b"/"):
            folders.add(path.rstrip(os.sep))
        else:
            files.add(path)
    return Ignored(frozenset(files), frozenset(folders))


def ignored_again(top: str, place: str) -> bytes | None:
    """What git prints for ``ignored``, asked in the way that costs least; None where it fails."""
    if not hasattr(os, "posix_spawnp"):
        return output(top, *_LIST_IGNORED, place)
    readable, writable = os.pipe()
    try:
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writable, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        command = ["git", "-C", top, *_SAFE, *_LIST_IGNORED, place]
        process = os.posix_spawnp("git", command, _environment(top), file_actions=actions)
    except OSError:
        os.close(readable)
        return None
    finally:
        os.close(writable)
    with open(readable, "rb") as pipe:
        printed = pipe.read()
    return printed if os.waitpid(process, 0)[1] == 0 else None


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

    try:
        done = subprocess.run(
            ["git", *(_SAFE[:-2] if hooks else _SAFE), *arguments],
            cwd=top,
            env=_environment(top) if environment is None else {**environment, **_SETTINGS},
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


def _environment(top: str) -> dict[str, str]:
    """The environment for git to work in the repository of ``top`` and no other."""
    environment = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    return {**environment, "GIT_CEILING_DIRECTORIES": os.path.dirname(top), **_SETTINGS}
