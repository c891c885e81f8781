"""Something that stands twice where once is enough."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Fix, Related
from postlint.document import Document
from postlint.document.edits import most_tries, reworded, without_item
from postlint.fields import Fields, words
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.names import Name
from postlint.text import Span


@site_rule(
    why="A tag that stands twice is shown twice, and two posts with one id or URL are one to the generator.",
    bad=(
        Bad(
            """
                ---
                tags:
                  - logs
                  - metrics # also
                  - logs
                    ^^^^ 'tags' names 'logs' twice.
                ---
            """,
            fixed="""
                ---
                tags:
                  - logs
                  - metrics # also
                ---
            """,
        ),
        Bad(
            """
                ---
                tags: logs, metrics, logs, traces
                                     ^^^^ 'tags' names 'logs' twice.
                ---
            """,
            fixed="""
                ---
                tags: logs, metrics, traces
                ---
            """,
        ),
        Bad(
            """
                +++
                id = "logs"
                     ^^^^^^ 'logs' is the 'id' of old.md too.
                +++
            """,
            frontmatter={"fields": {"id": {"unique": True}}},
            files={"old.md": "---\nid: logs\n---\n"},
        ),
    ),
    good=Good(
        "---\nid: traces\ntags: [logs, Logs]\n---\n",
        frontmatter={"fields": {"id": {"unique": True}}},
        files={"old.md": "---\nid: logs\n---\n"},
    ),
)
def repeated_value(doc: Document, fields: Fields, site: Site) -> Iterator[Finding]:
    """A list names each thing once, and what is to be unique is."""
    tries = most_tries(doc)
    for name, sequence in fields.lists:
        seen = set()
        for index, item in enumerate(sequence.items):
            if not isinstance(item.value, str) or not item.value.strip():
                continue
            if item.value in seen:
                edit = without_item(doc, sequence, index) if tries > 0 else None
                tries -= 1
                fix = Fix("Take it out", (edit,)) if edit else None
                message = f"'{name}' names {words.quoted(item.value)} twice."
                yield Finding(item.span, message, help="Take one of them out.", fix=fix)
            seen.add(item.value)
    yield from _in_one_text(doc, site, tries)
    for violation in fields.violated("repeated-value"):
        yield Finding(violation.span or doc.whole, violation.message, help=violation.help)
    for field, _, node in fields.present:
        if not field.unique or node.kind != "scalar" or not node.text.strip():
            continue
        others = [path for path in site.posts_with(field.name, node.text.strip()) if path != doc.path]
        if others:
            named = others[0] if len(others) == 1 else f"{others[0]} and {len(others) - 1} more"
            yield Finding(
                node.span,
                f"{words.quoted(node.text)} is the '{field.name}' of {named} too.",
                help="Give this post its own.",
                related=tuple(Related(path, Span(0, 0), f"has the same '{field.name}'") for path in others),
            )


def _in_one_text(doc: Document, site: Site, tries: int) -> Iterator[Finding]:
    """Names that stand twice in a text of several, with commas between them."""
    for kind in sorted(set(site.kinds.values())):
        last: dict[int, Name] = {}
        seen: set[tuple[int, str]] = set()
        for key, name in site.names_in(doc, kind):
            before = last.get(id(name.node))
            if before is not None and (id(name.node), name.text) in seen:
                has_comma = name.node.text[before.end : name.start].strip() == ","
                edit = reworded(doc, name.node, "", (before.end, name.end)) if has_comma and tries > 0 else None
                tries -= 1
                fix = Fix("Take it out", (edit,)) if edit else None
                span = name.node.source_span(name.start, name.end)
                message = f"'{key}' names {words.quoted(name.text)} twice."
                yield Finding(span, message, help="Take one of them out.", fix=fix)
            seen.add((id(name.node), name.text))
            last[id(name.node)] = name
