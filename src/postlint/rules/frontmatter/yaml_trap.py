"""A bare word that YAML takes for something else than text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.data import Node
from postlint.diagnostic import Finding, Fix
from postlint.document import Document
from postlint.document.edits import most_tries, quoted, reworded
from postlint.fields import Fields
from postlint.rule import Bad, rule
from postlint.site import Conventions, Site
from postlint.site.entries import entries, scalars

TEXT_KEYS = ("subtitle", "linkTitle", "headline", "series", "keywords", "lang", "language", "locale")
# Here a number is as good as the same number in quotes: the generator makes text of it.
NUMBERS_WILL_DO = frozenset({"hugo", "jekyll", "eleventy"})
# They read front matter by YAML 1.2, where 'no' is text, and so counts as true.
KNOW_NO_YES = frozenset({"astro", "docusaurus", "eleventy", "gatsby", "next"})


@rule(
    why="The site then shows 'false' for 'no', '10' for '012' and '1.1' for '1.10', or stops at what is no text.",
    bad=(
        Bad(
            """
                ---
                title: 012
                       ^^^ YAML reads '012' as 10, the number to base 8.
                version: 1.10
                         ^^^^ YAML reads '1.10' as 1.1.
                tags: [linux, no, 12:30]
                              ^^ YAML reads 'no' as false.
                                  ^^^^^ YAML reads '12:30' as 750, the number to base 60.
                ---
            """,
            fixed="""
                ---
                title: '012'
                version: '1.10'
                tags: [linux, 'no', '12:30']
                ---
            """,
        ),
        Bad(
            """
                ---
                draft: no
                       ^^ Astro reads 'no' as text, and so as true.
                ---
            """,
            fixed="""
                ---
                draft: false
                ---
            """,
            frontmatter={"preset": "astro"},
        ),
    ),
    good=(
        """
            ---
            title: '012'
            draft: no
            weight: 12
            ratio: 1.5
            ---
        """,
        """
            +++
            version = 1.10
            +++
        """,
    ),
)
def yaml_trap(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """What is meant as text is text for YAML too."""
    root, conventions = doc.front_matter.root, site.conventions
    if root is None or doc.front_matter.format != "yaml":
        return
    typed = fields.typed
    texts = {id(node) for node in _texts(doc, conventions)}
    tries = most_tries(doc)
    for node in doc.front_matter.nodes:
        if node.kind != "scalar" or node.style != "plain" or node.error is not None or id(node) in typed:
            continue
        if what := _taken_for(node, conventions) if id(node) in texts else _lossy(node):
            edit = quoted(doc, node) if tries > 0 else None
            tries -= 1
            fix = Fix("Put it in quotes", (edit,)) if edit else None
            yield Finding(node.span, f"YAML reads '{node.text}' as {what}.", help="Put it in quotes.", fix=fix)
        elif id(node) not in texts and _is_no(node) and conventions.generator in KNOW_NO_YES:
            edit = reworded(doc, node, "false", as_text=False) if tries > 0 else None
            tries -= 1
            fix = Fix("Write 'false'", (edit,)) if edit else None
            message = f"{conventions.generator.capitalize()} reads '{node.text}' as text, and so as true."
            yield Finding(node.span, message, help="Write 'false'.", fix=fix)


def _texts(doc: Document, conventions: Conventions) -> Iterator[Node]:
    """The values that are shown as text."""
    keys = (conventions.title_keys, conventions.summary_keys, conventions.author_keys, conventions.tag_keys)
    for entry in entries(doc, sum((*keys, conventions.category_keys, ("slug",)), TEXT_KEYS), conventions):
        yield from scalars(entry.value, "name", "id", "key", "label")


def _taken_for(node: Node, conventions: Conventions) -> str | None:
    """What a text is taken for; None where it stays what it is."""
    value = node.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing" if node.text else None
    if isinstance(value, int | float):
        return _lossy(node) or (None if conventions.generator in NUMBERS_WILL_DO else "a number")
    return None if isinstance(value, str) else "a date"


def _lossy(node: Node) -> str | None:
    """What a number is whose digits or zeros get lost; None for any other value."""
    value, text = node.value, node.text
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if ":" in text:
        return f"{value}, the number to base 60"
    if isinstance(value, int) and re.fullmatch(r"[-+]?0[0-7_]+", text):
        return f"{value}, the number to base 8"
    return str(value) if re.fullmatch(r"\d+\.\d*0|\d[\d_]*_[\d_]*", text) and str(value) != text else None


def _is_no(node: Node) -> bool:
    return node.value is False and node.text.lower() in ("no", "off", "n")
