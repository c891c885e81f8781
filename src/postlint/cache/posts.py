"""Facts and findings of posts in the user's cache folder, by the size and time of change of their files.

Each post has a line of facts and a line of findings. Whatever is odd about a file of the cache or a line of it counts
as nothing, and the post is read again.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from postlint import look, store
from postlint.cache.plain import Outcome, facts_of, outcome_of, plain_facts, plain_outcome

if TYPE_CHECKING:
    from postlint.rule import Rule
    from postlint.site import PostFacts, Site

MOST_POSTS = 20_000
"""Of larger sites nothing is kept: what is known of all posts is held in memory while a run goes on."""

Stamp = tuple[Any, ...]


def stamp_of(path: str) -> Stamp | None:
    """Size, times and inode of a file; None where it may change unnoticed, or is no file of its own."""
    from time import time_ns

    now = time_ns()
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode) or not look.is_settled(status, now):
        return None
    return (look.whole_of(status).decode(),)


class PostCache:
    """``name`` says of which site; ``facts_key`` what the facts rest on beside the posts, ``found_key`` the findings.

    ``stamps`` are those of the posts of the run; a post without a stamp is neither looked up nor kept.
    """

    def __init__(self, name: str, facts_key: str, found_key: str, stamps: Mapping[str, Stamp]) -> None:
        self._stamps = stamps
        self._facts = _Lines(f"{name}-facts", facts_key)
        self._found = _Lines(f"{name}-found", found_key)

    def facts(self, path: str) -> PostFacts | None:
        """The facts of a post, if it is as it was."""
        plain = self._facts.held(path, self._stamps.get(path))
        try:
            return facts_of(plain) if plain is not None else None
        except (TypeError, ValueError):
            return None

    def outcome(self, path: str, site: Site, rules: Mapping[str, Rule]) -> Outcome | None:
        """What was found in a post, if the post and all that it asked about its site are as they were."""
        plain = self._found.held(path, self._stamps.get(path))
        if plain is None:
            return None
        try:
            outcome = outcome_of(plain, path, rules)
            holds = all(site.ask(question) == answer for question, answer in outcome.questions)
        except (TypeError, ValueError, KeyError):
            return None
        return outcome if holds else None

    def keep_facts(self, facts: PostFacts) -> None:
        if stamp := self._stamps.get(facts.path):
            self._facts.keep(facts.path, stamp, plain_facts(facts))

    def keep_outcome(self, path: str, outcome: Outcome) -> None:
        if stamp := self._stamps.get(path):
            self._found.keep(path, stamp, plain_outcome(outcome))

    def write(self, is_there: Callable[[str], bool]) -> None:
        """Store what is new. What is known of other posts stays, as far as they are there."""
        for lines in (self._facts, self._found):
            lines.write(lambda path: path in self._stamps or is_there(path))


class _Lines:
    """A file of the cache that begins with a key and has a line for each post."""

    def __init__(self, name: str, key: str) -> None:
        self._name = name
        self._key = key.encode()
        self._new: dict[str, bytes] = {}
        self._read: dict[str, bytes] | None = None

    def held(self, path: str, stamp: Stamp | None) -> Any:
        """What was kept of the post with that stamp, else None."""
        line = self._lines.get(path) if stamp else None
        try:
            _, held, plain = json.loads(line) if line else (None, (), None)
        except (ValueError, TypeError, RecursionError):
            return None
        return plain if isinstance(held, list) and tuple(held) == stamp else None

    def keep(self, path: str, stamp: Stamp, plain: Any) -> None:
        try:
            self._new[path] = json.dumps([path, stamp, plain], separators=(",", ":")).encode()
        except (TypeError, ValueError):  # a rule of a house may say what JSON cannot hold
            return

    def write(self, is_there: Callable[[str], bool]) -> None:
        if self._new:
            lines = {path: line for path, line in self._lines.items() if is_there(path)} | self._new
            store.write(self._name, b"\n".join([self._key, *lines.values()]))

    @property
    def _lines(self) -> Mapping[str, bytes]:
        if self._read is None:
            key, *lines = (store.read(self._name) or b"").split(b"\n")
            self._read = dict(filter(None, map(_with_path, lines))) if key == self._key else {}
        return self._read


def _with_path(line: bytes) -> tuple[str, bytes] | None:
    """A line with the path that it begins with."""
    try:
        path, _ = _DECODER.raw_decode(line.decode(), 1)
    except (ValueError, IndexError, RecursionError):
        return None
    return (path, line) if isinstance(path, str) else None


_DECODER = json.JSONDecoder()
