"""What a run comes to: its report, and posts with what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.files import Unreadable
from postlint.records import NamedTuple
from postlint.site.posts import NO_POSTS, Posts
from postlint.text import Source

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.fix_rounds import FixResult
    from postlint.site import PostFacts
    from postlint.text import Position

MOST_HELD = 16
"""So many texts are held when they are read for reports, which go through the posts one by one."""


class Report(NamedTuple):
    """The outcome of a run.

    ``diagnostics`` are sorted. ``checked`` counts posts, ``unchecked`` those that could not be checked as asked.
    ``notes`` are for people; ``sources`` holds, by path, the posts with findings. ``covered`` are the posts that
    were checked by all rules but the ``silent`` ones, which say nothing of what is the blog's way; ``facts`` are those
    of all posts that are files. ``links`` counts the links into the site that a rule asked about: "" those
    that could be judged, the others by why not. ``whole`` is what all posts say, where only some are told.
    """

    diagnostics: Sequence[Diagnostic]
    checked: int
    unchecked: int
    notes: list[str]
    sources: Mapping[str, Source]
    covered: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    facts: Posts = NO_POSTS
    links: Mapping[str, int] = {}
    whole: Report | None = None

    @property
    def posts(self) -> Iterator[PostFacts]:
        """The facts of the covered posts that are files."""
        return (self.facts[path] for path in self.covered if path in self.facts)


class Sources(Mapping[str, Source]):
    """The texts of posts with findings, read when they are asked for.

    ``read`` gives one or raises Unreadable. One that is gone by then, or too short for what was found in it, is not
    there.
    """

    def __init__(self, read: Callable[[str], Source], diagnostics: Iterable[Diagnostic]) -> None:
        self._read_whole = read
        self._diagnostics = diagnostics
        self._held: dict[str, Source | None] = {}

    @cached_property
    def _ends(self) -> dict[str, Position]:
        """Where the last thing ends that was found in each post."""
        ends: dict[str, Position] = {}
        for one in self._diagnostics:
            ends[one.path] = max(one.end, ends.get(one.path, one.end), key=lambda end: end.offset)
        return ends

    def __getitem__(self, path: str) -> Source:
        source = self._source(path) if path in self._ends else None
        if source is None:
            raise KeyError(path)
        return source

    def __iter__(self) -> Iterator[str]:
        return (path for path in self._ends if self._source(path) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _source(self, path: str) -> Source | None:
        if path not in self._held:
            if len(self._held) >= MOST_HELD:
                self._held.pop(next(iter(self._held)))
            self._held[path] = self._read(path)
        return self._held[path]

    def _read(self, path: str) -> Source | None:
        try:
            source = self._read_whole(path)
        except Unreadable:
            return None
        end = self._ends[path]
        return source if end.offset <= len(source.text) and source.position(end.offset) == end else None


class FixedPost(NamedTuple):
    """A post of a folder, and what its fixes make of it; ``path`` is relative to the root."""

    path: str
    text: str
    result: FixResult


class OpenPost(NamedTuple):
    """A post of a folder, what is found in it, and what checks other texts as if they stood there."""

    path: str
    source: Source
    diagnostics: list[Diagnostic]
    check: Callable[[str], list[Diagnostic]]
