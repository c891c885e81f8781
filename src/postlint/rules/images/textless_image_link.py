"""A link that is an image without alt text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document, Image, Link, Tag
from postlint.rule import Bad, rule

NAMES = ("aria-label", "aria-labelledby", "title")
SHOWN_LENGTH = 60


@rule(
    why="The alt text of the image is all that such a link says; without it screen readers spell out the address.",
    needs="images",
    bad=(
        Bad("""
            [![](build.svg)](/ci)
            ^^^^^^^^^^^^^^^^^^^^^ The link to '/ci' is an image without alt text.
        """),
        Bad("""
            <a href="/"><img src="a.svg" alt=""></a>
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The link to '/' is an image without alt text.
        """),
    ),
    good=(
        "[![Our last build](build.svg)](/ci)",
        "[![](logo.svg) Acme](https://acme.example/)",
        '<a href="https://acme.example/" aria-label="Acme"><img src="logo.svg" alt=""></a>',
        "[![](chart.png)](chart.png)",
    ),
)
def textless_image_link(doc: Document) -> Iterator[Finding]:
    """Images that are links say where these lead."""
    images = sorted(doc.images, key=lambda image: image.span.start)
    if not images:
        return
    starts = [image.span.start for image in images]
    tags = {tag.span.start: tag for tag in doc.tags if tag.name.lower() == "a"} if doc.tags else {}
    for link in doc.links:
        if link.text.strip() or _is_named(tags.get(link.span.start)):
            continue
        inner = images[bisect_left(starts, link.text_span.start) : bisect_left(starts, link.text_span.end)]
        if inner and not any(_says_something(image) for image in inner) and not _enlarges(link, inner):
            shown = link.url if len(link.url) <= SHOWN_LENGTH else f"{link.url[:SHOWN_LENGTH]}…"
            yield Finding(
                link.span,
                f"The link to '{shown}' is an image without alt text.",
                help="Say in the alt text where the link leads.",
            )


def _is_named(tag: Tag | None) -> bool:
    return tag is not None and any(tag.attribute(name) for name in NAMES)


def _says_something(image: Image) -> bool:
    return bool((image.alt or "").strip()) or image.kind == "component" or _is_named_image(image)


def _is_named_image(image: Image) -> bool:
    return isinstance(image.tag, Tag) and _is_named(image.tag)


def _enlarges(link: Link, images: list[Image]) -> bool:
    """Whether the link leads to the image itself; that it has no alt text is then all there is to say."""
    return any(image.url == link.url for image in images)
