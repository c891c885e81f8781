"""``require``: what a post must have, and what must stand beside something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from acme import HOUSE, check, found, told
from postlint.house import House
from yaml_rules import mistakes, rule_of

# There must be


def test_a_thing_must_be_there(tmp_path: Path) -> None:
    post = "---\ntitle: A post\n---\nIt is under the MIT license, see <https://github.com/acme>.\n"
    assert told(rule_of(tmp_path, "require: [Apache-2.0, mit]"), post) == []
    assert told(rule_of(tmp_path, "require: [Apache-2.0, BSD]"), post) == [
        ("title", "This post lacks 'Apache-2.0' or 'BSD'.")
    ]
    assert told(rule_of(tmp_path, "require: links"), post) == []
    assert told(rule_of(tmp_path, "require: images"), post) == [("title", "This post lacks an image.")]
    assert told(rule_of(tmp_path, "require: {links: {role: [community, own]}}"), post) == [
        ("title", "This post lacks a link to the community or to the house itself.")
    ]
    assert told(rule_of(tmp_path, "require: [Slack, {links: {role: community}}]"), post) == [
        ("title", "This post lacks 'Slack' or a link to the community.")
    ]
    assert told(rule_of(tmp_path, "require: {of: {links: {host: github.com}}, least: 2}"), post) == [
        ("title", "This post has 1 link to github.com; it should have at least 2.")
    ]
    assert told(rule_of(tmp_path, "require: {of: words, least: 4}"), post) == []


def test_places_narrow_what_is_asked_for(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "in: first-section\nrequire: [MIT]")
    assert found(rule, "MIT.\n\n## One\n\nText.\n") == []
    assert found(rule, "Text.\n\n## One\n\nMIT.\n") == ["Text."]
    quoted = rule_of(tmp_path, "require: [MIT]")
    assert found(quoted, "> MIT\n") == ["> MIT"]


def test_an_own_message(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
message: "'{match}' has {things} ({count} of {least}), it lacks {missing}."
help: Link {missing}.
severity: error
require: {links: {host: github.com}}
""",
    )
    (one,) = check(rule, "# The *post*\n")
    assert one.message == "'The post' has 0 links to github.com (0 of 1), it lacks a link to github.com."
    assert (one.help, one.severity.label) == ("Link a link to github.com.", "error")


def test_what_the_house_does_not_know_is_not_missed(tmp_path: Path) -> None:
    for text in ("require: {links: {role: community}}", "message: No project.\nrequire: ['{projects}', Slack]"):
        rule = rule_of(tmp_path, text)
        assert len(found(rule, "Text.")) == 1
        assert found(rule, "Text.", house=House()) == []
    partner = rule_of(tmp_path, "require: {links: {role: partner}}")
    assert len(found(partner, "Text.")) == 1
    assert found(partner, "Text.", house=HOUSE._replace(partners=("Partner",))) == []


# If one stands there, the other must

POST = """\
---
title: Faster than light
---
Faster than before. See [our numbers](/bench). It is faster than

the others.

- faster than one, [link](x)
- faster than two

| Engine | Claim |
|---|---|
| A | faster than B |
| source | see C |

## Proof

![](graph.png) It is faster than D.

### Deeper

Text *faster* than E.

### Method

A benchmark.

## None

Faster than F. ![](x.png)
"""


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("sentence", [4, 4, 9, 13, 18, 22, 30]),
        ("paragraph", [9, 18, 22, 30]),
        ("heading", [22]),
        ("section", []),
        ("post", []),
    ],
)
def test_within(tmp_path: Path, within: str, expected: list[int]) -> None:
    """Line 4 has a link in its second sentence; the table counts as one paragraph, its rows as sentences."""
    then = "[source, benchmark, {links}]" if within != "heading" else "[benchmark, source, {links}, {images}]"
    rule = rule_of(tmp_path, f"require: {{when: [faster than], then: {then}, within: {within}}}")
    lines = [one.start.line for one in check(rule, POST)]
    assert lines == (expected if within != "section" else [30])


def test_the_first_of_each_stretch_is_told(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "require: {when: [faster], then: [slower], within: paragraph}")
    assert told(rule, "It is faster and faster. Still faster.\n\nFaster here.\n\nFaster, not slower.\n") == [
        ("faster", "'faster' comes without 'slower' in its paragraph."),
        ("Faster", "'Faster' comes without 'slower' in its paragraph."),
    ]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("![a](a.png) This is faster.", False),
        ("This is faster ![a](a.png).", False),
        ("This is faster.\n![a](a.png)", False),
        ("![a](a.png)\n\nThis is faster.", True),
        ("This is slow ![a](a.png). This is faster.", True),
        ("[![a](a.png)](x) This is faster.", False),
        ("<p>This is faster.</p><p>More. <img src='a.png'></p>", True),
        ("- This is faster.\n  ![a](a.png)\n- More.", False),
        ("- This is faster.\n- ![a](a.png) More.", True),
        ("- One\n\n  ```\n  x\n  ```\n  This is faster. ![a](a.png)", False),
        ("<p>This is faster <img src='a.png'></p><p>More.</p>", False),
    ],
)
def test_images_beside_a_sentence(tmp_path: Path, text: str, is_told: bool) -> None:
    rule = rule_of(tmp_path, "require: {when: [faster], then: images, within: sentence}")
    assert bool(check(rule, text)) == is_told


