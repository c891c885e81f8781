"""A key that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix, Severity
from postlint.document import Document
from postlint.document.edits import reworded
from postlint.fields import Fields
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.slips import plain

MOST_COMPARED = 50
"""Each key that nobody describes is held against all that are known; of more than this, only so many."""
POST = "---\ntitle: How we index logs\ncanonical_link: https://example.com\n---\n"


@site_rule(
    severity={"undescribed": Severity.ERROR, "slip": Severity.WARNING},
    why="What a misspelled key says is not shown, and nothing tells that it is not.",
    bad=(
        Bad("""
            ---
            title: How we index logs
            athors: [ada]
            ^^^^^^ 'athors' is a key that hardly any post has; did you mean 'authors'?
            ---
        """),
        Bad(
            """
                {
                "title": "How we index logs",
                "canonicalLink": "https://example.com/logs"
                ^^^^^^^^^^^^^^^ 'canonicalLink' is a key that hardly any post has; did you mean 'canonical_link'?
                }
            """,
            files={f"{number}.md": POST for number in range(20)},
        ),
        Bad(
            """
                ---
                title: How we index logs
                sumary: In one pass.
                ^^^^^^ 'sumary' is none of the keys that the house describes; did you mean 'summary'?
                mood: cheerful
                ^^^^ 'mood' is none of the keys that the house describes.
                ---
            """,
            frontmatter={"additional": False, "fields": {"title": "string", "summary": "text"}},
        ),
    ),
    good=(
        "---\ntitle: How we index logs\nmood: cheerful\n---\n",
        Good(
            """
                ---
                title: How we index logs
                author: ada
                ---
            """,
            frontmatter={"additional": False, "fields": {"title": "string", "authors": {"aliases": ["author"]}}},
        ),
    ),
)
def unknown_field(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """Keys of front matter are those that somebody reads."""
    for number, key in enumerate(fields.undescribed):
        step = "slip" if fields.additional else "undescribed"
        near = None
        if number < MOST_COMPARED:
            near = _slip(key.text, fields, site) if fields.additional else fields.slip_of(key.text)
        if fields.additional:
            message = f"'{key.text}' is a key that hardly any post has"
        else:
            message = f"'{key.text}' is none of the keys that the house describes"
        if near is None or fields.has(near):
            if not fields.additional:
                yield Finding(key.span, f"{message}.", help="Take it out, or describe it in the config.", step=step)
            continue
        edit = reworded(doc, key, near)
        yield Finding(
            key.span,
            f"{message}; did you mean '{near}'?",
            help=f"Write '{near}'.",
            fix=Fix(f"Call it '{near}'", (edit,), safe=False) if edit else None,
            step=step,
        )
    for violation in fields.violated("unknown-field"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help, step="undescribed")


def _slip(key: str, fields: Fields, site: Site) -> str | None:
    """The key that one of hardly any post is a slip of: one of many posts, else one that is known anyway."""
    if ":" in key or not site.is_rare_key(key):
        return None  # 'cSpell:ignore' and its like are for a tool, which may know several
    near = site.near_key(key)
    if fields.is_usual(key):
        return near if near is not None and plain(near) == plain(key) else None
    return near or fields.slip_of(key)
