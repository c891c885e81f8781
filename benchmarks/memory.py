"""What memory and time a check of very many posts takes.

    python -m benchmarks.memory FOLDER_OF_POSTS [--posts 5000 20000 100000] [--jobs N] [--seed N]

The posts are made from those of the folder, again and again, and no two are the same: names, titles and days differ, so
do the links from one to another, and paragraphs stand in another order or are missing. For each number of posts there
is a new folder with one run, cold, whose report goes to a file. Memory is that of all processes of the run together,
where a page that several share counts once (Linux: "Pss"), looked at ten times a second; what the largest process held
at its peak stands beside it.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from postlint.files import find_posts

TICK = 0.1
SINCE = datetime.date(2010, 1, 1)
_TITLE = re.compile(r"^(title\s*[:=]\s*)([\"']?)(.*?)([\"']?)\s*$", re.MULTILINE)
_DATE = re.compile(r"^(date\s*[:=]\s*[\"']?)\d{4}-\d\d-\d\d", re.MULTILINE)
_SLUG = re.compile(r"^((?:slug|id|url|permalink|path|canonicalUrl)\s*[:=]\s*[\"']?[^\s\"']*[^\s\"'/])", re.MULTILINE)
_TARGET = re.compile(r"(?<=\]\()[^\s)]+|(?<=href=\")[^\s\"]+")
_NAME = re.compile(r"[\w-]+")


class Post(NamedTuple):
    """A post that others are made from: where it lies, its front matter with the fence, and its paragraphs."""

    path: str
    head: str
    paragraphs: list[str]

    @property
    def name(self) -> str:
        """What links call it: the folder of an index, else the file."""
        folder, name = os.path.split(self.path)
        stem = name.partition(".")[0]
        return os.path.basename(folder) if stem == "index" and folder else stem


def read(folder: str) -> list[Post]:
    posts = []
    for path in find_posts(folder, folder):
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            text = file.read().replace("\r\n", "\n")
        fence = text[:3]
        end = text.find(f"\n{fence}\n", 3) + 5 if fence in ("---", "+++") else 0
        end = max(end, 0) if end != 4 else 0
        posts.append(Post(os.path.relpath(path, folder), text[:end], text[end:].split("\n\n")))
    return posts


def made(posts: Sequence[Post], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """So many paths and texts."""
    names = {post.name for post in posts}
    for number in range(count):
        turn, place = divmod(number, len(posts))
        post = posts[place]
        yield _path(post, turn), _varied(post, turn, names, random.Random(f"{seed} {number}"))


def _path(post: Post, turn: int) -> str:
    folder, name = os.path.split(post.path)
    stem, dot, suffix = name.partition(".")
    if stem == "index" and folder:
        return os.path.join(f"{folder}-{turn}", name)
    return os.path.join(folder, f"{stem}-{turn}{dot}{suffix}")


def _varied(post: Post, turn: int, names: set[str], chance: random.Random) -> str:
    day = SINCE + datetime.timedelta(days=chance.randrange(5000))
    head = _TITLE.sub(lambda found: f"{found[1]}{found[2]}{found[3]}, part {turn}{found[4]}", post.head, count=1)
    head = _DATE.sub(lambda found: f"{found[1]}{day}", head, count=1)
    head = _SLUG.sub(rf"\g<1>-{turn}", head)
    paragraphs = list(post.paragraphs)
    if "```" not in "".join(paragraphs):  # a fence that is cut would make all that follows code
        if len(paragraphs) > 2:
            paragraphs.pop(chance.randrange(len(paragraphs)))
        chance.shuffle(paragraphs)
    body = "\n\n".join(paragraphs)

    def renamed(target: re.Match[str]) -> str:
        return _NAME.sub(lambda name: f"{name[0]}-{turn}" if name[0] in names else name[0], target[0])

    return f"{head}{_TARGET.sub(renamed, body)}\n\nThis is text {turn} of its kind, of {day}.\n"


def write(files: Iterable[tuple[str, str]], folder: str) -> int:
    """Write files and return how many bytes these are."""
    size = 0
    for path, text in files:
        place = os.path.join(folder, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="") as file:
            size += file.write(text)
    return size


class Took(NamedTuple):
    seconds: float
    together: int
    """Bytes of all processes at the worst moment."""
    largest: int
    """Bytes of the largest process at its own worst moment."""
    code: int


def took(command: Sequence[str], folder: str) -> Took:
    """Run a command and watch its processes."""
    started = time.monotonic()
    together = 0
    largest: dict[int, int] = {}
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            now = {pid: _memory(pid) for pid in _family(process.pid)}
            together = max(together, sum(shared for shared, _ in now.values()))
            for pid, (_, own) in now.items():
                largest[pid] = max(own, largest.get(pid, 0))
            time.sleep(TICK)
    return Took(time.monotonic() - started, together, max(largest.values(), default=0), process.returncode)


def _family(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = [int(child) for child in file.read().split()]
    except OSError:
        children = []
    return [pid, *(one for child in children for one in _family(child))]


def _memory(pid: int) -> tuple[int, int]:
    """The bytes that a process holds, once with its share of what others hold too, and once with all of it."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            said = dict(line.split(":", 1) for line in file.read().splitlines()[1:])
    except OSError:
        return 0, 0
    return tuple(int(said[name].split()[0]) * 1024 if name in said else 0 for name in ("Pss", "Rss"))  # type: ignore[return-value]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="What memory a check of very many posts takes.")
    parser.add_argument("folder")
    parser.add_argument("--posts", type=int, nargs="+", default=[5_000, 20_000])
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--no-cache", action="store_true")
    given = parser.parse_args(arguments)
    posts = read(os.path.abspath(given.folder))
    if not posts:
        raise SystemExit(f"There is no post in {given.folder}.")
    flags = ["--output-format", "concise", "--quiet"]
    flags += ["--jobs", str(given.jobs)] if given.jobs else []
    flags += ["--no-cache"] if given.no_cache else []
    print("| posts | MB of text | seconds | memory together, MB | largest process, MB | findings | exit code |")
    print("|---|---|---|---|---|---|---|")
    for count in given.posts:
        with tempfile.TemporaryDirectory() as place:
            blog, report = os.path.join(place, "blog"), os.path.join(place, "report.txt")
            size = write(made(posts, count, given.seed), blog)
            os.environ["POSTLINT_CACHE_DIR"] = os.path.join(place, "cache")
            command = [sys.executable, "-m", "postlint", "check", ".", *flags, "--output-file", report]
            one = took(command, blog)
            with open(report, "rb") as file:
                findings = sum(1 for _ in file)
        figures = [f"{part / 1e6:,.0f}" for part in (one.together, one.largest)]
        row = [f"{count:,}", f"{size / 1e6:,.0f}", f"{one.seconds:,.0f}", *figures, f"{findings:,}", str(one.code)]
        print(f"| {' | '.join(row)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
