"""What no two posts should share: by URL, alias, summary or page elsewhere, which posts have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from postlint.site.lookup import Lookup
from postlint.site.once import count, once
from postlint.site.urls import alias_of, same_page

if TYPE_CHECKING:
    from postlint.site.index import PostFacts
    from postlint.site.posts import Posts

What = Literal["url", "alias", "summary", "stub"]


class Shared:
    """The posts of a site by what they share; whatever case and punctuation do not tell apart counts as the same.

    Sections are no posts here.
    """

    def __init__(self, posts: Posts, url: Callable[[PostFacts], str | None]) -> None:
        self._posts = posts
        self.url = url
        self._found: dict[What, Lookup] = {}

    def _having(self, what: What, value: str) -> Iterator[int]:
        """The numbers of the posts that have a value, by path."""
        if what not in self._found:
            self._found[what] = Lookup(self._all(what))
            count()
        return self._found[what].numbers(self._folded(what, value))

    def _all(self, what: What) -> Iterator[tuple[str, int]]:
        for number, post in enumerate(self._posts.values()):
            if not post.is_section:
                for each in dict.fromkeys(self._folded(what, each) for each in self._values[what](post)):
                    yield each, number

    def count(self, what: What) -> int:
        """How many posts share a value with another one of their language."""
        return sum(
            any(any(self.others(what, value, post.path)) for value in self._values[what](post))
            for post in self._posts.but_sections
            if not post.draft
        )

    def others(self, what: What, value: str, path: str) -> Iterator[str]:
        """The paths of the other posts that have the value of a post: drafts only for a draft, and no translations.

        A post whose language is not known may be in any, but its URL is not below that of a language.
        """
        posts = self._posts
        own = posts.number(path)
        if own is None:
            return
        is_in_any = what in ("summary", "stub")
        language = posts.languages[own]
        for number in self._having(what, value):
            other = posts.languages[number]
            if (
                number != own
                and (posts.drafts[own] or not posts.drafts[number])
                and (other == language or (is_in_any and None in (language, other)))
            ):
                yield posts.paths[number]

    @once
    def _values(self) -> dict[str, Callable[[PostFacts], Iterator[str]]]:
        return {
            "url": lambda post: (url for url in [self.url(post)] if url is not None),
            "alias": self._aliases,
            "summary": lambda post: iter([post.summary] if post.summary else ()),
            "stub": lambda post: iter([post.stub] if post.stub else ()),
        }

    def _aliases(self, post: PostFacts) -> Iterator[str]:
        for alias in post.aliases:
            path = alias_of(alias, self.url(post))
            if path is not None:
                yield path

    def _folded(self, what: What, value: str) -> str:
        if what == "summary":
            return " ".join(re.findall(r"\w+", value.casefold()))
        if what == "stub":
            return value.strip().rstrip("/").casefold().partition("://")[2] or value
        return same_page(value).lower()
