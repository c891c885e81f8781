"""An SVG that would run a script."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, Good, rule
from postlint.site import Site
from postlint.site.pictured import pictured


@rule(
    why="Whoever opens the file by its own address runs the script with the rights of your site.",
    needs="pictures",
    bad=Bad(
        """
            ![The parts of an index](index.svg)
                                     ^^^^^^^^^ The image 'index.svg' has a script in it: 'onload'.
        """,
        files={"index.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'},
    ),
    good=Good(
        "![The parts of an index](index.svg)",
        files={"index.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>Scripts = code</text></svg>'},
    ),
)
def scripted_svg(doc: Document, site: Site) -> Iterator[Finding]:
    """SVG images run no scripts."""
    for url, name, picture in pictured(doc, site):
        if picture.script:
            yield Finding(
                url.span,
                f"The image '{name}' has a script in it: '{picture.script}'.",
                help="Take the script out; a program such as svgo does that, too.",
            )
