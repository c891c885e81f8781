"""How many posts say a name, in whatever spelling, and how most of them spell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.reading.common_words import common_words
from postlint.reading.names import NO_NAMES

if TYPE_CHECKING:
    from postlint.guessing.facts import Post

_WORD = expression(r"[^\W_]\w*(?:[.+#-][^\W_]\w*)*")
_PAIR = expression(r"\b(?=([A-Z]\w+ [A-Z]\w+)\b)")


def folded(name: str) -> str:
    """The letters and digits of a name, in small letters: 'Acme DB', 'acme-db' and 'AcmeDB' are one."""
    return "".join(char for char in name.casefold() if char.isalnum())


class Mentions:
    """Names of one word or two in posts."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._keys: dict[str, str] = {}
        self._spelled: dict[str, Counter[str]] = {}
        self._posts: Counter[str] = Counter()
        for post in posts:
            said: set[str] = set(_WORD.findall(post.text))
            said.update(_PAIR.findall(post.text))
            self._add(said)

    def _add(self, said: set[str]) -> None:
        """Take in what one post says."""
        here = set()
        for name in said:
            key = self._keys.get(name)
            if key is None:
                key = self._keys[name] = folded(name)
            here.add(key)
            self._spelled.setdefault(key, Counter())[name] += 1
        self._posts.update(here)

    def count(self, key: str) -> int:
        """How many posts say the name with these letters."""
        return self._posts[key]

    def spelling(self, key: str) -> str | None:
        """The name as most posts have it; None where no post says it, or most write it as a word and not as a name."""
        spelled = self._spelled.get(key)
        if spelled is None:
            return None
        most = max(spelled, key=lambda name: (spelled[name], name))
        is_word = most.islower() and (most in common_words() or "-" in most or "." in most or len(most) < 3)
        return None if is_word or most.casefold() in NO_NAMES or most[:1].isdigit() else most

    def capitals(self, key: str) -> int:
        """How many posts write the name with a capital letter somewhere."""
        return max((count for name, count in self._spelled.get(key, {}).items() if name != name.lower()), default=0)
