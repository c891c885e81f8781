"""What ``check --add-allow`` does: write suppressions for findings into the posts, so that these check clean."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.atomic import Unwritable, rewrite
from postlint.cli import terminal
from postlint.cli.paths import path_shower
from postlint.document import Document
from postlint.fix import edited
from postlint.records import NamedTuple
from postlint.report import Report
from postlint.reporters.summary import counted
from postlint.rule import ENGINE_PACK
from postlint.suppress.addition import Addition
from postlint.text import BOM

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.linter import Linter
    from postlint.report import OpenPost


class Allowed(NamedTuple):
    """A text in which findings are allowed, how many, and the rules that could not be."""

    text: str
    findings: int
    refused: list[str]


class Written(NamedTuple):
    """How many findings are allowed by now, by path, and whether some post could not be written."""

    counts: dict[str, int]
    failed: bool

    @property
    def notes(self) -> Iterator[str]:
        """What to say about it, a line."""
        if self.counts:
            yield f"Allowed {counted(sum(self.counts.values()), 'finding')} in {counted(len(self.counts), 'post')}."


def report_of(posts: Sequence[OpenPost]) -> Report:
    """What is found in these posts."""
    found = [one for post in posts for one in post.diagnostics]
    sources = {post.path: post.source for post in posts}
    return Report(found, len(posts), 0, [], sources, tuple(sources))


def write(posts: Iterable[OpenPost], findings: Iterable[Diagnostic], linter: Linter, reason: str) -> Written:
    """Allow findings in the posts that they stand in, each post in one step. What cannot be allowed is told."""
    by_path = defaultdict(list)
    for one in findings:
        if not one.rule.startswith(f"{ENGINE_PACK}/"):  # These tell that something is wrong with postlint's own work.
            by_path[one.path].append(one)
    show = path_shower(linter.config.root)
    counts: dict[str, int] = {}
    failed = False
    for post in posts:
        if not by_path[post.path]:
            continue
        shown = show(post.path)
        allowed = _allowed(post, by_path[post.path], reason)
        if allowed.refused:
            names = ", ".join(f"'{rule}'" for rule in allowed.refused)
            terminal.tell(f"{shown}: no comment can stand where it would allow {names}.")
        if not allowed.findings:
            continue
        try:
            rewrite(os.path.join(linter.config.root, post.path), post.source.written.encode(), allowed.text.encode())
        except Unwritable as error:
            terminal.tell(f"{shown}: error: {error.message}")
            failed = True
            continue
        counts[shown] = allowed.findings
    return Written(counts, failed)


def _allowed(post: OpenPost, wanted: Sequence[Diagnostic], reason: str) -> Allowed:
    """The post with the wanted findings allowed and nothing else found: where they stand, else in the whole post."""
    addition = Addition(Document(post.source.written, post.path))
    mark = BOM if post.source.has_bom else ""
    others = Counter(one.rule for one in post.diagnostics) - Counter(one.rule for one in wanted)
    rules = {one.rule for one in wanted}
    everywhere: set[str] = set()
    refused: set[str] = set()
    while True:
        here = [(one.rule, one.start.offset) for one in wanted if one.rule not in everywhere | refused]
        edits = addition.edits(here, everywhere - refused, reason)
        text = mark + edited(post.source.text, edits)
        count = sum(one.rule not in refused for one in wanted)
        found = post.check(text) if edits else post.diagnostics
        left = {one.rule for one in found if one.rule in _more(found, others)} - refused
        if not left or not edits:
            return Allowed(text, count, sorted(refused))
        # Where only others find more, such as that an allowance holds nowhere, trying tells whose it is.
        at_fault = left & rules or rules - refused
        refused |= at_fault & everywhere
        everywhere |= at_fault


def _more(found: Iterable[Diagnostic], others: Counter[str]) -> Counter[str]:
    """Which rules find more than they did beside what was to be allowed."""
    return Counter(one.rule for one in found) - others
