"""Facts and findings of posts in the user's cache folder, by the size and time of change of their files.

Each post has a line of facts and a line of findings. Whatever is odd about a file of the cache or a line of it counts
as nothing, and the post is read again.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postlint import look, store
from postlint.cache.plain import Outcome, facts_of, outcome_of, plain_facts, plain_outcome

if TYPE_CHECKING:
    from postlint.rule import Rule
    from postlint.site import PostFacts, Site

MOST_POSTS = 20_000
"""Of larger sites nothing is kept: a run reads into memory what is known of all posts, some five kilobytes of each."""

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

    def write_facts(self, is_there: Callable[[str], bool]) -> None:
        """Store the facts that are new. What is known of other posts stays, as far as they are there."""
        self._facts.write(lambda path: path in self._stamps or is_there(path))

    def write_outcomes(self, is_there: Callable[[str], bool]) -> None:
        """Store the outcomes that are new, as ``write_facts`` does with facts."""
        self._found.write(lambda path: path in self._stamps or is_there(path))

    def discard(self) -> None:
        """Leave what was kept and not stored."""
        self._facts.discard()
        self._found.discard()


class _Lines:
    """A file of the cache that begins with a key and has a line for each post."""

    def __init__(self, name: str, key: str) -> None:
        self._name = name
        self._key = key.encode()
        self._writing = store.Writing(name)
        self._kept: set[str] = set()

    def held(self, path: str, stamp: Stamp | None) -> Any:
        """What was kept of the post with that stamp, else None."""
        line = self._line(path) if stamp else None
        try:
            _, held, plain = json.loads(line) if line else (None, (), None)
        except (ValueError, TypeError, RecursionError):
            return None
        return plain if isinstance(held, list) and tuple(held) == stamp else None

    def keep(self, path: str, stamp: Stamp, plain: Any) -> None:
        """Write what is new. It is stored when all is."""
        try:
            line = json.dumps([path, stamp, plain], separators=(",", ":")).encode()
        except (TypeError, ValueError):  # a rule of a house may say what JSON cannot hold
            return
        if not self._kept:
            self._writing.append(self._key)
        self._writing.append(b"\n" + line)
        self._kept.add(path)

    def write(self, is_there: Callable[[str], bool]) -> None:
        """Store what is new beside what was known of other posts that are there."""
        if self._kept:
            for path in self._starts:
                if path not in self._kept and is_there(path):
                    self._writing.append(b"\n" + self._line(path))
            self._writing.finish()

    def discard(self) -> None:
        """Leave what was not stored."""
        self._writing.discard()

    def _line(self, path: str) -> bytes:
        start = self._starts.get(path)
        if start is None:
            return b""
        end = self._content.find(b"\n", start)
        return self._content[start:] if end < 0 else self._content[start:end]

    @cached_property
    def _content(self) -> bytes:
        content = store.read(self._name) or b""
        return content if content.startswith(self._key + b"\n") else b""

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        """Where in the content the line of each post begins; of several the last counts."""
        starts = {}
        start = self._content.find(b"\n") + 1
        while start > 0:
            end = self._content.find(b"\n", start)
            path = _path_of(self._content[start:] if end < 0 else self._content[start:end])
            if path is not None:
                starts[path] = start
            start = end + 1
        return starts


def _path_of(line: bytes) -> str | None:
    """The path that a line begins with."""
    try:
        path, _ = _DECODER.raw_decode(line.decode(), 1)
    except (ValueError, IndexError, RecursionError):
        return None
    return path if isinstance(path, str) else None


_DECODER = json.JSONDecoder()
