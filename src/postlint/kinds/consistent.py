"""``consistent``: of several spellings one is used throughout, in each post or in all posts of the site.

    consistent:
      - [email, e-mail]
      - [[backend, backends], [back end, back ends]]

Each entry lists the spellings of one word. A spelling that has several forms is a list of these, in the same order for
each spelling. An entry may also be a mapping with ``spellings`` and a ``message``, ``help``, ``severity`` or ``step``.

``per: post`` (if it is left out) takes the spelling that a post uses most, and of equals the one that comes first.
``per: site`` takes the one that most posts use most, and of equals the one that the rule names first.

``case: exact`` tells apart spellings that differ in upper and lower case. ``in``, ``unless`` and ``unless-sentence``
narrow what counts. A message may say ``{match}`` and ``{replacement}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import SEVERITIES, Related
from postlint.expression import expression
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.kinds.replace import in_case_of
from postlint.matching.house_words import groups_in
from postlint.records import NamedTuple
from postlint.rule import Hit, Needle
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.kinds.grammar.places import Place
    from postlint.site import Site

KEYS = (*phrases.PLAIN_KEYS, "per")
ENTRY_KEYS = ("spellings", "message", "help", "severity", "step")
PLACEHOLDERS = ("match", "replacement")
POST_MESSAGE = "Write '{replacement}', as elsewhere in this post, instead of '{match}'."
SITE_MESSAGE = "Write '{replacement}', as most posts do, instead of '{match}'."

PART = expression(r"[^\W_]+")

Spelling = tuple[str, ...]
"""The forms of one spelling, such as a noun and its plural."""


class Group(NamedTuple):
    """The spellings of one word, and what is said of them."""

    spellings: tuple[Spelling, ...]
    said: Entry

    @property
    def names(self) -> tuple[str, ...]:
        """The first form of each spelling, which stands for it."""
        return tuple(forms[0] for forms in self.spellings)


class Use(NamedTuple):
    """A hit: of which spelling and which of its forms."""

    hit: Hit
    spelling: int
    form: int


class Groups(NamedTuple):
    """The groups of a rule, and where and in which words it looks. ``parts`` says, needle by needle, what each is."""

    groups: tuple[Group, ...]
    parts: tuple[tuple[int, int, int], ...]
    place: Place
    wording: phrases.Wording

    def uses(self, doc: Document, hits: Sequence[Hit]) -> Iterator[tuple[Group, list[Use]]]:
        """The groups of which a post has any spelling, each with all that it has."""
        by_group: dict[int, list[Use]] = {}
        for hit in self.place.hits_in(doc, hits):
            group, spelling, form = self.parts[hit.needle]
            by_group.setdefault(group, []).append(Use(hit, spelling, form))
        return ((self.groups[group], found) for group, found in by_group.items())

    def check_post(self, doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
        for group, found in self.uses(doc, hits):
            yield from _deviations(doc, group, found, most_used(found), self.wording, None)

    def check_site(self, doc: Document, hits: Sequence[Hit], site: Site) -> Iterator[Finding]:
        for group, found in self.uses(doc, hits):
            usual = site.usual_spelling(group.names)
            if usual is not None:
                spelling, path = usual
                yield from _deviations(doc, group, found, group.names.index(spelling), self.wording, path)

    def tally(self, doc: Document, hits: Sequence[Hit]) -> Iterator[tuple[tuple[str, ...], str]]:
        """What a post says to the site: of each group that it uses, the spelling that it uses most."""
        return ((group.names, group.names[most_used(found)]) for group, found in self.uses(doc, hits))


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a list of groups of spellings."""
    per_site = spec.choice("per", {"post": False, "site": True}, False)
    wording = phrases.wording(spec, PLACEHOLDERS, SITE_MESSAGE if per_site else POST_MESSAGE)
    case_sensitive = spec.choice("case", {"ignored": False, "exact": True}, False)
    place = spec.place()
    if node.kind != "sequence" or not node.items:
        spec.error(node.span, "'consistent' is a list of groups such as [email, e-mail].")
        return None
    if all(item.kind == "scalar" for item in node.items):
        spec.error(node.span, "'consistent' is a list of groups; one group alone is written [[email, e-mail]].")
        return None
    seen = Seen({}, case_sensitive)
    groups = tuple(group for item in node.items if (group := _group(spec, item, seen)) is not None)
    forms = [
        ((number, spelling, form), text)
        for number, group in enumerate(groups)
        for spelling, texts in enumerate(group.spellings)
        for form, text in enumerate(texts)
    ]
    needles = [Needle(text, case_sensitive) for _, text in forms]
    needles.extend(spec.excuses())
    made = Groups(groups, tuple(part for part, _ in forms), place, wording)
    if per_site:
        return Built(tuple(needles), made.check_site, ("doc", "hits", "site"), made.tally)
    return Built(tuple(needles), made.check_post)


