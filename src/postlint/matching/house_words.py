"""Words in braces within needles and patterns: ``try {offers}`` stands for one phrase for each offer of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from postlint.house import WORD_GROUPS
from postlint.rule import Needle, Pattern

Words = Callable[[str], Sequence[str]]
"""Gives the words that a group stands for; there may be none."""


def groups_in(text: str) -> tuple[str, ...]:
    """The words in braces that a text has, each once, whether the house knows such a group or not."""
    if "{" not in text:
        return ()
    import re

    return tuple(dict.fromkeys(re.findall(r"(?<!\\[pPN])\{([A-Za-z][A-Za-z_-]*)\}", text)))


def written_out(needle: Needle | Pattern, words: Words) -> Sequence[Needle | Pattern]:
    """What is to be looked for: the needle itself, or with the words of the house in place of groups.

    Nothing where the house has no words for a group.
    """
    text = needle.text if isinstance(needle, Needle) else needle.regex
    groups = _known(text)
    if not groups:
        return (needle,)
    several = [words(group) for group in groups]
    if isinstance(needle, Needle):
        written = (_filled(text, zip(groups, chosen, strict=True)) for chosen in product(*several))
        return [needle._replace(text=one) for one in written]
    return (_pattern(needle, zip(groups, several, strict=True)),) if all(several) else ()


def sample(pattern: Pattern) -> Pattern:
    """The pattern with some word for each group, to try out whether it can be compiled."""
    return _pattern(pattern, ((group, (group,)) for group in _known(pattern.regex)))


def lacking(needles: Iterable[Needle | Pattern], words: Words) -> tuple[str, ...]:
    """The groups without which none of the needles can be found; nothing where one of them can."""
    missing: dict[str, None] = {}
    for needle in needles:
        if isinstance(needle, Needle) and needle.excuses:
            continue
        text = needle.text if isinstance(needle, Needle) else needle.regex
        empty = [group for group in _known(text) if not words(group)]
        if not empty:
            return ()
        missing.update(dict.fromkeys(empty))
    return tuple(missing)


def _known(text: str) -> Sequence[str]:
    if "{" not in text:
        return ()
    return [group for group in groups_in(text) if group in WORD_GROUPS]


def _pattern(pattern: Pattern, words: Iterable[tuple[str, Sequence[str]]]) -> Pattern:
    import re

    from postlint.matching.patterns import required_literals

    alternatives = ((group, f"(?:{'|'.join(map(re.escape, several))})") for group, several in words)
    regex = _filled(pattern.regex, alternatives)
    return pattern._replace(regex=regex, literals=required_literals(regex))


def _filled(text: str, words: Iterable[tuple[str, str]]) -> str:
    for group, word in words:
        text = text.replace(f"{{{group}}}", word)
    return text
