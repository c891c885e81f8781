"""What stands in a parser's input where the source has template tags."""

from __future__ import annotations

from collections.abc import Iterable

from postlint.expression import expression

FILLER = "\ue01a"
"""Stands for each character of a tag within a line. For private use, so that parsers take it for a letter."""

FILLED = expression(f"{FILLER}+")
NO_LINE_END = expression(r"[^\r\n]")


def blanked(text: str) -> str:
    """As many blanks as the text has characters, its line ends kept."""
    return NO_LINE_END.sub(" ", text)


def filled(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans, in order, filled up: a tag with a line of its own is blank, any other is a word."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts.append(text[done:start])
        parts.append(blanked(text[start:end]) if _has_own_line(text, start, end) else FILLER * (end - start))
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _has_own_line(text: str, start: int, end: int) -> bool:
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return (not start or text[start - 1] in "\r\n") and (end == len(text) or text[end] in "\r\n")
