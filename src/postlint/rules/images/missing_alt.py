"""An image without alternative text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document, Image, Shortcode, Tag
from postlint.rule import Bad, Good, option, rule


@rule(
    why="Readers who cannot see the image get nothing in its place.",
    options={
        "decorative": option(False, "Whether an empty alt text in Markdown, ![](…), says that the image decorates.")
    },
    needs="images",
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
        Bad("""
            <Image src="/img/chart.png" width={640} />
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This image has no alt text.
        """),
    ),
    good=(
        Good("See ![](chart.png) for the load.", options={"decorative": True}),
        '<img src="line.svg" role="presentation"> and <img src="dot.svg" aria-hidden="true"> are decoration, too.',
        '<img src="chart.png" aria-label="Requests per second, March to June">',
        "See ![Requests per second, March to June](chart.png) for the load.",
        '<img src="line.svg" alt=""> is decoration, and says so.',
        '{{< figure src="chart.png" caption="Requests per second, March to June" >}}',
    ),
)
def missing_alt(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Images need alternative text."""
    for image in doc.images:
        if _lacks_alt(image, may_be_empty=options["decorative"]):
            yield Finding(image.span, "This image has no alt text.", help="Say what it shows, in a sentence.")


def _lacks_alt(image: Image, *, may_be_empty: bool) -> bool:
    match image.tag:
        case None:
            return not may_be_empty and not (image.alt or "").strip()
        case Shortcode() as shortcode:
            # Hugo's figure takes its caption for the alt text.
            return not (image.alt or "").strip() and not shortcode.parameter("caption")
        case Tag() as tag:
            has_alt_prop = image.kind == "html" or tag.name.rpartition(".")[2].lower() in ("image", "img")
            return image.alt is None and has_alt_prop and not (_is_decoration(tag) or _has_name(tag))


def _is_decoration(tag: Tag) -> bool:
    hidden, role = tag.attribute("aria-hidden"), tag.attribute("role")
    if hidden is not None and (hidden.value or "").lower() == "true":
        return True
    return role is not None and (role.value or "").lower() in ("presentation", "none")


def _has_name(tag: Tag) -> bool:
    """Whether another attribute names it, or may do so: what ``{...props}`` holds is not known."""
    return any(
        (attribute.name.lower() in ("aria-label", "aria-labelledby") and attribute.value != "")
        or (not attribute.name and attribute.value is None)
        for attribute in tag.attributes
    )
