"""What authors of rules are told beside their mistake: the right name, what a key is for, how a regex is mended."""

from __future__ import annotations

from collections.abc import Collection

from postlint.errors import nearest

MANY = 12
"""So many names are not listed in a message."""

OTHER_NAMES = {
    "description": "summary",
    "title": "summary",
    "reason": "why",
    "rationale": "why",
    "level": "severity",
    "link": "source",
    "scope": "in",
    "where": "in",
    "tokens": "forbid",
    "words": "forbid",
    "phrases": "forbid",
    "swap": "replace",
    "substitute": "replace",
    "exceptions": "unless",
    "except": "unless",
    "ignorecase": "case",
    "enabled": "default",
    "pattern": "regex",
    "word": "phrase",
    "with": "replacement",
    "warn": "warning",
    "info": "hint",
    "suggestion": "hint",
    "notice": "hint",
    "critical": "error",
    "body": "prose",
    "text": "prose",
    "links": "link-text",
    "alt": "alt-text",
    "no": "off",
    "false": "off",
    "yes": "on",
    "true": "on",
    "sensitive": "exact",
    "insensitive": "ignored",
}
"""What keys and words are called elsewhere, in other linters or by who has not read how they are called here."""
LACKING = {
    "summary": ", a sentence that says what it asks for",
    "why": ", a sentence that says why readers are better off",
    "message": ", a sentence about what is found, in which {match} stands for the post's words",
}
ON_REGEX = {
    "missing )": "a '(' is never closed; write '\\(' for the sign itself",
    "unterminated character set": "a '[' is never closed; write '\\[' for the sign itself",
    "nothing to repeat": "a sign that repeats, such as '*', has nothing before it; write '\\*' for the sign itself",
    "multiple repeat": "two signs that repeat, such as '*', follow each other; write '\\*' for the sign itself",
    "unbalanced parenthesis": "a ')' closes nothing; write '\\)' for the sign itself",
    "recursion": "its brackets are nested too deep",
    "(end of pattern)": "it ends in a backslash; write '\\\\' for the sign itself",
}


def meant_by(word: str, names: Collection[str]) -> str | None:
    """The one of these names that a word was probably meant to be."""
    other = OTHER_NAMES.get(word.lower())
    return other if other in names else nearest(word, names)


def on_regex(broken: Exception) -> str:
    """What is wrong with a regular expression, for somebody who writes few of them."""
    said = str(broken)
    return next((advice for words, advice in ON_REGEX.items() if words in said), said)
