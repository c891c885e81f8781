"""Appeals weighed by the table of a rule file: which of them are findings, and of which step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Reason
from postlint.reading.appeals import Appeals, banners, unit
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.kinds.grammar.scales import Scales
    from postlint.reading import Reading
    from postlint.reading.vocabulary import Appeal
    from postlint.rule import Hit

URGENT, ASKS, ALTERNATIVE = "urgent", "asks", "alternative"
"""The steps of appeals to which the rule file gives none of its own."""
FORMS = ("lure", "convenience", "button", "component")
"""Appeals that no verb makes."""
ADDED = "added"
"""The family of the phrases that a house adds."""
UNREAD_KEYS = frozenset(
    "slug tags tag categories category keywords url permalink aliases image date author authors layout id".split()
)
"""Keys of the front matter that hold no sentences."""
NO_OFFER = "a paid offer"
LONGEST_QUOTE = 60
MOST_SENTENCES = 2000
"""So many sentences of a post are weighed: more that ask for something no person has written."""
MOST_BLANKS = 3
"""Characters between two sentences of a paragraph."""


class Said(NamedTuple):
    """What a rule says: a message, a help for each step, and what each family of asks does, for '{says}'.

    ``ladder`` has the steps, the worst first; ``steps`` those of families to which the rule gives one.
    """

    message: str
    help: Mapping[str, str]
    says: Mapping[str, str]
    ladder: tuple[str, ...]
    steps: Mapping[str, str]


class WeighedAppeals:
    """The check of one rule file."""

    def __init__(
        self,
        appeals: Appeals,
        table: Scales,
        own_weights: Mapping[str, Mapping[str, int]],
        said: Said,
        components: frozenset[str],
        *,
        reads_selling_links: bool,
    ) -> None:
        self._appeals = appeals
        self._table = table
        self._own_weights = own_weights
        self._said = said
        self._components = components
        self._reads_selling_links = reads_selling_links

    def check(self, doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        offsets = [hit.start for hit in hits]
        if self._reads_selling_links:
            offsets += [one.link.prose.start for one in reading.links.selling()]
        units = dict.fromkeys(unit(reading, offset) for offset in sorted(offsets) if _is_read(doc, offset))
        for passage in self._passages(reading, islice(units, MOST_SENTENCES)):
            yield self._finding(passage)
        pictures = banners(reading) if self._reads_selling_links else ()
        shown = self._appeals.displayed(reading, self._components, of_offers=self._reads_selling_links)
        yield from (self._finding([appeal]) for appeal in (*shown, *pictures) if self._is_enough(appeal))

    def _passages(self, reading: Reading, units: Iterable[Span]) -> Iterator[list[Appeal]]:
        """The appeals that weigh enough; those of sentences that follow each other are one passage, mended as one."""
        passage: list[Appeal] = []
        end = 0
        for at in units:
            appeal = self._strongest(reading, at)
            if appeal is None:
                continue
            if passage and not _follows(reading.doc, end, at.start):
                yield passage
                passage = []
            passage.append(appeal)
            end = at.end
        if passage:
            yield passage

    def _strongest(self, reading: Reading, at: Span) -> Appeal | None:
        """The appeal of a sentence that weighs most, verbs before lures, with the signals of all that weigh enough."""
        enough = [appeal for appeal in self._appeals.within(reading, at) if self._is_enough(appeal)]
        enough = [appeal for appeal in enough if not _is_quoted(reading, appeal)]
        if not enough:
            return None
        main = max(enough, key=lambda appeal: (appeal.family not in FORMS, self._together(appeal)))
        signals = dict.fromkeys(signal for appeal in (main, *enough) for signal in appeal.signals)
        return main._replace(signals=tuple(signals))

    def _weigh(self, side: str, appeal: Appeal) -> int:
        own = self._own_weights.get(appeal.family, {}).get(side, 0)
        return own + self._table.weigh(side, (signal.name for signal in appeal.signals))

    def _together(self, appeal: Appeal) -> int:
        return self._weigh("stake", appeal) + self._weigh("asks", appeal) - self._weigh("against", appeal)

    def _is_enough(self, appeal: Appeal) -> bool:
        least = self._table.least
        return (
            self._weigh("stake", appeal) >= least["stake"]
            and self._weigh("asks", appeal) >= least["asks"]
            and self._together(appeal) >= least["together"]
        )

    def _step(self, appeal: Appeal) -> str:
        if appeal.family in self._said.steps:
            return self._said.steps[appeal.family]
        if self._weigh("presses", appeal) >= self._table.least["urgent"]:
            return URGENT
        return ALTERNATIVE if any(signal.name in ("convenience", "ease") for signal in appeal.signals) else ASKS

    def _finding(self, passage: Sequence[Appeal]) -> Finding:
        """The finding about sentences that follow each other: its words are those of the one that presses most."""
        main = min(passage, key=lambda appeal: self._said.ladder.index(self._step(appeal)))
        step = self._step(main)
        offer = next((appeal.offer for appeal in (main, *passage) if appeal.offer), NO_OFFER)
        words = {"match": _quoted(main.words), "offer": offer, "says": self._said.says[main.family].format(offer=offer)}
        signals = dict.fromkeys(signal for appeal in (main, *passage) for signal in appeal.signals)
        return Finding(
            Span(min(appeal.span.start for appeal in passage), max(appeal.span.end for appeal in passage)),
            self._said.message.format(**words),
            help=self._said.help[step].format(**words) if step in self._said.help else None,
            step=step,
            reasons=tuple(Reason(*signal) for signal in signals if self._table.counts(signal.name)),
        )


def _quoted(words: str) -> str:
    """The words as a message quotes them; many are cut after a whole one."""
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rpartition(' ')[0]} …"


def _is_read(doc: Document, offset: int) -> bool:
    """Whether the rule reads what stands there: prose and texts of the front matter, no quotes and alt texts."""
    scopes = doc.prose.block_at(offset).scopes
    if scopes[0] == "front-matter":
        return scopes[1].rpartition(".")[2] not in UNREAD_KEYS
    return "quote" not in scopes and "alt-text" not in scopes


def _is_quoted(reading: Reading, appeal: Appeal) -> bool:
    """Whether somebody else says so: components and pictures are the house's own."""
    return appeal.prose is not None and reading.voices.at(*appeal.prose).speaker == "quoted"


def _follows(doc: Document, end: int, start: int) -> bool:
    """Whether one sentence follows the other within a block: nothing but white space stands between them."""
    between = doc.prose.text[end : min(start, end + MOST_BLANKS)]
    return start - end < MOST_BLANKS and not between.strip() and between != "\n\n"
