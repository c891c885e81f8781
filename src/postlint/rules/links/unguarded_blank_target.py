"""A link to a new window that hands this page to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Attribute, Document, Tag
from postlint.house import House
from postlint.rule import Bad, rule
from postlint.text import Span

GUARDS = ("noopener", "noreferrer")
NAMED = ("", "_self", "_parent", "_top")


@rule(
    severity=Severity.HINT,
    why="In older browsers a page that is opened in a new window can lead this one elsewhere, as to a false login.",
    needs="links",
    bad=(
        Bad(
            """
                <a href="https://example.org/" target="_blank">An example</a>
                                               ^^^^^^^^^^^^^^^ The new window of 'example.org' may take over this page.
            """,
            fixed='<a href="https://example.org/" target="_blank" rel="noopener">An example</a>',
        ),
        Bad(
            """
                <a href="https://example.org/" target="_blank" rel="nofollow">An example</a>
                                               ^^^^^^^^^^^^^^^ The new window of 'example.org' may take over this page.
            """,
            fixed='<a href="https://example.org/" target="_blank" rel="noopener nofollow">An example</a>',
        ),
        Bad(
            """
                [One](https://example.org/){:target="_blank"}
                                             ^^^^^^^^^^^^^^^ The new window of 'example.org' may take over this page.
            """,
            fixed='[One](https://example.org/){:target="_blank" rel="noopener"}',
        ),
        Bad(
            """
                [One](https://example.org/){:target="_blank" rel="nofollow"}
                                             ^^^^^^^^^^^^^^^ The new window of 'example.org' may take over this page.
            """,
            fixed='[One](https://example.org/){:target="_blank" rel="noopener nofollow"}',
        ),
    ),
    good=(
        '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">An example</a>',
        '<a href="/blog/" target="_blank">Our other posts</a>',
        '<a href="https://example.org/">An example</a>',
        '[An example](https://example.org/){:target="_blank" rel="noopener"}',
        '[Our other posts](/blog/){:target="_blank"} and `[An example](https://example.org/){:target="_blank"}`',
    ),
)
def unguarded_blank_target(doc: Document, house: House) -> Iterator[Finding]:
    """Links to new windows say rel="noopener"."""
    from postlint.document.urls import Url

    yield from _of_lists(doc, house)
    for tag in doc.tags:
        target, href = tag.attribute("target"), tag.attribute("href")
        if tag.name.lower() != "a" or not href or not href.value or not target:
            continue
        if target.value is None or target.value.lower() in NAMED or _is_guarded(tag):
            continue
        url = Url(href.value, href.span, href.value)
        if url.is_web and not house.owner_of_url(href.value):
            yield Finding(
                target.span,
                f"The new window of '{url.host}' may take over this page.",
                help='Add rel="noopener".',
                fix=Fix('Add rel="noopener"', (_edit(target, tag.attribute("rel")),)),
            )


def _of_lists(doc: Document, house: House) -> Iterator[Finding]:
    """What stands in lists of attributes right behind links, as kramdown and markdown-it have them."""
    from postlint.document.urls import Url

    text = doc.source.text
    for link in doc.links:
        if link.kind not in ("inline", "reference") or not text.startswith("{", link.span.end):
            continue
        attributes = _attributes().match(text, link.span.end)
        target = _target().search(attributes[0]) if attributes else None
        url = Url(link.url, link.url_span, link.url)
        if attributes is None or target is None or not url.is_web or house.owner_of_url(link.url):
            continue
        rel = _rel().search(attributes[0])
        if target[1].lower() in NAMED or (rel and any(guard in rel[1].lower().split() for guard in GUARDS)):
            continue
        start = attributes.start()
        at = start + (rel.start(1) if rel else target.end())
        yield Finding(
            Span(start + target.start(), start + target.end()),
            f"The new window of '{url.host}' may take over this page.",
            help='Add rel="noopener".',
            fix=Fix('Add rel="noopener"', (Edit(Span(at, at), "noopener " if rel else ' rel="noopener"'),)),
        )


@cache
def _attributes() -> re.Pattern[str]:
    return re.compile(r"\{:?[^{}\r\n]{0,500}\}")


@cache
def _target() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])target=[\"']?([\w-]*)[\"']?")


@cache
def _rel() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])rel=[\"']([^\"'}]*)")


def _is_guarded(tag: Tag) -> bool:
    rel = tag.attribute("rel")
    return rel is not None and (rel.value is None or any(guard in rel.value.lower().split() for guard in GUARDS))


def _edit(target: Attribute, rel: Attribute | None) -> Edit:
    if rel is not None and rel.value and rel.value_span is not None:
        return Edit(Span(rel.value_span.start, rel.value_span.start), "noopener ")
    return Edit(Span(target.span.end, target.span.end), ' rel="noopener"')
