"""Of which names a phrase such as 'open source' is said, by the words between: attribute, list, predicate, apposition.

No grammar of English, but its usual shapes; where a sentence has none of them, the phrase is said of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

TOKEN = expression(r"\w+(?:[-'’.+]+\w+)*|[^\w\s]")
CONNECTORS = frozenset(", and or & / plus".split())
LIST_OPENERS = frozenset("like including include includes e.g namely are : (".split())
AFTER_COMMA = frozenset("like such including e.g namely".split())
VERSIONS = frozenset("version versions edition editions distribution build variant flavor release core part".split())
ENDS = frozenset(
    "about above across after against along among around as at atop because before behind below between but by can "
    "could did do does during for from had has have how if in inside into is it its like may might must never no "
    "not of off on onto or "
    "over should so since than that their then these this those through to under until up upon use used uses using via "
    "was were what when where which while who whose why will with within without would".split()
)
"""Words with which the noun that the phrase belongs to has ended."""
MOST_WORDS = 7
"""How far behind the phrase its noun and the name may stand."""

_END = "|".join(sorted(ENDS))
_ADVERBS = (
    r"(?:(?:100\s?%|now|also|all|both|entirely|fully|completely|truly|still|itself|once again|again|currently|already|"
    r"purely|primarily|mostly|largely|genuinely|proudly) )*"
)
_BE = r"(?:is|are|remains?|stays?|became|becomes?|has become|have become|went|goes|has been|have been|being|['’]re)"
_NOUN = rf"(?:(?!(?:{_END})\b)[\w'’.+-]+,? ){{0,4}}"
_DETERMINER = r"(?:an?|the|another|one of the|two|three|our|both|all|any) "
_PART = r"(?:['’]s? (?:core|server|database|engine|source code|code|software|products?|models?|platform|tools) )?"
PREDICATE = expression(
    rf"(?:,? (?:which|that|who))?(?: ?{_PART} ?{_BE} ){_ADVERBS}"
    rf"(?:(?:{_DETERMINER})?{_NOUN}|{_DETERMINER}{_NOUN}(?:that|which) (?:is|are) {_ADVERBS})\Z",
    re.IGNORECASE,
)
RELATIVE = expression(r",? (?:which|that|who) ")
"""What follows a name belongs to it, whatever the name itself is: 'with Acme, which is open source'."""
APPOSITION = expression(
    rf"(?:, {_ADVERBS}(?:{_DETERMINER}|(?<=both )|(?<=all )){_NOUN}|\s?[:(—–-]\s?{_ADVERBS}(?:{_DETERMINER})?{_NOUN}"
    rf"|,? as {_DETERMINER}{_NOUN})\Z",
    re.IGNORECASE,
)
SEVERAL = expression(r"\b(?:are|both|all|two|three|remain|['’]re)\b", re.IGNORECASE)
FURTHER = expression(r"(?:(?:,| and| or| &|, and|, or) (?:the )?(?:[A-Z]|[a-z]\d)[\w.+-]*(?: [A-Z\d][\w.+-]*)?)+")
HAS = expression(r" (?:also )?(?:offers?|has|have|provides?|comes? (?:in|with)|ships?|publishes) (?:an?|the|its) \Z")
FRAME = expression(r"\W*(?:[Aa]s|[Bb]eing) (?:an?|the) (?:\w+ )?\Z")
OBJECT = expression(
    r"\b(?:about|against|alongside|around|at|behind|besides|by|for|from|in|into|like|of|on|onto|over|than|through|to|"
    r"under|unlike|using|versus|via|vs\.?|with|within|without) (?:the |an? |our |your )?\Z",
    re.IGNORECASE,
)
"""What stands before a name that is no subject: 'the plugin for Acme is open source'."""


class Said(NamedTuple):
    """The index of a name of which the phrase is said, and how: attribute, list, predicate or apposition."""

    name: int
    manner: str


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    name: int | None

    @property
    def word(self) -> str:
        return self.text.lower()

    @property
    def is_proper(self) -> bool:
        return self.name is not None or self.text[0].isupper() or self.text[0].isdigit()


def said_of(
    text: str, phrase: Span, names: Sequence[Span], others: frozenset[str], bodies: frozenset[str]
) -> list[Said]:
    """The names, given by their places in front to back order, of which the phrase is said in this sentence.

    ``others`` are nouns that make something else of 'Acme' where they stand beside it, such as 'client'; ``bodies``
    make something else of all that the phrase is said of, such as 'community'.
    """
    following = list(_tokens(text, names, phrase.end))
    words = [token.word for token in following[:3]]
    if not VERSIONS.isdisjoint(words[:2]) and (has := HAS.search(text, 0, phrase.start)):
        return [Said(index, "predicate") for index, name in enumerate(names) if name.end == has.start()]
    if not bodies.isdisjoint(words):
        return []
    begins = FRAME.match(text[: phrase.start]) is not None
    if joined := _compound(text, phrase, names):
        return joined if others.isdisjoint(words[:2]) else []
    return _after(following, others, begins=begins) or list(_before(text, phrase, names))


def _compound(text: str, phrase: Span, names: Sequence[Span]) -> list[Said]:
    """'Acme open source', 'the Acme open source edition'."""
    return [
        Said(index, "compound")
        for index, name in enumerate(names)
        if text[name.end : phrase.start] == " " and OBJECT.search(text[: name.start]) is None
    ]


def _after(tokens: Sequence[_Token], others: Collection[str], *, begins: bool) -> list[Said]:
    """'open source Acme', 'open source tools such as Acme, Bolt and Core', 'an open source version of Acme'."""
    is_other = False
    for at, token in enumerate(tokens[:MOST_WORDS]):
        word = token.word
        if token.name is not None:
            whole = not is_other and _is_whole(tokens, at, others)
            return [Said(token.name, "attribute")] if whole else []
        if (at or word == ":") and _opens_list(tokens, at):
            return list(_listed(tokens, at + (2 if word == "such" else 1), others))
        if word == "of" and at == 1 and tokens[0].word in VERSIONS:
            continue
        if at and word == "," and at + 1 < len(tokens):
            following = tokens[at + 1]
            if following.word in AFTER_COMMA:
                continue
            is_frame = begins and following.name is not None  # 'As an open source store, Acme …'
            return [Said(following.name, "apposition")] if is_frame and following.name is not None else []
        if word in ENDS or word in CONNECTORS or not word[0].isalnum():
            return []
        is_other = is_other or word in others
    return []


def _opens_list(tokens: Sequence[_Token], at: int) -> bool:
    words = [token.word for token in tokens[at : at + 2]]
    return words[0] in LIST_OPENERS or words == ["such", "as"]


def _listed(tokens: Sequence[_Token], at: int, others: Collection[str]) -> Iterator[Said]:
    """The names in a row: what is proper, joined by commas and conjunctions, each with up to three words before it."""
    is_first = True
    while at < len(tokens):
        joined = at
        while joined < len(tokens) and (tokens[joined].word in CONNECTORS or (is_first and tokens[joined].text == ".")):
            joined += 1
        if joined == at and not is_first and not tokens[at].is_proper:
            return
        ahead = joined
        while ahead < min(len(tokens), joined + 4) and not tokens[ahead].is_proper:
            if tokens[ahead].word in ENDS or not tokens[ahead].text[0].isalpha():
                return
            ahead += 1
        if ahead == len(tokens) or not tokens[ahead].is_proper:
            return
        name = tokens[ahead].name
        if name is not None and _is_whole(tokens, ahead, others):
            yield Said(name, "list")
        is_first, at = False, ahead + 1


def _is_whole(tokens: Sequence[_Token], at: int, others: Collection[str]) -> bool:
    """Whether a name is the thing itself, and not what another is made for or belongs to: 'Acme client', 'Acme's'."""
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return following not in others and following not in ("'", "’")


