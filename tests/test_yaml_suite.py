"""The 402 cases of yaml-test-suite: each ends in a value or a named error, and where both differ it is known why."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import postlint
from postlint.config import load
from postlint.data import DataError, DataSyntaxError, parse
from postlint.linter import Linter

SUITE = Path(__file__).parent / "data" / "yaml-test-suite.json"
# Where our verdict is not the suite's, by the reason; in all but the last two classes we refuse what is valid YAML 1.2.
UNLIKE = {
    "front matter is one document": "35KP 6XDY 6ZKB 7Z25 9DXL 9KAX DK3J FP8R JHB9 KSS4 L383 M7A3 PUW8 RZT7 U9NS",
    "tags but the core ones are refused": (
        "2XXW 565N 5TYM 6CK3 6WLZ 7FWL 9WXW C4HZ CC74 CUP7 J7PZ M5C3 P76L UGM3 Z67P Z9M4"
    ),
    "directives are refused, but for %YAML 1.1 and 1.2": "2LFX 6LVF BEC7 MUS6/05 MUS6/06 W4TN",
    "a list or mapping cannot be a key": "4FJ6 6BFJ 6PBE 9MMW KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D",
    "a key is not empty": "2JQS 6M2F CFD4 M2N8/00 NHX8 NKF9 S3PD SM9W/01 UKK6/00",
    "libyaml wants a blank behind the ':' in brackets, on the line of the key": (
        "4ABK 4MUZ/00 4MUZ/01 4MUZ/02 58MP 5MUD 5T43 9SA2 DBG4 FRK4 HM87/00 K3WX NJ66 UT92 VJP3/01"
    ),
    "libyaml takes no tab for a blank": (
        "6BCT 6CA3 96NN/00 96NN/01 A2M4 DK95/00 DK95/03 DK95/04 Q5MG R4YG Y79Y/01 Y79Y/10"
    ),
    "libyaml wants letters, digits, '-' and '_' in the name of an anchor": "2SXE 8XYN W5VH",
    "libyaml wants a document before '...'": "HWV9 QT73",
    "libyaml lets pass what is no YAML": "9C9N 9JBA CVW2 DK95/01 G5U8 MUS6/00 QB6E S98Z SU5Z X4QW Y79Y/03 YJV2",
    "libyaml or YAML 1.1 reads another value": "652Z HM87/01 L24T/01 S4JQ Y2GN",
}


class Case(NamedTuple):
    id: str
    yaml: str
    fail: bool
    json: str | None = None


def suite() -> list[Case]:
    return [Case(**case) for case in json.loads(SUITE.read_text(encoding="utf-8"))]


CASES = suite()


def read(text: str) -> tuple[Any, DataError | None]:
    try:
        return parse(text, "yaml").value, None
    except DataSyntaxError as error:
        return None, error.error


def expected(case: Case) -> Any:
    """The value of the one document; null where there is none."""
    assert case.json is not None
    return json.loads(case.json) if case.json.strip() else None


def with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): with_text_keys(inner) for key, inner in value.items()}
    return [with_text_keys(item) for item in value] if isinstance(value, list) else value


def is_unlike(case: Case) -> bool:
    value, error = read(case.yaml)
    if case.fail or error is not None:
        return case.fail is (error is None)
    return case.json is not None and with_text_keys(value) != expected(case)


def test_all_cases_are_here() -> None:
    assert len(CASES) == 402
    assert sum(case.fail for case in CASES) == 94


def test_verdicts_unlike_the_suites_are_known() -> None:
    reasons = {id: reason for reason, ids in UNLIKE.items() for id in ids.split()}
    found = defaultdict(list)
    for case in CASES:
        if is_unlike(case):
            found[reasons.get(case.id, "unknown")].append(case.id)
    assert found == {reason: sorted(ids.split()) for reason, ids in UNLIKE.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_ends_in_a_value_or_a_named_error(case: Case) -> None:
    _, error = read(case.yaml)
    if error is not None:
        assert error.problem
        assert error.message.endswith(".")
        assert "while " not in error.message
        assert 0 <= error.span.start <= error.span.end <= len(case.yaml)


@cache
def linter() -> Linter:
    return Linter(*load(["/"], isolated=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_may_stand_in_a_post(case: Case) -> None:
    """All rules read it, and none fails."""
    found = linter().lint_text(f"---\n{case.yaml}\n---\n\n![](x.png)\n")
    assert not [one for one in found if one.rule.startswith("postlint/")]


FUZZ = """
import json, random, sys
from postlint.data import DataSyntaxError, comments, parse
from postlint.document import Document

texts = [case["yaml"] for case in json.load(open(sys.argv[1], encoding="utf-8"))]
pieces = '[|{|- |? |: |&a |*a |<<: *a\\n|!!str |!<|>-\\n|"|\\\\|#|%|---\\n|...\\n|\\t'.split("|")
pieces += "\\r|\\x85|\\u2028|\\ufeff|\\0|\\ud800".split("|")
pieces += ["é", "2024-13-45", "0x", "1:1:1", "=", "~", "'", "|", "|\\n"]
pick = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    text = pick.choice(texts)
    for _ in range(pick.randint(1, 6)):
        start = pick.randint(0, len(text))
        end = min(len(text), start + pick.choice((0, 0, 1, 3, 20)))
        new = pick.choice((pick.choice(pieces), pick.choice(pieces) * pick.choice((2, 50, 2000)), pick.choice(texts)))
        text = text[:start] + new + text[end:]
    try:
        root = parse(text, "yaml")
        assert repr(root.value) is not None
    except DataSyntaxError as error:
        assert error.error.message and error.error.problem
    comments(text, "yaml")
    Document(f"---\\n{text}\\n---\\n").front_matter
print("done")
"""


def test_changed_cases_never_end_the_interpreter() -> None:
    """In a process of its own, which libyaml could take down; POSTLINT_FUZZ=1 draws new texts."""
    seed, count = (random.randrange(1 << 30), 20_000) if os.environ.get("POSTLINT_FUZZ") else (20261124, 2_000)
    environment = {**os.environ, "PYTHONPATH": str(Path(postlint.__file__).parents[1])}
    command = [sys.executable, "-c", FUZZ, str(SUITE), str(seed), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "done"), (seed, done.stderr[-2000:])
