"""The images of a post that lie in the site, beside what their files tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Document, Url
    from postlint.pictures import Picture
    from postlint.site import Site


class Pictured(NamedTuple):
    """A URL of an image, the name of the file that lies there, and what that file tells."""

    url: Url
    name: str
    picture: Picture


def pictured(doc: Document, site: Site) -> Iterator[Pictured]:
    """The images whose files can be read, in the order of ``Document.urls``."""
    for url in doc.urls:
        target = site.resolve(doc.path, url.text) if url.is_image and url.text.strip() else None
        picture = site.picture(target.path) if target is not None and target.kind == "file" else None
        if target is not None and picture is not None:
            yield Pictured(url, target.path.rpartition("/")[2], picture)
