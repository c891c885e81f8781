"""What each stage of a check takes, in one process and on one core.

    python -m benchmarks.stages FOLDER_OF_POSTS [--config FILE] [--runs 5]

Prints JSON, by stage the median of milliseconds. All but one are measured by themselves, through what the library
offers to everybody; "read closely" is what a whole run takes beyond them: the rules.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from postlint.config import load
from postlint.document import Document
from postlint.files import find_posts, read_text
from postlint.linter import Linter
from postlint.matching import Matcher
from postlint.reporters import Options, lines

STAGES = {
    "read": "files into texts",
    "parse": "Markdown and front matter into nodes",
    "prose": "the text as it is read",
    "match": "all phrases of all rules in one pass",
    "read closely": "rules on what was found",
    "site": "facts of each post for those about all",
    "report": "one line for each finding",
}


def measured(folder: str, config_file: str | None) -> dict[str, float]:
    """The seconds of each stage, once."""
    os.chdir(folder)
    config, registry = load(config=config_file, isolated=config_file is None, cached=True)
    linter = Linter(config, registry)
    times: dict[str, float] = {}

    def timed(stage: str, action: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        made = action()
        times[stage] = time.perf_counter() - started
        return made

    posts = list(find_posts(".", "."))
    texts = timed("read", lambda: [(path, _text(path)) for path in posts])
    documents = [Document(text, path) for path, text in texts]
    timed("parse", lambda: [(doc.links, doc.front_matter.data) for doc in documents])
    timed("prose", lambda: [doc.prose for doc in documents])
    needles = {id: registry.rules[id].needles for id in linter.selection.usual if registry.rules[id].needles}
    matcher = Matcher(needles, config.house.words)
    timed("match", lambda: [matcher.hits(doc.prose) for doc in documents])
    timed("site", lambda: [linter.engine.facts(doc, linter.conventions) for doc in documents])
    started = time.perf_counter()
    report = Linter(config, registry).lint_paths(["."])
    whole = time.perf_counter() - started
    times["read closely"] = max(0.0, whole - sum(times.values()))
    timed("report", lambda: list(lines("concise", report, Options(hints=True))))
    return {stage: times[stage] for stage in STAGES}


def _text(path: str) -> str:
    try:
        return read_text(path, ".")
    except Exception:
        return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="What each stage of a check takes.")
    parser.add_argument("folder")
    parser.add_argument("--config")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    folder = os.path.abspath(given.folder)
    config = os.path.abspath(given.config) if given.config else None
    runs = [measured(folder, config) for _ in range(given.runs + 1)][1:]
    print(json.dumps({stage: round(statistics.median(run[stage] for run in runs) * 1000, 1) for stage in STAGES}))


if __name__ == "__main__":
    main()
