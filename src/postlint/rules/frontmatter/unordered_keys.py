"""Keys in another order than the house's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from postlint.data import Entry
from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import rearranged
from postlint.rule import Bad, option, rule
from postlint.text import Span

USUAL = tuple(
    "title description summary date lastmod updated author authors categories tags image images draft".split()
)


@rule(
    on=False,
    options={"order": option(USUAL, "The keys from first to last; others may stand anywhere.")},
    why="Where each post has its keys in the same order, a missing one shows, and changes are easy to read.",
    bad=(
        Bad(
            """
                ---
                # Ada writes on storage.
                author: Ada
                layout: post  # the wide one
                title: >
                ^^^^^ 'title' stands below 'author', and belongs above it.
                  How we index logs
                tags: [logs]
                ---
            """,
            fixed="""
                ---
                title: >
                  How we index logs
                layout: post  # the wide one
                # Ada writes on storage.
                author: Ada
                tags: [logs]
                ---
            """,
        ),
        Bad(
            """
                {
                  "tags": ["logs"],
                  "title": "How we index logs"
                  ^^^^^^^ 'title' stands below 'tags', and belongs above it.
                }
            """,
            fixed="""
                {
                  "title": "How we index logs",
                  "tags": ["logs"]
                }
            """,
        ),
        Bad(
            """
                +++
                date = 2024-03-14
                tags = ["logs"]
                ^^^^ 'tags' stands below 'date', and belongs above it.
                [params]
                date = "today"
                +++
            """,
            fixed="""
                +++
                tags = ["logs"]
                date = 2024-03-14
                [params]
                date = "today"
                +++
            """,
            options={"order": ("tags", "date")},
        ),
    ),
    good="""
        ---
        layout: post
        title: How we index logs
        weight: 10
        date: 2024-03-14
        ---
    """,
)
def unordered_keys(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """The keys of the front matter stand in the order of the house."""
    root = doc.front_matter.root
    order = {key: place for place, key in enumerate(options["order"])}
    entries = {entry.key.value: entry for entry in root.entries if not entry.merged} if root else {}
    listed = [entry for key, entry in entries.items() if key in order]
    for before, entry in pairwise(listed):
        if order[entry.key.value] < order[before.key.value]:
            message = f"'{entry.key.text}' stands below '{before.key.text}', and belongs above it."
            help_text = f"Put the keys in this order: {', '.join(options['order'])}."
            fix = _fix(doc, listed, sorted(listed, key=lambda one: order[one.key.value]))
            yield Finding(entry.key.span, message, help=help_text, fix=fix)
            return


def _fix(doc: Document, there: Sequence[Entry], wanted: Sequence[Entry]) -> Fix | None:
    number = {id(entry): index for index, entry in enumerate(there)}
    edits = rearranged(doc, [_place(doc, entry) for entry in there], [number[id(entry)] for entry in wanted])
    return Fix("Put the keys in order", edits) if edits else None


def _place(doc: Document, entry: Entry) -> Span:
    """An entry with the comments right above it and behind it, or just what it is where it shares its line."""
    source, span = doc.source, entry.span
    line = source.position(span.start).line
    start = source.line_starts[line - 1]
    behind = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)").match(source.text, span.end)
    if doc.front_matter.format == "json" or source[(start, span.start)].strip() or behind is None:
        return span
    while line > 1 and source[source.line_span(line - 1)].lstrip().startswith("#"):
        line -= 1
    return Span(source.line_starts[line - 1], behind.end())
