"""``dated-license``: products said to be open source at a time when their license was none that the OSI approves.

    dated-license:
      words: [open source]
      products:
        - name: Acme Search
          aliases: [Acme]
          licenses:
            - {spdx: Apache-2.0}
            - {spdx: BUSL-1.1, since: 2025-05-20}
          source: https://acme.example/blog/license
      called: {software: source-available, model: open-weight, offer: commercial}

The products come from a list with their licenses over time; the projects and offers of the house stand beside them. A
post speaks as of its date; one without a date is held only against what never was open source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Reason
from postlint.expression import expression
from postlint.kinds.grammar.phrases import wording
from postlint.kinds.grammar.products import products
from postlint.kinds.grammar.spec import Built, Spec
from postlint.licenses import Period, Product
from postlint.matching.words import fold
from postlint.reading.attribution import said_of
from postlint.records import NamedTuple
from postlint.rule import Hit, Needle
from postlint.text import Span

if TYPE_CHECKING:
    import datetime

    from postlint.data import Node
    from postlint.document import Document
    from postlint.house import House, Project
    from postlint.kinds.grammar.phrases import Wording
    from postlint.reading import Reading
    from postlint.site import Site

KEYS = ("message", "help", "in", "unless")
ADDS = "licenses"
PARTS = ("words", "products", "others", "bodies", "past", "licenses", "called")
PLACEHOLDERS = ("when", "products", "was", "called", "match")
PROPRIETARY = Period("proprietary", is_spdx=False)
OFFERS, PROJECTS = "{offers}", "{projects}"
MONTHS = "January February March April May June July August September October November December".split()

VERSION = expression(r"(?:[ -]?v?\d[\w.]*\w|[ -]?v?\d)?(?:(?<=\w)-\w[\w.]*)*(?: \d[\w.]*[bBmMkK]\b)*")
COMPOUND = expression(r"-[a-z]|[\w@/]")
ITS_TOOLS = expression(
    r"\b(?:its|their) (?:\w+ ){0,2}(?:tools|products|software|projects|offerings|stack) (?:is|are|remains?) "
    r"(?:\w+ly |all )?\Z"
)
ITS_VERSION = expression(r"\b(?:the|its|their|this)(?: \w+ed)? \Z", re.IGNORECASE)
OUR = expression(r"\b[Oo]ur(?: own| \w+ly)? \Z")
OUR_NOUN = expression(
    r" (?:[\w-]+ ){0,2}?([\w-]+)(?=[,.;:!?)]| (?:is|are|was|for|with|that|which|and|in|on|to|of)\b|\Z)"
)
VERSION_AFTER = expression(r" (?:version|edition|distribution|variant|build|release)s?\b(?! (?:of|for)\b)")


class Lists(NamedTuple):
    """The words of a rule, all folded."""

    others: frozenset[str]
    bodies: frozenset[str]
    past: re.Pattern[str] | None
    licenses: re.Pattern[str] | None
    called: dict[str, str]


class Named(NamedTuple):
    """A product where it stands in the prose, and what it is under, if that is no license of the OSI."""

    span: Span
    product: Product
    period: Period | None


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of ``words``, ``products`` and the words that tell what else a sentence may mean."""
    told = wording(spec, PLACEHOLDERS)
    place = spec.place()
    if node.kind != "mapping":
        spec.error(node.span, "'dated-license' is a mapping with 'words' and 'products'.")
        return None
    spec.unknown_keys(node, PARTS, "'dated-license'")
    says = _texts(spec, node, "words")
    listed = node.get("products")
    known = products(spec, listed) if listed is not None else []
    lists = Lists(
        frozenset(_texts(spec, node, "others")),
        frozenset(_texts(spec, node, "bodies")),
        _any_of(_texts(spec, node, "past")),
        _any_of(_texts(spec, node, "licenses")),
        _called(spec, node),
    )
    spellings = [(word, product) for product in known for word in (product.name, *product.aliases)]
    needles = [
        *(Needle(word) for word in says),
        *(Needle(word, product.is_word, whole_words=False) for word, product in spellings),
        Needle(OFFERS, case_sensitive=True),
        Needle(PROJECTS, case_sensitive=True),
        *spec.excuses(),
    ]
    by_needle = {len(says) + number: product for number, (_, product) in enumerate(spellings)}

    def check(doc: Document, house: House, reading: Reading, site: Site, hits: Sequence[Hit]) -> Iterator[Finding]:
        phrases = [hit for hit in hits if hit.needle < len(says)]
        if not phrases:
            return
        day = site.date(doc.path)
        post = _Post(doc, house, reading, day, [hit for hit in hits if hit.needle >= len(says)], by_needle)
        for hit in place.hits_in(doc, phrases):
            finding = _finding(post, hit, lists, told)
            if finding is not None:
                yield finding

    parameters = ("doc", "house", "reading", "site", "hits")
    return Built(tuple(needles), check, parameters, words=tuple(product.name for product in known))


