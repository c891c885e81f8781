"""Where links lead: to something that is sold, to the project, to the community, or elsewhere.

By the ``[house]`` where there is one, and by the words of host, path and query.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.house import host_and_path
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Document, Image, Link
    from postlint.house import House, Owner

PARTS = expression(r"[^a-z0-9]+")

ACTIONS = frozenset(
    "signup signups sign-up register trial free-trial freetrial start-trial start-free try-free try-for-free "
    "pricing plans buy "
    "purchase checkout billing order upgrade contact-sales talk-to-sales sales request-demo request-a-demo book-demo "
    "book-a-demo schedule-demo schedule-a-demo get-demo get-a-demo demo-request quote get-a-quote request-a-quote "
    "subscribe-now request-access request-trial request-a-trial start-now free-account create-account new-account "
    "free-tier free-plan promo coupon credits startups startup-program".split()
)
"""Segments of a path that stand for a commercial step."""
LEANINGS = frozenset(
    "try start get-started getstarted getting-started registration login log-in signin sign-in account app "
    "console contact contact-us contactus teams team enterprise cloud demo book book-a-call book-a-meeting "
    "meeting schedule "
    "consultation services support-plans professional-services premium pro business managed hosted serverless".split()
)
"""Segments that may stand for one: what the sentence says decides."""
CONTACTS = frozenset("contact contact-us contactus".split())
"""Pages where readers get in touch, be it about sales or anything else."""
ACTION_HOSTS = frozenset("cloud console app portal signup dashboard accounts account billing auth try start go".split())
"""First labels of a host where accounts live; with a house, only hosts in its domains count."""
MARKETPLACES = ("aws.amazon.com/marketplace", "azuremarketplace.microsoft.com", "console.cloud.google.com/marketplace")

CONTENT = frozenset(
    "docs doc documentation blog blogs posts learn glossary guide guides tutorial tutorials labs lab library resources "
    "customers customer case-studies case-study events event careers jobs job podcast podcasts video "
    "videos faq changelog release-notes releases download downloads forum forums community legal privacy security "
    "status about news press wiki help kb academy university training courses course examples integrations roadmap "
    "handbook reference api quickstart books book license licenses open-source opensource benchmarks "
    "readthedocs rtfd gitbook".split()
)
"""Segments and labels of pages that are there to be read."""
GATED = frozenset(
    "ebook ebooks e-book e-books whitepaper whitepapers white-paper white-papers report reports webinar webinars "
    "on-demand gated lp landing landing-page content-download newsletter guides-download".split()
)
"""Segments of pages that usually ask for an address first."""
PAPERS = frozenset("ebook whitepaper webinar".split())
READ = frozenset("blog blogs docs news posts forum community events".split())
"""First segments of pages that are there to be read, whatever they are called."""
GATE_HOSTS = frozenset(
    "hsforms.com hubspotpagebuilder.com marketo.com pardot.com unbounce.com list-manage.com mailchi.mp convertkit.com "
    "gotowebinar.com on24.com brighttalk.com livestorm.co".split()
)
"""Hosts of forms that collect addresses, and of webinars behind such forms."""
GATE_LABELS = frozenset("info pages lp go2 landing share hello".split())
COMMUNITY = frozenset(
    "github.com gitlab.com codeberg.org bitbucket.org gitter.im slack.com slack.k8s.io discord.gg discord.com "
    "stackoverflow.com reddit.com news.ycombinator.com twitter.com x.com mastodon.social linkedin.com youtube.com "
    "youtu.be meetup.com groups.google.com matrix.to t.me telegram.me bsky.app facebook.com instagram.com "
    "zulipchat.com hub.docker.com pypi.org npmjs.com crates.io artifacthub.io huggingface.co kaggle.com wikipedia.org "
    "arxiv.org".split()
)
COMMUNITY_LABELS = frozenset("slack discord community discuss forum forums discourse chat meetup lists zulip".split())
SCHEDULERS = frozenset("calendly.com meetings.hubspot.com savvycal.com chilipiper.com".split())
"""Hosts where a talk is booked."""
FILES = (".pdf", ".epub", ".zip", ".tar.gz", ".png", ".jpg", ".svg", ".csv", ".ipynb")
"""What is there at once, without a form."""
FORMS = ("docs.google.com/forms", "forms.gle", "typeform.com", "airtable.com", "surveymonkey.com", "tally.so")
"""Forms that anybody may set up."""
SECOND_LEVEL = frozenset("co com org net ac gov edu".split())
SALES_MAILBOXES = frozenset("sales enterprise business partners partnerships billing licensing".split())


class Role(NamedTuple):
    """What a link is for, and the words of the URL that say so.

    ``kind`` is commercial (a step such as a sign-up), offer (a page about what is sold), leaning (may be either: the
    sentence decides), gated (behind a form), project, community, form, content (to be read), house, elsewhere or here
    (within the page).
    ``own`` tells that it leads to the house, as far as that is known.
    """

    kind: str
    words: str = ""
    own: bool = False

    @property
    def sells(self) -> bool:
        return self.kind in ("commercial", "offer")


class Roles:
    """The roles of URLs as one house sees them; what was once worked out is kept."""

    MOST = 5000

    def __init__(self, house: House) -> None:
        self.house = house
        self._known: dict[str, Role] = {}
        self._is_known_house = bool(house.projects or house.offers or house.hosts)
        hosts = (
            *house.hosts,
            *(host for project in house.projects for host in project.hosts),
            *(host for offer in house.offers for host in offer.hosts),
        )
        self._domains = {domain for host in hosts if not _is_shared(domain := registered_domain(host_and_path(host)))}

    def role(self, url: str) -> Role:
        known = self._known.get(url)
        if known is None:
            if len(self._known) >= self.MOST:
                self._known.clear()
            known = self._known[url] = self._role(url)
        return known

    def _role(self, url: str) -> Role:
        if not url or url.startswith("#"):
            return Role("here")
        if url[:7].lower() == "mailto:":
            mailbox = url[7:].partition("@")[0].lower()
            return Role("commercial" if mailbox in SALES_MAILBOXES else "community", url[7:])
        place = host_and_path(url)
        is_relative = "//" not in url and not _has_host(place)
        host, _, path = ("", "", place) if is_relative else place.partition("/")
        owner = None if is_relative else self.house.owner_of_url(url)
        is_named = owner is not None and owner.kind != "partner"
        is_own = is_relative or registered_domain(host) in self._domains or is_named
        if owner is None and not is_relative:
            stranger = _stranger(host, place)
            if stranger is not None:
                return stranger
        return self._by_words(url, host, path, owner, is_own=is_own)

    def _by_words(self, url: str, host: str, path: str, owner: Owner | None, *, is_own: bool) -> Role:
        segments = [segment for segment in path.split("/") if segment]
        labels = host.split(".")[:-1]
        kind = owner.kind if owner else ""
        if kind == "place":
            return Role("community", host, own=True)
        shown = f"{host}/{path}".strip("/")
        if not path.endswith(FILES) and (
            GATED.intersection(segments) or _is_paper(segments) or (is_own and GATE_LABELS.intersection(labels[:1]))
        ):
            return Role("gated", shown, own=is_own)
        if path.endswith(FILES):
            return Role("content", shown, own=is_own)
        if CONTENT.intersection(labels) or (segments and CONTENT.intersection(segments)):
            return Role("project" if kind == "project" else "content", shown, own=is_own)
        may_sell = is_own or kind == "partner" or not self._is_known_house
        if may_sell and (ACTIONS.intersection(segments) or _asks_by_query(url)):
            return Role("commercial", shown, own=is_own)
        if segments and segments[-1] in CONTACTS and may_sell:
            return Role("leaning", shown, own=is_own)
        if kind == "offer":
            is_step = not segments and labels[:1] and labels[0] in ACTION_HOSTS
            return Role("commercial" if is_step else "offer", shown, own=True)
        if (
            may_sell
            and kind != "project"
            and (LEANINGS.intersection(segments) or ACTION_HOSTS.intersection(labels[:1]))
        ):
            return Role("leaning", shown, own=is_own)
        if kind == "project":
            return Role("project", shown, own=True)
        return Role("house" if is_own else "elsewhere", shown, own=is_own)


def _is_paper(segments: list[str]) -> bool:
    """Whether a page is called after a paper or a webinar, such as 'whitepaper-logs', and is no post about one."""
    return bool(segments) and segments[0] not in READ and not PAPERS.isdisjoint(segments[-1].split("-"))


def _stranger(host: str, place: str) -> Role | None:
    """The role of a page that is nobody's of the house, where its host says enough."""
    if place.startswith(MARKETPLACES):
        return Role("commercial", place)
    if place.startswith(FORMS) or any(host.endswith(f".{form}") for form in FORMS):
        return Role("form", host)
    if registered_domain(host) in GATE_HOSTS:
        return Role("gated", place)
    if registered_domain(host) in SCHEDULERS or host in SCHEDULERS:
        return Role("leaning", host)
    if registered_domain(host) in COMMUNITY or host in COMMUNITY or COMMUNITY_LABELS.intersection(host.split(".")[:-1]):
        return Role("community", host)
    return None


