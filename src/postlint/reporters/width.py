"""How many columns text takes in a terminal: the only module that knows wide and combining characters."""

from __future__ import annotations

from unicodedata import category, east_asian_width

TAB = 4


def width(text: str) -> int:
    """The columns that visible text takes; escapes must have been made before."""
    if text.isascii():
        return len(text)
    columns = 0
    last = 0
    for character in text:
        if character == "\ufe0f":  # asks for the wide form of the emoji before it
            columns += 2 - last if last == 1 else 0
            continue
        last = _columns(character)
        columns += last
    return columns


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def tab_stop(column: int) -> int:
    """The columns from ``column``, counted from 0, to the next tab stop."""
    return TAB - column % TAB
