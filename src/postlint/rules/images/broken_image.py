"""An image whose file is damaged."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, rule
from postlint.site import Site
from postlint.site.pictured import pictured

TEXTS = {"lfs": "", "html": "is a page of HTML, and no image", "pdf": "is a PDF, and no image"}
"""What may lie there in place of an image; a pointer of Git LFS stands for a file that is elsewhere."""
TYPES = frozenset("png jpg jpeg gif webp".split())
"""Endings of files whose content is known by its first bytes."""


@rule(
    why="Readers see half of it, or the sign for an image that is broken.",
    needs="pictures",
    bad=(
        Bad(
            """
                ![The parts of an index](index.gif)
                                         ^^^^^^^^^ The file of this image, 'index.gif', is cut off before its end.
            """,
            files={"index.gif": "GIF89a\x10\0\x10\0\xf0\0\0"},
        ),
        Bad(
            """
                ![The parts of an index](index.png)
                                         ^^^^^^^^^ The file of this image, 'index.png', is a page of HTML, and no image.
            """,
            files={"index.png": "<!DOCTYPE html><title>Not found</title>"},
        ),
    ),
    good=(
        Good(
            "![The parts of an index](index.svg)",
            files={"index.svg": '<svg xmlns="http://www.w3.org/2000/svg"></svg>'},
        ),
        Good("![The parts of an index](index.png)", files={"index.png": "version https://git-lfs.github.com/spec/v1"}),
    ),
)
def broken_image(doc: Document, site: Site) -> Iterator[Finding]:
    """The files of images are whole."""
    for url, name, picture in pictured(doc, site):
        problem = picture.problem or TEXTS.get(picture.type, "")
        if not picture.type and not problem and name.rpartition(".")[2].lower() in TYPES:
            problem = "is no image by its content"
        if problem:
            yield Finding(
                url.span,
                f"The file of this image, '{name}', {problem}.",
                help="Save the image anew from where it comes.",
            )
