"""What no two posts should share: by URL, alias, summary or page elsewhere, which posts have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from postlint.site.urls import alias_of, same_page

if TYPE_CHECKING:
    from postlint.site.index import PostFacts

What = Literal["url", "alias", "summary", "stub"]


class Shared:
    """The posts of a site by what they share; whatever case and punctuation do not tell apart counts as the same."""

    def __init__(self, posts: Sequence[PostFacts], url: Callable[[PostFacts], str | None]) -> None:
        self._posts = posts
        self.url = url
        self._found: dict[str, dict[str, list[PostFacts]]] = {}

    def posts(self, what: What, value: str) -> list[PostFacts]:
        """The posts that have a value, by path."""
        if what not in self._found:
            found: dict[str, list[PostFacts]] = {}
            for post in self._posts:
                for each in dict.fromkeys(self._folded(what, each) for each in self._values[what](post)):
                    found.setdefault(each, []).append(post)
            self._found[what] = found
        return self._found[what].get(self._folded(what, value), [])

    def count(self, what: What) -> int:
        """How many posts share a value with another one of their language."""
        return sum(
            any(self.others(what, value, post) for value in self._values[what](post))
            for post in self._posts
            if not post.draft
        )

    def others(self, what: What, value: str, post: PostFacts) -> list[PostFacts]:
        """The other posts that have a value: drafts only for a draft, and no translations.

        A post whose language is not known may be in any, but its URL is not below that of a language.
        """
        is_in_any = what in ("summary", "stub")
        return [
            other
            for other in self.posts(what, value)
            if other.path != post.path
            and (post.draft or not other.draft)
            and (other.language == post.language or (is_in_any and None in (post.language, other.language)))
        ]

    @cached_property
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