def most_used(uses: Sequence[Use]) -> int:
    """The spelling that is used most, and of equals the one that is used first."""
    counts = Counter(use.spelling for use in uses)
    most = max(counts.values())
    return next(use.spelling for use in uses if counts[use.spelling] == most)


def _deviations(
    doc: Document, group: Group, uses: Sequence[Use], chosen: int, wording: phrases.Wording, elsewhere: str | None
) -> Iterator[Finding]:
    """The findings about all other spellings than the chosen one; ``elsewhere`` is a post that has that."""
    example = next((use.hit for use in uses if use.spelling == chosen), None)
    related: tuple[Related, ...] = ()
    if example is not None:
        words = phrases.as_told(doc, example)
        related = (Related(doc.path, doc.prose.span(example.start, example.end), f"Here it is '{words}'."),)
    elif elsewhere is not None:
        related = (Related(elsewhere, Span(0, 0), f"This post writes '{group.names[chosen]}'."),)
    for hit, spelling, form in uses:
        if spelling != chosen:
            match = doc.prose.text[hit.start : hit.end]
            replacement = like(match, group.spellings[spelling][form], group.spellings[chosen][form])
            fix = phrases.fix_of(doc, hit, replacement)
            yield wording.finding(doc, hit, group.said, fix, replacement=replacement)._replace(related=related)


def like(match: str, spelling: str, other: str) -> str:
    """The other spelling in the case of a match; in a title 'Open Source' gives 'Open-Source'."""
    words = PART.findall(match)
    if len(words) > 1 and spelling.islower() and all(word.istitle() for word in words):
        return PART.sub(lambda word: word.group()[0].upper() + word.group()[1:], other)
    return in_case_of(match, Entry(spelling, replacement=other))


# What stands in the file


class Seen(NamedTuple):
    """The spellings that were read, as they are compared, each with its place."""

    nodes: dict[str, Node]
    case_sensitive: bool


def _group(spec: Spec, node: Node, seen: Seen) -> Group | None:
    listed, said = node, Entry("")
    if node.kind == "mapping":
        spec.unknown_keys(node, ENTRY_KEYS, "an entry")
        found = node.get("spellings")
        if found is None:
            if not spec.means(node, "spellings"):
                spec.error(node.span, "An entry has 'spellings', a list such as [email, e-mail].")
            return None
        message, help_text = phrases.said(spec, node, PLACEHOLDERS)
        severity = spec.choice("severity", SEVERITIES, None, node)
        listed, said = found, Entry("", False, None, message, help_text, severity, spec.string("step", node) or None)
    if len(listed.items) < 2:
        spec.error(listed.span, "A group has two spellings or more, such as [email, e-mail].")
        return None
    spellings = tuple(_forms(spec, item, seen) for item in listed.items)
    if not all(spellings):
        return None
    lengths = {len(forms) for forms in spellings}
    if len(lengths) > 1:
        spec.error(listed.span, "All spellings of a group have the same forms; one of these has more than another.")
        return None
    said = said._replace(phrase=spellings[0][0])
    phrases.tell_step(spec, said, node)
    return Group(spellings, said)


def _forms(spec: Spec, node: Node, seen: Seen) -> Spelling:
    """The forms of a spelling. Tells those that stand there twice."""
    items = node.items if node.kind == "sequence" else (node,)
    texts: list[str] = []
    for item in items:
        text = spec.text_of(item, "A spelling")
        if groups_in(text):
            spec.error(item.span, f"'{text}' stands for words of the house, and a spelling is one word.")
        owner = seen.nodes.setdefault(phrases.compared(text, case_sensitive=seen.case_sensitive), item)
        if text and owner is not item:
            same = (
                ""
                if owner.text == text or seen.case_sensitive
                else f" as '{owner.text}'; say 'case: exact' to tell them apart"
            )
            spec.error(item.span, f"'{text}' already stands in line {spec.line(owner.span)}{same}.")
        texts.append(text)
    return tuple(texts) if all(texts) else ()
