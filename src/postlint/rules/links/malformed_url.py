"""An address that no browser can follow, or a link that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import MASK, Document, Url
from postlint.expression import expression
from postlint.rule import Bad, rule
from postlint.text import Span

SCHEMES = frozenset("http https mailto tel ftp ftps".split())
DOMAINS = frozenset("com org net io dev ai cloud app edu gov info tech biz".split())
"""Ends of hosts that are no ends of file names."""
CLOSING = {")": "(", "]": "["}
QUOTES = "“”‘’„«»\"'"
MARK = expression('[“”„«»"]')
NOT_OF_HOST = expression(r"[,;!*\\()|]")
LONGEST = 4_000
UNPARSED = frozenset({"front-matter", "caption", "alt-text"})
"""Scopes of texts in which Markdown may stand as it is written."""


class Fault(Exception):  # noqa: N818 - a value on its way out of nested questions would need as many returns
    """What is wrong."""


@cache
def _misspelled_scheme() -> re.Pattern[str]:
    """Where `http://` or `https://` was meant: a colon or a slash too few or too many, or letters that slipped."""
    return re.compile(
        r"(?P<meant>h?t{1,3}ps?|h{2,}t+ps?|hhtps?|htt+s?p?s?|htpps?|hpps?|https?|http?s+)(?P<marks>[:;.,]*/*[:;]*/*)",
        re.I,
    )


@cache
def _second_url() -> re.Pattern[str]:
    return re.compile(r"(?<=[^/=?&#:;%|+,@\s])https?://", re.I)


@cache
def _unread_link() -> re.Pattern[str]:
    return re.compile(r"(?<!\\)\]\((?=[\w/.#<\x1a\"“”‘])")


@rule(
    why="The link is broken for every reader, and few of them will find out where it was to lead.",
    bad=(
        Bad(
            """
                Read [the docs](htps://acme.example/docs).
                                ^^^^^^^^^^^^^^^^^^^^^^^^ The address 'htps://acme.example/docs' begins with 'htps://'.
            """,
            fixed="Read [the docs](https://acme.example/docs).",
        ),
        Bad(
            """
                Read [the docs](www.acme.example/docs).
                                ^^^^^^^^^^^^^^^^^^^^^ The address 'www.acme.example/docs' lacks its 'https://'.
            """,
            fixed="Read [the docs](https://www.acme.example/docs).",
        ),
        Bad("""
            [Docs](http://a.devhttp://a.dev/).
                   ^^^^^^^^^^^^^^^^^^^^^^^^^ The address 'http://a.devhttp://a.dev/' is two that run together.
        """),
        Bad("""
            [The docs](https://acme.example/our docs) come first.
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ A bracket, blank or quote in it keeps this from being a link.
        """),
        Bad("""
            Read [the docs](“https://acme.example”)
                            ^^^^^^^^^^^^^^^^^^^^^^ The address '“https://acme.example”' stands in quotation marks.
            or <a href="https://acme.example/b]">the rest</a>.
                        ^^^^^^^^^^^^^^^^^^^^^^^ The address 'https://acme.example/b]' has a ']' that nothing opens.
        """),
    ),
    good=(
        "Read [the docs](https://acme.example/docs_(new)) or [mail us](mailto:ada@acme.example).",
        "Read [the copy](https://web.archive.org/web/2024/https://acme.example/docs).",
        "Read [the next part](second-part.md) or [the script](install.sh).",
        "Read [the docs](https://acme.example/{{ page.slug }}).",
        "A function call such as `a[0](b c)` is no link.",
    ),
)
def malformed_url(doc: Document) -> Iterator[Finding]:
    """Addresses are written as browsers read them."""
    for url in doc.urls:
        text = url.text
        if len(text) > LONGEST or "{" in text or "}" in text or "<" in text:
            continue
        try:
            _look(url)
        except Fault as fault:
            what, fix = fault.args
            shown = " ".join(text.split())
            shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
            help = "Correct the address."
            yield Finding(url.span, f"The address '{shown}' {what}.", help=help, fix=fix)
    yield from _unread_links(doc)


def _look(url: Url) -> None:
    """Raises Fault."""
    text = url.text.strip()
    if text[:1] in QUOTES and text:
        raise Fault("stands in quotation marks", None)
    _scheme(url, text)
    if url.scheme not in ("http", "https"):
        return
    if _second_url().search(text, len("https://")):
        raise Fault("is two that run together", None)
    if len(text.split(maxsplit=1)) > 1:
        raise Fault("has a blank in it", None)
    if quote := MARK.search(text):
        raise Fault(f"has a quotation mark in it, {quote.group()}", None)
    _host(url)
    _brackets(text.partition("#:~:")[0])


def _scheme(url: Url, text: str) -> None:
    """A scheme that is missing or misspelled."""
    if text.lower().startswith(("http://", "https://")) and not text[text.index("//") + 2 :].startswith((":", "/")):
        return
    found = _misspelled_scheme().match(text)
    marks = found["marks"] if found else ""
    if found and ("/" in marks or ":" in marks) and "." in text[found.end() :]:
        written = found.group()
        if written.lower() in ("http:", "https:"):
            return
        scheme = "https" if "s" in found["meant"].lower() else "http"
        raise Fault(f"begins with '{written}'", _replaced(url, written, f"{scheme}://"))
    first = re.split(r"[/?#]", text, maxsplit=1)[0].lower()
    name, _, end = first.partition(":")[0].rpartition(".")
    if "@" in first and ":" not in first and end in DOMAINS and name.count("@") == 1:
        raise Fault("lacks its 'mailto:'", _put_before(url, "mailto:"))
    if url.is_image:
        return
    is_host = first.startswith("www.") or (bool(name) and end in DOMAINS) or re.fullmatch(r"localhost:\d+", first)
    if (
        is_host
        and not text.startswith(("/", ".", "#"))
        and url.scheme not in SCHEMES
        and getattr(url.node, "kind", "") != "bare"
    ):
        scheme = "http://" if first.startswith("localhost") else "https://"
        raise Fault(f"lacks its '{scheme}'", _put_before(url, scheme))


def _host(url: Url) -> None:
    host = url.host
    if not host or host.startswith((".", "(", "-")) or ".." in host or NOT_OF_HOST.search(host):
        raise Fault("has no host that there could be", None)


def _brackets(text: str) -> None:
    """A bracket that closes nothing; one that nothing closes may be part of a name."""
    if ")" not in text and "]" not in text:
        return
    opened = {"(": 0, "[": 0}
    for character in text:
        if character in opened:
            opened[character] += 1
        elif character in CLOSING:
            opened[CLOSING[character]] -= 1
            if opened[CLOSING[character]] < 0:
                raise Fault(f"has a '{character}' that nothing opens", None)


def _replaced(url: Url, written: str, text: str) -> Fix | None:
    if not url.written.startswith(written):
        return None
    return Fix(f"Write '{text}'", (Edit(Span(url.span.start, url.span.start + len(written)), text),), safe=False)


def _put_before(url: Url, text: str) -> Fix:
    return Fix(f"Put '{text}' before it", (Edit(Span(url.span.start, url.span.start), text),), safe=False)


def _unread_links(doc: Document) -> Iterator[Finding]:
    """What was meant as a link and is shown with its brackets."""
    prose = doc.prose
    if "](" not in prose.text:
        return
    for found in _unread_link().finditer(prose.text):
        block = prose.block_at(found.start())
        opening = prose.text.rfind("[", max(block.start, found.start() - LONGEST), found.start())
        if opening < 0 or not UNPARSED.isdisjoint(block.scopes):
            continue
        end = prose.text.find(")", found.end(), min(block.end, found.end() + LONGEST))
        target = prose.text[found.end() : end]
        if end < 0 or not (MASK in target or "/" in target or target.startswith("#")):
            continue
        message = "A bracket, blank or quote in it keeps this from being a link."
        yield Finding(
            prose.span(found.start(), end + 1),
            message,
            help="Write a blank as %20, and put a backslash before a bracket that belongs to the text.",
        )
