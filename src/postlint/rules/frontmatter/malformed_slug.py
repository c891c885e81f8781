"""A slug that makes an ugly URL, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import reworded
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.entries import entries, words


@rule(
    habit="have a slug with other characters",
    why="Blanks and special characters turn into %20 and the like wherever the URL is shared, and of two URLs that "
    "differ in case only one is found.",
    needs="slug",
    bad=(
        Bad(
            """
                ---
                slug: How we index_logs
                      ^^^^^^^^^^^^^^^^^ The slug 'How we index_logs' has capitals, blanks and an underscore.
                ---
            """,
            fixed="""
                ---
                slug: how-we-index-logs
                ---
            """,
        ),
        Bad("""
            +++
            slug = "logs?-why!"
                    ^^^^^^^^^^ The slug 'logs?-why!' has '?' and '!'.
            +++
        """),
    ),
    good=(
        """
            ---
            slug: release-1.37
            ---
        """,
        """
            ---
            slug: /2024/how-we-index-logs/
            ---
        """,
        """
            ---
            slug: 日志索引
            ---
        """,
    ),
)
def malformed_slug(doc: Document, site: Site) -> Iterator[Finding]:
    """A slug is of small letters, digits and hyphens."""
    for entry in entries(doc, ("slug",), site.conventions):
        slug = entry.value.text.strip()
        wrong = list(_wrong(slug)) if isinstance(entry.value.value, str) else []
        if wrong:
            listed = " and ".join(part for part in (", ".join(wrong[:-1]), wrong[-1]) if part)
            better = _better(slug)
            edit = reworded(doc, entry.value, better) if better else None
            yield Finding(
                words(entry.value),
                f"The slug '{slug}' has {listed}.",
                help=f"Write '{better}', and redirect the old URL if the post is out." if better else None,
                # The URL of a post that is out must not change without a redirect.
                fix=Fix(f"Write '{better}'", (edit,), safe=False) if edit else None,
            )


def _wrong(slug: str) -> Iterator[str]:
    if slug != slug.lower():
        yield "capitals"
    if re.search(r"\s", slug):
        yield "blanks"
    if "_" in slug:
        yield "an underscore"
    for character in dict.fromkeys(slug):
        if not (character.isalnum() or character in "-_./~" or character.isspace() or unicodedata.combining(character)):
            yield f"'{character}'"


def _better(slug: str) -> str:
    small = re.sub(r"[^\w./~-]+|_+", "-", slug.lower())
    return re.sub(r"-*([./])-*", r"\1", re.sub(r"-{2,}", "-", small)).strip("-")
