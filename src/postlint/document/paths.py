"""Keys within keys: what a name such as ``params.author`` or ``resources[].src`` leads to in front matter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Entry, Node

ITEMS = "[]"


class Place(NamedTuple):
    """Where a name leads: the mapping or list in which it stands, its key (for an item that of the list), its value."""

    parent: Node
    key: Node
    node: Node


@cache
def keys_of(name: str) -> tuple[str, ...]:
    """The keys of a name, with ``[]`` for the items of a list."""
    parts: list[str] = []
    for part in name.split("."):
        key, depth = part, 0
        while key.endswith(ITEMS):
            key, depth = key[: -len(ITEMS)], depth + 1
        parts += [key, *[ITEMS] * depth]
    return tuple(parts)


def entry(mapping: Node, key: str, *, folds_case: bool = False) -> Entry | None:
    """The entry of a key; of duplicates the last, as loaders have it."""
    folded = key.lower() if folds_case else None
    for found in reversed(mapping.entries):
        name = found.key.value
        if name == key or (folded is not None and isinstance(name, str) and name.lower() == folded):
            return found
    return None


def places(root: Node, name: str, *, folds_case: bool = False) -> list[Place]:
    """All places that a name leads to, from front to back."""
    *_, last = keys_of(name)
    return [
        place
        for parent, key in parents(root, name, folds_case=folds_case)
        for place in _within(parent, key, last, folds_case=folds_case)
    ]


def parents(root: Node, name: str, *, folds_case: bool = False) -> list[tuple[Node, Node | None]]:
    """The mappings or lists in which the last part of a name may stand, each with the key that leads to it."""
    found: list[tuple[Node, Node | None]] = [(root, None)]
    *above, last = keys_of(name)
    for part in above:
        found = [
            (place.node, place.key)
            for parent, key in found
            for place in _within(parent, key, part, folds_case=folds_case)
        ]
    kind = "sequence" if last == ITEMS else "mapping"
    return [(node, key) for node, key in found if node.kind == kind]


def _within(parent: Node, key: Node | None, part: str, *, folds_case: bool) -> Iterator[Place]:
    if part == ITEMS:
        yield from (Place(parent, key, item) for item in parent.items if key is not None)
    elif (found := entry(parent, part, folds_case=folds_case)) is not None:
        yield Place(parent, found.key, found.value)
