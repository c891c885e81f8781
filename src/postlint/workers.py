"""Processes that read and check posts side by side. A process that dies loses no post: another one takes them over.

Each process keeps the documents that it read when facts were drawn from them, and checks them when all facts are known.
What goes through the pipes is JSON, a message for each post. Processes that are forked when the site is known take it
with them, and share what they do not change of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postlint import look
from postlint.cache.plain import Outcome, facts_of, outcome_of, plain_facts, plain_outcome
from postlint.files import Unreadable
from postlint.text import Position

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from postlint.site import PostFacts, Site
    from postlint.site.posts import Posts
    from postlint.work import Checks, Work

MOST_NEW = 10_000
"""So many objects may come before a process looks for garbage: a post makes several thousands, and little of it is."""
LEAST_BYTES = 200_000
"""Posts that are together smaller than this are checked before processes would have started."""


def usable_cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Some processes that work for one run. Use it in a ``with`` block; at its end they are gone.

    ``site`` is that of all posts, where it is known already.
    """

    def __init__(self, linter: Checks, jobs: int, start_method: str | None = None, site: Site | None = None) -> None:
        import multiprocessing

        method = start_method or ("fork" if sys.platform == "linux" else "spawn")
        self._context: BaseContext = multiprocessing.get_context(method)
        self._linter = linter
        self._site = site if method == "fork" else None
        self._members: list[_Member | None] = [None] * jobs
        self._owners: dict[str, int] = {}
        self.retried: list[str] = []
        """Posts of a process that died, and which another one read."""

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        for number, member in enumerate(self._members):
            if member is not None:
                member.end()
                self._members[number] = None

    def index(self, sizes: Mapping[str, int], kept: Collection[str]) -> Iterator[tuple[str, PostFacts | Unreadable]]:
        """The facts of posts, in any order. ``sizes`` are those of their files; ``kept`` ones get checked later."""
        loads = [0] * len(self._members)
        for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
            least = loads.index(min(loads))
            loads[least] += sizes[path] + 1
            self._owners[path] = least
        tasks = self._shared_out(sorted(sizes))
        orders = {number: ("index", [[path, path in kept] for path in paths]) for number, paths in tasks.items()}
        for path, kind, plain in self._answers(orders):
            yield path, facts_of(plain) if kind == "facts" else _unreadable(plain)

    def check(self, paths: Sequence[str], posts: Posts) -> Iterator[tuple[str, Outcome | Unreadable]]:
        """What is found in posts, in any order, when these are all posts of their site."""
        known = [plain_facts(one) for one in posts.values()] if self._site is None else None
        for number, path in enumerate(paths):
            self._owners.setdefault(path, number % len(self._members))
        tasks = self._shared_out(paths)
        rules = self._linter.registry.rules
        orders = {number: ("check", paths, known) for number, paths in tasks.items()}
        for path, kind, plain in self._answers(orders):
            yield path, outcome_of(plain, path, rules) if kind == "outcome" else _unreadable(plain)

    def _shared_out(self, paths: Iterable[str]) -> dict[int, list[str]]:
        tasks: dict[int, list[str]] = {}
        for path in paths:
            tasks.setdefault(self._owners[path], []).append(path)
        return tasks

    def _answers(self, orders: Mapping[int, tuple[Any, ...]]) -> Iterator[tuple[str, str, Any]]:
        """An answer for each post of each order: its path, what it is, and that as plain data."""
        from multiprocessing.connection import wait

        left = {number: [_path(task) for task in order[1]] for number, order in orders.items()}
        for number, order in orders.items():
            self._order(number, order)
        while left:
            by_connection = {member.connection: number for number in left if (member := self._members[number])}
            for connection in wait(list(by_connection)):
                number = by_connection[connection]  # type: ignore[index]
                try:
                    answer = json.loads(connection.recv_bytes())  # type: ignore[union-attr]
                except (EOFError, OSError):
                    yield from self._taken_over(number, orders[number], left)
                    continue
                if isinstance(answer, dict):
                    stamps = {place: seen.encode("latin-1") for place, seen in answer["looks"].items()}
                    look.taken_over(stamps, is_sound=answer["sound"])
                    del left[number]
                    continue
                # Our own text, since facts and findings are held under it.
                path = left[number].pop(left[number].index(answer[0]))
                yield path, answer[1], answer[2]

    def _order(self, number: int, order: tuple[Any, ...]) -> None:
        """Give a member its work; one that is dead by then is found out when it does not answer."""
        member = self._members[number]
        if member is None:
            others = [other.connection for other in self._members if other is not None]
            member = self._members[number] = _Member(self._context, self._linter, self._site, others)
        member.give(order)

    def _taken_over(
        self, number: int, order: tuple[Any, ...], left: dict[int, list[str]]
    ) -> Iterator[tuple[str, str, Any]]:
        """Give what a dead process left to a new one. Where that is the second to die of a post, the post is named."""
        dead = self._members[number]
        ended = dead.end(seconds=2) if dead is not None else ""
        look.doubt()  # what it looked at is not known
        self._members[number] = None
        paths = left[number]
        if not paths:
            del left[number]
            return
        # Posts are answered in order, so this is the one that the process had in hand.
        first = paths[0]
        if first in self.retried:
            paths.pop(0)
            message = f"The process that read this post {ended} twice, so the post was not checked."
            yield first, "unreadable", ["crashed-parser", message, None, [1, 1, 0]]
        self.retried += (path for path in paths if path not in self.retried)
        if not paths:
            del left[number]
            return
        unanswered = set(paths)
        rest = [task for task in order[1] if _path(task) in unanswered]
        self._order(number, (order[0], rest, *order[2:]))


