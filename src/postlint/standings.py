"""How posts stand to the house's values: who keeps which, who breaks it, and how that differs between groups of posts.

A post is judged by a value where a rule that serves it reads the post. It breaks the value where such a rule finds an
error or a warning; hints are counted apart. What a post allows itself, it keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Diagnostic, Severity
from postlint.records import NamedTuple
from postlint.site.names import folded

if TYPE_CHECKING:
    from postlint.packs.values import Value
    from postlint.site import Conventions, PostFacts

NO_FINDINGS: Mapping[str, int] = {}


class Standing(NamedTuple):
    """How posts stand to a value: how many are ``judged``, and by path how many findings those have that break it."""

    judged: int
    broken: Mapping[str, int]
    hints: int = 0

    @property
    def kept(self) -> int:
        """How many of the judged posts keep it."""
        return self.judged - len(self.broken)

    @property
    def share(self) -> float | None:
        """The share of posts that keep it, from 0 to 1; None where none is judged."""
        return self.kept / self.judged if self.judged else None

    @property
    def findings(self) -> int:
        """How often it is broken."""
        return sum(self.broken.values())

    def worst(self, count: int) -> list[tuple[str, int]]:
        """The posts that break it most, each with how often."""
        return sorted(self.broken.items(), key=lambda item: (-item[1], item[0]))[:count]


class Standings(NamedTuple):
    """How posts stand to each value, by its id, and to all of them at once."""

    by_value: Mapping[str, Standing]
    all: Standing


class Group(NamedTuple):
    """The posts of one month, author or tag, by path; those that have none bear no name."""

    name: str | None
    posts: Collection[str]


def standings(
    values: Iterable[Value], judged_by: Mapping[str, Collection[str]], diagnostics: Iterable[Diagnostic]
) -> Standings:
    """How posts stand. ``judged_by`` are these posts, by path, each with the ids of the values that it is judged by."""
    broken: dict[str, Counter[str]] = {}
    hints: Counter[str] = Counter()
    for one in diagnostics:
        if one.value is not None and one.value in judged_by.get(one.path, ()):
            if one.severity is Severity.HINT:
                hints[one.value] += 1
            else:
                broken.setdefault(one.value, Counter())[one.path] += 1
    judged = Counter(value for several in judged_by.values() for value in several)
    ids = [value.id for value in values]
    by_value = {id: Standing(judged[id], broken.get(id, NO_FINDINGS), hints[id]) for id in ids}
    any_broken = sum((Counter(broken.get(id, NO_FINDINGS)) for id in ids), Counter[str]())
    read = sum(1 for several in judged_by.values() if several)
    return Standings(by_value, Standing(read, any_broken, sum(hints.values())))


def grouped(posts: Iterable[PostFacts], by: str, conventions: Conventions) -> list[Group]:
    """The posts by month, author or tag; months in order, others by number of posts. Posts may be in several groups.

    Names that differ in case, accents or hyphens are one, which is called as most posts call it.
    """
    paths: dict[str, set[str]] = {}
    spellings: dict[str, Counter[str]] = {}
    nameless: set[str] = set()
    for post in posts:
        names = _names_of(post, by, conventions)
        for name in names:
            key = name if by == "month" else folded(name)
            paths.setdefault(key, set()).add(post.path)
            spellings.setdefault(key, Counter())[name] += 1
        if not names:
            nameless.add(post.path)
    order = sorted(paths) if by == "month" else sorted(paths, key=lambda key: (-len(paths[key]), key))
    groups = [Group(min(spellings[key], key=lambda name: (-spellings[key][name], name)), paths[key]) for key in order]
    return [*groups, Group(None, nameless)] if nameless else groups


def _names_of(post: PostFacts, by: str, conventions: Conventions) -> Collection[str]:
    if by == "month":
        return (post.iso_date[:7],) if post.iso_date else ()
    keys = conventions.author_keys if by == "author" else conventions.tag_keys
    return dict.fromkeys(name for key, name in post.names if key in keys)


def by_group(
    values: Sequence[Value],
    judged_by: Mapping[str, Collection[str]],
    groups: Iterable[Group],
    diagnostics: Iterable[Diagnostic],
) -> Iterator[tuple[Group, Standings]]:
    """How each group of posts stands."""
    by_path: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        by_path.setdefault(one.path, []).append(one)
    for group in groups:
        own = [one for path in group.posts for one in by_path.get(path, ())]
        yield group, standings(values, {path: judged_by[path] for path in group.posts}, own)
