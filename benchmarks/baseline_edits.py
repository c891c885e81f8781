"""Does a baseline tell all new offences and nothing else? Tried on a blog, with 200 random edits of its posts.

    python benchmarks/baseline_edits.py BLOG [SEED]

Works on a copy of BLOG. Edits move paragraphs, wrap them anew, rename and delete posts, write new ones, mend findings
by taking a paragraph out, and plant new offences, some of which the post has already. What a post was called before is
known here, so that what ``check`` should tell can be counted without a baseline: by post, rule and marked words what is
found now and was not before. Prints how both differ.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from typing import NamedTuple

from postlint.cli import main

EDITS = 200
PLANTED = (
    "Look at this: ![](/img/{word}.png)",
    "All of it is [here](https://example.org/{word}).",
    "We ran the the {word} again on all of our machines.",
    "The team uses it in order to find each {word} sooner.",
)
PATTERN = re.compile(r"^(?:---|\+\+\+)\r?\n.*?\r?\n(?:---|\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
Counts = Counter[tuple[str, str, str]]


class Outcome(NamedTuple):
    planted: int
    expected: Counts
    told: Counts


def run(*arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(sys.stderr):
        if main(arguments) == 2:
            raise SystemExit(f"postlint {' '.join(arguments)} could not do what it was asked for")
    return out.getvalue()


def found(*flags: str) -> Counts:
    """What ``check`` tells, by path, rule and marked words."""
    counts: Counts = Counter()
    texts: dict[str, str] = {}
    for one in json.loads(run("check", ".", "--output-format", "json", *flags)):
        path = one["path"]
        if path not in texts:
            with open(path, encoding="utf-8-sig", newline="") as file:
                texts[path] = file.read()
        words = texts[path][one["start"]["offset"] : one["end"]["offset"]]
        counts[path, one["rule"], " ".join(re.sub(r"[\r\n][\s>]*", " ", words).split())] += 1
    return counts


class Edits:
    """Edits posts at random. ``was`` tells by path what a post was called at first, None for one that is new."""

    def __init__(self, paths: list[str], drawn: random.Random) -> None:
        self.was: dict[str, str | None] = {path: path for path in paths}
        self.drawn = drawn
        self.planted = 0
        self.kinds: Counter[str] = Counter()

    def edit(self, number: int) -> None:
        path = self.drawn.choice(sorted(self.was))
        kind = self.drawn.choice("move move wrap rename rename plant plant plant twice mend delete add".split())
        self.kinds[kind] += 1
        if kind == "rename":
            folder, name = os.path.split(path)
            self._move(path, os.path.join(folder, self.drawn.choice([f"r{number}-{name}", f"in{number}/{name}"])))
        elif kind == "delete":
            os.unlink(path)
            del self.was[path]
        elif kind == "add":
            new = os.path.join(os.path.dirname(path), f"new-{number}.md")
            words = " ".join(self.drawn.sample("one two three four five six seven eight nine ten".split(), 8))
            self._write(new, f"---\ntitle: Post {number}\n---\n", [f"We saw {words}.", self._offence(number)])
            self.was[new] = None
            self.planted += 1
        else:
            self._edit_text(path, kind, number)

    def _edit_text(self, path: str, kind: str, number: int) -> None:
        head, parts = self._read(path)
        plain = [i for i, part in enumerate(parts) if re.match(r"[A-Z][^|`<{]*\Z", part)]
        if kind == "move" and len(plain) > 1:
            one, other = self.drawn.sample(plain, 2)
            parts[one], parts[other] = parts[other], parts[one]
        elif kind == "wrap" and plain:
            at = self.drawn.choice(plain)
            if "  \n" not in parts[at]:
                width = self.drawn.choice([50, 90, 10000])
                parts[at] = textwrap.fill(parts[at], width, break_long_words=False, break_on_hyphens=False)
        elif kind == "mend" and plain:
            del parts[self.drawn.choice(plain)]
        elif kind in ("plant", "twice") and plain:
            for _ in range(1 + (kind == "twice")):
                parts.insert(self.drawn.choice(plain), self._offence(number))
                self.planted += 1
        self._write(path, head, parts)

    def _offence(self, number: int) -> str:
        return self.drawn.choice(PLANTED).format(word=f"shard{number}")

    def _move(self, path: str, new: str) -> None:
        os.makedirs(os.path.dirname(new) or ".", exist_ok=True)
        os.rename(path, new)
        self.was[new] = self.was.pop(path)

    def _read(self, path: str) -> tuple[str, list[str]]:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        match = PATTERN.match(text)
        head = match[0] if match else ""
        return head, text[len(head) :].split("\n\n")

    def _write(self, path: str, head: str, parts: list[str]) -> None:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(head + "\n\n".join(parts))


def tried(seed: int) -> Outcome:
    """Edit the posts of the current folder."""
    before = found()
    run("baseline", ".", "--quiet")
    if left := found():
        raise SystemExit(f"with a fresh baseline there is still {left}")
    paths = [path for path in run("check", ".", "--show-files").splitlines() if path.endswith((".md", ".mdx"))]
    edits = Edits(paths, random.Random(seed))
    for number in range(EDITS):
        edits.edit(number)
    print(", ".join(f"{count} {kind}" for kind, count in edits.kinds.items()))
    expected: Counts = Counter()
    for (path, rule, words), count in found("--no-baseline").items():
        old = before[edits.was[path] or "", rule, words]
        if count > old:
            expected[path, rule, words] = count - old
    return Outcome(edits.planted, expected, found())


def show(name: str, counts: Counts) -> None:
    for (path, rule, words), count in sorted(counts.items())[:20]:
        print(f"  {name}: {path}: {rule} {words[:60]!r} ({count})")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "blog")
        shutil.copytree(sys.argv[1], place)
        for top, folders, files in os.walk(place):
            for one in (*folders, *files):
                os.chmod(os.path.join(top, one), 0o755)
        os.makedirs(os.path.join(place, ".git"), exist_ok=True)
        os.chdir(place)
        outcome = tried(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
        missed, more = outcome.expected - outcome.told, outcome.told - outcome.expected
        show("missed", missed)
        show("told and not new", more)
        print(
            f"{outcome.planted} offences planted; {outcome.expected.total()} findings are new, {outcome.told.total()} "
            f"told, {missed.total()} missed, {more.total()} told and not new"
        )
        os.chdir("/")
