"""Words as a reader counts them: what stands between blanks and has a letter or digit; code and URLs are one each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.document import MASK
from postlint.expression import expression
from postlint.text import Span

HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without blanks, in which posts are measured by the character."""

CHARACTER = expression(f"[{HAN_AND_KANA}]")
WORD = expression(rf"[{HAN_AND_KANA}]|(?:{MASK}|[^\W{HAN_AND_KANA}])[^\s—…{HAN_AND_KANA}]*")
WORD_WITH_BLANKS = expression(rf"(?:{MASK}|\w)[^\s—…]*")
"""What ``WORD`` finds where no script without blanks is; it is compiled in a tenth of the time."""


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The words of a stretch of prose, front to back, with the signs that stand at their ends."""
    end = len(text) if end is None else end
    for word in _word(text[start:end]).finditer(text, start, end):
        yield Span(*word.span())


def is_any(text: str, start: int, end: int) -> bool:
    """Whether there is a word in a stretch of prose."""
    return _word(text[start:end]).search(text, start, end) is not None


def at_most(text: str) -> int:
    """At least as many as there are words in a text, by a cheap look."""
    if text.isascii():
        return len(text.split())
    if _needs_no_blanks(text):
        return len(text)
    return len(text.split()) + text.count("—") + text.count("…")


def count(text: str, start: int = 0, end: int | None = None) -> int:
    """How many words a stretch of prose has."""
    end = len(text) if end is None else end
    return len(_word(text[start:end]).findall(text, start, end))


def _word(text: str) -> re.Pattern[str]:
    return WORD if _needs_no_blanks(text) else WORD_WITH_BLANKS


def _needs_no_blanks(text: str) -> bool:
    """Whether some of it is in a script without blanks."""
    return not text.isascii() and max(text) >= HAN_AND_KANA[0] and CHARACTER.search(text) is not None
