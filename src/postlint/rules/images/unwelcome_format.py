"""An image in a format that does not belong on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, option, rule

FORMATS = "ai bmp cr2 dng eps heic heif indd jp2 jxr nef psd raw tif tiff wmf xcf".split()


@rule(
    why="Many browsers show nothing in its place, or load far more than they need.",
    options={"formats": option(FORMATS, "Endings of files that are not welcome; add gif where films are preferred.")},
    needs="images",
    bad=(
        Bad("""
            ![The parts of an index](index.bmp)
                                     ^^^^^^^^^ The image 'index.bmp' is in the format BMP.
        """),
        Bad(
            """
                <img src="/img/first-steps.gif?v=2" alt="The first steps">
                          ^^^^^^^^^^^^^^^^^^^^^^^^ The image 'first-steps.gif' is in the format GIF.
            """,
            options={"formats": ["gif"]},
        ),
    ),
    good=("![The parts of an index](index.webp)", "![The first steps](first-steps.gif)"),
)
def unwelcome_format(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Images are in formats that all browsers show."""
    formats = frozenset(format.lower().lstrip(".") for format in options["formats"])
    for url in doc.urls:
        if not url.is_image or url.scheme == "data":
            continue
        name = url.path.rpartition("/")[2]
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if ending in formats:
            yield Finding(
                url.span,
                f"The image '{name[-60:]}' is in the format {ending.upper()}.",
                help="Save it as WebP, PNG, JPEG or SVG, or a film as MP4.",
            )