def _before(text: str, phrase: Span, names: Sequence[Span]) -> Iterator[Said]:
    """'Acme is open source', 'Acme, an open source store', 'Acme and Bolt, both open source', 'Acme (open source)'."""
    for index in range(len(names) - 1, -1, -1):
        name = names[index]
        if name.end > phrase.start:
            continue
        between = text[name.end : phrase.start]
        further = FURTHER.match(between)
        if further and SEVERAL.search(between, further.end()):
            between = between[further.end() :]
        before = OBJECT.search(text[: name.start])
        if PREDICATE.match(between) and (before is None or RELATIVE.match(between)):
            yield Said(index, "predicate")
        elif APPOSITION.match(between) and not (before is not None and before.start() == 0 and between[0] == ","):
            yield Said(index, "apposition")
        elif not (further or _joins(text, names, index)):
            return


def _joins(text: str, names: Sequence[Span], index: int) -> bool:
    """Whether the next name is joined to this one, so that what is said of both may follow it."""
    following = names[index + 1] if index + 1 < len(names) else None
    return following is not None and text[names[index].end : following.start].strip() in (
        ",",
        "and",
        ", and",
        "&",
        "or",
    )


def _tokens(text: str, names: Sequence[Span], start: int) -> Iterator[_Token]:
    """The words and signs from an offset on, a name as one."""
    at = start
    for index, name in enumerate([*names, Span(len(text), len(text))]):
        if name.start < at and name.start < len(text):
            continue
        for found in TOKEN.finditer(text, at, name.start):
            yield _Token(found.start(), found.end(), found.group(), None)
        if name.start < len(text):
            yield _Token(name.start, name.end, text[name.start : name.end], index)
        at = name.end
