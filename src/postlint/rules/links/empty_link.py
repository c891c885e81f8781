"""A link that leads nowhere, or that nobody can see."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding
from postlint.document import Document, Link, Tag
from postlint.document.prose import MASK
from postlint.rule import Bad, rule

SHOWN = frozenset("img svg picture video audio canvas object iframe embed i".split())
"""Elements that show something, though no text; an empty ``<i>`` is how icons are made."""
NAMES = ("aria-label", "aria-labelledby", "title", "onclick")


@cache
def _tags() -> re.Pattern[str]:
    return re.compile(r"<[^<>]*>|&nbsp;|&#160;|\s+")


@rule(
    why="A link without a target leads nowhere, and one without words cannot be seen, heard or clicked.",
    needs="links",
    bad=(
        Bad("""
            See [the docs]() for more.
                ^^^^^^^^^^^^ The link 'the docs' leads nowhere.
        """),
        Bad("""
            Built with [](https://acme.example/).
                       ^^^^^^^^^^^^^^^^^^^^^^^^^ The link to 'https://acme.example/' has no text.
        """),
        Bad("""
            <a href="">Start</a> or <a href="//acme.example/"> </a>.
            ^^^^^^^^^^^^^^^^^^^^ The link 'Start' leads nowhere.
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The link to '//acme.example/' has no text.
        """),
    ),
    good=(
        "[![The logo of Acme](logo.svg)](https://acme.example/)",
        '<a href="https://acme.example/" aria-label="Acme"></a>',
        '<a id="start"></a>',
        '<a href="#start" class="anchor"></a>',
        "[Back to the top](#)",
    ),
)
def empty_link(doc: Document) -> Iterator[Finding]:
    """Links have a text and a target."""
    tags = {tag.span.start: tag for tag in doc.tags if tag.name.lower() == "a"} if doc.tags else {}
    image_starts = sorted(image.span.start for image in doc.images)
    tag_starts = [tag.span.start for tag in doc.tags]
    for link in doc.links:
        tag = tags.get(link.span.start)
        if not link.url.strip() and (tag is None or _is_plain(tag)):
            shown = " ".join(link.text.replace(MASK, "…").split())[:60]
            what = f"The link '{shown}' leads" if shown else "This link leads"
            yield Finding(link.span, f"{what} nowhere.", help="Name the page, or leave the words without a link.")
        elif not link.text.strip() and _shows_nothing(doc, link, tag, image_starts, tag_starts):
            help = "Link the words that name the page, or leave the link out."
            yield Finding(link.span, f"The link to '{link.url[:60]}' has no text.", help=help)


def _is_plain(tag: Tag) -> bool:
    """Whether no script may give it a target."""
    href = tag.attribute("href")
    is_written = href is not None and href.value is not None
    return is_written and not any(found.name.lower().startswith(("on", "@", ":", "data-")) for found in tag.attributes)


def _shows_nothing(doc: Document, link: Link, tag: Tag | None, image_starts: list[int], tag_starts: list[int]) -> bool:
    if link.url.startswith("#") or (tag is not None and any(tag.attribute(name) for name in NAMES)):
        return False
    at = bisect_left(image_starts, link.text_span.start)
    if at < len(image_starts) and image_starts[at] < link.text_span.end:
        return False
    for index in range(bisect_left(tag_starts, link.text_span.start), len(doc.tags)):
        inner = doc.tags[index]
        if inner.span.start >= link.text_span.end:
            break
        if inner.is_component or inner.name.lower() in SHOWN:
            return False
    # In code and other places that are not read as prose, the source tells.
    return not _tags().sub("", doc.source[link.text_span]).strip("\xa0​")
