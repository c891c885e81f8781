"""An image without alternative text."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document, Image, Shortcode, Tag
from postlint.rule import Bad, rule


@rule(
    why="Readers who cannot see the image get nothing in its place.",
    bad=(
        Bad("""
            See ![](chart.png) for the load.
                ^^^^^^^^^^^^^^ This image has no alt text.
        """),
        Bad("""
            <img src="chart.png" width="640">
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This image has no alt text.
        """),
        Bad("""
            {{< figure src="chart.png" >}}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This image has no alt text.
        """),
    ),
    good=(
        "See ![Requests per second, March to June](chart.png) for the load.",
        '<img src="line.svg" alt=""> is decoration, and says so.',
        '{{< figure src="chart.png" caption="Requests per second, March to June" >}}',
    ),
)
def missing_alt(doc: Document) -> Iterator[Finding]:
    """Images need alternative text."""
    for image in doc.images:
        if _lacks_alt(image):
            yield Finding(image.span, "This image has no alt text.", help="Say what it shows, in a sentence.")


def _lacks_alt(image: Image) -> bool:
    match image.tag:
        case None:
            return not (image.alt or "").strip()
        case Shortcode() as shortcode:
            # Hugo's figure takes its caption for the alt text.
            return not (image.alt or "").strip() and not shortcode.parameter("caption")
        case Tag() as tag:
            hidden = tag.attribute("aria-hidden")
            is_hidden = hidden is not None and (hidden.value or "").lower() == "true"
            has_alt_prop = image.kind == "html" or tag.name.rpartition(".")[2].lower() in ("image", "img")
            return image.alt is None and has_alt_prop and not is_hidden
