"""Writers of a file that are killed or refused something at any moment, and what is left of the file.

``atomic`` is how postlint writes posts; ``naive`` opens, truncates and writes, so that it can be seen that this harness
sees bytes being lost. ``benchmarks/kills.py`` runs it at length.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from postlint.atomic import rewrite

OLD, NEW = b"old " * 20_000, b"new! " * 20_000
MODE = 0o640
OWNER = (1234, 4321)  # as far as we may give files away
STRACE = shutil.which("strace")

# What a file is given for; the markers are calls that nobody else makes.
SCRIPT = """
import os, sys
from postlint.atomic import Unwritable, rewrite
old, new = b"old " * 20_000, b"new! " * 20_000
path = sys.argv[1]
os.access("/postlint-begins", 0)
try:
    if sys.argv[2] == "naive":
        with open(path, "wb") as file:
            file.write(new)
    else:
        rewrite(path, old, new)
except Unwritable as error:
    print(error.message)
finally:
    os.access("/postlint-ends", 0)
"""


class Call(NamedTuple):
    """A system call of a writer: the ``number``-th of this name since its process started."""

    name: str
    number: int


class Left(NamedTuple):
    """What is left: ``content`` is old, new or torn; ``is_kept`` says whether mode, owner and link are as they were."""

    content: str
    is_kept: bool
    others: list[str]
    said: str = ""
    is_within: bool = True  # whether it was struck while it wrote


class Place:
    """A folder with a post, and a link to it in another folder, by which it is written."""

    def __init__(self, folder: Path) -> None:
        self.post = folder / "real" / "post.md"
        self.link = folder / "link.md"
        self.trace = folder / "trace"
        self.owner = OWNER if os.geteuid() == 0 else (os.geteuid(), os.getegid())
        self.post.parent.mkdir()
        self.link.symlink_to(Path("real", "post.md"))
        self.restore()

    def restore(self) -> None:
        """Put the post back as it was, without what was left beside it."""
        for other in self.post.parent.iterdir():
            other.unlink()
        self.post.write_bytes(OLD)
        os.chown(self.post, *self.owner)
        self.post.chmod(MODE)

    def left(self, said: str = "", *, is_within: bool = True) -> Left:
        """What a writer left."""
        status = self.post.stat()
        is_kept = self.link.is_symlink() and stat.S_IMODE(status.st_mode) == MODE
        is_kept = is_kept and (status.st_uid, status.st_gid) == self.owner and status.st_nlink == 1
        content = {OLD: "old", NEW: "new"}.get(self.post.read_bytes(), "torn")
        others = [name for name in os.listdir(self.post.parent) if name != self.post.name]
        return Left(content, is_kept, others, said, is_within)

    def mended(self) -> Left:
        """What is left when the next run has done the same."""
        rewrite(str(self.link), self.post.read_bytes(), NEW)
        return self.left()


def killed(place: Place, how: str, random: Random) -> Left:
    """What is left by a writer that is killed at some moment of its endless work."""
    place.restore()
    ready, begun = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(begun, b"!")
        _write_without_end(str(place.link), how)
    os.read(ready, 1)
    os.close(ready)
    os.close(begun)
    time.sleep(random.random() * 0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return place.left()


def _write_without_end(path: str, how: str) -> None:
    try:
        while True:
            for old, new in ((OLD, NEW), (NEW, OLD)):
                if how == "atomic":
                    rewrite(path, old, new)
                else:
                    with open(path, "wb") as file:
                        file.write(new)
    finally:
        os._exit(1)


def calls(place: Place, how: str) -> list[Call]:
    """The system calls of a writer, from the first to the last byte."""
    _traced(place, how)
    return list(_within(place.trace.read_text(errors="replace")))


def _within(trace: str) -> Iterator[Call]:
    counts: Counter[str] = Counter()
    is_within = False
    for line in trace.splitlines():
        if (match := re.match(r"(\w+)\(", line)) is None:
            continue
        counts[match[1]] += 1
        if "/postlint-ends" in line:
            return
        if is_within:
            yield Call(match[1], counts[match[1]])
        is_within = is_within or "/postlint-begins" in line


def struck(place: Place, how: str, call: Call, what: str) -> Left:
    """What is left by a writer of which one system call meets this, such as ``signal=KILL`` or ``error=ENOSPC``."""
    said = _traced(place, how, f"--inject={call.name}:{what}:when={call.number}")
    trace = place.trace.read_text(errors="replace")
    begun, _, rest = trace.partition("/postlint-begins")
    within = rest.partition("/postlint-ends")[0]
    hit = "+++ killed by SIGKILL" if what == "signal=KILL" else "(INJECTED)"
    return place.left(said, is_within=hit in within and "(INJECTED)" not in begun)


def _traced(place: Place, how: str, *options: str) -> str:
    """Run a writer once below strace, and return what it says."""
    place.restore()
    command = [str(STRACE), "-qq", "-o", str(place.trace), *options]
    command += [sys.executable, "-S", "-c", SCRIPT, str(place.link), how]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
