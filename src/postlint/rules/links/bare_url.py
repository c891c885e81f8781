"""An address in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document, Url
from postlint.document.urls import is_local, runs_in_sentence
from postlint.rule import Bad, rule

LONGEST_SHOWN = 60


@rule(
    severity=Severity.HINT,
    why="Readers stumble over an address, screen readers spell it, and some generators make no link of it.",
    needs="bare-urls",
    bad=(
        Bad("""
            The code is at https://github.com/acme if you want to build it.
                           ^^^^^^^^^^^^^^^^^^^^^^^ The address 'https://github.com/acme' stands bare in its sentence.
        """),
        Bad("""
            * All of it is on www.acme.example/docs, with examples for each of the commands.
                              ^^^^^^^^^^^^^^^^^^^^^ The address 'www.acme.example/docs' stands bare in its sentence.
        """),
    ),
    good=(
        "You find [the code on GitHub](https://github.com/acme/acme).",
        "Open http://localhost:3000 and log in with the password from above.",
        "The code: https://github.com/acme/acme",
        "https://www.youtube.com/watch?v=abc",
        "Run `curl https://acme.example/install.sh` as the user that owns the data.",
        "All of the code is at <https://github.com/acme/acme> if you want to build it.",
    ),
)
def bare_url(doc: Document) -> Iterator[Finding]:
    """Sentences link words, not bare addresses."""
    texts = {link.text_span for link in doc.links if link.kind == "html"}
    for link in doc.links:
        if link.kind != "bare" or link.span in texts or not runs_in_sentence(doc, link.prose):
            continue
        if doc.source.text.startswith("](", link.span.start - 2):
            continue  # A link that is none: another rule tells it.
        host = Url(_with_scheme(link.url), link.url_span, link.url).host
        if "." in host and not is_local(host):
            shown = link.url if len(link.url) <= LONGEST_SHOWN else f"{link.url[:LONGEST_SHOWN]}…"
            yield Finding(
                link.span,
                f"The address '{shown}' stands bare in its sentence.",
                help="Link the words that name the page, or put the address between < and >.",
            )


def _with_scheme(url: str) -> str:
    return url if "://" in url[:10] else f"//{url}"