class _Post:
    """A post with the products that it names."""

    def __init__(
        self,
        doc: Document,
        house: House,
        reading: Reading,
        day: datetime.date | None,
        hits: Sequence[Hit],
        by_needle: dict[int, Product],
    ) -> None:
        self.doc, self.house, self.reading, self.day = doc, house, reading, day
        self._hits, self._by_needle = hits, by_needle

    def named(self, start: int, end: int) -> list[Named]:
        """The products between two offsets of the prose, front to back."""
        return [named for hit in self._hits if start <= hit.start < end and (named := self._named(hit)) is not None]

    def own_closed(self) -> list[Named]:
        """The projects of the house, if the license of each of them is none of the OSI on that day."""
        made = [_project(project) for project in self.house.projects]
        found = [Named(Span(0, 0), product, period) for product in made if (period := product.closed_on(self.day))]
        return found if len(found) == len(made) else []

    def _named(self, hit: Hit) -> Named | None:
        text = self.doc.prose.text
        if re.search(r"[\w@/.-]\Z", text[max(0, hit.start - 1) : hit.start]):
            return None
        end = VERSION.match(text, hit.end).end()  # type: ignore[union-attr]
        if end == hit.end and COMPOUND.match(text, end):
            return None
        product = self._by_needle.get(hit.needle) or self._of_house(text[hit.start : hit.end])
        return Named(Span(hit.start, end), product, product.closed_on(self.day)) if product else None

    def _of_house(self, word: str) -> Product | None:
        owner = dict(self.house.spellings).get(word)
        if owner is None:
            return None
        if owner.kind == "offer":
            return Product(owner.name, periods=(PROPRIETARY,), what="offer")
        project = next((project for project in self.house.projects if project.name == owner.name), None)
        return _project(project) if project is not None else None


def _project(project: Project) -> Product:
    """A project of the house; one whose license is not given is taken to be open source."""
    periods = tuple(Period(license.spdx, since=license.since) for license in project.licenses)
    return Product(project.name, periods=periods, is_mixed=not periods)


def _finding(post: _Post, hit: Hit, lists: Lists, told: Wording) -> Finding | None:
    prose = post.doc.prose
    sentence = post.reading.sentences.at(hit.start)
    text = prose.text[sentence.start : sentence.end]
    if prose.text[hit.end : hit.end + 1] == "-" or (lists.past and lists.past.search(fold(text))):
        return None
    if post.reading.voices.quotation(hit.start, hit.end) is not None:
        return None
    found, manners = _said(post, hit, sentence, lists)
    wrong = [named for named in found if named.period is not None]
    if not wrong:
        return None
    block = prose.block_at(hit.start)
    admits = lists.licenses.search(fold(prose.text[block.start : block.end])) if lists.licenses else None
    step = "in-passing" if "list" in manners or len(found) > 1 or admits else "claimed"
    start = min(hit.start, *(named.span.start for named in wrong)) if _one_sentence(wrong, sentence) else hit.start
    end = max(hit.end, *(named.span.end for named in wrong)) if _one_sentence(wrong, sentence) else hit.end
    names = list(dict.fromkeys(named.product.name for named in wrong))
    words = {
        "when": f"In {MONTHS[post.day.month - 1]} {post.day.year}" if post.day else "So far",
        "products": _listed(names),
        "was": "were" if len(names) > 1 else "was",
        "called": lists.called.get(wrong[0].product.what, "source-available"),
        "match": " ".join(prose.text[hit.start : hit.end].split()),
    }
    reasons = [Reason(f"said as {manner}", prose.text[start:end]) for manner in dict.fromkeys(manners)]
    for named in wrong:
        assert named.period is not None
        since = f" since {named.period.since}" if named.period.since else ""
        reasons.append(Reason("license", f"{named.product.name}: {named.period.license}{since}"))
    if admits:
        reasons.append(Reason("license named", admits.group().strip()))
    return Finding(
        prose.span(start, end),
        told.message.format(**words),
        help=told.help.format(**words) if told.help else None,
        step=step,
        reasons=tuple(reasons),
    )


