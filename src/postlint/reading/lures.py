"""Lures and conveniences: what makes an offer look free, urgent or easier than the open source way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.reading.address import clause_start, is_condition
from postlint.reading.vocabulary import FREE, INSTRUCTION, STRONG, Appeal, Signal
from postlint.reading.words import Mention

if TYPE_CHECKING:
    from postlint.reading.scene import Scene

GIFT = r"(?:[\w-]{1,20} ){0,3}(?:credits?|vouchers?|discount|gift cards?|off)\b"
PROMISE = expression(
    rf"[$€£]\s?\d[\d,.]{{0,12}}k?\+? {GIFT}|\b\d{{1,9}} (?:euros?|dollars?|pounds?|usd|eur|gbp) {GIFT}|"
    r"\b\d{1,3}\s?(?:%|percent) (?:off|discount)\b|\bhalf[ -]price\b|"
    r"\b(?:\d{1,4}|first|one|two|three|six|twelve)[ -](?:[\w-]{1,20} ){0,2}(?:days?|weeks?|months?|year)\b"
    r"[^.!?,;]{0,40}\b(?:on us|on the house|free of charge|at no (?:cost|charge))\b|"
    r"\b(?:free|nothing|no charge) (?:for|during) (?:the|your) first\b|"
    r"\bfirst [\w-]{1,20} (?:\w{1,20} )?(?:is|are|costs?) (?:free|nothing)\b|"
    r"\b(?:no|without a) (?:(?:credit|debit|payment|bank) )?card\b(?! (?:reader|game|data|number))|"
    r"\b(?:free|complimentary) (?:[\w-]{1,20} ){0,2}(?:months?|weeks?|credits?)\b",
    re.IGNORECASE,
)
"""What is promised in figures: '$200 starter credit', 'your first two months are on us'."""
ADDRESSING = frozenset("you your you'll you'd you're you've yourself prefer".split())


def lures(scene: Scene) -> list[tuple[str, Mention]]:
    """The lures of a sentence with their groups, front to back; of those that overlap the first."""
    found: list[tuple[str, Mention]] = []
    said = [*scene.groups("lure:"), *_promises(scene)]
    for group, lure in sorted(said, key=lambda one: (one[1].first, -one[1].end)):
        is_suffix = group == FREE and scene.words.gap(lure.first) == "-"  # 'hassle-free'
        if not is_suffix and (not found or lure.first >= found[-1][1].end):
            found.append((group, lure))
    return found


def _promises(scene: Scene) -> Iterator[tuple[str, Mention]]:
    if STRONG not in scene.vocabulary.lures or not len(scene.words):
        return
    for promise in PROMISE.finditer(scene.text, scene.unit.start, scene.words.ends[-1]):
        first, end = scene.words.at(promise.start()), scene.words.at(promise.end() - 1) + 1
        yield STRONG, Mention(STRONG, promise.group(), first, end)


def lured(scene: Scene) -> Iterator[Appeal]:
    """The appeal that a sentence makes by what it promises, without a verb that asks."""
    promises = [(group, lure) for group, lure in lures(scene) if group != FREE]
    reasons = [one for one in scene.of("convenience") if _is_addressed(scene, one)]
    reasons += [one for one in scene.of("wish") if _is_wished(scene, one)]
    strong = [lure for group, lure in promises if group == STRONG]
    main = next(iter([*strong, *reasons, *(lure for _, lure in promises)]), None)
    if main is None:
        return
    signals = [Signal(group, scene.said(lure)) for group, lure in promises[:2]]
    signals += [Signal("convenience" if _is_wanted(scene, one) else "ease", scene.said(one)) for one in reasons[:1]]
    if "you" in scene.words.texts[:2]:
        signals.append(Signal("addressed", "you"))
    sold = [one for one in scene.sold if not is_condition(scene.words, one.first)][:1]
    signals += [*map(scene.names_sold, sold), *_link(scene, is_named=bool(sold))]
    signals += [Signal(group, scene.said(other)) for group, other in scene.groups("other:")]
    if scene.instruction_behind:
        signals.append(Signal(INSTRUCTION, scene.instruction_behind))
    is_told = not _is_to_reader(scene) and scene.text[scene.unit.end - 1] != "!"
    if scene.reading.subject == "offer" and is_told:
        signals.append(Signal("plan-fact", scene.sentence))
    first = min([clause_start(scene.words, main.first), *(one.first for one in sold)])
    last = max([main.end, *(one.end for one in sold)])
    family = "convenience" if main in reasons else "lure"
    yield scene.appeal(family, first, last, [*signals, *scene.around])


def _link(scene: Scene, *, is_named: bool) -> Iterator[Signal]:
    """Where a link of the sentence leads: one that sells, if it is not about something else of the house."""
    selling = [one.role for one in scene.links if one.role.sells]
    if selling:
        if is_named or not scene.names:
            yield Signal(f"{selling[0].kind}-link", selling[0].words)
    elif scene.links and not is_named:
        role = scene.links[0].role
        yield Signal(f"{role.kind}-link", role.words)


def _is_addressed(scene: Scene, convenience: Mention) -> bool:
    """Whether the reader is meant by a convenience: '… so you can focus on your …', or one that they may want."""
    return _is_wanted(scene, convenience) or _is_to_reader(scene)


def _is_wanted(scene: Scene, convenience: Mention) -> bool:
    """Whether the reader may want a convenience: 'if you'd rather …', 'for teams that …', 'prefer managed?'."""
    behind = scene.text[scene.words.starts[convenience.first] : scene.unit.end]
    texts = scene.words.texts
    if "if" in texts[:2] and not ADDRESSING.isdisjoint(texts[: convenience.first]):
        return True  # 'If servers are not your thing, Acme Cloud has you covered.'
    return is_condition(scene.words, convenience.first) or "?" in behind


def _is_to_reader(scene: Scene) -> bool:
    return not ADDRESSING.isdisjoint(scene.words.texts)


def _is_wished(scene: Scene, wish: Mention) -> bool:
    """Whether a word such as 'managed' stands in a condition or a question, and not in what the offer is called."""
    if is_condition(scene.words, wish.first):
        return not any(one.first < wish.first and is_condition(scene.words, one.first) for one in scene.names)
    return "?" in scene.text[scene.words.ends[wish.end - 1] : scene.unit.end]


def shown(scene: Scene) -> Iterator[Appeal]:
    """The appeal of an address of something sold that is all of a block."""
    if not scene.stands_alone:
        return
    link, role = scene.links[0]
    if role.kind == "commercial" and link.kind in ("bare", "autolink"):
        signals = (Signal("button", role.words), Signal(f"{role.kind}-link", role.words), *scene.around)
        yield Appeal(link.span, role.words, "button", signals, scene.offer, link.prose)
