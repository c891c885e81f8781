"""An image in the folder of a post that nothing shows."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.expression import expression
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.bundles import is_named

SHOWN = 3
ALL = expression(r"gallery|carousel|slideshow|slider|album|lightbox|\*\*|\*\.\w|\.glob\(|require\.context|\.resources")
"""Words of a text that shows whatever lies in its folder."""
PATH = "content/blog/first-steps/index.md"
HUGO = {"preset": "hugo"}
PIXELS = "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
FILES = {"content/blog/first-steps/load.gif": PIXELS, "content/blog/first-steps/old-load.gif": PIXELS}


@site_rule(
    severity=Severity.HINT,
    why="It was forgotten in the text, or it makes every clone and build larger for nothing.",
    bad=Bad(
        """
            ---
            ^^^ Nothing shows 'old-load.gif', which lies in the folder of this post.
            title: First steps
            ---

            ![Requests per second](load.gif)
        """,
        files=FILES,
        path=PATH,
        frontmatter=HUGO,
    ),
    good=(
        Good("![Requests per second](load.gif) ![The same in March](old-load.gif)", files=FILES, path=PATH),
        Good("![Requests per second](load.gif)\n\n{{< gallery >}}", files=FILES, path=PATH, frontmatter=HUGO),
    ),
)
def unshown_image(doc: Document, site: Site) -> Iterator[Finding]:
    """What lies beside a post is shown."""
    images = site.unshown_images(doc.path)
    if not images or site.is_draft(doc.path):
        return
    text = doc.source.text.lower()
    folder = doc.path.rpartition("/")[0] + "/"
    names = [image.removeprefix(folder) for image in images if not is_named(image, text)]
    if not names or ALL.search(text):
        return
    first = ", ".join(f"'{name}'" for name in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    verb = "lies" if len(names) == 1 else "lie"
    yield Finding(
        doc.whole,
        f"Nothing shows {first}{more}, which {verb} in the folder of this post.",
        help="Show it, or delete it." if len(names) == 1 else "Show them, or delete them.",
    )
