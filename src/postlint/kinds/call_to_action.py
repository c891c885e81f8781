"""``call-to-action``: sentences, buttons and components that ask the reader for a step, such as opening an account.

    severity: {urgent: error, asks: warning, alternative: hint}
    call-to-action:
      asks:
        account: {verbs: [sign up, register], weights: {stake: 1}}
        demo: {verbs: [book, request], objects: [demo, quote], weights: {stake: 3, presses: 2}}
      lures: {lure: [no credit card], soft-lure: [free tier], free: [free, for free]}
      others: {community: [slack, forum]}
      urgency: [today, right now]
      says:
        account: asks the reader to open an account for {offer}
        demo: asks the reader to talk to sales
        lure: makes {offer} look free
        convenience: tells what {offer} would save
        button: is a button that leads to {offer}
        component: is a button of the blog's own
      weights:
        stake: {names-offer: 2, commercial-link: 3}
        asks: {imperative: 2}
        presses: {urgency: 2}
        against: {community: 2, project-link: 3}
      least: {stake: 2, asks: 2, together: 4, urgent: 2}

- ``asks``: families of verbs. A verb counts where it reaches the reader: told ('sign up'), said to 'you' ('you can
  try'), invited ('feel free to'), or the beginning of a link; not negated, not of others, not in a condition. In a
  family with ``objects`` one of these must follow within the clause; ``purposes`` say what it is for, anywhere in the
  sentence. ``weights`` of a family are added to the others.
- ``lures``: what makes it look free or safe, in groups; those of the group lure speak loudest, those of the group free
  count beside an ask only. ``conveniences``: why it would be less work; ``wishes``: words that say so in a condition or
  a question. ``urgency``: what presses. ``offers``: words for what is sold, beside the offers of the house.
- ``others``: what an ask may be about instead, in groups. Of the group instruction all in the clause and in the next
  sentence counts; of the others what stands anywhere in the sentence, unless it names or links what is sold.
- ``components``: words of which names of components and shortcodes are made that are calls to action.
- ``wakes``: selling-links or components, where the rule also looks at these without a word of its lists.
- ``weights`` by side: what is at stake, whether the reader is asked, whether pressed, and what speaks against it all.
  Besides the groups of lures and others they weigh: how the reader is asked (imperative, second-person, invitation,
  link-text, addressed, button, component, urgency), what for (object, names-offer, names-cloud for a name that only
  looks like one, offer-before, purpose, convenience where it is wished, ease elsewhere), where links lead
  (commercial-, offer-, leaning-, gated-, community-, project-, form-, content-, elsewhere-, house-, here-link), where
  it stands (heading, front-matter, closing, tutorial-step, set-up, about-offer, promoted-around, nothing-sold), what
  it is instead (project-first, instruction, plan-fact).
- ``least``: what is needed of stake and asks, of both together less what is against, and for the step urgent. The other
  steps are alternative, where a convenience is noted, and asks. ``steps`` gives a family a step of its own.

Messages may say ``{match}``, ``{says}`` and ``{offer}``, texts under ``says`` ``{offer}``; ``help`` has one text, or
one for each step. The reasons of a finding are the signals that weigh anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.scales import needles_of, numbers, scales
from postlint.kinds.grammar.spec import Built, Spec
from postlint.kinds.grammar.weighed_appeals import ADDED, ALTERNATIVE, ASKS, FORMS, URGENT, Said, WeighedAppeals
from postlint.reading.appeals import Appeals
from postlint.reading.presence import WAKES
from postlint.reading.vocabulary import FREE, SIGNALS, Family, Vocabulary

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.rule import Needle

KEYS = ("message", "help")
ADDS = "list"
SIDES = ("stake", "asks", "presses", "against")
LEASTS = ("stake", "asks", "together", "urgent")
WORDS = ("conveniences", "wishes", "offers", "urgency", "components", "wakes")
NODE_KEYS = (*WORDS, "asks", "lures", "others", "says", "steps", "weights", "least")
FAMILY_KEYS = ("verbs", "objects", "purposes", "weights")
PLACEHOLDERS = ("match", "offer", "says")
ADDED_SAYS = "asks the reader to go for {offer}"


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of families of asks, lists of words and a table of weights."""
    if node.kind != "mapping":
        spec.error(node.span, "'call-to-action' is a mapping with 'asks', 'says', 'weights' and 'least'.")
        return None
    spec.unknown_keys(node, NODE_KEYS, "'call-to-action'")
    lists = Lists(spec, node)
    vocabulary = _vocabulary(lists)
    signals = SIGNALS.union(vocabulary.lures, vocabulary.others)
    table = scales(spec, node, SIDES, signals, LEASTS)
    own_weights = _own_weights(lists)
    rule = WeighedAppeals(
        Appeals(vocabulary),
        table,
        own_weights,
        _said(lists, vocabulary),
        frozenset(lists.words("components")),
        reads_selling_links="selling-links" in lists.words("wakes"),
    )
    return Built(_needles(vocabulary, own_weights), rule.check, ("doc", "reading", "hits"), wakes=_wakes(lists))


