"""Values: read from packs, each mistake told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import packs
from postlint.errors import UserErrors
from postlint.packs import values
from postlint.packs.values import Value
from postlint.registry import load as load_registry


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "house"
    folder.mkdir()
    return folder


def test_values_of_a_pack(pack: Path) -> None:
    (pack / "values.yml").write_text(
        "kind-words:\n  statement: Speak\n    kindly.\n  stated-in: The handbook\n"
        "consent:\n  statement: Ask first.\n  taken-from: the handbook, page 3\n"
    )
    assert values.load([str(pack)]) == {
        "kind-words": Value("kind-words", "Speak kindly.", "The handbook", is_stated=True),
        "consent": Value("consent", "Ask first.", "the handbook, page 3", is_stated=False),
    }


def test_a_pack_without_values(pack: Path) -> None:
    assert values.load([str(pack)]) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", ["1:1: values.yml is a mapping from the names of values to what they ask."]),
        ("a: b\n", ["1:4: 'a' is a mapping with 'statement', and 'stated-in' or 'taken-from'."]),
        (
            "a:\n  statment: Be kind.\n  stated-in: b\n",
            ["1:1: 'a' lacks its 'statement'.", "2:3: 'statment' is no key of a value. Did you mean 'statement'?"],
        ),
        ("a:\n  statement: b\n", ["1:1: 'a' says by either 'stated-in' or 'taken-from' where it comes from."]),
        (
            "a:\n  statement: b\n  stated-in: c\n  taken-from: d\n",
            ["1:1: 'a' says by either 'stated-in' or 'taken-from' where it comes from."],
        ),
        (
            "a: {statement: b, stated-in: c}\na: {statement: no, stated-in: c}\n",
            [
                "2:1: The value 'a' is already there.",
                "2:16: 'statement' is a text, but YAML reads no as yes or no; put quotes around it: \"no\".",
            ],
        ),
        ("a: [\n", ["2:1: "]),
    ],
)
def test_mistakes_are_told_all_at_once(pack: Path, text: str, told: list[str]) -> None:
    (pack / "values.yml").write_text(text)
    with pytest.raises(UserErrors) as raised:
        values.load([str(pack)])
    messages = [str(error).removeprefix("house/values.yml:") for error in raised.value.errors]
    assert len(messages) == len(told)
    for message, expected in zip(messages, told, strict=True):
        assert message.startswith(expected)


def test_a_value_of_two_packs(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder in (pack, other):
        (folder / "values.yml").write_text("a: {statement: Be kind., stated-in: here}\n")
    with pytest.raises(UserErrors, match=r"other/values.yml:1:1: The value 'a' is already there."):
        values.load([str(pack), str(other)])


def test_a_rule_that_serves_no_value(pack: Path) -> None:
    (pack / "values.yml").write_text("kind-words: {statement: Be kind., stated-in: here}\n")
    rule = "summary: Be kind.\nwhy: It is kinder.\nvalue: {}\nmessage: No.\nforbid: [idiot]\n"
    (pack / "insult.yml").write_text(rule.format("kind-words"))
    assert load_registry([str(pack)]).rules["house/insult"].value == "kind-words"
    (pack / "insult.yml").write_text(rule.format("kind-word"))
    with pytest.raises(UserErrors, match=r"insult.yml: There is no value 'kind-word'. Did you mean 'kind-words'\?"):
        load_registry([str(pack)])


def test_each_value_that_a_shipped_rule_serves_is_there() -> None:
    known = values.load(packs.shipped())
    served = {rule.value for rule in load_registry().rules.values() if rule.value}
    assert served <= set(known)
    assert set(known) <= served, "a value that no rule serves"
