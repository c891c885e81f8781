"""Finds, among very many names or paths, the one that was probably meant."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from postlint.expression import expression
from postlint.site.once import once

MOST_COMPARED = 300
"""So many are compared letter by letter."""
COMMON = 2_000
"""A word that more of them have tells nothing."""
CLOSE = 0.8
CLOSE_NAME = 0.7
"""Of names that stand in one place, such as files in a folder, one may differ more and still be meant."""
_WORD = expression(r"[^\W_]+")


class Similar:
    """Texts by the words in them. ``numbers`` are those of the texts, ``text`` gives the one with a number."""

    def __init__(self, numbers: Iterable[int], text: Callable[[int], str]) -> None:
        self._numbers = array("I", numbers)
        self._text = text

    def likely(self, text: str) -> list[str]:
        """Those that are worth a close look: of many, those that share words with a text, and rare ones first."""
        if len(self._numbers) <= MOST_COMPARED:
            return list(map(self._text, self._numbers))
        weights: dict[int, float] = {}
        for word in sorted(set(_WORD.findall(text))):
            having = self._by_word.get(word, ())
            for number in having:
                weights[number] = weights.get(number, 0) + 1 / len(having)
        best = sorted(weights, key=lambda number: (-weights[number], number))
        return list(map(self._text, best[:MOST_COMPARED]))

    @once
    def _by_word(self) -> dict[str, array[int]]:
        """The numbers by the words in the texts; none for a word that is common."""
        found: dict[str, array[int]] = {}
        common: set[str] = set()
        for number in self._numbers:
            for word in set(_WORD.findall(self._text(number))) - common:
                having = found.setdefault(word, array("I"))
                having.append(number)
                if len(having) > COMMON:
                    common.add(word)
                    del found[word]
        return found


def closest(text: str, others: Sequence[str], least: float = CLOSE) -> str | None:
    """The one of some texts that is most like another, where it is as like as difflib's ``least``."""
    if not others:
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(text, others, 1, least)), None)
