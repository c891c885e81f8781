"""Draws phrases from posts: two-word sequences that occur one to five times in them.

    python -m benchmarks.phrases FOLDER_OF_POSTS [--count 5000] [--seed 20261124]

Prints them as JSON. What many such phrases cost is what many rules cost.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable

from postlint.document import Document
from postlint.files import find_posts

PAIR = re.compile(r"(?=(?<![\w-])([a-z]{2,} [a-z]{2,})(?![\w-]))")
MOST = 5


def rare_pairs(posts: Iterable[str]) -> list[str]:
    """Two-word sequences of the posts' prose that occur one to five times, sorted."""
    counts: Counter[str] = Counter()
    for post in posts:
        with open(post, encoding="utf-8", errors="replace", newline="") as file:
            prose = Document(file.read(), post).prose
        for block in prose.blocks:
            counts.update(PAIR.findall(prose.text[block.start : block.end].lower()))
    return sorted(pair for pair, count in counts.items() if count <= MOST)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draws phrases that are rare in the posts.")
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    pairs = rare_pairs(find_posts(given.folder, given.folder))
    print(json.dumps(random.Random(given.seed).sample(pairs, min(given.count, len(pairs)))))


if __name__ == "__main__":
    main()
