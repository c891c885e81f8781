"""The facts of all posts of a site, by path, so that a hundred thousand of them take little memory."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, ValuesView
from typing import TYPE_CHECKING

from postlint.site.index import PostFacts

if TYPE_CHECKING:
    from postlint.packed import Packed

MOST_WHOLE = 5_000
"""The facts of so many posts are held as they are. Those of more are packed into a tenth of the memory."""


class Posts(Mapping[str, PostFacts]):
    """The posts of a site in the order of their paths; each has a number in that order.

    What is asked of many posts at once stands beside their facts, by number: ``paths``, ``languages``, and with 1 for
    those that are, ``drafts`` and ``sections``.
    """

    def __init__(self, facts: Iterable[PostFacts] = ()) -> None:
        held = _Held()
        paths, languages, drafts, sections = [], [], bytearray(), bytearray()
        shared: dict[str | None, str | None] = {}
        for one in facts:
            held.append(one)
            paths.append(one.path)
            languages.append(shared.setdefault(one.language, one.language))
            drafts.append(one.draft)
            sections.append(one.is_section)
        order = sorted(range(len(paths)), key=paths.__getitem__)
        self._held = held
        self._order = array("I", order)
        self.paths = [paths[number] for number in order]
        self.languages = [languages[number] for number in order]
        self.drafts = bytes(drafts[number] for number in order)
        self.sections = bytes(sections[number] for number in order)
        self._numbers = {path: number for number, path in enumerate(self.paths)}
        self._last: tuple[int, PostFacts] | None = None

    @staticmethod
    def of(facts: Posts | Iterable[PostFacts]) -> Posts:
        """The posts of these facts."""
        return facts if isinstance(facts, Posts) else Posts(facts)

    def number(self, path: str) -> int | None:
        return self._numbers.get(path)

    def at(self, number: int) -> PostFacts:
        """The facts of the post with a number."""
        if self._last is None or self._last[0] != number:
            self._last = number, self._held[self._order[number]]
        return self._last[1]

    def __getitem__(self, path: str) -> PostFacts:
        return self.at(self._numbers[path])

    def __contains__(self, path: object) -> bool:
        return path in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def values(self) -> ValuesView[PostFacts]:
        return _Values(self)

    @property
    def but_sections(self) -> Collection[PostFacts]:
        """The facts of all posts that are no pages of sections."""
        return _ButSections(self)


class _Values(ValuesView[PostFacts]):
    def __init__(self, posts: Posts) -> None:
        super().__init__(posts)
        self._posts = posts

    def __iter__(self) -> Iterator[PostFacts]:
        return map(self._posts.at, range(len(self._posts)))


class _ButSections(Collection[PostFacts]):
    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    def __contains__(self, facts: object) -> bool:
        return any(one == facts for one in self)

    def __iter__(self) -> Iterator[PostFacts]:
        return (self._posts.at(number) for number, is_section in enumerate(self._posts.sections) if not is_section)

    def __len__(self) -> int:
        return self._posts.sections.count(0)


class _Held:
    """Facts in the order in which they come."""

    def __init__(self) -> None:
        self._whole: list[PostFacts] = []
        self._packed: Packed | None = None

    def append(self, facts: PostFacts) -> None:
        if self._packed is not None:
            self._packed.append(_plain(facts))
            return
        self._whole.append(facts)
        if len(self._whole) > MOST_WHOLE:
            from postlint.packed import Packed

            self._packed = Packed(map(_plain, self._whole))
            self._whole = []

    def __getitem__(self, place: int) -> PostFacts:
        if self._packed is None:
            return self._whole[place]
        return PostFacts._make(marshal.loads(self._packed[place]))


def _plain(facts: PostFacts) -> bytes:
    return marshal.dumps(tuple(facts))


NO_POSTS = Posts()
