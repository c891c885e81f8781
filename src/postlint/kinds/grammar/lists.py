"""The word lists under the key of a kind: read with their mistakes told, and without what a house removes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.grammar.spec import Spec


class Lists:
    """The lists of one rule file; ``node`` stands under the kind's key."""

    def __init__(self, spec: Spec, node: Node) -> None:
        self.spec = spec
        self.node = node
        self._removed = frozenset(word.casefold() for word in spec.tuning.remove)

    def words(self, key: str, node: Node | None = None) -> tuple[str, ...]:
        """The words or phrases of a list, also those of the files that it names; none where there is no such key."""
        found = (self.node if node is None else node).get(key)
        if found is None:
            return ()
        if found.kind != "sequence":
            self.spec.error(found.span, f"'{key}' is a list of words or phrases.")
            return ()
        texts = (self.spec.text_of(item, f"An entry of '{key}'") for item in self.spec.items(found))
        return tuple(text for text in dict.fromkeys(texts) if text and text.casefold() not in self._removed)

    def groups(self, key: str) -> dict[str, Node]:
        """What stands under each name of a mapping; nothing where there is no such key."""
        found = self.node.get(key)
        if found is None:
            return {}
        if found.kind != "mapping":
            self.spec.error(found.span, f"'{key}' is a mapping from names to what they hold.")
            return {}
        return {entry.key.text: entry.value for entry in found.entries}

    def by_group(self, key: str) -> dict[str, tuple[str, ...]]:
        """The lists of a mapping, by their names."""
        holder = self.node.get(key)
        return {name: self.words(name, holder) for name in self.groups(key)}

    def texts(self, node: Node | None, key: str, names: Iterable[str], placeholders: Iterable[str]) -> dict[str, str]:
        """The texts under ``key`` of ``node``, one for each of the names, all of which are needed."""
        names = tuple(names)
        found = None if node is None else node.get(key)
        if found is None or found.kind != "mapping":
            self.spec.error(
                (found or node or self.node).span, f"'{key}' is a mapping with a text for {', '.join(names)}."
            )
            return dict.fromkeys(names, "")
        self.spec.unknown_keys(found, names, f"'{key}'")
        texts: dict[str, str] = {}
        for name in names:
            texts[name] = self.spec.string(name, found)
            text = found.get(name)
            if text is None:
                self.spec.tell_lacking(found, name, f"'{key}'")
            elif texts[name]:
                self.spec.placeholders(text.span, texts[name], placeholders)
        return texts
