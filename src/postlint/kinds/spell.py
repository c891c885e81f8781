"""``spell``: names that have one right spelling, found in any other.

    spell:
      - PostgreSQL
      - {name: GitHub, wrong: [Git Hub]}
      - {name: Go, also: [Golang], lower: pass}

A name is found in any case of letters, and in the ``wrong`` forms that its entry lists. What is ``also`` right is let
pass, and so is the name in lower case with ``lower: pass``. Of names that begin at one word the longest counts, so that
a right 'GitHub Actions' says nothing of 'GitHub'. Names of the house stand in braces, as in ``{names}``; then
``{misspelled-names}`` are their words divided otherwise, and slips of a letter. Its names that are ordinary words as
well pass in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import MASK
from postlint.expression import expression
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.circumstances import KEYS as CIRCUMSTANCES
from postlint.kinds.grammar.circumstances import circumstances
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.reading.citations import is_of_change_log
from postlint.reading.common_words import common_words
from postlint.records import NamedTuple
from postlint.rule import Needle

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Block, Document
    from postlint.house import House
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = ("message", "help", "in", "unless", "unless-sentence", *CIRCUMSTANCES)
ENTRY_KEYS = ("name", "also", "wrong", "lower", "message", "help")
ADDS = "list"
PLACEHOLDERS = ("match", "replacement")
DEFAULT_MESSAGE = "Write '{replacement}' instead of '{match}'."

IN_IDENTIFIER = frozenset("@#/\\_$~=<%&{[(`|" + MASK)
ALSO_IN_PROSE = frozenset("/&([|")
"""Of these signs, those that stand beside words, too: 'Javascript/Typescript' is no path, 'javascript/src' is one."""
IN_COMPOUND = frozenset("-.:+")
QUOTES = frozenset("\"'“”‘’«»")
LITERAL_ENDS = QUOTES | {" "}
"""What follows a name in quotes that is a literal or begins one: 'the output of "docker ps"'."""
EMPHASIS = ("*", "_")
COMMAND = expression(
    r"\b(?:install|reinstall|uninstall|sudo|brew|apt|yum|dnf|pip|npm|cd|run|named|called|via|using|user|ssh) \Z",
    re.IGNORECASE,
)
CALLED_COMMAND = expression(r" (?:[a-z-]+ ){0,2}(?:sub)?commands?\b")
DETERMINER = expression(r"\b(?:an?|the|this|that|these|those|each|every|any|no|your|our|its|their) \Z", re.IGNORECASE)
SUBJECT = expression(r"\b(?:we|you|they|I|can|could|will|would|should|must|may|might) \Z", re.IGNORECASE)
NOUN_ENDS = expression(r"\Z|[.,;:!?)]|\s?[—–]| (?:and|or|of|on|in|at|to|for|from|with|that|which|is|was|as|by)\b")
WORD_BEFORE = expression(r"\b([A-Za-z]{4,}) \Z")
WORD_AFTER = expression(r" ([A-Za-z]{4,})\b")


class Name(NamedTuple):
    """A name of a list: ``right`` are its accepted spellings, the first of them the one that is proposed."""

    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    lower_passes: bool = False
    is_of_house: bool = False
    message: str | None = None
    help: str | None = None


class Form(NamedTuple):
    """What a needle stands for: a form of a name, and what is right in its place."""

    name: Name
    right: str


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a list of names, or of entries with ``name`` and how it may and may not be written."""
    wording = phrases.wording(spec, PLACEHOLDERS, DEFAULT_MESSAGE)
    if node.kind != "sequence" or not node.items:
        spec.tell_no_list(node, "spell", "names in their right spelling")
        return None
    place = spec.place()
    names = [(name, item) for item in spec.items(node) if (name := _name(spec, item)) is not None]
    names = _tuned(spec, names)
    forms = _forms(spec, names)
    accepted = tuple({right: None for name, _ in names for right in name.right})
    needles = [Needle(text) for text in forms]
    needles.extend(spec.excuses())
    by_number = list(forms.values())
    around = circumstances(spec)
    rights = frozenset(accepted)
    removed = frozenset(map(str.casefold, spec.tuning.remove))

    def check(doc: Document, hits: Iterable[Hit], house: House | None = None) -> Iterator[Finding]:
        for hit in place.hits_in(doc, hits):
            match, form = _straight(doc.prose.text[hit.start : hit.end]), by_number[hit.needle]
            if house is not None and is_group(form.right):
                form = _of_house(house, match, form.name)
            is_right = match in rights or match == form.right or form.right.casefold() in removed
            if is_right or _passes(doc, hit, match, form.name):
                continue
            entry = Entry(form.right, message=form.name.message, help=form.name.help)
            yield wording.finding(doc, hit, entry, _fix(doc, hit, form.right), replacement=form.right)

    def check_around(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        yield from check(doc, around.kept(reading, place.hits_in(doc, hits)), reading.house)

    if around.ask or any(map(is_group, forms)):
        return Built(tuple(needles), check_around, ("doc", "reading", "hits"), accepted=accepted)
    return Built(tuple(needles), check, accepted=accepted)


def is_group(text: str) -> bool:
    """Whether it stands for names of the house, as '{names}' does."""
    return text[:1] == "{" and text[-1:] == "}"


def _of_house(house: House, match: str, group: Name) -> Form:
    """What the house writes where a post has this; the match itself where that is no slip."""
    right, is_slip = _spellings(house).get(match.casefold(), (match, False))
    words = match.casefold().split()
    is_plain = all(word in common_words() for word in words)
    if is_slip and (is_plain or not all(word[:1].isupper() for word in _straight(match).split())):
        right = match
    lower_passes = all(word.casefold() in common_words() for word in right.split())
    return Form(group._replace(right=(right,), lower_passes=lower_passes, is_of_house=True), right)


@lru_cache(maxsize=16)
def _spellings(house: House) -> dict[str, tuple[str, bool]]:
    """What the house writes by each spelling in lower case, and whether that one is a slip in more than letter case."""
    own = {name.casefold(): (name, False) for name in (*house.words("names"), *house.words("house"))}
    return {**{slip.casefold(): (name, True) for slip, name in house.misspellings.items()}, **own}


def _fix(doc: Document, hit: Hit, right: str) -> Fix | None:
    """The fix, where the name stands in the source as it is read, without markup in it."""
    span = doc.prose.span(hit.start, hit.end)
    if doc.source[span] != doc.prose.text[hit.start : hit.end]:
        return None
    return Fix(f"Write '{right}'", (Edit(span, right),))


def _name(spec: Spec, node: Node) -> Name | None:
    if node.kind != "mapping":
        text = spec.text_of(node, "A name")
        if is_group(text):
            spec.needle(Entry(text), node.span, case_sensitive=False)  # tells of a group that there is none of
        return Name((text,)) if text else None
    spec.unknown_keys(node, ENTRY_KEYS, "an entry of 'spell'")
    name = spec.string("name", node, required=True)
    for key in ("message", "help"):
        spec.placeholders(node.span, spec.string(key, node), PLACEHOLDERS)
    made = Name(
        (name, *_texts(spec, node, "also")),
        _texts(spec, node, "wrong"),
        spec.choice("lower", {"pass": True, "wrong": False}, False, node),
        message=spec.string("message", node) or None,
        help=spec.string("help", node) or None,
    )
    return made if name else None


def _tuned(spec: Spec, names: Sequence[tuple[Name, Node]]) -> list[tuple[Name, Node]]:
    """The names without those that the house removes, by any of their forms, and with those that it adds."""
    removed = set(map(str.lower, spec.tuning.remove))
    kept = [one for one in names if removed.isdisjoint(text.lower() for text in (*one[0].right, *one[0].wrong))]
    there = {text for name, _ in kept for text in name.right}
    return [*kept, *((Name((word,)), spec.root) for word in spec.tuning.add if word not in there)]


def _texts(spec: Spec, node: Node, key: str) -> tuple[str, ...]:
    found = node.get(key)
    if found is None:
        return ()
    items = [found] if found.kind == "scalar" else found.items
    return tuple(text for item in items if (text := spec.text_of(item, f"An entry of '{key}'")))


def _forms(spec: Spec, names: Sequence[tuple[Name, Node]]) -> dict[str, Form]:
    """The needles in lower case, and what each stands for. Tells forms that stand there twice."""
    forms: dict[str, Form] = {}
    owners: dict[str, Node] = {}
    for name, node in names:
        several = [(right, right) for right in name.right] + [(wrong, name.right[0]) for wrong in name.wrong]
        for text, right in several:
            key = text.lower()
            owner = owners.setdefault(key, node)
            if owner is not node or (key in forms and text in name.wrong):
                line = spec.line(owner.span)
                spec.error(
                    node.span, f"'{text}' already stands in line {line}; a name is found in any case of letters."
                )
            forms.setdefault(key, Form(name, right))
    for key, form in list(forms.items()):
        if form.right.lower() == key and _has_plural(form.right):
            forms.setdefault(f"{key}s", Form(form.name, f"{form.right}s"))
    return forms


def _has_plural(name: str) -> bool:
    """Whether 's' may follow the name, as in 'MacBooks'; a short one would become another: 'AWS' is no 'AW'."""
    return len(name) > 3 and name[-1].isalpha() and name[-1] not in "sS" and " " not in name


def _passes(doc: Document, hit: Hit, match: str, name: Name) -> bool:
    """Whether the stretch is no slip: a word, an identifier, words in capitals, a name that begins a sentence."""
    text, block = doc.prose.text, doc.prose.block_at(hit.start)
    if _is_identifier(text, hit, block, is_lower=match.islower()) or is_of_change_log(text, block):
        return True
    if match.islower():
        return name.lower_passes or _is_literal(doc, hit, block) or (name.is_of_house and _is_word(text, hit, block))
    if name.lower_passes and " " in match and match[1:].islower():
        return True
    if match.isupper() and _is_among_capitals(text, hit, block):
        return True
    begins = any(match == right[:1].upper() + right[1:] for right in name.right)
    return begins and _begins(text, hit.start, block)


def _is_identifier(text: str, hit: Hit, block: Block, *, is_lower: bool) -> bool:
    """Whether the stretch is a part of a host name, path, handle, package or option."""
    before, after = text[max(block.start, hit.start - 2) : hit.start], text[hit.end : min(block.end, hit.end + 2)]
    signs = IN_IDENTIFIER if is_lower else IN_IDENTIFIER - ALSO_IN_PROSE
    if before[-1:] in signs or after[:1] in signs or after == ":/":
        return True
    if (after[:1] == "." and after[1:].isalnum()) or (before[-1:] == "." and before[:1].isalnum()):
        return True
    if not is_lower:
        return False
    joins_before = before[-1:] == "." or (before[-1:] in IN_COMPOUND and before[:1].isalnum())
    return joins_before or (after[:1] in IN_COMPOUND and after[1:].isalnum())


def _is_literal(doc: Document, hit: Hit, block: Block) -> bool:
    """Whether lower-case letters are meant: set off by signs or cells, or as what is installed or run."""
    text = doc.prose.text
    if (hit.start, hit.end) == (block.start, block.end) or "table-cell" in block.scopes:
        return True
    if text[hit.start - 1 : hit.start] in QUOTES and text[hit.end : hit.end + 1] in LITERAL_ENDS:
        return True
    if CALLED_COMMAND.match(text, hit.end, block.end):
        return True
    source, span = doc.source.text, doc.prose.span(hit.start, hit.end)
    if source[span.start - 1 : span.start] in EMPHASIS and source[span.end : span.end + 1] in EMPHASIS:
        return True
    return COMMAND.search(text, max(block.start, hit.start - 16), hit.start) is not None


def _is_word(text: str, hit: Hit, block: Block) -> bool:
    """Whether it stands as 'a beacon' or 'we beam' does, so that it is a word and no name of the house."""
    if SUBJECT.search(text, max(block.start, hit.start - 8), hit.start):
        return True
    before = DETERMINER.search(text, max(block.start, hit.start - 8), hit.start)
    return before is not None and NOUN_ENDS.match(text, hit.end, block.end) is not None


def _is_among_capitals(text: str, hit: Hit, block: Block) -> bool:
    """Whether the words around it are set in capitals, too."""
    before = WORD_BEFORE.search(text, max(block.start, hit.start - 32), hit.start)
    after = WORD_AFTER.match(text, hit.end, block.end)
    if any(word is not None and word.group(1).isupper() for word in (before, after)):
        return True
    return not re.search("[a-z]", text[block.start : block.end])


def _begins(text: str, start: int, block: Block) -> bool:
    """Whether a sentence begins here, or the block is one where words may be capitalized."""
    if not {"heading", "front-matter", "table-cell"}.isdisjoint(block.scopes):
        return True
    before = text[block.start : start].rstrip(" *_\"'“‘([")
    return not before or before[-1] in ".!?:;…–—-•" + MASK


def _straight(text: str) -> str:
    """The text with plain blanks, hyphens and apostrophes, as names are written in lists."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2011", "-").replace("\u2019", "'")
