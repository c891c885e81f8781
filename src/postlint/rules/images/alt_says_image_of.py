"""An alt text that begins with saying that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.text import Span


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:(?:this|here) is )?(?:an? |the |this )?(?P<what>image|img|picture|pic|photo|photograph|graphic)s? "
        r"(?:of|showing|that shows|which shows|depicting|displaying|with|shows)\b",
        re.I,
    )


@rule(
    severity=Severity.HINT,
    language="en",
    why="Screen readers say 'image' before they read the alt text, and listeners then hear it twice.",
    needs="images",
    bad=(
        Bad("""
            ![Image of the parts of an index](index.png)
              ^^^^^^^^ The alt text begins with 'Image of', as screen readers do.
        """),
        Bad("""
            <img src="a.png" alt="Picture showing an index">
                                  ^^^^^^^^^^^^^^^ The alt text begins with 'Picture showing', as screen readers do.
        """),
    ),
    good=(
        "![The parts of an index](index.png)",
        "![Screenshot of the login page](login.png)",
        "![Diagram of the parts of an index](index.png)",
        "![Image offsets in the header of a file](offsets.png)",
    ),
)
def alt_says_image_of(doc: Document) -> Iterator[Finding]:
    """Alt texts begin with what the image shows."""
    for image in doc.images:
        found = _beginning().match(image.alt or "")
        if found is None:
            continue
        written = doc.source[image.alt_span]
        words = found.group().strip()
        at = written.find(words)
        span = Span(image.alt_span.start + at, image.alt_span.start + at + len(words)) if at >= 0 else image.alt_span
        message = f"The alt text begins with '{words}', as screen readers do."
        yield Finding(span, message, help="Begin with what the image shows.")
