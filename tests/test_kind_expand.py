"""Acronyms that a post opens up, those that it does not, and what only looks like one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from postlint.house import House, Offer, Project
from postlint.packs import tuned
from postlint.rule import Tuning
from yaml_rules import check, found, mistakes, rule_of

RULE = "expand: {known: [API, CI/CD, TCP, IP]}\n"


@pytest.mark.parametrize(
    "text",
    [
        "A Write-Ahead Log (WAL) helps. The WAL is fast.",
        "A write-ahead log (or WAL), and the WAL again.",
        "It has write-ahead logs (the so-called “WALs”). A WAL is fast.",
        "It has the *write-ahead log* (*WAL*).",
        "[Write-ahead log](x) ([WAL](y))",
        "It has a log (write-ahead log, WAL).",
        "The WAL (write-ahead log) helps.",
        "The [WAL](x) helps.",
        "The **WAL** (Write-Ahead Log) helps.",
        "The WAL [write-ahead log] helps.",
        "The WAL, short for write-ahead log, helps.",
        "The WAL, which stands for Write-Ahead Log, helps.",
        "WAL: write-ahead log. Other words.",
        "WAL – Write-Ahead Log",
        "A write-ahead log, or WAL, helps.",
        "A write-ahead log, abbreviated as WAL, helps.",
        "The write-ahead log is fast; every WAL is.",
        "The WAL is fast. So is every write-ahead log.",
        'The <abbr title="Write-Ahead Log">WAL</abbr> helps.',
        'The [the WAL](x) of a [WAL](x "write-ahead log") helps.',
        "The CIDR (a range of addresses) is here.",
        "The eXpress Data Path (XDP) is fast.",
        "The Internet of Things Database (IOTD) is old.",
        "The Cloud Native Computing Foundation is large.\n\nThe CNCF is large.",
        "Here a real user monitoring tool is shown.\n\nWith RUMT it is seen.",
        "---\ntitle: Why a Write-Ahead Log (WAL) helps\n---\nThe WAL helps.",
        "# The Write-Ahead Log (WAL)\n\nThe WAL helps.",
        "İ write-ahead log (WAL) is odd.",
    ],
)
def test_what_is_opened_up_passes(tmp_path: Path, text: str) -> None:
    assert found(rule_of(tmp_path, RULE), text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The WAL helps. The WAL is fast.", ["WAL"]),
        ("Two WALs, and WAL’s end, of a WAL-based log.", ["WALs"]),
        ("# The WAL\n\nIt helps.\n\nThe WAL is fast.", ["WAL"]),
        ("The WAL helps (a lot). It (WAL) is fast.", ["WAL"]),
        ("The WAL (see below) helps.", ["WAL"]),
        ("The LSM/WAL helps.", ["LSM/WAL"]),
        ("An RF and an LSM.", ["RF", "LSM"]),
        ("- A WAL in a list", ["WAL"]),
        ("[Our WAL](x) is no link on the acronym alone.", ["WAL"]),
    ],
)
def test_what_is_not_opened_up_is_told_once(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert found(rule_of(tmp_path, RULE), text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The API of CI/CD, TCP/IP and APIs.",
        "Run `WAL`, see https://x.org/WAL and ./WAL, WAL.md, $WAL, #WAL, @WAL, WAL_LOG, --WAL, WAL=1, WAL().",
        "With EC2, S3, GPT-4, COVID-19, H2O, IPv6, R&D and AT&T.",
        "It takes 16 GB, 5 KB, 10 AM, 3 USD. See part II and chapter XIV.",
        "Do NOT do that, EVER, AND let nobody do so.",
        "README and BUGFIXES are words.",
        "A BREAKING CHNG HERE is shouted.",
        "THE WAL HELPS US",
        "**MIKKO:** It works, says Mikko.",
        "# The WAL\n\n| WAL |\n|---|\n| WAL |\n\n> The WAL\n\n![WAL](i.png)",
        "I'LL be there. I’M here.",
    ],
)
def test_what_is_no_acronym_passes(tmp_path: Path, text: str) -> None:
    assert found(rule_of(tmp_path, RULE), text) == []


def test_what_is_said(tmp_path: Path) -> None:
    (one,) = check(rule_of(tmp_path, RULE), "Many WALs.")
    assert one.message == "'WAL' is not opened up where this post first uses it."
    assert one.help == "Write the full words once, with 'WAL' in brackets behind them."
    (one,) = check(rule_of(tmp_path, f"message: What is {{match}}?\nhelp: Tell.\n{RULE}"), "Many WALs.")
    assert (one.message, one.help) == ("What is WAL?", "Tell.")


def test_opened_too_late(tmp_path: Path) -> None:
    text = "The WAL helps.\n\nThat is a write-ahead log (WAL)."
    (one,) = check(rule_of(tmp_path, RULE), text)
    assert one.start.line == 1
    assert [(at.start.line, at.message) for at in one.related] == [(3, "Only here it is opened up.")]
    anywhere = rule_of(tmp_path, "expand: {opened: anywhere}\n")
    assert check(anywhere, text) == []
    assert [one.message for one in check(anywhere, "A WAL.")] == ["'WAL' is not opened up in this post."]


def test_options(tmp_path: Path) -> None:
    text = "# A VPN\n\nThe RF, the WAL and the OTLP."
    assert found(rule_of(tmp_path, "expand: {least-letters: 4}\n"), text) == ["OTLP"]
    assert found(rule_of(tmp_path, "expand: {known: [OTLP]}\nin: [headings, prose]\n"), text) == ["VPN", "RF", "WAL"]


def test_names_of_the_house_are_known(tmp_path: Path) -> None:
    house = House(name="ACM", projects=(Project("NATS"),), offers=(Offer("OCB"),), names=("WAL",), partners=("RHEL",))
    rule = rule_of(tmp_path, RULE)
    assert found(rule, "ACM has NATS, OCB, WAL, RHEL and LSM.", house=house) == ["LSM"]


def test_a_list_in_a_file_and_words_of_the_house(tmp_path: Path) -> None:
    (tmp_path / "house-rules" / "data").mkdir(parents=True)
    (tmp_path / "house-rules" / "data" / "known.txt").write_text("# They know.\nLSM\nOTLP\n")
    rule = rule_of(tmp_path, "expand:\n  known:\n    - WAL\n    - file: data/known.txt\n")
    assert found(rule, "The WAL, the LSM, the OTLP, the CNI.") == ["CNI"]
    assert (rule.adds, rule.words) == ("list", ("WAL", "LSM", "OTLP"))
    other = tuned(rule, Tuning({"CNI": None}, ("LSM",)))
    assert found(other, "The WAL, the LSM, the OTLP, the CNI.") == ["LSM"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("expand: [API]", "1:9: 'expand' is a mapping such as {known: [API, HTTP]}."),
        ("expand: {known: API}", "1:17: 'known' is a list of acronyms such as [API, HTTP]."),
        ("expand: {know: [API]}", "1:10: 'know' is no key of 'expand'. Did you mean 'known'?"),
        (
            "expand: {known: [iOS]}",
            "1:18: 'iOS' is no acronym in capitals, and is never asked for; leave it out.",
        ),
        (
            "expand: {known: [NO, no]}",
            '1:22: An acronym is a text, but YAML reads no as yes or no; put quotes around it: "no".',
        ),
        ("expand: {opened: never}", "1:18: 'opened' is one of first, anywhere, not 'never'."),
        ("expand: {least-letters: two}", "1:25: 'least-letters' is a whole number such as 3, not 'two'."),
        ("expand: {}\nmessage: '{first}'", "2:11: '{first}' is not known here; a message may say {match}."),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in mistakes(tmp_path, text)


def test_hostile_posts_take_linear_time(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, RULE)
    letters = "BCDFGHJKLMNPQRSTVWXZ"
    many = " ".join(f"x{a}{b}{c}{d}"[1:] for a in letters for b in letters for c in letters for d in letters[:5])
    for text in (many, "(" * 200_000 + "WAL", "WAL (" * 60_000, "W" * 300_000, "A/" * 100_000, "A b " * 80_000 + "WAL"):
        begun = time.process_time()
        check(rule, text)
        assert time.process_time() - begun < 6


def test_what_other_posts_use_is_known(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "expand: {usual: 2, opened: anywhere, known: [API]}\n")
    post = "A WAL, an API/WAL and an LSM/WAL."

    def told(*others: str) -> list[str]:
        posts = {f"{number}.md": text for number, text in enumerate(others)}
        return [one.message.split("'")[1] for one in check(rule, post, others=posts)]

    assert told() == ["WAL", "API/WAL", "LSM/WAL"]
    assert told("The WAL.", "Any WAL is fine.") == ["LSM/WAL"]
    assert told("The WAL.", "Any write-ahead log (WAL) is fine.") == ["WAL", "API/WAL", "LSM/WAL"]
    assert told("LSM and WAL", "LSM and WAL") == []


def test_rare_uses_and_kinds_of_posts_are_spared(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "expand: {least-uses: 2, spares: [release]}\n")
    assert found(rule, "A WAL and an LSM. The WAL is all.") == ["WAL"]
    assert found(rule, "---\ntitle: Acme 2.0 is released\n---\n\nA WAL and an LSM. The WAL is all.") == []
    told = mistakes(tmp_path, "expand: {spares: [releas]}\n")
    assert told[0].startswith("1:19: 'spares' is one of stub, event, release,")
