"""The house whose posts are read: what it gives away, what it sells, and which hosts and names are whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from postlint.records import NamedTuple

if TYPE_CHECKING:
    import datetime

SHORTEST_MISTYPED = 6
OFFER_KINDS = ("cloud", "enterprise", "services")

OwnerKind = Literal["offer", "project", "place", "house", "partner"]


class License(NamedTuple):
    """An SPDX id and the day from which it holds; None means from the beginning."""

    spdx: str
    since: datetime.date | None = None


class Project(NamedTuple):
    """Something that the house gives away. ``licenses`` are in order of time."""

    name: str
    aliases: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    hosts: tuple[str, ...] = ()

    def license_on(self, day: datetime.date) -> str | None:
        """The SPDX id that held on that day, or None where none is known."""
        held = [license.spdx for license in self.licenses if license.since is None or license.since <= day]
        return held[-1] if held else None


class Offer(NamedTuple):
    """Something that the house sells. ``components`` are MDX components and shortcodes that are calls to action."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    hosts: tuple[str, ...] = ()
    paid_features: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


class Owner(NamedTuple):
    """Whose a host or a name is; ``name`` is that of the project, offer, partner or house itself."""

    kind: OwnerKind
    name: str


class House(NamedTuple):
    """What the config's ``[house]`` table says; without one there is no name and everything is empty."""

    name: str | None = None
    hosts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    offers: tuple[Offer, ...] = ()

    def owner_of_url(self, url: str) -> Owner | None:
        """Whose page a URL leads to; the longest match wins, and None means somebody else's.

        A host matches itself and its ``www.``, and a prefix ends at a path segment: ``acme.com/cloud`` is not a
        prefix of ``acme.com/clouds``. Upper and lower case are the same.
        """
        owners = _hosts(self)
        place = host_and_path(url)
        while place:
            if place in owners:
                return owners[place]
            place = place.rpartition("/")[0]
        return None

    @property
    def spellings(self) -> tuple[tuple[str, Owner], ...]:
        """Each name and alias with its owner, the longest first, so that 'Acme Cloud' goes before 'Acme'."""
        return _spellings(self)

    @property
    def misspellings(self) -> Mapping[str, str]:
        """The right spelling by its slips: words divided otherwise, a letter left out, two letters swapped."""
        return _misspellings(self)

    @property
    def every_host(self) -> tuple[str, ...]:
        """The hosts of the house, of its projects and of its offers."""
        of_projects = (host for project in self.projects for host in project.hosts)
        of_offers = (host for offer in self.offers for host in offer.hosts)
        return (*self.hosts, *of_projects, *of_offers)

    def words(self, group: str) -> tuple[str, ...]:
        """The words that a pattern's ``{group}`` stands for, the longest first; see ``WORD_GROUPS``.

        Raises KeyError where there is no such group.
        """
        return tuple(sorted(dict.fromkeys(WORD_GROUPS[group](self)), key=lambda word: (-len(word), word)))


def _of_items(items: Iterable[Project | Offer]) -> list[str]:
    return [word for item in items for word in (item.name, *item.aliases)]


WORD_GROUPS: dict[str, Callable[[House], list[str]]] = {
    "projects": lambda house: _of_items(house.projects),
    "offers": lambda house: _of_items(house.offers),
    "partners": lambda house: list(house.partners),
    "names": lambda house: [*house.names, *_of_items(house.projects), *_of_items(house.offers)],
    "house": lambda house: [house.name] if house.name else [],
    "paid-features": lambda house: [feature for offer in house.offers for feature in offer.paid_features],
    "misspelled-names": lambda house: list(house.misspellings),
}


def host_and_path(url: str) -> str:
    """A URL or host, folded for comparison: no scheme, user, ``www.``, port, query, fragment or final slash."""
    scheme, has_authority, place = url.strip().partition("//")
    if scheme and not (scheme.endswith(":") and scheme[:-1].isalnum()):
        scheme, has_authority, place = "", "", url.strip()
    host, slash, path = place.partition("#")[0].partition("?")[0].partition("/")
    if has_authority:
        host = host.rpartition("@")[2]
    host = host.partition(":")[0].removesuffix(".")
    return f"{host}{slash}{path}".rstrip("/").casefold().removeprefix("www.")


