"""Runs commands in turn, several times, and tells the medians of what each took."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Took(NamedTuple):
    """What a command took: seconds on the wall, seconds of processor time, bytes at its peak."""

    wall: float
    cpu: float
    memory: float


class Run(NamedTuple):
    """A command, where it is run, and what is done before each time."""

    command: list[str]
    folder: str
    before: Callable[[], object] = lambda: None


def took(run: Run) -> Took:
    """Run it once in a new process; children count, and of memory the largest process."""
    run.before()
    nowhere = os.open(os.devnull, os.O_RDWR)
    started = time.perf_counter()
    child = os.fork()
    if child == 0:  # Nothing but the way to the command, so that memory is that of the command.
        try:
            os.chdir(run.folder)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            os.execvp(run.command[0], run.command)
        finally:
            os._exit(127)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - started
    os.close(nowhere)
    if os.waitstatus_to_exitcode(status) in (127, 126):
        raise OSError(f"{run.command[0]} could not be run")
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def in_turns(runs: Mapping[str, Run], times: int) -> dict[str, Took]:
    """The medians of each; they take turns, so that a busy moment strikes all. A first turn is not counted."""
    counted: dict[str, list[Took]] = {name: [] for name in runs}
    for turn in range(times + 1):
        for name, run in runs.items():
            one = took(run)
            if turn:
                counted[name].append(one)
    return {name: Took(*map(statistics.median, zip(*several, strict=True))) for name, several in counted.items()}
