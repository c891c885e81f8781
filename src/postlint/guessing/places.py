"""Whose a host or a repository may be, by its own name alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.guessing.mentions import folded
from postlint.reading.links import COMMUNITY, COMMUNITY_LABELS, registered_domain
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.guessing.facts import Linked, Post

FORGES = frozenset("github.com gitlab.com codeberg.org bitbucket.org gitee.com".split())
TENANTS = frozenset(
    "github.io gitlab.io readthedocs.io netlify.app vercel.app pages.dev gitbook.io substack.com wordpress.com "
    "blogspot.com hashnode.dev herokuapp.com web.app fly.dev".split()
)
"""Domains below which anybody has a host; who that is stands in front."""
ANYBODYS = COMMUNITY | frozenset(
    "medium.com dev.to google.com amazon.com microsoft.com apple.com githubusercontent.com gravatar.com "
    "unsplash.com amazonaws.com cloudfront.net slideshare.net eventbrite.com zoom.us sched.com sched.co goo.gl bit.ly "
    "t.co lnkd.in vimeo.com twitch.tv spotify.com opencollective.com mailchi.mp docker.com localhost example.com "
    "example.org w3.org ietf.org archive.org creativecommons.org".split()
)
"""Domains to which posts of all houses link."""
NO_OWNERS = frozenset("orgs apps features marketplace settings topics sponsors search explore about".split())
PASSING = expression(r"(?:^|[.-])(?:staging|preview|test|dev|localhost|deploy-preview)(?=[.-])")
"""Hosts that are there for a while, such as 'staging-www.acme.com'."""
_AROUND_OWNERS = frozenset(
    "go io dev lab labs hq tech inc org oss project projects community eng engineering com team the get app "
    "cloud".split()
)
_FRONTS = ("get", "try", "use", "join", "go", "the")
_ENDS = ("hq", "labs", "lab", "tech", "inc", "app", "dev", "io", "eng", "project", "cloud")
_SHORTEST = 3


class Repository(NamedTuple):
    """A repository on a forge; ``name`` is empty where a link leads to all of an owner's."""

    forge: str
    owner: str
    name: str = ""


def repository(link: Linked) -> Repository | None:
    """The repository or the owner to which a link leads."""
    segments = link.segments
    if link.host not in FORGES or not segments or segments[0] in NO_OWNERS:
        return None
    return Repository(link.host, segments[0], segments[1].removesuffix(".git") if len(segments) > 1 else "")


@lru_cache(maxsize=20_000)
def owner_keys(owner: str) -> frozenset[str]:
    """The names that an owner of repositories may stand for: 'milvus' and 'milvusio' for 'milvus-io'."""
    parts = [part for part in re.split(r"[-_.]", owner.lower()) if part not in _AROUND_OWNERS]
    return frozenset(_trimmed(folded(owner)) | ({folded("".join(parts))} if parts else set()))


@lru_cache(maxsize=20_000)
def host_keys(host: str) -> frozenset[str]:
    """The names that a host may stand for, by the label of its domain; none where it is anybody's."""
    domain = registered_domain(host)
    labels = host.split(".")
    if domain in TENANTS:
        return frozenset(_trimmed(folded(labels[-3])) if len(labels) > 2 else ())
    if domain in ANYBODYS or host in ANYBODYS or len(labels) < 2:
        return frozenset()
    return frozenset(_trimmed(folded(domain.partition(".")[0])))


def _trimmed(key: str) -> set[str]:
    """A name with and without what is put around it where the bare one is taken: 'getacme', 'acmehq'."""
    fronts = {key.removeprefix(front) for front in _FRONTS} | {key}
    bare = fronts | {one.removesuffix(end) for one in fronts for end in _ENDS}
    return {one for one in bare if len(one) >= _SHORTEST}


def own_domain(host: str) -> str:
    """The part of a host that one owner has: 'acme.com' of 'docs.acme.com', and all of 'acme.github.io'."""
    domain = registered_domain(host)
    return ".".join(host.split(".")[-3:]) if domain in TENANTS else domain


def is_community(host: str) -> bool:
    """Whether a host is one where readers talk: 'slack.acme.io', 'discourse.acme.io'."""
    return not COMMUNITY_LABELS.isdisjoint(host.split(".")[:-2])


class Places:
    """Where the posts link: by how many posts each host and repository, and each name that these may stand for."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.hosts: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.repositories: Counter[Repository] = Counter()
        self.owners: Counter[tuple[str, str]] = Counter()
        self.keys: Counter[str] = Counter()
        for post in posts:
            links = set(post.links)
            self.hosts.update({link.host for link in links})
            self.pages.update({link.place for link in links})
            there = {found for link in links if (found := repository(link)) is not None}
            self.repositories.update(there)
            self.owners.update({(one.forge, one.owner) for one in there})
            self.keys.update(set(self._keys(links, there)))

    @staticmethod
    def _keys(links: Iterable[Linked], repositories: Iterable[Repository]) -> Iterator[str]:
        for host in {link.host for link in links}:
            yield from host_keys(host)
        for one in repositories:
            yield from owner_keys(one.owner)
            if one.name:
                yield folded(one.name)
