"""Lists that lie in files beside a rule: ``- file: data/words.txt``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postlint.files import Unreadable, is_inside, read_text
from postlint.records import NamedTuple
from postlint.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.data import Node, Syntax

SYNTAXES: dict[str, Syntax] = {".txt": "lines", ".yml": "yaml", ".yaml": "yaml", ".json": "json"}
BASE_OF_FILES = 1 << 32
"""So far apart count the spans in the files of one rule, which are much shorter."""


class ListFile(NamedTuple):
    """A file with rules or a list: where the spans of its nodes count from, its text, and its path as shown."""

    base: int
    source: Source
    path: str
    syntax: Syntax = "yaml"


def is_file(node: Node) -> bool:
    """Whether an item of a list stands for what a file holds."""
    return node.kind == "mapping" and [entry.key.text for entry in node.entries] == ["file"]


def syntax_of(name: str) -> Syntax | None:
    """How a list file is written, by its name; None where it is no list."""
    return SYNTAXES.get(os.path.splitext(name)[1].lower())


def place_of(name: str, folder: str) -> str:
    """Where a list file lies that a rule of a pack names."""
    return os.path.normpath(os.path.join(folder, name))


def named_in(root: Node) -> Iterator[str]:
    """The list files that a rule names, each as often as it does."""
    pending = [root]
    while pending:
        node = pending.pop()
        if is_file(node):
            yield node.entries[0].value.text
        pending.extend(node.items)
        pending.extend(entry.value for entry in node.entries)


def opened(name: str, folder: str, shown: str, base: int) -> ListFile:
    """A list file of a pack, by its path within the pack. Raises ValueError, with a sentence for its author."""
    syntax = syntax_of(name)
    if syntax is None:
        raise ValueError(f"'{name}' is no list: a .txt file has one phrase a line, a .yml or .json file a list.")
    path = place_of(name, folder)
    if os.path.isabs(name) or not is_inside(path, folder):
        raise ValueError(f"'{name}' lies outside of the pack; move the file into its folder 'data'.")
    if os.path.dirname(os.path.normpath(name)) == "" and syntax == "yaml":
        raise ValueError(f"'{name}' would be taken for a rule; move it into the pack's folder 'data'.")
    try:
        text = read_text(path, folder)
    except Unreadable as unreadable:
        raise ValueError(f"'{name}' cannot be read. {unreadable.message}") from None
    return ListFile(base, Source(text), os.path.join(shown, name).replace(os.sep, "/"), syntax)
