"""What postlint costs, as ratios within one run: against the bare interpreter, and against the bare Markdown parser.

    python benchmarks/ratios.py FOLDER_OF_POSTS [--runs 9]

The first ratio is one post alone in its folder in a new process, against `python -c pass` of the same interpreter. The
second is all posts of the folder on one core, in process, against a loop over the parser's events of the same files,
reading included in both. Medians; the two sides of a ratio take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from postlint.cli import main as postlint
from postlint.document.markdown import parser as markdown_parser
from postlint.files import find_posts


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def in_turns(runs: int, one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of two actions that take turns; a first turn of each is not counted."""
    one(), other()
    times = [(seconds(one), seconds(other)) for _ in range(runs)]
    return statistics.median(time for time, _ in times), statistics.median(time for _, time in times)


def bare_parser(posts: list[str]) -> None:
    for post in posts:
        with open(post, encoding="utf-8", errors="replace", newline="") as file:
            text = file.read()
        for _ in markdown_parser().events_with_range(text):
            pass


def checked(folder: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        postlint(["check", folder, "--quiet", "--output-format", "concise", "--exit-zero"])


def process(*arguments: str, folder: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=folder, stdout=subprocess.DEVNULL, check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description="What postlint costs, as ratios within one run.")
    parser.add_argument("folder", help="a folder of posts")
    parser.add_argument("--runs", type=int, default=9)
    given = parser.parse_args()
    posts = list(find_posts(given.folder, given.folder))
    middle = sorted(posts, key=os.path.getsize)[len(posts) // 2]
    with tempfile.TemporaryDirectory() as alone:
        shutil.copy(middle, os.path.join(alone, "post.md"))
        one, bare = in_turns(
            given.runs,
            lambda: process("-m", "postlint", "check", "post.md", folder=alone),
            lambda: process("-c", "pass", folder=alone),
        )
    print(f"one post:  {one * 1000:7.1f} ms, bare interpreter {bare * 1000:6.1f} ms, ratio {one / bare:5.2f}")
    whole, parsed = in_turns(given.runs, lambda: checked(given.folder), lambda: bare_parser(posts))
    print(f"all posts: {whole * 1000:7.1f} ms, bare parser      {parsed * 1000:6.1f} ms, ratio {whole / parsed:5.2f}")
    print(f"({len(posts)} posts, {sum(map(os.path.getsize, posts)) / 1e6:.1f} MB, {given.runs} runs)")


if __name__ == "__main__":
    main()
