"""The lists of words that a kind takes beside its main list: editors change them, a kind compares by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from postlint.matching.words import fold

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.spec import Spec


def words_under(spec: Spec, node: Node, key: str) -> tuple[str, ...]:
    """The texts of a list under a key, and of the files that it names; none where there is no such key."""
    found = node.get(key)
    if found is None:
        return ()
    if found.kind == "scalar":
        text = spec.text_of(found, f"'{key}'")
        return (text,) if text else ()
    if found.kind != "sequence":
        spec.error(found.span, f"'{key}' is a list of words.")
        return ()
    return tuple(text for item in spec.items(found) if (text := spec.text_of(item, f"An entry of '{key}'")))


def folded(words: Iterable[str]) -> frozenset[str]:
    """Words as they are compared."""
    return frozenset(fold(" ".join(word.split())) for word in words)


def any_of(words: Iterable[str], *, after: str = "", before: str = "") -> re.Pattern[str]:
    """Finds any of the words, in folded text and between word borders; without words it finds nothing.

    ``before`` and ``after`` are expressions for what goes before and behind.
    """
    parts = sorted(folded(words), key=lambda word: (-len(word), word))
    if not parts:
        return re.compile(r"(?!)")
    bounded = (re.escape(part) if part[0] in "'" else rf"(?<!\w){re.escape(part)}" for part in parts)
    return re.compile(rf"{before}(?:{'|'.join(bounded)})(?!\w){after}")
