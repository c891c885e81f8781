"""A value that is too long, too short, too great or too small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.fields import Fields, is_empty, words
from postlint.rule import Bad, Good, rule


@rule(
    why="Pages, cards and search results have room for so much, and look bare with less.",
    needs="house-keys",
    bad=(
        Bad(
            """
                ---
                title: Logs
                       ^^^^ 'title' has 4 characters, and at least 10 belong there.
                tags: [a, b, c, d]
                      ^^^^^^^^^^^^ 'tags' has 4 items, and at most 3 belong there.
                weight: 0
                        ^ 'weight' is 0, and at least 1 belongs there.
                ---
            """,
            frontmatter={"fields": {"title": {"min": 10}, "tags": {"max": 3}, "weight": {"min": 1}}},
        ),
        Bad(
            """
                {
                "title": "How we \\u0069ndex"
                         ^^^^^^^^^^^^^^^^^^^ 'title' has 12 characters, and at most 10 belong there.
                }
            """,
            frontmatter={"fields": {"title": {"max": 10}}},
        ),
    ),
    good=Good(
        "---\ntitle: How we index logs\nweight: 3\n---\n",
        frontmatter={"fields": {"title": {"min": 10, "max": 60}, "weight": {"min": 1}}},
    ),
)
def out_of_range(doc: Document, fields: Fields) -> Iterator[Finding]:
    """Values are as long or as great as their key wants."""
    for field, _, node in fields.present:
        if is_empty(node):
            continue
        amount = words.size(node)[0]
        for least, most in ((field.least, None), (None, field.most)):
            if _is_beyond(amount, least, most):
                message = words.out_of_range(field.name, node, least, most)
                yield Finding(node.span, message, help=field.help or "Bring it within the bounds.")
    for violation in fields.violated("out-of-range"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help)


def _is_beyond(amount: Any, least: Any, most: Any) -> bool:
    """Whether an amount lies beyond a bound; what cannot be compared does not."""
    import datetime

    if isinstance(amount, datetime.datetime) and not isinstance(least or most, datetime.datetime):
        amount = amount.date()
    try:
        return bool((least is not None and amount < least) or (most is not None and amount > most))
    except TypeError:
        return False
