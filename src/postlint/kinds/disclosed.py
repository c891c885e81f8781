"""``disclosed``: a comparison of the own product with others says who compares.

    disclosed:
      by: [disclaimer, full disclosure, biased, our team builds]

A post compares if its title says so and names both ('Acme vs Bolt', 'Comparing Acme and Bolt'), or names the other and
is about the own product ('Alternatives to Bolt'). It has disclosed who compares where it has one of the phrases under
``by``, where a sentence says 'we', 'our' or 'I' together with a name of the house, or where the house or a team of it
is named as the author. The finding points at the title. A message may say ``{own}`` and ``{rival}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Reason
from postlint.expression import expression
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.spec import Built, Spec
from postlint.matching.words import any_of, fold
from postlint.rule import Needle
from postlint.site.conventions import authors, title

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.text import Span

KEYS = ("message", "help")
ADDS = "list"
PLACEHOLDERS = ("own", "rival")
NAMES = ("{projects}", "{offers}", "{house}")
COMPARES = expression(
    r"\b(?:(?P<duel>vs\b(?! code)\.?|versus|or|better than|faster than|cheaper than|differs? from)|"
    r"(?P<both>compar(?:ed|ing|ison|isons|es?)|differences?|head[- ]to[- ]head|showdown|benchmark(?:s|ed|ing)?)|"
    r"(?P<list>alternatives?|competitors?))\b",
    re.IGNORECASE,
)
TITLE = ("front-matter", "title")
FIRST_PERSON = expression(r"\b(?:we|our|ours|us|i|my)\b", re.IGNORECASE)
NEAR = 300
"""So far from a name within its sentence 'we' is looked for; sentences may be as long as a post."""
SPARED = ("stub", "event", "release", "republished")


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of the phrases that disclose who compares."""
    told = phrases.wording(spec, PLACEHOLDERS)
    if node.kind != "mapping":
        spec.error(node.span, "'disclosed' is a mapping with a list of phrases under 'by'.")
        return None
    spec.unknown_keys(node, ("by",), "'disclosed'")
    by = tuple(dict.fromkeys((*Lists(spec, node).words("by"), *spec.tuning.add)))
    discloses = any_of(by)

    def check(doc: Document, reading: Reading) -> Iterator[Finding]:
        if reading.kind in SPARED or reading.voices.told_by_others or reading.voices.guest:
            return
        own, rival = _compared(reading)
        if not own or discloses.search(fold(doc.prose.text)) or _says_we(reading, own) or _is_author(reading):
            return
        words = {"own": own, "rival": rival}
        reasons = (Reason("own product", own), Reason("rival", rival))
        yield told.at(_title(reading), words)._replace(reasons=reasons)

    return Built(tuple(map(Needle, NAMES)), check, ("doc", "reading"), words=by)


def _compared(reading: Reading) -> tuple[str, str]:
    """The own product and the rival that the title sets beside each other; nothing where it does no such thing."""
    blocks = reading.doc.prose.blocks
    heads = [one for one in blocks if one.scopes[:2] == TITLE or "h1" in one.scopes]
    for head in heads:
        found = COMPARES.search(reading.doc.prose.text, head.start, head.end)
        names = reading.names.within(head.start, head.end) if found else []
        if found is None or not names:
            continue
        if found.lastgroup == "duel":  # of 'Acme on Bolt vs Core' Acme is no party
            before = [name for name in names if name.end <= found.start()][-1:]
            names = before + [name for name in names if name.start >= found.end()][:1]
        own = next((name.text for name in names if name.is_own), "")
        rival = next((name.text for name in names if not name.is_own), "")
        if rival and found.lastgroup == "list":
            own = own or reading.names.topic
        if own and rival:
            return own, rival
    return "", ""


def _says_we(reading: Reading, own: str) -> bool:
    """Whether a sentence that names the house or its product says 'we', too."""
    text = reading.doc.prose.text
    for name in (own, *(name for name, owner in reading.house.spellings if owner.kind != "partner")):
        at = text.find(name)
        while at >= 0:
            start, end = reading.sentences.at(at)
            if FIRST_PERSON.search(text, max(start, at - NEAR), min(end, at + NEAR)):
                return True
            at = text.find(name, at + len(name))
    return False


def _is_author(reading: Reading) -> bool:
    named = " ".join(authors(reading.doc.front_matter.data, reading.site.conventions))
    return any(name in named for name, owner in reading.house.spellings if owner.kind != "partner")


def _title(reading: Reading) -> Span:
    """The entry of the front matter that has the title, else the first heading, else the post as a whole."""
    doc = reading.doc
    found, root = title(doc.front_matter.data, reading.site.conventions), doc.front_matter.root
    if found is not None and root is not None:
        return next((entry.span for entry in root.entries if entry.key.text == found.key), doc.whole)
    return doc.headings[0].span if doc.headings else doc.whole
