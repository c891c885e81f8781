"""What a house sells: names such as 'Acme Cloud' in its posts, beside pages of its own where such things are sold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.guessing.facts import ranked
from postlint.guessing.mentions import folded
from postlint.guessing.places import PASSING, host_keys, is_community
from postlint.house import Offer, host_and_path

if TYPE_CHECKING:
    from postlint.guessing.names import Evidence, Own

KINDS = {"Cloud": "cloud", "Enterprise": "enterprise"}
OFTEN = 3
"""A name that so many posts say needs no page where it is sold."""
LEAST = 2
MOST_HOSTS = 8
_SHOPS = frozenset("cloud app console portal signup dashboard account accounts billing".split())
"""First labels of hosts where customers have their accounts."""
_COUNTERS = frozenset(
    "cloud enterprise pricing plans buy checkout demo signup sign-up free-trial trial contact-sales talk-to-sales "
    "request-demo book-demo book-a-demo contact-us contact teams try-free managed".split()
)
"""First segments of pages where something is sold or a seller is asked."""
_NAMED_PAGE = r"(?:{own} )?(Cloud|Enterprise)(?: [Ee]dition| [Pp]latform)?"
_CALLS = expression(r"sign-?_?up|trial|cta|get-?_?started|book-?_?a?-?_?demo|talk-?_?to-?_?(?:us|sales)", re.IGNORECASE)
"""Components that are calls to action by their name."""


def offers(own: Own, evidence: Evidence) -> list[Offer]:
    """The offers of the house, those first of which most posts speak, with the pages where they are sold."""
    pages = sales_pages(own, evidence)
    named = _named(own, evidence)
    linked = _linked(own, evidence)
    found = []
    for word, kind in KINDS.items():
        names = Counter({name: count for name, count in named.items() if word in name.split()})
        names.update({name: OFTEN for name in linked if word in name.split() and name not in names})
        sold = [page for page in pages if _sells(page, word)]
        kept = [
            name
            for name, count in ranked(names)
            if count >= OFTEN or name in linked or (sold and any(_is_home(page, name, own) for page in sold))
        ]
        if kept:
            aliases = tuple(name for name in kept[1:] if names[name] >= LEAST)
            found.append((names[kept[0]], Offer(kept[0], aliases, kind)))
    found.sort(key=lambda one: -one[0])
    return _placed([offer for _, offer in found], pages, _components(evidence))


def sales_pages(own: Own, evidence: Evidence) -> list[str]:
    """The hosts and first segments below them, of the house's own, where something is sold; most linked first."""
    counts: Counter[str] = Counter()
    for page, count in evidence.places.pages.items():
        host, _, path = page.partition("/")
        if not own.keys & host_keys(host) or PASSING.search(host) or is_community(host):
            continue
        first = path.partition("/")[0]
        if host.partition(".")[0] in _SHOPS and host.count(".") > 1:
            counts[host] += count
        elif first in _COUNTERS and host.partition(".")[0] not in ("docs", "learn", "blog"):
            counts[f"{host}/{first}"] += count
    return [page for page, _ in ranked(counts)]


def _named(own: Own, evidence: Evidence) -> Counter[str]:
    """Names such as 'Acme Cloud' or 'Acme Enterprise for Anvil', by how many posts say them."""
    names = "|".join(re.escape(name) for name in (own.main, own.company, *own.parts) if name)
    makers = "|".join(re.escape(name) for name in (own.main, own.company) if name)
    said = re.compile(rf"\b(?:{makers})(?: (?:{names}))? (?:Cloud|Enterprise)(?! [Uu]sers?\b)\b(?: for (?:{names})\b)?")
    return Counter(name for post in evidence.posts for name in set(said.findall(post.text)))


def _linked(own: Own, evidence: Evidence) -> set[str]:
    """Names by links and menus: 'Enterprise edition' that leads to the house's own page ``/enterprise``."""
    found = set()
    for text, host, segment in {*_links(own, evidence), *_menu(own, evidence)}:
        maker = own.company if own.company and folded(own.company) in host_keys(host) else own.main
        word = re.fullmatch(_NAMED_PAGE.format(own=re.escape(maker)), text)
        if word is not None and word[1].casefold() == segment:
            found.add(f"{maker} {word[1]}")
    return found


def _links(own: Own, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    for post in evidence.posts:
        for link in post.links:
            if link.segments and own.keys & host_keys(link.host):
                yield link.text, link.host, link.segments[0]


def _menu(own: Own, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    for label, url in evidence.site.menu:
        place = host_and_path(url)
        host, _, path = place.partition("/") if "//" in url else ("", "", place.strip("/"))
        if not host or own.keys & host_keys(host):
            yield label, host, path


def _sells(page: str, word: str) -> bool:
    """Whether a page may be one of an offer of this kind: each is, but those of the other kind."""
    others = {other.casefold() for other in KINDS} - {word.casefold()}
    return page.partition("/")[2] not in others


def _is_home(page: str, name: str, own: Own) -> bool:
    """Whether a page is of the domain that is called as the offer begins."""
    makers = {folded(maker) for maker in (own.main, own.company) if maker and name.startswith(maker)}
    return bool(makers & host_keys(page.partition("/")[0]))


def _placed(found: list[Offer], pages: Iterable[str], components: tuple[str, ...]) -> list[Offer]:
    """The offers with their pages: one that is called by a kind of offer is that offer's, all else the first one's."""
    if not found:
        return []
    hosts: dict[str, list[str]] = {offer.name: [] for offer in found}
    for page in pages:
        word = page.partition("/")[2] or page.partition(".")[0]
        owner = next((offer for offer in found if offer.kind == word), found[0])
        if len(hosts[owner.name]) < MOST_HOSTS:
            hosts[owner.name].append(page)
    placed = [offer._replace(hosts=tuple(hosts[offer.name])) for offer in found]
    return [placed[0]._replace(components=components), *placed[1:]]


def _components(evidence: Evidence) -> tuple[str, ...]:
    """Components in several posts that are calls to action by their name."""
    counts = Counter(name for post in evidence.posts for name in post.components if _CALLS.search(name))
    return tuple(name for name, count in ranked(counts) if count >= LEAST)
