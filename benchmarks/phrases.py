"""What more phrases cost, as a ratio within one run: a pack of many phrases against a pack of few.

    python benchmarks/phrases.py FOLDER_OF_POSTS [--counts 10 100 1000 5000] [--runs 5] [--seed 20261124]

The phrases are two-word sequences that occur one to five times in the posts, drawn with the seed. Each run checks all
posts in process with all rules that are on by default and the pack; the packs take turns, and medians are compared.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import statistics
import tempfile
import time
from collections import Counter

from postlint.cli import main as postlint
from postlint.document import Document
from postlint.files import find_posts

PAIR = re.compile(r"(?=(?<![\w-])([a-z]{2,} [a-z]{2,})(?![\w-]))")


def rare_pairs(posts: list[str]) -> list[str]:
    """Two-word sequences of the posts' prose that occur one to five times, sorted."""
    counts: Counter[str] = Counter()
    for post in posts:
        with open(post, encoding="utf-8", errors="replace", newline="") as file:
            prose = Document(file.read(), post).prose
        for block in prose.blocks:
            text = prose.text[block.start : block.end].lower()
            counts.update(pair for pair in PAIR.findall(text))
    return sorted(pair for pair, count in counts.items() if count <= 5)


def pack(folder: str, phrases: list[str]) -> str:
    """A config with a pack of one rule that forbids the phrases."""
    os.makedirs(os.path.join(folder, "drawn"))
    rule = {"summary": "Drawn.", "why": "To measure.", "message": "'{match}' was drawn.", "forbid": phrases}
    with open(os.path.join(folder, "drawn", "phrase.yml"), "w", encoding="utf-8") as file:
        json.dump(rule, file)
    config = os.path.join(folder, "postlint.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write('packs = ["drawn"]\n')
    return config


def seconds(posts: str, config: str) -> float:
    started = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        postlint(["check", posts, "--config", config, "--quiet", "--output-format", "concise", "--exit-zero"])
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="What more phrases cost, as a ratio within one run.")
    parser.add_argument("folder", help="a folder of posts")
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 100, 1000, 5000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    folder = os.path.abspath(given.folder)
    pairs = rare_pairs(list(find_posts(folder, folder)))
    drawn = random.Random(given.seed).sample(pairs, max(given.counts))
    with tempfile.TemporaryDirectory() as place:
        configs = {count: pack(os.path.join(place, str(count)), drawn[:count]) for count in given.counts}
        os.chdir(folder)
        times: dict[int, list[float]] = {count: [] for count in given.counts}
        for run in range(given.runs + 1):
            for count, config in configs.items():
                taken = seconds(".", config)
                if run:  # a first turn of each is not counted
                    times[count].append(taken)
    medians = {count: statistics.median(several) for count, several in times.items()}
    least = medians[min(medians)]
    for count, median in medians.items():
        print(f"{count:6,} phrases: {median:6.2f} s, ratio {median / least:4.2f}")


if __name__ == "__main__":
    main()
