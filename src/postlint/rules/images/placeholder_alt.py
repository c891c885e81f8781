"""An alt text that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.reading.alt_texts import PLACEHOLDERS, is_file_name, is_placeholder
from postlint.rule import Bad, option, rule

LONGEST = 200


@rule(
    why="Readers who cannot see the image learn from it that there is one, which they knew, and nothing else.",
    options={
        "words": option(PLACEHOLDERS, "Alt texts that say nothing, in any case; a number behind them changes nothing.")
    },
    needs="images",
    bad=(
        Bad("""
            ![image](chart.png)
              ^^^^^ The alt text 'image' stands in for one.
        """),
        Bad("""
            <img src="/img/chart.png" alt="Alt text">
                                           ^^^^^^^^ The alt text 'Alt text' stands in for one.
        """),
        Bad("""
            ![index-parts.png](/img/index-parts.png)
              ^^^^^^^^^^^^^^^ The alt text 'index-parts.png' is the name of a file.
        """),
        Bad("""
            {{< figure src="a.png" alt="IMG_20240314_1022" >}}
                                        ^^^^^^^^^^^^^^^^^ The alt text 'IMG_20240314_1022' is the name of a file.
        """),
    ),
    good=(
        "![The parts of an index](chart.png)",
        "![Screenshot of the login page](login.png)",
        "![](line.svg)",
        "![dns](dns.png)",
        "![How config.png looks in the editor](editor.png)",
    ),
)
def placeholder_alt(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Alt texts say what an image shows."""
    if not doc.images:
        return
    words = frozenset(options["words"])
    for image in doc.images:
        alt = " ".join((image.alt or "").split())
        if not alt or len(alt) > LONGEST:
            continue
        if is_file_name(alt, image.url):
            what = "is the name of a file"
        elif is_placeholder(alt, words):
            what = "stands in for one"
        else:
            continue
        message = f"The alt text '{alt}' {what}."
        yield Finding(image.alt_span, message, help="Say what the image shows, in a sentence.")
