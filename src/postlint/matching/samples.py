"""Texts that a regular expression matches, to see whether prose can ever hold what it looks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from postlint.matching.patterns import compiled, tree_of
from postlint.rule import Pattern

TRIES = 6
SECONDS = 0.1
# What a character class is tried with, the likeliest words first.
CANDIDATES = "aeiostnrAXZ05 -_.,:;!?'\"()/%$@#&*+=<>[]{}|~^`\\\t\n\xa0\u2019\u2013\u2014\u2026éß中"


def samples(pattern: Pattern) -> tuple[str, ...]:
    """Short texts that the pattern matches, of several kinds where it has choices.

    That none was found says nothing about the pattern.
    """
    tree = tree_of(pattern.regex)
    if tree is None:
        return ()
    try:
        regex = compiled(pattern)
        texts = dict.fromkeys(_Writer(turn, case_sensitive=pattern.case_sensitive).text(tree) for turn in range(TRIES))
    except RecursionError:
        return ()
    return tuple(text for text in texts if _matches(regex, text))


def _matches(regex: Any, text: str) -> bool:
    try:
        return regex.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return False


class _Writer:
    """Writes a text along the tree of a regular expression; each turn takes other branches and repeats."""

    def __init__(self, turn: int, *, case_sensitive: bool) -> None:
        self.turn = turn
        self.case_sensitive = case_sensitive
        self.groups: dict[int, str] = {}

    def text(self, tree: Iterable[Any]) -> str:
        return "".join(self.part(str(operation), argument) for operation, argument in tree)

    def part(self, name: str, argument: Any) -> str:
        if name == "LITERAL":
            return chr(int(argument))
        if name == "NOT_LITERAL":
            return next(character for character in CANDIDATES if ord(character) != argument)
        if name == "ANY":
            return "x"
        if name == "IN":
            return self.one_of(argument)
        if name == "BRANCH":
            branches = argument[1]
            return self.text(branches[self.turn % len(branches)])
        if name == "SUBPATTERN":
            text = self.text(argument[3])
            if argument[0] is not None:
                self.groups[argument[0]] = text
            return text
        if name == "ATOMIC_GROUP":
            return self.text(argument)
        if name == "GROUPREF":
            return self.groups.get(argument, "")
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = argument
            # Odd turns write what may be left out.
            return self.text(inner) * min(int(most), max(int(least), self.turn % 2))
        if name == "ASSERT":
            return self.text(argument[1])
        return ""  # borders, and what must not follow, take no room

    def one_of(self, items: Sequence[Any]) -> str:
        """A character of a class, in each turn from another candidate on, so that classes side by side may differ."""
        for character in CANDIDATES[self.turn :] + CANDIDATES[: self.turn]:
            cases = {character} if self.case_sensitive else {character, character.lower(), character.upper()}
            if any(_is_among(case, items) for case in cases) != (str(items[0][0]) == "NEGATE"):
                return character
        return ""


def _is_among(character: str, items: Iterable[Any]) -> bool:
    """Whether a class lists the character, be it to take it or to leave it out."""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL" and ord(character[0]) == argument:
            return True
        if name == "RANGE" and argument[0] <= ord(character[0]) <= argument[1]:
            return True
        if name == "CATEGORY" and _is_of(character[0], str(argument)):
            return True
    return False


def _is_of(character: str, category: str) -> bool:
    sign = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}.get(category.rpartition("_")[2])
    is_it = sign is not None and re.fullmatch(sign, character) is not None
    return is_it != ("_NOT_" in category)
