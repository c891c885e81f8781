"""One alt text for two images."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import MASK, Document, Image
from postlint.reading.alt_texts import PLACEHOLDERS, is_file_name, is_placeholder
from postlint.rule import Bad, rule

LONGEST = 1000
LONGEST_SHOWN = 60


@rule(
    why="Whoever cannot see the images takes them for one and the same.",
    needs="images",
    bad=Bad("""
        ![The dashboard of Acme](before.png)

        ![The dashboard of Acme](after.png)
          ^^^^^^^^^^^^^^^^^^^^^ The alt text 'The dashboard of Acme' already stands at another image, in line 1.
    """),
    good=(
        "![The dashboard before](before.png)\n\n![The dashboard after](after.png)",
        "![The logo of Acme](logo.png)\n\n![The logo of Acme](logo.png)",
        "![](before.png)\n\n![](after.png)",
        "![image](before.png)\n\n![image](after.png)",
    ),
)
def repeated_alt(doc: Document) -> Iterator[Finding]:
    """Different images have different alt texts."""
    words = frozenset(PLACEHOLDERS)
    first: dict[str, Image] = {}
    for image in sorted(doc.images, key=lambda image: image.span):
        alt = " ".join((image.alt or "").split())
        if not alt or MASK in alt or not image.url or len(alt) > LONGEST:
            continue
        if is_placeholder(alt, words) or is_file_name(alt, image.url):
            continue  # Another rule asks for a text first.
        before = first.setdefault(alt.casefold(), image)
        if before.url == image.url:
            continue
        line = doc.source.position(before.span.start).line
        shown = alt if len(alt) <= LONGEST_SHOWN else f"{alt[:LONGEST_SHOWN]}…"
        yield Finding(
            image.alt_span,
            f"The alt text '{shown}' already stands at another image, in line {line}.",
            help="Say what is to be seen here and not there.",
            related=(Related(doc.path, before.alt_span, "the same alt text at another image"),),
        )
