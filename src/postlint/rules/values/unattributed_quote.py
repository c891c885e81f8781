"""A quotation of which nobody knows whose words it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Finding, Reason
from postlint.document import Document
from postlint.expression import expression
from postlint.reading import Reading
from postlint.reading.words import words_in
from postlint.rule import option, rule

if TYPE_CHECKING:
    from postlint.document import Block, Quote

MARKS = {"“": "”", '"': '"', "«": "»", "„": "“"}
AROUND = " \t\n*_"
FEWEST_WORDS = 3
DASH = expression(r"\s*(?:[-–—~]|―)\s*\w")


@rule(
    value="transparency",
    source="The article names who said what it quotes, and links where that was said.",
    language="en",
    options={
        "says": option(
            [
                "said",
                "say",
                "says",
                "saying",
                "wrote",
                "write",
                "writes",
                "written",
                "told",
                "tell",
                "tells",
                "put",
                "puts",
                "quote",
                "quoted",
                "quoting",
                "quotes",
                "explained",
                "explains",
                "noted",
                "notes",
                "according",
                "recalled",
                "recalls",
                "shared",
                "shares",
                "mentioned",
                "mentions",
                "described",
                "describes",
                "remarked",
                "replied",
                "answered",
                "stated",
                "states",
                "commented",
                "added",
                "asked",
                "asks",
                "ask",
                "pointed",
                "points",
                "words",
            ],
            "Words before or behind a quotation that lead to its speaker.",
        ),
        "sources": option(
            [
                "survey",
                "respondent",
                "respondents",
                "participant",
                "participants",
                "user",
                "users",
                "customer",
                "customers",
                "comment",
                "comments",
                "feedback",
                "answer",
                "answers",
                "question",
                "questions",
                "prompt",
                "prompts",
                "query",
                "docs",
                "documentation",
                "readme",
                "definition",
                "manual",
                "paper",
                "proverb",
                "saying",
                "motto",
                "message",
                "error",
                "example",
                "input",
                "output",
                "title",
                "rule",
                "principle",
                "law",
                "mantra",
            ],
            "Words around a quotation that say whence it comes, or that it quotes no person.",
        ),
    },
    why="Who cannot see who said it can neither look it up nor weigh it, and may think that it was made up.",
    needs="quotes",
    bad=(
        """
            The disk was full again, and we did what all do.

            > "It was the best choice that we ever made."
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Nobody is named who said '"It was the best choice that…'.

            We bought another one.
        """,
    ),
    good=(
        """
            The disk was full again, as Ada Lovelace told us:

            > "It was the best choice that we ever made."
        """,
        """
            > "It was the best choice that we ever made."
            > — Ada Lovelace, Acme
        """,
        """
            > "It was the best choice that we ever made," said Ada, who runs it.
        """,
        """
            The disk was full, [as one wrote](https://example.com/post).

            > "It was the best choice that we ever made."
        """,
        """
            > **Note:** the "best" choice is the one that you make.
        """,
        """
            The dialog asks:

            > "Delete all files?"
        """,
        """
            What we heard in the survey:

            > "It was the best choice that we ever made."

            > "It never let us down for a day."
        """,
        """
            > [!TIP]
            > "Delete all" means all of them.
        """,
    ),
)
def unattributed_quote(doc: Document, reading: Reading, options: Mapping[str, Any]) -> Iterator[Finding]:
    """A quotation names who said it, or links where it was said."""
    quotes = [quote for quote in doc.quotes if quote.alert is None]
    if not quotes or reading.voices.told_by_others:
        return
    leads = frozenset((*options["says"], *options["sources"]))
    context = _Context(doc, leads)
    for quote in quotes:
        blocks = context.within(quote)
        if not blocks or not _is_speech(doc, blocks) or context.attributes(quote, blocks):
            continue
        first, last = blocks[0], blocks[-1]
        words = doc.prose.text[first.start : last.end].split()
        said = " ".join(words[:6]) + ("…" if len(words) > 6 else "")
        yield Finding(
            doc.prose.span(first.start, last.end),
            f"Nobody is named who said '{said}'.",
            help="Name the speaker in front of the quotation or behind it, and link where it was said.",
            reasons=(Reason("in quotation marks", said),),
        )


def _is_speech(doc: Document, blocks: list[Block]) -> bool:
    """Whether all of it stands in quotation marks, and is more than a term."""
    text = doc.prose.text[blocks[0].start : blocks[-1].end].strip(AROUND)
    close = MARKS.get(text[:1])
    return (
        close is not None and text.endswith(close) and text.count(" ") + 1 >= FEWEST_WORDS and close not in text[1:-1]
    )


class _Context:
    """What stands around the quotations of a post."""

    def __init__(self, doc: Document, leads: frozenset[str]) -> None:
        self._doc = doc
        self._leads = leads
        self._blocks = [block for block in doc.prose.blocks if "front-matter" not in block.scopes]
        self._starts = [doc.prose.span(block.start, block.end).start for block in self._blocks]
        self._links = sorted(link.prose.start for link in doc.links)

    def within(self, quote: Quote) -> list[Block]:
        return self._blocks[self._at(quote.span.start) : self._at(quote.span.end)]

    def attributes(self, quote: Quote, blocks: list[Block]) -> bool:
        """Whether the quotation or what stands before and behind it leads to a speaker or a source."""
        if any(map(self._has_link, blocks)):
            return True
        before = self._before(self._at(quote.span.start))
        behind = self._blocks[self._at(quote.span.end) : self._at(quote.span.end) + 1]
        if any(self._leads_on(block) for block in before):
            return True
        return any(self._leads_on(block) or DASH.match(self._text(block)) for block in behind)

    def _before(self, at: int) -> Iterable[Block]:
        """The block that leads in a row of quotations, and the heading over it."""
        while at > 0 and "quote" in self._blocks[at - 1].scopes:
            at -= 1
        if at == 0:
            return
        yield self._blocks[at - 1]
        if "heading" not in self._blocks[at - 1].scopes:
            yield from self._blocks[max(at - 2, 0) : at - 1]

    def _leads_on(self, block: Block) -> bool:
        text = self._text(block)
        if text.rstrip(AROUND).endswith((":", "：")) or self._has_link(block):
            return True
        return not self._leads.isdisjoint(words_in(text))

    def _text(self, block: Block) -> str:
        return self._doc.prose.text[block.start : block.end]

    def _has_link(self, block: Block) -> bool:
        at = bisect_left(self._links, block.start)
        return at < len(self._links) and self._links[at] < block.end

    def _at(self, offset: int) -> int:
        return bisect_left(self._starts, offset)
