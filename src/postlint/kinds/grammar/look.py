"""One post as the things of a rule are looked for in it: where they are found, and what stands around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.data.node import shortened
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.parts import SORTS, Part, heading_part
from postlint.reading import word_count
from postlint.records import NamedTuple
from postlint.rule import Hit
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Block, Document
    from postlint.kinds.grammar.places import Place
    from postlint.kinds.grammar.spec import Entry
    from postlint.kinds.grammar.wanted import Thing, Wanted
    from postlint.reading import Reading


class Found(NamedTuple):
    """A thing where it was found: a stretch of prose, or a part of the post.

    ``at`` is an offset in the source by which things are in order; that of words, sentences and paragraphs is where
    their block begins.
    """

    at: int
    entry: Entry
    thing: Span | Part

    @property
    def prose(self) -> Span | None:
        """Its stretch of prose, if it has any."""
        return self.thing.prose if isinstance(self.thing, Part) else self.thing

    def span(self, doc: Document) -> Span:
        """Where it stands in the source."""
        return self.thing.span if isinstance(self.thing, Part) else doc.prose.span(*self.thing)

    def words(self, doc: Document) -> str:
        """What a message quotes of it."""
        return self.thing.words if isinstance(self.thing, Part) else shortened(phrases.as_told(doc, self.thing))


class Look:
    """Looks for things in one post. ``entries`` are those of the rule's needles."""

    def __init__(self, reading: Reading, hits: Sequence[Hit], place: Place, entries: Sequence[Entry]) -> None:
        self.reading = reading
        self.doc = reading.doc
        self._place = place
        self._all_hits = hits
        self._entries = entries
        self._sources: dict[tuple[int, int], Span] = {}

    @property
    def post(self) -> Part:
        """Where a finding about the post as a whole points, with the words by which a reader knows the post."""
        span = self.doc.front_matter.key_span("title") or self.doc.whole
        title = self.doc.front_matter.get("title")
        if title is not None and title.text:
            return Part(span, shortened(title.text))
        heading = next((heading_part(self.doc, heading) for heading in self.doc.headings), None)
        return Part(span, heading.words if heading else shortened(self.doc.path.rpartition("/")[2]))

    @cached_property
    def _hits(self) -> list[Hit]:
        return list(self._place.hits_in(self.doc, self._all_hits))

    @cached_property
    def blocks(self) -> list[tuple[int, Block]]:
        """The blocks of the body, each with where it begins in the source, in that order."""
        body = (block for block in self.doc.prose.blocks if not {"front-matter", "alt-text"} & set(block.scopes))
        return sorted((self.start_of(block), block) for block in body)

    def start_of(self, stretch: Block | Span | Hit) -> int:
        """Where a stretch of prose begins in the source."""
        return self.doc.prose.span(stretch.start, stretch.start + 1).start

    def _block_before(self, at: int) -> int:
        """The number of the last block of the body that begins at or before an offset in the source, or -1."""
        return bisect_right(self.blocks, at, key=lambda placed: placed[0]) - 1

    def paragraph_at(self, at: int) -> Span | None:
        """The source of the block of the body at an offset, with what stands in it beside its text, such as images."""
        number = self._block_before(at)
        # An image with which a paragraph begins stands before the first of its words.
        for near in (number, number + 1):
            if 0 <= near < len(self.blocks) and (span := self._whole_block(near)).start <= at < span.end:
                return span
        return None

    def _whole_block(self, number: int) -> Span:
        start, block = self.blocks[number]
        end = self.doc.prose.span(block.end - 1, block.end).end
        outer = _holding(self._outer_blocks, start) or self._lines(start, end)
        last = self.blocks[number - 1][1].end if number else 0
        before = self.doc.prose.span(last - 1, last).end if number else 0
        after = self.blocks[number + 1][0] if number + 1 < len(self.blocks) else len(self.doc.source.text)
        return Span(max(outer.start, before), min(outer.end, after))

    @cached_property
    def _outer_blocks(self) -> list[Span]:
        """The blocks of Markdown and the items of its lists, each before those in it."""
        items = (item.span for found in self.doc.lists for item in found.items)
        return sorted((*self.doc.outline, *items), key=lambda span: (span.start, -span.end))

    def _lines(self, start: int, end: int) -> Span:
        """From the beginning of the line of ``start`` to the end of that of ``end``."""
        starts = self.doc.source.line_starts
        following = bisect_right(starts, end - 1)
        return Span(
            starts[bisect_right(starts, start) - 1],
            starts[following] if following < len(starts) else len(self.doc.source.text),
        )

    def source_of(self, start: int, end: int) -> Span:
        """The source of a stretch of prose, which is looked up once: many things may stand in one."""
        if (start, end) not in self._sources:
            self._sources[start, end] = self.doc.prose.span(start, end)
        return self._sources[start, end]

    @cached_property
    def _tables(self) -> list[Span]:
        return [table.span for table in self.doc.tables]

    @cached_property
    def _rows(self) -> list[Span]:
        return [row.span for table in self.doc.tables for row in table.rows]

    def cells_at(self, at: int, within: str) -> Span | None:
        """The cells that are read together with the one at an offset: those of its row as a sentence, all of its table
        as a paragraph. None where there is no table of Markdown."""
        return _holding(self._rows if within == "sentence" else self._tables, at)

    def found(self, thing: Thing) -> list[Found]:
        """The things of this sort in the place of the rule, in the order of the post."""
        found = [
            Found(self.start_of(hit), self._entries[hit.needle], Span(hit.start, hit.end))
            for hit in self._hits
            if hit.needle in thing.numbers
        ]
        for wanted in thing.parts:
            found.extend(self._stretches(wanted) if SORTS[wanted.sort].stretches else self._nodes(wanted))
        if thing.numbers and thing.parts:
            return list(_apart(found))
        found.sort(key=lambda one: one.at)
        return found

    def count(self, thing: Thing) -> int:
        """How many things ``found`` would give."""
        if thing.numbers or [wanted.sort for wanted in thing.parts] != ["words"]:
            return len(self.found(thing))
        return sum(word_count.count(self.doc.prose.text, block.start, block.end) for block in self._blocks_in_place())

    def _blocks_in_place(self) -> Iterator[Block]:
        blocks = self.doc.prose.blocks
        for hit in self._place.hits_in(self.doc, (Hit(*block[:2], number) for number, block in enumerate(blocks))):
            yield blocks[hit.needle]

    def _stretches(self, wanted: Wanted) -> Iterator[Found]:
        stretches = SORTS[wanted.sort].stretches
        for block in self._blocks_in_place():
            at = self.start_of(block)
            for span in stretches(self.reading, block) if stretches else ():
                yield Found(at, wanted.entry, span)

    def _nodes(self, wanted: Wanted) -> Iterator[Found]:
        nodes = SORTS[wanted.sort].nodes
        parts = list(nodes(self.reading, wanted.conditions)) if nodes else []
        for part in self._in_place(parts, wanted.sort):
            at = self.start_of(part.prose) if part.prose else part.span.start
            yield Found(at, wanted.entry, part)

    def _in_place(self, parts: Sequence[Part], sort: str) -> Iterator[Part]:
        """Those of the parts that stand in the place; one without prose stands where the block before it does."""
        asked: list[Hit] = []
        for number, part in enumerate(parts):
            if part.prose:
                asked.append(Hit(*part.prose, number))
                continue
            is_quoted = sort == "quotes" or self._is_quoted(part.span.start)
            if is_quoted and "quote" in self._place.scopes:
                yield part
            elif is_quoted and sort != "quotes":
                continue
            elif self._place.prose:
                yield part
            elif self.blocks:
                _, block = self.blocks[max(0, self._block_before(part.span.start))]
                asked.append(Hit(block.start, block.start + 1, number))
        yield from (parts[hit.needle] for hit in self._place.hits_in(self.doc, asked))

    @cached_property
    def _quotes(self) -> list[Span]:
        """The stretches of source that are quoted, without those that lie in others."""
        outermost: list[Span] = []
        for quote in sorted(quote.span for quote in self.doc.quotes if quote.alert is None):
            if not outermost or quote.start >= outermost[-1].end:
                outermost.append(quote)
        return outermost

    def _is_quoted(self, at: int) -> bool:
        return _holding(self._quotes, at) is not None


def _holding(spans: Sequence[Span], at: int) -> Span | None:
    """Of spans in order the one that an offset lies in."""
    index = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and at < spans[index].end else None


def _apart(several: Iterable[Found]) -> Iterator[Found]:
    """Things in order, without those within others: a link whose text is itself a phrase of the rule is one thing."""
    end = -1
    for found in sorted(several, key=lambda one: (one.at, -one.prose.end if one.prose else 0)):
        if found.prose is None or found.prose.start >= end:
            end = found.prose.end if found.prose else end
            yield found
