"""Measures what postlint and its peers cost on any folder of posts, and writes three tables.

    python -m benchmarks FOLDER_OF_POSTS [--runs 5] [--readme README.md] [--only NAME …]

The tools take turns and medians are compared. Peers are those on the PATH; which are missing is said. With --readme the
tables take the place of what stands there between the two comments.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.measure import MEGABYTE, Run, Took, in_turns
from benchmarks.stages import FLOOR
from benchmarks.tools import CHECKS, Tool, age, pack, postlint, tools

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
POSTS = (".md", ".markdown", ".mdx")
COUNTS = (10, 100, 1000, 5000)
SIZES = (1, 2, 4, 8)
PHRASES = 500
BEGIN, END = "<!-- measured by python -m benchmarks -->", "<!-- end of what was measured -->"

# The case, what postlint is compared with, and as what multiple of its wall time that of postlint may be at most.
ASKED = (
    ("cold", "rumdl", 2.0),
    ("cold", "markdownlint-cli2", 1 / 15),
    ("cold", "textlint", 1 / 30),
    ("cold", "proselint", 1 / 30),
    ("cold", "alex", 1 / 60),
    ("warm", "rumdl", 1.0),
    ("one post", "bare interpreter", 7.0),
    ("one post, warm", "bare interpreter", 4.0),
    ("one post", "proselint", 1 / 2),
    ("one post", "markdownlint-cli2", 1 / 5),
    ("one post", "alex", 1 / 10),
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What postlint and its peers cost.")
    parser.add_argument("folder", help="a folder of posts; it is copied, and nothing in it is changed")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--readme", metavar="FILE", help="put the tables into this file")
    parser.add_argument("--only", nargs="+", choices=["tools", "rules", "stages"], default=["tools", "rules", "stages"])
    given = parser.parse_args(arguments)
    # What is installed has bytecode, which the first turn, that is not counted, must be free to write.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(os.path.abspath(given.folder), place, given.runs, given.seed)
        parts = {"tools": bench.tools, "rules": bench.rules, "stages": bench.stages}
        text = "\n".join(line for name in given.only for line in parts[name]())
    command = f"python -m benchmarks {os.path.basename(os.path.abspath(given.folder))} --runs {given.runs}"
    text = f"Made by `{command}`, on {bench.described}, with {os.cpu_count()} cores.\n\n{text}"
    print(text)
    if given.readme:
        _put(given.readme, text)
    return 0


class Bench:
    """A copy of a folder's posts, and what is measured with it."""

    def __init__(self, folder: str, place: str, runs: int, seed: int) -> None:
        self.place = place
        self.runs = runs
        self.posts = os.path.join(place, "posts")
        os.mkdir(self.posts)
        found = sorted(_posts(folder))
        if not found:
            raise SystemExit(f"There is no post in {folder}.")
        # Numbers go before the names, so that no two are the same in the one folder.
        for number, path in enumerate(found):
            shutil.copy(path, os.path.join(self.posts, f"{number:05}-{os.path.basename(path)}"))
        age(self.posts)
        size = sum(map(os.path.getsize, found))
        self.described = f"{len(found):,} posts of {size / 1e6:,.1f} MB"
        self.middle = sorted(found, key=os.path.getsize)[len(found) // 2]
        count = max(*COUNTS, PHRASES)
        drawing = ["-m", "benchmarks.phrases", self.posts, "--count", str(count), "--seed", str(seed)]
        # In a process of its own: a child's memory counts from what its parent has.
        self.phrases: list[str] = json.loads(_told(drawing))

    def config(self, count: int) -> str:
        return pack(os.path.join(self.place, f"rules-{count}"), self.phrases[:count])

    def tools(self) -> Iterator[str]:
        """The table of tools, cold, warm and for one post; what was asked beside what was measured."""
        installed, missing = tools(self.config(PHRASES))
        one = os.path.join(self.place, "one")
        os.mkdir(one)
        shutil.copy(self.middle, os.path.join(one, "post.md"))
        age(one)
        took = {
            "cold": in_turns({tool.name: Run(tool.cold, self.posts) for tool in installed}, self.runs),
            "warm": in_turns({tool.name: Run(tool.warm, self.posts) for tool in installed if tool.warm}, self.runs),
            "one post": in_turns(_alone(installed, one), self.runs),
            "one post, warm": in_turns(
                {
                    "bare interpreter": Run([sys.executable, "-c", "pass"], one),
                    "postlint": Run(next(t.warm for t in installed if t.name == "postlint") or [], one),
                },
                self.runs,
            ),
        }
        yield from _table_of_tools(took)
        yield ""
        yield from _asked(took)
        yield ""
        for tool in installed:
            yield f"- {tool.name} checks {CHECKS[tool.name]}."
        if missing:
            yield f"- Not installed, and so not measured: {', '.join(missing)}."
        yield ""

    def rules(self) -> Iterator[str]:
        """The table of cost against the number of phrases, and against the number of posts."""
        counts = sorted({min(count, len(self.phrases)) for count in COUNTS})
        runs = {f"{count:,} phrases": Run(postlint(self.config(count)).cold, self.posts) for count in counts}
        by_count = in_turns(runs, self.runs)
        for size in SIZES:
            for turn in range(size):
                shutil.copytree(self.posts, os.path.join(self.place, f"size-{size}", str(turn)))
            age(self._sized(size))
        config = self.config(PHRASES)
        sizes = {f"{size}× the posts": Run(postlint(config).cold, self._sized(size)) for size in SIZES}
        by_size = in_turns(sizes, self.runs)
        least, *_, most = by_count if len(by_count) > 1 else [*by_count, *by_count]
        asked = {most: f"at most 1.3 × of {least}"} | {
            f"{size}× the posts": f"at most {2.1 * size / 2:g} × of 1×" for size in SIZES[1:]
        }
        rows = []
        for several in (by_count, by_size):
            first = next(iter(several.values()))
            for name, one in several.items():
                ratio = f"{one.wall / first.wall:.2f}"
                rows.append((name, _seconds(one.wall), _seconds(one.cpu), _megabytes(one), ratio, asked.get(name, "")))
        yield from _table(("postlint with", "wall s", "CPU s", "memory MB", "ratio", "asked"), rows)
        yield ""

    def _sized(self, size: int) -> str:
        return os.path.join(self.place, f"size-{size}")

    def stages(self) -> Iterator[str]:
        """The table of stages, in one process."""
        command = ["-m", "benchmarks.stages", self.posts, "--config", self.config(PHRASES), "--runs", str(self.runs)]
        times: dict[str, float] = json.loads(_told(command))
        whole = sum(times.values()) or 1
        floor = sum(times[stage] for stage in FLOOR) or 1
        rows = [(stage, f"{time:,.0f}", f"{time / whole:.0%}") for stage, time in times.items()]
        rows.append(
            ("together", f"{whole:,.0f}", f"{whole / floor:.1f} × of {' and '.join(FLOOR)}; asked: at most 10 ×")
        )
        yield from _table(("stage, in one process", "CPU ms", "share"), rows)
        yield ""


def _told(arguments: Sequence[str]) -> str:
    """What a module of this folder prints."""
    done = subprocess.run([sys.executable, *arguments], cwd=TOP, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout


def _alone(installed: Iterable[Tool], folder: str) -> dict[str, Run]:
    bare = {"bare interpreter": Run([sys.executable, "-c", "pass"], folder)}
    return bare | {tool.name: Run(tool.cold, folder) for tool in installed}


def _table_of_tools(took: Mapping[str, Mapping[str, Took]]) -> Iterator[str]:
    rows = []
    for case, several in took.items():
        own = several["postlint"]
        for name, one in several.items():
            times = f"{one.wall / own.wall:.2f}"
            rows.append((case, name, _seconds(one.wall), _seconds(one.cpu), _megabytes(one), times))
    return _table(("", "tool", "wall s", "CPU s", "memory MB", "wall as multiple of postlint's"), rows)


def _asked(took: Mapping[str, Mapping[str, Took]]) -> Iterator[str]:
    rows = []
    for case, peer, most in ASKED:
        if peer not in took[case]:
            continue
        ratio = took[case]["postlint"].wall / took[case][peer].wall
        if most >= 1:
            asked, measured = f"at most {most:g} ×", f"{ratio:.2f} ×"
        else:
            asked, measured = f"1/{1 / most:.0f} at most", f"1/{1 / ratio:.1f}"
        rows.append((case, peer, asked, measured, "yes" if ratio <= most else "no"))
    return _table(("", "postlint's wall against", "asked", "measured", "kept"), rows)


def _posts(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            path = os.path.join(place, name)
            if name.endswith(POSTS) and os.path.isfile(path):
                yield path


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _megabytes(one: Took) -> str:
    return f"{one.memory / MEGABYTE:,.0f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _put(path: str, text: str) -> None:
    with open(path, encoding="utf-8") as file:
        before, begin, rest = file.read().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{path} lacks the comments '{BEGIN}' and '{END}'.")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{text.rstrip()}\n{END}{after}")


if __name__ == "__main__":
    sys.exit(main())
