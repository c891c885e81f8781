"""Whether the reader is told to do something: imperative, second person, invitation; negated, or said of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from postlint.reading.words import Words

Manner = Literal["imperative", "second-person", "invitation", "others", "negated", "condition", "unclear"]
ASKING: frozenset[Manner] = frozenset({"imperative", "second-person", "invitation"})
"""The manners that ask something of the reader."""

CLAUSE_SIGNS = frozenset(',;:.!?()[]–—→➡👉>|/•·*"“”')
LEADING = frozenset(
    "please just simply now then also today so instead first next finally alternatively otherwise go ahead quickly "
    "easily directly here come always even still maybe perhaps why not only better yet and or but kindly hey".split()
)
"""Words that may stand between the beginning of a clause and its imperative."""
MODALS = frozenset("can could may might should must will would shall".split())
"""Verbs by which the reader is told what to do: 'you can try', and not 'you try'."""
BETWEEN = MODALS | frozenset(
    "need needs able get gets have just also now always then easily quickly simply even either further only still "
    "directly instead".split()
)
"""Words that may stand between the reader and the verb."""
YOU = frozenset("you you'll you'd you've you're y'all everyone anyone".split())
CONTRACTED = frozenset({"you'll", "you'd"})
OTHERS = frozenset(
    "i we they he she it we'll we've we're they'll i'll i've user users customer customers developer developers team "
    "companies company organizations organization engineers people who that which clients members visitors admins "
    "operators someone businesses enterprises".split()
)
"""Subjects that are not the reader."""
NEGATIONS = frozenset(
    "don't not never without needn't cannot can't won't doesn't didn't no isn't shouldn't avoid".split()
)
INVITING = frozenset(
    "invite invites inviting encourage encourages encouraging urge urges ask welcome recommend recommended suggest "
    "advise love like free ready sure forget hesitate time excited remember want way ways place happy click here below "
    "link page form".split()
)
"""Words behind which 'to' opens a request to the reader: 'feel free to', 'the best way to', 'click here to'."""
WANTING = frozenset("want wants need needs ask asks force forces require requires expect expects get gets".split())
INSISTING = frozenset("hesitate forget miss wait".split())
"""Verbs whose negation asks: 'don't forget to'."""
NO_VERB_BEFORE = frozenset(
    "a an the this that these those our your their its his her my any each every some of in on at for with from by "
    "via as is are was were be been".split()
)
"""Words behind which a verb's form is a noun or a participle: 'the sign up', 'is free', 'by contact'."""
SUBORDINATORS = frozenset("if when whenever once whether unless while since because until before after".split())
GROUPS = frozenset(
    "teams developers those anyone users companies organizations engineers businesses enterprises".split()
)
DESCRIBING = frozenset("that who wanting looking preferring needing".split())
"""Words behind a group of people that say which of them are meant: 'teams that would rather not …'."""


def manner(words: Words, at: int) -> Manner:
    """How the verb at word ``at`` reaches the reader."""
    said = _manner(words, at)
    if said in ("second-person", "invitation", "others", "unclear") and is_condition(words, at):
        return "condition"
    return said


def is_condition(words: Words, at: int) -> bool:
    """Whether word ``at`` stands in a clause such as 'if you want to …', 'for teams that …' or 'teams that …'."""
    addressed = False
    index = at
    while index >= 0:
        text = words.texts[index]
        if text in SUBORDINATORS:
            return True
        if text == "for" and GROUPS.intersection(words.texts[index + 1 : index + 4]):
            return True
        if text in GROUPS and index < at and words.texts[index + 1] in DESCRIBING:
            return True
        if text in YOU and index < at:
            # 'If you want it you can sign up': the nearer 'you can' begins the main clause.
            addressed = addressed or words.texts[index + 1 : index + 2] in (["can"], ["could"], ["may"], ["should"])
            if addressed and YOU.intersection(words.texts[:index]):
                return False
        if _is_start(words, index) and index < at + 1 and text not in LEADING:
            return False
        index -= 1
    return False


def clause_start(words: Words, at: int) -> int:
    """The first word of the clause that word ``at`` stands in."""
    while not _is_start(words, at):
        at -= 1
    return at


def _manner(words: Words, at: int) -> Manner:
    if _is_start(words, at):
        return "imperative"
    before = words.texts[at - 1]
    if before in NEGATIONS:
        return "imperative" if before == "not" and words.texts[max(0, at - 2)] == "why" else "negated"
    if before in NO_VERB_BEFORE:
        return "unclear"
    if before == "to":
        return _infinitive(words, at - 1)
    if before in ("and", "or", "then", "&"):
        return _joined(words, at - 1)
    index = at - 1
    while index > 0 and words.texts[index] in BETWEEN and not _is_start(words, index):
        index -= 1
    subject = words.texts[index]
    if subject in YOU:
        is_asked = subject in CONTRACTED or not MODALS.isdisjoint(words.texts[index + 1 : at])
        return "second-person" if is_asked else "unclear"
    if subject in NEGATIONS:
        return "negated"
    if subject in LEADING:
        return _leading(words, at)
    return "others" if subject in OTHERS else "unclear"


def _is_start(words: Words, at: int) -> bool:
    """Whether a clause begins with this word; a sign within a name or a number, as in 'acme.com', begins none."""
    gap = words.gap(at)
    return at == 0 or (gap not in (".", ",", ":", "/") and not CLAUSE_SIGNS.isdisjoint(gap))


def _leading(words: Words, at: int) -> Manner:
    index = at - 1
    while index >= 0 and words.texts[index] in LEADING:
        if _is_start(words, index):
            return "imperative"
        index -= 1
    return "unclear"


def _infinitive(words: Words, to: int) -> Manner:
    """Of 'to' with a verb behind it: what leads up to it."""
    before = words.texts[max(0, to - 4) : to]
    if INSISTING.intersection(before):
        return "imperative"
    if before[-1:] == ["you"] and before[-2:-1] and before[-2] in WANTING and before[-3:-2] not in (["we"], ["i"]):
        return "others"  # 'Vendors want you to …'
    if NEGATIONS.intersection(before):
        return "negated"
    if OTHERS.intersection(before[-2:]) and not YOU.intersection(before):
        return "others"
    if INVITING.intersection(before) or (YOU.intersection(before) and BETWEEN.intersection(before)):
        return "invitation"
    return "unclear"


def _joined(words: Words, conjunction: int) -> Manner:
    """Of a verb behind 'and' or 'or': what the clause before it says of its subject."""
    if conjunction == 0 or _is_start(words, conjunction):
        return "imperative"
    start = clause_start(words, conjunction - 1)
    clause = words.texts[start:conjunction]
    if YOU.intersection(clause):
        return "second-person" if MODALS.intersection(clause) or CONTRACTED.intersection(clause) else "unclear"
    if NEGATIONS.intersection(clause):
        return "negated"
    subject = next((text for text in clause if text not in LEADING), "")
    if subject in OTHERS:
        return "others"
    return "unclear" if subject in NO_VERB_BEFORE else "imperative"
