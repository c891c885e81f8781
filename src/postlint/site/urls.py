"""Paths of URLs as front matter writes them. ``routes`` knows those that a generator makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.site.index import PostFacts

WHOLE = ("url", "path", "permalink")
"""Keys that say all of a path, and not just its last part."""


def written_url(facts: PostFacts) -> str | None:
    """The path that a post asks for by its front matter, whatever the generator adds in front; None where by none."""
    key, text = facts.address or ("", "")
    if not text or "{{" in text or "{%" in text or ":" in text:
        return None
    if text.startswith("/") or key.lower() in WHOLE:
        return _joined(text)
    folders = facts.path.split("/")[:-1]
    return _joined(*(folders[:-1] if facts.path.rpartition("/")[2].startswith("index.") else folders), text)


def same_page(url: str) -> str:
    """What is the same of two URLs that lead to one page, but for case."""
    path = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "", url.strip()).partition("#")[0].partition("?")[0]
    return _joined(path).removesuffix("/").removesuffix(".html").removesuffix("/index") or "/"


def alias_of(alias: str, url: str | None) -> str | None:
    """The path of an alias; one without ``/`` in front counts from the folder of the post's own URL, as Hugo has it."""
    if alias.startswith("/") or "://" in alias:
        return alias
    return None if url is None else _joined(url.rstrip("/").rpartition("/")[0], alias)


def _joined(*parts: str) -> str:
    path = "/".join(segment for part in parts for segment in part.split("/") if segment)
    return f"/{path}" if not path or path.endswith(".html") else f"/{path}/"
