"""Lists that lie in files beside a rule."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postlint.errors import UserErrors
from postlint.packs import load
from postlint.rule import Needle, Rule

HEAD = "summary: Be fine.\nwhy: Because.\nmessage: Not so.\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "house"
    (folder / "data").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return folder


def made(pack: Path, rule: str, **files: str) -> Rule:
    for name, text in files.items():
        (pack / "data" / name).write_text(text, encoding="utf-8")
    (pack / "made.yml").write_text(HEAD + rule, encoding="utf-8")
    (loaded,) = load(str(pack))
    return loaded


def words(rule: Rule) -> list[str]:
    return [needle.text for needle in rule.needles if isinstance(needle, Needle)]


def mistakes(pack: Path, rule: str, **files: str) -> list[str]:
    with pytest.raises(UserErrors) as told:
        made(pack, rule, **files)
    return [str(error) for error in told.value.errors]


def test_a_text_file_has_a_phrase_on_each_line(pack: Path) -> None:
    text = "\ufeff# Words that say nothing.\r\nsynergy\r\n\r\n  touch base  \r\nC#\r\n"
    rule = made(pack, "forbid:\n  - simply\n  - file: data/words.txt\n", **{"words.txt": text})
    assert words(rule) == ["simply", "synergy", "touch base", "C#"]


def test_a_yaml_file_has_what_may_stand_in_the_rule(pack: Path) -> None:
    entries = "- synergy\n- {phrase: paradigm, help: Say what it is.}\n"
    assert words(made(pack, "forbid:\n  - file: data/a.yml\n", **{"a.yml": entries})) == ["synergy", "paradigm"]


def test_pairs_of_replace(pack: Path) -> None:
    rule = made(
        pack,
        "replace:\n  - file: data/pairs.yml\n  - {phrase: utilize, replacement: use}\n  - file: data/more.json\n",
        **{"pairs.yml": "in order to: to\n", "more.json": '{"prior to": "before"}'},
    )
    assert sorted(words(rule)) == ["in order to", "prior to", "utilize"]


def test_names_of_spell(pack: Path) -> None:
    assert words(made(pack, "spell:\n  - file: data/names.txt\n", **{"names.txt": "GitHub\n"})) == ["github", "githubs"]


def test_mistakes_in_a_list_have_their_place(pack: Path) -> None:
    told = mistakes(
        pack,
        "forbid:\n  - file: data/a.yml\n  - file: data/b.txt\n  - simply\n",
        **{"a.yml": "- synergy\n- {phrase: x, colour: red}\n- no\n", "b.txt": "paradigm\nsimply\n"},
    )
    assert told == [
        (
            "house/data/a.yml:2:15: 'colour' is no key of an entry. "
            "It may have help, message, phrase, regex, replacement, severity, since, step."
        ),
        'house/data/a.yml:3:3: A phrase is a text, but YAML reads no as yes or no; put quotes around it: "no".',
        "house/data/b.txt:2:1: 'simply' already stands in line 7 of house/made.yml.",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/none.txt", "'data/none.txt' cannot be read. There is no such file."),
        (
            "data/words.csv",
            "'data/words.csv' is no list: a .txt file has one phrase a line, a .yml or .json file a list.",
        ),
        ("../words.txt", "'../words.txt' lies outside of the pack; move the file into its folder 'data'."),
        ("/etc/words.txt", "'/etc/words.txt' lies outside of the pack; move the file into its folder 'data'."),
        ("words.yml", "'words.yml' would be taken for a rule; move it into the pack's folder 'data'."),
    ],
)
def test_a_file_that_is_no_list_of_the_pack(pack: Path, name: str, expected: str) -> None:
    assert mistakes(pack, f"forbid:\n  - file: {name}\n") == [f"house/made.yml:5:11: {expected}"]


def test_a_link_out_of_the_pack_is_not_followed(pack: Path) -> None:
    (pack.parent / "secret.txt").write_text("secret\n")
    os.symlink(pack.parent / "secret.txt", pack / "data" / "words.txt")
    (message,) = mistakes(pack, "forbid:\n  - file: data/words.txt\n")
    assert "lies outside of the pack" in message


def test_a_broken_list_is_told_at_its_place(pack: Path) -> None:
    (message,) = mistakes(pack, "forbid:\n  - file: data/a.yml\n", **{"a.yml": "- synergy\n- [a\n"})
    assert message.startswith("house/data/a.yml:")
