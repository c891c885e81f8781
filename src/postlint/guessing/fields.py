"""The front matter keys that posts have, and the narrowest types that their values fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.fields.model import KIND_OF_TYPE, LIST_OF
from postlint.fields.types import misfits

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
    count: int
    required: bool
    values: tuple[str, ...] = ()


class Fields(NamedTuple):
    """The keys of many posts, those of most posts first, and the names of those that hardly any has."""

    described: tuple[GuessedField, ...]
    rare: tuple[str, ...]
    posts: int


def fields(posts: Sequence[Post], kinds: Mapping[str, str], *, folds_case: bool = False) -> Fields:
    """What the posts with front matter have in it; ``kinds`` tells by key what kind of names stands there."""
    nodes: dict[str, list[Node]] = {}
    spelled: dict[str, Counter[str]] = {}
    described = [post.front_matter for post in posts if post.front_matter is not None]
    for root in described:
        for entry in root.entries:
            key = entry.key.text
            if _is_plain(key) and not entry.merged:
                folded = key.lower() if folds_case else key
                nodes.setdefault(folded, []).append(entry.value)
                spelled.setdefault(folded, Counter())[key] += 1
    filled = {key: [node for node in there if _is_filled(node)] for key, there in nodes.items()}
    names = {key: max(counts, key=lambda one: (counts[one], one)) for key, counts in spelled.items()}
    least = max(2, RARE * len(described)) if len(described) >= FEW_POSTS else 1
    order = sorted(filled, key=lambda key: (-len(filled[key]), names[key]))
    return Fields(
        tuple(
            _field(names[key], filled[key], kinds.get(names[key]), len(described))
            for key in order
            if len(filled[key]) >= least
        ),
        tuple(names[key] for key in order if 0 < len(filled[key]) < least),
        len(described),
    )


def _field(name: str, nodes: Sequence[Node], kind: str | None, posts: int) -> GuessedField:
    required = posts >= FEW_POSTS and posts - len(nodes) <= MISSING * posts
    found = types_of(nodes, kind)
    return GuessedField(name, found, len(nodes), required, _values(nodes) if found == ("string",) else ())


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
    return tuple(value for value, _ in counts.most_common()) if is_list else ()


def _is_filled(node: Node) -> bool:
    if node.kind == "scalar":
        return node.value is not None and bool(node.text.strip())
    return bool(node.entries or node.items)


def _is_plain(key: str) -> bool:
    """Whether a config can describe a key of this name."""
    return bool(key) and not any(char in ".[]" or char.isspace() for char in key)
