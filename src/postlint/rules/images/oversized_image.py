"""An image that is heavier or larger than a page needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.pictures import Picture
from postlint.rule import Bad, Good, option, rule
from postlint.site import Site
from postlint.site.pictured import pictured

KILOBYTES = {"png": 1000, "jpeg": 1000, "gif": 3000, "webp": 600, "avif": 600, "svg": 500}
HOW = {
    "png": "Save it as WebP, or run it through a program that shrinks PNG files, such as oxipng.",
    "jpeg": "Save it at a lower quality, about 80, or as WebP.",
    "gif": "Make a film of it, as MP4 or WebM.",
    "webp": "Save it at a lower quality, about 80.",
    "avif": "Save it at a lower quality.",
    "svg": "Run it through a program that shrinks SVG files, such as svgo, or save it as WebP.",
}
OF_GIF = "GIF89a\xd0\x07\xe8\x03\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


@rule(
    why="On a slow line readers wait for it, and on a metered one they pay for it.",
    options={
        **{
            type: option(limit, f"How many kilobytes an image of type {type} may have.")
            for type, limit in KILOBYTES.items()
        },
        "pixels": option(4000, "How many pixels an image may be wide or high; those of an SVG do not count."),
    },
    needs="pictures",
    bad=(
        Bad(
            """
                ![The first steps](steps.gif)
                                   ^^^^^^^^^ The image 'steps.gif' has 1.1 KB, more than 1 KB.
            """,
            files={"steps.gif": f"{OF_GIF[:-1]}{chr(0) * 1100};"},
            options={"gif": 1},
        ),
        Bad(
            """
                ![The first steps](steps.gif)
                                   ^^^^^^^^^ The image 'steps.gif' has 2,000 × 1,000 pixels, more than 1,600 on a side.
            """,
            files={"steps.gif": OF_GIF},
            options={"pixels": 1600},
        ),
    ),
    good=Good("![The first steps](steps.gif)", files={"steps.gif": OF_GIF}),
)
def oversized_image(doc: Document, options: Mapping[str, Any], site: Site) -> Iterator[Finding]:
    """Images are no heavier and no larger than a page needs."""
    for url, name, picture in pictured(doc, site):
        told = _excess(picture, options)
        if told is not None:
            what, help = told
            yield Finding(url.span, f"The image '{name}' {what}.", help=help)


def _excess(picture: Picture, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is too much of an image, and how to mend it."""
    limit, most = options.get(picture.type), options["pixels"]
    if limit is not None and picture.size > limit * 1000:
        return f"has {_size(picture.size)}, more than {_size(limit * 1000)}", HOW[picture.type]
    if max(picture.width, picture.height) > most:
        size = f"{picture.width:,} × {picture.height:,}"
        return f"has {size} pixels, more than {most:,} on a side", "Scale it to twice the width that the page has."
    return None


def _size(size: int) -> str:
    number, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (size / 1000, "KB")
    return f"{number:.1f}".removesuffix(".0") + f" {unit}"
