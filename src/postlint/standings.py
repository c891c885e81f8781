"""How posts stand to the house's values: who keeps which, who breaks it, and how that differs between groups of posts.

A post breaks a value where a rule that serves it has an error or a warning to tell; hints are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from postlint.packs.values import Value
    from postlint.site import Conventions, PostFacts

NO_GROUP = "none"
"""Where posts go that have no date, author or tag."""


class Standing(NamedTuple):
    """How posts stand to one value: ``broken`` counts errors and warnings by path, ``hints`` hints."""

    value: Value
    rules: tuple[str, ...]
    posts: int
    broken: Mapping[str, int]
    hints: Mapping[str, int]

    @property
    def kept(self) -> int:
        """How many posts keep it."""
        return self.posts - len(self.broken)

    @property
    def share(self) -> float:
        """The share of posts that keep it, from 0 to 1; 1 where there are none."""
        return self.kept / self.posts if self.posts else 1.0

    def worst(self, count: int) -> list[tuple[str, int]]:
        """The posts that break it most, each with how often."""
        return sorted(self.broken.items(), key=lambda item: (-item[1], item[0]))[:count]


class Group(NamedTuple):
    """Posts of one month, author or tag, and how they stand."""

    name: str
    posts: int
    standings: list[Standing]

    @property
    def kept(self) -> int:
        """How many posts keep all values."""
        return self.posts - len({path for one in self.standings for path in one.broken})


def standings(
    values: Iterable[Value], rules: Mapping[str, str | None], posts: Collection[str], diagnostics: Iterable[Diagnostic]
) -> list[Standing]:
    """How these posts, by path, stand to each value. ``rules`` are those that ran, each with the value that it serves."""
    broken: dict[str, Counter[str]] = {}
    hints: dict[str, Counter[str]] = {}
    for one in diagnostics:
        if one.value and one.path in posts:
            counts = hints if one.severity is Severity.HINT else broken
            counts.setdefault(one.value, Counter())[one.path] += 1
    made = []
    for value in values:
        serving = tuple(id for id, served in rules.items() if served == value.id)
        made.append(Standing(value, serving, len(posts), broken.get(value.id, {}), hints.get(value.id, {})))
    return made


def grouped(posts: Iterable[PostFacts], by: str, conventions: Conventions) -> dict[str, set[str]]:
    """The paths of posts by month, author or tag; months in order, others by number of posts. Many posts have several."""
    groups: dict[str, set[str]] = {}
    for post in posts:
        for name in _groups_of(post, by, conventions) or (NO_GROUP,):
            groups.setdefault(name, set()).add(post.path)
    if by == "month":
        return dict(sorted(groups.items(), key=lambda item: (item[0] == NO_GROUP, item[0])))
    return dict(sorted(groups.items(), key=lambda item: (item[0] == NO_GROUP, -len(item[1]), item[0])))


def _groups_of(post: PostFacts, by: str, conventions: Conventions) -> Sequence[str]:
    if by == "month":
        return (post.iso_date[:7],) if post.iso_date else ()
    keys = conventions.author_keys if by == "author" else conventions.tag_keys
    return tuple(dict.fromkeys(name for key, name in post.names if key in keys))


def by_group(
    values: Sequence[Value],
    rules: Mapping[str, str | None],
    groups: Mapping[str, Collection[str]],
    diagnostics: Sequence[Diagnostic],
) -> Iterator[Group]:
    """How each group of posts stands."""
    by_path: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        by_path.setdefault(one.path, []).append(one)
    for name, paths in groups.items():
        own = [one for path in paths for one in by_path.get(path, ())]
        yield Group(name, len(paths), standings(values, rules, paths, own))
