"""Why a rule finds nothing where its example says that it does: what can be told from its phrases alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.matching import Matcher
from postlint.matching.house_words import lacking
from postlint.matching.words import fold
from postlint.reading.sentences import Sentences
from postlint.records import NamedTuple
from postlint.rule import Needle, Pattern

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.matching.house_words import Words
    from postlint.rule import Hit, Rule
    from postlint.text import Span

PLACES = {
    "quote": "a quote",
    "alt-text": "an alt text",
    "front-matter": "the front matter",
    "heading": "a heading",
    "list-item": "a list",
    "table-cell": "a table",
    "caption": "a caption",
    "footnote": "a footnote",
}


def why_missing(rule: Rule, doc: Document, words: Words, span: Span) -> str:
    """Why a rule with phrases finds nothing at a place, as a sentence; empty where that cannot be told.

    ``words`` are those of the example's house.
    """
    if lacks := lacking(rule.needles, words):
        return f"The rule looks for {{{lacks[0]}}}, of which this example's 'house' has none."
    finding = _Finding(rule, doc, words)
    hits = finding.hits(("match", "sentence"))
    own = next((hit for hit in hits if finding.span(hit) == span), None)
    if own is not None:
        scopes = doc.prose.block_at(own.start).scopes
        place = next((name for scope, name in PLACES.items() if scope in scopes), "a paragraph")
        return f"It stands in {place}: see whether 'in' of the rule names that place."
    longer = next((hit for hit in hits if finding.span(hit).overlaps(span)), None)
    if longer is not None:
        return f"The rule finds '{doc.prose.text[longer.start : longer.end]}' there, which overlaps it."
    for key, kept in (("unless-sentence", ("match",)), ("unless", ())):
        if any(finding.span(hit).overlaps(span) for hit in finding.hits(kept)):
            return f"Something under '{key}' excuses it."
    text = fold(" ".join(doc.source[span].split()))
    if any(isinstance(one, Needle) and fold(" ".join(one.text.split())) == text for one in rule.needles):
        return "It is no prose there, which code, link targets and HTML are not, or only part of a word."
    return ""


class _Finding(NamedTuple):
    rule: Rule
    doc: Document
    words: Words

    def hits(self, kept: tuple[str, ...]) -> tuple[Hit, ...]:
        """What the phrases find with the excuses of these kinds; nothing where a pattern takes too long."""
        needles = [one for one in self.rule.needles if isinstance(one, Pattern) or one.excuses in (None, *kept)]
        found = Matcher({"": needles}, self.words).hits(self.doc.prose)
        try:
            return found.of("", sentence_at=Sentences(self.doc.prose).at)
        except TimeoutError:
            return ()

    def span(self, hit: Hit) -> Span:
        return self.doc.prose.span(hit.start, hit.end)
