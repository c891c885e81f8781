"""A link to a URL that the house has given up."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.rule import Bad, site_rule
from postlint.site import Site


@site_rule(
    why="An old address works only as long as somebody keeps its redirect alive.",
    rests_on=("retired",),
    needs="links",
    bad=(
        Bad(
            """
                See [the docs](https://docs.acme.io/install#linux).
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 'https://docs.acme.io/install#linux' is retired.
            """,
            fixed="""
                See [the docs](https://acme.com/docs/install#linux).
            """,
            site={"retired": {"https://docs.acme.io": "https://acme.com/docs"}},
        ),
    ),
    good=Bad(
        "See [the docs](https://acme.com/docs/install) and [theirs](https://docs.acme.io.example/).",
        site={"retired": {"https://docs.acme.io": "https://acme.com/docs"}},
    ),
)
def retired_url(doc: Document, site: Site) -> Iterator[Finding]:
    """Links use the present address of what has moved, by the ``retired`` URLs under ``[site]`` in the config."""
    for span, url in {link.url_span: link.url for link in doc.links if link.url}.items():
        new = site.new_url(url)
        if new is not None and new != url:
            yield Finding(
                span,
                f"'{url}' is retired.",
                help=f"Write '{new}'.",
                fix=Fix(f"Write '{new}'", (Edit(span, new),)),
            )
