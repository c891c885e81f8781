"""An image that is of another type than its name says."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, rule
from postlint.site import Site
from postlint.site.pictured import pictured

ENDINGS = {
    "png": ("png", "apng"),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "gif": ("gif",),
    "webp": ("webp",),
    "avif": ("avif",),
    "heic": ("heic", "heif"),
    "svg": ("svg",),
    "bmp": ("bmp",),
    "tiff": ("tif", "tiff"),
    "ico": ("ico", "cur"),
    "jxl": ("jxl",),
    "psd": ("psd",),
}
KNOWN = frozenset(ending for endings in ENDINGS.values() for ending in endings)
SHOWN = frozenset("png jpeg gif webp avif svg ico".split())
"""Types that browsers show."""
NAMES = {"jpeg": "JPEG", "webp": "WebP"}
OF_GIF = "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


@rule(
    why="Servers tell the type of a file by its name, and some readers, feeds and networks then show nothing.",
    needs="pictures",
    bad=Bad(
        """
            ![The first steps](steps.png)
                               ^^^^^^^^^ The image 'steps.png' is a GIF by its content.
        """,
        files={"steps.png": OF_GIF},
    ),
    good=(Good("![The first steps](steps.gif)", files={"steps.gif": OF_GIF}),),
)
def wrong_extension(doc: Document, site: Site) -> Iterator[Finding]:
    """Names of images say of which type they are."""
    for url, name, picture in pictured(doc, site):
        ending = name.rpartition(".")[2].lower()
        if ending not in KNOWN or picture.problem or ending in ENDINGS.get(picture.type, (ending,)):
            continue
        type = NAMES.get(picture.type, picture.type.upper())
        right = f"{name.rpartition('.')[0]}.{ENDINGS[picture.type][0]}"
        as_type = "JPEG" if ending in ENDINGS["jpeg"] else ending.upper()
        article = "an" if type[0] in "AIS" else "a"
        yield Finding(
            url.span,
            f"The image '{name}' is {article} {type} by its content.",
            help=f"Name it '{right}', or save it as {as_type}." if picture.type in SHOWN else f"Save it as {as_type}.",
        )
