"""``call-to-action``: sentences, buttons and components that ask the reader for a step, such as opening an account.

Signals are noted by ``reading.appeals`` and weighed by the rule's own table: what is at stake, whether the reader is
asked, whether the reader is pressed, and what speaks against all that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.diagnostic import Finding, Reason, Severity
from postlint.kinds.scales import Scales, needles_of, numbers, scales
from postlint.kinds.spec import Built, Spec
from postlint.reading import WAKES
from postlint.reading.appeals import Appeals, banners, unit
from postlint.reading.vocabulary import SIGNALS, Appeal, Family, Vocabulary
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.rule import Hit, Needle

KEYS = ("message", "help")
ADDS = "list"
URGENT, ASKS, ALTERNATIVE = "urgent", "asks", "alternative"
"""The steps of appeals to which the rule file gives none of its own."""
SIDES = ("stake", "asks", "presses", "against")
LEASTS = ("stake", "asks", "together", "urgent")
LISTS = ("conveniences", "wishes", "purposes", "offers", "urgency", "components", "wakes")
GROUPS = ("asks", "lures", "others")
FAMILY_KEYS = ("verbs", "objects", "weights")
FORMS = ("lure", "convenience", "button", "component")
"""Appeals that no verb makes."""
PLACEHOLDERS = ("match", "offer", "says")
ADDED = "added"
"""The family of the phrases that a house adds."""
UNREAD_KEYS = frozenset(
    "slug tags tag categories category keywords url permalink aliases image date author authors layout id".split()
)
"""Keys of the front matter that hold no sentences."""
LONGEST_QUOTE = 60
MOST_BLANKS = 4


class Said(NamedTuple):
    """What a rule says: a message, a help for each step, and what each family of asks does, for '{says}'.

    ``steps`` are those of the ladder, the worst first; ``step_of`` has the families to which the rule gives a step.
    """

    message: str
    help: Mapping[str, str]
    says: Mapping[str, str]
    steps: tuple[str, ...]
    step_of: Mapping[str, str]


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of families of asks, lists of words and a table of weights."""
    if node.kind != "mapping":
        spec.error(node.span, "'call-to-action' is a mapping with 'asks', 'weights' and 'least'.")
        return None
    spec.unknown_keys(node, (*LISTS, *GROUPS, "says", "steps", "weights", "least"), "'call-to-action'")
    words = _Words(spec, node)
    vocabulary = words.vocabulary()
    signals = SIGNALS.union(vocabulary.lures, vocabulary.others)
    table = scales(spec, node, SIDES, signals, LEASTS)
    wakes = words.listed("wakes")
    if unknown := set(wakes).difference(WAKES):
        spec.error(node.get("wakes").span, f"'{min(unknown)}' wakes no rule; it can be {', '.join(WAKES)}.")  # type: ignore[union-attr]
    said = _said(spec, node, vocabulary)
    rule = _Rule(Appeals(vocabulary), table, words.family_weights(), said, words.listed("components"), wakes)
    return Built(_needles(vocabulary, words), rule.check, ("doc", "reading", "hits"), wakes)


