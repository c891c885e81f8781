"""``expand``: an acronym is opened up where a post first uses it, as in 'Write-Ahead Log (WAL)'.

    expand:
      known: [API, HTTP, SQL]
      least-letters: 2
      opened: first

- ``known``: acronyms that every reader of the house knows. ``file: data/acronyms.txt`` among them names a list.
- ``least-letters``: shorter ones are let alone; 2 if it is left out.
- ``least-uses``: what a post uses less often is let alone; 1 if it is left out.
- ``usual``: what so many other posts of the blog use without opening it up is known to its readers; nothing is learnt
  from them if it is left out.
- ``spares``: kinds of posts that are not asked, such as ``[release, event]``.
- ``opened``: where that is to be done: at the ``first`` use (if it is left out), or ``anywhere`` in the post.

'WAL (write-ahead log)', 'WAL, short for write-ahead log' and 'a write-ahead log, or WAL' open it up as well; so do the
title of a link or of ``<abbr>``, a link on the acronym alone, and its words in the same paragraph. The first use is
told, in paragraphs and list items unless ``in`` says otherwise. Code, URLs, units, words in capitals and names of the
house are no acronyms. A message may say ``{match}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from postlint.diagnostic import Related
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.places import Place
from postlint.kinds.grammar.spec import Built, Spec
from postlint.reading.acronyms import ACRONYM, Acronym, Openings, is_in_capitals, is_shouted, is_word
from postlint.reading.acronyms import uses as uses_in
from postlint.reading.citations import is_of_change_log
from postlint.reading.subject import Kind
from postlint.records import NamedTuple
from postlint.rule import Hit

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.site import Site

KEYS = ("message", "help", "in")
ADDS = "list"
PLACEHOLDERS = ("match",)
MESSAGES = {
    "first": "'{match}' is not opened up where this post first uses it.",
    "anywhere": "'{match}' is not opened up in this post.",
}
DEFAULT_HELP = "Write the full words once, with '{match}' in brackets behind them."


class Wanted(NamedTuple):
    """Which acronyms a rule asks about, where their first use is looked for, and where they must be opened up."""

    known: frozenset[str]
    least: int
    place: Place
    opened: str
    usual: int | None
    least_uses: int = 1
    spared: frozenset[str] = frozenset()

    def unopened(self, reading: Reading) -> Iterator[tuple[Acronym, Acronym | None]]:
        """The first uses of acronyms that are not opened up, each with the place where that is done too late."""
        if self.spared and reading.kind in self.spared:
            return
        text, house = reading.doc.prose.text, reading.house
        known = self.known.union(*(house.words(group) for group in ("house", "names", "partners")))
        passed: dict[int, bool] = {}
        for name, uses in reading.acronyms.items():
            if len(uses[0].letters) < self.least or len(uses) < self.least_uses:
                continue
            if name in known or known.issuperset(name.split("/")) or self._is_usual(reading, name):
                continue
            first = self._first(reading.doc, uses, passed)
            if first is None or is_word(name, text):
                continue
            opened = next((use for use in uses if reading.openings.opens(use)), None)
            if opened is not None and (self.opened == "anywhere" or _comes_in_time(reading.doc, opened, first)):
                continue
            if not reading.openings.is_known_from(first):
                yield first, opened

    def _is_usual(self, reading: Reading, name: str) -> bool:
        """Whether so many other posts use it, or each of its parts."""
        least, site, path = self.usual, reading.site, reading.doc.path
        if least is None:
            return False
        if site.is_used_elsewhere(name, path, least):
            return True
        parts = name.split("/")
        return len(parts) > 1 and all(part in self.known or site.is_used_elsewhere(part, path, least) for part in parts)

    def tally(self, doc: Document, hits: Sequence[Hit]) -> Iterator[tuple[tuple[str, ...], str]]:
        """What a post tells the site: the acronyms that it nowhere opens up."""
        openings = Openings(doc)
        for name, found in uses_in(doc.prose.text).items():
            is_asked = name not in self.known and len(found[0].letters) >= self.least
            if is_asked and not any(map(openings.opens, found)):
                yield (name,), name

    def _first(self, doc: Document, uses: list[Acronym], passed: dict[int, bool]) -> Acronym | None:
        """The first use that stands where it counts, and not in words that are all in capitals.

        ``passed`` says of blocks that were looked at, by their start, whether no use in them counts.
        """
        by_start = {use.start: use for use in uses}
        text = doc.prose.text
        for hit in self.place.hits_in(doc, (Hit(use.start, use.end, 0) for use in uses)):
            block = doc.prose.block_at(hit.start)
            if block.start not in passed:
                passed[block.start] = is_of_change_log(text, block) or is_in_capitals(text, block)
            if not passed[block.start] and not is_shouted(text, by_start[hit.start], block.start, block.end):
                return by_start[hit.start]
        return None


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of a mapping with the acronyms that are known."""
    if node.kind != "mapping":
        spec.error(node.span, "'expand' is a mapping such as {known: [API, HTTP]}.")
        return None
    spec.unknown_keys(node, ("known", "least-letters", "opened", "usual", "least-uses", "spares"), "'expand'")
    known = {**dict.fromkeys(_known(spec, node)), **spec.tuning.add}
    least, usual = spec.number("least-letters", node), spec.number("usual", node)
    least_uses = spec.number("least-uses", node)
    spared = frozenset(_spared(spec, node))
    place = spec.place() if spec.root.get("in") is not None else Place(("paragraph", "list-item"), prose=False)
    opened = spec.choice("opened", {name: name for name in MESSAGES}, "first", node)
    wanted = Wanted(
        frozenset(known).difference(spec.tuning.remove),
        2 if least is None else least,
        place,
        opened,
        usual,
        least_uses or 1,
        spared,
    )
    wording = phrases.wording(spec, PLACEHOLDERS, MESSAGES[opened])
    if wording.help is None:
        wording = wording._replace(help=DEFAULT_HELP)

    def check(reading: Reading, site: Site | None = None) -> Iterator[Finding]:
        doc = reading.doc
        for first, late in wanted.unopened(reading):
            related: tuple[Related, ...] = ()
            if late is not None:
                related = (Related(doc.path, doc.prose.span(late.start, late.end), "Only here it is opened up."),)
            yield wording.at(doc.prose.span(first.start, first.end), {"match": first.name}, related=related)

    if usual is None:
        return Built((), check, ("reading",), words=tuple(known))
    return Built((), check, ("reading", "site"), wanted.tally, words=tuple(known))


def _known(spec: Spec, node: Node) -> Iterator[str]:
    """The acronyms that are known. Tells what never could be one."""
    listed = node.get("known")
    if listed is None:
        return
    if listed.kind != "sequence":
        spec.error(listed.span, "'known' is a list of acronyms such as [API, HTTP].")
        return
    for item in spec.items(listed):
        text = spec.text_of(item, "An acronym")
        if text and not ACRONYM.fullmatch(text):
            spec.error(item.span, f"'{text}' is no acronym in capitals, and is never asked for; leave it out.")
        elif text:
            yield text


def _spared(spec: Spec, node: Node) -> Iterator[str]:
    """The kinds of posts that are not asked."""
    found = node.get("spares")
    for item in () if found is None else found.items or (found,):
        kinds = {kind: kind for kind in get_args(Kind)}
        yield spec.chosen("spares", item, kinds, "")


def _comes_in_time(doc: Document, opened: Acronym, first: Acronym) -> bool:
    """Whether a reader meets the words no later than in the block of the first use; front matter is read before."""
    block, other = doc.prose.block_at(first.start), doc.prose.block_at(opened.start)
    return opened.start < block.end or other.scopes[:1] == ("front-matter",)
