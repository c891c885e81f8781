"""``offer-first``: what is sold before what is given away: as the default, as a false prerequisite, by running it down.

    severity: {mislabeled: error, default: warning, prerequisite: warning, runs-down: warning, outweighs: hint}
    help:
      mislabeled: Link the project.
      default: Name the open source way first.
      prerequisite: Say how it is done with the open source edition.
      runs-down: Say what {offer} adds.
      outweighs: Link {offer} once.
    offer-first:
      messages:
        mislabeled: "'{match}' leads to {offer}."
        default: "'{match}' makes {offer} the first choice."
        prerequisite: "'{match}' asks for {offer}."
        runs-down: "'{match}' runs the open source way down."
        outweighs: "{match} lead to {offer}, and {fewer} to the project."
      labels: [open source]
      label-verbs: [install]
      defaults: [easiest way]
      recommendations: [we recommend]
      needed: [account]
      steps: [sign up for]
      requirements: [what you need]
      alternatives: [docker run]
      open-ways: [self hosted]
      limits: [only for testing]
      soft-limits: [for getting started]
      own-work: [self hosting]
      burdens: [tedious]
      rhetoric: [why build]
      outweighs: {least: 5, times: 4}

Its steps, each with a message and a severity in the ladder:

- ``mislabeled``: a link to the offer whose text has one of the ``labels``, or is the name of the project, alone or
  behind one of the ``label-verbs`` ('install Acme').
- ``default``: one of the ``defaults`` said of an offer ('Acme Cloud is the easiest way'), without a condition; one of
  the ``recommendations`` of an offer behind an open way.
- ``prerequisite``: something ``needed`` of an offer ('an Acme Cloud account'), or one of the ``steps`` to it ('sign up
  for Acme Cloud'), under ``requirements``, in a post that has none of the ``alternatives``.
- ``runs-down``: an offer 'faster than' the project or one of the ``open-ways``; an open way with one of the ``limits``,
  or with one of the ``soft-limits`` before an offer; ``own-work`` said to be one of the ``burdens`` before an offer; a
  question with ``rhetoric`` where an offer is near.
- ``outweighs``: ``least`` links to what is sold, and ``times`` as many as to the project and the community.

Offers and projects are those of the house; ``offers`` adds words for what is sold. Posts whose subject is an offer are
let alone. Messages and help may say ``{match}`` and ``{offer}``, that of outweighs also ``{fewer}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Reason
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.scales import needles_of, numbers
from postlint.kinds.grammar.spec import Built, Spec
from postlint.reading.preferences import Preference, preferences
from postlint.reading.words import Lexicon, Mention, Words
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = ("help",)
STEPS = ("mislabeled", "default", "prerequisite", "runs-down", "outweighs")
LISTS = (
    *("labels", "label-verbs", "defaults", "recommendations", "offers", "open-ways", "limits", "soft-limits"),
    *("own-work", "burdens", "rhetoric", "requirements", "needed", "steps"),
)
WAKING = ("defaults", "recommendations", "limits", "soft-limits", "own-work", "rhetoric", "offers")
PLACEHOLDERS = ("match", "offer")
LONGEST_QUOTE = 80


class Weight(NamedTuple):
    """How many links to what is sold outweigh: so many at least, and so many times those to the project."""

    least: int
    times: int


class Said(NamedTuple):
    """Message and help of each step."""

    messages: Mapping[str, str]
    help: Mapping[str, str]

    def finding(
        self, step: str, span: Span, match: str, offer: str, reasons: tuple[Reason, ...], **more: str
    ) -> Finding:
        quoted = match if len(match) <= LONGEST_QUOTE else f"{match[:LONGEST_QUOTE].rpartition(' ')[0]} …"
        words = {"match": quoted, "offer": offer or "what is sold", **more}
        help_text = self.help.get(step, "").format(**words)
        return Finding(span, self.messages[step].format(**words), help=help_text or None, step=step, reasons=reasons)


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of its lists and of a message for each step."""
    if node.kind != "mapping":
        spec.error(node.span, "'offer-first' is a mapping with 'messages' and lists of words.")
        return None
    spec.unknown_keys(node, (*LISTS, "alternatives", "messages", "outweighs"), "'offer-first'")
    lists = Lists(spec, node)
    words = {name: lists.words(name) for name in LISTS}
    lexicon = Lexicon(words)
    alternatives = tuple(word.lower() for word in lists.words("alternatives"))
    said = Said(
        lists.texts(node, "messages", STEPS, (*PLACEHOLDERS, "fewer")),
        lists.texts(spec.root, "help", STEPS, PLACEHOLDERS),
    )
    weight = _weight(lists)

    def check(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        if reading.subject == "offer" or reading.kind == "stub":
            return
        post = Post(reading, lexicon, alternatives, said)
        yield from post.preferred(hits)
        yield from post.mislabeled()
        yield from post.outweighed(weight)

    needles = needles_of(["{offers}", *(phrase for name in WAKING for phrase in words[name])])
    return Built(needles, check, ("doc", "reading", "hits"), wakes=("selling-links",))


def _weight(lists: Lists) -> Weight:
    found = lists.node.get("outweighs")
    if found is None:
        return Weight(5, 4)
    lists.spec.unknown_keys(found, Weight._fields, "'outweighs'")
    given = numbers(lists.spec, found)
    return Weight(given.get("least", 5), given.get("times", 4))


class Post:
    """The check of one post."""

    def __init__(self, reading: Reading, lexicon: Lexicon, alternatives: Sequence[str], said: Said) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._alternatives = alternatives
        self._said = said

    def preferred(self, hits: Sequence[Hit]) -> Iterator[Finding]:
        """Sentences that put the offer first."""
        doc = self._reading.doc
        spans = (self._reading.sentences.at(hit.start) for hit in hits if doc.prose.block_at(hit.start).is_prose)
        for span in dict.fromkeys(spans):
            found = next(preferences(self._reading, self._lexicon, span), None)
            if found is not None and not (found.kind == "prerequisite" and self._names_other_way):
                yield self._finding(found)

    @cached_property
    def _names_other_way(self) -> bool:
        """Whether the post says anywhere, code included, how to do without the offer."""
        text = self._reading.doc.source.text.lower()
        return any(word in text for word in self._alternatives)

    def _finding(self, found: Preference) -> Finding:
        prose = self._reading.doc.prose
        match = " ".join(prose.text[found.start : found.end].split())
        reasons = tuple(Reason(*signal) for signal in found.signals)
        return self._said.finding(found.kind, prose.span(found.start, found.end), match, found.offer, reasons)

    def mislabeled(self) -> Iterator[Finding]:
        """Links whose text promises open source, and which lead to what is sold."""
        reading, prose = self._reading, self._reading.doc.prose
        for link, role in reading.links.selling():
            words = Words(prose.text, *link.prose)
            names = reading.house_names.mentions(words)
            mentions = list(self._lexicon.mentions(words))
            labels = [mention for mention in mentions if mention.group == "labels"]
            if not (labels or _is_project(words, names, mentions)) or any(name.group == "offer" for name in names):
                continue
            if prose.block_at(link.prose.start).is_prose:
                reasons = (Reason("label", link.text), Reason(f"{role.kind}-link", role.words))
                yield self._said.finding("mislabeled", link.span, link.text, role.words, reasons)

    def outweighed(self, weight: Weight) -> Iterator[Finding]:
        """Posts with far more links to what is sold than to the project."""
        reading, prose = self._reading, self._reading.doc.prose
        selling = [one for one in reading.links.selling() if prose.block_at(one.link.prose.start).is_prose]
        if len(selling) < weight.least:
            return
        fewer = sum(reading.links.role(link.url).kind in ("project", "community") for link in reading.doc.links)
        if len(selling) >= weight.times * max(fewer, 1):
            first = selling[0]
            reasons = (Reason("selling-links", f"{len(selling):,}"), Reason("project-links", f"{fewer:,}"))
            yield self._said.finding(
                "outweighs",
                first.link.span,
                f"{len(selling):,} links",
                first.role.words,
                reasons,
                fewer=f"{fewer or 'none'}",
            )


def _is_project(words: Words, names: Sequence[Mention], mentions: Sequence[Mention]) -> bool:
    """Whether a link text is the name of a project, alone or behind a verb: 'Acme', 'install Acme'."""
    if [name.group for name in names] != ["project"] or names[0].end != len(words):
        return False
    verbs = (mention for mention in mentions if mention.group == "label-verbs" and mention.first == 0)
    return names[0].first == 0 or any(verb.end == names[0].first for verb in verbs)
