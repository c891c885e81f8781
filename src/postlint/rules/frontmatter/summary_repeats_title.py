"""A summary that only says the title again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.entries import entry, words


@rule(
    habit="repeat their title as summary",
    why="Wherever the summary is shown, the title stands above it, so readers get the same words twice.",
    needs="summary",
    bad=(
        Bad("""
            ---
            title: How we index logs
            description: "How we index logs."
                          ^^^^^^^^^^^^^^^^^^ The summary repeats the title.
            ---
        """),
        Bad("""
            +++
            title = "How we index logs"
            summary = '''
            How we
            ^^^^^^…
            Index Logs'''
            ^^^^^^^^^^ The summary repeats the title.
            +++
        """),
    ),
    good="""
        ---
        title: How we index logs
        description: How we index logs with one filter per column.
        ---
    """,
)
def summary_repeats_title(doc: Document, site: Site) -> Iterator[Finding]:
    """A summary says more than the title."""
    title = entry(doc, site.conventions.title_keys, site.conventions)
    summary = entry(doc, site.conventions.summary_keys, site.conventions)
    if title is None or summary is None or not isinstance(summary.value.value, str):
        return
    said = _bare(summary.value.text)
    if said and said == _bare(title.value.text):
        yield Finding(
            words(summary.value),
            "The summary repeats the title.",
            help="Say in a sentence or two what readers get.",
            related=(Related(doc.path, words(title.value), "this is the title"),),
        )


def _bare(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return re.findall(r"\w+", text.casefold())
