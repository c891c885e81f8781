"""What around a match excuses it, in any rule of phrases: who speaks, what supports it, what the post says elsewhere.

- ``voice: unquoted``: what is only cited passes, in quotation marks or as the title of a work or a commit. ``voice:
  house``: what is cited, reported, denied or written by a guest passes, and so does a link that is all of its item.
- ``about: house``: only sentences count that say 'we' or name the house, its projects or offers, in posts of its own.
- ``spares``: kinds of posts that are not asked: stub, event, release, republished, tutorial, article.
- ``unless-evidence``: a source, a method or a table in the ``sentence`` or the ``section`` excuses it.
- ``unless-post``: phrases, one of which anywhere in the post excuses all matches.
- ``unless-link``: beginnings or parts of addresses; a link of the post to one of them excuses all matches.
- ``once: true``: of each entry only the first match in a post is told; with ``once: post`` only the first of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, get_args

from postlint.expression import expression
from postlint.matching.words import any_of, fold
from postlint.reading.citations import is_cited
from postlint.reading.subject import Kind
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.diagnostic import Reason
    from postlint.kinds.grammar.spec import Spec
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = ("voice", "about", "spares", "unless-evidence", "unless-post", "unless-link", "once")
WE = expression(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)
DENIED = expression(
    r"\b(?:not|\w+n['’]t|never|no|without|rather than|instead of) (?!(?:only|just|merely) )"
    r"(?:(?:an?|the|some|any|this|be) )?(?:\w+ )?\Z"
)
MOST_DENYING = 48
"""So many characters before its words a sentence may deny them."""
MOST_BESIDE_LINK = 3
"""So many characters, such as a full stop, may stand beside a link that is all of its item."""


class Circumstances(NamedTuple):
    """What excuses the matches of a rule."""

    voice: str = ""
    about_house: bool = False
    spares: frozenset[str] = frozenset()
    evidence: str = ""
    in_post: re.Pattern[str] | None = None
    links: tuple[str, ...] = ()
    once: Literal["", "entry", "post"] = ""

    @property
    def ask(self) -> bool:
        """Whether anything has to be asked of a reading at all."""
        return self != Circumstances()

    def kept(self, reading: Reading, hits: Iterable[Hit]) -> Iterator[Hit]:
        """The hits that nothing excuses."""
        told: set[int] = set()
        is_excused: bool | None = None
        for hit in hits:
            if is_excused is None:
                is_excused = self._excuses_post(reading)
            if is_excused:
                return
            if hit.needle in told or not self._is_heard(reading, hit):
                continue
            if self.about_house and not _is_about_house(reading, hit):
                continue
            if self.evidence and self._supports(reading, hit):
                continue
            if self.once:
                told.add(hit.needle)
            yield hit
            if self.once == "post":
                return

    def _is_heard(self, reading: Reading, hit: Hit) -> bool:
        if self.voice == "house":
            return _says_house(reading, hit)
        return not self.voice or not is_cited(reading, hit.start, hit.end)

    def _excuses_post(self, reading: Reading) -> bool:
        doc = reading.doc
        if self.spares and reading.kind in self.spares:
            return True
        if self.in_post is not None and self.in_post.search(fold(doc.prose.text)):
            return True
        return any(part in link.url for part in self.links for link in doc.links)

    def _supports(self, reading: Reading, hit: Hit) -> bool:
        sentence = reading.sentences.at(hit.start)
        place = reading.evidence.section(hit.start) if self.evidence == "section" else sentence
        evidence = reading.evidence
        if self.evidence == "section" and evidence.is_report:
            return True
        asked: tuple[Callable[[Span], Reason | None], ...] = (evidence.source, evidence.measured, evidence.note)
        if any(ask(place) for ask in asked) or evidence.table(place):
            return True
        block = reading.doc.prose.block_at(hit.start)
        if evidence.before_and_after(Span(block.start, block.end)):
            return True
        return evidence.link(sentence) is not None


def _says_house(reading: Reading, hit: Hit) -> bool:
    if reading.voices.at(hit.start, hit.end).speaker != "house" or is_cited(reading, hit.start, hit.end):
        return False
    if _is_denied(reading, hit) or _is_asked(reading, hit):
        return False
    block = reading.doc.prose.block_at(hit.start)
    links = reading.links.within(hit.start, hit.end) if "list-item" in block.scopes else ()
    return not any(one.link.prose.length >= block.end - block.start - MOST_BESIDE_LINK for one in links)


def _is_denied(reading: Reading, hit: Hit) -> bool:
    """Whether the words before a hit deny it: 'it is not a game changer', but not 'not only a game changer'."""
    start = max(reading.sentences.at(hit.start).start, hit.start - MOST_DENYING)
    return DENIED.search(fold(reading.doc.prose.text[start : hit.start])) is not None


def _is_asked(reading: Reading, hit: Hit) -> bool:
    end = reading.sentences.at(hit.start).end
    return reading.doc.prose.text[end - 1 : end] == "?"


def _is_about_house(reading: Reading, hit: Hit) -> bool:
    if reading.voices.told_by_others:
        return False
    start, end = reading.sentences.at(hit.start)
    return WE.search(reading.doc.prose.text, start, end) is not None or reading.names.has_own(start, end)


def circumstances(spec: Spec) -> Circumstances:
    """What the keys of a rule file say."""
    in_post = spec.phrases("unless-post")
    kinds = {kind: kind for kind in get_args(Kind)}
    spared = (spec.chosen("spares", node, kinds, "") for node in spec.listed("spares", "a kind of posts or several"))
    return Circumstances(
        voice=spec.choice("voice", {"any": "", "unquoted": "unquoted", "house": "house"}, ""),
        about_house=spec.choice("about", {"any": False, "house": True}, False),
        spares=frozenset(spared),
        evidence=spec.choice("unless-evidence", {"sentence": "sentence", "section": "section"}, ""),
        in_post=any_of(in_post) if in_post else None,
        links=tuple(spec.phrases("unless-link")),
        once=spec.choice("once", {"true": "entry", "false": "", "post": "post"}, ""),
    )
