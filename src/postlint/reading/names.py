"""Whose names stand in a post: the house's own, and everybody else's. Only words that look like names are read.

Own are the names of the house, its projects and its offers, and what the post itself introduces as its writers' own,
as in 'we built Acme', 'at Acme, we' or 'our engine Acme'; without a house that is all there is to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.reading.common_words import common_words
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Prose
    from postlint.house import House

WORD = r"(?:[A-Z]|[a-z0-9]{1,3}[A-Z])[\w+#]*(?:[-.’'][\w+#]*[\w+#])*"
LOOKS_LIKE_A_NAME = expression(rf"(?<![\w/@.-]){WORD}(?: (?:{WORD}|v?\d[\w.]*))*")
NAME_INSIDE = expression(r"[a-z0-9][A-Z]|[A-Za-z]\d|^[A-Z][A-Z0-9+#-]+$")
"""What marks a name wherever it stands: a capital within, a digit, nothing but capitals."""

NO_NAMES = frozenset(
    "a about above according across after again all almost also although always among an and another any are as "
    "at back "
    "be because been before behind being below besides best better between beyond both build but by can check compared "
    "could create currently data deploy despite did do does due during each either enough even ever every few finally "
    "find first follow following for from further get given had has have he hence here how however i if imagine in "
    "indeed instead into is it its join just keep last later learn let like make many maybe meet more most much "
    "my nearly "
    "neither never new next no nor not note nothing now of off often on once one only open or other our out over "
    "overall "
    "perhaps please rather read recently run second see set several she should similarly since so some soon start "
    "still "
    "stop such take than thanks that the their them then there therefore these they third this those though "
    "through thus "
    "to today together tomorrow too try two under unless unlike until up upon us use using very was watch we well were "
    "what when where whereas whether which while who whose why will with within without would yes yesterday yet "
    "you your "
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday english chinese german french japanese spanish european american "
    "api apis sql nosql ai ml llm llms rag oss foss cpu cpus gpu gpus ram ssd http https grpc rest json yaml xml "
    "csv html "
    "css ui ux cli sdk sdks ide ides os vm vms iot sre sres devops ci cd crud acid olap oltp etl elt tls ssl dns "
    "tcp udp ip "
    "jwt sso saml oidc rbac iam kms faq ga saas paas iaas".split()
)
"""Words that begin sentences, and names of no product or company."""

MADE = (
    "announc(?:e|ed|ing)|ba(?:se|sed) on|buil(?:d|t|ding)|creat(?:e|ed|ing)|design(?:ed|ing)?|develop(?:ed|ing)?|"
    "found(?:ed|ing)|introduc(?:e|ed|ing)|launch(?:ed|ing)?|maintain(?:ed|ing)?|ma(?:de|ke|king)|offer|"
    "open[- ]sourc(?:e|ed|ing)|publish(?:ed|ing)?|releas(?:e|ed|ing)|ship(?:ped|ping)?|start(?:ed|ing)?|wrote"
)
OWNER = expression(r"\b(?:[Ww]e|[Oo]ur|[Ii]ntroducing|[Aa]nnouncing)\b")
"""One of these is in each ``OWN_BEFORE``."""
OWN_BEFORE = expression(
    rf"(?:\b[Ww]e(?:['’](?:ve|re)| have| are| at)?(?: (?:\w+ly|just|also|first|then|now))?"
    rf"(?: (?:{MADE})(?: and [\w-]+(?: [\w-]+)?)?(?: (?:the|our|a [\w -]{{1,30}} called))?)?|"
    r"\b(?:Introducing|Announcing|introducing|announcing)(?: the)?|"
    r"\b[Oo]ur (?:[\w-]+ ){0,4}(?:agent|app|application|benchmark|company|database|engine|framework|library|model|"
    r"operator|platform|plugin|product|project|service|software|solution|system|tool|toolkit),?) [^\w.!?]{0,2}\Z"
)
WE_ALONE = expression(r"\b[Ww]e(?:['’](?:ve|re)| have| are)? [^\w.!?]{0,2}\Z")
AT_BEFORE = expression(r"\b[Aa]t [^\w.!?]{0,2}\Z")
OWN_AFTER = expression(r"[^\w.!?]{0,3}(?:,? (?:is|, an?|are) our\b|\(our\b|, our\b)")
WE_AFTER = expression(r"[^\w.!?]{0,3} we(?:['’]\w+)? ")
WITHIN = expression(r"[a-z,;] [^\w.!?]{0,2}\Z")
BEGINNINGS = frozenset((": ", "- ", "– ", "— ", "• ", "| "))
APPOSED = expression(r"(?:, | \(|: )(?:the|an?) ")
POSSESSIVE = expression(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m)?)\Z")
TITLE = ("front-matter", "title")
TITLED = frozenset({"heading", "front-matter"})
"""Scopes of blocks in which any word may be capitalized."""
FEWEST_MENTIONS = 6
FEWEST_RECURRENCES = 3
MOST_PLACES = 60
AROUND = 80


class Name(NamedTuple):
    """A name in the prose, and whether it is the house's own."""

    start: int
    end: int
    text: str
    is_own: bool


