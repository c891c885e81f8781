"""Exclamation and question marks in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, Hit, Needle, rule


@rule(
    on=False,
    why="One sign says it; more of them shout.",
    needles=[Needle(signs, whole_words=False) for signs in ("!!", "??")],
    bad=Bad(
        """
            It is fast!!! Is it??
                      ^^^ '!!!' says no more than '!'.
                               ^^ '??' says no more than '?'.
        """,
        fixed="""
            It is fast! Is it?
        """,
    ),
    good=("It is fast! Is it?", "`!!x ?? y`", "120 (!!!) came. Really?!", "A !!tag"),
)
def repeated_punctuation(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
    """One exclamation mark or question mark is enough."""
    text = doc.prose.text
    done = 0
    for hit in hits:
        end = hit.end
        while text[end : end + 1] in ("!", "?"):
            end += 1
        start, block = hit.start, doc.prose.block_at(hit.start)
        is_meant = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        if start < done or not block.is_prose or is_meant or text[end : end + 1].isalnum():
            continue
        done = end
        signs = text[start:end]
        one = "?" if "?" in signs else "!"
        span = doc.prose.span(start, end)
        fix = Fix(f"Write '{one}'", (Edit(span, one),)) if doc.source[span] == signs else None
        yield Finding(span, f"'{signs}' says no more than '{one}'.", help="Write it once.", fix=fix)
