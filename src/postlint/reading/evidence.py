"""What supports a claim: figures, links to a source, benchmarks, footnotes, tables, in its sentence or section."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.diagnostic import Reason
from postlint.expression import expression
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Link
    from postlint.reading import Reading

UNIT = (
    r"(?:%|percent\b|x\b|×|times\b|-?fold\b|(?:n|µ|u|m)?s\b|ms\b|sec(?:onds?)?\b|minutes?\b|hours?\b|qps\b|rps\b|tps\b|iops\b|"
    r"ops\b|req(?:uests)?(?:/s| per)|[kmgtp]i?b(?:/s|ps)?\b|gb(?:/s)?\b|points?\b|rows?(?:/s| per)|\w+(?:/| per "
    r")(?:sec|s\b|"
    r"minute|core|day|hour))"
)
FIGURE = expression(
    rf"(?<![\w.])[~≈<>]?\d[\d,.]*(?:\s?[–-]\s?\d[\d,.]*)?[kKmM]?\+?[\s-]?{UNIT}|\bO\(\w|\b(?:twice|half|double|"
    rf"triple|two-thirds) (?:as|the|of)\b",
    re.IGNORECASE,
)
"""A figure of measure; counts of stars, users and downloads measure nothing that a product does."""
MEASURED = expression(
    r"\b(?:benchmark(?:s|ed|ing)?|measured?|measurements?|test(?:ing)? results?|our tests?|we tested|evaluat(?:ed|ion)|"
    r"experiments?|survey(?:s|ed)?|stud(?:y|ies)|report|whitepaper|white paper|paper|db-engines|tpc-\w+|"
    r"clickbench|ann-benchmarks|"
    r"swe-bench|leaderboard|(?:on|with) (?:\w+ ){0,4}\d+[ -](?:v?cpus?|v?cores?))\b",
    re.IGNORECASE,
)
REPORT = expression(
    r"\b(?:benchmark(?:s|ed|ing)?|compared|survey|measur(?:ed|ing)|performance (?:test|report|of))\b", re.IGNORECASE
)
AMOUNT = r"(?<![\d.,])[~≈$€£]?\d[\d.,]{0,12}(?:[\s-]?[\w%µ/]{1,12})?"
ABOUT = r"(?:about |around |over |under |just )?"
BEFORE_AND_AFTER = expression(
    rf"\bfrom {ABOUT}{AMOUNT}(?: [\w-]{{1,20}}){{0,3}} (?:down |up )?to {ABOUT}{AMOUNT}|"
    rf"{AMOUNT} (?:vs\.?|versus|instead of|compared (?:to|with)) (?:[\w’']{{1,20}} ){{0,3}}{AMOUNT}",
    re.IGNORECASE,
)
"""Both figures of a comparison: 'from 50 seconds to 25 seconds', '$0.067 versus $0.134'."""
SOURCE = expression(
    r"bench|perf(?:ormance)?\b|report|paper|arxiv|doi\.org|stud(?:y|ies)|survey|results?\b|compar|leaderboard|db-engines|"
    r"research|star-history|gartner|forrester|evaluation|vs[-.]",
    re.IGNORECASE,
)


class Evidence:
    """Finds what supports a claim in stretches of the prose."""

    def __init__(self, reading: Reading) -> None:
        self._doc = reading.doc
        self._reading = reading

    def figure(self, span: Span) -> Reason | None:
        """A figure of measure."""
        found = FIGURE.search(self._doc.prose.text, span.start, span.end)
        return Reason("figure", found.group()) if found else None

    @cached_property
    def is_report(self) -> bool:
        """Whether the title says that the post tells of a measurement as a whole."""
        return REPORT.search(self._reading.headline) is not None

    def before_and_after(self, span: Span) -> Reason | None:
        """The two figures that a ratio is made of."""
        found = BEFORE_AND_AFTER.search(self._doc.prose.text, span.start, span.end)
        return Reason("before and after", found.group()) if found else None

    def measured(self, span: Span) -> Reason | None:
        """Words that say that something was measured."""
        found = MEASURED.search(self._doc.prose.text, span.start, span.end)
        return Reason("measured", found.group()) if found else None

    def source(self, span: Span) -> Reason | None:
        """A link whose words or address are those of a benchmark, a study or a report."""
        for link in self._links(span):
            if SOURCE.search(link.url) or SOURCE.search(link.text):
                return Reason("link to a source", link.url)
        return None

    def link(self, span: Span) -> Reason | None:
        """Any link."""
        found = self._links(span)
        return Reason("link", found[0].url) if found else None

    def section(self, offset: int) -> Span:
        """The stretch of prose from the heading over an offset to the next one."""
        heads = self._heads
        following = bisect_right(heads, offset)
        start = heads[following - 1] if following else 0
        return Span(start, heads[following] if following < len(heads) else len(self._doc.prose.text))

    @cached_property
    def _heads(self) -> list[int]:
        return [block.start for block in self._doc.prose.blocks if "heading" in block.scopes]

    def note(self, span: Span) -> Reason | None:
        """A footnote."""
        if not self._doc.footnote_references:
            return None
        place = self._doc.prose.span(span.start, span.end)
        for reference in self._doc.footnote_references:
            if place.start <= reference.span.start <= place.end:
                return Reason("footnote", reference.label)
        return None

    def table(self, span: Span) -> Reason | None:
        """A table with figures in it."""
        place = self._doc.prose.span(span.start, span.end)
        for table in self._doc.tables:
            if place.start <= table.span.start < place.end and re.search(r"\d", self._doc.source[table.span]):
                return Reason("table", table.rows[0].cells[0].text if table.rows and table.rows[0].cells else "")
        return None

    def of_result(self, sentence: Span, section: Span) -> list[Reason]:
        """What makes a result of a claim: its source beside it, or a figure with a method in its section."""
        near = Span(sentence.start, self._next(sentence).end)
        if found := self.source(near) or self.note(near):
            return [found]
        figure = self.figure(near)
        method = self.measured(section) or self.source(section) or self.table(section) or self.note(section)
        return [figure, method] if figure and method else []

    def _next(self, sentence: Span) -> Span:
        prose = self._doc.prose
        block = prose.block_at(sentence.start)
        after = min(sentence.end + 1, block.end - 1)
        return self._reading.sentences.at(after) if sentence.end < block.end else sentence

    def _links(self, span: Span) -> list[Link]:
        links = self._by_place
        first = bisect_left(links, span.start, key=lambda link: link.prose.start)
        found = []
        for link in links[first:]:
            if link.prose.start >= span.end:
                break
            found.append(link)
        return found

    @cached_property
    def _by_place(self) -> list[Link]:
        return sorted((link for link in self._doc.links if link.prose.length), key=lambda link: link.prose.start)
