"""What the documentation of counting kinds shows is so, and what they say of things reads well."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from acme import HOUSE, check, found, told
from postlint import packs
from postlint.kinds.grammar.parts import SORTS
from postlint.rule import Tuning
from yaml_rules import mistakes, rule_of

FOLDER = {"things": "grammar.things"}
EXAMPLE = re.compile(r"^    (\S.*)$", re.M)


def examples(module: str) -> list[str]:
    return EXAMPLE.findall(import_module(f"postlint.kinds.{FOLDER.get(module, module)}").__doc__ or "")


@pytest.mark.parametrize("module", ["limit", "require", "order", "ratio", "things"])
def test_examples_can_be_pasted(tmp_path: Path, module: str) -> None:
    shown = examples(module)
    assert len(shown) >= 2
    for example in shown:
        assert rule_of(tmp_path, example).kind == ("limit" if module == "things" else module)


def test_every_sort_is_documented(tmp_path: Path) -> None:
    text = import_module("postlint.kinds.grammar.things").__doc__ or ""
    for name, sort in SORTS.items():
        assert name in text
        assert all(f"``{condition}``" in text for condition in sort.conditions)


def test_a_list_file_holds_phrases_of_a_thing(tmp_path: Path) -> None:
    data = tmp_path / "house-rules" / "data"
    data.mkdir(parents=True)
    (data / "loud.txt").write_text("# Loud words.\nwow\namazing\n", encoding="utf-8")
    rule = rule_of(tmp_path, "limit:\n  most: 1\n  of:\n    - {file: data/loud.txt}\n    - {phrase: great}\n")
    assert told(rule, "Wow, amazing and great.") == [
        ("amazing", "'amazing' is number 2 of 3 mentions of 'great', 'wow' or 'amazing' in this post; the limit is 1.")
    ]
    (data / "loud.yml").write_text("- wow\n- {phrse: x}\n- links\n", encoding="utf-8")
    wrong = mistakes(tmp_path, "limit:\n  most: 1\n  of:\n    - {file: data/loud.yml}\n")
    assert [one.partition(": ")[2] for one in wrong] == [
        "'phrse' is no key of an entry. Did you mean 'phrase'?",
        "Write {links} for links, {phrase: links} for the word.",
    ]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("[a]", "'a'"),
        ("[a, b]", "'a' or 'b'"),
        ("[a, b, c]", "'a', 'b' or 'c'"),
        ("[a, b, c, d]", "'a', 'b', 'c' or the like"),
        ("[a, {regex: 'b+c'}]", "'a' or the like"),
        ("[{regex: 'b+c'}, '{offers}']", "a match"),
        ("images", "an image"),
        ("{links: {host: x.org/a}}", "a link to x.org/a"),
        ("{links: {role: elsewhere, host: [x.org, y.org]}}", "a link to other sites at x.org or y.org"),
        ("{headings: {level: [2, 3]}}", "a heading of level 2 or 3"),
        ("{code-blocks: {language: [none, bash]}}", "a code block without a language or in bash"),
        ("[a, {links: {role: partner}}, {tables}]", "'a', a link to a partner or a table"),
    ],
)
def test_how_a_missing_thing_is_called(tmp_path: Path, thing: str, expected: str) -> None:
    rule = rule_of(tmp_path, f"message: '{{missing}}'\nrequire: {thing}")
    assert [one.message for one in check(rule, "Text.")] == [expected]


def test_phrases_and_parts_that_overlap_are_one_thing(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "message: '{count}'\nlimit: {of: [Acme, cloud, {links}], most: 0}")
    post = "[Acme Cloud](https://cloud.acme.com), the cloud of Acme, [here](x) and ![Acme](a.png)."
    assert [one.message for one in check(rule, post)] == ["4"]
    assert found(rule, post) == ["[Acme Cloud](https://cloud.acme.com)"]


def test_words_of_the_house_count(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "limit: {of: ['{offers}', '{projects} by {house}'], most: 1}")
    assert found(rule, "Ace by Acme, Ace, Acme Cloud.") == ["Acme Cloud"]
    assert found(rule, "Ace by Acme, Ace, Acme Cloud.", house=HOUSE._replace(offers=())) == []


def test_a_house_tunes_the_phrases(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "limit: {of: [wow, great], most: 1}")
    assert (rule.adds, rule.words) == ("list", ("wow", "great"))
    tuned = packs.tuned(rule, Tuning({"superb": None}, frozenset({"Great"})))
    assert found(tuned, "Wow, great, superb.") == ["superb"]
    both = rule_of(tmp_path, "require: {when: [BSL], then: [Business Source License]}")
    tuned = packs.tuned(both, Tuning({"SSPL": None}, frozenset({"BSL"})))
    assert found(tuned, "BSL and SSPL.") == ["SSPL"]
    assert found(packs.tuned(both, Tuning({}, frozenset({"Business Source License"}))), "BSL.") == []
    there = rule_of(tmp_path, "require: [MIT]")
    assert len(found(there, "BSD.")) == 1
    assert found(packs.tuned(there, Tuning({"BSD": None})), "BSD.") == []
    assert found(packs.tuned(there, Tuning({}, frozenset({"MIT"}))), "Text.") == []
