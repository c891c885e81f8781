"""What there may be in a post, by the names that rules call it: what wakes them, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from postlint.site.conventions import STUB_KEYS
from postlint.site.entries import entries
from postlint.site.names import KINDS

if TYPE_CHECKING:
    from postlint.reading import Reading
    from postlint.site.conventions import Conventions

EVERY_POST = "post"
"""What wakes a rule that has something to say of posts without any of its needles, too."""
WAKES = ("selling-links", "components")
"""What may wake a rule of a pack."""

Look = Callable[["Reading"], Any]


def _keys(keys: Callable[[Conventions], tuple[str, ...]]) -> Look:
    """Whether one of some front matter keys is there."""
    return lambda reading: entries(reading.doc, keys(reading.site.conventions), reading.site.conventions)


def _names(kind: str) -> Look:
    return lambda reading: reading.site.names_in(reading.doc, kind)


def _pictures(reading: Reading) -> bool:
    from postlint.site.pictured import pictured

    return any(True for _ in pictured(reading.doc, reading.site))


def _own_links(reading: Reading) -> bool:
    from postlint.site.linked import linked

    return any(True for _ in linked(reading.doc, reading.site))


def _known_keys(reading: Reading) -> bool:
    fields = reading.fields
    return bool(fields.known or fields.description.schema) or reading.site.has_others(reading.doc.path)


PRESENCE: Mapping[str, Look] = {
    EVERY_POST: lambda reading: True,
    # What stands in the body
    "anchors": lambda reading: reading.doc.tags or any(heading.anchor for heading in reading.doc.headings),
    "bare-urls": lambda reading: any(link.kind == "bare" for link in reading.doc.links),
    "beyond-ascii": lambda reading: reading.doc.source.beyond_ascii,
    "components": lambda reading: reading.components,
    "headings": lambda reading: reading.doc.headings,
    "images": lambda reading: reading.doc.images or any(url.is_image for url in reading.doc.urls),
    "links": lambda reading: reading.doc.links,
    "own-links": _own_links,
    "pictures": _pictures,
    "quotes": lambda reading: reading.doc.quotes,
    "references": lambda reading: reading.doc.definitions or reading.doc.footnotes,
    "selling-links": lambda reading: reading.links.selling(),
    "shortcodes": lambda reading: reading.doc.shortcodes,
    # URLs of links, images and definitions
    "fragments": lambda reading: any(url.fragment for url in reading.doc.urls),
    "queries": lambda reading: any(url.query for url in reading.doc.urls),
    "unsafe-urls": lambda reading: any(url.scheme == "http" for url in reading.doc.urls),
    "urls": lambda reading: reading.doc.urls,
    # What stands in the front matter
    "aliases": _keys(lambda conventions: conventions.alias_keys),
    "authors": _names("authors"),
    "categories": _names("categories"),
    "dates": _keys(lambda conventions: conventions.date_keys + conventions.updated_keys),
    "series": _names("series"),
    "slug": _keys(lambda conventions: ("slug",)),
    "social-image": _keys(lambda conventions: conventions.image_keys),
    "stub": _keys(lambda conventions: STUB_KEYS),
    "summary": _keys(lambda conventions: conventions.summary_keys),
    "tags": _names("tags"),
    "topics": lambda reading: any(reading.site.names_in(reading.doc, kind) for kind in KINDS if kind != "authors"),
    "update": _keys(lambda conventions: conventions.updated_keys),
    # What surrounds the post
    "house-keys": lambda reading: reading.fields.is_described,
    "known-keys": _known_keys,
    "other-posts": lambda reading: reading.site.has_others(reading.doc.path),
}
"""How to see whether there is something; what asks is True as long as any rule that needs it might find something.

``images`` are those in several sizes, too; ``own-links`` lead into the site; ``pictures`` are images with a file that
can be read; ``references`` are definitions and footnotes. ``house-keys`` are front matter keys of which the config says
something, of ``known-keys`` also the generator or other posts do.
"""
