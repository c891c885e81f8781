"""``forbid``: words and phrases that are not to stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.kinds import phrases
from postlint.kinds.spec import Built, Entry, Spec

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = phrases.KEYS
PLACEHOLDERS = ("match",)


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a list of phrases, or of entries with ``phrase`` or ``regex``."""
    wording = phrases.wording(spec, PLACEHOLDERS)
    if node.kind != "sequence" or not node.items:
        spec.error(node.span, "'forbid' is a list of phrases.")
        return None
    placed = [(entry, item) for item in node.items if (entry := phrases.entry_of(spec, item, PLACEHOLDERS))]

    def tell(doc: Document, hit: Hit, entry: Entry) -> Finding:
        return wording.finding(doc, hit, entry)

    return phrases.built(spec, placed, tell)
