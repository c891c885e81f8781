"""Regular expressions with limits to their time and size, and the literals that a match of one must contain.

``regex`` is used and not ``re``, since it can be stopped; the literals come from the parser of ``re``, which gives a
tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from postlint.expression import expression
from postlint.matching.budget import Budget
from postlint.matching.words import fold
from postlint.rule import Pattern

SECONDS_PER_BLOCK = 0.25
SHORTEST_LITERAL = 3
LARGEST_SIZE = 50_000
MOST_GROUPS = 50
DIGIT = expression(r"[\d\U00010000-\U0010ffff]")
"""What ``regex`` may take for a digit: it knows a later Unicode, whose new digits stand beyond the first plane."""


@cache
def compiled(pattern: Pattern) -> Any:
    """The compiled regular expression. Raises ``regex.error`` where it is none, and OverflowError where it is huge."""
    import regex

    refuse_oversized(pattern.regex)
    flags = regex.UNICODE | (0 if pattern.case_sensitive else regex.IGNORECASE)
    return regex.compile(pattern.regex, flags)


def refuse_broken(pattern: Pattern) -> None:
    """Raise what ``compiled`` would raise, without the time that compiling takes where that can be told."""
    refuse_oversized(pattern.regex)
    if tree_of(pattern.regex) is None or pattern.regex.count("(") > MOST_GROUPS:
        compiled(pattern)


def refuse_oversized(regex: str) -> None:
    if expanded_size(regex) > LARGEST_SIZE:
        raise OverflowError("it is too large once its repetitions are written out")


def matches(compiled_regex: Any, text: str, budget: Budget | None = None) -> Iterator[tuple[int, int]]:
    """The matches in a text, empty ones left out.

    Raises TimeoutError after ``SECONDS_PER_BLOCK``, or when the budget is used up.
    """
    seconds = SECONDS_PER_BLOCK if budget is None else min(SECONDS_PER_BLOCK, budget.left)
    if seconds <= 0:
        raise TimeoutError
    for match in compiled_regex.finditer(text, timeout=seconds):
        if match.end() > match.start():
            yield match.span()


@cache
def _size_tokens() -> re.Pattern[str]:
    return re.compile(
        r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+(?:\]|\\?\Z)|(?P<open>\()|(?P<close>\))|(?P<plus>\+)|\{(?P<least>\d+)(?:,\d*)?\}|.",
        re.DOTALL,
    )


def expanded_size(regex: str) -> int:
    """How many parts a regular expression has once its required repetitions are written out, as compiling does.

    An estimate that is right in its order of magnitude; it stops above ``LARGEST_SIZE``.
    """
    sizes, last = [0], 0
    for token in _size_tokens().finditer(regex):
        if token.group("open"):
            sizes.append(0)
        elif token.group("close") and len(sizes) > 1:
            last = sizes.pop() + 1
            sizes[-1] += last
        elif token.group("plus") or token.group("least"):
            least = 1 if token.group("plus") else int(token.group("least")[:9])
            sizes[-1] += last * least
            last *= least + 1
        else:
            last = 1
            sizes[-1] += 1
        if sizes[-1] > LARGEST_SIZE:
            break
    return sum(sizes)


def required_literals(regex: str) -> tuple[str, ...] | None:
    """Texts, folded, of which every match contains at least one; None where none can be told.

    Sound and not complete: whatever is not understood gives None, and the pattern is then tried everywhere.
    """
    tree = tree_of(regex)
    found = _literals(tree) if tree is not None and not tree.state.flags & re.VERBOSE else None
    if found is None or any(len(literal) < SHORTEST_LITERAL for literal in found):
        return None
    return tuple(sorted(found))


@cache
def needs_digit(regex: str) -> bool:
    """Whether each match has a digit; True only where that is sure. Most texts have none, and are spared a search."""
    tree = tree_of(regex) if r"\d" in regex else None
    return tree is not None and not tree.state.flags & re.ASCII and _has_digit(tree)


def _has_digit(tree: Iterable[Any]) -> bool:
    return any(_is_digit(str(operation), argument) for operation, argument in tree)


def _is_digit(name: str, argument: Any) -> bool:
    if name == "IN":
        return [str(what) for _, what in argument] == ["CATEGORY_DIGIT"]
    if name == "BRANCH":
        return all(map(_has_digit, argument[1]))
    inner = _always_matched(name, argument)
    return inner is not None and _has_digit(inner)


def _always_matched(name: str, argument: Any) -> Any:
    """What must match once at least for a group or a repetition to do so; None for all else."""
    if name == "SUBPATTERN":
        _, add_flags, del_flags, inner = argument
        return inner if not add_flags and not del_flags else None
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = argument
        return inner if least >= 1 else None
    return argument if name == "ATOMIC_GROUP" else None


@cache
def tree_of(regex: str) -> Any:
    """What ``re`` makes of a regular expression that both packages understand alike; None for all others."""
    import re._parser as parser  # type: ignore[import-not-found]
    import warnings

    if re.search(r"(?<!\\)(?:\\\\)*\{(?!\d+(?:,\d*)?\}|,\d+\})", regex):
        # Fuzzy matching, `(?:word){e<=1}`, which `re` would read as literal braces.
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return parser.parse(regex)
    except Exception:  # What only the `regex` package understands is no error here.
        return None


def _literals(tree: Iterable[Any]) -> frozenset[str] | None:
    """The best choice of literals among the parts of a sequence, all of which must match."""
    best: frozenset[str] | None = None
    run: list[str] = []
    for operation, argument in [*tree, (None, None)]:
        if str(operation) == "LITERAL" and chr(argument).isascii():
            run.append(chr(argument))
            continue
        if run:
            best = _rarer(best, frozenset({fold("".join(run))}))
            run = []
        if operation is not None:
            best = _rarer(best, _literals_of_part(str(operation), argument))
    return best


def _literals_of_part(name: str, argument: Any) -> frozenset[str] | None:
    if name == "BRANCH":
        branches = [_literals(branch) for branch in argument[1]]
        if any(branch is None for branch in branches):
            return None
        return frozenset().union(*(branch for branch in branches if branch is not None))
    inner = _always_matched(name, argument)
    return None if inner is None else _literals(inner)


def _rarer(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Of two choices the one whose shortest literal is longer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda literals: min(map(len, literals)))