def _path(task: Any) -> str:
    return task if isinstance(task, str) else task[0]


class _Member:
    """A process, and our end of the pipe to it."""

    def __init__(self, context: BaseContext, linter: Checks, site: Site | None, others: Sequence[Connection]) -> None:
        self.connection, theirs = context.Pipe()
        # A process that is forked inherits our ends of all pipes, and while it holds one, none of the others would
        # notice that we are gone.
        inherited = [*others, self.connection] if context.get_start_method() == "fork" else []
        arguments = (theirs, linter, site, inherited, look.is_noted())
        self.process: BaseProcess = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()

    def give(self, order: tuple[Any, ...]) -> None:
        try:
            self.connection.send_bytes(json.dumps(order).encode())
        except OSError:
            return  # it is dead, which reading from it will tell

    def end(self, seconds: float = 0) -> str:
        """Stop it, and say how it ended if it did so by itself, for which it is given so many seconds."""
        self.process.join(seconds)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
        self.connection.close()
        return f"was killed by signal {-code}" if code is not None and code < 0 else "ended"


def _serve(
    connection: Connection, linter: Checks, site: Site | None, inherited: Sequence[Connection], is_noting: bool
) -> None:
    """What a process does: carry out one order after the other until the pipe is closed."""
    import gc
    import signal
    from contextlib import nullcontext

    from postlint.work import Work

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    for other in inherited:
        other.close()
    gc.set_threshold(MOST_NEW)
    gc.freeze()  # what is inherited is shared as long as nobody, a search for garbage neither, writes to it
    work = Work(linter, site)
    try:
        with look.noting() if is_noting else nullcontext(look.Looks()) as looks:
            _carry_out_orders(connection, work, looks)
    except (EOFError, OSError):
        return


def _carry_out_orders(connection: Connection, work: Work, looks: look.Looks) -> None:
    """Answer for each post of each order. Raises EOFError or OSError when the pipe is closed."""
    from postlint.site.posts import Posts

    while True:
        kind, tasks, *known = json.loads(connection.recv_bytes())
        if kind == "check" and known[0] is not None:
            work.know(Posts(map(facts_of, known[0])))
        for task in tasks:
            path = _path(task)
            try:
                if kind == "index":
                    said = "facts", plain_facts(work.index(path, is_kept=task[1]))
                else:
                    said = "outcome", plain_outcome(work.check(path))
            except Unreadable as error:
                said = "unreadable", [error.rule, error.message, error.offset, error.position]
            connection.send_bytes(json.dumps([path, *said]).encode())
        stamps, is_sound = looks.taken()
        seen = {place: stamp.decode("latin-1") for place, stamp in stamps.items()}
        connection.send_bytes(json.dumps({"looks": seen, "sound": is_sound}).encode())


def _unreadable(plain: Any) -> Unreadable:
    rule, message, offset, position = plain
    return Unreadable(rule, message, offset, Position(*position))