def _vocabulary(lists: Lists) -> Vocabulary:
    return Vocabulary(
        families=_families(lists),
        lures=lists.by_group("lures"),
        conveniences=lists.words("conveniences"),
        wishes=lists.words("wishes"),
        offers=lists.words("offers"),
        urgency=lists.words("urgency"),
        others=lists.by_group("others"),
    )


def _families(lists: Lists) -> dict[str, Family]:
    families: dict[str, Family] = {}
    for name, node in lists.groups("asks").items():
        lists.spec.unknown_keys(node, FAMILY_KEYS, f"'{name}'")
        families[name] = Family(*(lists.words(key, node) for key in ("verbs", "objects", "purposes")))
        if node.get("verbs") is None:
            lists.spec.error(node.span, f"'{name}' has no 'verbs'.")
    if lists.spec.tuning.add:
        families[ADDED] = Family(tuple(lists.spec.tuning.add))
    return families


def _own_weights(lists: Lists) -> dict[str, dict[str, int]]:
    """What each family adds to the weights of its signals; what a house adds has enough at stake by itself."""
    weights: dict[str, dict[str, int]] = {ADDED: {"stake": 2}}
    for name, node in lists.groups("asks").items():
        if (table := node.get("weights")) is not None:
            lists.spec.unknown_keys(table, SIDES, "'weights'")
            weights[name] = numbers(lists.spec, table)
    return weights


def _needles(vocabulary: Vocabulary, own_weights: dict[str, dict[str, int]]) -> tuple[Needle, ...]:
    """What wakes the rule: objects, verbs that need none and have a stake of their own, lures and conveniences."""
    phrases = ["{offers}"]
    for name, family in vocabulary.families.items():
        phrases += family.objects or (family.verbs if own_weights.get(name, {}).get("stake") else ())
    for name, lures in vocabulary.lures.items():
        phrases += lures if name != FREE else (lure for lure in lures if " " in lure)
    return needles_of([*phrases, *vocabulary.conveniences, *vocabulary.offers])


def _wakes(lists: Lists) -> tuple[str, ...]:
    wakes = lists.words("wakes")
    for name in wakes:
        if name not in WAKES and (found := lists.node.get("wakes")) is not None:
            lists.spec.error(found.span, f"'{name}' wakes no rule; it can be {' or '.join(WAKES)}.")
    return wakes


def _said(lists: Lists, vocabulary: Vocabulary) -> Said:
    spec = lists.spec
    message = spec.string("message", required=True)
    if message and (found := spec.root.get("message")) is not None:
        spec.placeholders(found.span, message, PLACEHOLDERS)
    names = tuple(name for name in (*vocabulary.families, *FORMS) if name != ADDED)
    says = lists.texts(lists.node, "says", names, ("offer",)) | {ADDED: ADDED_SAYS}
    ladder = () if isinstance(spec.severity, Severity) else tuple(spec.severity)
    return Said(message, _help(lists, ladder), says, ladder, _steps(lists, names, ladder))


def _help(lists: Lists, ladder: Sequence[str]) -> dict[str, str]:
    """The help of each step: one text for all, or a mapping from step to text."""
    found = lists.spec.root.get("help")
    if found is not None and found.kind == "mapping":
        return lists.texts(lists.spec.root, "help", ladder, PLACEHOLDERS)
    text = lists.spec.string("help")
    if text and found is not None:
        lists.spec.placeholders(found.span, text, PLACEHOLDERS)
    return dict.fromkeys(ladder, text) if text else {}


def _steps(lists: Lists, names: Iterable[str], ladder: Sequence[str]) -> dict[str, str]:
    """The families to which the rule gives a step; where it does not, the ladder needs those that are worked out."""
    spec = lists.spec
    found = lists.node.get("steps")
    steps: dict[str, str] = {}
    if found is not None:
        spec.unknown_keys(found, names, "'steps'")
        choices = {step: step for step in ladder}
        steps = {entry.key.text: spec.chosen(entry.key.text, entry.value, choices, "") for entry in found.entries}
    lacking = {URGENT, ASKS, ALTERNATIVE}.difference(ladder)
    if lacking and set(names).difference(steps):
        severity = spec.root.get("severity") or spec.root
        spec.error(severity.span, f"The ladder of severities lacks '{min(lacking)}'.")
    return steps if not lacking else {**steps, ADDED: ladder[-1] if ladder else ""}
