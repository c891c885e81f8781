"""A link whose words do not say where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.reading import Reading
from postlint.reading.vague_words import EMPTY, MORE, words_of, words_of_all
from postlint.rule import Bad, Good, option, rule

LONGEST = 80
MARKS = " .,:;!?→»›>()[]\n\xa0。！？👉👈➡\ufe0f"


@rule(
    severity={"empty": Severity.WARNING, "more": Severity.HINT},
    why="Screen readers list links by their words alone, and search engines learn from them what the target is about.",
    options={
        "empty": option(
            words_of_all(EMPTY),
            "Link texts that say nothing at all, each in the languages that have it; what is added counts in all.",
        ),
        "more": option(words_of_all(MORE), "Link texts that only promise more, likewise."),
    },
    needs="links",
    bad=(
        Bad("""
            You find the numbers [here](/benchmarks).
                                  ^^^^ The link text 'here' does not say where it leads.
        """),
        Bad("""
            <a href="/benchmarks">Click *here*!</a>
                                  ^^^^^^^^^^^^^ The link text 'Click here' does not say where it leads.
        """),
        Bad(
            """
                Sie stehen [hier](/numbers), und [diese Seite](/more) sagt mehr.
                            ^^^^ The link text 'hier' does not say where it leads.
                                                  ^^^^^^^^^^^ The link text 'diese Seite' does not say where it leads.
            """,
            path="content/de/blog/index.md",
        ),
        Bad(
            """
                数据在[这里](/benchmarks)。
                    ^^ The link text '这里' does not say where it leads.
            """,
            path="content/zh/blog/index.md",
        ),
        Bad("""
            [Learn more](/benchmarks)
             ^^^^^^^^^^ The link text 'Learn more' does not say where it leads.
        """),
    ),
    good=(
        "You find the numbers in [our benchmarks](/benchmarks).",
        "Read [more about our benchmarks](/benchmarks).",
        Good("Wir reden über [it](/it-abteilung) und [More](/thomas-more).", path="content/de/blog/index.md"),
    ),
)
def vague_text(doc: Document, options: Mapping[str, Any], reading: Reading) -> Iterator[Finding]:
    """Link texts say where the link leads."""
    if not doc.links:
        return
    steps = _steps(reading.language, tuple(options["empty"]), tuple(options["more"]))
    for link in doc.links:
        if len(link.text) > LONGEST:
            continue
        words = link.text.strip(MARKS)
        found = steps.get(" ".join(words.lower().replace("’", "'").split()))
        if found is not None:
            yield Finding(
                link.text_span,
                f"The link text '{words}' does not say where it leads.",
                help="Link the words that name the target.",
                step=found,
            )


@lru_cache(16)
def _steps(language: str | None, empty: tuple[str, ...], more: tuple[str, ...]) -> dict[str, str]:
    """The texts that say nothing in a language, each with its step; words that only others have are out."""
    steps: dict[str, str] = {}
    for step, chosen, lists in (("more", more, MORE), ("empty", empty, EMPTY)):
        others = set(words_of_all(lists)).difference(words_of(lists, language))
        steps.update((each, step) for each in chosen if each not in others)
    return steps
