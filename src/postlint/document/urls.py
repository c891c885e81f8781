"""The URLs that a post points at, each once for the place where it is written, and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from postlint.document.html import unescape
from postlint.document.nodes import Image
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.document.nodes import Attribute, Definition, Link

TEMPLATE = ("{{", "{%", "{<", "${", "\x1a")
LONGEST_HOST = 255
LONGEST = 8_000
PRIVATE_172 = frozenset(str(number) for number in range(16, 32))
NEAR = 200
FEWEST_WORDS = 4
"""How many words make a sentence of what stands around a URL, which is looked at as far as NEAR."""


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<scheme>[a-z][a-z0-9+.-]*):)?(?P<authority>//[^/?#\\]*)?(?P<path>[^?#]*)"
        r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
        re.I | re.S,
    )


class Url:
    """A URL as it stands in ``span``: ``written`` there, ``text`` with entities and escapes decoded.

    ``node`` is what it is the target of; None where it is one of several sizes of an image. Scheme and host are in
    lower case; the host is without user and port.
    """

    __slots__ = ("__dict__", "node", "span", "text", "written")

    def __init__(self, text: str, span: Span, written: str, node: Link | Image | Definition | None = None) -> None:
        self.text = text
        self.span = span
        self.written = written
        self.node = node

    @cached_property
    def _parts(self) -> re.Match[str]:
        found = _grammar().fullmatch(self.text.strip())
        assert found is not None, "all parts of a URL may be missing"
        return found

    @cached_property
    def scheme(self) -> str:
        return (self._parts["scheme"] or "").lower()

    @cached_property
    def host(self) -> str:
        authority = (self._parts["authority"] or "")[2:].rpartition("@")[2].lower()
        if authority.startswith("["):
            return authority.partition("]")[0] + "]"
        return authority.partition(":")[0].removesuffix(".")

    @cached_property
    def port(self) -> str:
        return (self._parts["authority"] or "").rpartition("]")[2].rpartition("@")[2].lstrip("/").partition(":")[2]

    @property
    def is_image(self) -> bool:
        """Whether the page shows what is there: an image, or one of its sizes."""
        return self.node is None or isinstance(self.node, Image)

    @property
    def path(self) -> str:
        return self._parts["path"]

    @property
    def query(self) -> str:
        return self._parts["query"] or ""

    @property
    def fragment(self) -> str:
        return self._parts["fragment"] or ""

    @property
    def is_web(self) -> bool:
        """Whether it is an address of the web with its host."""
        return bool(self.host) and self.scheme in ("http", "https", "")


def is_template(text: str) -> bool:
    """Whether a part of it is only known when the site is built."""
    return any(mark in text for mark in TEMPLATE)


def domain_of(host: str, domains: frozenset[str]) -> str | None:
    """The one of some domains that a host is, or is part of; the longest counts."""
    host = host[-LONGEST_HOST:]
    while host:
        if host in domains:
            return host
        host = host.partition(".")[2]
    return None


def is_quoted(doc: Document, url: Url) -> bool:
    """Whether it is a link in words of somebody else, such as a post of a network that is shown."""
    prose = getattr(url.node, "prose", None)
    return prose is not None and prose.length > 0 and "quote" in doc.prose.block_at(prose.start).scopes


def urls(doc: Document) -> Iterator[Url]:
    """The URLs of links, images and definitions, but for what is too long to be one and those that a template makes."""
    seen = set()
    nodes: list[Link | Image | Definition] = [*doc.links, *doc.images, *doc.definitions]
    for node in nodes:
        if node.url_span in seen or len(node.url) > LONGEST or is_template(node.url):
            continue
        seen.add(node.url_span)
        yield Url(node.url, node.url_span, doc.source[node.url_span], node)
    for tag in doc.tags:
        if tag.name.lower() in ("img", "source") and (sizes := tag.attribute("srcset")) is not None:
            yield from _sizes(doc, sizes)


@cache
def _candidate() -> re.Pattern[str]:
    return re.compile(r"(?:^|,)\s*(?P<url>[^\s,]\S*)")


def _sizes(doc: Document, srcset: Attribute) -> Iterator[Url]:
    """The URLs of an image in several sizes: ``a.png 1x, b.png 2x``."""
    if srcset.value_span is None or srcset.value is None or is_template(srcset.value):
        return
    for found in _candidate().finditer(doc.source[srcset.value_span]):
        start, written = srcset.value_span.start + found.start("url"), found["url"].rstrip(",")
        yield Url(unescape(written), Span(start, start + len(written)), written)


def is_local(host: str) -> bool:
    """Whether it is the reader's own machine or one of a private network."""
    if host in ("localhost", "[::1]", "0.0.0.0") or host.endswith(
        (".localhost", ".local", ".internal", ".lan", ".test")
    ):
        return True
    numbers = host.split(".")
    if len(numbers) != 4 or not all(number.isascii() and number.isdigit() for number in numbers):
        return False
    first, second = numbers[0], numbers[1]
    is_private = first == "172" and second in PRIVATE_172
    return first in ("127", "10") or is_private or (first, second) in (("192", "168"), ("169", "254"))


def runs_in_sentence(doc: Document, prose: Span) -> bool:
    """Whether a stretch of prose goes on a sentence, and does not stand alone, behind a colon or after a full stop."""
    if not prose.length:
        return False
    text, block = doc.prose.text, doc.prose.block_at(prose.start)
    if "footnote" in block.scopes or not block.is_prose:
        return False
    before = text[max(block.start, prose.start - NEAR) : prose.start].rstrip(" \t(<\"'*_")
    after = text[prose.end : min(block.end, prose.end + NEAR)].strip(" \t)>\"'*_.,;")
    if before and not (before[-1].isalnum() or before[-1] == ","):
        return False
    return len(before.split()) + len(after.split()) >= FEWEST_WORDS
