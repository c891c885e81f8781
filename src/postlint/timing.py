"""Where the time of a run goes: by stage, by rule and by post. Seconds are those of the processor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

from postlint.records import NamedTuple

STAGES = ("start", "read", "parse", "prose", "facts", "site", "match", "rules", "report")
"""In the order in which a run goes through them; what no stage has is the rest."""


class RuleTime(NamedTuple):
    """What a rule took on all posts on which it ran, and how much it found."""

    seconds: float = 0.0
    posts: int = 0
    findings: int = 0


class Timing:
    """Takes the time of one run in one process."""

    def __init__(self) -> None:
        self.stages = dict.fromkeys(STAGES, 0.0)
        self.stages["start"] = process_time()
        self.rules: dict[str, RuleTime] = {}
        self.posts: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, path: str | None = None) -> Iterator[None]:
        """Add what goes on inside to a stage, and to a post where one is named. Stages don't stand in one another."""
        started = process_time()
        try:
            yield
        finally:
            took = process_time() - started
            self.stages[name] += took
            if path is not None:
                self.posts[path] = self.posts.get(path, 0.0) + took

    def rule(self, id: str, seconds: float, findings: int) -> None:
        """Add what one rule took on one post."""
        before = self.rules.get(id, RuleTime())
        self.rules[id] = RuleTime(before.seconds + seconds, before.posts + 1, before.findings + findings)
