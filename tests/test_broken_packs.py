"""What authors of packs are told: each slip in tests/broken_packs/, with its place and the exact words.

A case is a title behind ``##``, a rule file, and behind ``=>`` all that is told of it. In the files ``→`` stands for a
tab and ``␣`` for a no-break space. What a rule needs and a case leaves out is added below it, but for ``whole.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from postlint import packs
from postlint.errors import UserErrors

FOLDER = Path(__file__).parent / "broken_packs"
NEEDED = {
    "summary": "summary: Be fine.\n",
    "why": "why: Because.\n",
    "message": "message: Not so.\n",
    "forbid|replace|spell": "forbid: [utilize]\n",
}


class Slip(NamedTuple):
    title: str
    rule: str
    told: list[str]


def slips() -> Iterator[Slip]:
    for file in sorted(FOLDER.glob("*.txt")):
        for case in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = case.partition("\n\n")
            rule, *told = re.split(r"^=> ", rest, flags=re.MULTILINE)
            rule = rule.replace("→", "\t").replace("␣", "\u00a0")
            if file.stem != "whole":
                rule += "".join(line for key, line in NEEDED.items() if not re.search(rf"^(?:{key}):", rule, re.M))
            yield Slip(f"{file.stem}: {title}", rule, [line.strip() for line in told])


SLIPS = list(slips())


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "house-rules"
    folder.mkdir()
    return folder


def mistakes(pack: Path, rule: str) -> list[str]:
    (pack / "made.yml").write_text(rule, encoding="utf-8")
    with pytest.raises(UserErrors) as told:
        packs.load(str(pack))
    return [str(error).removeprefix("house-rules/made.yml:") for error in told.value.errors]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.title)
def test_a_slip_is_told_with_its_place(pack: Path, slip: Slip) -> None:
    assert slip.told
    assert mistakes(pack, slip.rule) == slip.told


def test_there_are_many_ways_to_err() -> None:
    assert len({slip.title for slip in SLIPS}) == len(SLIPS) >= 100


def test_without_the_slip_the_rule_is_fine(pack: Path) -> None:
    (pack / "made.yml").write_text("".join(NEEDED.values()))
    assert len(packs.load(str(pack))) == 1


def test_a_long_regex_is_not_told_in_full(pack: Path) -> None:
    (told,) = mistakes(pack, "".join(NEEDED.values()).replace("[utilize]", f"\n  - regex: '{'(' * 600}a{')' * 600}'"))
    assert told == f"5:13: '{'(' * 39}…' is no regular expression: its brackets are nested too deep."
