"""``clarify``: terms that can be taken for something else, unless the post says once in full what is meant.

    clarify:
      - {phrase: BSL, means: [Business Source License, Boost Software License], beside: [license, licensed]}
      - {phrase: GNU Public License, write: GNU General Public License}

- ``phrase``: the term. One that has no small letters is found as it is written, any other in any case of letters.
- ``means``: what says in full what is meant; where one of these stands anywhere in the post, the term is clear. A term
  without them is never right.
- ``beside``: words of which one must stand in the same paragraph, such as those of the field from which the term is.
- ``write``: what to write in its place, which makes the fix; ``fix: unsafe`` where that is a guess.

Of each entry only the first in a post is told. ``message`` and ``help`` may say ``{match}`` and ``{write}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Reason
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.matching.words import any_of, fold
from postlint.records import NamedTuple
from postlint.rule import Needle

if TYPE_CHECKING:
    import re

    from postlint.data import Node
    from postlint.diagnostic import Finding, Fix
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = ("message", "help", "in", "unless", "unless-sentence")
ADDS = "pairs"
ENTRY_KEYS = ("phrase", "means", "beside", "write", "fix", "message", "help", "severity")
PLACEHOLDERS = ("match", "write")


class Term(NamedTuple):
    """A term, what clears it in the post, what must stand beside it, and how it is mended."""

    entry: Entry
    clear: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    is_safe: bool


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a list of terms."""
    wording = phrases.wording(spec, PLACEHOLDERS)
    if node.kind != "sequence" or not node.items:
        spec.tell_no_list(node, "clarify", "terms that can be taken for something else")
        return None
    place = spec.place()
    placed = phrases.tuned(spec, [(entry, item) for item in spec.items(node) if (entry := _entry(spec, item))])
    terms = [_term(spec, entry, item) for entry, item in placed]
    needles = [Needle(term.entry.phrase, term.entry.phrase == term.entry.phrase.upper()) for term in terms]

    def check(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
        text = ""
        told: set[int] = set()
        for hit in place.hits_in(doc, hits):
            term = terms[hit.needle]
            text = text or fold(doc.prose.text)
            if hit.needle in told or (term.clear and term.clear.search(text)):
                continue
            block = doc.prose.block_at(hit.start)
            beside = term.beside.search(text, block.start, block.end) if term.beside else None
            if term.beside is not None and beside is None:
                continue
            told.add(hit.needle)
            words = {"write": term.entry.replacement or ""}
            found = wording.finding(doc, hit, term.entry, _fix(doc, hit, term), **words)
            yield found._replace(reasons=tuple(_reasons(doc, hit, beside)))

    return Built((*needles, *spec.excuses()), check)


def _reasons(doc: Document, hit: Hit, beside: re.Match[str] | None) -> Iterator[Reason]:
    yield Reason("term", phrases.as_told(doc, hit))
    if beside is not None:
        yield Reason("beside", beside.group())


def _fix(doc: Document, hit: Hit, term: Term) -> Fix | None:
    fix = phrases.fix_of(doc, hit, term.entry.replacement) if term.entry.replacement else None
    return fix if fix is None else fix._replace(safe=term.is_safe)


def _entry(spec: Spec, node: Node) -> Entry | None:
    if node.kind != "mapping":
        spec.error(node.span, "An entry of 'clarify' is a mapping with 'phrase', and with 'means' or 'write'.")
        return None
    spec.unknown_keys(node, ENTRY_KEYS, "an entry of 'clarify'")
    phrase = spec.string("phrase", node, required=True)
    made = phrases.entry(spec, node, phrase, PLACEHOLDERS)
    return made._replace(replacement=spec.string("write", node) or None) if phrase else None


def _term(spec: Spec, entry: Entry, node: Node) -> Term:
    """The term of an entry; one that the house adds stands in no list, and is never right."""
    if node.get("phrase") is None:
        return Term(entry, None, None, is_safe=True)
    means, beside = (Lists(spec, node).words(key) for key in ("means", "beside"))
    is_safe = spec.choice("fix", {"safe": True, "unsafe": False}, True, node)
    return Term(entry, any_of(means) if means else None, any_of(beside) if beside else None, is_safe)