def _said(post: _Post, hit: Hit, sentence: Span, lists: Lists) -> tuple[list[Named], list[str]]:
    """The products of which the phrase is said, and how."""
    text = post.doc.prose.text[sentence.start : sentence.end]
    named = post.named(sentence.start, sentence.end)
    names = [Span(one.span.start - sentence.start, one.span.end - sentence.start) for one in named]
    phrase = Span(hit.start - sentence.start, hit.end - sentence.start)
    said = said_of(text, phrase, names, lists.others, lists.bodies)
    makers = [one for one in named if one.product.is_maker and one.span.end <= hit.start]
    if makers and ITS_TOOLS.search(text[: phrase.start]):
        return makers[:1], ["reference"]
    said = [one for one in said if not named[one.name].product.is_maker or _tools_of(text, names[one.name], phrase)]
    if said:
        return [named[one.name] for one in said], [one.manner for one in said]
    return _referred(post, phrase, sentence, named, lists)


def _tools_of(text: str, name: Span, phrase: Span) -> bool:
    """Whether a maker's tools are meant: 'Acme's products are open source'."""
    return text[name.end : name.end + 2] in ("'s", "’s") and name.end < phrase.start


def _referred(
    post: _Post, phrase: Span, sentence: Span, named: Sequence[Named], lists: Lists
) -> tuple[list[Named], list[str]]:
    """'Our open source platform', and 'the open source version' of what the sentence before names, if that is one."""
    text = post.doc.prose.text[sentence.start : sentence.end]
    own = [] if named else post.own_closed()
    if own and OUR.search(text[: phrase.start]) and (noun := OUR_NOUN.match(text, phrase.end)):
        word = fold(noun.group(1))
        return ([], []) if word in lists.others or word in lists.bodies else (own, ["our"])
    if not (ITS_VERSION.search(text[: phrase.start]) and VERSION_AFTER.match(text, phrase.end)) or named:
        return [], []
    before = post.reading.sentences.at(max(sentence.start - 1, 0))
    if before == sentence:
        return [], []
    earlier = {one.product.name: one for one in post.named(before.start, before.end)}
    return (list(earlier.values()), ["reference"]) if len(earlier) == 1 else ([], [])


def _one_sentence(named: Sequence[Named], sentence: Span) -> bool:
    return all(sentence.start <= one.span.start < sentence.end for one in named)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _texts(spec: Spec, node: Node, key: str) -> list[str]:
    found = node.get(key)
    if found is None:
        return []
    return [text for item in spec.items(found) if (text := spec.text_of(item, f"An entry of '{key}'"))]


def _any_of(phrases: Sequence[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    return expression(rf"(?<!\w)(?:{'|'.join(re.escape(fold(phrase)) for phrase in phrases)})(?!\w)")


def _called(spec: Spec, node: Node) -> dict[str, str]:
    found = node.get("called")
    pairs = found.entries if found is not None else ()
    return {pair.key.text: spec.text_of(pair.value, f"'{pair.key.text}'") for pair in pairs}
