"""``forbid``: words and phrases that are not to stand there.

    message: "'{match}' says nothing that can be checked."
    forbid:
      - world-class
      - {phrase: synergy, message: "'{match}' is a word of meetings."}
      - {regex: "best[- ]in[- ](?:class|breed)", severity: error}

Each entry is a phrase, or a mapping with ``phrase`` or ``regex``, and a ``message``, ``help``, ``severity`` or ``step``
of its own. A phrase is found in any case of letters, over line ends and through emphasis, and only as whole words. A
message may say ``{match}``, the words that were found.

An entry may have a ``replacement``, where there is one that is always right; others just say what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.kinds.replace import in_case_of

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = phrases.KEYS
ADDS = "list"
PLACEHOLDERS = ("match",)


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a list of phrases, or of entries with ``phrase`` or ``regex``."""
    wording = phrases.wording(spec, PLACEHOLDERS)
    if node.kind != "sequence" or not node.items:
        spec.tell_no_list(node, "forbid", "phrases")
        return None
    items = spec.items(node)
    more = ("replacement",)
    placed = [(entry, item) for item in items if (entry := phrases.entry_of(spec, item, PLACEHOLDERS, more_keys=more))]

    def tell(doc: Document, hit: Hit, entry: Entry) -> Finding:
        if entry.replacement is None:
            return wording.finding(doc, hit, entry)
        replacement = in_case_of(doc.prose.text[hit.start : hit.end], entry)
        help_text = entry.help or f"Write '{replacement}'."
        fix = phrases.fix_of(doc, hit, replacement)
        return wording.finding(doc, hit, entry._replace(help=help_text), fix)

    return phrases.built(spec, placed, tell)
