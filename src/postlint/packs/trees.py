"""Rule files as plain data and back: what a rule says, without places, for rules that are known to have no mistakes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from postlint.data.node import Entry, Node, Origin
from postlint.text import Span

NOWHERE = Span(0, 0)
ORIGIN = Origin("", 0, "json")


def plain(node: Node) -> Any:
    """A node as lists, texts and mappings that JSON knows. Raises TypeError at a value that it cannot hold."""
    if node.kind == "sequence":
        return [plain(item) for item in node.items]
    if node.kind == "mapping":
        return {"entries": [[plain(entry.key), plain(entry.value)] for entry in node.entries]}
    if node.value == node.text and isinstance(node.value, str):
        return node.text
    if type(node.value) is datetime.date:
        return {"text": node.text, "date": node.value.isoformat()}
    if node.value is not None and not isinstance(node.value, str | bool | int | float):
        raise TypeError(f"{node.text} has no place in JSON")
    return {"text": node.text, "value": node.value}


def plain_without(keys: Sequence[str], mapping: Node) -> Any:
    """A mapping without some keys, as ``plain`` has it."""
    kept = [[plain(entry.key), plain(entry.value)] for entry in mapping.entries if entry.key.text not in keys]
    return {"entries": kept}


class _Text(Node):
    """A scalar that is text and stands nowhere: thousands are made of them, so that they share all but the text."""

    __slots__ = ()

    kind = "scalar"
    span = NOWHERE
    style = "plain"
    entries = ()
    items = ()
    error = None

    def __init__(self, text: str) -> None:
        self.value = text
        self.text = text


def node(tree: Any) -> Node:
    """The node that ``plain`` made this of, but for its place. Raises TypeError, KeyError or ValueError on others."""
    if isinstance(tree, str):
        return _Text(tree)
    if isinstance(tree, list):
        items = tuple([_Text(item) if type(item) is str else node(item) for item in tree])
        return Node("sequence", NOWHERE, [item.value for item in items], "block", ORIGIN, items=items)
    if "date" in tree:
        day = datetime.date.fromisoformat(tree["date"])
        return Node("scalar", NOWHERE, day, "plain", ORIGIN, text=tree["text"])
    if "text" in tree:
        return Node("scalar", NOWHERE, tree["value"], "plain", ORIGIN, text=tree["text"])
    entries = tuple(Entry(node(key), node(value), NOWHERE) for key, value in tree["entries"])
    values = {entry.key.value: entry.value.value for entry in entries}
    return Node("mapping", NOWHERE, values, "block", ORIGIN, entries=entries)
