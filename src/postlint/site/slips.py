"""Tells a slip of the pen from another word: by one letter too many, too few, wrong or swapped, by case or a hyphen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

SHORT = 4


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is a slip of, None where there is none or it is known itself."""
    found = None
    bare = plain(word)
    for name in sorted(known):
        if name == word:
            return None
        if found is None and (plain(name) == bare or _is_one_off(bare, plain(name))):
            found = name
    return found


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
