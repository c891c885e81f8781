"""A title that no list shows whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.fields import Fields
from postlint.rule import Bad, Good, option, rule
from postlint.site import Site
from postlint.site.conventions import STUB_KEYS
from postlint.site.entries import entry, words


@rule(
    habit="have a longer title than that",
    options={"max": option(100, "How many characters a title may have.")},
    why="Search engines show some 60 characters of a title and cards in chats little more; the rest is cut off.",
    bad=(
        Bad(
            """
                ---
                title: "How we index logs, and metrics"
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This title has 30 characters, 10 more than fit.
                ---
            """,
            options={"max": 20},
        ),
        Bad("""
            +++
            title = '''
            Searching a terabyte of compressed logs in less than a second
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^…
            on one small machine that we rent by the hour'''
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This title has 107 characters, 7 more than fit.
            +++
        """),
    ),
    good=(
        """
            ---
            title: How we index a terabyte of logs
            ---
        """,
        Good(
            """
                ---
                title: How they index a terabyte of logs
                externalUrl: https://example.com/index
                ---
            """,
            options={"max": 20},
        ),
    ),
)
def long_title(doc: Document, fields: Fields, site: Site, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A title is short enough to be shown whole."""
    if fields.describes(site.conventions.title_keys, "most"):
        return
    titled = entry(doc, site.conventions.title_keys, site.conventions)
    # The title of a page elsewhere is not the house's to change.
    if titled is None or not isinstance(titled.value.value, str) or entry(doc, STUB_KEYS, site.conventions):
        return
    length, most = len(" ".join(titled.value.text.split())), options["max"]
    if length > most:
        message = f"This title has {length} characters, {length - most} more than fit."
        yield Finding(words(titled.value), message, help="Say in the title what matters, and the rest in the summary.")