class Names:
    """The names in a post's prose; offsets are those of ``prose.text``."""

    def __init__(self, prose: Prose, house: House) -> None:
        self._prose = prose
        self._house_names = tuple(word for word, owner in house.spellings if owner.kind != "partner")
        self._introduced: dict[str, bool] = {}
        self._mentioned: dict[str, bool] = {}
        self._around: dict[str, list[tuple[str, str]]] = {}
        self._within: dict[tuple[int, int], list[Name]] = {}

    def within(self, start: int, end: int) -> list[Name]:
        """The names in a stretch, front to back; of an own name the longest spelling counts."""
        if (start, end) not in self._within:
            self._within[start, end] = self._found(start, end)
        return self._within[start, end]

    def _found(self, start: int, end: int) -> list[Name]:
        own = list(self._own(start, end))
        others = (name for name in self._others(start, end) if not any(_overlap(name, one) for one in own))
        found: list[Name] = []
        for name in sorted([*own, *others]):
            before = found[-1] if found else None
            if before is not None and before.end + 1 == name.start and self._prose.text[before.end] == " ":
                text = self._prose.text[before.start : name.end]  # 'Acme Cluster' is Acme's
                found[-1] = Name(before.start, name.end, text, before.is_own or name.is_own)
            else:
                found.append(name)
        return found

    @cached_property
    def topic(self) -> str:
        """The own name that the post speaks of again and again; empty where there is none."""
        text = self._prose.text
        counts = {word: text.count(word) for word in self._house_names}
        word = max(counts, key=lambda word: (counts[word], word), default="")
        return word if word and counts[word] >= FEWEST_MENTIONS else ""

    @cached_property
    def _recurrent(self) -> str:
        """Without a house: the name in the title that recurs in a post of writers who say 'we', if any."""
        if self._house_names or not re.search(r"\b(?:[Ww]e|[Oo]ur)\b", self._prose.text):
            return ""
        titles = [block for block in self._prose.blocks if block.scopes[:2] == TITLE or "h1" in block.scopes]
        for block in titles:
            for found in LOOKS_LIKE_A_NAME.finditer(self._prose.text, block.start, block.end):
                for word in found.group().split(" "):
                    bare = POSSESSIVE.sub("", word)
                    is_plain = bare.lower() in NO_NAMES or bare[:1].isdigit()
                    if not is_plain and sum(1 for _ in self._places(bare)) >= FEWEST_RECURRENCES:
                        return bare if next(self._places(bare.lower()), None) is None else ""
        return ""

    def has_own(self, start: int, end: int) -> bool:
        return any(name.is_own for name in self.within(start, end))

    def is_own(self, word: str) -> bool:
        """Whether a name is the house's, or one that the post introduces as its writers' own."""
        if word in self._house_names or (word and word == self._recurrent):
            return True
        if word not in self._introduced:
            self._introduced[word] = any(_is_introduced(before, after) for before, after in self._all_places(word))
        return self._introduced[word]

    def _own(self, start: int, end: int) -> Iterator[Name]:
        text = self._prose.text
        taken: list[tuple[int, int]] = []
        for word in self._house_names:
            at = text.find(word, start, end)
            while at >= 0:
                stop = at + len(word)
                if not _goes_on(text, at, stop) and not any(at < last and first < stop for first, last in taken):
                    taken.append((at, stop))
                    yield Name(at, stop, word, True)
                at = text.find(word, stop, end)

    def _others(self, start: int, end: int) -> Iterator[Name]:
        text = self._prose.text
        titled = not TITLED.isdisjoint(self._prose.block_at(start).scopes)
        for found in LOOKS_LIKE_A_NAME.finditer(text, start, end):
            at = found.start()
            for word in found.group().split(" "):
                bare = POSSESSIVE.sub("", word)
                begins = at == start or text[max(start, at - 2) : at] in BEGINNINGS
                is_plain = titled or (begins and not APPOSED.match(text, at + len(bare), end))
                if self._is_name(bare, is_plain=is_plain):
                    yield Name(at, at + len(bare), bare, self.is_own(bare))
                at += len(word) + 1

    def _is_name(self, word: str, *, is_plain: bool) -> bool:
        """Whether a capitalized word is a name, also where any word would be capitalized."""
        if word[:1].isdigit() or word.lower() in NO_NAMES:
            return False
        return not is_plain or NAME_INSIDE.search(word) is not None or self._is_uncommon(word) or self.is_own(word)

    def _is_uncommon(self, word: str) -> bool:
        """Whether the word is none of English, or else capitalized within a sentence and never written small."""
        if word not in self._mentioned:
            small = word.lower()
            is_within = any(WITHIN.search(before) for before, _ in self._all_places(word))
            is_small = next(self._places(small), None) is not None
            is_english = not {
                small,
                small.removesuffix("s"),
                small.removesuffix("ed"),
                small.removesuffix("ing"),
                small.removesuffix("ly"),
            }.isdisjoint(common_words())
            self._mentioned[word] = not is_small and (is_within or not is_english)
        return self._mentioned[word]

    def _all_places(self, word: str) -> list[tuple[str, str]]:
        """What ``_places`` gives, for words of which more than one thing is asked."""
        if word not in self._around:
            self._around[word] = list(self._places(word))
        return self._around[word]

    def _places(self, word: str) -> Iterator[tuple[str, str]]:
        """What stands before and behind the word, at its places in running text; the first ``MOST_PLACES`` of them."""
        text = self._prose.text
        at = -1
        for _ in range(MOST_PLACES):
            at = text.find(word, at + 1)
            if at < 0:
                return
            end = at + len(word)
            block = self._prose.block_at(at)
            if not _goes_on(text, at, end) and TITLED.isdisjoint(block.scopes):
                yield text[max(block.start, at - AROUND) : at], text[end : min(block.end, end + AROUND)]


def _is_introduced(before: str, after: str) -> bool:
    if OWNER.search(before) and OWN_BEFORE.search(before) and not WE_ALONE.search(before):
        return True
    return bool(OWN_AFTER.match(after)) or bool(WE_AFTER.match(after) and AT_BEFORE.search(before))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a longer word stands here, such as 'Tilted' or 'Acme-like'; 'Acme’s' is none."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after.isalnum() or after == "_" or before.isalnum() or before in ("_", "-"):
        return True
    return after == "-" and "a" <= text[end + 1 : end + 2] <= "z"


def _overlap(name: Name, other: Name) -> bool:
    return name.start < other.end and other.start < name.end