@lru_cache(maxsize=16)
def _hosts(house: House) -> dict[str, Owner]:
    own = Owner("house", house.name or "")
    groups: list[tuple[Owner, Iterable[str]]] = [
        *((Owner("partner", partner), [partner]) for partner in house.partners if "." in partner),
        (own, house.hosts),
        (Owner("place", house.name or ""), house.places),
        *((Owner("project", project.name), project.hosts) for project in house.projects),
        *((Owner("offer", offer.name), offer.hosts) for offer in house.offers),
    ]
    return {host_and_path(host): owner for owner, hosts in groups for host in hosts}


@lru_cache(maxsize=16)
def _spellings(house: House) -> tuple[tuple[str, Owner], ...]:
    found: dict[str, Owner] = {}
    if house.name:
        found[house.name] = Owner("house", house.name)
    found.update((partner, Owner("partner", partner)) for partner in house.partners if "." not in partner)
    for project in house.projects:
        found.update((word, Owner("project", project.name)) for word in (project.name, *project.aliases))
    for offer in house.offers:
        found.update((word, Owner("offer", offer.name)) for word in (offer.name, *offer.aliases))
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=16)
def _misspellings(house: House) -> dict[str, str]:
    names = dict.fromkeys((*house.words("names"), *house.words("house")))
    taken = {name.casefold() for name in names}
    found: dict[str, str] = {}
    for name in names:
        for slip in (*_divided(name), *_mistyped(name)):
            if slip.casefold() not in taken:
                found.setdefault(slip, name)
    return found


def _divided(name: str) -> list[str]:
    """'Acme-DB', 'Acme DB' and 'AcmeDB' for each other."""
    import re

    parts = re.split(r"[ -]|(?<=[a-z])(?=[A-Z])", name)
    joined = (glue.join(parts) for glue in (" ", "-", ""))
    return [text for text in joined if text != name] if len(parts) > 1 and all(parts) else []


def _mistyped(name: str) -> list[str]:
    """'Acm', 'Acem' and the like, of names so long that the slip is no other name."""
    if len(name) < SHORTEST_MISTYPED:
        return []
    inner = range(1, len(name) - 1)
    dropped = [name[:at] + name[at + 1 :] for at in inner if name[at].isalpha()]
    swapped = [name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in inner if name[at : at + 2].isalpha()]
    return [text for text in dict.fromkeys((*dropped, *swapped)) if text != name]


def house_of(table: Mapping[str, Any]) -> House:
    """The House that a ``[house]`` table describes, its keys spelled as in the config.

    Raises ValueError at an unknown key and where a project or offer has no name. (The config tells such things with
    their places before it comes here; a rule's example does not.)
    """
    plain = _known(table, "house", "name", "hosts", "places", "names", "partners", "projects", "offers")
    return House(
        name=plain.get("name"),
        projects=tuple(_project(project) for project in plain.get("projects", ())),
        offers=tuple(_offer(offer) for offer in plain.get("offers", ())),
        **{key: tuple(plain.get(key, ())) for key in ("hosts", "places", "names", "partners")},
    )


def _project(table: Mapping[str, Any]) -> Project:
    plain = _known(table, "a project", "name", "aliases", "license", "hosts")
    given = plain.get("license", ())
    periods = [License(given)] if isinstance(given, str) else [_license(period) for period in given]
    periods.sort(key=lambda license: license.since.toordinal() if license.since else 0)
    return Project(_name(plain), tuple(plain.get("aliases", ())), tuple(periods), tuple(plain.get("hosts", ())))


def _license(table: Mapping[str, Any]) -> License:
    plain = _known(table, "a license", "spdx", "since")
    since = plain.get("since")
    if isinstance(since, str):
        from datetime import date

        since = date.fromisoformat(since)
    return License(plain["spdx"], since)


def _offer(table: Mapping[str, Any]) -> Offer:
    plain = _known(table, "an offer", "name", "aliases", "kind", "hosts", "paid-features", "components")
    return Offer(
        name=_name(plain),
        aliases=tuple(plain.get("aliases", ())),
        kind=plain.get("kind"),
        hosts=tuple(plain.get("hosts", ())),
        paid_features=tuple(plain.get("paid-features", ())),
        components=tuple(plain.get("components", ())),
    )


def _name(table: Mapping[str, Any]) -> str:
    if not table.get("name"):
        raise ValueError("a project or an offer of the house has a name")
    return str(table["name"])


def _known(table: Mapping[str, Any], what: str, *keys: str) -> Mapping[str, Any]:
    if unknown := sorted(set(table) - set(keys)):
        raise ValueError(f"{what} knows no '{unknown[0]}'; it takes {', '.join(keys)}")
    return table