class _Rule:
    """The check of one rule file."""

    def __init__(
        self,
        appeals: Appeals,
        table: Scales,
        families: Mapping[str, Mapping[str, int]],
        said: Said,
        components: Sequence[str],
        wakes: Sequence[str],
    ) -> None:
        self._appeals = appeals
        self._table = table
        self._families = families
        self._said = said
        self._components = frozenset(components)
        self._reads_links = "selling-links" in wakes

    def check(self, doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        offsets = [hit.start for hit in hits]
        if self._reads_links:
            offsets += [one.link.prose.start for one in reading.links.selling()]
        units = dict.fromkeys(unit(reading, offset) for offset in sorted(offsets) if _is_read(doc, offset))
        passage: list[Appeal] = []
        end = -1
        for at in units:
            appeal = self._strongest(self._appeals.within(reading, at))
            if appeal is None:
                continue
            # Sentences that follow each other within a block are one passage, and mended as one.
            if passage and not _follows(doc, end, at.start):
                yield self._finding(passage)
                passage = []
            passage.append(appeal)
            end = at.end
        if passage:
            yield self._finding(passage)
        pictures = banners(reading) if self._reads_links else ()
        for appeal in (*self._appeals.displayed(reading, self._components, of_offers=self._reads_links), *pictures):
            if self._is_enough(appeal):
                yield self._finding([appeal])

    def _strongest(self, appeals: Iterable[Appeal]) -> Appeal | None:
        """The appeal of a sentence that weighs most, verbs before lures, with the signals of all that weigh enough."""
        enough = [appeal for appeal in appeals if self._is_enough(appeal)]
        if not enough:
            return None
        main = max(enough, key=lambda appeal: (appeal.family not in FORMS, self._together(appeal)))
        signals = dict.fromkeys(signal for appeal in (main, *enough) for signal in appeal.signals)
        return main._replace(signals=tuple(signals))

    def _weigh(self, side: str, appeal: Appeal) -> int:
        own = self._families.get(appeal.family, {}).get(side, 0)
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
        if appeal.family in self._said.step_of:
            return self._said.step_of[appeal.family]
        if self._weigh("presses", appeal) >= self._table.least["urgent"]:
            return URGENT
        return ALTERNATIVE if any(signal.name == "convenience" for signal in appeal.signals) else ASKS

    def _finding(self, passage: Sequence[Appeal]) -> Finding:
        """The finding about sentences that follow each other: its words are those of the one that presses most."""
        main = min(passage, key=lambda appeal: self._said.steps.index(self._step(appeal)))
        step = self._step(main)
        match = main.words if len(main.words) <= LONGEST_QUOTE else f"{main.words[:LONGEST_QUOTE].rstrip()} …"
        offer = next((appeal.offer for appeal in (main, *passage) if appeal.offer), "a paid offer")
        says = self._said.says[main.family].format(offer=offer)
        signals = dict.fromkeys(signal for appeal in (main, *passage) for signal in appeal.signals)
        span = Span(min(appeal.span.start for appeal in passage), max(appeal.span.end for appeal in passage))
        return Finding(
            span,
            self._said.message.format(match=match, offer=offer, says=says),
            help=self._said.help[step].format(match=match, offer=offer, says=says) if step in self._said.help else None,
            step=step,
            reasons=tuple(Reason(*signal) for signal in signals if self._table.counts(signal.name)),
        )


def _follows(doc: Document, end: int, start: int) -> bool:
    """Whether nothing but white space stands between two offsets of the prose, within one block."""
    return start - end < MOST_BLANKS and doc.prose.text[end:start].strip(" \n") == "" and "\n\n" not in doc.prose.text[end:start]


def _is_read(doc: Document, offset: int) -> bool:
    """Whether the rule reads what stands there: prose and texts of the front matter, no quotes and alt texts."""
    scopes = doc.prose.block_at(offset).scopes
    if scopes[0] == "front-matter":
        return scopes[1].rpartition(".")[2] not in UNREAD_KEYS
    return "quote" not in scopes and "alt-text" not in scopes


# Reading the rule file


class _Words:
    """The word lists of a rule file, without what a house removes."""

    def __init__(self, spec: Spec, node: Node) -> None:
        self._spec = spec
        self._node = node
        self._removed = frozenset(word.casefold() for word in spec.tuning.remove)

    def listed(self, key: str, node: Node | None = None) -> tuple[str, ...]:
        found = (self._node if node is None else node).get(key)
        if found is None:
            return ()
        if found.kind != "sequence":
            self._spec.error(found.span, f"'{key}' is a list of words or phrases.")
            return ()
        texts = (self._spec.text_of(item, f"An entry of '{key}'") for item in self._spec.items(found))
        return tuple(text for text in dict.fromkeys(texts) if text and text.casefold() not in self._removed)

    def groups(self, key: str) -> dict[str, Node]:
        found = self._node.get(key)
        if found is None:
            return {}
        if found.kind != "mapping":
            self._spec.error(found.span, f"'{key}' is a mapping from a name to a list of words or phrases.")
            return {}
        return {entry.key.text: entry.value for entry in found.entries}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        holder = self._node.get(key)
        return {name: self.listed(name, holder) for name in self.groups(key)}

    def families(self) -> dict[str, Family]:
        families: dict[str, Family] = {}
        for name, node in self.groups("asks").items():
            self._spec.unknown_keys(node, FAMILY_KEYS, f"'{name}'")
            families[name] = Family(self.listed("verbs", node), self.listed("objects", node))
            if not families[name].verbs:
                self._spec.error(node.span, f"'{name}' has no 'verbs'.")
        if self._spec.tuning.add:
            families[ADDED] = Family(tuple(self._spec.tuning.add))
        return families

    def family_weights(self) -> dict[str, dict[str, int]]:
        weights: dict[str, dict[str, int]] = {ADDED: {"stake": 2}}
        for name, node in self.groups("asks").items():
            if (table := node.get("weights")) is not None:
                self._spec.unknown_keys(table, SIDES, "'weights'")
                weights[name] = numbers(self._spec, table)
        return weights

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            families=self.families(),
            lures=self.lists("lures"),
            conveniences=self.listed("conveniences"),
            wishes=self.listed("wishes"),
            purposes=self.listed("purposes"),
            offers=self.listed("offers"),
            urgency=self.listed("urgency"),
            others=self.lists("others"),
        )


