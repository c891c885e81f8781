"""Title case and sentence case in English: which words of a heading begin with another letter than they should.

Of two readings the kinder counts. 'In' may be a preposition or belong to 'Logging In', the second part of a compound
may be small or not, and what may be a name is let alone; so a word is told only where no reading allows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.document import MASK
from postlint.expression import expression
from postlint.reading.common_words import common_words
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Prose

WORD = expression(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
JOINING = ("-", "\u2011", "\u2013", "/")
QUOTED = expression("[\"“][^\"”]*[\"”]|(?<!\\w)['‘][^'’]*['’](?!\\w)")
IDENTIFIER = frozenset("@#\\$%=<>{}~^|_*" + MASK)
"""Beside one of these a word is a part of some name, path or command."""
NEW_START = expression(r"(?:[?!:]|\d[.)])['\"”’)\]]*\s")
LOOSE = frozenset("-–—/•·…\"'“”‘’«»([{&+;")
"""After one of these a small word may be capitalized, or another not."""

# The words that a style writes small within a title. AP capitalizes words of four letters and more, and the 'to' of an
# infinitive, though not the preposition.
SMALL = {
    "AP": frozenset("a an the and but for nor or of at via per".split()),
    "Chicago": frozenset("a an the and but for nor or of at via per to as with from into onto upon".split()),
}
# Words that each style writes small in one use and capitalizes in another: particles of verbs, adverbs, conjunctions.
# Long prepositions are among those of Chicago style: its 17th edition writes them small, its 18th does not.
EITHER = {
    "AP": frozenset("to in on up off out by as if so yet vs v de la le el van von".split()),
    "Chicago": frozenset(
        "in on up off out by if so yet than that over down near past like till unto amid atop vs v about above across "
        "after against along among around before behind below beneath beside between beyond despite during except "
        "inside outside since through throughout toward towards under underneath until within without de la le el van "
        "von".split()
    ),
}
BEFORE_LETTER = frozenset(
    "series plan option part class type group grade round team point side tier model stage".split()
)
"""Nouns that a letter may follow as a name: 'Series A'."""


class Word(NamedTuple):
    """A word of a heading at its place in the prose; ``before`` and ``after`` are what stands between it and others.

    ``begins`` tells that the heading or a part of it begins here, behind a colon for example.
    """

    start: int
    end: int
    text: str
    before: str
    after: str
    begins: bool
    is_last: bool
    is_quoted: bool

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def is_capitalized(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_plain(self) -> bool:
        """Whether it is written as words are, small or with one capital, and not in an identifier or a quotation."""
        if self.is_quoted or self.text[1:] != self.text[1:].lower() or (len(self.text) == 1 and self.lower not in "ai"):
            return False
        beside = self.before[-1:] + self.after[:1]
        if not IDENTIFIER.isdisjoint(beside) or any(sign.isdigit() for sign in beside):
            return False
        is_option = self.before.endswith(("--", " -"))
        return not is_option and self.before[-1:] != "." and not (self.after == "." and not self.is_last)

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a common word of English, which is no name."""
        lower = self.lower
        base = lower.partition("'")[0]
        return lower in common_words() or base in common_words() or lower == "a" or lower.endswith("n't")

    @property
    def is_joined(self) -> bool:
        return self.before[-1:] in JOINING and " " not in self.before

    @property
    def is_loose(self) -> bool:
        return not LOOSE.isdisjoint(self.before)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch of prose."""
    found = list(WORD.finditer(text, start, end))
    quoted = [match.span() for match in QUOTED.finditer(text, start, end)]
    words: list[Word] = []
    for number, match in enumerate(found):
        before = text[found[number - 1].end() if number else start : match.start()]
        after = text[match.end() : found[number + 1].start() if number + 1 < len(found) else end]
        is_last = number + 1 == len(found) and not any(sign.isdigit() or sign == MASK for sign in after)
        begins = _begins(before, words[-1].text if words else "")
        is_quoted = any(first < match.start() < last for first, last in quoted)
        words.append(Word(*match.span(), match.group(), before, after, begins, is_last, is_quoted))
    return words


def _begins(before: str, previous: str) -> bool:
    if NEW_START.search(before):
        return True
    if not previous:
        return not any(sign.isalnum() or sign in IDENTIFIER for sign in before)
    # 'vs. the', 'Inc. is', 'S.M.A.R.T. data' go on; behind a longer word a full stop ends something.
    return before.startswith(". ") and len(previous) > 3


class Usage:
    """How the running text of a post writes words: which small, which with a capital within a sentence."""

    def __init__(self, prose: Prose) -> None:
        self._text = "\n".join(
            prose.text[block.start : block.end]
            for block in prose.blocks
            if block.is_prose and not {"paragraph", "list-item"}.isdisjoint(block.scopes)
        )

    @cached_property
    def small(self) -> frozenset[str]:
        return frozenset(re.findall(r"(?<![\w@#/\\.$-])[a-z]+(?![\w/\\@])", self._text))

    @cached_property
    def capitalized(self) -> frozenset[str]:
        """Words, in small letters, that stand with a capital behind another word."""
        return frozenset(word.lower() for word in re.findall(r"(?<=[\w,)] )[A-Z][a-z]+", self._text))

    @cached_property
    def after_names(self) -> frozenset[tuple[str, str]]:
        """A word capitalized within a sentence and a small one behind it, as in 'our Kubernetes clusters'."""
        return frozenset(re.findall(r"(?<=[\w,)] )([A-Z]\w*) ([a-z]+)\b", self._text))

    @cached_property
    def names_with_the(self) -> frozenset[str]:
        """The words that follow a capitalized 'The' within a sentence, as in 'with The Graph'."""
        return frozenset(re.findall(r"(?<=[\w,] )The ([A-Z]\w*)", self._text))


def title_slips(words: list[Word], style: str, usage: Usage) -> Iterator[Word]:
    """The words of a title that begin with another letter than title case wants, by a style of ``SMALL``."""
    for number, word in enumerate(words):
        if not word.is_plain or word.is_joined or word.after.startswith("/"):
            continue
        is_edge = word.begins or word.is_last
        if word.lower in SMALL[style] and not is_edge:
            if word.is_capitalized and not word.is_loose and not _is_name(words, number, usage):
                yield word
        elif not word.is_capitalized and word.is_ordinary and (is_edge or word.lower not in EITHER[style]):
            yield word


def _is_name(words: list[Word], number: int, usage: Usage) -> bool:
    """Whether a small word with a capital may be a name or begin one: 'Series A', 'The Graph'."""
    word = words[number]
    if word.lower == "a":
        return number > 0 and words[number - 1].lower in BEFORE_LETTER
    following = words[number + 1] if number + 1 < len(words) else None
    return word.lower == "the" and following is not None and following.text in usage.names_with_the


def sentence_slips(words: list[Word], usage: Usage) -> Iterator[Word]:
    """The words of a heading that begin with another letter than sentence case wants."""
    ordinary = [word for word in words[1:] if word.is_plain and word.is_ordinary and len(word.text) > 3]
    is_title = 2 * sum(word.is_capitalized for word in ordinary) > len(ordinary)
    # Whether each word read so far belongs to a name, as far as one can see.
    names: list[bool] = []
    for number, word in enumerate(words):
        is_common = word.is_plain and word.is_ordinary
        is_slip = False
        if word.begins and is_common:
            is_slip = not word.is_capitalized and ":" not in word.before
        elif number and is_common and word.is_capitalized and (word.is_joined or not word.is_loose):
            is_slip = _is_small(words, number, names, usage, is_title=is_title)
        names.append(not is_slip and (not is_common or (word.is_capitalized and not word.begins)))
        if is_slip:
            yield word


def _is_small(words: list[Word], number: int, names: list[bool], usage: Usage, *, is_title: bool) -> bool:
    """Whether a capitalized word is no name, and no part of one.

    One that the post capitalizes within a sentence may be a name. Behind a name, as in 'Kubernetes Clusters', the post
    must write 'Kubernetes clusters' elsewhere; before one, and in a heading that is otherwise small, it must at least
    write the word small.
    """
    word, previous = words[number], number - 1
    if word.lower in usage.capitalized:
        return False
    if number > 1 and words[previous].text == "of":
        previous -= 1
    if word.before == " " and names[previous]:
        return (words[previous].text, word.lower) in usage.after_names
    following = words[number + 1] if number + 1 < len(words) else None
    if not is_title or (following is not None and following.before == " " and _may_be_name(following, usage)):
        return word.lower in usage.small
    return True


def _may_be_name(word: Word, usage: Usage) -> bool:
    return not word.is_plain or (word.is_capitalized and not (word.is_ordinary and word.lower not in usage.capitalized))
