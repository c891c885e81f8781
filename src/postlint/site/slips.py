"""Tells a slip of the pen from another word: by one letter too many, too few, wrong or swapped, by case or a hyphen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

SHORT = 4


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is a slip of, None where there is none or it is known itself."""
    names = set(known)
    return None if word in names else Slips(names).of(word, ())


class Slips:
    """Names that others may be slips of, kept so that few of them are looked at for each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[str, str]]] = {}
        for name in names:
            bare = plain(name)
            self._by_length.setdefault(len(bare), []).append((name, bare))

    def of(self, word: str, others: Collection[str]) -> str | None:
        """The first name by the alphabet, ``others`` aside, that ``word`` is a slip of."""
        bare = plain(word)
        found = [
            name
            for length in range(len(bare) - 1, len(bare) + 2)
            for name, held in self._by_length.get(length, ())
            if (held == bare or _is_one_off(bare, held)) and name not in others
        ]
        return min(found, default=None)


@lru_cache(4096)
def plain(word: str) -> str:
    """A word without what a slip may change and still be told: case, hyphens, underscores, blanks."""
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def _is_one_off(word: str, name: str) -> bool:
    if not -1 <= len(word) - len(name) <= 1:
        return False
    if [char for char in word if char.isdigit()] != [char for char in name if char.isdigit()]:
        return False  # another number is another thing
    shorter, longer = sorted((word, name), key=len)
    if len(shorter) < SHORT:
        return longer == shorter + "s"
    start = next((i for i in range(len(shorter)) if shorter[i] != longer[i]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    swapped = shorter[start : start + 2] == longer[start : start + 2][::-1]
    return shorter[start + 1 :] == longer[start + 1 :] or (swapped and shorter[start + 2 :] == longer[start + 2 :])
