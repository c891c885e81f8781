"""An alt text that is a text of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, Good, option, rule


@rule(
    severity=Severity.HINT,
    why="Screen readers read it in one go, without pause or way back; what needs many words can be read by all.",
    options={"max": option(200, "How many characters an alt text may have.")},
    needs="images",
    bad=Bad(
        """
            ![The dashboard with requests, errors and latency](dashboard.png)
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The alt text has 47 characters, more than 40.
        """,
        options={"max": 40},
    ),
    good=(
        Good("![A user writes: “We looked at the logs for hours and saw nothing.”](chat.png)", options={"max": 40}),
        "![The dashboard with requests, errors and latency](dashboard.png)",
    ),
)
def long_alt(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Alt texts are short."""
    for image in doc.images:
        alt = " ".join((image.alt or "").split())
        length = len(alt)
        if length > options["max"] and not _quotes(alt):
            yield Finding(
                image.alt_span,
                f"The alt text has {length} characters, more than {options['max']}.",
                help="Say the gist here, and the rest in the text beside the image.",
            )


def _quotes(alt: str) -> bool:
    """Whether most of it is in quotation marks: the words that an image shows have to be read out."""
    start = min((at for mark in '"“„«' if (at := alt.find(mark)) >= 0), default=-1)
    end = max(alt.rfind(mark) for mark in '"”“»')
    return start >= 0 and (end - start) * 2 > len(alt)
