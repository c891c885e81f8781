"""Markup in a text that is shown as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.data import Node
from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import most_tries, reworded
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.entries import entry

MARKS = frozenset("{[*_<&")
"""One of these is in all markup."""


@cache
def _markup() -> re.Pattern[str]:
    """Emphasis, links, images, HTML, entities and template tags; ``plain`` is what is left of it.

    Code spans pass: blogs about code set words in them, and most readers know how they are meant.
    """
    return re.compile(
        r"(?P<template>\{\{[^}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\})"
        r"|(?P<image>!?\[(?P<label>[^\[\]\n]{0,200})\]\([^()\s]{1,500}\))"
        r"|(?P<strong>(?P<s>\*\*|__)(?=\S)(?P<bold>[^*_\n]{1,200}?)(?<=\S)(?P=s))"
        r"|(?<![\w*])(?P<emphasis>(?P<e>[*])(?=[^\s*])(?P<italic>[^*\n]{1,200}?)(?<=[^\s*])\*)(?![\w*])"
        r"|(?P<html></?(?:a|abbr|b|br|code|em|i|img|kbd|mark|p|small|span|strong|sub|sup|u)(?:\s[^<>\n]{0,300})?/?>)"
        r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|mdash|ndash|hellip|rsquo|lsquo|ldquo"
        r"|rdquo|copy|reg|trade);)"
    )


@rule(
    habit="have markup in their summary",
    why="Search engines, feeds and cards in chats show a summary as it stands, with all stars, brackets and tags.",
    needs="summary",
    bad=(
        Bad(
            """
                ---
                description: Why **one** filter per [column](/docs) is enough.
                                 ^^^^^^^ '**one**' is shown with its markup.
                                                    ^^^^^^^^^^^^^^^ '[column](/docs)' is shown with its markup.
                ---
            """,
            fixed="""
                ---
                description: Why one filter per column is enough.
                ---
            """,
        ),
        Bad("""
            {
              "summary": "Logs &amp; <b>metrics</b> {{< x >}}"
                               ^^^^^ '&amp;' is shown with its markup.
                                     ^^^ '<b>' is shown with its markup.
                                               ^^^^ '</b>' is shown with its markup.
                                                    ^^^^^^^^^ '{{< x >}}' is shown with its markup.
            }
        """),
    ),
    good=(
        """
            ---
            description: How `SELECT *` with 2 * 3 columns went from a_b to a < b.
            ---
        """,
    ),
)
def markup_in_summary(doc: Document, site: Site) -> Iterator[Finding]:
    """A summary is plain text."""
    summary = entry(doc, site.conventions.summary_keys, site.conventions)
    if summary is None or not isinstance(summary.value.value, str):
        return
    node = summary.value
    if MARKS.isdisjoint(node.text):
        return
    tries = most_tries(doc)
    for number, match in enumerate(_markup().finditer(node.text)):
        yield Finding(
            node.source_span(*match.span()),
            f"'{match.group()}' is shown with its markup.",
            help="Write it as plain text.",
            fix=_fix(doc, node, match) if number < tries else None,
        )


def _fix(doc: Document, node: Node, match: re.Match[str]) -> Fix | None:
    """Emphasis and links leave their words; what the rest would look like in plain text, a person decides."""
    plain = match["label"] or match["bold"] or match["italic"]
    edit = reworded(doc, node, plain, match.span()) if plain else None
    return Fix(f"Write '{plain}'", (edit,)) if edit else None