def test_a_link_begins_a_sentence(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "require: {when: [faster], then: links, within: sentence}")
    assert found(rule, "It is old. [*This*](x) is faster. It is so.") == []
    assert found(rule, "It is faster. [This](x) is old. It is faster.") == ["faster", "faster"]


def test_parts_may_come_first(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "require: {when: images, then: [source], within: paragraph}")
    assert told(rule, "![one](a.png) Source: me.\n\n![two](b.png) By me.\n\n![three](c.png)\n") == [
        ("![two](b.png)", "'two' comes without 'source' in its paragraph."),
        ("![three](c.png)", "'three' comes without 'source' in its paragraph."),
    ]
    code = rule_of(tmp_path, "require: {when: {code-blocks: {language: bash}}, then: [prerequisites], within: section}")
    assert found(code, "## Prerequisites\n\n```bash\na\n```\n\n## Run\n\n```bash\nb\n```\n") == ["```bash\nb\n```"]


def test_front_matter_is_in_no_section(tmp_path: Path) -> None:
    text = "in: [title, prose]\nrequire: {when: [faster], then: [benchmark], within: "
    post = "---\ntitle: Faster now\n---\nText.\n\n## One\n\nA benchmark.\n"
    for within in ("section", "heading", "post"):
        assert found(rule_of(tmp_path, f"{text}{within}}}"), post) == []
    for within in ("sentence", "paragraph"):
        assert found(rule_of(tmp_path, f"{text}{within}}}"), post) == ["Faster"]


def test_longer_phrases_count(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "require: {when: [BSL], then: [BSL 1.1, Business Source License], within: post}")
    assert told(rule, "Under the BSL.") == [
        ("BSL", "'BSL' comes without 'BSL 1.1' or 'Business Source License' in this post.")
    ]
    assert found(rule, "Under the BSL 1.1, the BSL.") == []
    assert found(rule, "Under the BSL 1.1.") == []


def test_entries_of_when_have_their_own_say(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
severity: {loud: error, soft: hint}
require:
  when:
    - {phrase: fastest, step: loud, message: "Who says '{match}'? Give {then} in {place}."}
    - {regex: '\\d+ times', step: soft}
  then: {links: {role: own}}
  within: section
""",
    )
    assert [(one.step, one.message) for one in check(rule, "The fastest.\n\n## A\n\n10 times.\n")] == [
        ("loud", "Who says 'fastest'? Give a link to the house itself in its section."),
        ("soft", "'10 times' comes without a link to the house itself in its section."),
    ]


def test_what_excuses_the_first(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path, "unless: faster than light\nunless-sentence: maybe\nrequire: {when: [faster than], then: [proof]}"
    )
    assert found(rule, "Faster than light. Maybe faster than you.") == []
    assert found(rule, "Faster than light. Faster than you.") == ["Faster than"]


def test_it_waits_for_the_first(tmp_path: Path) -> None:
    assert not rule_of(tmp_path, "require: {when: [a], then: links}").wakes
    assert rule_of(tmp_path, "require: {when: [a, {links}], then: [b]}").wakes
    assert rule_of(tmp_path, "require: [a]").wakes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("require:", "1:9: Here stands a list of phrases, or one of links, images, headings"),
        ("require: link", "1:10: 'link' is nothing that a post is made of. Did you mean 'links'?"),
        ("require: {linsk: }", "1:10: 'linsk' is nothing that a post is made of. Did you mean 'links'?"),
        ("require: {of: [a], leats: 2}", "1:20: 'leats' is no key of 'require'. Did you mean 'least'?"),
        ("require: {least: 2}", "1:10: 'require' lacks 'of'."),
        ("require: {of: [a], least: 0}", "1:10: 'least: 0' asks for nothing."),
        ("require: {of: [a], least: x}", "1:27: 'least' is a whole number such as 3, not 'x'."),
        ("require: {when: [a]}", "1:10: 'require' with 'when' lacks 'then'."),
        ("require: {wen: [a], then: [b]}", "1:11: 'wen' is no key of 'require' with 'then'. Did you mean 'when'?"),
        ("require: {of: [a], then: [b]}", "1:11: 'of' is no key of 'require' with 'then'."),
        (
            "require: {when: [a], then: [b], within: sentense}",
            "1:41: 'within' is one of sentence, paragraph, heading, section, post, not 'sentense'. Did you mean 'sent",
        ),
        ("require: {when: words, then: [b]}", "1:17: 'words' can be counted, but not looked for."),
        ("require: {when: [a], then: {sentences: }}", "1:29: 'sentences' can be counted, but not looked for."),
        ("require: {when: [a], then: [A]}", "1:29: 'A' already stands in line 3."),
        (
            "require: {when: [a], then: [{phrase: b, help: x}]}",
            "1:47: 'help' has no use here, since findings are about 'when'.",
        ),
        (
            "require: [{phrase: b, severity: hint}]",
            "1:33: 'severity' has no use here, since findings are about the post as a whole.",
        ),
        ("require: {when: [a], then: [{regex: 'b+c'}]}", "1:10: The rule lacks 'message': no writer could read what"),
        ("require: ['{projects}']", "1:10: The rule lacks 'message': no writer could read what is missing"),
        ("severity: {a: hint}\nrequire: [b]", "1:11: What is missing has no step; 'severity' is one word here"),
        ("message: '{then}'\nrequire: [b]", "1:11: '{then}' is not known here; a message may say {count} or {least}"),
    ],
)
def test_mistakes_of_authors(tmp_path: Path, text: str, expected: str) -> None:
    several = mistakes(tmp_path, text)
    assert any(one.startswith(expected) for one in several), several
