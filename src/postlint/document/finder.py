"""Searches that stay linear, however often they are asked on the way through a text."""

from __future__ import annotations

import re

NOWHERE = -1


class Finder:
    """Looks for what comes next in one text. An answer holds until the place it names is passed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, tuple[int, re.Match[str] | None]] = {}

    def search(self, pattern: str, at: int) -> re.Match[str] | None:
        """The first match of an expression from ``at`` on."""
        asked, found = self._known.get(pattern, (len(self._text) + 1, None))
        if not asked <= at or (found is not None and found.start() < at):
            found = re.compile(pattern).search(self._text, at)
            self._known[pattern] = at, found
        return found

    def find(self, wanted: str, at: int) -> int:
        """The offset at which ``wanted`` comes next; ``NOWHERE`` if it doesn't."""
        found = self.search(re.escape(wanted), at)
        return found.start() if found else NOWHERE
