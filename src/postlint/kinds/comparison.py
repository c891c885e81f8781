"""``comparison``: other products run down to set off the own one, without anything that supports it.

    comparison:
      scorn: [clunky, outdated]
      faults: [slow, expensive]
      failings: [fall short, struggle with]
      scares: [hidden costs]
      taunts: [tired of, say goodbye to]
      groups: [legacy, traditional, other]
      things: [tools, databases]
      own-work: [our previous]
      fair: [in our tests]

Words of contempt and of failing count where they are said of a named rival or of a group such as 'legacy tools', by the
house, in a post or a section about its own product. Figures, sources and what explains itself in the next sentence
excuse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Reason
from postlint.expression import expression
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.phrases import wording
from postlint.kinds.grammar.spec import Built, Spec
from postlint.matching.words import any_of, fold, folded
from postlint.reading.rivals import Target
from postlint.records import NamedTuple
from postlint.rule import Hit, Needle
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.kinds.grammar.phrases import Wording
    from postlint.reading import Reading

KEYS = ("message", "help", "in", "unless", "unless-sentence")
ADDS = "list"
WAKING = ("scorn", "faults", "failings", "scares", "taunts")
LISTS = (*WAKING, "groups", "things", "own-work", "fair")
PLACEHOLDERS = ("match", "target")

WE_MADE = expression(
    r"\b(?:we|We) (?:have |\w+ly )?(?:built|build|created|developed|designed|made|wrote)\b|"
    r"\b[Oo]ur (?:[\w-]+ ){0,2}(?:product|platform|tool|solution|database|engine|plugin|library|approach)\b"
)
COPULA = expression(r"\b(?:is|are|was|were|be|been|get|gets|become|becomes|remain|remains|too|so|both)\b[^.;:]{0,30}\Z")
HAS = expression(
    r"\A(?:['’]s?\b|[^.;:,]{0,40}\b(?:has|have|had|with|gives?|offers?|comes? with|"
    r"forces?|leaves?|(?:are|is) (?:stuck|left)))\b"
    r"[^.;:]{0,30}\Z"
)
"""What is between a rival and what it has: 'Bolt's clunky editor', 'with Bolt you are left with a clunky editor'."""
CAPITALIZED = expression(r"\b(?!(?:This|That|It|He|She|What|There|Everything|Nothing|Something)\b)[A-Z][\w.+#-]+ \Z")
PRONOUN = expression(r"\b(?:it|its|it['’]s|they|their)\b", re.IGNORECASE)
ATTRIBUTE = expression(r"(?:, (?:and )?[\w-]+){0,2}\s(?P<noun>[\w-]+)")
NO_NOUN = frozenset("and or but for to of in at when that which as with by on if because is are than compared".split())
EXPLAINS = expression(
    r"\A\W*(?:for example|for instance|this is because|that is because|e\.g\.|here['’]s why|the reason)\b",
    re.IGNORECASE,
)
DENIED = expression(
    r"\b(?:not?|never|no longer|\w+n['’]t|without|avoid(?:s|ed|ing)?|prevent(?:s|ing)?|free from|free of|"
    r"eliminat\w+|reduc\w+|"
    r"instead of|rather than|escape) (?:[\w-]+ ){0,2}\Z",
    re.IGNORECASE,
)
LEADS = frozenset({"list-item", "heading"})
NEAR, NEAR_NAME, NEAR_FAULT = 40, 12, 25
MOST_CHARACTERS = 160
"""So far may the target stand from what is said of it."""


