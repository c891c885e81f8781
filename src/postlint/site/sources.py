"""The sources of all pages, by the names that links and templates have for them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping

from postlint.site.lookup import Lookup
from postlint.site.once import once
from postlint.site.posts import Posts
from postlint.site.similar import Similar, closest
from postlint.site.tree import folded


class Sources:
    """The paths of ``posts`` and of ``others``, which have numbers too."""

    def __init__(self, posts: Posts, others: Mapping[str, int]) -> None:
        self._posts = posts
        self._others = others
        self._paths = [*posts.paths, *others]

    def __contains__(self, path: str) -> bool:
        return path in self._posts or path in self._others

    def of_file(self, name: str) -> list[str]:
        """Those with a file of a name, with its ending."""
        return self._found(self._by_file, name)

    def called(self, name: str) -> list[str]:
        """Those of a name, be it that of the file or of the folder of an index page."""
        return self._found(self._by_name, name)

    def called_alike(self, name: str) -> list[str]:
        """Those of a name in whatever case and Unicode form."""
        return self._found(self._by_folded_name, folded(name))

    def near(self, path: str) -> str | None:
        """The one that was probably meant by a path."""
        return closest(path, self._similar.likely(path))

    def jekyll_post(self, name: str) -> str | None:
        """The post that has a name below Jekyll's folder of posts, or in a folder there."""
        for lookup in (self._by_post, self._by_post_name):
            if found := deque(lookup.numbers(name), maxlen=1):
                return self._paths[found[0]]
        return None

    def near_jekyll_post(self, name: str) -> str | None:
        """The name of the post that was probably meant."""
        return closest(name, self._similar_posts.likely(name))

    def _found(self, lookup: Lookup, name: str) -> list[str]:
        return [self._paths[number] for number in lookup.numbers(name)]

    @once
    def _by_file(self) -> Lookup:
        return Lookup((path.rpartition("/")[2], number) for number, path in enumerate(self._paths))

    @once
    def _by_name(self) -> Lookup:
        return Lookup((name_of(path), number) for number, path in enumerate(self._paths))

    @once
    def _by_folded_name(self) -> Lookup:
        return Lookup((folded(name_of(path)), number) for number, path in enumerate(self._paths))

    @once
    def _similar(self) -> Similar:
        return Similar(range(len(self._paths)), self._paths.__getitem__)

    def _jekyll_posts(self) -> Iterator[int]:
        return (number for number, path in enumerate(self._paths) if "_posts/" in path)

    def _jekyll_name(self, number: int) -> str:
        return re.sub(r"\.\w+$", "", re.sub(r"^.*?_posts/", "", self._paths[number]))

    @once
    def _by_post(self) -> Lookup:
        return Lookup((self._jekyll_name(number), number) for number in self._jekyll_posts())

    @once
    def _by_post_name(self) -> Lookup:
        names = ((self._jekyll_name(number), number) for number in self._jekyll_posts())
        return Lookup((name.rpartition("/")[2], number) for name, number in names)

    @once
    def _similar_posts(self) -> Similar:
        return Similar(self._jekyll_posts(), self._jekyll_name)


def name_of(path: str) -> str:
    """The last part of a path without ``.md`` or ``.html``; of an index page, the name of its folder."""
    parts = re.sub(r"\.(?:md|html?)$", "", path.strip("/")).split("/")
    return parts[-2] if parts[-1] in ("index", "_index") and len(parts) > 1 else parts[-1]
