"""A link whose text is its address."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import Document, Link, Url
from postlint.document.urls import is_local, runs_in_sentence
from postlint.rule import Bad, rule

LONGEST_SHOWN = 60
BEGINNINGS = ("http://", "https://", "www.")


@rule(
    severity=Severity.HINT,
    why="Readers stumble over an address, and screen readers spell it letter by letter; words tell what is there.",
    needs="links",
    bad=(
        Bad("""
            We put the code on [https://github.com/acme/acme](https://github.com/acme/acme) last week.
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The text of this link is its address, 'https://github.com/acme/acme'.
        """),
        Bad("""
            See it on <a href="//acme.dev/a">www.acme.dev/a</a> before you begin.
                                             ^^^^^^^^^^^^^^ The text of this link is its address, 'www.acme.dev/a'.
        """),
    ),
    good=(
        "We put the code [on GitHub](https://github.com/acme/acme) last week.",
        "We moved the docs to [docs.acme.example](https://docs.acme.example/) last week.",
        "Open [http://localhost:3000/login](http://localhost:3000/login) and log in with the password from above.",
        "The code: [https://github.com/acme/acme](https://github.com/acme/acme)",
    ),
)
def url_as_text(doc: Document) -> Iterator[Finding]:
    """Link texts are words, not addresses."""
    for link in doc.links:
        if link.kind not in ("inline", "reference", "html"):
            continue
        written = doc.source[link.text_span].strip()
        if _is_address(link, written) and runs_in_sentence(doc, link.prose):
            shown = written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"
            yield Finding(
                link.text_span,
                f"The text of this link is its address, '{shown}'.",
                help="Link the words that name the page.",
            )


def _is_address(link: Link, written: str) -> bool:
    """Whether the text is an address with a path; a host alone is a name that can be read out."""
    if not written.lower().startswith(BEGINNINGS) or any(character.isspace() for character in written):
        return False
    shown = Url(written if "://" in written else f"//{written}", link.text_span, written)
    return bool(shown.path.strip("/") or shown.query) and not is_local(shown.host)
