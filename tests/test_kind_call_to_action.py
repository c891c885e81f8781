"""The kinds of the values pack: what their rule files may say, what is told of mistakes, and what a house tunes."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.diagnostic import Severity
from postlint.house import house_of
from postlint.packs import shipped_folder, tuned
from postlint.rule import Tuning
from yaml_rules import check, found, mistakes, rule_of

ACME = house_of(
    {
        "projects": [{"name": "Acme", "hosts": ["acme.io"]}],
        "offers": [{"name": "Acme Cloud", "hosts": ["cloud.acme.com"], "paid-features": ["audit logs"]}],
    }
)
HIRING = """\
severity: {urgent: error, asks: warning, alternative: hint}
message: "'{match}' {says}."
help: Put it on the page for jobs.
call-to-action:
  asks:
    apply: {verbs: [apply, join], objects: [team, role], weights: {stake: 2}}
  says:
    apply: asks the reader to apply
    lure: lures
    convenience: lures
    button: is a button
    component: is a box
  weights:
    stake: {component: 2}
    asks: {imperative: 2, component: 2}
    presses: {urgency: 2}
    against: {others: 2}
  urgency: [today]
  components: [job board]
  others: {others: [open source]}
  wakes: [components]
  least: {stake: 2, asks: 2, together: 4, urgent: 2}