def _asks_by_query(url: str) -> bool:
    query = url.partition("?")[2].lower()
    return bool(query) and ("product=" in query or "plan=" in query or "promo" in query or "trial" in query)


def _has_host(place: str) -> bool:
    """Whether an address without a scheme begins with a host: 'acme.com/cloud', and not 'post.md' or '/cloud'."""
    first = place.partition("/")[0]
    name, _, end = first.rpartition(".")
    return bool(name) and end.isalpha() and end not in ("md", "mdx", "html", "htm", "png", "jpg", "svg", "pdf")


def _is_shared(domain: str) -> bool:
    return domain in COMMUNITY or domain in ("github.io", "medium.com", "google.com", "amazon.com", "microsoft.com")


def registered_domain(place: str) -> str:
    """The domain that is registered: 'acme.com' of 'docs.acme.com/x', 'acme.co.uk' of 'www.acme.co.uk'."""
    labels = place.partition("/")[0].split(".")
    count = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])


@lru_cache(maxsize=16)
def roles_of(house: House) -> Roles:
    return Roles(house)


class PlacedLink(NamedTuple):
    """A link with its role."""

    link: Link
    role: Role


class Links:
    """The links of a post by where they stand in the prose."""

    def __init__(self, doc: Document, roles: Roles) -> None:
        self._doc = doc
        self._roles = roles
        self._links = sorted((link for link in doc.links if link.prose.length), key=lambda link: link.prose.start)
        self._starts = [link.prose.start for link in self._links]

    def role(self, url: str) -> Role:
        return self._roles.role(url)

    def within(self, start: int, end: int) -> list[PlacedLink]:
        """The links whose text begins in this stretch of prose."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [PlacedLink(link, self._roles.role(link.url)) for link in self._links[first:last]]

    def around(self, start: int, end: int) -> Link | None:
        """The link whose text holds all of this stretch of prose."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self._links[index].prose.end < end:
            return None
        return self._links[index]

    def banners(self) -> list[tuple[Image, Link]]:
        """The pictures that are all of a link to a commercial step, with that link."""
        found: list[tuple[Image, Link]] = []
        images = self._doc.images
        for link in self._doc.links:
            if link.prose.length == 0 and self._roles.role(link.url).kind == "commercial":
                index = bisect_left(images, link.span.start, key=lambda image: image.span.start)
                if index < len(images) and images[index].span.end <= link.span.end:
                    found.append((images[index], link))
        return found

    def selling(self) -> list[PlacedLink]:
        """The links to what is sold."""
        roles = self._roles.role
        return [PlacedLink(link, role) for link in self._links if (role := roles(link.url)).sells]
