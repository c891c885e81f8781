"""An image for cards in chats and networks that will not be shown well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.pictures import Picture
from postlint.rule import Bad, Good, option, site_rule
from postlint.site import Site
from postlint.site.entries import entries, scalars, words

SHOWN = ("png", "jpeg", "gif", "webp", "avif", "")
INNER = ("image", "src", "url", "path", "feature", "teaser", "og_image")
SMALL = "GIF89a\x90\x01\xc8\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
LARGE = "GIF89a\xb0\x04\x76\x02\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
PATH = "content/blog/index-logs/index.md"
HUGO = {"preset": "hugo"}


@site_rule(
    why="A link to the post is then shown with a small square, a cut-off image or none, and fewer people follow it.",
    options={
        "width": option(600, "How many pixels wide it is at least."),
        "height": option(315, "How many pixels high it is at least."),
    },
    needs="social-image",
    bad=(
        Bad(
            """
                ---
                images: [card.gif]
                         ^^^^^^^^ The image 'card.gif' is 400 × 200 pixels large, and cards ask for at least 600 × 315.
                ---
            """,
            files={"content/blog/index-logs/card.gif": SMALL},
            path=PATH,
            frontmatter=HUGO,
        ),
        Bad(
            """
                ---
                images: [card.svg]
                         ^^^^^^^^ The image 'card.svg' is an SVG, which networks and chats do not show.
                ---
            """,
            files={"content/blog/index-logs/card.svg": "<svg></svg>"},
            path=PATH,
            frontmatter=HUGO,
        ),
    ),
    good=Good(
        """
            ---
            images: [card.gif]
            ---
        """,
        files={"content/blog/index-logs/card.gif": LARGE},
        path=PATH,
        frontmatter=HUGO,
    ),
)
def poor_social_image(doc: Document, options: Mapping[str, Any], site: Site) -> Iterator[Finding]:
    """The image of a post is large enough for cards, and no strip."""
    for entry in entries(doc, site.conventions.image_keys, site.conventions):
        for node in scalars(entry.value, *INNER):
            url = node.text.strip()
            target = site.resolve(doc.path, url) if url else None
            picture = site.picture(target.path) if target is not None and target.kind == "file" else None
            problem = _problem(picture, options) if picture is not None and not picture.problem else None
            if target is not None and problem is not None:
                yield Finding(
                    words(node),
                    f"The image '{target.path.rpartition('/')[2]}' {problem}.",
                    help="Make it 1,200 × 630 pixels, as PNG or JPEG.",
                )


def _problem(picture: Picture, options: Mapping[str, Any]) -> str | None:
    if picture.type == "svg":
        return "is an SVG, which networks and chats do not show"
    if picture.type not in SHOWN or not picture.width:
        return None
    size = f"{picture.width:,} × {picture.height:,}"
    if picture.width < options["width"] or picture.height < options["height"]:
        return f"is {size} pixels large, and cards ask for at least {options['width']:,} × {options['height']:,}"
    if picture.height > picture.width * 1.2 or picture.width > picture.height * 3:
        return f"is {size} pixels large, and cards show about twice as much width as height"
    return None
