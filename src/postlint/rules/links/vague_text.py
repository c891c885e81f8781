"""A link whose words do not say where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, option, rule

EMPTY = "here|click here|right here|over here|see here|click|this|this link|the link|link|follow this link".split("|")
MORE = "read more|learn more|find out more|see more|more|more info|more information|more details".split("|")


@rule(
    severity={"empty": Severity.WARNING, "more": Severity.HINT},
    why="Screen readers list links by their words alone, and search engines learn from them what the target is about.",
    options={
        "empty": option(EMPTY, "Link texts that say nothing at all."),
        "more": option(MORE, "Link texts that only promise more."),
    },
    bad=(
        Bad("""
            You find the numbers [here](/benchmarks).
                                  ^^^^ The link text 'here' does not say where it leads.
        """),
        Bad("""
            <a href="/benchmarks">Click *here*!</a>
                                  ^^^^^^^^^^^^^ The link text 'Click here' does not say where it leads.
        """),
        Bad("""
            [Learn more](/benchmarks)
             ^^^^^^^^^^ The link text 'Learn more' does not say where it leads.
        """),
    ),
    good=(
        "You find the numbers in [our benchmarks](/benchmarks).",
        "Read [more about our benchmarks](/benchmarks).",
    ),
)
def vague_text(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Link texts say where the link leads."""
    steps = {**dict.fromkeys(options["more"], "more"), **dict.fromkeys(options["empty"], "empty")}
    for link in doc.links:
        words = link.text.strip(" .,:;!→»›>()\n")
        step = steps.get(words.lower()) if len(words) < 40 else None
        if step is not None:
            yield Finding(
                link.text_span,
                f"The link text '{words}' does not say where it leads.",
                help="Link the words that name the target.",
                step=step,
            )
