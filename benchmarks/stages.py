"""What each stage of a check takes, in one process and on one core, as ``postlint check --profile`` tells it.

    python -m benchmarks.stages FOLDER_OF_POSTS [--config FILE] [--runs 5]

Prints JSON: by stage the median of milliseconds of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from time import process_time

from postlint.config import load
from postlint.linter import Linter
from postlint.reporters import Options, lines
from postlint.timing import STAGES as TIMED
from postlint.timing import Timing

STAGES = (*(name for name in TIMED if name != "start"), "rest")
FLOOR = ("read", "parse")
"""What any linter has to do before it can say a word."""


def measured(folder: str, config_file: str | None) -> dict[str, float]:
    """The seconds of each stage, once."""
    os.chdir(folder)
    config, registry = load(config=config_file, isolated=config_file is None, cached=True)
    linter = Linter(config, registry)
    started = process_time()
    linter.timing = timing = Timing()
    report = linter.lint_paths(["."])
    with timing.stage("report"):
        list(lines("concise", report, Options(hints=True)))
    whole = process_time() - started
    times = {name: timing.stages[name] for name in STAGES if name != "rest"}
    return times | {"rest": max(0.0, whole - sum(times.values()))}


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
