"""Where words begin and end, in any script, and text as it is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postlint.expression import expression

# Scripts that are written without spaces, in which every character may begin a word: from Thai to Tibetan, Myanmar,
# Khmer, kana and bopomofo, Han.
UNSPACED = (
    (0x0E00, 0x0FFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x312F),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)
# Korean joins its particles to words of other scripts, as in 'Docker를'.
HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
# Letters that regular expressions take for others when case is ignored; lower() knows no more than one of each pair.
FOLDED_LETTERS = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u03c2", "\u03c3"))
TYPOGRAPHIC = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u02bc", "'"),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u00a0", " "),
    ("\u2009", " "),
    ("\u202f", " "),
)
APOSTROPHES = "'\u2019\u2018\u02bc"
# Invisible characters within words: the soft hyphen, and what makes letters join or stay apart.
INVISIBLE = "\u00ad\u200c\u200d\u2060"


BETWEEN = "\x1e"
"""White space to ``str.split`` that folding leaves as it is."""


def fold(text: str) -> str:
    """The text as phrases are compared: lower case, straight apostrophes, plain spaces; the length stays the same."""
    lower = text.lower()
    if len(lower) != len(text):
        # U+0130 has a lower case of two characters.
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    if not lower.isascii():
        for written, compared in FOLDED_LETTERS:
            lower = lower.replace(written, compared)
    return straight(lower)


def folded(words: Iterable[str]) -> frozenset[str]:
    """Words as they are compared."""
    return frozenset(fold(" ".join(word.split())) for word in words)


def folded_in_order(texts: Sequence[str]) -> list[str]:
    """Texts as they are compared, one for each; thousands are folded at once where their white space is plain."""
    joined = BETWEEN.join(texts)
    if " ".join(joined.split()) == joined.replace(BETWEEN, " "):
        at_once = fold(joined).split(BETWEEN)
        if len(at_once) == len(texts):
            return at_once
    return [fold(" ".join(text.split())) for text in texts]


def any_of(words: Iterable[str], *, after: str = "", before: str = "") -> re.Pattern[str]:
    """Finds any of the words, in folded text and between word borders; without words it finds nothing.

    ``before`` and ``after`` are expressions for what goes before and behind.
    """
    parts = sorted(folded(words), key=lambda word: (-len(word), word))
    if not parts:
        return expression(r"(?!)")
    # Within a word, one look at what stands before spares a look at each of them.
    bounded = "|".join(re.escape(part) for part in parts if part[0] not in "'")
    ways = [re.escape(part) for part in parts if part[0] in "'"] + ([rf"(?<!\w)(?:{bounded})"] if bounded else [])
    return expression(rf"{before}(?:{'|'.join(ways)})(?!\w){after}")


def straight(text: str) -> str:
    """The text with straight apostrophes, plain hyphens and spaces; a hard line break counts as a space."""
    text = text.replace("\n", " ")
    if not text.isascii():
        for written, compared in TYPOGRAPHIC:
            text = text.replace(written, compared)
    return text


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether the stretch is not the part of longer words; where it begins with a sign, anything may come before it."""
    return not goes_on(text, start) and not goes_on(text, end) and not _is_negated(text, end)


def goes_on(text: str, at: int) -> bool:
    """Whether a word goes on over this offset."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if left.isascii() and right.isascii():
        return (left.isalnum() or left == "_") and (right.isalnum() or right == "_")
    before = at - 1
    while before > 0 and _attaches(text[before]):
        before -= 1
    after = at
    while after + 1 < len(text) and text[after] in INVISIBLE:
        after += 1
    left = _script(text[before])
    if _is_mark(text[after]):
        return bool(left)
    right = _script(text[after])
    return left == right and right in ("spaced", "hangul")


def _is_negated(text: str, end: int) -> bool:
    """Whether ``'t`` follows: 'can' does not stand in 'can't'. All else behind an apostrophe is a word of its own."""
    return (
        text[end : end + 1] in APOSTROPHES
        and text[end + 1 : end + 2] in ("t", "T")
        and text[end - 1].isalpha()
        and not goes_on(text, end + 2)
    )


def _script(character: str) -> str:
    """Empty for what is no letter, digit or underscore; else ``hangul``, ``unspaced``, or ``spaced`` for all others."""
    if not (character.isalnum() or character == "_"):
        return ""
    if character < "\u0e00":
        return "spaced"
    if _is_among(character, UNSPACED):
        return "unspaced"
    return "hangul" if _is_among(character, HANGUL) else "spaced"


def _attaches(character: str) -> bool:
    return character in INVISIBLE or _is_mark(character)


def _is_mark(character: str) -> bool:
    if character < "\u0300":
        return False
    import unicodedata

    return unicodedata.category(character)[0] == "M"


def _is_among(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in ranges)
