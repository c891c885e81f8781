"""What the posts of a site do with their front matter: which keys, which kinds of values, which names."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from postlint.site.lookup import Lookup
from postlint.site.once import count, once
from postlint.site.slips import slip_of
from postlint.site.vocabulary import Vocabulary

if TYPE_CHECKING:
    from postlint.site.conventions import Conventions
    from postlint.site.index import PostFacts
    from postlint.site.posts import Posts
    from postlint.site.registries import Register

LEAST_POSTS = 20
"""A blog of fewer posts has no ways of its own yet."""
SEVERAL_POSTS = 20
"""After so many younger posts, what one post alone has is no beginning any more."""
USUAL_SHARE = 0.95
FREQUENT_SHARE = 0.1
RARE_SHARE = 0.03
TIMES_AS_OFTEN = 5


class Usage:
    """``kinds`` tells, by front matter key, what kind of names stands there; ``registries`` list them by kind.

    ``count_habits`` is told by who knows the rules.
    """

    def __init__(
        self,
        posts: Posts,
        conventions: Conventions,
        registries: Mapping[str, Register],
        kinds: Mapping[str, str],
    ) -> None:
        self._all = posts
        self.posts = posts.but_sections
        self.conventions = conventions
        self.registries = registries
        self.kinds = kinds
        self.count_habits: Callable[[], Mapping[str, int]] = dict
        self._vocabularies: dict[str, Vocabulary] = {}

    @once
    def habits(self) -> Mapping[str, int]:
        """How many posts do what is this blog's habit, by the rules that therefore say nothing."""
        return self.count_habits()

    def _folded(self, key: str) -> str:
        return key.lower() if self.conventions.folds_case else key

    @once
    def _classes(self) -> dict[str, Counter[str]]:
        """How often each key has a value of each class."""
        classes: dict[str, Counter[str]] = {}
        for post in self.posts:
            for key, kind in post.keys:
                classes.setdefault(self._folded(key), Counter())[kind] += 1
        return classes

    @once
    def _spelled(self) -> dict[str, str]:
        """Each key as most posts write it."""
        counts = Counter(key for post in self.posts for key, _ in post.keys)
        return {self._folded(key): key for key, _ in reversed(counts.most_common())}

    def _count(self, key: str) -> int:
        return self._classes.get(self._folded(key), Counter()).total()

    def usual_keys(self) -> tuple[str, ...]:
        """The keys that almost all posts have, with a value."""
        if len(self.posts) < LEAST_POSTS:
            return ()
        filled = {key: kinds.total() - kinds["empty"] for key, kinds in self._classes.items()}
        least = USUAL_SHARE * len(self.posts)
        return tuple(sorted(self._spelled[key] for key, count in filled.items() if count >= least))

    def usual_class(self, key: str) -> str | None:
        """The class of almost all values that a key has."""
        kinds = self._classes.get(self._folded(key), Counter())
        filled = kinds.total() - kinds["empty"]
        most = max((kind for kind in kinds if kind != "empty"), key=kinds.__getitem__, default=None)
        return most if most and filled >= LEAST_POSTS and kinds[most] >= USUAL_SHARE * filled else None

    def is_rare_key(self, key: str) -> bool:
        """Whether hardly any post has a key."""
        return self._count(key) <= max(1, RARE_SHARE * len(self.posts))

    def near_key(self, key: str) -> str | None:
        """The key of many posts that a key is a slip of."""
        least = max(FREQUENT_SHARE * len(self.posts), TIMES_AS_OFTEN * self._count(key))
        return slip_of(key, [name for count, name in takewhile(lambda one: one[0] >= least, self._frequent)])

    @once
    def _frequent(self) -> list[tuple[int, str]]:
        """Each key with how many posts have it, the most frequent first."""
        return sorted(((self._count(key), self._spelled[key]) for key in self._classes), reverse=True)

    def vocabulary(self, key: str) -> Vocabulary:
        if key not in self._vocabularies:
            used = (name for post in self.posts for name in {name for at, name in post.names if at == key})
            self._vocabularies[key] = Vocabulary(used, self.registries.get(self.kinds.get(key, "")))
            count()
        return self._vocabularies[key]

    def posts_with_unknown(self, kind: str) -> int:
        """How many posts have a name that the registry of its kind has not."""
        return self._count_posts(kind, lambda key, name: not self.vocabulary(key).is_known(name), self.posts)

    def posts_with_lone(self, kind: str) -> int:
        """How many posts have a name that no other post has."""
        followed = (post for post in self.posts if self._is_followed(post))
        return self._count_posts(kind, self.is_only_use, followed)

    @once
    def _days(self) -> list[str]:
        """The days of the dated posts in order."""
        shared: dict[str, str] = {}
        return sorted(shared.setdefault(post.iso_date, post.iso_date) for post in self.posts if post.iso_date)

    def is_followed(self, path: str) -> bool:
        """Whether several posts are younger than this one, or its day is not known."""
        return path not in self._all or self._is_followed(self._all[path])

    def _is_followed(self, post: PostFacts) -> bool:
        if post.is_section or not post.iso_date:
            return True
        return len(self._days) - bisect_right(self._days, post.iso_date) >= SEVERAL_POSTS

    def is_only_use(self, key: str, name: str) -> bool:
        """Whether of many posts just one has a name at a key, in whatever spelling."""
        return len(self.posts) >= LEAST_POSTS and self.vocabulary(key).is_only_use(name)

    def _count_posts(self, kind: str, holds: Callable[[str, str], bool], posts: Iterable[PostFacts]) -> int:
        return sum(any(self.kinds.get(key) == kind and holds(key, name) for key, name in post.names) for post in posts)

    @once
    def _holders(self) -> Lookup:
        """The posts that have a value at a field of which no two posts may have the same."""
        return Lookup(
            (f"{field}\0{value}", number)
            for number, post in enumerate(self._all.values())
            if not post.is_section
            for field, value in post.unique
        )

    def posts_with(self, field: str, value: str) -> tuple[str, ...]:
        return tuple(self._all.paths[number] for number in self._holders.numbers(f"{field}\0{value}"))
