"""One run over many posts in two passes: facts are drawn from all of them, then each is checked beside the others.

What is known from last time is not worked out again, and what is left is spread over processes where that pays.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from postlint import look
from postlint.cache import MOST_POSTS, Outcome, PostCache, fingerprint, stamp_of
from postlint.engine import UNCHECKED
from postlint.files import Unreadable
from postlint.records import NamedTuple
from postlint.site.posts import Posts
from postlint.work import Checks, Work

if TYPE_CHECKING:
    from postlint.site import PostFacts, Site
    from postlint.workers import Crew


# Documents of posts that are together no larger than this are kept from the first pass to the second. They take some
# thirteen times as much memory, so of larger sites each post is read again.
KEPT_BYTES = 24 * 1024 * 1024
# So many posts of such a site are checked before processes are forked. They have what is made of all facts at first
# use made once, and shared.
FIRST = 20


class Keys(NamedTuple):
    """Where the cache holds what is known of the posts of a site, and what their facts and findings rest on."""

    place: str
    facts: str
    found: str


class Passes:
    """A run over ``chosen`` posts, which are checked, and ``others``, which they may ask about.

    It works by what ``linter`` does with single posts, in up to ``jobs`` processes. ``keys`` make the cache of an
    earlier run; without them none is read or written.
    """

    def __init__(
        self, linter: Checks, chosen: Sequence[str], others: Iterable[str] = (), jobs: int = 1, keys: Keys | None = None
    ) -> None:
        self._linter = linter
        self._chosen = chosen
        self._wanted = set(chosen)
        self._all = sorted(self._wanted.union(others))
        self._stack = ExitStack()
        self._work = Work(linter)
        self._site: Site | None = None
        self._crew: Crew | None = None
        self._retried: list[str] = []
        self._jobs = jobs
        self._cache = self._opened_cache(keys)
        if self._cache is not None:
            self._stack.callback(self._cache.discard)
        self.failed: dict[str, Unreadable] = {}
        self.facts = Posts(self._indexed())
        if self._cache is not None:
            self._cache.write_facts(self._is_there)

    def __enter__(self) -> Passes:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def retried(self) -> list[str]:
        """The posts of processes that died, which were given to others."""
        return sorted(set(self._retried))

    def site(self) -> Site:
        self._site = self._work.know(self.facts)
        return self._site

    def outcomes(self, site: Site, progress: Callable[[int, int], None] | None = None) -> Iterator[tuple[str, Outcome]]:
        """What is found in each chosen post, in any order; a post that cannot be read any more is added to ``failed``.

        ``progress`` is told how many posts are done, and how many there are.
        """
        rules = self._linter.registry.rules
        left = []
        done = 0
        for path in self._chosen:
            if path in self.failed:
                continue
            known = self._cache.outcome(path, site, rules) if self._cache is not None else None
            if known is None:
                left.append(path)
                continue
            done += 1
            yield path, known
        for path, outcome in self._checked(left):
            if progress is not None:
                progress(done, len(self._chosen))
            done += 1
            if isinstance(outcome, Unreadable):  # It was there in the first pass.
                self.failed[path] = outcome
                continue
            is_whole = not any(one.rule in UNCHECKED for one in outcome.diagnostics)
            if self._cache is not None and is_whole:
                self._cache.keep_outcome(path, outcome)
            yield path, outcome
        if self._cache is not None:
            self._cache.write_outcomes(self._is_there)

    # The first pass

    def _indexed(self) -> Iterator[PostFacts]:
        left = []
        for path in self._all:
            facts = self._cache.facts(path) if self._cache is not None else None
            if facts is None:
                left.append(path)
            else:
                yield facts
        for path, made in self._drawn(left):
            if isinstance(made, Unreadable):
                if path in self._wanted:
                    self.failed[path] = made
                continue
            if self._cache is not None:
                self._cache.keep_facts(made)
            yield made._replace(path=path)  # the text that is held anyway

    def _drawn(self, paths: Sequence[str]) -> Iterator[tuple[str, PostFacts | Unreadable]]:
        sizes = {path: self._size(path) for path in paths}
        kept = self._wanted if sum(sizes.values()) <= KEPT_BYTES else frozenset()
        if self._pays(sizes.values()):
            crew = self._crew = self._new_crew()
            yield from crew.index(sizes, kept)
            if not kept:  # another crew shares the site
                self._retried += crew.retried
                self._crew = None
                crew.close()
            return
        for path in paths:
            try:
                yield path, self._work.index(path, is_kept=path in kept)
            except Unreadable as error:
                yield path, error

    # The second pass

    def _checked(self, paths: Sequence[str]) -> Iterator[tuple[str, Outcome | Unreadable]]:
        if self._crew is not None:
            yield from self._checked_by(self._crew, paths)
            return
        sizes = list(map(self._size, paths))
        if self._pays(sizes):
            first = FIRST if sum(sizes) > KEPT_BYTES else 0
            yield from self._checked_here(paths[:first])
            yield from self._checked_by(self._new_crew(self._site), paths[first:])
            return
        yield from self._checked_here(paths)

    def _checked_by(self, crew: Crew, paths: Sequence[str]) -> Iterator[tuple[str, Outcome | Unreadable]]:
        yield from crew.check(paths, self.facts)
        self._retried += crew.retried

    def _checked_here(self, paths: Sequence[str]) -> Iterator[tuple[str, Outcome | Unreadable]]:
        for path in paths:
            try:
                yield path, self._work.check(path)
            except Unreadable as error:
                yield path, error

    # Processes

    def _pays(self, sizes: Iterable[int]) -> bool:
        from postlint.workers import LEAST_BYTES

        return self._jobs > 1 and sum(sizes) >= LEAST_BYTES

    def _size(self, path: str) -> int:
        try:
            return os.lstat(self._place(path)).st_size
        except (OSError, ValueError):
            return 0

    def _place(self, path: str) -> str:
        return os.path.join(self._linter.config.root, path)

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(self._place(path))

    def _new_crew(self, site: Site | None = None) -> Crew:
        from postlint.workers import Crew

        self._linter.prepare()  # once for all processes that are forked
        return self._stack.enter_context(Crew(self._linter, self._jobs, site=site))

    # What is known from last time

    def _opened_cache(self, keys: Keys | None) -> PostCache | None:
        if keys is None or len(self._all) > MOST_POSTS:
            return None
        stamps = {path: stamp for path in self._all if (stamp := self._stamp(path)) is not None}
        return PostCache(f"posts-{keys.place}", keys.facts, keys.found, stamps)

    def _stamp(self, path: str) -> tuple[object, ...] | None:
        contents = self._linter.overlay.contents
        if path in contents:
            return ("staged", fingerprint(contents[path].hex()))
        place = self._place(path)
        if os.path.islink(place):
            return None  # nothing is kept of it, and it may lead out of the root
        look.opened(place)
        return stamp_of(place)
