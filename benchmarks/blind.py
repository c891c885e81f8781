"""Scores the rules of the values on sentences about an invented house, each with the rule that should find it.

    python benchmarks/blind.py [SENTENCES.jsonl]

The sentences were written without a look at the word lists, before the rules met them; 'neutral' ones should pass. Each
stands in the middle of a post about something else.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter

from postlint.config import Config
from postlint.house import house_of
from postlint.linter import Linter
from postlint.registry import load

HOUSE = {
    "name": "Fernflag",
    "hosts": ["fernflag.dev"],
    "places": ["github.com/fernflag/fernflag/discussions"],
    "projects": [{"name": "Fernflag", "license": "MIT", "hosts": ["fernflag.dev/docs", "github.com/fernflag"]}],
    "offers": [
        {"name": "Fernflag Cloud", "kind": "cloud", "hosts": ["app.fernflag.dev", "fernflag.dev/cloud"]},
        {"name": "Fernflag Enterprise", "kind": "enterprise", "hosts": ["fernflag.dev/enterprise"]},
    ],
}
SCORED = {
    "values/pushy-cta": "pushy-cta",
    "values/rank-claim": "rank-claim",
    "values/competitor-bashing": "competitor-bashing",
    "values/mislabelled-license": "mislabelled-license",
    "values/commercial-first": "commercial-first",
    "values/free-as-open-source": "commercial-first",
    "values/gated-content": "gated-content",
}
FILLER = "In Fernflag a flag is a row in a table, and a rule says who sees it. The rules are read once and kept in memory. " * 3


def post(case: dict[str, str]) -> str:
    date = f"date: {case['date']}\n" if "date" in case else ""
    return (
        f"---\ntitle: '{case['title']}'\n{date}---\n\n{FILLER}\n\n## Rules\n\n{FILLER}\n\n{case['text']}\n\n{FILLER}\n"
    )


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "blind_sentences.jsonl")
    registry = load()
    linter = Linter(Config(root=os.getcwd(), house=house_of(HOUSE), select=tuple(SCORED)), registry)
    counts: Counter[tuple[str, str]] = Counter()
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    for case in cases:
        text = post(case)
        start = text.index(case["text"])
        found = linter.lint_text(text, "post.md")
        hits = {
            SCORED[one.rule] for one in found if one.start.offset < start + len(case["text"]) and one.end.offset > start
        }
        wanted = case["label"]
        if wanted != "neutral":
            kind = "hit" if wanted in hits else "missed"
            counts[wanted, kind] += 1
            if kind == "missed":
                print(f"missed {wanted}: {case['text']}")
        for wrong in hits - {wanted} if wanted == "neutral" else ():
            counts[wrong, "false"] += 1
            print(f"false {wrong}: {case['text']}")
    for label in (*dict.fromkeys(SCORED.values()), ""):
        hit, missed, false = (
            sum(n for (of, kind), n in counts.items() if kind == what and label in ("", of))
            for what in ("hit", "missed", "false")
        )
        precision, recall = hit / max(hit + false, 1), hit / max(hit + missed, 1)
        print(
            f"{label or 'all':22}{hit:4} hit{missed:4} missed{false:4} false  precision {precision:.2f} recall {recall:.2f}"
        )


if __name__ == "__main__":
    main()
