"""``replace``: words and phrases, and what is better written in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Finding, Fix
from postlint.kinds import phrases
from postlint.kinds.spec import Built, Entry, Spec
from postlint.matching.words import is_bounded

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = phrases.KEYS
PLACEHOLDERS = ("match", "replacement")
DEFAULT_MESSAGE = "Write '{replacement}' instead of '{match}'."


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping from phrase to replacement, or of entries with ``phrase`` and ``replacement``."""
    wording = phrases.wording(spec, PLACEHOLDERS, DEFAULT_MESSAGE)
    if not (node.entries or node.items):
        spec.error(node.span, "'replace' is a mapping from a phrase to what is better written.")
        return None
    placed = [*_pairs(spec, node), *_entries(spec, node)]
    _tell_endless(spec, placed)

    def tell(doc: Document, hit: Hit, entry: Entry) -> Finding | None:
        match = doc.prose.text[hit.start : hit.end]
        replacement = in_case_of(match, entry)
        if replacement == match:
            return None
        return wording.finding(doc, hit, entry, _fix(doc, hit, replacement), replacement=replacement)

    return phrases.built(spec, placed, tell)


def _pairs(spec: Spec, node: Node) -> Iterator[phrases.Placed]:
    for pair in node.entries:
        phrase = spec.text_of(pair.key, "A phrase")
        replacement = spec.text_of(pair.value, f"The replacement of '{phrase}'") if phrase else ""
        if replacement:
            yield Entry(phrase, replacement=replacement), pair.key


def _entries(spec: Spec, node: Node) -> Iterator[phrases.Placed]:
    for item in node.items:
        entry = phrases.entry_of(spec, item, PLACEHOLDERS, more_keys=("replacement",))
        if entry is None:
            continue
        if entry.replacement is not None:
            yield entry, item
        elif item.kind != "mapping" or item.get("replacement") is None:
            spec.error(item.span, f"'{entry.phrase}' lacks its 'replacement'.")


def _tell_endless(spec: Spec, placed: Sequence[phrases.Placed]) -> None:
    """Tell of replacements that would be replaced again, without end; an ``unless`` may prevent that."""
    excuses = [phrases.compared(phrase) for phrase in spec.phrases("unless")]
    for entry, node in placed:
        if entry.regex:
            continue
        phrase, replacement = phrases.compared(entry.phrase), phrases.compared(entry.replacement or "")
        if not _has(replacement, phrase) or any(excuse in replacement for excuse in excuses):
            continue
        if entry.phrase == entry.replacement:
            spec.error(node.span, f"'{entry.phrase}' is replaced by itself.")
        elif phrase != replacement:
            spec.error(
                node.span,
                f"'{entry.replacement}' has '{entry.phrase}' in it and would be replaced again; "
                f"say 'unless: {entry.replacement}'.",
            )


def _has(text: str, phrase: str) -> bool:
    at = -1
    while (at := text.find(phrase, at + 1)) >= 0:
        if is_bounded(text, at, at + len(phrase)):
            return True
    return False


def _fix(doc: Document, hit: Hit, replacement: str) -> Fix | None:
    """The replacement where the words stand in the source as they read, and it cannot break what surrounds them."""
    span = doc.prose.span(hit.start, hit.end)
    if doc.source[span] != doc.prose.text[hit.start : hit.end]:
        return None
    block = doc.prose.block_at(hit.start)
    if not block.is_prose and (hit[:2] == (block.start, block.end) or not re.fullmatch(r"\w[\w .-]*", replacement)):
        # In front matter and alt texts signs have a meaning, and so have words such as 'no' that are all of a value.
        return None
    return Fix(f"Write '{replacement}'", (Edit(span, replacement),))


def in_case_of(match: str, entry: Entry) -> str:
    """The replacement in the case of what it replaces: 'Utilize' gives 'Use', 'UTILIZE' gives 'USE'.

    One that has capitals of its own, such as 'GitHub', is kept.
    """
    replacement = entry.replacement or ""
    phrase = "" if entry.regex else entry.phrase
    if replacement != replacement.lower():
        return replacement
    if match.isupper() and len(match) > 1 and not phrase.isupper():
        return replacement.upper()
    if match[:1].isupper() and not phrase[:1].isupper():
        return replacement[:1].upper() + replacement[1:]
    return replacement
