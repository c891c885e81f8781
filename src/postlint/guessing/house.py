"""The house behind a blog: what it gives away, what it sells, and where it lives, as posts and site tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from postlint.guessing.facts import ranked
from postlint.guessing.mentions import folded
from postlint.guessing.names import HOME, LEAST, Evidence, Own
from postlint.guessing.offers import offers
from postlint.guessing.own import own_names
from postlint.guessing.places import PASSING, Repository, host_keys, is_community, own_domain, owner_keys
from postlint.house import House, License, Offer, Project
from postlint.records import NamedTuple

MOST_HOSTS = 10
MOST_PLACES = 4
PLACE_SHARE = 0.03
"""A place to talk is one to which this share of the posts leads."""
_OPEN_HOSTS = frozenset("docs doc learn download downloads dl repo packages".split())
_INVITATIONS = ("discord.gg", "discord.com", "join.slack.com", "t.me", "matrix.to", "gitter.im", "groups.google.com")
"""Hosts where a path tells whose place it is."""


class Guess(NamedTuple):
    """A house, and what an editor should know of how sure that is.

    ``candidates`` are repositories of the house that may be further projects, by how many posts link to them;
    ``license`` is that of the site's own repository where it need not be that of a project.
    """

    house: House
    candidates: tuple[tuple[str, Repository, int], ...] = ()
    license: str = ""
    license_path: str = ""


def guess(evidence: Evidence) -> Guess:
    """The house; one without a name where nothing tells whose blog this is."""
    own = own_names(evidence)
    if not own.main:
        return Guess(House())
    sold = offers(own, evidence)
    taken = {host for offer in sold for host in offer.hosts}
    hosts = [host for host in _own_hosts(own, evidence) if host not in taken]
    of_company = [host for host in hosts if _is_of(own.company, host_keys(host))]
    of_project = [host for host in hosts if host not in of_company]
    of_company += [f"{forge}/{owner}" for forge, owner in own.owners if _is_of(own.company, owner_keys(owner))]
    site = evidence.site
    is_own_license = site.remote is not None and folded(site.remote.name) == folded(own.main)
    licenses = (License(site.license),) if is_own_license and site.license else ()
    name = _open_part(own, sold, evidence) if _is_open(own, evidence) else ""
    if name != own.main:  # the domain is the house's then, which stands for more than what it gives away
        of_company += [host for host in of_project if not name or host.partition(".")[0] not in _OPEN_HOSTS]
        of_project = [host for host in of_project if host not in of_company]
    projects = list(_projects(name, own, of_project, licenses, evidence)) if name else []
    house = House(
        name=_name(own, evidence),
        hosts=tuple(of_company[:MOST_HOSTS]),
        places=tuple(_places(own, evidence)),
        projects=tuple(projects),
        offers=tuple(sold),
    )
    return Guess(house, own.candidates, "" if licenses else site.license, site.license_path)


def _is_of(company: str, keys: frozenset[str]) -> bool:
    """Whether these names, which a host or an owner may stand for, have the company's among them."""
    return bool(company) and folded(company) in keys


def _name(own: Own, evidence: Evidence) -> str:
    """The company where the blog is at home with it, else the main project, whose name the house then has."""
    if not own.company:
        return own.main
    remote = evidence.site.remote
    told = host_keys(evidence.site.host) | (owner_keys(remote.owner) if remote else frozenset())
    linked = evidence.places.keys[folded(own.company)]
    is_home = _is_of(own.company, told) or linked >= HOME * len(evidence.posts)
    return own.company if is_home else own.main


def _is_open(own: Own, evidence: Evidence) -> bool:
    """Whether the main name is that of something given away: it has a repository, or is called open source."""
    if own.owners:
        return True
    name = re.escape(own.main)
    said = re.compile(
        rf"\bopen[- ]source(?: \w{{1,30}})? {name}\b|\b{name} is (?:\w{{1,30}}[ ,-]{{1,3}}){{0,5}}?open[- ]source"
    )
    return any(said.search(post.text) for post in evidence.posts)


def _projects(
    name: str, own: Own, hosts: list[str], licenses: tuple[License, ...], evidence: Evidence
) -> Iterator[Project]:
    """The project of this name, and the house's further ones, of which one may be called after it, as AcmeDB is."""
    owners = [f"{forge}/{owner}" for forge, owner in own.owners if not _is_of(own.company, owner_keys(owner))]
    named_after = next((part for part in own.parts if folded(own.main) in folded(part)), None)
    yield Project(named_after or name, (), licenses, (*hosts[:MOST_HOSTS], *owners))
    for part in own.parts:
        if part == named_after:
            continue
        repositories = [
            f"{one.forge}/{one.owner}/{one.name}"
            for one, _ in ranked(evidence.places.repositories)
            if (one.forge, one.owner) in own.owners and folded(one.name) == folded(part)
        ]
        homes = [host for host, _ in ranked(evidence.places.hosts) if folded(part) in host_keys(host)]
        yield Project(part, hosts=(*homes[:LEAST], *repositories))


def _open_part(own: Own, sold: list[Offer], evidence: Evidence) -> str:
    """What the open part is called: 'Acme Agent' where 'Acme Cloud' is sold and posts say 'open source Acme Agent'.

    The bare name is then the house's, which stands for both.
    """
    if not any(offer.name.startswith(own.main) for offer in sold):
        return own.main
    name = re.escape(own.main)
    said = re.compile(rf"\bopen[- ]source ({name} [A-Z]\w{{1,40}})")
    counts: Counter[str] = Counter(part for post in evidence.posts for part in set(said.findall(post.text)))
    for part, count in ranked(counts)[:1]:
        spoken_of = sum(part in post.text for post in evidence.posts)
        if count >= LEAST and spoken_of >= HOME * len(evidence.posts) and all(part != offer.name for offer in sold):
            return part
    return own.main


def _own_hosts(own: Own, evidence: Evidence) -> list[str]:
    """The hosts in the house's domains, most linked first; the site's own, and no place to talk."""
    linked = evidence.places.hosts
    domains = {own_domain(host) for host in linked if own.keys & host_keys(host)}
    if evidence.site.host:
        domains.add(own_domain(evidence.site.host))
    hosts = Counter({host: count for host, count in linked.items() if own_domain(host) in domains})
    for host in (*domains, evidence.site.host):
        if host:
            hosts[host] += 1
    return [host for host, _ in ranked(hosts) if not PASSING.search(host) and not is_community(host)]


def _places(own: Own, evidence: Evidence) -> list[str]:
    """Where readers answer back: chats, forums and discussions to which several posts lead."""
    counts: Counter[str] = Counter()
    for page, count in evidence.places.pages.items():
        host, _, path = page.partition("/")
        segments = path.split("/")
        if is_community(host) or (host.endswith(".slack.com") and host != "join.slack.com"):
            counts[host] += count
        elif host in _INVITATIONS and path:
            counts[page] += count
        elif (host, segments[0]) in own.owners and segments[2:3] == ["discussions"]:
            counts["/".join((host, *segments[:3]))] += count
    least = max(LEAST, PLACE_SHARE * len(evidence.posts))
    return [place for place, count in ranked(counts)[:MOST_PLACES] if count >= least]
