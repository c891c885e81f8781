"""``order``: what comes too early is told, with the place of what it is to follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from acme import check, found, told
from yaml_rules import mistakes, rule_of

LINKS = "order: {first: {links: {role: project}}, then: {links: {role: commercial}}}"


def test_the_first_that_comes_too_early_is_told(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "order: {first: [Ace], then: [Acme Cloud, managed]}")
    post = "With *Acme\nCloud* it is managed.\n\n## Ace\n\nAce runs everywhere.\n"
    (one,) = check(rule, post)
    assert one.message == "'Acme Cloud' comes before 'Ace', which should come first."
    assert (one.start.line, one.start.column, one.end.line) == (1, 7, 2)
    (place,) = one.related
    assert (place.message, place.path) == ("'Ace' comes only here.", "post.md")
    assert (place.start.line, place.start.column) == (4, 4)


@pytest.mark.parametrize(
    "post",
    ["Ace comes before Acme Cloud.", "Only Acme Cloud.", "Only Ace.", "Neither.", "> Acme Cloud\n\nAce, Acme Cloud."],
)
def test_what_is_in_order(tmp_path: Path, post: str) -> None:
    assert told(rule_of(tmp_path, "order: {first: [Ace], then: [Acme Cloud]}"), post) == []


def test_longer_phrases_count(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "order: {first: [Acme], then: [Acme Cloud]}")
    assert found(rule, "Acme Cloud is made by Acme.") == ["Acme Cloud"]
    assert found(rule, "Acme made Acme Cloud.") == []


def test_links_in_order(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, LINKS)
    cloud, project = "[Try it](https://cloud.acme.com)", "[Ace](https://ace.dev/docs)"
    assert told(rule, f"{cloud} or {project}.") == [(cloud, "'Try it' comes before 'Ace', which should come first.")]
    assert found(rule, f"{project} or {cloud}.") == []
    assert found(rule, f"> {cloud}\n\n{project}, {cloud}.") == []
    page = "<p><a href='https://acme.com/pricing/x'>Plans</a></p>\n<p><a href='https://github.com/acme'>Ace</a></p>"
    assert found(rule, page, "post.html") == ["<a href='https://acme.com/pricing/x'>Plans</a>"]
    mdx = "# Hi\n\n<Tabs>\n  <a href='https://cloud.acme.com'>Go</a>\n\n  See [Ace](https://ace.dev).\n</Tabs>\n"
    assert found(rule, mdx, "post.mdx") == ["<a href='https://cloud.acme.com'>Go</a>"]


def test_other_parts_in_order(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "order: {first: [prerequisites], then: code-blocks}")
    code = "```\nmake\n```"
    assert told(rule, f"Text.\n\n{code}\n\n## Prerequisites\n") == [
        (code, "'make' comes before 'Prerequisites', which should come first.")
    ]
    assert found(rule, f"## Prerequisites\n\n{code}\n") == []


def test_the_title_comes_first(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "in: [title, prose]\norder: {first: [Ace], then: [Acme Cloud]}")
    assert found(rule, "---\ntitle: Acme Cloud\n---\nAce.") == ["Acme Cloud"]
    assert found(rule, "---\ntitle: Ace\n---\nAcme Cloud and Ace.") == []


def test_words_of_the_house_and_own_messages(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
severity: {loud: error, soft: hint}
message: "{match}, then {first}"
order:
  first: ["{projects}"]
  then:
    - {phrase: "{offers}", step: soft}
    - {links: {role: commercial}, step: loud, message: "'{match}' leads away.", help: "Show {first} first."}
""",
    )
    (one,) = check(rule, "Acme Cloud, [here](https://cloud.acme.com), and Ace.")
    assert (one.message, one.step) == ("Acme Cloud, then Ace", "soft")
    (one,) = check(rule, "[Here](https://cloud.acme.com), and Ace.")
    assert (one.message, one.help, one.step) == ("'Here' leads away.", "Show Ace first.", "loud")


def test_it_waits_for_phrases(tmp_path: Path) -> None:
    assert not rule_of(tmp_path, "order: {first: [a], then: links}").wakes
    assert rule_of(tmp_path, LINKS).wakes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order: [a, b]", "1:8: 'order' is a mapping with 'first' and 'then'."),
        ("order: {first: [a]}", "1:8: 'order' lacks 'then'."),
        ("order: {first: [a], than: [b]}", "1:21: 'than' is no key of 'order'. Did you mean 'then'?"),
        ("order: {first: words, then: [b]}", "1:16: 'words' can be counted, but not looked for."),
        ("order: {first: image, then: [b]}", "1:16: 'image' is nothing that a post is made of. Did you mean 'images'?"),
        ("order: {first: [a], then: [b, A]}", "1:31: 'A' already stands in line 3."),
        (
            "order: {first: [{phrase: a, message: b}], then: [c]}",
            "1:38: 'message' has no use here, since findings are about 'then'.",
        ),
        ("message: '{frist}'\norder: {first: [a], then: [b]}", "1:11: '{frist}' is not known here; a message may say"),
        ("unless: c\norder: {first: links, then: images}", "1:9: 'unless' is about phrases, and this rule looks for"),
    ],
)
def test_mistakes_of_authors(tmp_path: Path, text: str, expected: str) -> None:
    several = mistakes(tmp_path, text)
    assert any(one.startswith(expected) for one in several), several