def _needles(vocabulary: Vocabulary, words: _Words) -> tuple[Needle, ...]:
    """What wakes the rule: objects, verbs that need none and have a stake of their own, lures and conveniences."""
    phrases = ["{offers}"]
    weights = words.family_weights()
    for name, family in vocabulary.families.items():
        phrases += family.objects or (family.verbs if weights.get(name, {}).get("stake") else ())
    for name, lures in vocabulary.lures.items():
        phrases += lures if name != "free" else (lure for lure in lures if " " in lure)
    phrases += [*vocabulary.conveniences, *vocabulary.offers]
    return needles_of(phrases)


def _said(spec: Spec, node: Node, vocabulary: Vocabulary) -> Said:
    message = spec.string("message", required=True)
    if message:
        spec.placeholders(spec.root.get("message").span, message, PLACEHOLDERS)  # type: ignore[union-attr]
    says: dict[str, str] = {ADDED: "asks for {offer}"}
    found = node.get("says")
    names = (*vocabulary.families, *FORMS)
    if found is None or found.kind != "mapping":
        spec.error((found or node).span, "'says' is a mapping from a family of asks to what its message says.")
    else:
        spec.unknown_keys(found, names, "'says'")
        for name in names:
            says.setdefault(name, spec.string(name, found, required=True))
            if (text := found.get(name)) is not None:
                spec.placeholders(text.span, text.text, ("offer",))
    steps = () if isinstance(spec.severity, Severity) else tuple(spec.severity)
    step_of = _steps(spec, node, names, steps)
    return Said(message, _help(spec, steps), says, steps, step_of)


def _steps(spec: Spec, node: Node, names: Iterable[str], ladder: Sequence[str]) -> dict[str, str]:
    """The families to which the rule gives a step; where it does not, the ladder needs those that are worked out."""
    found = node.get("steps")
    step_of: dict[str, str] = {}
    if found is not None:
        spec.unknown_keys(found, names, "'steps'")
        choices = {step: step for step in ladder}
        step_of = {one.key.text: spec.chosen(one.key.text, one.value, choices, "") for one in found.entries}
    if set(names) - set(step_of) and (lacking := {URGENT, ASKS, ALTERNATIVE}.difference(ladder)):
        severity = spec.root.get("severity") or spec.root
        spec.error(severity.span, f"The ladder of severities lacks '{min(lacking)}'.")
    return step_of


def _help(spec: Spec, steps: Sequence[str]) -> dict[str, str]:
    """The help of each step: one text for all, or a mapping from step to text."""
    found = spec.root.get("help")
    if found is None:
        return {}
    if found.kind != "mapping":
        text = spec.string("help")
        spec.placeholders(found.span, text, PLACEHOLDERS)
        return dict.fromkeys(steps, text)
    spec.unknown_keys(found, steps, "'help'")
    for entry in found.entries:
        spec.placeholders(entry.value.span, entry.value.text, PLACEHOLDERS)
    return {entry.key.text: spec.text_of(entry.value, f"'{entry.key.text}'") for entry in found.entries}