class Words(NamedTuple):
    """The lists of a rule, as they are compared."""

    groups: frozenset[str]
    things: frozenset[str]
    own_work: re.Pattern[str]
    fair: re.Pattern[str]


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of its lists of words."""
    told = wording(spec, PLACEHOLDERS)
    place = spec.place()
    if node.kind != "mapping":
        spec.error(node.span, f"'comparison' is a mapping of lists: {', '.join(LISTS)}.")
        return None
    spec.unknown_keys(node, LISTS, "'comparison'")
    words = {key: Lists(spec, node).words(key) for key in LISTS}
    lists = Words(
        folded((*words["groups"], *words["scorn"], *words["faults"])),
        folded(words["things"]),
        any_of(words["own-work"]),
        any_of(words["fair"]),
    )
    waking = [(key, word) for key in WAKING for word in words[key]]
    needles = [*(Needle(word) for _, word in waking), *spec.excuses()]

    def check(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        done = -1
        for hit in place.hits_in(doc, hits):
            if hit.start >= done and (finding := _finding(doc, reading, hit, waking[hit.needle][0], lists, told)):
                done = reading.sentences.at(hit.start).end
                yield finding

    return Built(tuple(needles), check, ("doc", "reading", "hits"))


def _finding(doc: Document, reading: Reading, hit: Hit, by: str, lists: Words, told: Wording) -> Finding | None:
    prose = doc.prose
    sentence = reading.sentences.at(hit.start)
    if lists.own_work.search(fold(prose.text[sentence.start : sentence.end])):
        return None
    if by != "taunts" and prose.text[sentence.end - 1 : sentence.end] == "?":
        return None
    target = _target(doc, reading, hit, by, sentence, lists)
    if target is None or not _sets_off(doc, reading, hit, target):
        return None
    if reading.voices.at(hit.start, hit.end).speaker != "house" or _is_supported(doc, reading, sentence):
        return None
    match = " ".join(prose.text[hit.start : hit.end].split())
    words = {"match": match, "target": target.text}
    reasons = [Reason(by, match), Reason(target.kind, target.text)]
    if reading.rivals.compares:
        reasons.append(Reason("comparison", reading.rivals.compares))
    return Finding(
        prose.span(hit.start, hit.end),
        told.message.format(**words),
        help=told.help.format(**words) if told.help else None,
        step=by,
        reasons=tuple(reasons),
    )


def _target(doc: Document, reading: Reading, hit: Hit, by: str, sentence: Span, lists: Words) -> Target | None:
    """Of what the word is said: the word behind it as an adjective, its object, or what stands before it."""
    text = doc.prose.text
    if text[hit.end : hit.end + 1] == "-" or DENIED.search(text[sentence.start : hit.start]):
        return None
    targets = reading.rivals.targets(sentence, lists.groups, lists.things)
    before = [one for one in targets if one.end <= hit.start and hit.start - one.end < MOST_CHARACTERS]
    after = [one for one in targets if one.start >= hit.end]
    if by == "taunts":
        near = [one for one in before if hit.start - one.end < 4] or [
            one for one in after if one.start - hit.end < NEAR
        ]
        return near[0] if near else _taunted(doc, reading, hit, sentence)
    if around := next((one for one in targets if one.start <= hit.start and hit.end <= one.end), None):
        return around if by == "scorn" else None
    if by in ("scorn", "faults") and (noun := ATTRIBUTE.match(text, hit.end, sentence.end)):
        word = noun.group("noun").lower()
        if word in lists.things and by == "scorn":
            return Target(hit.start, noun.end(), text[hit.start : noun.end()], "group")
        if by == "scorn" and before and before[-1].kind == "rival" and HAS.search(text[before[-1].end : hit.start]):
            return before[-1]
        if word not in NO_NOUN and not word.endswith("ly"):
            return after[0] if after and after[0].start == noun.start("noun") else None
    if by == "faults" and not (before and _is_called(reading, before[-1], text[before[-1].end : hit.start])):
        return None
    own = [name for name in reading.names.within(sentence.start, hit.start) if name.is_own]
    if before and not (own and own[-1].start > before[-1].start):
        return before[-1]
    if by == "scares":
        return after[0] if after else _title_rival(doc, reading, hit)
    if not before and not own and PRONOUN.search(text, sentence.start, hit.start):
        return _spoken_of(doc, reading, sentence, lists)
    return None


def _is_called(reading: Reading, target: Target, between: str) -> bool:
    """Whether a target is called slow or the like: a group anywhere, a rival where the post compares it."""
    if target.kind == "rival" and not (reading.rivals.compares and len(between) < NEAR_FAULT):
        return False
    return COPULA.search(between) is not None


def _taunted(doc: Document, reading: Reading, hit: Hit, sentence: Span) -> Target | None:
    """The name that a taunt is about, where the own one stands in the same paragraph: 'Tired of Bolt? Try Acme.'"""
    block = doc.prose.block_at(hit.start)
    if not reading.names.has_own(block.start, block.end):
        return None
    if word := CAPITALIZED.search(doc.prose.text, max(sentence.start, hit.start - NEAR), hit.start):
        is_own = reading.names.is_own(word.group().strip())
        return None if is_own else Target(word.start(), word.end() - 1, word.group().strip(), "rival")
    names = [name for name in reading.names.within(sentence.start, sentence.end) if not name.is_own]
    near = [name for name in names if -4 < hit.start - name.end < 4 or 0 <= name.start - hit.end < NEAR_NAME]
    return Target(near[0].start, near[0].end, near[0].text, "rival") if near else None


def _title_rival(doc: Document, reading: Reading, hit: Hit) -> Target | None:
    """The one rival of a comparison, of which its lists speak even where they do not name it."""
    block = doc.prose.block_at(hit.start)
    is_lead = hit.start == block.start and not LEADS.isdisjoint(block.scopes)
    names = list(reading.rivals.names) if is_lead and reading.rivals.compares else []
    return Target(hit.start, hit.end, names[0], "rival") if len(names) == 1 else None


def _spoken_of(doc: Document, reading: Reading, sentence: Span, lists: Words) -> Target | None:
    """What the sentence before speaks of, if that is somebody else's."""
    block = doc.prose.block_at(sentence.start)
    if sentence.start <= block.start:
        return None
    before = reading.sentences.at(max(block.start, sentence.start - 2))
    targets = reading.rivals.targets(before, lists.groups, lists.things)
    own = [name for name in reading.names.within(before.start, before.end) if name.is_own]
    return targets[0] if targets and not (own and own[0].start < targets[0].start) else None


def _sets_off(doc: Document, reading: Reading, hit: Hit, target: Target) -> bool:
    """Whether the own product is there to shine: the post compares, or its section names it or says 'we built'."""
    if reading.rivals.compares:
        return True
    start, end = reading.evidence.section(hit.start)
    return reading.names.has_own(start, end) or WE_MADE.search(doc.prose.text, start, end) is not None


def _is_supported(doc: Document, reading: Reading, sentence: Span) -> bool:
    text = doc.prose.text
    block = doc.prose.block_at(sentence.start)
    following = reading.sentences.at(min(sentence.end + 1, block.end - 1)) if sentence.end < block.end else sentence
    near = Span(sentence.start, following.end)
    evidence = reading.evidence
    if evidence.source(near) or evidence.note(near) or evidence.figure(near):
        return True
    return following != sentence and EXPLAINS.match(text[following.start : following.end]) is not None
