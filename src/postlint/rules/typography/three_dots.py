"""Three full stops in place of an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, Hit, Needle, rule

NOT_BEFORE = ("/", ".", "\\", "(", "[")
NOT_BEHIND = ("/", ".", "]")
"""Beside these the dots belong to a path, a call, a list or an omission."""


@rule(
    on=False,
    why="The ellipsis is one sign: it stays together at the end of a line, and its dots stand as the type wants.",
    needles=[Needle("...", whole_words=False)],
    bad=Bad(
        """
            We waited... and waited.
                     ^^^ Three full stops stand for an ellipsis.
        """,
        fixed="""
            We waited… and waited.
        """,
    ),
    good=(
        "We waited… and waited.",
        "Run `go test ./...` first.",
        "See ./... and ....",
        "Call f(...), [...] and [1, ...].",
        "It goes on ....",
    ),
)
def three_dots(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
    """An ellipsis is one sign."""
    text = doc.prose.text
    for hit in hits:
        before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
        is_code = before in NOT_BEFORE or after in NOT_BEHIND
        if not doc.prose.block_at(hit.start).is_prose or is_code:
            continue
        span = doc.prose.span(hit.start, hit.end)
        fix = Fix("Write '…'", (Edit(span, "…"),)) if doc.source[span] == "..." else None
        yield Finding(span, "Three full stops stand for an ellipsis.", help="Write '…'.", fix=fix)
