"""``ratio``: of two things, how many there are of one for each of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from acme import HOUSE, check, found, told
from postlint.house import House
from yaml_rules import mistakes, rule_of

LINKS = "ratio: {of: {links: {role: commercial}}, to: {links: {role: project}}, most: %s}"
CLOUD, PROJECT = "[try %d](https://cloud.acme.com)", "[Ace %d](https://ace.dev)"


def post(cloud: int, project: int) -> str:
    return "\n".join([*(CLOUD % number for number in range(cloud)), *(PROJECT % number for number in range(project))])


@pytest.mark.parametrize(
    ("most", "cloud", "project", "surplus"),
    [
        ("2", 4, 2, None),
        ("2", 5, 2, "try 4"),
        ("2", 2, 0, None),
        ("2", 3, 0, "try 2"),
        ("0.5", 1, 0, "try 0"),
        ("2", 0, 0, None),
        ("0.5", 1, 2, None),
        ("0.5", 1, 1, "try 0"),
        ("0.29", 29, 100, None),
        ("0.29", 30, 100, "try 29"),
        ("1.5", 4, 3, None),
        ("1.5", 5, 3, "try 4"),
        ("0", 1, 3, "try 0"),
    ],
)
def test_most(tmp_path: Path, most: str, cloud: int, project: int, surplus: str | None) -> None:
    expected = [f"[{surplus}](https://cloud.acme.com)"] if surplus else []
    assert found(rule_of(tmp_path, LINKS % most), post(cloud, project)) == expected


@pytest.mark.parametrize(
    ("least", "images", "headings", "first"),
    [
        ("1", 2, 2, None),
        ("1", 1, 2, "1"),
        ("0.5", 1, 2, None),
        ("0.5", 1, 3, "2"),
        ("0.1", 3, 30, None),
        ("0.1", 3, 31, "30"),
        ("2", 1, 1, "0"),
        ("2", 0, 0, None),
        ("0.000001", 1, 2, None),
    ],
)
def test_least(tmp_path: Path, least: str, images: int, headings: int, first: str | None) -> None:
    text = "![a](a.png)\n\n" * images + "\n\n".join(f"## {number}" for number in range(headings))
    rule = rule_of(tmp_path, f"ratio: {{of: images, to: headings, least: {least}}}")
    assert found(rule, text) == ([first] if first else [])


def test_messages(tmp_path: Path) -> None:
    assert told(rule_of(tmp_path, LINKS % "2.0"), post(3, 1)) == [
        (
            "[try 2](https://cloud.acme.com)",
            (
                "'try 2' tips the balance: 3 links to what the house sells beside 1 link to what the house gives away, "
                "at most 2 to 1."
            ),
        )
    ]
    rule = rule_of(tmp_path, "ratio: {of: [we], to: [you], least: 0.5, most: 1}")
    assert told(rule, "You, you, you and we.") == [
        ("you", "'you' tips the balance: 1 mention of 'we' beside 3 mentions of 'you', at least 0.5 to 1.")
    ]
    assert told(rule, "You and we and we.") == [
        ("we", "'we' tips the balance: 2 mentions of 'we' beside 1 mention of 'you', at most 1 to 1.")
    ]
    words = rule_of(tmp_path, "message: '{match}: {of} in {to}, {most}'\nratio: {of: ['!'], to: words, most: 0.1}")
    assert told(words, "Wow! Such a great post!") == [("!", "!: 2 mentions of '!' in 5 words, 0.1")]


def test_entries_have_their_own_say(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
severity: {loud: error, soft: hint}
ratio:
  of:
    - {phrase: "{offers}", step: soft}
    - {links: {role: commercial}, step: loud, message: "{match}! {of}"}
  to: ["{projects}"]
  most: 1
""",
    )
    (one,) = check(rule, "Ace. Acme Cloud. [Buy](https://cloud.acme.com).")
    assert one.step == "loud"
    assert one.message == "Buy! 2 matches or links to what the house sells"
    assert check(rule, "Acme Cloud", house=HOUSE._replace(projects=())) == []


def test_what_the_house_does_not_know_is_not_weighed(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, LINKS % "2")
    assert found(rule, post(3, 0), house=House()) == []
    assert found(rule, post(3, 0), house=HOUSE._replace(projects=())) == []


def test_it_waits_for_what_can_be_too_many(tmp_path: Path) -> None:
    assert not rule_of(tmp_path, "ratio: {of: [a], to: links, most: 1}").wakes
    assert not rule_of(tmp_path, "ratio: {of: links, to: [a], least: 1}").wakes
    assert rule_of(tmp_path, "ratio: {of: links, to: [a], most: 1}").wakes
    assert rule_of(tmp_path, "ratio: {of: [a], to: links, most: 2, least: 1}").wakes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ratio: links", "1:8: 'ratio' is a mapping with 'of' and 'to' and 'most'."),
        ("ratio: {of: links, to: images}", "1:8: 'ratio' lacks a bound: 'most' or 'least'."),
        ("ratio: {of: links, most: 2}", "1:8: 'ratio' lacks 'to'."),
        ("ratio: {of: links, to: images, most: 2x}", "1:38: 'most' is a number such as 2 or 0.5, not '2x'."),
        ("ratio: {of: links, to: images, most: -1}", "1:38: 'most' is a number such as 2 or 0.5, not '-1'."),
        ("ratio: {of: links, to: images, most: .inf}", "1:38: 'most' is a number such as 2 or 0.5, not '.inf'."),
        ("ratio: {of: links, to: images, most: .nan}", "1:38: 'most' is a number such as 2 or 0.5, not '.nan'."),
        ("ratio: {of: links, to: images, least: 0}", "1:39: 'least: 0' asks for nothing."),
        (
            "ratio: {of: links, to: images, least: 3, most: 2}",
            "1:8: 'least' is 3 and 'most' is 2, so nothing would do.",
        ),
        ("ratio: {of: links, to: images, mosst: 2}", "1:32: 'mosst' is no key of 'ratio'. Did you mean 'most'?"),
        (
            "ratio: {of: [a], to: [{phrase: b, step: x}], most: 2}",
            "1:41: 'step' has no use here, since findings are about 'of'.",
        ),
        (
            "severity: {x: hint}\nratio: {of: [{phrase: a, step: x}], to: [b], least: 2}",
            "1:11: What is missing has no step; 'severity' is one word here, such as warning.",
        ),
        ("message: '{least}'\nratio: {of: [a], to: [b], most: 2}", "1:11: '{least}' is not known here; a message may"),
    ],
)
def test_mistakes_of_authors(tmp_path: Path, text: str, expected: str) -> None:
    several = mistakes(tmp_path, text)
    assert any(one.startswith(expected) for one in several), several
