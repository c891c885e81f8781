"""What ``check`` does with fixes: write them, show them as a patch, or hand on the text of standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.atomic import Unwritable, rewrite
from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN, FOUND
from postlint.records import NamedTuple
from postlint.reporters.escape import line, visible
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    from postlint.fix_rounds import FixResult
    from postlint.report import FixedPost


class Written(NamedTuple):
    """What became of fixes: how many were written, by path and rule, and whether some post could not be written."""

    fixes: Mapping[str, Mapping[str, int]]
    failed: bool

    @property
    def notes(self) -> Iterator[str]:
        """What to say about it, a line."""
        if self.fixes:
            total = sum(sum(rules.values()) for rules in self.fixes.values())
            yield f"Fixed {counted(total, 'finding')} in {counted(len(self.fixes), 'post')}."

    @property
    def listed(self) -> Iterator[str]:
        """Each post with what was fixed in it, for ``--show-fixes``."""
        for path, rules in self.fixes.items():
            several = (f"{rule} ({count} times)" if count > 1 else rule for rule, count in sorted(rules.items()))
            yield f"{path}: fixed {', '.join(several)}"


def write(posts: Iterable[FixedPost], root: str, show: Callable[[str], str]) -> Written:
    """Write fixed posts, each in one step. What cannot be written stays as it was and is told."""
    fixes: dict[str, Mapping[str, int]] = {}
    failed = False
    for post in posts:
        shown = show(post.path)
        if post.result.unsettled:
            terminal.tell(unsettled(shown, post.result))
            continue
        try:
            rewrite(os.path.join(root, post.path), post.text.encode(), post.result.text.encode())
        except Unwritable as error:
            terminal.tell(f"{shown}: error: {error.message}")
            failed = True
            continue
        fixes[shown] = post.result.rules
    return Written(fixes, failed)


def unsettled(shown: str, result: FixResult) -> str:
    """Says that a post was left as it was, and by whose fault."""
    rules = " and ".join(f"'{rule}'" for rule in result.unsettled)
    return f"{shown}: the fixes of {rules} call for each other without end, so the post was left as it is."


def show_patch(posts: Sequence[FixedPost], show: Callable[[str], str]) -> int:
    """Print the fixes as a patch and return the exit code: 1 where there is something to fix."""
    for post in posts:
        if post.result.unsettled:
            terminal.tell(unsettled(show(post.path), post.result))
    text = "".join(patch(posts, show))
    terminal.write_bytes(text.encode())
    return FOUND if text else CLEAN


def patch(posts: Sequence[FixedPost], show: Callable[[str], str]) -> Iterator[str]:
    """The fixes as a unified diff, which ``git apply`` and ``patch -p1`` take. Raises nothing."""
    from difflib import unified_diff

    for post in posts:
        shown = line(visible(show(post.path)))
        before, after = _lines(post.text), _lines(post.result.text)
        for text in unified_diff(before, after, f"a/{shown}", f"b/{shown}"):
            yield text if text.endswith("\n") else f"{text}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as git counts them, each with its line feed."""
    return [*(f"{one}\n" for one in text.split("\n")[:-1]), *filter(None, text.split("\n")[-1:])]
