"""Where the time of ``check`` went, as tables for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time
from typing import TYPE_CHECKING

from postlint.cli.table import table

if TYPE_CHECKING:
    from postlint.timing import Timing

MOST_RULES = 25
MOST_POSTS = 5


def lines(timing: Timing, show: Callable[[str], str], *, color: bool) -> Iterator[str]:
    """The time by stage, by the rules and by the posts that took most of it."""
    total = process_time()
    stages = [(name, seconds) for name, seconds in timing.stages.items() if seconds]
    stages.append(("rest", max(0.0, total - sum(seconds for _, seconds in stages))))
    by_stage = [(name, _seconds(seconds), _share(seconds, total)) for name, seconds in stages]
    yield ""
    yield from table(("stage", "seconds", "share"), [*by_stage, ("all", _seconds(total), "100 %")], color=color)
    slow = sorted(timing.rules.items(), key=lambda item: (-item[1].seconds, item[0]))
    if slow:
        rows = [
            (id, _seconds(one.seconds), _share(one.seconds, total), f"{one.posts:,}", f"{one.findings:,}")
            for id, one in slow[:MOST_RULES]
        ]
        if len(slow) > MOST_RULES:
            others = [one for _, one in slow[MOST_RULES:]]
            seconds = sum(one.seconds for one in others)
            found = sum(one.findings for one in others)
            rows.append((f"{len(others)} others", _seconds(seconds), _share(seconds, total), "", f"{found:,}"))
        yield ""
        yield from table(("rule", "seconds", "share", "posts", "findings"), rows, color=color)
    posts = sorted(timing.posts.items(), key=lambda item: (-item[1], item[0]))[:MOST_POSTS]
    if posts:
        yield ""
        by_post = [(show(path), _seconds(seconds), _share(seconds, total)) for path, seconds in posts]
        yield from table(("post", "seconds", "share"), by_post, color=color)
    yield ""
    yield "Seconds of the processor, in one process and without the cache. What several rules ask for, such as"
    yield "sentences, is worked out once and counts for the rule that asks first."


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _share(seconds: float, total: float) -> str:
    return f"{seconds / total * 100:.1f} %" if total else "-"
