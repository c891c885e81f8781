"""The names that a site knows: its authors, tags, categories and series, in the spellings to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.records import NamedTuple
from postlint.site.names import names
from postlint.site.usage import TIMES_AS_OFTEN
from postlint.site.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postlint.guessing.facts import Post
    from postlint.site.conventions import Conventions
    from postlint.site.registries import Register

MOST_NAMES = 130
"""A list of more names than this is no longer one that somebody keeps."""
KNOWN = 0.9
"""A data file in which this share of the used names stands is the registry of them."""
LEAST_POSTS = 10


class GuessedRegistry(NamedTuple):
    """The names of one kind: the data file that lists them, or the names learnt from posts, in order.

    ``variants`` are further spellings, each with the one to keep. Where there are too many names, or the data file
    lacks many, ``listed`` and ``place`` are empty; ``total`` names are used, and the ``unknown`` ones
    do not stand in ``found_at``.
    """

    kind: str
    total: int
    place: str = ""
    listed: tuple[str, ...] = ()
    variants: tuple[tuple[str, str], ...] = ()
    found_at: str = ""
    unknown: tuple[str, ...] = ()


def registries(
    posts: Sequence[Post], kinds: Mapping[str, str], conventions: Conventions, found: Mapping[str, Register]
) -> list[GuessedRegistry]:
    """The registries of a site; ``found`` are its data files, by what they list."""
    guessed = []
    for kind in dict.fromkeys(kinds.values()):
        keys = [key for key, of in kinds.items() if of == kind]
        used = Counter(name for post in posts for name in _used(post, keys, kind, conventions))
        if kind in found and found[kind].place:
            guessed.append(_of_file(kind, used, found[kind]))
        elif used and len(posts) >= LEAST_POSTS:
            guessed.append(_learnt(kind, used))
    return guessed


def _used(post: Post, keys: Iterable[str], kind: str, conventions: Conventions) -> set[str]:
    root = post.front_matter
    if root is None:
        return set()
    return {name.text for key in keys for name in names(root, key, kind, conventions)}


def _of_file(kind: str, used: Counter[str], register: Register) -> GuessedRegistry:
    vocabulary = Vocabulary(used, register)
    unknown = tuple(sorted(name for name in used if not vocabulary.is_known(name)))
    is_kept = sum(used[name] for name in unknown) <= (1 - KNOWN) * used.total()
    place = register.place if is_kept else ""
    return GuessedRegistry(kind, len(used), place, found_at=register.place, unknown=unknown)


def _learnt(kind: str, used: Counter[str]) -> GuessedRegistry:
    vocabulary = Vocabulary(used.elements())
    right = {name: vocabulary.spelling(name) or name for name in used}
    if kind != "authors":  # people may well have almost the same name
        right = {name: _meant(kept, used, vocabulary) for name, kept in right.items()}
    listed = sorted(set(right.values()), key=lambda name: (name.casefold(), name))
    variants = tuple(sorted((name, kept) for name, kept in right.items() if name != kept))
    is_kept = len(listed) <= MOST_NAMES
    return GuessedRegistry(kind, len(listed), "", tuple(listed) if is_kept else (), variants)


def _meant(name: str, used: Counter[str], vocabulary: Vocabulary) -> str:
    """The name that one is a slip or the plural of, where that is used far more often."""
    near = vocabulary.slip(name)
    near = (vocabulary.spelling(near) or near) if near else name
    return near if used[near] >= TIMES_AS_OFTEN * used[name] else name
