"""``check --fix`` beside a baseline: old findings whose words the fixes change stay covered.

The baseline knows findings by their words. So it gets the new ones before the first post is written, and loses the old
ones after the last: whoever is killed in between finds it too wide, and never too narrow. Where posts are fixed in
git's index, so is the baseline that lies there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint import changes
from postlint.baseline import Key, compare
from postlint.baseline.comparison import key_of
from postlint.baseline.record import dump, parse
from postlint.baseline.reworded import moved, pairs, widened
from postlint.cli import old_findings, terminal
from postlint.cli.old_findings import shown
from postlint.errors import UserError
from postlint.report import Report
from postlint.reporters.summary import counted
from postlint.text import Source

if TYPE_CHECKING:
    import argparse

    from postlint.baseline import Baseline
    from postlint.changes import Entry, Index
    from postlint.cli.fixing import Written
    from postlint.diagnostic import Diagnostic
    from postlint.linter import Linter
    from postlint.report import FixedPost


class Reworded:
    """What a baseline is to be told of posts that are about to be written. Making it raises UserError."""

    def __init__(self, posts: Sequence[FixedPost], linter: Linter, parsed: argparse.Namespace) -> None:
        self._linter = linter
        self._file, self._baseline = old_findings.known(linter, parsed)
        self._moves: dict[str, Counter[tuple[Key, Key]]] = {}
        if self._baseline is not None:
            self._moves = _moves(self._baseline, [post for post in posts if post.result.edits], linter, self._file)

    def around(self, write: Callable[[], Written], show: Callable[[str], str], *, quiet: bool) -> Written:
        """Write posts, the baseline before and after. Raises UserError, and the baseline is as it was.

        What is written has failed, too, where the baseline could not be written afterwards; it then knows both.
        """
        if self._baseline is None or not self._moves:
            return write()
        old_findings.write(self._file, widened(self._baseline, _sum(self._moves.values())))
        try:
            written = write()
        except UserError:
            self._settle(lambda path: False, quiet=True)
            raise
        is_settled = self._settle(lambda path: show(path) in written.fixes, quiet=quiet)
        return written._replace(failed=written.failed or not is_settled)

    def staged(self, index: Index, posts: Sequence[FixedPost]) -> tuple[Entry, str] | None:
        """The baseline's entry of the index, and its text once these posts are fixed there; None where it stays."""
        entry = changes.entry(index, os.path.realpath(self._file)) if self._moves else None
        text = changes.text(index, entry) if entry is not None else None
        if entry is None or text is None:
            return None
        try:
            baseline = parse(text, shown(self._file))
        except UserError:  # The one that is staged is not the one that this run goes by.
            return None
        moves = _sum(_moves(baseline, posts, self._linter, self._file).values())
        return (entry, dump(moved(baseline, moves))) if moves else None

    def _settle(self, is_written: Callable[[str], bool], *, quiet: bool) -> bool:
        """Let the baseline forget the old words in the posts that were written, and the new ones in the others.

        False where it cannot be written, which is told.
        """
        assert self._baseline is not None
        moves = _sum(moves for path, moves in self._moves.items() if is_written(path))
        try:
            old_findings.write(self._file, moved(self._baseline, moves))
        except UserError as error:
            terminal.tell_error(error)
            return False
        if moves and not quiet:
            count = sum(moves.values())
            stay = "stays" if count == 1 else "stay"
            what = counted(count, "old finding")
            terminal.tell(f"{shown(self._file)}: {what} {stay} covered in the words that the fixes have left.")
        return True


def _moves(
    baseline: Baseline, posts: Sequence[FixedPost], linter: Linter, file: str
) -> dict[str, Counter[tuple[Key, Key]]]:
    """By path, which keys become which, where that is another."""
    found = [one for post in posts for one in post.result.found]
    before = old_findings.run_of(_report(found, {post.path: post.text for post in posts}), linter, file, [])
    covered = {id(one): key for one, key in compare(baseline, before).covered}
    left = [one for post in posts for one in post.result.left]
    after = old_findings.run_of(_report(left, {post.path: post.result.text for post in posts}), linter, file, [])
    moves: dict[str, Counter[tuple[Key, Key]]] = {}
    for post in posts:
        result = post.result
        for number, other in pairs(result.found, result.left, result.edits):
            old = covered.get(id(result.found[number]))
            if old is None:
                continue
            new = key_of(result.left[other], after)._replace(path=old.path)
            if new != old:
                moves.setdefault(post.path, Counter())[old, new] += 1
    return moves


def _report(found: list[Diagnostic], texts: Mapping[str, str]) -> Report:
    return Report(found, len(texts), 0, [], {path: Source(text) for path, text in texts.items()}, tuple(texts))


def _sum(several: Iterable[Counter[tuple[Key, Key]]]) -> Counter[tuple[Key, Key]]:
    return sum(several, Counter[tuple[Key, Key]]())
