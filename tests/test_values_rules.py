"""The smaller rules of the house values: what each leaves alone, and what it is told by the house."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postlint.catalogue import why_idle
from postlint.config import Config
from postlint.diagnostic import Diagnostic
from postlint.house import House, house_of
from postlint.linter import Linter
from postlint.registry import load as load_registry
from postlint.rule import Rule
from postlint.testing import OnlyRule
from yaml_rules import check, fixed, found, mistakes, rule_of

REGISTRY = load_registry()
RULES = {id.partition("/")[2]: rule for id, rule in REGISTRY.rules.items() if rule.pack == "values"}
ACME = house_of(
    {
        "name": "Acme Inc.",
        "names": ["AcmeKit"],
        "projects": [{"name": "AcmeDB", "aliases": ["ADB"]}, {"name": "Beam"}],
        "offers": [{"name": "Acme Cloud"}],
    }
)
TITLED = "---\ntitle: {}\nauthor: Ada Lovelace\n---\n\n"


def reasons(diagnostics: list[Diagnostic]) -> set[str]:
    return {reason.signal for one in diagnostics for reason in one.reasons}


# misspelled-name


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("With acmedb it is fast.", "With AcmeDB it is fast."),
        ("With ACMEDB and Acme db it is fast.", "With AcmeDB and Acme db it is fast."),
        ("With Acme-DB it is fast.", "With AcmeDB it is fast."),
        ("With AcemDB it is fast.", "With AcmeDB it is fast."),
        ("With Adb and acmekit it is fast.", "With ADB and AcmeKit it is fast."),
        ("On Acme cloud, on AcmeCloud, on Acme-Cloud.", "On Acme Cloud, on Acme Cloud, on Acme Cloud."),
        ("Acme inc. makes it.", "Acme Inc. makes it."),
    ],
)
def test_names_of_the_house_are_mended(text: str, right: str) -> None:
    assert fixed(RULES["misspelled-name"], text, ACME) == right


@pytest.mark.parametrize(
    "text",
    [
        "AcmeDB, ADB, AcmeKit, Beam, Acme Cloud and Acme Inc. are right.",
        "A beam of light is no Beam, and we beam at it.",
        'Run `acmedb`, acmedb-cli or "acmedb status", see acmedb.com and the acmedb command.',
        "> With acmedb it is fast.",
        "Install it with brew install acmedb.",
        "# ALL OF ACMEDB AND BEAM",
    ],
)
def test_what_is_no_slip_of_a_name(text: str) -> None:
    assert found(RULES["misspelled-name"], text, house=ACME) == []


def test_a_house_removes_a_name(tmp_path: Path) -> None:
    slips = house_of({"projects": [{"name": "AcmeDB"}]}).misspellings
    assert {"Acme DB", "Acme-DB", "AcmDB", "AmceDB"} <= set(slips)
    assert set(slips.values()) == {"AcmeDB"}
    both = house_of({"names": ["AcmeDB", "Acme DB"]})
    assert not {"AcmeDB", "Acme DB"} & set(both.misspellings)


def linted(tmp_path: Path, text: str, house: House, **settings: object) -> list[Diagnostic]:
    root = os.path.realpath(tmp_path)
    config = Config(root=root, house=house, select=("values", "spelling-of-names", "postlint"), **settings)  # type: ignore[arg-type]
    found = Linter(config, REGISTRY).lint_text(text, "post.md")
    return [one for one in found if one.rule.endswith(("misspelled-name", "-allow"))]


def test_a_name_that_two_rules_know_is_told_once(tmp_path: Path) -> None:
    house = house_of({"projects": [{"name": "OpenTelemetry"}]})
    text = "It runs on Opentelemetry and Github."
    told = [(one.rule, one.message) for one in linted(tmp_path, text, house)]
    assert told == [
        ("values/misspelled-name", "Write 'OpenTelemetry' instead of 'Opentelemetry'."),
        ("spelling-of-names/misspelled-name", "Write 'GitHub' instead of 'Github'."),
    ]
    assert [one.rule for one in linted(tmp_path, text, House())] == ["spelling-of-names/misspelled-name"] * 2
    allowed = f"{text} <!-- postlint-allow values/misspelled-name: its old name -->"
    assert [one.message for one in linted(tmp_path, allowed, house)] == ["Write 'GitHub' instead of 'Github'."]


@pytest.mark.parametrize("name", ["misspelled-name", "undisclosed-comparison"])
def test_rules_without_a_house_say_that_they_are_idle(name: str) -> None:
    assert why_idle(RULES[name], Config(root="", house=House())).startswith("[house] in the config has no ")
    assert why_idle(RULES[name], Config(root="", house=ACME)) == ""


# misnamed-license, and the kind clarify


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We relicense it under the BSL.", ["BSL"]),
        ("It is under BSL 1.1.", ["BSL 1.1"]),
        ("It is under the Business Source License (BSL). The BSL is a license.", []),
        ("It is under BUSL-1.1, a license that was once called BSL.", []),
        ("The Boost license, BSL for short, is open source.", []),
        ("The lab has the safety level BSL.", []),
        ("The license says bsl.", []),
        ("`BSL` is a license.", []),
        ("> The BSL is a license.", []),
        ("It is under the GNU Public License, the GNU Public License.", ["GNU Public License"]),
        ("It is under the Apache Public License.", ["Apache Public License"]),
        ("It has a Business Software License.", ["Business Software License"]),
        ("Apache 2.0, the Apache 2 license, MIT, GPLv3, AGPL, MPL 2.0, Elastic License, SSPL.", []),
        ("We put our agent under the GPL.", ["under the GPL"]),
        ("We put our agent under the GPL. That is GPLv3.", []),
        ("Linux is under the GPL.", []),
        ("The GPL-compatible Public License is under the GPL.", []),
    ],
)
def test_names_of_licenses(text: str, words: list[str]) -> None:
    assert found(RULES["misnamed-license"], text) == words


def test_a_guess_is_no_safe_fix() -> None:
    [guess] = check(RULES["misnamed-license"], "We relicense it under the BSL.")
    [sure] = check(RULES["misnamed-license"], "It is under the GNU Public License.")
    assert guess.fix is not None
    assert sure.fix is not None
    assert (guess.fix.safe, sure.fix.safe) == (False, True)
    assert [(one.signal, one.words) for one in guess.reasons] == [("term", "BSL"), ("beside", "relicense")]


CLARIFY = "message: \"'{match}' is unclear.\"\nclarify:\n"


def test_clarify_tells_its_mistakes(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "message: It.\nclarify: BSL\n")[0].startswith(
        "2:10: 'clarify' is a list of terms that can"
    )
    assert mistakes(tmp_path, f"{CLARIFY}  - BSL\n") == [
        "3:5: An entry of 'clarify' is a mapping with 'phrase', and with 'means' or 'write'."
    ]
    assert mistakes(tmp_path, f"{CLARIFY}  - {{phrase: BSL, mean: [x]}}\n") == [
        "3:19: 'mean' is no key of an entry of 'clarify'. Did you mean 'means'?"
    ]
    assert mistakes(tmp_path, f"{CLARIFY}  - {{phrase: BSL, fix: maybe}}\n") == [
        "3:24: 'fix' is one of safe, unsafe, not 'maybe'."
    ]


def test_clarify_in_another_pack(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, f"{CLARIFY}  - {{phrase: WAL, means: [write-ahead log], beside: [disk]}}\n")
    assert found(rule, "The WAL is on disk. The WAL grows on disk.") == ["WAL"]
    assert found(rule, "The WAL is on disk. It is a write-ahead log.") == []
    assert found(rule, "The WAL grows.") == []


# unnamed-license


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Today we open sourced our agent. Our agent is now open source.", ["we open sourced"]),
        ("We're open-sourcing it.", ["We're open-sourcing"]),
        ("AcmeDB is now open source.", ["is now open source"]),
        ("AcmeDB is now open source, under the MIT License.", []),
        ("AcmeDB is now open source. See the [license](https://github.com/acme/db/blob/main/LICENSE).", []),
        ("Their agent is now open source.", []),
        ("In 2019 we open sourced our agent.", []),
        ("AcmeDB is an open source database.", []),
        ("- [We open sourced AcmeDB](/db)", []),
        ("> AcmeDB is now open source.", []),
        ("Ada says that AcmeDB is now open source.", []),
    ],
)
def test_announcements_name_the_license(text: str, words: list[str]) -> None:
    assert found(RULES["unnamed-license"], text, house=ACME) == words


def test_once_in_a_post(tmp_path: Path) -> None:
    text = "message: \"'{match}' again.\"\nforbid: [alpha, beta]\nonce: "
    assert found(rule_of(tmp_path, f"{text}true\n"), "An alpha, a beta, an alpha.") == ["alpha", "beta"]
    assert found(rule_of(tmp_path, f"{text}post\n"), "A beta, an alpha, a beta.") == ["beta"]


# undisclosed-comparison


@pytest.mark.parametrize(
    ("title", "body", "is_told"),
    [
        ("AcmeDB vs Bolt", "Bolt has one file. AcmeDB has many.", True),
        ("BoltDB or AcmeDB, which is yours?", "Bolt has one file.", True),
        ("Comparing AcmeDB and Bolt", "Bolt has one file. It is by others.", True),
        ("Alternatives to Bolt", "AcmeDB is one. " * 7, True),
        ("Alternatives to Bolt", "Core is one.", False),
        ("AcmeDB on Bolt vs Core", "Bolt has one file.", False),
        ("AcmeDB vs Bolt", "At Acme Inc. we make AcmeDB.", False),
        ("AcmeDB vs Bolt", "Our AcmeDB has many files.", False),
        ("AcmeDB vs Bolt", "Take it with a grain of salt.", False),
        ("How AcmeDB works", "AcmeDB has many files, Bolt has one.", False),
    ],
)
def test_who_compares(title: str, body: str, is_told: bool) -> None:
    told = check(RULES["undisclosed-comparison"], TITLED.format(title) + body, house=ACME)
    assert bool(told) is is_told
    if told:
        assert reasons(told) == {"own product", "rival"}


def test_the_house_as_author_discloses() -> None:
    text = "---\ntitle: AcmeDB vs Bolt\nauthor: The AcmeDB Team\n---\n\nBolt has one file."
    assert check(RULES["undisclosed-comparison"], text, house=ACME) == []


# anonymous-author and unattributed-quote


def run(rule: Rule, text: str, house: House | None = None, **options: object) -> list[Diagnostic]:
    from postlint.document import Document
    from postlint.engine import Engine
    from postlint.site import CONVENTIONS, Site

    defaults = {name: one.default for name, one in rule.options.items()}
    doc = Document(text, "post.md")
    engine = Engine({rule.id: rule}, [rule.id], house=house or House())
    site = Site([engine.facts(doc, CONVENTIONS["plain"])], CONVENTIONS["plain"])
    return engine.check(doc, site, {rule.id: OnlyRule(rule, {**defaults, **options})})


POST = "---\ntitle: How it works\n---\n\n"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"{POST}A segment is read by Kafka.", True),
        (f"{POST}By Ada Lovelace, March 2024\n\nA segment is a file.", False),
        (f"{POST}_Author: [Ada](/ada)_\n\nA segment is a file.", False),
        (f"{POST}A segment is a file.\n\nThis post was written by Ada.", False),
        (f"{POST}A segment is a file.\n\n## About the author\n\nShe knows it.", False),
        (f"{POST}A segment is a file.\n\n-- Ada", False),
        (f"{POST}A segment is a file.\n\n<AuthorBio name='ada' />", False),
        ("---\ntitle: How it works\nauthor: Ada\n---\n", False),
        ("---\ntitle: How it works\nbyline: Ada\n---\n", False),
        ("---\ntitle: Version 2.0\n---\n\nA segment is a file.", False),
    ],
)
def test_who_wrote_it(text: str, is_told: bool) -> None:
    assert bool(run(RULES["anonymous-author"], text)) is is_told


def test_teams_are_no_people_where_people_are_wanted() -> None:
    rule = RULES["anonymous-author"]
    text = "---\nauthors: [Acme Inc., Editorial Staff]\n---\n"
    assert run(rule, text, ACME) == []
    assert [one.message for one in run(rule, text, ACME, people=True)] == ["'Acme Inc.' is no person."]
    assert run(rule, text.replace("Acme Inc.", "Ada"), ACME, people=True) == []


QUOTE = '> "It was the best choice that we made."'


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"We bought a disk.\n\n{QUOTE}\n\nIt was big.", True),
        (f"We bought a disk.\n\n{QUOTE.replace('It', '**It').replace('best', 'best**')}", True),
        (f"Ada said so.\n\n{QUOTE}", False),
        (f"This is how Ada sees it:\n\n{QUOTE}", False),
        (f"We bought [a disk](/ada).\n\n{QUOTE}", False),
        (f"We bought a disk.\n\n{QUOTE}\n> — Ada", False),
        (f"We bought a disk.\n\n{QUOTE}\n\n— Ada", False),
        (f"## What users say\n\nThey like it.\n\n{QUOTE}\n\n{QUOTE}", False),
        ('We bought a disk.\n\n> "Delete all"', False),
        ("We bought a disk.\n\n> The best choice is a big one.", False),
        ('We bought a disk.\n\n> "Big" is more than "small" here', False),
    ],
)
def test_whose_words_it_is(text: str, is_told: bool) -> None:
    assert bool(run(RULES["unattributed-quote"], text)) is is_told


# Registry of licenses


def test_registry_of_licenses_has_a_source_for_each_of_many_products() -> None:
    from postlint.data import parse
    from postlint.packs import shipped_folder

    with open(f"{shipped_folder()}/values/data/licenses.yml", encoding="utf-8") as file:
        products = parse(file.read(), "yaml").value
    assert len(products) >= 80
    assert all(one["source"].startswith("https://") and one["licenses"] for one in products)
    names = [name for one in products for name in (one["name"], *one.get("aliases", ()))]
    assert len(names) == len(set(names))
