"""A link through a shortener."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document, Link
from postlint.document.urls import domain_of, is_quoted
from postlint.rule import Bad, option, rule

HOSTS = (
    "adf.ly amzn.to bit.do bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly dlvr.it fb.me geni.us git.io goo.gl hubs.la "
    "hubs.ly is.gd isogo.to j.mp lnkd.in ow.ly qr.ae rb.gy rebrand.ly s.id short.io shorte.st shorturl.at snip.ly "
    "soo.gd surl.li t.co t.ly tiny.cc tiny.one tinyurl.com trib.al u.to urlz.fr v.gd wp.me x.gd"
).split()


@rule(
    why="Readers cannot see where it leads, each click is counted on the way, and all is lost when the service closes.",
    options={"hosts": option(HOSTS, "Hosts that shorten URLs.")},
    needs="urls",
    bad=(
        Bad("""
            Read [the paper](https://bit.ly/3xYz12A).
                             ^^^^^^^^^^^^^^^^^^^^^^ The link through 'bit.ly' hides where it leads.
        """),
        Bad("""
            Slides: <https://tinyurl.com/acme-slides>
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The link through 'tinyurl.com' hides where it leads.
        """),
    ),
    good=(
        "Read [the paper](https://arxiv.org/abs/1706.03762).",
        "We compare it with [bit.ly](https://bit.ly/).",
        """
            <blockquote class="twitter-tweet">Fast! <a href="https://t.co/abc123">pic.twitter.com/abc123</a></blockquote>
        """,
    ),
)
def shortened_url(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Links show where they lead."""
    hosts = frozenset(options["hosts"])
    for url in doc.urls:
        if not url.is_web or not url.path.strip("/") or url.is_image:
            continue
        domain = domain_of(url.host.removeprefix("www."), hosts)
        if domain == url.host.removeprefix("www.") and not is_quoted(doc, url) and not _is_shown(url.node):
            yield Finding(
                url.span,
                f"The link through '{url.host}' hides where it leads.",
                help="Link the page itself.",
            )


def _is_shown(node: object) -> bool:
    """Whether it stands where a post of a network was pasted, which shows its links like this."""
    return (
        isinstance(node, Link) and node.kind == "html" and node.text.startswith(("pic.twitter.com/", "https://t.co/"))
    )
