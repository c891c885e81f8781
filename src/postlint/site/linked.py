"""The links of a post that lead into its own site, each with where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.document import Document, Link
    from postlint.site import Site
    from postlint.site.target import Target


def linked(doc: Document, site: Site) -> Iterator[tuple[Link, Target]]:
    """Each URL once, at the first link that has it: several links may share a definition."""
    seen = set()
    for link in doc.links:
        if link.url and link.url_span not in seen and not _is_elsewhere(link.url):
            seen.add(link.url_span)
            target = site.resolve(doc.path, link.url, is_raw=link.kind == "html" and link.url.startswith("/"))
            if target.kind != "elsewhere":
                yield link, target


def _is_elsewhere(url: str) -> bool:
    """Whether a URL plainly leads to another kind of address, so that the site need not be asked."""
    return url.startswith(("mailto:", "tel:", "https://github.com/", "javascript:", "data:"))
