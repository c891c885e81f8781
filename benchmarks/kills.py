"""Does anything get lost when postlint is killed while it writes? And would this test see it?

    python benchmarks/kills.py [--kills 1000] [--runs 200] [--seed 1]

Kills a writer of one post at random moments, and a naive writer (open, truncate, write) likewise; kills both at each
system call between the first and the last byte, where strace is there; lets each of these calls fail in four ways. Then
kills `check --fix` and `check --staged --fix` on a small blog at random moments: each post must hold its old or its
fixed bytes, the index its old bytes or all fixes, and the next run must end the work and leave nothing
lying about.
Prints what was counted, and exits with 1 where something was lost, or where the naive writer loses nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import crashes
from postlint.cli import main as postlint

ERRORS = ("ENOSPC", "EACCES", "EIO", "EINTR")
POSTS = 12
WRITING = 0.03  # seconds in which all posts of the blog are written, more or less
BAD = "---\ntitle: Post {number}\n---\n\n" + "We run the the tests.\n\n" * 60
CONFIG = 'posts = ["blog"]\nselect = ["plain-english/doubled-word"]\n'
GIT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


class Blog:
    """A small blog in a git repository, all posts of which are staged and can be fixed."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.old = {f"{number}.md": BAD.format(number=number).encode() for number in range(POSTS)}
        self.fixed = {name: text.replace(b"the the", b"the") for name, text in self.old.items()}
        (top / "blog").mkdir(parents=True)
        (top / "postlint.toml").write_text(CONFIG)
        self.git("init", "-q")
        for name, text in self.old.items():
            (top / "blog" / name).write_bytes(text)
        self.git("add", "-A")
        self.index = (top / ".git" / "index").read_bytes()

    def git(self, *arguments: str) -> bytes:
        return subprocess.run(["git", *arguments], cwd=self.top, env=GIT, check=True, stdout=subprocess.PIPE).stdout

    def restore(self) -> None:
        shutil.rmtree(self.top / "blog")
        (self.top / "blog").mkdir()
        for name, text in self.old.items():
            (self.top / "blog" / name).write_bytes(text)
        (self.top / ".git" / "index.lock").unlink(missing_ok=True)
        (self.top / ".git" / "index").write_bytes(self.index)

    def state(self) -> tuple[str, int]:
        """What the posts hold, and how many other files lie among them."""
        found = {path.name: path.read_bytes() for path in (self.top / "blog").iterdir()}
        whole = all(found.get(name) in (text, self.fixed[name]) for name, text in self.old.items())
        fixed = sum(found.get(name) == text for name, text in self.fixed.items())
        names = {0: "old", POSTS: "fixed"}
        return names.get(fixed, "some fixed") if whole else "torn", len(found) - POSTS

    def staged(self) -> str:
        """What the index holds."""
        if (self.top / ".git" / "index").read_bytes() == self.index:
            return "byte-equal"
        held = {name: self.git("show", f":blog/{name}") for name in self.old}
        return "all fixed" if held == self.fixed else "torn"


def run(blog: Blog, arguments: list[str], wait: float | None = None, *, is_writing: bool = False) -> int:
    """Run a command in a process of its own, and kill it after so many seconds, or that long after it began to write.

    Returns its status.
    """
    folder = blog.top / "blog"
    before = folder.stat().st_mtime_ns
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.chdir(blog.top)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(postlint(arguments))
    if wait is not None:
        deadline = time.monotonic() + 60
        while is_writing and folder.stat().st_mtime_ns == before and time.monotonic() < deadline:
            time.sleep(0.0002)
        time.sleep(wait)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    with contextlib.suppress(ProcessLookupError):  # a git that it has started ends by itself
        while os.killpg(pid, 0) is None:
            time.sleep(0.001)
    return status


def runs(folder: Path, arguments: list[str], count: int, random: Random) -> tuple[Counter[str], bool]:
    """What became of a blog whose check with fixes was killed so often, and whether nothing was lost."""
    blog = Blog(folder)
    begun = time.perf_counter()
    run(blog, arguments)
    longest = time.perf_counter() - begun
    staged = "all fixed" if "--staged" in arguments else "byte-equal"
    seen: Counter[str] = Counter()
    is_well = True
    for number in range(count):
        blog.restore()
        is_writing = number % 2 == 1  # half of them at the moments that matter
        wait = random.random() * (WRITING if is_writing else longest)
        seen["killed"] += os.WIFSIGNALED(run(blog, arguments, wait, is_writing=is_writing))
        posts, others = blog.state()
        index = blog.staged()
        seen[f"posts {posts}"] += 1
        seen[f"index {index}"] += 1
        seen["temporary file left"] += others
        is_ended = run(blog, arguments) == 0 and blog.state() == ("fixed", 0) and blog.staged() == staged
        seen["ended by the next run"] += is_ended
        is_well = is_well and posts != "torn" and index in ("byte-equal", staged) and is_ended
    return +seen, is_well


def say(what: str, counts: Counter[str]) -> None:
    print(f"{what}: {', '.join(f'{count:,} {name}' for name, count in sorted(counts.items()))}", flush=True)


def writers(place: crashes.Place, kills: int, random: Random) -> bool:
    """Kill writers, and refuse them things; whether only the naive one loses bytes."""

    def look(lefts: Iterable[crashes.Left], how: str) -> Counter[str]:
        nonlocal is_well
        seen: Counter[str] = Counter()
        for left in lefts:
            seen[left.content] += 1
            seen["temporary file left"] += len(left.others)
            if how == "atomic":
                is_well = is_well and left.content != "torn" and left.is_kept
                again = place.mended()
                seen["not as it was, or not ended by the next run"] += not (again.is_kept and not again.others)
                is_well = is_well and again == crashes.Left("new", is_kept=True, others=[])
        return +seen

    is_well = True
    for how in ("atomic", "naive"):
        seen = look((crashes.killed(place, how, random) for _ in range(kills)), how)
        say(f"{kills:,} kills at random moments, {how}", seen)
        is_well = is_well and (how == "atomic" or seen["torn"] > 0)
    if crashes.STRACE is None:
        print("strace is missing, so system calls were left alone")
        return is_well
    for how in ("atomic", "naive"):
        calls = crashes.calls(place, how)
        seen = look((crashes.struck(place, how, call, "signal=KILL") for call in calls), how)
        say(f"a kill at each of {len(calls)} system calls, {how}", seen)
        is_well = is_well and (how == "atomic" or seen["torn"] > 0)
        for error in ERRORS:
            own = [call for call in calls if call.name != "brk"]
            lefts = [crashes.struck(place, how, call, f"error={error}") for call in own]
            seen = look(lefts, how)
            seen["silent though old"] += sum(left.content == "old" and not left.said for left in lefts)
            say(f"{error} from each of {len(own)} system calls, {how}", +seen)
            is_well = is_well and not (how == "atomic" and any(left.others for left in lefts))
    return is_well


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill writers, and see what is left.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random = Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        is_well = writers(crashes.Place(folder), given.kills, random)
        for number, arguments in enumerate((["check", "--fix"], ["check", "--staged", "--fix"])):
            seen, is_fine = runs(folder / str(number), arguments, given.runs, random)
            say(f"{given.runs:,} times postlint {' '.join(arguments)}", seen)
            is_well = is_well and is_fine
    print("nothing was lost, and the test can tell" if is_well else "SOMETHING WAS LOST, or the test cannot tell")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
