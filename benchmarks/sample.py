"""Draws findings of a rule at random, with the lines around each, for a person to judge.

    python benchmarks/sample.py FOLDER_OF_POSTS RULE [RULE …] [--count 20] [--seed 20261124] [--around 1]

All rules that are named are on, hints too; the config of the folder, if any, is not used. What was judged is kept in
`benchmarks/judgement/`, a JSON object a line: first the seed and how the findings were drawn, then for each its place,
rule, verdict (`act` or `wave`) and one reason, without any text of the posts.
"""

from __future__ import annotations

import argparse
import os
import random

from postlint.config import load, with_selectors
from postlint.linter import Linter


def main() -> None:
    parser = argparse.ArgumentParser(description="Draws findings of a rule at random.")
    parser.add_argument("folder")
    parser.add_argument("rules", nargs="+", metavar="RULE")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--around", type=int, default=1, help="how many lines to show before and after")
    given = parser.parse_args()
    os.chdir(given.folder)
    config, registry = load(isolated=True)
    report = Linter(with_selectors(config, registry, select=given.rules), registry).lint_paths(["."])
    posts = {diagnostic.path for diagnostic in report.diagnostics}
    for rule in given.rules:
        found = [one for one in report.diagnostics if rule in (one.rule, one.rule.partition("/")[0])]
        chosen = random.Random(given.seed).sample(found, min(given.count, len(found)))
        print(f"=== {rule}: {len(found)} findings in {len({one.path for one in found})} of {report.checked} posts")
        for one in sorted(chosen, key=lambda diagnostic: diagnostic.order):
            print(f"--- {one.path}:{one.start.line}:{one.start.column} {one.severity.label} [{one.rule}] {one.message}")
            lines = report.sources[one.path].text.splitlines()
            for line in lines[max(0, one.start.line - 1 - given.around) : one.end.line + given.around]:
                print("   ", line[max(0, one.start.column - 200) : one.start.column + 200])
    print(f"({len(posts)} posts with findings)")


if __name__ == "__main__":
    main()
