"""A post that says nowhere who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Reason
from postlint.document import Document
from postlint.expression import expression
from postlint.fields import Fields
from postlint.reading import Reading
from postlint.reading.words import words_in
from postlint.rule import Bad, Good, option, rule
from postlint.site import Site
from postlint.site.conventions import authors
from postlint.site.entries import is_readable

ENDS_OF_POST = 700
"""So near to its beginning and end a post says who wrote it."""
NAME = r"[:\s]\s*(?:[*_\[(@“\"]|the )*[^\W\d_a-z][\w.’'-]*|:\s*\S"
WRITTEN = (
    r"\b(?i:written|posted|published|authored|contributed|co-authored|transcreated|interviewed|post|article|guest) "
)
SIGNATURE = expression(r"\W*(?:[-–—]|cheers|best|thanks|yours)\W[^\n.!?]{2,60}\Z", re.IGNORECASE)
BYLINE_COMPONENT = expression(r"\b(?:authors?|byline|written by|contributors?)\b")
"""Names of components, in words, that show who wrote a post."""
SPARED = frozenset({"stub", "event", "release"})
AUTHOR = "Ada Lovelace"


@rule(
    habit="do not say who wrote them",
    value="transparency",
    source="The author of the article that the values come from is named over it, and in a note at its end.",
    options={
        "keys": option(
            ["by", "byline", "writer", "writers", "contributor", "contributors", "guest_author"],
            "Front matter keys that name who wrote a post, beside those that the site generator knows.",
        ),
        "bylines": option(
            ["by", "author", "authors", "about the author", "about the authors", "about me", "my name is"],
            "Words in a post, near its beginning or end, with which it says who wrote it.",
        ),
        "people": option(False, "Whether a team is no author, so that people are to be named."),
        "teams": option(
            [
                "team",
                "staff",
                "editors",
                "editor",
                "editorial",
                "crew",
                "authors",
                "contributors",
                "maintainers",
                "community",
                "marketing",
                "admin",
            ],
            "Words that make a team of an author, if people are to be named.",
        ),
    },
    why="Readers weigh what they read by who says it, and answer somebody rather than nobody.",
    bad=(
        """
            ---
            ^^^ This post does not say who wrote it.
            title: How we index logs
            ---

            A segment is a file, and it is read by Kafka.
        """,
        Bad(
            """
                ---
                author: The Acme Team
                        ^^^^^^^^^^^^^ 'The Acme Team' is no person.
                ---
            """,
            options={"people": True},
        ),
        Bad(
            """
                ---
                authors: [Acme]
                          ^^^^ 'Acme' is no person.
                ---
            """,
            options={"people": True},
            house={"name": "Acme"},
        ),
    ),
    good=(
        f"---\nauthor: {AUTHOR}\n---\n",
        "---\nauthors: [The Acme Team]\n---\n",
        f"---\ntitle: How we index logs\nwriter: {AUTHOR}\n---\n",
        f"---\ntitle: How we index logs\n---\n\nWritten by [{AUTHOR}](/ada).\n\nA segment is a file.",
        f"---\ntitle: How we index logs\n---\n\nA segment is a file.\n\n— {AUTHOR}, on behalf of us all",
        "---\ntitle: How we index logs\n---\n\nA segment is a file.\n\n<BlogAuthor id='ada' />",
        "A segment is a file, and it is read by Kafka.",
        "---\ntitle: Acme 2.0 is released\n---\n\nA segment is a file.",
        Good(f"---\nauthors: [The Acme Team, {AUTHOR}]\n---\n", options={"people": True}),
        Good("---\ntitle: Our blog\n---\n\nAll posts.", path="blog/_index.md"),
    ),
)
def anonymous_author(
    doc: Document, fields: Fields, reading: Reading, site: Site, options: Mapping[str, Any]
) -> Iterator[Finding]:
    """A post says who wrote it."""
    conventions = site.conventions
    if fields.describes(conventions.author_keys) or not is_readable(doc) or site.is_section(doc.path):
        return
    if not doc.front_matter.data:
        return  # a text that is on its way to a post
    named = [name for _, name in site.names_in(doc, "authors")]
    if named:
        if options["people"] and all(_is_team(reading, name.text, options["teams"]) for name in named):
            yield Finding(
                named[0].node.source_span(named[0].start, named[0].end),
                f"'{named[0].text}' is no person.",
                help="Name who wrote it, beside the team or in its place.",
                reasons=(Reason("team", named[0].text),),
            )
        return
    keys = {str(key).lower() for key in doc.front_matter.data}
    if authors(doc.front_matter.data, conventions) or not keys.isdisjoint((*conventions.author_keys, *options["keys"])):
        return
    if reading.kind in SPARED or site.is_draft(doc.path) or _has_byline(reading, options["bylines"]):
        return
    key = conventions.author_keys[0]
    yield Finding(
        doc.whole,
        "This post does not say who wrote it.",
        help=f"Name the writers under '{key}', or in a line such as 'By {AUTHOR}'.",
        reasons=(Reason("kind of post", reading.kind),),
    )


def _is_team(reading: Reading, name: str, teams: Iterable[str]) -> bool:
    owners = {name.casefold() for name, _ in reading.house.spellings}
    return name.casefold() in owners or not set(teams).isdisjoint(words_in(name))


def _has_byline(reading: Reading, bylines: Iterable[str]) -> bool:
    """Whether the post names its writer at its beginning or end, or is signed."""
    text = reading.doc.prose.text
    words = "|".join(map(re.escape, bylines))
    byline = re.compile(rf"(?:^\W*|{WRITTEN})(?i:{words})(?:{NAME})|^\W*(?i:about (?:the authors?|me))\b", re.MULTILINE)
    if byline.search(text, 0, ENDS_OF_POST) or byline.search(text, max(0, len(text) - ENDS_OF_POST)):
        return True
    if reading.voices.guest or any(BYLINE_COMPONENT.search(one.words) for one in reading.components):
        return True
    last = next((block for block in reversed(reading.doc.prose.blocks) if block.is_prose), None)
    return last is not None and SIGNATURE.match(text, last.start, last.end) is not None
