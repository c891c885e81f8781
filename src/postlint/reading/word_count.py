"""Words as a reader counts them: what stands between blanks and has a letter or digit; code and URLs are one each."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.document import MASK
from postlint.expression import expression
from postlint.text import Span

HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without blanks, in which posts are measured by the character."""

CHARACTER = expression(f"[{HAN_AND_KANA}]")
WORD = expression(rf"[{HAN_AND_KANA}]|(?:{MASK}|[^\W{HAN_AND_KANA}])[^\s—…{HAN_AND_KANA}]*")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The words of a stretch of prose, front to back, with the signs that stand at their ends."""
    for word in WORD.finditer(text, start, len(text) if end is None else end):
        yield Span(*word.span())


def at_most(text: str) -> int:
    """At least as many as there are words in a text, by a cheap look."""
    if text.isascii():
        return len(text.split())
    if CHARACTER.search(text):
        return len(text)
    return len(text.split()) + text.count("—") + text.count("…")


def count(text: str, start: int = 0, end: int | None = None) -> int:
    """How many words a stretch of prose has."""
    return len(WORD.findall(text, start, len(text) if end is None else end))
