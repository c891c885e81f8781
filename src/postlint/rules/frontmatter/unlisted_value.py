"""A value that is none of those that its key takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postlint.data import Node
from postlint.diagnostic import Finding, Fix, Severity
from postlint.document import Document
from postlint.document.edits import most_tries, reworded
from postlint.fields import Fields, is_empty, is_one_of, words
from postlint.rule import Bad, Good, rule


@rule(
    severity=Severity.ERROR,
    why="Templates, lists and filters know just these values; a post with another one is missing from them.",
    needs="house-keys",
    bad=(
        Bad(
            """
                ---
                layout: Blog
                        ^^^^ 'Blog' is none of the values that 'layout' takes.
                categories:
                  - Company News
                  - Enginering
                    ^^^^^^^^^^ 'Enginering' is none of the values that 'categories' takes.
                ---
            """,
            fixed="""
                ---
                layout: blog
                categories:
                  - Company News
                  - Enginering
                ---
            """,
            frontmatter={
                "fields": {
                    "layout": {"one-of": ["blog", "release"]},
                    "categories": {"one-of": ["Company News", "Engineering"]},
                }
            },
        ),
        Bad(
            """
                +++
                weight = 3
                         ^ '3' is none of the values that 'weight' takes.
                +++
            """,
            frontmatter={"fields": {"weight": {"one-of": [1, 2]}}},
        ),
    ),
    good=Good(
        """
            ---
            layout: blog
            categories: [Company News]
            ---
        """,
        frontmatter={"fields": {"layout": {"one-of": ["blog"]}, "categories": {"one-of": ["Company News"]}}},
    ),
)
def unlisted_value(doc: Document, fields: Fields) -> Iterator[Finding]:
    """Values are among those that their key takes."""
    tries = most_tries(doc)
    for field, _, value in fields.present:
        if not field.one_of or is_empty(value):
            continue
        for node in value.items if value.kind == "sequence" else (value,):
            if not is_one_of(node.value, field.one_of):
                message, advice = words.unlisted(field.name, node, field.one_of)
                fix = _fix(doc, node, field.one_of) if tries > 0 else None
                tries -= 1
                yield Finding(node.span, message, help=field.help or advice, fix=fix)
    for violation in fields.violated("unlisted-value"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help)


def _fix(doc: Document, node: Node, choices: tuple[Any, ...]) -> Fix | None:
    """The value that differs by case alone."""
    same = [choice for choice in choices if isinstance(choice, str) and choice.casefold() == node.text.casefold()]
    edit = reworded(doc, node, same[0]) if len(same) == 1 else None
    return Fix(f"Write '{same[0]}'", (edit,)) if edit else None
