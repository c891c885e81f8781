"""``replace``: words and phrases, and what is better written in their place.

    replace:
      in order to: to
      utilize: use

    replace:
      - {phrase: leverage, replacement: use, message: "'{match}' is a thing to lift with; write '{replacement}'."}
      - {regex: "at this (?:point|moment) in time", replacement: now}

The first form is for phrases that need no word of their own, the second for those that bring a ``message``, ``help``,
``severity`` or ``step``. The replacement is offered as a fix and keeps the case: 'Utilize' becomes 'Use'. A message may
say ``{match}`` and ``{replacement}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.list_files import is_file
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.matching.words import is_bounded

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = phrases.KEYS
ADDS = "pairs"
PLACEHOLDERS = ("match", "replacement")
DEFAULT_MESSAGE = "Write '{replacement}' instead of '{match}'."


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping from phrase to replacement, or of entries with ``phrase`` and ``replacement``."""
    wording = phrases.wording(spec, PLACEHOLDERS, DEFAULT_MESSAGE)
    if not (node.entries or node.items):
        spec.error(node.span, "Under 'replace' each line has a phrase and what is better written: 'utilize: use'.")
        return None
    placed = [one for listed in spec.lists(node) for one in (*_pairs(spec, listed), *_entries(spec, listed))]
    if spec.known is None:
        _tell_endless(spec, placed)

    def tell(doc: Document, hit: Hit, entry: Entry) -> Finding | None:
        match = doc.prose.text[hit.start : hit.end]
        replacement = in_case_of(match, entry)
        if replacement == match:
            return None
        return wording.finding(doc, hit, entry, phrases.fix_of(doc, hit, replacement), replacement=replacement)

    return phrases.built(spec, placed, tell)


def _pairs(spec: Spec, node: Node) -> Iterator[phrases.Placed]:
    for pair in node.entries:
        phrase = spec.text_of(pair.key, "A phrase")
        replacement = spec.text_of(pair.value, f"The replacement of '{phrase}'") if phrase else ""
        if replacement:
            yield Entry(phrase, replacement=replacement), pair.key


def _entries(spec: Spec, node: Node) -> Iterator[phrases.Placed]:
    for item in node.items:
        if is_file(item):
            continue
        entry = phrases.entry_of(spec, item, PLACEHOLDERS, more_keys=("replacement",))
        if entry is None:
            continue
        if entry.replacement is not None:
            yield entry, item
        elif item.kind != "mapping" or item.get("replacement") is None:
            message = f"'{entry.phrase}' lacks its replacement; write '{{phrase: …, replacement: …}}'."
            spec.error_at(entry.phrase, item.span, message)


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
