"""What is too long or too short is found with its exact place and count."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from yaml_rules import check, found, mistakes, rule_of

LONG = "One two three four five six seven."


def test_a_long_sentence_is_found_whole(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "length: {of: words, per: sentence, most: 5}\n")
    text = "It is short. One *two* three\nfour `code here`\nhttps://x.org/a - seven. Short, e.g. this one."
    (one,) = check(rule, text)
    assert one.message == "This sentence has 7 words, more than 5."
    assert text[one.start.offset : one.end.offset] == text[13 : text.index(" Short,")]
    assert (rule.needles, rule.kind, one.fix) == ((), "length", None)


def test_each_sentence_in_its_block(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "length: {per: sentence, most: 6}\n")
    text = f"# {LONG}\n\nShort. {LONG} Short.\n\n- {LONG}\n\n> {LONG}\n\n| {LONG} |\n|---|\n| Short |\n"
    assert found(rule, text) == [LONG] * 4


@pytest.mark.parametrize(
    ("length", "where", "expected"),
    [
        ("{per: paragraph, most: 9}", "", "One two. Three four five six seven eight nine ten."),
        ("{per: paragraph, most: 1, of: sentences}", "", "One two. Three four five six seven eight nine ten."),
        ("{per: heading, most: 2}", "", "Heading of three|Deeper than that"),
        ("{per: heading, most: 2}", "in: h3", "Deeper than that"),
        ("{per: heading, most: 2}", "in: paragraphs", ""),
        ("{per: heading, least: 3}", "", "Short"),
        ("{per: list-item, most: 2}", "", "three words here"),
        ("{per: list-item, least: 2}", "", "one"),
        ("{per: title, most: 20, of: characters}", "", "A title of 23 letters!!"),
        ("{per: title, most: 23, of: characters}", "", ""),
        ("{per: title, most: 24, least: 23, of: characters}", "", ""),
        ("{per: title, least: 24, of: characters}", "", "A title of 23 letters!!"),
        ("{per: description, least: 5}", "", ""),
        ("{per: tags, most: 3, of: characters}", "", "golang"),
        ("{per: front-matter.image.caption, most: 1}", "", "two words"),
    ],
)
def test_what_is_measured(tmp_path: Path, length: str, where: str, expected: str) -> None:
    text = """\
---
title: A title of 23 letters!!
tags: [go, golang]
image: {caption: two words}
---
## Heading of three

One two. Three four five six seven eight nine ten.

### Deeper than that

- one
- three words here

### Short
"""
    rule = rule_of(tmp_path, f"length: {length}\n{where}\n")
    assert "|".join(found(rule, text)) == expected


def test_code_and_urls_count_as_they_are_read(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "length: {per: heading, of: characters, most: 9}\n")
    text = "# On `code`\n\n# On `longer`\n\n# A www.example.org\n"
    assert [one.message for one in check(rule, text)] == [
        "This heading has 17 characters, more than 9.",
    ]
    rule = rule_of(tmp_path, "length: {per: heading, of: characters, most: 8}\n")
    assert len(check(rule, text)) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("length: {per: sentence, most: 2}", "This sentence has 7 words, more than 2."),
        ("length: {per: sentence, least: 1000}", "This sentence has 7 words, fewer than 1,000."),
        ("length: {per: sentence, least: 8, most: 9}", "This sentence has 7 words; 8 to 9 are fine."),
        ("length: {per: front-matter.x, least: 2}", "'Alone' has 1 word, fewer than 2."),
        (
            "length: {per: sentence, most: 2}\nmessage: '{match}: {count}, {counted}, {most}.'",
            "One two three four five six …: 7, 7 words, 2.",
        ),
    ],
)
def test_messages(tmp_path: Path, text: str, message: str) -> None:
    (one,) = check(rule_of(tmp_path, f"{text}\nhelp: Take {{count}} words.\n"), f"---\nx: Alone\n---\n{LONG}")
    assert (one.message, one.help) == (message, f"Take {1 if 'Alone' in message else 7} words.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("length: 40", "1:9: 'length' is a mapping such as {of: words, per: sentence, most: 40}."),
        ("length: {per: sentence}", "1:9: 'length' lacks its bound, 'most' or 'least'."),
        ("length: {most: 4}", "1:9: 'length' lacks 'per', which says what is measured."),
        (
            "length: {per: sentense, most: 4}",
            (
                "1:15: 'per' is sentence, paragraph, heading, list-item or a front matter key, not 'sentense'. "
                "Did you mean 'sentence'? A front matter key can be written 'front-matter.sentense'."
            ),
        ),
        (
            "length: {per: sentence, of: word, most: 4}",
            "1:29: 'of' is one of words, characters, sentences, not 'word'. Did you mean 'words'?",
        ),
        ("length: {per: sentence, most: many}", "1:31: 'most' is a whole number such as 3, not 'many'."),
        ("length: {per: sentence, most: true}", "1:31: 'most' is a whole number such as 3, not 'true'."),
        ("length: {per: sentence, most: -1}", "1:31: 'most' is a whole number such as 3, not '-1'."),
        (
            "length: {per: sentence, most: 3, least: 4}",
            "1:9: Nothing has 4 or more and 3 or less; turn 'least' and 'most' around.",
        ),
        (
            "length: {per: sentence, of: sentences, most: 3}",
            "1:9: A sentence has one sentence; count its words or characters.",
        ),
        ("length: {per: sentence, mots: 3, least: 1}", "1:25: 'mots' is no key of 'length'. Did you mean 'most'?"),
        ("length: {per: title, least: 1}\nin: h2", "2:5: 'per: title' already tells the place; leave 'in' out."),
        (
            "length: {per: title, least: 1}\nmessage: More than {most}.",
            "2:20: '{most}' is not known here; a message may say {count} or {counted} or {least} or {match}.",
        ),
        ("length: {per: title, least: 1}\nunless: x", "2:1: 'unless' is no key of a rule."),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert mistakes(tmp_path, text) == [expected]


def test_hostile_posts_take_linear_time(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "length: {per: heading, of: characters, least: 1, most: 60}\n")
    for text in ("-" * 400_000, "`x` " * 100_000, "# `x`\n" * 60_000, "word " * 80_000, "a. " * 100_000):
        for made in (rule, rule_of(tmp_path, "length: {per: sentence, most: 40}\n")):
            begun = time.process_time()
            check(made, text)
            assert time.process_time() - begun < 4
