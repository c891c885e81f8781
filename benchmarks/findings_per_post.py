"""Counts findings per post by severity, and names the rules that speak in many posts of a blog.

    python benchmarks/findings_per_post.py BLOG [BLOG …] [--most 0.3]

Each BLOG is a folder that is checked alone, without a config.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from statistics import median, quantiles

from postlint.config import load
from postlint.diagnostic import SEVERITIES, Severity
from postlint.linter import Linter


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts findings per post.")
    parser.add_argument("blogs", nargs="+", metavar="BLOG")
    parser.add_argument(
        "--most", type=float, default=0.3, help="name rules that speak in more than this share of posts"
    )
    given = parser.parse_args()
    start = os.getcwd()
    counts: dict[Severity, list[int]] = {severity: [] for severity in SEVERITIES.values()}
    loud: list[str] = []
    for blog in given.blogs:
        os.chdir(os.path.join(start, blog))
        report = Linter(*load(isolated=True)).lint_paths(["."])
        by_post = {
            severity: Counter(one.path for one in report.diagnostics if one.severity == severity) for severity in counts
        }
        for severity, found in by_post.items():
            counts[severity] += [found[path] for path in report.covered]
        speaking = Counter(
            (one.rule, one.severity.label) for one in {(d.rule, d.path): d for d in report.diagnostics}.values()
        )
        loud += [
            f"{blog}: {rule} ({severity}) in {count} of {report.checked} posts"
            for (rule, severity), count in speaking.items()
            if count > given.most * report.checked
        ]
    for severity, found in counts.items():
        print(f"{severity.label:8} median {median(found):g}, p90 {quantiles(found, n=10)[-1]:g}, in {len(found)} posts")
    print("\n".join(sorted(loud)))


if __name__ == "__main__":
    main()
