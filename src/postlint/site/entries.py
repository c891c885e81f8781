"""Where a generator's usual fields stand in the front matter of a post: the nodes of what ``conventions`` reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.site.conventions import Conventions

if TYPE_CHECKING:
    from postlint.data import Entry, Node
    from postlint.document import Document
    from postlint.text import Span


def entries(doc: Document, keys: tuple[str, ...], conventions: Conventions) -> list[Entry]:
    """The entries of these keys that are there, in the order of ``keys``; of a key that stands twice the last."""
    root = doc.front_matter.root
    if root is None:
        return []
    folded = conventions.folds_case
    there = {_folded(entry.key.value, folded): entry for entry in root.entries}
    return [there[key] for key in dict.fromkeys(_folded(key, folded) for key in keys) if key in there]


def entry(doc: Document, keys: tuple[str, ...], conventions: Conventions) -> Entry | None:
    """The entry of the first of these keys that is there and not blank."""
    return next((entry for entry in entries(doc, keys, conventions) if not is_blank(entry.value)), None)


def is_blank(node: Node) -> bool:
    return node.value is None or node.value in ([], {}) or (isinstance(node.value, str) and not node.value.strip())


def scalars(node: Node, *inner_keys: str) -> Iterator[Node]:
    """The scalars of a value: itself, each of a list, of a mapping those of the first of ``inner_keys`` it has."""
    if node.kind == "scalar":
        yield node
    for item in node.items:
        yield from scalars(item, *inner_keys)
    if node.kind == "mapping":
        inner = next((value for key in inner_keys if (value := node.get(key)) is not None), None)
        if inner is not None:
            yield from scalars(inner, *inner_keys)


def words(node: Node) -> Span:
    """Where the text of a scalar stands, without quotes and without blanks around it."""
    text = node.text
    stripped = text.strip()
    if not stripped:
        return node.span
    start = text.index(stripped)
    return node.source_span(start, start + len(stripped))


def is_readable(doc: Document) -> bool:
    """Whether there is front matter and it can be read, so that what is missing in it can be told."""
    front_matter = doc.front_matter
    return front_matter.format is not None and (front_matter.root is not None or not front_matter.errors)


def _folded(key: object, folds_case: bool) -> object:
    return key.lower() if folds_case and isinstance(key, str) else key
