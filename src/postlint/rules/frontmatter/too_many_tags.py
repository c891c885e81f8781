"""More tags than say anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, option, rule
from postlint.site import Site
from postlint.site.entries import entry


@rule(
    habit="have more tags than that",
    options={"max": option(12, "How many tags a post may have.")},
    why="A post that stands under every tag is found under none: the lists grow long, and nobody looks at them.",
    bad=(
        Bad(
            """
                ---
                tags: [logs, search, index]
                ^^^^ This post has 3 tags, and 2 are as many as help.
                ---
            """,
            options={"max": 2},
        ),
        Bad(
            """
                {
                  "tags": "logs, search, index"
                  ^^^^^^ This post has 3 tags, and 2 are as many as help.
                }
            """,
            options={"max": 2},
        ),
    ),
    good="""
        ---
        tags: [logs, search, index]
        ---
    """,
)
def too_many_tags(doc: Document, site: Site, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A post has a few tags."""
    tagged = entry(doc, site.conventions.tag_keys, site.conventions)
    if tagged is None:
        return
    value = tagged.value.value
    tags = [tag for tag in value.split(",") if tag.strip()] if isinstance(value, str) else tagged.value.items
    if len(tags) > options["max"]:
        message = f"This post has {len(tags)} tags, and {options['max']} are as many as help."
        yield Finding(tagged.key.span, message, help="Keep those under which readers will look for it.")
