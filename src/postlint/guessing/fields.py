"""The front matter keys that posts have, and the narrowest types that their values fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.fields.model import KIND_OF_TYPE, LIST_OF
from postlint.fields.types import misfits
from postlint.guessing.facts import ranked
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.guessing.facts import Post

MISFITS = 0.01
"""So small a share of values that fit no type are slips."""
MISSING = 0.01
"""A key that no more than this share of the posts lacks has to be there."""
FEW_POSTS = 5
"""Of fewer posts it cannot be said what all of them have."""
RARE = 0.02
MOST_VALUES = 6
USES = 5
"""A value that so many posts have is one of a list, where all are."""
_PLAIN = ("bool", "int", "number", "date", "datetime", "url", "image")
_TEXTS = ("string", "text")
_MIXED = (("date", "datetime"), ("string", "int"), ("text", "number"))
_NAMES = {kind: word for word, kind in KIND_OF_TYPE.items()}


class GuessedField(NamedTuple):
    """A key of the front matter: its types, none where its values differ too much, and how many posts have it filled.

    ``values`` are all that there are, where they are few.
    """

    name: str
    types: tuple[str, ...]
    posts: int
    required: bool
    values: tuple[str, ...] = ()


class Fields(NamedTuple):
    """The keys of many posts, those of most posts first, and the names of those that hardly any has."""

    described: tuple[GuessedField, ...]
    rare: tuple[str, ...]
    posts: int


def fields(posts: Sequence[Post], kinds: Mapping[str, str], *, folds_case: bool = False) -> Fields:
    """What the posts with front matter have in it; ``kinds`` tells by key what kind of names stands there.

    Pages of sections count where types are concerned, for these hold for them too.
    """
    keys: dict[str, _Key] = {}
    total = 0
    for post in posts:
        root = post.front_matter
        if root is None:
            continue
        total += not post.is_section
        for entry in root.entries:
            name = entry.key.text
            if _is_plain(name) and not entry.merged and _is_filled(entry.value):
                keys.setdefault(name.lower() if folds_case else name, _Key()).add(name, entry.value, post.is_section)
    least = max(2, RARE * total) if total >= FEW_POSTS else 1
    order = sorted((key for key in keys.values() if key.count), key=lambda key: (-key.count, key.name))
    described = tuple(_field(key, kinds.get(key.name), total) for key in order if key.count >= least)
    return Fields(described, tuple(key.name for key in order if key.count < least), total)


class _Key:
    """A key with all values that it has; ``count`` is by how many posts."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.count = 0
        self._spelled: Counter[str] = Counter()

    def add(self, name: str, node: Node, of_section: bool) -> None:
        self.nodes.append(node)
        self._spelled[name] += 1
        self.count += not of_section

    @property
    def name(self) -> str:
        return max(self._spelled, key=lambda one: (self._spelled[one], one))


def _field(key: _Key, kind: str | None, posts: int) -> GuessedField:
    required = posts >= FEW_POSTS and posts - key.count <= MISSING * posts
    found = types_of(key.nodes, kind)
    return GuessedField(key.name, found, key.count, required, _values(key.nodes) if found == ("string",) else ())


def types_of(nodes: Sequence[Node], kind: str | None = None) -> tuple[str, ...]:
    """The types that nearly all values fit: of bare values, of lists, or of both; empty where none does."""
    room = int(MISFITS * len(nodes))
    bare = [node for node in nodes if node.kind != "sequence"]
    items = [item for node in nodes if node.kind == "sequence" for item in node.items if _is_filled(item)]
    of_bare = _narrowest(bare, kind, room)
    of_items = _narrowest(items, kind, room)
    lists = (LIST_OF + of_items[0],) if len(of_items) == 1 else ("list",)
    if len(bare) <= room:
        return lists
    if len(nodes) - len(bare) <= room:
        return of_bare
    return (*of_bare, *lists) if of_bare else ()


def _narrowest(nodes: Sequence[Node], kind: str | None, room: int) -> tuple[str, ...]:
    """The first type that all of the values fit, but for as many as there is room for; else two of which they are."""
    by_kind = (_NAMES[kind],) if kind in _NAMES else ()
    for names in (*((name,) for name in (*by_kind, *_PLAIN, *_TEXTS, "map")), *_MIXED):
        if sum(1 for node in nodes for _ in misfits(node, names)) <= room:
            return names
    return ()


def _values(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The values that a key has, where they are few and each is used again and again."""
    counts = Counter(node.value for node in nodes)
    is_list = 1 < len(counts) <= MOST_VALUES and min(counts.values()) >= USES
    return tuple(value for value, _ in ranked(counts)) if is_list else ()


def _is_filled(node: Node) -> bool:
    if node.kind == "scalar":
        return node.value is not None and bool(node.text.strip())
    return bool(node.entries or node.items)


def _is_plain(key: str) -> bool:
    """Whether a config can describe a key of this name."""
    return bool(key) and not any(char in ".[]" or char.isspace() for char in key)
