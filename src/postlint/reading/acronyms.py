"""Acronyms in a text, and where a post says what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.reading.common_words import common_words
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Block, Document
    from postlint.text import Span

ACRONYM = expression(
    r"(?P<name>[A-Z](?<![\w@#/\\.$%&+=<>{}~^|:'’-].)[A-Z]+(?:/[A-Z]{2,})*)(?P<plural>s?)"
    r"(?![\w@/\\$=<>{}~^|&(+#]|-\d|\.\w|:\w|['’][A-Za-rt-z])"
)
"""Two capitals or more that are no part of a path, an option, a name with digits or a word such as 'I'LL'."""

LONGEST = 6
"""What has more letters is a word in capitals: 'BUGFIXES', 'VARCHAR'."""
NONE = frozenset(
    "KB MB GB TB PB EB KW KWH MW RPM HZ KM KG AM PM AD BC USD EUR GBP CHF JPY CNY INR README TODO FIXME NULL".split()
)
"""Units and words that are no acronyms, though they are in capitals everywhere."""
OF_A_NAME = expression(r"\d| (?:files?|format)\b|-[A-Z\d]\b")
"""What stands behind a name in capitals that is no acronym."""
ROMAN = expression("(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

OPENING = ("(", "[")
FARTHEST = 40
"""So many characters may stand between a bracket and the acronym in it: '(also known as ABC'."""
WORD = expression(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NO_LETTER = "\0"
SMALL = frozenset("a an and as at by de for from in of on or the to with".split())
"""Words of which an acronym may take no letter."""
LONGEST_SMALL = max(map(len, SMALL))
JOINING = "or aka a.k.a. i.e. abbreviated abbr. as called known short simply just the".split()
BEFORE = expression(rf"(?:[\s,;:(\[\"'“‘–—-]|(?:{'|'.join(re.escape(word[::-1]) for word in JOINING)})\b)+")
"""What joins an acronym to the words before it, read from the acronym on: all of it is written the other way round."""
AFTER = expression(
    r"[\"'”’)\]]*[\s,:=(\[–—-]*(?:(?:which |that )?"
    r"(?:stands for|is short for|short for|means|meaning|refers to|is|or|i\.e\.|aka)[\s,:\"'“]+)?"
)
NEAR = 300
"""So far from an acronym, in its block, words may stand that begin with its letters."""


class Acronym(NamedTuple):
    """An acronym at its place in the prose; ``name`` is without the plural's s, 'CI/CD' is one."""

    start: int
    end: int
    name: str

    @property
    def letters(self) -> str:
        return self.name.replace("/", "").lower()


def uses(text: str) -> dict[str, list[Acronym]]:
    """Each acronym of a text with all places where it stands, front to back; which are words is not told yet."""
    found: dict[str, list[Acronym]] = {}
    for match in ACRONYM.finditer(text):
        found.setdefault(match.group("name"), []).append(Acronym(match.start(), match.end(), match.group("name")))
    return found


def is_word(name: str, text: str) -> bool:
    """Whether capitals are no acronym: a unit, a Roman number, a word, a name that the text writes small elsewhere.

    Names are also what has a number behind it, and what files or formats are called by: 'VGG16', 'NPY files', 'CRI-O';
    and words, as 'R-Tree' shows of 'RTREE'.
    """
    parts = name.split("/")
    if all(part in NONE or ROMAN.fullmatch(part) for part in parts):
        return True
    words = common_words()
    if any(len(part) > LONGEST or part.lower() in words for part in parts):
        return True
    if len(name) > 2:
        if _stands_in(text, name.capitalize()):
            return True
        lower, small = _lower(text), name.lower()
        if _stands_in(lower, f"{small[0]}-{small[1:]}") or _stands_in(lower, f"{small[0]} {small[1:]}"):
            return True
    return any(OF_A_NAME.match(text, end) for end in _ends_of(text, name))


@lru_cache(1)
def _lower(text: str) -> str:
    return text.lower()


def _stands_in(text: str, word: str) -> bool:
    """Whether a word stands in a text by itself."""
    return any(end == len(text) or not (text[end].isalnum() or text[end] == "_") for end in _ends_of(text, word))


def _ends_of(text: str, word: str) -> Iterator[int]:
    """The ends of a word in a text, where none goes over its beginning."""
    at = text.find(word)
    while at >= 0:
        if at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_"):
            yield at + len(word)
        at = text.find(word, at + 1)


def is_in_capitals(text: str, block: Block) -> bool:
    """Whether a block of three words or more has nothing but capitals."""
    words = text[block.start : block.end]
    return words.isupper() and words.count(" ") >= 2


def is_shouted(text: str, acronym: Acronym, start: int, end: int) -> bool:
    """Whether three words in a row around it are in capitals, all of them between ``start`` and ``end``."""
    before = text[max(start, acronym.start - FARTHEST) : acronym.start].split()
    after = text[acronym.end : min(end, acronym.end + FARTHEST)].split()
    run = 1
    for words in (reversed(before), after):
        for word in words:
            if not (word.isupper() and len(word) > 1):
                break
            run += 1
    return run >= 3


def stands_for(words: str, letters: str) -> bool:
    """Whether the letters stand in the words in their order, the first where a word begins, as in 'eXpress', too.

    The test of Schwartz and Hearst (2003), 'A simple algorithm for identifying abbreviation definitions'.
    """
    lower = words.lower()
    if len(lower) != len(words):  # A capital İ has a small form of two characters.
        lower = words
    at = len(lower)
    for number in range(len(letters) - 1, -1, -1):
        at = lower.rfind(letters[number], 0, at)
        while number == 0 and at > 0 and not _begins(words, at):
            at = lower.rfind(letters[0], 0, at)
        if at < 0:
            return False
    return True


def _begins(words: str, at: int) -> bool:
    return not words[at - 1].isalnum() or (words[at].isupper() and words[at - 1].islower())


LONGEST_LINK = 4
"""A link of more words is about more than the acronym at its beginning."""


class Openings:
    """Where a post opens up its acronyms."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._text = doc.prose.text

    def opens(self, acronym: Acronym) -> bool:
        """Whether it is opened up at this place: beside it or in brackets, in a title, behind a link of its own."""
        block = self._doc.prose.block_at(acronym.start)
        before = self._text[max(block.start, acronym.start - NEAR) : acronym.start]
        after = self._text[acronym.end : min(block.end, acronym.end + NEAR)]
        return (
            self._in_brackets(before.rpartition(acronym.name)[2], acronym.letters)
            or self._before_brackets(after, acronym.letters)
            or self._beside(before, after, acronym.letters)
            or self._in_title(acronym)
        )

    def is_known_from(self, acronym: Acronym) -> bool:
        """Whether words with its initials stand before it, so that nobody can be at a loss what it means."""
        letters = acronym.letters
        block = self._doc.prose.block_at(acronym.start)
        if len(letters) < 3:
            return False
        near = self._text[max(block.start, acronym.start - NEAR) : min(block.end, acronym.end + NEAR)]
        if any(letters in initials for initials in _initials(near)):
            return True
        return self._words.first_row(letters) < acronym.start

    @staticmethod
    def _in_brackets(before: str, letters: str) -> bool:
        """'Write-Ahead Log (WAL', '(write-ahead log, WAL'."""
        opening = max(before.rfind(sign, len(before) - FARTHEST if len(before) > FARTHEST else 0) for sign in OPENING)
        if opening < 0 or ")" in before[opening:]:
            return False
        words = before[:opening].split()[-min(len(letters) + 5, len(letters) * 2) :]
        return stands_for(" ".join(words), letters) or stands_for(before[opening + 1 :], letters)

    @staticmethod
    def _before_brackets(after: str, letters: str) -> bool:
        """'WAL (write-ahead log)', 'WAL (a log of what is to come)'."""
        stripped = after.lstrip(" \"'”’*")
        if not stripped.startswith(OPENING):
            return False
        words = re.split(r"[)\]]", stripped[1:], maxsplit=1)[0]
        return stands_for(words, letters) or words.lower().startswith(("a ", "an ", "the "))

    @staticmethod
    def _beside(before: str, after: str, letters: str) -> bool:
        """'WAL, short for write-ahead log', 'a write-ahead log, or WAL'."""
        left = before[::-1]
        joined = BEFORE.match(left)
        words = WORD.finditer(left, joined.end() if joined else 0)
        if _begin(letters[::-1], (word.group()[::-1] for word in words)):
            return True
        joined = AFTER.match(after)
        words = WORD.finditer(after, joined.end() if joined else 0)
        return _begin(letters, (word.group() for word in words))

    def _in_title(self, acronym: Acronym) -> bool:
        source = self._doc.prose.span(acronym.start, acronym.end)
        title = self._titles.get(source.start)
        return (
            source in self._links
            or source.start in self._led
            or (title is not None and stands_for(title, acronym.letters))
        )

    @cached_property
    def _links(self) -> frozenset[Span]:
        return frozenset(link.text_span for link in self._doc.links)

    @cached_property
    def _led(self) -> frozenset[int]:
        """Where the texts of short links begin: '[CAA records](…)' leads to what tells of CAA."""
        return frozenset(link.text_span.start for link in self._doc.links if link.text.count(" ") < LONGEST_LINK)

    @cached_property
    def _titles(self) -> dict[int, str]:
        """The titles of links and of ``<abbr>``, by where their text begins."""
        titles = {link.text_span.start: link.title for link in self._doc.links if link.title}
        for tag in self._doc.tags:
            if tag.name.lower() == "abbr" and not tag.closing and (title := tag.attribute("title")) and title.value:
                titles[tag.span.end] = title.value
        return titles

    @cached_property
    def _words(self) -> _Words:
        return _Words(self._text)


class _Words:
    """The words of a text but the small ones: the initials of them all and, in their places, of the capitalized."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [word for word in WORD.findall(text) if _is_great(word)]

    @cached_property
    def _initials(self) -> str:
        return "".join(map(_initial, self._words))

    @cached_property
    def _of_names(self) -> str:
        capitalized = (word[0].isupper() and word[1:].islower() for word in self._words)
        return "".join(
            _initial(word) if is_name else NO_LETTER for word, is_name in zip(self._words, capitalized, strict=True)
        )

    def first_row(self, letters: str) -> float:
        """Where the first words in a row with these initials end; infinite where there are none.

        Four and more in any case; three only of words that are capitalized, as a name is.
        """
        at = -1 if len(letters) > LONGEST else (self._of_names if len(letters) == 3 else self._initials).find(letters)
        return inf if at < 0 else self._end(at + len(letters) - 1)

    def _end(self, index: int) -> int:
        """Where the word of that number ends."""
        great = (word for word in WORD.finditer(self._text) if _is_great(word.group()))
        return next(islice(great, index, None)).end()


def _is_great(word: str) -> bool:
    return len(word) > LONGEST_SMALL or word.lower() not in SMALL


def _initial(word: str) -> str:
    lower = word[0].lower()
    return lower if len(lower) == 1 else NO_LETTER


def _begin(letters: str, words: Iterator[str]) -> bool:
    """Whether the first words begin with these letters in their order, all of the words or all but the small ones."""
    of_all = of_great = 0
    for word in words:
        lower = word.lower()
        if of_all >= 0:
            of_all = of_all + 1 if lower[0] == letters[of_all] else -1
        if of_great >= 0 and lower not in SMALL:
            of_great = of_great + 1 if lower[0] == letters[of_great] else -1
        if len(letters) in (of_all, of_great):
            return True
        if of_all < 0 and of_great < 0:
            return False
    return False


def _initials(text: str) -> tuple[str, str]:
    """The first letters of the words, and the same without small words such as 'of'."""
    words = [word.lower() for word in WORD.findall(text)]
    return "".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL)
