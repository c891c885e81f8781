"""A key that the house asks for, or that almost all posts have, is not there."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site

POST = "---\ntitle: How we index logs\nauthor: Ada\n---\n"


@site_rule(
    severity={"required": Severity.ERROR, "usual": Severity.HINT},
    why="Pages, lists and feeds are built from these keys; where one is missing, something else or nothing is shown.",
    needs="known-keys",
    bad=(
        Bad(
            """
                ---
                ^^^ 'summary' is missing.
                title: How we index logs
                author:
                ^^^^^^ 'author' is empty.
                cover: ""
                ^^^^^ 'cover' is empty, which 'featured: true' calls for.
                featured: true
                ---
            """,
            frontmatter={
                "required": ["title", "summary", "author"],
                "fields": {"cover": {"required-if": {"featured": True}}},
            },
        ),
        Bad(
            """
                +++
                ^^^ 'canonical' is missing, which only 'author' would make needless.
                author_url = "https://example.com/ada"
                ^^^^^^^^^^ 'author_url' stands here without 'author'.
                [params]
                ^^^^^^^^...
                product = "logs"
                ^^^^^^^^^^^^^^^^ 'params.team' is missing.
                +++
            """,
            frontmatter={
                "fields": {
                    "canonical": {"required-unless": "author"},
                    "author_url": {"needs": ["author"]},
                    "params.team": {"required": True},
                },
            },
        ),
        Bad(
            """
                ---
                ^^^ 'author' is missing, and almost all posts of this blog have it.
                title: How we index traces
                ---
            """,
            files={f"{number}.md": POST for number in range(20)},
        ),
    ),
    good=(
        Good(
            """
                ---
                title: How we index logs
                authors: [Ada]
                ---
            """,
            frontmatter={"fields": {"author": {"required": True, "aliases": ["authors"]}}},
        ),
        Good(
            "---\ntitle: How we index traces\ncanonical_url: https://example.com/traces\n---\n",
            files={f"{number}.md": POST for number in range(20)},
        ),
        Good(
            """
                ---
                title: All posts
                ---
            """,
            path="blog/_index.md",
            frontmatter={"required": ["author"]},
        ),
    ),
)
def missing_field(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """Front matter has the keys that the house asks for, and names authors and tags where almost all posts do."""
    if site.is_section(doc.path):
        return
    for field, span, message in fields.missing():
        yield Finding(span, message, help=field.help or f"Give '{field.name}' a value.", step="required")
    for violation in fields.violated("missing-field"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help, step="required")
    for key in site.usual_keys() if doc.front_matter.root else ():
        if fields.is_expected(key):
            message = f"'{key}' is missing, and almost all posts of this blog have it."
            yield Finding(doc.whole, message, help=f"Add '{key}', if it is meant to be here too.", step="usual")
