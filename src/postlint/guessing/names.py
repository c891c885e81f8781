"""The names that stand for the house: that of which posts speak most, and who is said to make what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from postlint.guessing.facts import ranked
from postlint.guessing.mentions import Mentions, folded
from postlint.guessing.places import Places, Repository, host_keys, owner_keys
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.guessing.facts import Post
    from postlint.guessing.site import SiteFacts

LINKED = 3
"""So many posts link to the repository of a project."""
HOME = 0.1
"""Where this share of the posts links, the house is at home."""
LEAST = 2
CLEARLY = 5
"""A name that is so many times as much spoken of and linked as any other needs no more to be the main one."""
_TITLE_WORDS = frozenset("blog blogs the engineering news official site website docs documentation home posts".split())
_NAME = r"\b[A-Z]\w{1,40}(?: [A-Z]\w{1,40})?"
_MAKERS = r"(?:company|team|creators?|makers?|maintainers?|people|folks|startup|engineers|vendor|organi[sz]ation)"
_MADE = r"(?:created|built|developed|maintained|open-sourced|founded)"
_OURS = (
    r"\b(?:[Aa]t|[Ww]e at|[Hh]ere at|[Oo]ur|[Uu]s at) {0}\b"
    r"|\b{0} (?:[Tt]eam|[Ss]lack|[Dd]iscord|[Bb]log|[Nn]ewsletter|[Cc]ommunity)\b"
    r"|\b[Ww]e (?:\w{{1,20}} )?(?:built|created|started|founded|launched|developed|maintain|made|open-sourced) {0}\b"
)
"""What the writers of a blog say of what is theirs."""


class Evidence(NamedTuple):
    """All that names are guessed from."""

    posts: Sequence[Post]
    site: SiteFacts
    mentions: Mentions
    places: Places


class Own(NamedTuple):
    """The names that are the house's own, as posts spell them; ``main`` and ``company`` are empty where none is known.

    ``keys`` are the folded names by which hosts and owners are told to be own; ``parts`` are further projects, and
    ``candidates`` repositories of the house that may be some. ``owners`` are the forges' accounts of the house.
    """

    main: str = ""
    company: str = ""
    parts: tuple[str, ...] = ()
    candidates: tuple[tuple[str, Repository, int], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.main, self.company) if name)


def main_name(evidence: Evidence) -> str:
    """The name of which posts speak most and to which they link most; of several, that which they call their own."""
    said, links = evidence.mentions, evidence.places.keys
    told = _told_by_site(evidence.site)
    scores: dict[str, int] = {}
    for key in {*links, *told}:
        name = said.spelling(key)
        weight = links[key] + told[key] * len(evidence.posts)
        if name is not None and weight >= LEAST:
            scores[name] = max(scores.get(name, 0), said.count(key) * weight)
    least = max(scores.values(), default=0) / CLEARLY
    close = [name for name, score in scores.items() if score >= least]
    if len(close) > 1:
        scores = {name: scores[name] * (1 + _claimed(name, evidence.posts)) for name in close}
    return max(scores, key=lambda name: (scores[name], not name.islower(), -len(name), name), default="")


def _claimed(name: str, posts: Iterable[Post]) -> int:
    """How many posts call a name their own."""
    ours = re.compile(_OURS.format(re.escape(name)))
    return sum(name in post.text and ours.search(post.text) is not None for post in posts)


def _told_by_site(site: SiteFacts) -> Counter[str]:
    """The names that the site's own files say, with how many of them do."""
    by_file: list[Iterable[str]] = [_named(site.title), _named(site.readme), host_keys(site.host)]
    if site.remote is not None:
        by_file.append(owner_keys(site.remote.owner))
    return Counter(key for keys in by_file for key in keys if key)


def _named(title: str) -> set[str]:
    """The names that a title may hold: its words, but for those of any blog's title, and all of them together."""
    words = [word for word in re.findall(r"[\w.-]+", title) if word.casefold() not in _TITLE_WORDS]
    return {folded(word) for word in (*words, " ".join(words))}


def company_behind(main: str, evidence: Evidence) -> str:
    """Who is said to make the main project: a name that is not the project's, and has a domain to which posts link."""
    name = re.escape(main)
    patterns = (
        rf"({_NAME}),?\s(?:\w{{1,20}}\s){{0,3}}?{_MAKERS}\s(?:behind|of)\s(?:the\s)?(?:open[- ]source\s)?{name}\b",
        rf"\b{name}\b[^.\n]{{0,60}}\b{_MADE}\s(?:\w{{1,20}}\s){{0,2}}?by\s(?:the\s)?({_NAME})",
        rf"({_NAME})\s(?:Cloud|Enterprise)(?: Edition)?\sfor\s{name}\b",
    )
    share = HOME / 2 * len(evidence.posts)
    for company, count in _told(main, patterns, evidence):
        key = folded(company)
        linked = evidence.places.keys[key]
        if any(key in host_keys(host) for host in evidence.places.hosts) and (
            count >= LEAST or linked >= max(LEAST, share)
        ):
            return company
    return ""


def project_of(company: str, evidence: Evidence) -> str:
    """What a company is said to make, if posts speak of it often and link to its repository; else empty."""
    name = re.escape(company)
    patterns = (
        rf"\b{name},?\s(?:\w{{1,20}}\s){{0,3}}?{_MAKERS}\s(?:behind|of)\s(?:the\s)?(?:open[- ]source\s)?({_NAME})",
        rf"({_NAME})[^.\n]{{0,60}}\b{_MADE}\s(?:\w{{1,20}}\s){{0,2}}?by\s(?:the\s)?{name}\b",
    )
    repositories = evidence.places.repositories
    for project, count in _told(company, patterns, evidence):
        key = folded(project)
        linked = max((n for one, n in repositories.items() if folded(one.name) == key), default=0)
        is_spoken_of = evidence.mentions.count(key) >= HOME * len(evidence.posts)
        if count >= LEAST and linked >= LINKED and is_spoken_of and folded(company) not in key:
            return project
    return ""


def _told(about: str, patterns: Iterable[str], evidence: Evidence) -> list[tuple[str, int]]:
    """The names that stand where the patterns have them, by how many posts; each as most posts spell it."""
    compiled = [re.compile(pattern) for pattern in patterns]
    counts: Counter[str] = Counter()
    for post in evidence.posts:
        if about in post.text:
            found = {match[1] for pattern in compiled for match in pattern.finditer(post.text)}
            words = {word for name in found for word in (name, name.partition(" ")[0])}
            counts.update(word for word in words if evidence.mentions.spelling(folded(word)) == word)
    return [(name, count) for name, count in ranked(counts) if folded(name) != folded(about)]