"""


def test_a_pack_of_ones_own_weighs_what_it_likes(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, HIRING)
    (asks,) = check(rule, "Apply for this role.\n")
    assert (asks.message, asks.severity, asks.help) == (
        "'Apply for this role' asks the reader to apply.",
        Severity.WARNING,
        "Put it on the page for jobs.",
    )
    (urgent,) = check(rule, "Join our team today.\n")
    assert urgent.step == "urgent"
    assert found(rule, "Join the open source team.\n") == []
    assert found(rule, "<JobBoard />\n", path="post.mdx") == ["<JobBoard />"]
    assert found(rule, "Apply the patch.\n") == []


def test_a_family_may_have_a_step_of_its_own(tmp_path: Path) -> None:
    families = "{apply: job, lure: job, convenience: job, button: job, component: job}"
    text = HIRING.replace("{urgent: error, asks: warning, alternative: hint}", "{job: hint}")
    rule = rule_of(tmp_path, text.replace("  says:", f"  steps: {families}\n  says:"))
    assert [one.step for one in check(rule, "Apply for this role today.\n")] == ["job"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  asks:\n", "  ask:\n", "'ask' is no key of 'call-to-action'. Did you mean 'asks'?"),
        ("verbs: [apply, join]", "verb: [apply]", "'verb' is no key of 'apply'. Did you mean 'verbs'?"),
        ("verbs: [apply, join]", "verbs: apply", "'verbs' is a list of words or phrases."),
        ("{stake: 2}}", "{stake: much}}", "'stake' is a whole number."),
        ("{imperative: 2,", "{imperatif: 2,", "'imperatif' is no key of 'asks'. Did you mean 'imperative'?"),
        (
            "    against: {others: 2}",
            "    again: {others: 2}",
            "'again' is no key of 'weights'. Did you mean 'against'?",
        ),
        ("  least: {stake: 2", "  least: {stakes: 2", "'stakes' is no key of 'least'. Did you mean 'stake'?"),
        ("    apply: asks the reader to apply\n", "", " lacks 'apply'."),
        ("asks the reader to apply", "asks for {job}", "'{job}' is not known here; a message may say {offer}."),
        ("[components]", "[component]", "'component' wakes no rule; it can be selling-links or components."),
        ("urgent: error, asks", "urgently: error, asks", "The ladder of severities lacks 'urgent'."),
        ("help: Put it on the page for jobs.", "help: {urgent: a}", "'help' lacks 'asks'."),
        ("  urgency: [today]", "  urgency: today", "'urgency' is a list of words or phrases."),
        (
            "  others: {others: [open source]}",
            "  others: [open source]",
            "'others' is a mapping from names to what they hold.",
        ),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in HIRING
    assert any(one.endswith(told) for one in mistakes(tmp_path, HIRING.replace(old, new)))


def test_what_stands_under_the_key_is_a_mapping(tmp_path: Path) -> None:
    for kind in ("call-to-action", "offer-first", "answerable"):
        assert any(f"'{kind}' is a mapping" in told for told in mistakes(tmp_path, f"{kind}: [sign up]\n"))


def test_a_house_adds_and_removes_words(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, HIRING)
    changed = tuned(rule, Tuning({"send your papers": None}, ("join",)))
    assert found(changed, "Send your papers to us.\n") == ["Send your papers"]
    assert found(changed, "Join our team.\n") == []
    assert found(rule, "Join our team.\n") == ["Join our team"]


def test_offer_first_tells_its_mistakes(tmp_path: Path) -> None:
    text = Path(shipped_folder(), "values", "commercial-first.yml").read_text(encoding="utf-8")
    text = text.partition("severity:")[1] + text.partition("severity:")[2].partition("\nbad:")[0] + "\n"
    assert rule_of(tmp_path, text).steps == ("mislabeled", "default", "prerequisite", "runs-down", "outweighs")
    for old, new, told in (
        ("outweighs: {least: 5, times: 4}", "outweighs: {least: 5, time: 4}", "'time' is no key of 'outweighs'."),
        ("  labels: [", "  label: [", "'label' is no key of 'offer-first'. Did you mean 'labels'?"),
        ("and {fewer} to the project", "and {few} to the project", "'{few}' is not known here;"),
    ):
        assert old in text
        assert any(told in one for one in mistakes(tmp_path, text.replace(old, new)))


LABELED = (
    'message: "\'{match}\' is part of {offer}."\nlabeled: {phrases: ["{paid-features}"], by: [paid, "{offers}"]}\n'
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("There are audit logs.", ["audit logs"]),
        ("There are audit logs, and audit logs are good.", ["audit logs"]),
        ("There are audit logs.\n\nAudit logs are good.", ["audit logs", "Audit logs"]),
        ("There are paid audit logs.", []),
        ("Acme Cloud has audit logs.", []),
        ("Acme Cloud is here.\n\nThere are audit logs.", ["audit logs"]),
        ("## In Acme Cloud\n\nThere are audit logs.", []),
        ("---\ntitle: Acme Cloud\n---\n\nThere are audit logs.", []),
        ("> There are audit logs.", []),
    ],
)
def test_labeled(tmp_path: Path, text: str, words: list[str]) -> None:
    assert found(rule_of(tmp_path, LABELED), text, house=ACME) == words


def test_labeled_names_the_offer_and_tells_its_mistakes(tmp_path: Path) -> None:
    (one,) = check(rule_of(tmp_path, LABELED), "There are audit logs.", house=ACME)
    assert one.message == "'audit logs' is part of Acme Cloud."
    assert check(rule_of(tmp_path, LABELED), "There are audit logs.") == []
    assert mistakes(tmp_path, LABELED.replace("by: [paid,", "with: [paid,")) == [
        "2:10: 'by' is a list of phrases.",
        "2:41: 'with' is no key of 'labeled'. It may have by, phrases.",
    ]


ANSWERABLE = (
    "message: No way to answer.\nanswerable: {front-matter: [comments], hosts: [github.com], labels: [chat],"
    " words: [write to us], components: [giscus]}\n"
)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Words.", False),
        ("---\ncomments: true\n---\nWords.", True),
        ("---\ncomments: {provider: giscus}\n---\nWords.", True),
        ("---\ncomments: false\n---\nWords.", False),
        ("---\ncomments: 'off'\n---\nWords.", False),
        ("[Code](https://github.com/acme)", True),
        ("[Code](https://api.github.com/acme)", True),
        ("[Code](https://notgithub.com/acme)", False),
        ("[Chat](https://chat.acme.io)", True),
        ("[Place](https://acme.io/talk)", True),
        ("[Mail](mailto:a@acme.io)", True),
        ("[Page](/chat)", False),
        ("Please write to us.", True),
        ("<Giscus />", True),
    ],
)
def test_answerable(tmp_path: Path, text: str, is_open: bool) -> None:
    house = house_of({"name": "Acme", "places": ["acme.io/talk"]})
    assert (found(rule_of(tmp_path, ANSWERABLE), text, "post.mdx", house) == []) is is_open


def test_answerable_points_at_what_turns_comments_off(tmp_path: Path) -> None:
    assert found(rule_of(tmp_path, ANSWERABLE), "---\ntitle: A\ncomments: false\n---\nWords.") == ["comments: false"]


def test_answerable_tells_its_mistakes(tmp_path: Path) -> None:
    assert mistakes(tmp_path, ANSWERABLE.replace("hosts: [github.com]", "host: [github.com]")) == [
        "2:40: 'host' is no key of 'answerable'. Did you mean 'hosts'?"
    ]
    assert mistakes(tmp_path, ANSWERABLE.replace("hosts: [github.com]", "hosts: github.com")) == [
        "2:47: 'hosts' is a list of words or phrases."
    ]
