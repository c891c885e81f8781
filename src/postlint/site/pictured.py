"""The images of a post that lie in the site, beside what their files tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Document, Url
    from postlint.pictures import Picture
    from postlint.site import Site
    from postlint.site.target import Target


class Pictured(NamedTuple):
    """A URL of an image, the name of the file that lies there, and what that file tells."""

    url: Url
    name: str
    picture: Picture


def shown(doc: Document, site: Site) -> Iterator[tuple[Url, Target]]:
    """The images of a post, in several sizes and by templates too, each with where it lies."""
    from postlint.document.urls import Url, is_template

    made = [Url(one.url, one.url_span, one.url, one) for one in doc.images if is_template(one.url)]
    for url in (*doc.urls, *made):
        if url.is_image and url.text.strip():
            is_raw = (url.node is None or getattr(url.node, "kind", "") == "html") and url.text.startswith("/")
            yield url, site.resolve(doc.path, url.text, is_raw=is_raw)


def pictured(doc: Document, site: Site) -> Iterator[Pictured]:
    """The images whose files can be read."""
    for url, target in shown(doc, site):
        picture = site.picture(target.path) if target.kind == "file" else None
        if picture is not None:
            yield Pictured(url, target.path.rpartition("/")[2], picture)
