"""Where many literals stand in a text: found by an automaton, or by an index in pure Python that finds the same.

The only module that knows the automaton. There are platforms for which it does not come. Either takes longer to be made
of thousands of literals than one post takes to be looked through, so that for the first few posts it is made of those
literals alone whose first word the post has.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from postlint.expression import expression
from postlint.records import NamedTuple

PURE_PYTHON = "POSTLINT_PURE_PYTHON"
"""The environment variable by which tests do without the automaton."""

FEW_TEXTS = 2
SHORT_TEXT = 40_000
"""So many texts of so many characters at most are looked through for the literals that they may have alone."""

WORD = expression(r"[a-z0-9_]+")
LONGEST_GRAM = 4
MOST_HELD = 1_000_000
"""So many characters of pieces are kept at most, with what may begin in them."""

Found = tuple[int, int, int]
"""The number of a literal, and from where to where it stands."""

Search = Callable[[str], Iterable[Found]]


class Literals:
    """Folded texts to be found, each by its number.

    ``parts`` are the numbers of those that count within words, too; others may or may not be found there.
    """

    def __init__(self, texts: Sequence[str], parts: Iterable[int] = ()) -> None:
        self._texts = texts
        self._parts = frozenset(parts)
        self._searched = 0
        self._search: Search | None = None

    def find(self, text: str) -> Iterable[Found]:
        """All that stands in the folded text, overlapping ones, too."""
        if not self._texts:
            return ()
        if self._search is None:
            self._searched += 1
            if self._searched <= FEW_TEXTS and len(text) <= SHORT_TEXT:
                return self._find_possible(text)
            self._search = search(self._texts, self._parts)
        return self._search(text)

    def _find_possible(self, text: str) -> list[Found]:
        words = set(WORD.findall(text))
        parts = self._parts
        possible = [
            number
            for number, literal in enumerate(self._texts)
            if (start := literal.partition(" ")[0]) in words
            or not (start.isalnum() and start.isascii())
            or number in parts
        ]
        if not possible:
            return []
        texts = [self._texts[number] for number in possible]
        find = search(texts, frozenset(at for at, number in enumerate(possible) if number in parts))
        return [(possible[at], start, end) for at, start, end in find(text)]


def search(texts: Sequence[str], parts: frozenset[int] = frozenset()) -> Search:
    """What finds literals: the automaton, or where there is none for the platform, the index in pure Python."""
    if not os.environ.get(PURE_PYTHON):
        try:
            return _automaton(texts)
        except ImportError:
            pass
    return WordIndex(texts, parts).find


def _automaton(texts: Sequence[str]) -> Search:
    """Raises ImportError where the package is not installed."""
    from ahocorasick_rs import AhoCorasick

    find: Callable[..., Iterable[Found]] = AhoCorasick(texts, store_patterns=False).find_matches_as_indexes

    def found(text: str) -> Iterable[Found]:
        try:
            return find(text, overlapping=True)
        except UnicodeEncodeError:  # A front matter string may spell one half of a surrogate pair.
            whole = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
            return find(whole, overlapping=True)

    return found


class WordIndex:
    """Finds what the automaton finds, in pure Python; of literals that are no ``parts`` not those within words.

    Between two blanks stands a piece of text, and pieces come again and again: what may stand at a piece is worked out
    once. A literal that begins with a word is looked for where that word stands, as a whole; all others where the first
    letters of their longest piece stand.
    """

    def __init__(self, texts: Sequence[str], parts: frozenset[int] = frozenset()) -> None:
        self._texts = texts
        self._by_word, others = _by_first_word(texts, parts)
        self._by_gram, self._blank = _by_gram(texts, others)
        self._gram_sizes = sorted({len(gram) for gram in self._by_gram})
        self._groups: dict[str, tuple[_Group, ...]] = {}
        self._met: set[str] = set()
        self._anchors: dict[str, list[tuple[int, _Group]]] = {}
        self._held = 0

    def find(self, text: str) -> list[Found]:
        """All that stands in the folded text."""
        pieces = text.split(" ")
        if self._held > MOST_HELD:
            self._met.clear()
            self._anchors.clear()
            self._held = 0
        for piece in set(pieces).difference(self._met):
            self._meet(piece)
        found: list[Found] = []
        anchors = self._anchors
        if anchored := [number for number, piece in enumerate(pieces) if piece in anchors]:
            ends = list(accumulate(map(len, pieces)))
            for number in anchored:
                piece = pieces[number]
                at = ends[number] - len(piece) + number
                for offset, (least, heads, tables) in anchors[piece]:
                    start = at + offset
                    # Most of what a frequent word begins is told apart by one slice.
                    if text[start : start + least] in heads and start >= 0:
                        for length, table in tables:
                            for literal in table.get(text[start : start + length], ()):
                                found.append((literal, start, start + length))  # noqa: PERF401 - as fast as it goes
        for literal in self._blank:
            found.extend(_everywhere(literal, self._texts[literal], text))
        return found

    def _meet(self, piece: str) -> None:
        """Take note of what may stand at a piece, and where it then begins, counted from the piece."""
        found: list[tuple[int, _Group]] = []
        is_word = piece.isascii() and piece.isalnum()
        for at, word in ((0, piece),) if is_word else ((match.start(), match[0]) for match in WORD.finditer(piece)):
            if word in self._by_word:
                found.extend((at, group) for group in self._groups_of(word))
        grams = self._by_gram
        for size in self._gram_sizes:
            for at in [at for at in range(len(piece) - size + 1) if piece[at : at + size] in grams]:
                found.extend((at - shift, group) for shift, group in grams[piece[at : at + size]])
        self._met.add(piece)
        self._held += len(piece)
        if found:
            self._anchors[piece] = found

    def _groups_of(self, word: str) -> tuple[_Group, ...]:
        """The literals that begin with a word; made when the first text has it, since most words are never met."""
        if word not in self._groups:
            numbers = self._by_word[word]
            alone = [number for number in numbers if len(self._texts[number]) == len(word)]
            longer = [number for number in numbers if len(self._texts[number]) > len(word)]
            self._groups[word] = tuple(_group(several, self._texts) for several in (alone, longer) if several)
        return self._groups[word]


class _Group(NamedTuple):
    """Literals that begin alike, by length and text; each begins with one of ``heads``, which are ``least`` long."""

    least: int
    heads: frozenset[str]
    tables: tuple[tuple[int, dict[str, list[int]]], ...]


def _group(numbers: Iterable[int], texts: Sequence[str]) -> _Group:
    tables: dict[int, dict[str, list[int]]] = {}
    for number in numbers:
        tables.setdefault(len(texts[number]), {}).setdefault(texts[number], []).append(number)
    least = min(tables)
    return _Group(least, frozenset(text[:least] for table in tables.values() for text in table), tuple(tables.items()))


def _by_first_word(texts: Sequence[str], parts: Collection[int]) -> tuple[dict[str, list[int]], list[int]]:
    """The numbers of literals by the word that they begin with, and of those that begin with none or are parts."""
    by_start: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        start = text.partition(" ")[0]
        if start in by_start:
            by_start[start].append(number)
        else:
            by_start[start] = [number]
    by_word: dict[str, list[int]] = {}
    others = list(parts)
    for start, numbers in by_start.items():
        if parts:
            numbers = [number for number in numbers if number not in parts]
        word = start if start.isascii() and start.isalnum() else _first_word(start)
        if not word:
            others += numbers
        elif word in by_word:
            by_word[word] += numbers
        else:
            by_word[word] = numbers
    return by_word, others


def _first_word(text: str) -> str:
    match = WORD.match(text)
    return match[0] if match is not None else ""


def _by_gram(texts: Sequence[str], numbers: Iterable[int]) -> tuple[dict[str, list[tuple[int, _Group]]], list[int]]:
    """Literals by the first letters of their longest piece, with the place of that in them; and those all blank."""
    anchored: dict[tuple[str, int], list[int]] = {}
    blank = []
    for number in numbers:
        piece = max(texts[number].split(" "), key=len)
        if piece:
            anchored.setdefault((piece[:LONGEST_GRAM], texts[number].index(piece)), []).append(number)
        else:
            blank.append(number)
    by_gram: dict[str, list[tuple[int, _Group]]] = {}
    for (gram, shift), several in anchored.items():
        by_gram.setdefault(gram, []).append((shift, _group(several, texts)))
    return by_gram, blank


def _everywhere(number: int, literal: str, text: str) -> Iterator[Found]:
    start = text.find(literal)
    while start >= 0:
        yield number, start, start + len(literal)
        start = text.find(literal, start + 1)
