"""A post without a picture of its own."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, rule
from postlint.site import CONVENTIONS, Site
from postlint.site.entries import entries, is_readable

ANY_IMAGE_KEYS = tuple(dict.fromkeys(key for one in CONVENTIONS.values() for key in one.image_keys))
"""What an image may be called with any generator: themes have keys of their own."""


@rule(
    severity=Severity.HINT,
    habit="name no image",
    why="Lists and cards in chats then show the logo of the site, or a gap, where other posts have a picture.",
    bad=(
        Bad("""
            ---
            ^^^ This post names no image for lists and cards.
            title: How we index logs
            ---
        """),
        Bad("""
            {
            ^ This post names no image for lists and cards.
              "title": "How we index logs"
            }
        """),
    ),
    good=(
        """
            ---
            image: shards.png
            ---
        """,
        "---\nimages: [shards.png]\n---\n",
        "Text without front matter.",
    ),
)
def missing_image(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """A post names an image."""
    if fields.describes(site.conventions.image_keys):
        return
    conventions = site.conventions
    if is_readable(doc) and not site.is_section(doc.path) and not entries(doc, ANY_IMAGE_KEYS, conventions):
        key = conventions.image_keys[0]
        yield Finding(doc.whole, "This post names no image for lists and cards.", help=f"Name one in '{key}'.")
