"""A post without a picture of its own, or with one that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, Good, Habit, site_rule
from postlint.site import CONVENTIONS, Site
from postlint.site.amends import lost
from postlint.site.entries import entries, is_readable, scalars, words

if TYPE_CHECKING:
    from postlint.data import Node

ANY_IMAGE_KEYS = tuple(dict.fromkeys(key for one in CONVENTIONS.values() for key in one.image_keys))
"""What an image may be called with any generator: themes have keys of their own."""
INNER = ("image", "src", "url", "path", "feature", "teaser", "og_image")
FROM_ROOT_OR_HERE = ("/", "./", "../")
"""How paths begin of which is known where they count from; what themes make of others differs."""


@site_rule(
    severity={"lost": Severity.ERROR, "none": Severity.HINT},
    habit=Habit("name no image", step="none"),
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
        Bad(
            """
                ---
                image: /img/shard.png
                       ^^^^^^^^^^^^^^ No image lies at '/img/shard.png'.
                ---
            """,
            path="content/blog/index-logs.md",
            files={"static/img/shards.png": ""},
            frontmatter={"preset": "hugo"},
        ),
    ),
    good=(
        """
            ---
            image: shards.png
            ---
        """,
        "---\nimages: [shards.png]\n---\n",
        Good(
            "---\nimage: /img/shards.png\n---\n",
            path="content/blog/index-logs.md",
            files={"static/img/shards.png": ""},
            frontmatter={"preset": "hugo"},
        ),
        "Text without front matter.",
    ),
)
def missing_image(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """A post names an image, and it is there."""
    conventions = site.conventions
    found = entries(doc, ANY_IMAGE_KEYS, conventions)
    for entry in found:
        yield from (lost for node in scalars(entry.value, *INNER) if (lost := _lost(doc, site, node)))
    if found or fields.describes(conventions.image_keys) or not is_readable(doc) or site.is_section(doc.path):
        return
    help_text = f"Name one in '{conventions.image_keys[0]}'."
    yield Finding(doc.whole, "This post names no image for lists and cards.", help=help_text, step="none")


def _lost(doc: Document, site: Site, node: Node) -> Finding | None:
    url = node.text.strip()
    if not url.startswith(FROM_ROOT_OR_HERE) or url.startswith("//"):
        return None
    target = site.resolve(doc.path, url)
    if target.kind != "missing":
        return None
    help_text = "Add the file, or leave the image out."
    return lost(words(node), f"No image lies at '{url}'.", target, help_text, step="lost")
