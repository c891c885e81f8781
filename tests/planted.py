"""Posts with planted faults: «…» stands around what a rule must find, and what it finds when the marks are gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from postlint.diagnostic import Diagnostic
from postlint.registry import load
from postlint.rule import Case
from postlint.testing.examples import run as found_in
from postlint.text import Span

RULES = load().rules
MARKS = re.compile("[«»]")


class Fault(NamedTuple):
    """A post with marks, in the world of ``case``."""

    rule: str
    marked: str
    case: Mapping[str, Any] = {}

    @property
    def text(self) -> str:
        return MARKS.sub("", self.marked)

    @property
    def spans(self) -> list[Span]:
        found, length, start = [], 0, 0
        for part in re.split("([«»])", self.marked):
            if part == "«":
                start = length
            elif part == "»":
                found.append(Span(start, length))
            else:
                length += len(part)
        return sorted(found)


def run(fault: Fault, text: str) -> list[Diagnostic]:
    return found_in(RULES[fault.rule], Case(text, **fault.case), text, RULES)


def spans(found: list[Diagnostic]) -> list[Span]:
    return sorted(Span(one.start.offset, one.end.offset) for one in found)
