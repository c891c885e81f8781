"""An alt text that is a text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, option, rule


@rule(
    severity=Severity.HINT,
    why="Screen readers read it in one go, without pause or way back; what needs many words can be read by all.",
    options={"max": option(200, "How many characters an alt text may have.")},
    bad=Bad(
        """
            ![The dashboard with requests, errors and latency](dashboard.png)
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The alt text has 47 characters, more than 40.
        """,
        options={"max": 40},
    ),
    good="![The dashboard with requests, errors and latency](dashboard.png)",
)
def long_alt(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Alt texts are short."""
    for image in doc.images:
        length = len(" ".join((image.alt or "").split()))
        if length > options["max"]:
            yield Finding(
                image.alt_span,
                f"The alt text has {length} characters, more than {options['max']}.",
                help="Say the gist here, and the rest in the text beside the image.",
            )
