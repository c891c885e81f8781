"""What a link or an image leads to, as the site model tells it."""

from __future__ import annotations

import posixpath
import re
from typing import Literal

from postlint.expression import expression
from postlint.records import NamedTuple

Kind = Literal["page", "file", "missing", "unjudged", "elsewhere"]

TEMPLATE = "it is made by a template"
UNKNOWN_PART = "the sources of that part of the site are not here"
UNKNOWN_URLS = "how the site makes its URLs is not known"
MADE = "the generator or the theme makes that page"
ALONE = "nothing is known of the site"
REDIRECTED = "a redirect takes it"
MALFORMED = "it is no URL that can be read"
OUTSIDE = "it leads out of the root"


class Target(NamedTuple):
    """Where a URL leads. Plain values, so that the site notes it as an answer.

    - ``page``: a page of the site; ``path`` is its source, ``url`` its path on the site.
    - ``file``: a file of the site, such as an image; ``path`` is where it lies. All paths are relative to the root.
    - ``missing``: it leads into the site, all that could answer is known, and nothing does. ``nearest`` is what was
      probably meant, written as the URL was; ``certain`` tells that there is no doubt (the page has moved).
    - ``unjudged``: it leads into the site and nobody can tell; ``reason`` says why, in words that go on "not judged:".
    - ``elsewhere``: another host, or no address of a page at all, such as mailto.

    ``spelled`` is there for a page or file that is found only without regard to case or Unicode form: the URL as it
    would be right. ``fragment`` is what stands after ``#``, decoded. ``is_own_host`` tells that the URL names the host
    of the site, ``rest`` is then the same URL without it. ``alias`` tells that a page is found under another URL.
    """

    kind: Kind
    path: str = ""
    url: str = ""
    reason: str = ""
    nearest: str = ""
    certain: bool = False
    spelled: str = ""
    fragment: str = ""
    is_own_host: bool = False
    rest: str = ""
    alias: bool = False


class Parts(NamedTuple):
    """A URL in its parts; ``host`` is None where it names none."""

    scheme: str
    host: str | None
    path: str
    query: str
    fragment: str

    @property
    def names_host(self) -> bool:
        """Whether it names a host; what stands behind Docusaurus's ``pathname://`` is none."""
        return self.host is not None and self.scheme != "pathname"


_URL = expression(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#\\]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.S)


def parts(url: str) -> Parts:
    """A URL in its parts, as written; a colon after the first slash makes no scheme."""
    match = _URL.fullmatch(url)
    if match is None:
        return Parts("", None, url, "", "")
    scheme, host, path, query, fragment = match.groups()
    return Parts((scheme or "").lower(), host.lower() if host is not None else None, path, query or "", fragment or "")


def decoded(text: str) -> str:
    """Text of a URL without its percent signs."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def encoded(path: str) -> str:
    """A path of names as it stands in a URL."""
    return path.replace("%", "%25").replace(" ", "%20")


def normalized(path: str) -> str:
    """A path of URLs without dots, from ``/`` on; a slash at its end stays."""
    tail = "/" if path.endswith(("/", "/.", "/..")) or path in (".", "..", "") else ""
    normal = "/" + posixpath.normpath("/" + path.lstrip("/")).lstrip("/")
    return normal if normal == "/" else normal + tail


def is_below(path: str, top: str) -> bool:
    """Whether a path of URLs is another one or below it."""
    return path == top or path.startswith(top.rstrip("/") + "/")


def resolved_alone(path: str, url: str) -> Target:
    """Where a URL leads as far as that can be told of a post of whose site nothing is known."""
    there = parts(url.strip())
    if there.scheme not in ("", "http", "https") or there.host is not None:
        return Target("elsewhere")
    fragment = decoded(there.fragment[1:])
    if not there.path and not there.query and "{" not in url:
        return Target("page", path, fragment=fragment)
    return Target("unjudged", reason=ALONE, fragment=fragment)
