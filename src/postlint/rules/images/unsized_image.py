"""An image in HTML of which the browser does not know how large it will be."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document, Tag
from postlint.rule import Bad, rule

SIZES = ("width", "height", "style", "class", "sizes", "srcset")


@rule(
    severity=Severity.HINT,
    why="The text jumps down when the image arrives, and readers lose the line they were at.",
    needs="images",
    bad=Bad("""
        <img src="chart.png" alt="Requests per second">
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This image says neither how wide nor how high it is.
    """),
    good=(
        '<img src="chart.png" alt="Requests per second" width="640" height="320">',
        '<img src="chart.png" alt="Requests per second" width="80%">',
        "![Requests per second](chart.png)",
    ),
)
def unsized_image(doc: Document) -> Iterator[Finding]:
    """Images in HTML say how large they are."""
    for image in doc.images:
        tag = image.tag
        if image.kind != "html" or not isinstance(tag, Tag) or not image.url:
            continue
        is_spread = any(not attribute.name for attribute in tag.attributes)
        if not is_spread and not any(tag.attribute(name) for name in SIZES):
            yield Finding(
                image.span,
                "This image says neither how wide nor how high it is.",
                help="Add width and height.",
            )
