"""``self-claim``: rank claims of the house about its own product, company or service that nothing measures.

    self-claim:
      ranks: [fastest, leading]
      praise: [unmatched]
      beats: [outperforms]
      alone: [unique]
      rivals: [the competition, all others]
      things: [database, engine]
      qualities: [performance]
      plain: [choice]
      being: [is, are]
      making: [makes]
      giving: [offers, gives]
      aims: [our goal is]
      history: [release]
      awards: [award]
      setting: [in its class]

A word of rank counts where it belongs to a thing of the house: 'Acme is the fastest database', 'Acme offers unmatched
performance', 'Acme beats the competition'. What others say, what is measured, what is said of the house's own earlier
work, and what is denied or asked, is no claim.
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
from postlint.reading.ranks import Rank, rank_at
from postlint.reading.whose import Whose, whose
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
WAKING = ("ranks", "praise", "beats", "alone")
LISTS = (*WAKING, *"rivals things qualities plain being making giving aims history awards setting".split())
PLACEHOLDERS = ("match",)
MODIFIED = 3
"""A description of more words than these can be that of one product: 'the most popular vector store'."""

APPOSED = expression(
    r"(?:['’]s)?(?: v?\d[\w.]*)?(?: \(\w+\))?(?:\s?[,(:—–|-]+|,? as|)\s?(?:by far |hands down |(?:\w+ly|now|still) )?"
    r"(?:an? [\w -]{1,40} of )?\Z"
)
POSSESSIVE = expression(r"['’]s?\Z")
IT = expression(r"\W*(?:it|they|this)\b", re.IGNORECASE)
GETS = expression(r"\byou (?:will |can )?(?:get|enjoy|have)\s\Z")
NEAR = 40
MOST_LEADING = 2
"""So many words may stand before 'nothing else' and the like, such as 'you' and 'simply'."""
FEWEST_UNLISTED = 2
"""A phrase without a noun of the lists has so many words at least: 'most elegant generator'."""
SINGULAR = frozenset("analytics kubernetes os dns cms".split())
OWNERS = frozenset("our its their your my his her".split())
HEADLINES = frozenset({"heading", "front-matter", "list-item"})
OPENING = expression(
    r"\A\W*(?:after|before|with|without|in|on|for|from|since|until|like|unlike|besides|by|through|using|thanks "
    r"to)\b[^,]*\Z",
    re.IGNORECASE,
)
CLOSED = expression(r"\s?(?:[,.;:!)—–-]|\Z)")
NO_CLAIM = expression(
    r"\A\W*(?:if|when|whenever|whether|unless|which|what(?! (?:sets|makes|distinguishes|you get)\b.*\b(?:is|are)\b)|"
    r"who|how|why|where|while choosing|looking for)\b"
)
DENIED = expression(
    r"\b(?:not|never|neither|nor|hardly|\w+n['’]t|cannot|rather than|instead of|claims? to|claiming to|so-called|"
    r"supposed|"
    r"without|used to be|was|were|had been|than)\b[^,;:]{0,60}\Z"
)
DENIED_AFTER = expression(r"\s?(?:\w+n['’]t|cannot|will not|would|should|must|may|might|could|needs?|depends?)\b")
EARLIER = expression(
    r"\s?(?:(?:yet|so far|to date|in our history|(?:that )?(?:we|I)['’]?(?:ve)? \w+)\b|ever(?: we\b|\s?[.,;!)]|\Z))"
)
WITHIN_OWN = expression(r"\s?(?:for|of|in|with|within|to|from|on|under|across) (?:the |our )?\Z")


class Words(NamedTuple):
    """The lists of a rule, as they are compared."""

    nouns: frozenset[str]
    things: frozenset[str]
    qualities: frozenset[str]
    history: frozenset[str]
    plain: frozenset[str]
    being: re.Pattern[str]
    making: re.Pattern[str]
    giving: re.Pattern[str]
    aims: re.Pattern[str]
    awards: re.Pattern[str]
    setting: re.Pattern[str]


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of its lists of words."""
    told = wording(spec, PLACEHOLDERS)
    place = spec.place()
    if node.kind != "mapping":
        spec.error(node.span, f"'self-claim' is a mapping of lists: {', '.join(LISTS)}.")
        return None
    spec.unknown_keys(node, LISTS, "'self-claim'")
    words = {key: Lists(spec, node).words(key) for key in LISTS}
    things, qualities, history, plain = (folded(words[key]) for key in ("things", "qualities", "history", "plain"))
    ends = (
        r"(?: \w+ly| now| still| also| already| by far| far and away| hands down| without (?:a )?doubt| perhaps| both"
        r"| to be)*\s\Z"
    )
    lists = Words(
        things | qualities | history,
        things,
        qualities,
        history,
        plain,
        any_of(words["being"], after=ends),
        any_of(words["making"], after=r"(?: \w+ly)?\s\Z"),
        any_of(
            words["giving"],
            after=r"(?: \w+ly)?(?: (?:you|users|teams|developers|customers|them|us|with|an?|the|for))*\s\Z",
        ),
        any_of(words["aims"]),
        any_of(words["awards"]),
        any_of(words["setting"], before=r"\A\s?"),
    )
    words["beats"] = tuple(f"{verb} {rival}" for verb in words["beats"] for rival in words["rivals"] or ("",))
    waking = [(key, word) for key in WAKING for word in words[key]]
    needles = [*(Needle(word) for _, word in waking), *spec.excuses()]

    def check(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        done = -1
        for hit in place.hits_in(doc, hits):
            if hit.start < done:
                continue
            claim = _claim(doc, reading, hit, waking[hit.needle][0], lists)
            if claim is None:
                continue
            finding, done = _finding(doc, reading, claim, lists, told), claim.rank.end
            if finding is not None:
                yield finding

    return Built(tuple(needles), check, ("doc", "reading", "hits"))


class Claim(NamedTuple):
    """What may be a claim: its phrase, what it is said of, and by which kind of word."""

    rank: Rank
    by: str
    sentence: Span
    of: Whose
    between: str


def _claim(doc: Document, reading: Reading, hit: Hit, by: str, lists: Words) -> Claim | None:
    """The claim at a hit by its form alone: a phrase with a noun that belongs to something of the house."""
    prose = doc.prose
    block = prose.block_at(hit.start)
    rank = rank_at(
        prose.text,
        Span(block.start, block.end),
        Span(hit.start, hit.end),
        lists.nouns,
        by_itself=by != "ranks",
        is_headline=not HEADLINES.isdisjoint(block.scopes),
    )
    if rank is None:
        return None
    is_own = rank.owner.lower() in OWNERS or (rank.owner and reading.names.is_own(POSSESSIVE.sub("", rank.owner)))
    if by == "ranks" and (is_own or not _ranks(rank, fold(prose.text[hit.start : rank.stop]).split(), lists)):
        return None
    if by == "praise" and is_own and rank.owner.lower() not in ("its", "our"):
        return Claim(rank, by, reading.sentences.at(hit.start), Whose("own", rank.owner, "name"), "")
    sentence = reading.sentences.at(hit.start)
    leads = prose.text[sentence.start : rank.start].split()
    if by == "alone" and len(leads) <= MOST_LEADING and (owned := _only_own(reading, sentence)):
        return Claim(rank, by, sentence, owned, "")
    of = whose(reading, sentence, rank.start, rank.end)
    if of.owner != "own":
        return None
    between = prose.text[of.end : rank.start] if of.end >= 0 else prose.text[sentence.start : rank.start]
    claim = Claim(rank, by, sentence, of, between)
    return claim if _is_related(claim, doc, lists) else None


def _only_own(reading: Reading, sentence: Span) -> Whose | None:
    """The name of the house in a sentence that names nobody else: 'Nothing else restores as fast as Acme'."""
    names = reading.names.within(sentence.start, sentence.end)
    return Whose("own", names[0].text, "name") if names and all(name.is_own for name in names) else None


def _ranks(rank: Rank, words: list[str], lists: Words) -> bool:
    """Whether a word of rank ranks something that a house can boast of; 'the most value' is just much of it."""
    if not rank.noun:
        last = words[-1].rpartition("-")[2]
        is_plain = not lists.plain.isdisjoint(words) or not {last, last.removesuffix("s")}.isdisjoint(lists.history)
        return rank.scope == "of the world" or not (is_plain or len(words) < FEWEST_UNLISTED)
    singular = rank.noun.removesuffix("s")
    if rank.noun in lists.history or singular in lists.history or not lists.plain.isdisjoint(words):
        return False
    return not (rank.noun in lists.qualities and rank.width == 1 and words[0] == "most")


def _is_related(claim: Claim, doc: Document, lists: Words) -> bool:
    """Whether the words between the subject and the phrase join them."""
    rank, of, between = claim.rank, claim.of, fold(claim.between)
    is_made = bool(lists.being.search(between) or lists.making.search(between)) or _is_made(claim, doc, lists)
    is_named = of.by in ("name", "first person")
    if claim.by == "beats":
        return (is_named or of.by == "sentence before") and len(between) < NEAR and not re.search(r"[.,;:]", between)
    if claim.by == "alone":
        fits = rank.noun in lists.things or not rank.noun
        if of.by == "topic":  # The post is about the house's own, and the sentence names nobody else's.
            return rank.noun in lists.things and not between.strip()
        return fits and not between.strip() and of.by in ("name", "first person", "heading", "title")
    if claim.by == "ranks" and rank.scope == "of the world" and lists.giving.search(between):
        return True
    if claim.by == "ranks" and not rank.noun and rank.scope != "of the world":
        being = lists.being.search(between)
        is_it = (being is not None and being.start() <= 1) or _is_made(claim, doc, lists)
        return is_it and of.by == "name" and of.end >= 0 and not _is_plural(doc, rank)
    if claim.by == "praise" and not rank.noun:
        return is_named and (of.end < 0 or is_made or _is_apposed(claim, doc))
    if claim.by == "praise" or rank.noun in lists.qualities:
        gives = bool(lists.giving.search(between) or (of.by == "first person" and lists.making.search(between)))
        if claim.by == "praise":
            gives = gives or bool(lists.being.search(between) or GETS.search(between))
        return gives or (claim.by == "praise" and (of.end < 0 and (is_named or not between.strip())))
    if rank.scope == "one of":
        return of.by == "name" and (of.end < 0 or bool(lists.being.search(between)) or _is_apposed(claim, doc))
    is_plural = rank.noun.endswith("s") and rank.noun not in SINGULAR
    if of.by == "name":
        return of.end < 0 or is_made or (not is_plural and _is_apposed(claim, doc))
    if of.by in ("first person", "sentence before") or IT.match(claim.between):
        return is_made
    fits = rank.scope == "of the world" or _is_category(claim, doc)
    return not is_plural and not is_made and bool(rank.noun) and fits


def _is_made(claim: Claim, doc: Document, lists: Words) -> bool:
    """Whether something makes it that: 'which makes Acme the only store that …'."""
    if claim.of.by != "name" or claim.of.end < 0 or claim.between != " ":
        return False
    name = claim.of.end - len(claim.of.words)
    return lists.making.search(fold(doc.prose.text[claim.sentence.start : name])) is not None


def _is_plural(doc: Document, rank: Rank) -> bool:
    last = doc.prose.text[rank.start : rank.end].split()[-1].lower()
    return last.endswith("s") and not last.endswith("ss") and last not in SINGULAR


def _is_category(claim: Claim, doc: Document) -> bool:
    """Whether the post calls the house's product what the phrase names, as in 'Acme is a vector database'."""
    text = doc.prose.text
    words = text[claim.rank.start : claim.rank.end].split()
    kind = rf"\b{re.escape(claim.of.words)}\b[^.!?\n]{{1,80}}\b{re.escape(words[-2])}\s{re.escape(words[-1])}\b"
    return len(words) > MODIFIED and re.search(kind, text, re.IGNORECASE) is not None


def _is_apposed(claim: Claim, doc: Document) -> bool:
    """Whether the phrase stands beside the name: 'Acme, the fastest database,' but not 'Before Acme, the only way'."""
    if not APPOSED.match(claim.between):
        return False
    text = doc.prose.text
    opening = OPENING.match(text[claim.sentence.start : claim.of.end])
    return opening is None or CLOSED.match(text, claim.rank.end) is not None


def _finding(doc: Document, reading: Reading, claim: Claim, lists: Words, told: Wording) -> Finding | None:
    """The finding about a claim that nothing excuses."""
    prose, rank, sentence = doc.prose, claim.rank, claim.sentence
    text = prose.text
    before, after = fold(text[sentence.start : rank.start]), text[rank.end : sentence.end]
    if (
        NO_CLAIM.match(before)
        or text[sentence.end - 1 : sentence.end] == "?"
        or DENIED.search(before)
        or DENIED_AFTER.match(after)
        or EARLIER.match(after)
        or lists.setting.match(fold(after))
        or lists.awards.search(fold(text[sentence.start : sentence.end]))
        or (claim.by == "ranks" and _is_within_own(reading, rank, sentence))
    ):
        return None
    if reading.voices.at(rank.start, rank.end).speaker != "house":
        return None
    if reading.evidence.of_result(sentence, reading.evidence.section(rank.start)):
        return None
    if claim.by == "beats" and reading.evidence.measured(sentence):
        return None
    step = "claims"
    if aim := lists.aims.search(fold(claim.between)):
        step = "aims"
    if rank.scope == "one of":
        step = "among"
    reasons = [Reason("rank", text[rank.start : rank.end]), Reason(f"own {claim.of.by}", claim.of.words)]
    if aim:
        reasons.append(Reason("aim", aim.group()))
    match = " ".join(text[rank.start : rank.end].split())
    return Finding(
        prose.span(rank.start, rank.end),
        told.message.format(match=match),
        help=told.help.format(match=match) if told.help else None,
        step=step,
        reasons=tuple(reasons),
    )


def _is_within_own(reading: Reading, rank: Rank, sentence: Span) -> bool:
    """Whether the ranked is one of the house's own: 'the most popular client for Acme'."""
    names = reading.names.within(rank.start, min(sentence.end, rank.end + 40))
    text = reading.doc.prose.text
    return any(
        name.is_own and (name.end <= rank.end or WITHIN_OWN.match(text[rank.end : name.start])) for name in names
    )
