"""A word of rank with the noun that it ranks: 'the world's most popular vector database', 'unmatched performance'."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

Scope = Literal["of the world", "the", "one of", "own", "bare"]

DETERMINER = expression(
    r"(?:\b(?P<one>(?:one|some|many|two|three) of (?:the|its|our)|among(?:st)? (?:the|its|our))"
    r"(?: (?:world|industry|market)['’]s)?|"
    r"\b(?P<world>(?:the )?(?:world|industry|market|planet|internet|country|galaxy|universe|ecosystem)['’]s)|"
    r"\b(?P<owner>[\w.]+['’]s?|our|its|their|your|my|his|her)|\b(?P<the>the)|\b(?P<a>an?))"
    r"(?: (?:very|single|absolute|undisputed|clear|true|really|new|first|currently|de[ -]facto|"
    r"acknowledged|recognized|uncontested|unquestioned|"
    r"established|global|worldwide|overall))* \Z",
    re.IGNORECASE,
)
HEADLINE = expression(r"(?:\A|[:|–—] | - )\Z")
COORDINATED = expression(
    r"(?:,? (?:and|or|but|And)|,|/|,? &) ?(?:the )?(?:[Mm]ost [\w-]+|[A-Z][\w-]+est|[a-z][\w-]*(?=[ ,]))(?![\w-])"
)
WORD = expression(r"[\s-]?[(“\"]?([\w’'.+#/-]*[\w+#])")
OF_THE_WORLD = expression(
    r"\s?(?:in|on|of) (?:the|today['’]s) (?:whole |entire )?(?:world|market|industry|planet|business|ecosystem|"
    r"space|field|"
    r"game|class|community|landscape|globe)\b|\s?in (?:its|their) (?:class|category|field|league)\b|\s?in existence\b|"
    r"\s?on earth\b|\s?(?:available|on offer|on the market)(?: today| anywhere| now)?\b|\s?(?:out there|anywhere|"
    r"of all)\b",
    re.IGNORECASE,
)
ENDS = frozenset(
    "a an the about after and as at because but by can for from had has have if in into is it of on or so than "
    "that to until was "
    "were when where which while who will with within without you your we us they are be been being do does this "
    "these".split()
)
SCOPES: dict[str, Scope] = {"one": "one of", "a": "one of", "world": "of the world", "the": "the"}
MOST_WORDS = 7
LONGEST_GAP = 1
"""So many other words may stand within a noun: 'cloud native platform'."""
LOOK_BACK = 48


class Rank(NamedTuple):
    """A word of rank in its phrase; offsets in the prose.

    ``start`` is that of the determiner, ``noun`` the thing or quality that is ranked, empty where there is none;
    ``width`` the number of words from the word of rank to it, ``stop`` where it ends; what follows, such as 'in the
    world', goes up to ``end``.
    """

    start: int
    end: int
    noun: str
    scope: Scope
    width: int = 0
    owner: str = ""
    stop: int = 0


def rank_at(
    text: str, block: Span, word: Span, nouns: Collection[str], *, by_itself: bool = False, is_headline: bool = False
) -> Rank | None:
    """The phrase of a word of rank in a block of the prose; None where it is none.

    It needs a determiner, or to begin (a part of) a headline, unless it ranks ``by_itself`` as 'unmatched' does. The
    noun is the last of ``nouns`` in the run of words that follows.
    """
    start, end, last = word.start, word.end, block.end
    before = text[max(block.start, start - LOOK_BACK) : start]
    determiner = DETERMINER.search(before)
    scope: Scope = "bare"
    begun = start
    if determiner is not None:
        scope = SCOPES.get(determiner.lastgroup or "", "own")
        begun = start - (len(before) - determiner.start())
        if by_itself and determiner.lastgroup == "a":
            scope = "the"
    elif not by_itself and not (is_headline and HEADLINE.search(before) and text[start].isupper()):
        return None
    noun, stop, width = _noun(text, end, last, nouns)
    if by_itself and not noun:
        stop = end
    until = stop
    if scope in ("the", "bare") and (world := OF_THE_WORLD.match(text, stop, last)):
        scope, until = "of the world", world.end()
    owner = determiner.group("owner") or "" if determiner is not None else ""
    return Rank(begun, until, noun, scope, width, owner, stop)


def _noun(text: str, end: int, last: int, nouns: Collection[str]) -> tuple[str, int, int]:
    """The noun, where it ends, and how many words behind the word of rank it is; without one the end of the run."""
    at, noun, stop, width, since = end, "", end, 0, 0
    is_longer = False  # 'the best search use cases' ranks cases, and not search
    for count in range(1, MOST_WORDS + 1):
        if joined := COORDINATED.match(text, at, last):
            if noun or joined.group().strip(" ,").lower() in ENDS:
                break
            at = joined.end()
            continue
        word = WORD.match(text, at, last)
        if word is None or word.group(1).lower() in ENDS or since > LONGEST_GAP:
            break
        if found := _in_singular(word.group(1).lower(), nouns):
            noun, stop, width, since = found, word.end(), count, 0
        elif noun:
            since += 1
            is_longer = word.group(1).islower() and word.group(1).endswith("s") and not noun.endswith("s")
        at = word.end()
    return (noun, stop, width) if noun and not is_longer else ("", at, 0)


def _in_singular(word: str, nouns: Collection[str]) -> str:
    """The word, if it or its singular is one of the nouns; a plural keeps its 's'."""
    is_plural = word.endswith("s") and word not in nouns and (word[:-1] in nouns or word[:-3] + "y" in nouns)
    return word if is_plural or word in nouns else ""
