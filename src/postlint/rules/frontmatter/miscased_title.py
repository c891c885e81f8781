"""A title in another case than the house's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.kinds.capitalize import fix_of, replacement, slips_in
from postlint.reading import Reading
from postlint.rule import Bad, option, rule
from postlint.site.entries import entry


@rule(
    on=False,
    language="en",
    options={
        "style": option(
            "AP",
            "How titles are written: in title case by AP or Chicago, or in sentence case.",
            ("AP", "Chicago", "sentence"),
        ),
        "names": option((), "Names that keep their spelling; those of the house do anyway."),
    },
    why="In a list of posts, titles in two styles look as if nobody had looked at the list.",
    bad=(
        Bad(
            """
                ---
                title: How we index Logs
                           ^^^^^^^^ In title case, write 'We' and 'Index'.
                ---
            """,
            fixed="""
                ---
                title: How We Index Logs
                ---
            """,
        ),
        Bad(
            """
                +++
                title = "Why We Index Our Logs"
                             ^^^^^^^^^^^^^^^^^ In sentence case, write 'we', 'index', 'our' and 'logs'.
                +++

                We index logs, and why we do so with our own code.
            """,
            fixed="""
                +++
                title = "Why we index our logs"
                +++

                We index logs, and why we do so with our own code.
            """,
            options={"style": "sentence"},
        ),
    ),
    good=(
        """
            ---
            title: How We Index Logs
            ---
        """,
        Bad(
            """
                ---
                title: How we index logs with Acme Cloud
                ---
            """,
            options={"style": "sentence", "names": ("Acme Cloud",)},
        ),
    ),
)
def miscased_title(reading: Reading, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A title is in title case, or in the case that the house writes its titles in."""
    doc, style = reading.doc, options["style"]
    titled = entry(doc, reading.site.conventions.title_keys, reading.site.conventions)
    case = "sentence" if style == "sentence" else "title"
    if titled is None:
        return
    names = [
        *options["names"],
        *(name for group in ("house", "names", "partners") for name in reading.house.words(group)),
    ]
    for block in doc.prose.blocks_of("front-matter"):
        if not titled.value.span.contains(doc.prose.span(block.start, block.end)):
            continue
        if slips := slips_in(reading, block, case, style, names):
            span = doc.prose.span(slips[0].start, slips[-1].end)
            yield Finding(span, f"In {case} case, write {replacement(slips)}.", fix=fix_of(reading, slips, case))
