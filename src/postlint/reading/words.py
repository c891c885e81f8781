"""A sentence as words, and phrases found among them: what the other readings are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from postlint.expression import expression
from postlint.records import NamedTuple

WORD = expression(r"[^\W_]+(?:'[^\W_]+)*")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
MOST_WORDS = 200
"""So many words of a sentence are read; what is longer is a list or a log."""


def phrases(text: str) -> tuple[str, ...]:
    """Phrases that stand in one text, with commas between them."""
    return tuple(text.split(", "))


def fold(text: str) -> str:
    """The text in lower case with straight apostrophes; the length stays the same."""
    lower = text.lower()
    if len(lower) != len(text):  # U+0130 has a lower case of two characters.
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower if lower.isascii() else lower.translate(APOSTROPHES)


def words_in(text: str) -> list[str]:
    """The words of a text, folded as ``Words`` has them."""
    return WORD.findall(fold(text))[:MOST_WORDS]


class Words:
    """The words of a stretch of prose, folded; a hyphen parts words, an apostrophe does not.

    ``starts`` and ``ends`` are offsets of the prose.
    """

    __slots__ = ("_folded", "_start", "_written", "ends", "starts", "texts")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._written = text[start:end]
        self._folded = fold(self._written)
        self._start = start
        spans = [match.span() for match in islice(WORD.finditer(self._folded), MOST_WORDS)]
        self.texts = [self._folded[first:end] for first, end in spans]
        self.starts = [first + start for first, _ in spans]
        self.ends = [end + start for _, end in spans]

    def __len__(self) -> int:
        return len(self.texts)

    def gap(self, index: int) -> str:
        """What stands before word ``index``: the signs and spaces since the word before it, or since the beginning."""
        begin = self.ends[index - 1] - self._start if index > 0 else 0
        end = self.starts[index] - self._start if index < len(self.starts) else len(self._folded)
        return self._folded[begin:end]

    def is_capitalized(self, index: int) -> bool:
        return self._written[self.starts[index] - self._start].isupper()

    def at(self, offset: int) -> int:
        """The number of the first word that ends behind an offset of the prose."""
        return next((index for index, end in enumerate(self.ends) if end > offset), len(self.ends))


class Mention(NamedTuple):
    """A phrase of a group where it was found: its first word and the one behind its last, as numbers of words."""

    group: str
    phrase: str
    first: int
    end: int


class Lexicon:
    """Phrases in groups, found among words. Of phrases that begin at one word the longest counts, in each group."""

    __slots__ = ("_by_first",)

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                words = tuple(WORD.findall(fold(phrase)))
                if words:
                    self._by_first.setdefault(words[0], []).append((words, group, phrase))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def mentions(self, words: Words) -> Iterator[Mention]:
        """The phrases among the words, front to back."""
        texts, by_first = words.texts, self._by_first
        for at, text in enumerate(texts):
            entries = by_first.get(text)
            if entries is None:
                continue
            found: set[str] = set()
            for phrase_words, group, phrase in entries:
                end = at + len(phrase_words)
                if group not in found and (len(phrase_words) == 1 or tuple(texts[at:end]) == phrase_words):
                    found.add(group)
                    yield Mention(group, phrase, at, end)
