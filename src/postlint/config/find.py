"""Which config file holds for a run, and which folder is its root, outside of which nothing is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint import git, look
from postlint.errors import ConfigError, UsageError
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.text import Source

NAME = "postlint.toml"
# Names under which a config is easily mislaid; such a file is told of where no config is found.
NEAR_NAMES: tuple[str, ...] = (".postlint.toml", "post-lint.toml", "postlint.yml", "postlint.yaml", "postlint.json")
NEAR_NAMES += (".postlint", ".postlint.yml", ".postlint.yaml", ".postlint.json")

_UNQUOTED_RULE = r"^\s*\[(?:tool\.postlint\.)?(?:overrides\.)?rules\.([a-z0-9-]+/[a-z0-9-]+)\]"


class ConfigFile(NamedTuple):
    """A config file as read: its absolute path, its text, and the node that holds the settings."""

    path: str
    source: Source
    node: Node


class Found(NamedTuple):
    """The config file, if there is one, and the root of the run."""

    file: ConfigFile | None
    root: str
    notes: tuple[str, ...] = ()


def find(paths: Sequence[str], *, config: str | None = None, isolated: bool = False) -> Found:
    """The config and the root for these PATHs (none: the current folder), as the command line says.

    Raises ConfigError for a file that cannot be read as TOML, and UsageError where ``config`` names none.
    """
    folder = common_folder(paths)
    here = look.realpath(os.getcwd())
    root = here if _is_below(folder, here) else folder
    if config is not None:
        return Found(_named(config), root)
    if isolated:
        return Found(None, root)
    notes: list[str] = []
    top = git.top_of(folder)
    for current in _upward(folder, top):
        if file := _config_in(current):
            return Found(file, current)
        notes += [_mislaid(current, name) for name in NEAR_NAMES if look.lexists(os.path.join(current, name))]
    return Found(None, top or folder, tuple(notes))


def common_folder(paths: Sequence[str]) -> str:
    """The real path of the deepest folder that holds all PATHs; without any, the current folder."""
    places = [look.realpath(path if look.isdir(path) else os.path.dirname(path) or ".") for path in paths]
    try:
        return os.path.commonpath(places) if places else look.realpath(".")
    except ValueError:
        raise UsageError("These paths lie on different drives. Check them in separate runs.") from None


def shown(path: str) -> str:
    """A path as people read it: relative to the current folder where it lies below it, with ``/``."""
    relative = os.path.relpath(path, look.realpath("."))
    return (path if relative.startswith(os.pardir) else relative).replace(os.sep, "/")


def _is_below(folder: str, other: str) -> bool:
    return folder == other or folder.startswith(other.rstrip(os.sep) + os.sep)


def _upward(folder: str, top: str | None) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if folder in (top, parent):
            return
        folder = parent


def _named(config: str) -> ConfigFile:
    if look.isdir(config):
        raise UsageError(f"--config names the folder '{config}'. Name a file in it, such as {config}/{NAME}.")
    if not look.lexists(config):
        raise UsageError(f"There is no config file '{config}'.")
    file = _read(look.realpath(config))
    if os.path.basename(config) != "pyproject.toml":
        return file
    table = _table_of_pyproject(file)
    if table is None:
        raise UsageError(f"'{config}' has no table [tool.postlint].")
    return table


def _config_in(folder: str) -> ConfigFile | None:
    if look.lexists(path := os.path.join(folder, NAME)):
        return _read(path)
    if look.lexists(path := os.path.join(folder, "pyproject.toml")):
        return _table_of_pyproject(_read(path, mentions="postlint"))
    return None


def _read(path: str, mentions: str = "") -> ConfigFile:
    """Read a file as TOML. One that does not even name what it must mention is as good as empty, broken or not."""
    from postlint.files import Unreadable, read_text

    try:
        text = read_text(path, os.path.dirname(path))
    except Unreadable as error:
        raise ConfigError(error.message, path=shown(path)) from None
    return of_text(text, path, mentions)


def of_text(text: str, path: str, mentions: str = "") -> ConfigFile:
    """A text as the config file that is to lie at a path. Raises ConfigError where it is no TOML."""
    from postlint.data import DataSyntaxError, parse
    from postlint.text import Source

    source = Source(text)
    try:
        return ConfigFile(path, source, parse(source.text if mentions in source.text else "", "toml"))
    except DataSyntaxError as error:
        place = source.position(error.error.span.start)
        unquoted = re.search(_UNQUOTED_RULE, source[source.line_span(place.line)])
        message = f'Put the rule in quotes: [rules."{unquoted[1]}"].' if unquoted else error.error.message
        raise ConfigError(message, path=shown(path), line=place.line, column=place.column) from None


def _table_of_pyproject(file: ConfigFile) -> ConfigFile | None:
    tool = file.node.get("tool")
    table = tool.get("postlint") if tool and tool.kind == "mapping" else None
    return file._replace(node=table) if table else None


def _mislaid(folder: str, name: str) -> str:
    return f"'{shown(os.path.join(folder, name))}' is not read. A config is called {NAME} and written in TOML."
