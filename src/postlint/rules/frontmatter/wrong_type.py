"""A value of another type than its key takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.data import Node
from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.document.edits import most_tries, quoted
from postlint.expression import expression
from postlint.fields import Fields, is_empty, types, words
from postlint.fields.model import LIST_OF
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.entries import entries
from postlint.site.index import class_of

CLASSES = {"text": "a text", "bool": "true or false", "list": "a list", "map": "a mapping"}
DATES = frozenset(("date", "datetime"))
BARE = expression(r"true|false|-?(?:0|[1-9][0-9]*)")


@site_rule(
    severity={"described": Severity.ERROR, "usual": Severity.WARNING},
    why="A generator that expects another type stops, or shows something else than what was meant.",
    needs="known-keys",
    bad=(
        Bad(
            """
                ---
                title: 2024
                       ^^^^ 'title' is the number 2024, and a line of text belongs there.
                draft: "no"
                       ^^^^ 'draft' is the text 'no', and true or false belongs there.
                tags: [logs, 1.10, {name: x}]
                             ^^^^ 'tags' is the number 1.10, and a word or two belongs there.
                                   ^^^^^^^^^ 'tags' is a mapping, and a word or two belongs there.
                ---
            """,
            fixed="""
                ---
                title: '2024'
                draft: "no"
                tags: [logs, '1.10', {name: x}]
                ---
            """,
            frontmatter={"fields": {"title": "string", "draft": "bool", "tags": "list of tag"}},
        ),
        Bad(
            """
                +++
                draft = "false" # for now
                        ^^^^^^^ 'draft' is the text 'false', and true or false belongs there.
                tags = "logs"
                       ^^^^^^ 'tags' is the text 'logs', and a list belongs there.
                +++
            """,
            fixed="""
                +++
                draft = false # for now
                tags = ["logs"]
                +++
            """,
            frontmatter={"preset": "docusaurus"},
        ),
        Bad(
            """
                ---
                topics: logs
                        ^^^^ 'topics' is the text 'logs', and in almost all posts it is a list.
                ---
            """,
            files={f"{number}.md": "---\ntopics: [logs, metrics]\n---\n" for number in range(20)},
        ),
    ),
    good=(
        Good(
            """
                ---
                date: 2024-01-31
                updated: 2024-01-31T09:00:00Z
                image: /blog/preview.webp
                authors:
                  - ada
                  - name: Grace
                ---
            """,
            frontmatter={
                "fields": {
                    "date": "date",
                    "updated": ["date", "datetime"],
                    "image": "image",
                    "authors": ["author", "list of author"],
                }
            },
        ),
        Good("---\ntags: logs\n---\n", frontmatter={"preset": "jekyll"}),
        Good(
            "---\nauthors: [ada, grace]\n---\n",
            files={f"{number}.md": "---\nauthors: ada\n---\n" for number in range(20)},
        ),
    ),
)
def wrong_type(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """Values are of the type that their key takes."""
    tries = most_tries(doc)
    for field, key, value in fields.present:
        if field.by_preset and field.types and site.usual_class(key.text) == class_of(value):
            continue  # the blog's templates read it their own way
        if is_empty(value) or (DATES.issuperset(field.types) and _is_told(doc, site, value)):
            continue
        for node, names in types.misfits(value, field.types):
            wants = types.wanted(names)
            fix = _fix(doc, node, names) if tries > 0 else None
            tries -= 1
            yield Finding(
                node.span,
                words.wrong_type(field.name, node, wants),
                help=field.help or f"Write {wants}.",
                fix=fix,
                step="described",
            )
    for violation in fields.violated("wrong-type"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help, step="described")
    for key, value in fields.untyped:
        if key.text in site.kinds:
            continue  # one name may stand as text and several in a list
        usual = site.usual_class(key.text)
        if usual is not None and class_of(value) not in (usual, "empty"):
            message = f"'{key.text}' is {words.described(value)}, and in almost all posts it is {CLASSES[usual]}."
            yield Finding(value.span, message, help=f"Write {CLASSES[usual]}.", step="usual")


def _is_told(doc: Document, site: Site, value: Node) -> bool:
    """Whether a text is at a key for dates, where other rules tell what is wrong with it as a date."""
    keys = site.conventions.date_keys + site.conventions.updated_keys
    return isinstance(value.value, str) and any(entry.value is value for entry in entries(doc, keys, site.conventions))


def _fix(doc: Document, node: Node, names: tuple[str, ...]) -> Fix | None:
    """Quotes around what is to be text, none around what is not, brackets around what is to be a list."""
    if any(types.types()[name].is_text for name in names if name in types.types()):
        edit = quoted(doc, node)
        return Fix("Put quotes around it", (edit,)) if edit else None
    if not isinstance(node.value, str) or node.style not in ("plain", "single", "double"):
        return None
    if "\n" not in node.text and BARE.fullmatch(node.text) and {"bool", "int", "number"}.intersection(names):
        is_number = node.text not in ("true", "false")
        if is_number == ("bool" not in names):
            return Fix("Take the quotes away", (Edit(node.span, node.text),))
    is_list = any(name == "list" or name.startswith(LIST_OF) for name in names)
    if is_list and not re.search(r"[\[\]{},]", node.text):
        return Fix("Make it a list", (Edit(node.span, f"[{doc.source[node.span]}]"),))
    return None
