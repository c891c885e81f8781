"""A link that runs a script."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, rule

SCRIPTS = ("javascript:", "vbscript:", "data:text/html")


@rule(
    why="It leads nowhere in a feed or a mail, many sites block it, and readers cannot see what it does.",
    needs="urls",
    bad=(
        Bad("""
            <a href="javascript:void(0)" onclick="play()">Play the demo</a>
                     ^^^^^^^^^^^^^^^^^^ This link runs a script instead of leading to a page.
        """),
        Bad("""
            [Save this page](JavaScript:bookmark())
                             ^^^^^^^^^^^^^^^^^^^^^ This link runs a script instead of leading to a page.
        """),
    ),
    good=("[How javascript: URLs work](/blog/javascript-urls)", "![A dot](data:image/png;base64,iVBORw0KGgo=)"),
)
def script_url(doc: Document) -> Iterator[Finding]:
    """Links lead to pages and run no scripts."""
    for url in doc.urls:
        if url.scheme in ("http", "https") or ":" not in url.text:
            continue
        # Browsers pass over blanks and control characters within a scheme.
        start = "".join(character for character in url.text[:40] if character > " ").lower()
        if start.startswith(SCRIPTS):
            yield Finding(
                url.span,
                "This link runs a script instead of leading to a page.",
                help="Link a page, or use a button.",
            )
