"""The house's repositories: who owns them, and which of them are projects with a name of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from postlint.guessing.facts import ranked
from postlint.guessing.mentions import folded
from postlint.guessing.names import HOME, LEAST, LINKED
from postlint.guessing.places import FORGES, Repository, host_keys, owner_keys
from postlint.reading.common_words import common_words

if TYPE_CHECKING:
    from postlint.guessing.facts import Post
    from postlint.guessing.names import Evidence, Own

SPOKEN_OF = 0.04
"""A project is one of which this share of the posts speaks."""
_EDITION_FOR = r"{} (?:Cloud|Enterprise)(?: Edition)? for ([A-Z]\w{{1,40}})"
_FORGE_WORDS = frozenset("github gitlab docker helm homebrew wiki".split())
"""Names of repositories that are called by what they hold files for."""


def owners_of(own: Own, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """The accounts on forges that are the house's: called like it, or with a repository of the main project."""
    places = evidence.places
    least = max(min(LINKED, len(evidence.posts) // 2), HOME * len(evidence.posts))
    found = Counter({owner: count for owner, count in places.owners.items() if own.keys & owner_keys(owner[1])})
    for one in places.repositories:
        owner = (one.forge, one.owner)
        if folded(one.name) == folded(own.main) and places.owners[owner] >= least:
            found[owner] = places.owners[owner]
    if (remote := evidence.site.remote) is not None and remote.forge in FORGES:
        found[remote.forge, remote.owner.lower()] += 1
    return tuple(owner for owner, _ in ranked(found))


def parts_of(own: Own, evidence: Evidence) -> Iterable[str]:
    """Further projects: names of which many posts speak, with a repository of the house and no home elsewhere."""
    least = max(LEAST, SPOKEN_OF * len(evidence.posts))
    together, editions = (
        _said_with(own, pattern, evidence.posts) for pattern in (r"{} ([A-Z]\w{{1,40}})", _EDITION_FOR)
    )
    counts = {}
    for name, repository, linked in _repositories(own, evidence):
        count = evidence.mentions.count(folded(name))
        is_linked = linked >= LINKED or together[name] >= LEAST
        is_here = linked >= _linked_elsewhere(repository, own, evidence)
        if count >= least and (editions[name] >= LEAST or (is_linked and is_here)):
            counts[name] = count
    return [name for name, _ in ranked(counts)]


def candidates_of(own: Own, evidence: Evidence) -> Iterable[tuple[str, Repository, int]]:
    """Repositories of the house with a name of their own to which several posts link, and which are no part yet."""
    found = _repositories(own, evidence)
    left = [one for one in found if one[0] not in own.parts and one[2] >= LINKED]
    return sorted(left, key=lambda one: (-one[2], one[1]))


def _repositories(own: Own, evidence: Evidence) -> list[tuple[str, Repository, int]]:
    """The house's repositories that are called by a name: that name, the repository, and how many posts link to it."""
    found = []
    # 'AcmeDB' is the project of a house Acme that has no repository 'acme'; else it would be a part of Acme.
    has_main = any(folded(one.name) == folded(own.main) for one in evidence.places.repositories)
    for repository, linked in evidence.places.repositories.items():
        key = folded(repository.name)
        name = evidence.mentions.spelling(key) if key else None
        is_own = (repository.forge, repository.owner) in own.owners
        if not is_own or name is None or name == name.lower() or key in common_words() or key in _FORGE_WORDS:
            continue
        is_of_main = any(one in key for one in own.keys) and (has_main or not name.isalnum())
        if not is_of_main and not _is_word(name, evidence):
            found.append((name, repository, linked))
    return found


def _is_word(name: str, evidence: Evidence) -> bool:
    """Whether a name of two words is mostly written small, and so is none."""
    small = name.lower()
    return " " in name and sum(small in post.text for post in evidence.posts) > evidence.mentions.capitals(folded(name))


def _said_with(own: Own, pattern: str, posts: Iterable[Post]) -> Counter[str]:
    """The names that stand where the pattern says, with one of the house's main names in it, by how many posts."""
    main = "|".join(re.escape(name) for name in (own.main, own.company) if name)
    said = re.compile(rf"\b{pattern.format(f'(?:{main})')}")
    return Counter(name for post in posts for name in set(said.findall(post.text)))


def _linked_elsewhere(repository: Repository, own: Own, evidence: Evidence) -> int:
    """How many posts link to somebody else's host or repository of this name."""
    key = folded(repository.name)
    places = evidence.places
    hosts = (count for host, count in places.hosts.items() if key in host_keys(host))
    others = (
        count
        for one, count in places.repositories.items()
        if (one.forge, one.owner) not in own.owners and key in {folded(one.name), folded(one.owner)}
    )
    return max([*hosts, *others], default=0)
