"""What guesses are made from: of each post its prose, its links and its front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from postlint.expression import expression
from postlint.house import host_and_path
from postlint.records import NamedTuple
from postlint.site.index import is_section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postlint.data import Node
    from postlint.document import Document

_ABSOLUTE = expression(r"(?:https?:)?//[^/\s]", re.IGNORECASE)

K = TypeVar("K", bound=Any)


class Linked(NamedTuple):
    """Where a link leads, as ``host_and_path`` has it, and the words that are linked."""

    place: str
    text: str

    @property
    def host(self) -> str:
        return self.place.partition("/")[0]

    @property
    def segments(self) -> list[str]:
        return [segment for segment in self.place.split("/")[1:] if segment]


class Post(NamedTuple):
    """A post, or the page of a section. ``components`` are the names of MDX components and shortcodes in it."""

    path: str
    front_matter: Node | None
    text: str
    links: tuple[Linked, ...] = ()
    components: frozenset[str] = frozenset()
    is_section: bool = False


def post(doc: Document) -> Post:
    """What guesses need of a post; links within the site are left out."""
    tags = {tag.name for tag in doc.tags if tag.is_component}
    components = frozenset(tags | {shortcode.name for shortcode in doc.shortcodes})
    return Post(doc.path, doc.front_matter.root, doc.prose.text, tuple(_links(doc)), components, is_section(doc.path))


def _links(doc: Document) -> Iterator[Linked]:
    for link in doc.links:
        if _ABSOLUTE.match(link.url):
            text = doc.prose.text[link.prose.start : link.prose.start + link.prose.length] or link.text
            yield Linked(host_and_path(link.url), " ".join(text.split()))


def ranked(counts: Mapping[K, int]) -> list[tuple[K, int]]:
    """What is counted, the most frequent first; what is as frequent, in order, so that each run says the same."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
