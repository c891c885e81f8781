"""A photo that says where it was taken."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, rule
from postlint.site import Site
from postlint.site.pictured import pictured

EXIF = (
    "II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0"
    "\x02\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\x04\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0"
    "\x30\0\0\0\x01\0\0\0\x05\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0"
)
SIZE = "\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xd9"
WITH_PLACE = f"\xff\xd8\xff\xe1\0{chr(len(EXIF) + 8)}Exif\0\0{EXIF}{SIZE}"
WITHOUT = f"\xff\xd8{SIZE}"


@rule(
    why="Whoever saves it learns where somebody works or lives, though the post may not say so.",
    needs="pictures",
    bad=Bad(
        """
            ![Our team at the lake](lake.jpg)
                                    ^^^^^^^^ The photo 'lake.jpg' says where it was taken.
        """,
        files={"lake.jpg": WITH_PLACE},
    ),
    good=Good("![Our team at the lake](lake.jpg)", files={"lake.jpg": WITHOUT}),
)
def photo_location(doc: Document, site: Site) -> Iterator[Finding]:
    """Photos do not say where they were taken."""
    for url, name, picture in pictured(doc, site):
        if picture.has_place:
            yield Finding(
                url.span,
                f"The photo '{name}' says where it was taken.",
                help="Take its location out, as with 'exiftool -gps:all= FILE'.",
            )
