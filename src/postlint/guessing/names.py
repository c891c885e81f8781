"""Which names are the house's own: the main project, the company behind it, and further projects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.guessing.mentions import Mentions, folded
from postlint.guessing.places import FORGES, Places, Repository, host_keys, owner_keys
from postlint.reading.common_words import common_words

if TYPE_CHECKING:
    from postlint.guessing.facts import Post
    from postlint.guessing.site import SiteFacts

SPOKEN_OF = 0.04
"""A project is one of which this share of the posts speaks."""
LINKED = 3
"""So many posts link to the repository of a project."""
HOME = 0.1
"""Where this share of the posts links, the house is at home."""
LEAST = 2
_TITLE_WORDS = frozenset("blog blogs the engineering news official site website docs documentation home posts".split())
_NAME = r"[A-Z]\w+(?: [A-Z]\w+)?"
_MAKERS = r"(?:company|team|creators?|makers?|maintainers?|people|folks|startup|engineers|vendor|organi[sz]ation)"
_EDITION_FOR = r"{} (?:Cloud|Enterprise)(?: Edition)? for ([A-Z]\w+)"
_FORGE_WORDS = frozenset("github gitlab docker helm homebrew wiki".split())
"""Names of repositories that are called by what they hold files for."""
_MADE = r"(?:created|built|developed|maintained|open-sourced|founded)"


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


class Evidence(NamedTuple):
    """All that names are guessed from."""

    posts: Sequence[Post]
    site: SiteFacts
    mentions: Mentions
    places: Places


def own_names(evidence: Evidence) -> Own:
    """The names of the house, as far as posts and site tell them."""
    main = _main(evidence)
    if not main:
        return Own()
    own = Own(main, _company(main, evidence))
    own = own._replace(owners=_owners(own, evidence))
    own = own._replace(parts=tuple(_parts(own, evidence)))
    return own._replace(candidates=tuple(_candidates(own, evidence)))


def _main(evidence: Evidence) -> str:
    """The name of which posts speak most and to which they link most."""
    said, links = evidence.mentions, evidence.places.keys
    told = _told_by_site(evidence.site)
    scores = {}
    for key in {*links, *told}:
        if said.spelling(key) is not None:
            weight = links[key] + told[key] * len(evidence.posts)
            if weight >= LEAST:
                scores[key] = said.count(key) * weight
    spelled = {key: said.spelling(key) or "" for key in scores}
    best = max(scores, key=lambda key: (scores[key], not spelled[key].islower(), -len(key), key), default=None)
    return spelled[best] if best else ""


def _told_by_site(site: SiteFacts) -> Counter[str]:
    """The names that the site's own files say, with how many of them do."""
    words = [word for word in re.findall(r"[\w.-]+", site.title) if word.casefold() not in _TITLE_WORDS]
    by_file: list[set[str]] = [{folded(word) for word in (*words, " ".join(words))}, host_keys(site.host)]
    if site.remote is not None:
        by_file.append(owner_keys(site.remote.owner))
    return Counter(key for keys in by_file for key in keys if key)


def _company(main: str, evidence: Evidence) -> str:
    """Who is said to make the main project: a name that is not the project's, and has a domain to which posts link."""
    name = re.escape(main)
    behind = re.compile(
        rf"({_NAME}),?\s(?:\w+\s){{0,3}}?{_MAKERS}\s(?:behind|of)\s(?:the\s)?(?:open[- ]source\s)?{name}\b"
    )
    made_by = re.compile(rf"\b{name}\b[^.\n]{{0,60}}\b{_MADE}\s(?:\w+\s){{0,2}}?by\s(?:the\s)?({_NAME})")
    edition = re.compile(rf"({_NAME})\s(?:Cloud|Enterprise)(?: Edition)?\sfor\s{name}\b")
    told: Counter[str] = Counter()
    for post in evidence.posts:
        found = {match[1] for pattern in (behind, made_by, edition) for match in pattern.finditer(post.text)}
        told.update({company for one in found if (company := _as_company(one, main, evidence))})
    share = HOME / 2 * len(evidence.posts)
    for company, count in told.most_common():
        linked = evidence.places.keys[folded(company)]
        if count >= LEAST or linked >= max(LEAST, share):
            return company
    return ""


def _as_company(words: str, main: str, evidence: Evidence) -> str | None:
    """The company that the words name: all of them, or the first; None where none has a domain of its name."""
    for name in (words, words.partition(" ")[0]):
        key = folded(name)
        spelled = evidence.mentions.spelling(key)
        if key != folded(main) and spelled == name and any(key in host_keys(host) for host in evidence.places.hosts):
            return name
    return None


def _owners(own: Own, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """The accounts on forges that are the house's: called like it, or with a repository of the main project."""
    places = evidence.places
    least = max(LINKED, HOME * len(evidence.posts))
    found = Counter({owner: count for owner, count in places.owners.items() if own.keys & owner_keys(owner[1])})
    for one in places.repositories:
        owner = (one.forge, one.owner)
        if folded(one.name) == folded(own.main) and places.owners[owner] >= least:
            found[owner] = places.owners[owner]
    if (remote := evidence.site.remote) is not None and remote.forge in FORGES:
        found[remote.forge, remote.owner.lower()] += 1
    return tuple(owner for owner, _ in found.most_common())


def _parts(own: Own, evidence: Evidence) -> Iterable[str]:
    """Further projects: names of which many posts speak, with a repository of the house and no home elsewhere."""
    least = max(LEAST, SPOKEN_OF * len(evidence.posts))
    together, editions = (_said_with(own, pattern, evidence.posts) for pattern in (r"{} ([A-Z]\w+)", _EDITION_FOR))
    counts = {}
    for name, repository, linked in _repositories(own, evidence):
        count = evidence.mentions.count(folded(name))
        is_linked = linked >= LINKED or together[name] >= LEAST
        is_here = linked >= _linked_elsewhere(repository, own, evidence)
        if count >= least and (editions[name] >= LEAST or (is_linked and is_here)):
            counts[name] = count
    return sorted(counts, key=lambda name: -counts[name])


def _candidates(own: Own, evidence: Evidence) -> Iterable[tuple[str, Repository, int]]:
    """Repositories of the house with a name of their own to which several posts link, and which are no part yet."""
    found = _repositories(own, evidence)
    return sorted((one for one in found if one[0] not in own.parts and one[2] >= LINKED), key=lambda one: -one[2])


def _repositories(own: Own, evidence: Evidence) -> list[tuple[str, Repository, int]]:
    """The house's repositories that are called by a name: that name, the repository, and how many posts link to it."""
    found = []
    for repository, linked in evidence.places.repositories.items():
        key = folded(repository.name)
        name = evidence.mentions.spelling(key) if key else None
        is_own = (repository.forge, repository.owner) in own.owners
        if not is_own or name is None or name == name.lower() or key in common_words() or key in _FORGE_WORDS:
            continue
        if not any(one in key for one in own.keys) and not _is_word(name, evidence):
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
