"""What a rule asks for: phrases, and parts of a post on conditions; and how messages call that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.house import WORD_GROUPS
from postlint.kinds.grammar.parts import ROLES, SORTS, Conditions, is_known
from postlint.matching.house_words import groups_in
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.house import House
    from postlint.kinds.grammar.spec import Entry

TOLD_PHRASES = 3


class Name(NamedTuple):
    """How messages call a thing: one of it, many of it, and the thing where it is missing."""

    one: str
    many: str
    missing: str

    def counted(self, count: int) -> str:
        return f"{count:,} {self.one if count == 1 else self.many}"


class Wanted(NamedTuple):
    """A sort of parts with conditions, and what the rule says otherwise of them."""

    sort: str
    conditions: Conditions
    entry: Entry


class Thing(NamedTuple):
    """Phrases, by the numbers of their needles, and parts of a post: each of them counts.

    ``groups`` are the words of the house that the phrases need. A message can call it by ``name``, unless it is only
    patterns, which are nothing to show to a writer: then it is not ``is_nameable``.
    """

    numbers: range
    parts: tuple[Wanted, ...]
    groups: tuple[str, ...]
    name: Name
    is_nameable: bool

    def is_known(self, house: House) -> bool:
        """Whether this asks for anything, and the house has it; if not, nothing can be said where it is missing."""
        return (
            bool(self.numbers or self.parts)
            and all(map(house.words, self.groups))
            and all(is_known(wanted.conditions, house) for wanted in self.parts)
        )


def thing(numbers: range, phrases: Sequence[Entry], parts: Sequence[Wanted]) -> Thing:
    """The thing of these phrases, with their numbers among the needles, and parts."""
    names = [] if parts and not phrases else [_name_of_phrases(phrases)]
    names.extend(map(_name_of, parts))
    groups = {group for entry in phrases for group in groups_in(entry.phrase) if group in WORD_GROUPS}
    name = Name(*map(_or, zip(*names, strict=True)))
    is_nameable = bool(parts) or not phrases or any(map(_is_plain, phrases))
    return Thing(numbers, tuple(parts), tuple(sorted(groups)), name, is_nameable)


def _is_plain(entry: Entry) -> bool:
    return not entry.regex and not groups_in(entry.phrase)


def _name_of_phrases(entries: Sequence[Entry]) -> Name:
    quoted = [f"'{entry.phrase}'" for entry in entries if _is_plain(entry)]
    if not quoted:
        return Name("match", "matches", "a match")
    told = quoted[:TOLD_PHRASES]
    listed = f"{', '.join(told)} or the like" if len(entries) > len(told) else _or(told)
    return Name(f"mention of {listed}", f"mentions of {listed}", listed)


def _name_of(wanted: Wanted) -> Name:
    sort, asked = SORTS[wanted.sort], wanted.conditions
    more = ""
    if asked.role:
        more += " " + _or([ROLES[role] for role in asked.role])
    if asked.host:
        more += (" at " if asked.role else " to ") + _or(asked.host)
    if asked.level:
        more += " of level " + _or(asked.level)
    if asked.language:
        more += " " + _or(["without a language" if name == "none" else f"in {name}" for name in asked.language])
    article = "an" if sort.one[0] in "aeiou" else "a"
    return Name(sort.one + more, sort.many + more, f"{article} {sort.one}{more}")


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
