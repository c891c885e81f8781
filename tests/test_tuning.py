"""What a house changes about rules without copying a pack: words, and rules of its own in place of shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.config import load
from postlint.errors import UserError, UserErrors
from postlint.linter import Linter


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(text: str, rule: str) -> list[str]:
    config, registry = load()
    diagnostics = Linter(config, registry).lint_text(text)
    return [text[one.start.offset : one.end.offset] for one in diagnostics if one.rule == rule]


def told(*, config: str | None = None) -> list[str]:
    with pytest.raises(UserError) as raised:
        load(config=config)
    error = raised.value
    return [str(one) for one in (error.errors if isinstance(error, UserErrors) else [error])]


FORBID = """\
summary: Be plain.
why: It is kinder.
message: "'{match}' says nothing."
forbid: [synergy, leverage]
bad: |
  We have synergy.
          ^^^^^^^ 'synergy' says nothing.
good: We work together.
"""


def test_words_are_added_and_removed(blog: Path) -> None:
    write(blog, **{"house/buzz.yml": FORBID})
    write(
        blog,
        **{"postlint.toml": 'packs = ["house"]\n[rules."house/buzz"]\nadd = ["paradigm"]\nremove = ["Leverage"]\n'},
    )
    assert told() == [
        (
            "postlint.toml:4:11: There is no word in the list of 'house/buzz' 'Leverage'. Did you mean 'leverage'?"
            " It can be synergy or leverage."
        )
    ]
    write(
        blog,
        **{"postlint.toml": 'packs = ["house"]\n[rules."house/buzz"]\nadd = ["paradigm"]\nremove = ["leverage"]\n'},
    )
    assert found("Leverage the synergy of a new paradigm.", "house/buzz") == ["synergy", "paradigm"]


def test_pairs_are_added_to_a_shipped_rule(blog: Path) -> None:
    rule = "plain-english/wordy-phrase"
    text = "We touch base in order to win."
    assert found(text, rule) == ["in order to"]
    settings = f'[rules."{rule}"]\nadd = {{"touch base" = "talk"}}\nremove = ["in order to"]\n'
    write(blog, **{"postlint.toml": settings})
    assert found(text, rule) == ["touch base"]
    config, registry = load()
    assert Linter(config, registry).fix_text(text).text == "We talk in order to win."


def test_a_list_where_pairs_belong_is_told(blog: Path) -> None:
    write(blog, **{"postlint.toml": '[rules."plain-english/wordy-phrase"]\nadd = ["touch base"]\n'})
    (message,) = told()
    assert message.startswith("postlint.toml:2:7: 'rules.\"plain-english/wordy-phrase\".add' takes a table such as")


def test_words_of_a_python_rule(blog: Path) -> None:
    write(blog, **{"postlint.toml": '[rules."links/vague-text"]\nadd = ["have a look"]\nremove = ["here"]\n'})
    assert found("[Have a look](a) [here](b) [this](c)", "links/vague-text") == ["Have a look", "this"]


def test_added_words_of_a_ladder_take_its_mildest_step(blog: Path) -> None:
    rule = FORBID.replace(
        "forbid: [synergy, leverage]", "severity: {bad: error, odd: hint}\nforbid:\n  - {phrase: synergy, step: bad}"
    )
    write(
        blog,
        **{"house/buzz.yml": rule, "postlint.toml": 'packs = ["house"]\n[rules."house/buzz"]\nadd = ["paradigm"]\n'},
    )
    config, registry = load()
    found_all = Linter(config, registry).lint_text("Synergy. Paradigm.")
    found = [(one.step, one.severity.label) for one in found_all if one.rule == "house/buzz"]
    assert found == [("bad", "error"), ("odd", "hint")]


def test_word_lists_do_not_differ_by_post(blog: Path) -> None:
    write(
        blog,
        **{"postlint.toml": '[[overrides]]\npaths = ["a"]\n[overrides.rules."links/vague-text"]\nadd = ["look"]\n'},
    )
    assert told() == [
        (
            "postlint.toml:4:1: There is no key 'add' in 'overrides.rules.\"links/vague-text\"'. "
            'Word lists are the same for all posts; write it under [rules."links/vague-text"].'
        )
    ]


def test_a_rule_without_words_takes_none(blog: Path) -> None:
    write(blog, **{"postlint.toml": '[rules."images/missing-alt"]\nadd = ["look"]\n'})
    assert told() == [
        "postlint.toml:2:1: There is no key 'add' in 'rules.\"images/missing-alt\"'. It can be severity or decorative."
    ]


# A rule of the house's own


def test_a_rule_replaces_a_shipped_one_only_when_it_says_so(blog: Path) -> None:
    write(blog, **{"plain-english/wordy-phrase.yml": FORBID, "postlint.toml": 'packs = ["plain-english"]\n'})
    (message,) = told()
    assert message.startswith("plain-english/wordy-phrase.yml: 'plain-english/wordy-phrase' is already a rule, in ")
    assert message.endswith("If this one is to take its place, say 'replaces: true'.")
    write(blog, **{"plain-english/wordy-phrase.yml": FORBID + "replaces: true\n"})
    assert found("In order to have synergy.", "plain-english/wordy-phrase") == ["synergy"]


def test_a_python_rule_can_be_replaced(blog: Path) -> None:
    write(blog, **{"links/vague-text.yml": FORBID + "replaces: true\n", "postlint.toml": 'packs = ["links"]\n'})
    assert found("[here](a) synergy", "links/vague-text") == ["synergy"]


def test_a_rule_that_replaces_nothing_is_told(blog: Path) -> None:
    write(
        blog,
        **{
            "plain-english/wordy-phrases.yml": FORBID + "replaces: true\n",
            "postlint.toml": 'packs = ["plain-english"]\n',
        },
    )
    assert told() == [
        (
            "plain-english/wordy-phrases.yml: There is no rule 'plain-english/wordy-phrases' "
            "that this one could replace. Did you mean 'plain-english/wordy-phrase'?"
        )
    ]


def test_two_rules_of_a_house_cannot_have_one_id(blog: Path) -> None:
    for folder in ("one/house", "two/house"):
        write(blog, **{f"{folder}/buzz.yml": FORBID + "replaces: true\n" * (folder == "two/house")})
    write(blog, **{"postlint.toml": 'packs = ["one/house", "two/house"]\n'})
    assert told() == ["two/house/buzz.yml: 'house/buzz' is already a rule, in one/house/buzz.yml."]
