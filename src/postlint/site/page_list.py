"""Pages by their paths on the site, in little memory however many there are."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from postlint.records import NamedTuple
from postlint.site.lookup import Lookup, Paths
from postlint.site.once import once
from postlint.site.similar import Similar
from postlint.site.tree import folded


class Page(NamedTuple):
    """A page: its source and its path on the site; ``is_alias`` where that only leads there."""

    source: str
    url: str
    is_alias: bool = False


class PageList:
    """The pages of some ``sources``. Of several at one path the first counts, and none for which ``is_taken`` holds.

    All paths are added, source by source, and the aliases after them, before any is looked up. Pages are then known by
    the keys of their paths, see ``normal``, and have numbers.
    """

    def __init__(self, sources: Sequence[str], is_taken: Callable[[str], bool] = lambda key: False) -> None:
        self._sources = sources
        self._is_taken = is_taken
        self._urls = Paths()
        self._source_numbers = array("I")
        self._owned = 0  # so many have paths of their own; aliases follow

    def add(self, source: int, url: str) -> None:
        """Add a path of the source with a number."""
        self._append(source, url)
        self._owned += 1

    def add_alias(self, source: int, url: str) -> None:
        """Add a further path that leads to a source."""
        self._append(source, url)

    def _append(self, source: int, url: str) -> None:
        self._source_numbers.append(source)
        self._urls.append(url)

    def urls(self, source: int) -> list[str]:
        """The paths of a source, the likeliest first."""
        at = bisect_left(self._source_numbers, source, 0, self._owned)
        found = []
        while at < self._owned and self._source_numbers[at] == source:
            found.append(self._urls[at])
            at += 1
        return found

    def at(self, key: str) -> Page | None:
        """The page at a path that is written as it is published."""
        return next((page for page in map(self.page, self._alike(key)) if normal(page.url) == key), None)

    def page(self, number: int) -> Page:
        return Page(self._sources[self._source_numbers[number]], self._urls[number], number >= self._owned)

    def key(self, number: int) -> str:
        return normal(self._urls[number])

    def owned(self) -> Iterator[str]:
        """The keys of all pages but aliases."""
        return map(self.key, self._owned_numbers)

    def alike(self, key: str) -> list[Page]:
        """The pages, aliases aside, at a path in whatever case and Unicode form."""
        return [self.page(number) for number in self._alike(key) if number < self._owned]

    def _alike(self, key: str) -> Iterator[int]:
        seen: set[str] = set()
        for number in self._by_folded.numbers(folded(key)):
            other = self.key(number)
            if other not in seen:
                seen.add(other)
                yield number

    def named(self, name: str) -> list[Page]:
        """The pages, aliases aside, whose path ends with a name in whatever case and Unicode form."""
        return [self.page(number) for number in self._by_name.numbers(folded(name))]

    @once
    def similar(self) -> Similar:
        """Finds the keys that are like a path."""
        return Similar(self._numbers, self.key)

    @once
    def _by_folded(self) -> Lookup:
        """All numbers, also of those that are not the first at their path."""
        keys = ((self.key(number), number) for number in range(len(self._urls)))
        return Lookup((folded(key), number) for key, number in keys if not self._is_taken(key))

    @once
    def _numbers(self) -> Sequence[int]:
        """Those of the first at each path, in order."""
        is_first = bytearray(len(self._urls))
        for same in self._by_folded.groups():
            for number in self._firsts(same):
                is_first[number] = True
        return array("I", (number for number, first in enumerate(is_first) if first))

    def _firsts(self, numbers: Sequence[int]) -> Iterable[int]:
        if len(numbers) == 1:
            return numbers
        first: dict[str, int] = {}
        for number in numbers:
            first.setdefault(self.key(number), number)
        return first.values()

    @property
    def _owned_numbers(self) -> Sequence[int]:
        return self._numbers[: bisect_left(self._numbers, self._owned)]

    @once
    def _by_name(self) -> Lookup:
        return Lookup((folded(self.key(number).rpartition("/")[2]), number) for number in self._owned_numbers)


def normal(path: str) -> str:
    """A path as pages are looked up by it: without what a server adds."""
    path = path if path.isascii() else unicodedata.normalize("NFC", path)
    if path.endswith("/index/"):
        return path  # no server has a folder for it
    path = path.rstrip("/").removesuffix(".html").removesuffix(".htm").removesuffix("/index")
    return path or "/"
