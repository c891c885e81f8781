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

HOUSES = {
    "blind_sentences.jsonl": {
        "name": "Fernflag",
        "hosts": ["fernflag.dev"],
        "places": ["github.com/fernflag/fernflag/discussions"],
        "projects": [{"name": "Fernflag", "license": "MIT", "hosts": ["fernflag.dev/docs", "github.com/fernflag"]}],
        "offers": [
            {"name": "Fernflag Cloud", "kind": "cloud", "hosts": ["app.fernflag.dev", "fernflag.dev/cloud"]},
            {"name": "Fernflag Enterprise", "kind": "enterprise", "hosts": ["fernflag.dev/enterprise"]},
        ],
    },
    "blind_sentences_2.jsonl": {
        "name": "Mooring",
        "hosts": ["mooring.io"],
        "places": ["chat.mooring.io"],
        "projects": [
            {"name": "Mooring", "license": "GPL-3.0-only", "hosts": ["mooring.io/docs", "github.com/mooring"]}
        ],
        "offers": [
            {"name": "Mooring Managed", "kind": "cloud", "hosts": ["vault.mooring.io", "mooring.io/managed"]},
            {"name": "Mooring Business", "kind": "enterprise", "hosts": ["mooring.io/business"]},
        ],
    },
    "blind_sentences_3.jsonl": {
        "name": "Larkspur",
        "hosts": ["larkspur.page"],
        "projects": [{"name": "Larkspur", "license": "Apache-2.0", "hosts": ["larkspur.page/docs"]}],
        "offers": [
            {"name": "Larkspur Hosted", "kind": "cloud", "hosts": ["larkspur.page/hosted"]},
            {"name": "Larkspur Pro", "kind": "enterprise", "hosts": ["larkspur.page/pro"]},
        ],
    },
    "blind_sentences_4.jsonl": {
        "name": "Quarrel",
        "hosts": ["quarrel.dev"],
        "projects": [{"name": "Quarrel", "license": "Apache-2.0", "hosts": ["github.com/quarrel"]}],
        "offers": [
            {"name": "Quarrel Cloud", "kind": "cloud", "hosts": ["cloud.quarrel.dev", "quarrel.dev/cloud"]},
            {"name": "Quarrel Enterprise", "kind": "enterprise", "hosts": ["quarrel.dev/enterprise"]},
        ],
    },
}
KINDS = ("hit", "missed", "false")
SCORED = {
    "values/pushy-cta": "pushy-cta",
    "values/rank-claim": "rank-claim",
    "values/competitor-bashing": "competitor-bashing",
    "values/mislabelled-license": "mislabelled-license",
    "values/commercial-first": "commercial-first",
    "values/free-as-open-source": "commercial-first",
    "values/gated-content": "gated-content",
}
FILLER = "In {} a row is a line in a table, and a rule says who sees it. The rules are read once and kept in memory. "


def post(case: dict[str, str], name: str) -> str:
    """A post of two sections with the sentence in its second."""
    filler = FILLER.format(name) * 3
    date = f"date: {case['date']}\n" if "date" in case else ""
    head = f"---\ntitle: '{case['title']}'\n{date}---\n\n{filler}\n\n## Rules\n\n{filler}\n\n"
    return f"{head}{case['text']}\n\n{filler}\n"


def hits(linter: Linter, text: str, words: str) -> set[str]:
    """The labels whose rules find something in the words."""
    start, end = text.index(words), text.index(words) + len(words)
    found = linter.lint_text(text, "post.md")
    return {SCORED[one.rule] for one in found if one.start.offset < end and one.end.offset > start}


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "blind_sentences.jsonl")
    house = house_of(HOUSES[os.path.basename(path)])
    linter = Linter(Config(root=os.getcwd(), house=house, select=tuple(SCORED)), load())
    counts: Counter[tuple[str, str]] = Counter()
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    for case in cases:
        wanted = {case["label"]} - {"neutral"}
        found = hits(linter, post(case, house.name or ""), case["text"])
        told = {label: "hit" if label in found else "missed" for label in wanted}
        if not wanted:
            told = dict.fromkeys(found, "false")
        for label, kind in told.items():
            counts[label, kind] += 1
            if kind != "hit":
                print(f"{kind} {label}: {case['text']}")
    for label in (*dict.fromkeys(SCORED.values()), "all"):
        kinds = {
            kind: sum(counts[one, kind] for one in set(SCORED.values()) if label in ("all", one)) for kind in KINDS
        }
        hit, missed, false = kinds.values()
        rates = f"precision {hit / max(hit + false, 1):.2f} recall {hit / max(hit + missed, 1):.2f}"
        print(f"{label:22}{hit:4} hit{missed:4} missed{false:4} false  {rates}")


if __name__ == "__main__":
    main()
