"""What is new is a hint for one minor version, and the changelog says of each rule in which version it came."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme import HOUSE
from postlint import __version__, releases
from postlint.cli import main
from postlint.config import load
from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.packs.cached import Packs
from postlint.registry import load as load_registry
from postlint.rule import Rule, rule
from postlint.text import Span
from yaml_rules import check, mistakes, rule_of

ROOT = Path(__file__).resolve().parent.parent
FORBID = "message: No.\nforbid: [sparrow, {phrase: falcon, since: '0.2'}, {phrase: eagle, severity: error}]\n"
LADDER = "severity: {bad: error, odd: warning}\nmessage: No.\nforbid:\n- {phrase: sparrow, step: bad}\n"


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setattr(releases, "MINOR", "0.2")
    return monkeypatch


@pytest.mark.parametrize(
    ("installed", "since", "is_new"),
    [("0.2", "0.2", True), ("0.3", "0.2", False), ("0.2", None, False), ("0.1", "0.1", False), ("0.1", "0.2", False)],
)
def test_what_is_new(monkeypatch: pytest.MonkeyPatch, installed: str, since: str | None, is_new: bool) -> None:
    monkeypatch.setattr(releases, "MINOR", installed)
    assert releases.is_new(since) == is_new


def severities(made: Rule, text: str) -> list[Severity]:
    return [found.severity for found in check(made, text, house=HOUSE)]


@pytest.mark.parametrize(("installed", "expected"), [("0.2", [Severity.HINT] * 2), ("0.3", [2, 3]), ("0.1", [2, 3])])
def test_a_new_rule_only_hints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str, expected: list[Severity]
) -> None:
    monkeypatch.setattr(releases, "MINOR", installed)
    made = rule_of(tmp_path, FORBID + "since: '0.2'\n")
    assert severities(made, "A sparrow and an eagle.") == expected
    assert made.severities == {"": expected[0]}
    ladder = rule_of(tmp_path, LADDER + "since: '0.2'\n")
    assert severities(ladder, "A sparrow.") == [Severity.HINT if installed == "0.2" else Severity.ERROR]
    assert set(ladder.severities) == {"bad", "odd"}


def test_what_a_list_is_widened_by_only_hints(tmp_path: Path, version: pytest.MonkeyPatch) -> None:
    made = rule_of(tmp_path, FORBID)
    assert severities(made, "A sparrow, a falcon, an eagle.") == [Severity.WARNING, Severity.HINT, Severity.ERROR]
    version.setattr(releases, "MINOR", "0.3")
    assert severities(made, "A sparrow, a falcon, an eagle.") == [Severity.WARNING, Severity.WARNING, Severity.ERROR]


def test_a_step_is_asked_of_what_is_new_too(tmp_path: Path, version: pytest.MonkeyPatch) -> None:
    """Else the rule would be broken by the next version."""
    [told] = mistakes(tmp_path, LADDER + "- {phrase: eagle, since: '0.2'}\n")
    assert told.endswith("'eagle' says no 'step'; 'severity' has bad, odd.")


def test_a_rule_in_python(version: pytest.MonkeyPatch) -> None:
    def shout(doc: Document) -> Iterator[Finding]:
        """Do not shout."""
        yield Finding(Span(0, 1), "No.")

    made = rule(why="It hurts.", since="0.2")(shout)
    assert made.severity_of(Finding(Span(0, 1), "No.")) is Severity.HINT
    with pytest.raises(ValueError, match="'since' is a minor version"):
        rule(why="It hurts.", since="0.2.1")


@pytest.mark.parametrize(
    ("since", "message"),
    [
        ("0.10", "'since' is a text, but YAML reads 0.10 as a number; put quotes around it: \"0.10\"."),
        ("'v0.2'", "'since' is a minor version of postlint such as 0.2, not 'v0.2'."),
        ("'0.2.1'", "'since' is a minor version of postlint such as 0.2, not '0.2.1'."),
    ],
)
def test_mistakes(tmp_path: Path, since: str, message: str) -> None:
    assert [one.partition(": ")[2] for one in mistakes(tmp_path, f"{FORBID}since: {since}\n")] == [message]


def test_the_config_and_the_catalogue(
    tmp_path: Path, version: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who names a severity gets it; the cache keeps what is new; explain and rules say it."""
    rule_of(tmp_path, FORBID + "since: '0.2'\nseverity: error\n")
    version.chdir(tmp_path)
    Path("postlint.toml").write_text("packs = ['house-rules']\n", encoding="utf-8")
    [cached] = [one for _ in range(2) for one in [Packs().load(os.path.join(str(tmp_path), "house-rules"))]][-1]
    assert cached.since == "0.2"
    Path("post.md").write_text("A sparrow.\n", encoding="utf-8")
    assert main(["check", "post.md", "--select", "house-rules", "--fail-on", "warning"]) == 0
    assert main(["explain", "house-rules/made"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "a hint as long as 0.2 is the newest version, then error" in said
    main(["rules", "house-rules", "--output-format", "json"])
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["severity"], listed["since"]) == ("hint", "0.2")
    with open("postlint.toml", "a", encoding="utf-8") as file:
        file.write("[rules.'house-rules/made']\nseverity = 'warning'\n")
    assert main(["check", "post.md", "--select", "house-rules", "--fail-on", "warning"]) == 1


def test_a_config_is_for_some_versions(tmp_path: Path) -> None:
    """A newer config is refused by an older postlint before its new rules are called unknown."""
    (tmp_path / "postlint.toml").write_text(
        "required-version = '>=9.1'\n[rules.'values/new-one']\nseverity = 'error'\n", encoding="utf-8"
    )
    with pytest.raises(Exception, match=rf"This config is for postlint >=9\.1, and this is {__version__}"):
        load([str(tmp_path)])


# The changelog


class Version:
    """What the changelog says of one version: the rules under each of its headings, and old names by new ones."""

    def __init__(self, text: str) -> None:
        self.minor = ".".join(text.split(maxsplit=1)[0].split(".")[:2])
        parts = dict(re.findall(r"^### (\w+) rules\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL))
        self.new, self.widened = (set(self._listed(parts.get(name, ""))) for name in ("New", "Widened"))
        self.renamed = {
            new: old for old, new in re.findall(r"^- `(.+?)` is now `(.+?)`", parts.get("Renamed", ""), re.MULTILINE)
        }

    def _listed(self, text: str) -> Iterator[str]:
        for line in re.findall(r"^- .*(?:\n  .*)*", text, re.MULTILINE):
            pack, *names = re.findall(r"`([a-z0-9-]+)`", line)
            yield from (f"{pack}/{name}" for name in names)


CHANGELOG = [Version(part) for part in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]]


def first_name(id: str) -> str:
    """What a rule was called when it came."""
    for version in CHANGELOG:
        id = version.renamed.get(id, id)
    return id


def test_each_rule_is_named_in_the_version_in_which_it_came() -> None:
    rules = load_registry().rules
    listed = {(version.minor, id) for version in CHANGELOG for id in version.new}
    missing = {id for id, one in rules.items() if (one.since or releases.FIRST, first_name(id)) not in listed}
    assert missing == set(), "run: python -m postlint.docs"
    gone = {id for _, id in listed} - {first_name(id) for id in rules}
    assert gone == set(), "say under 'Renamed rules' what these are called now"
    assert CHANGELOG[0].minor == releases.MINOR


def test_each_list_that_was_widened_is_named_in_that_version() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").rglob("*.yml"))}
    for path, text in texts.items():
        # A list may lie in a file of its own, which rules name.
        named = [one for one in texts if one == path or path.name in texts[one]]
        ids = {f"{one.parent.name}/{one.stem}" for one in named if one.parent.name != "data"}
        for minor in re.findall(r"\S.*\bsince: *['\"](\d+\.\d+)['\"]", text):
            assert any(version.minor == minor and ids & version.widened for version in CHANGELOG), (ids, minor)
    rules = load_registry().rules
    assert all(first_name(id) in map(first_name, rules) for version in CHANGELOG for id in version.widened)


def test_the_changelog_is_read_as_people_read_it() -> None:
    read = Version(
        "0.2.0 (not released)\n\nText.\n\n### New rules\n\n- `values`: `a-b`,\n  `c`\n\n"
        "### Widened rules\n\n- `values`: `hype`\n\n### Renamed rules\n\n- `links/old` is now `links/new`\n"
    )
    assert (read.minor, read.new, read.widened) == ("0.2", {"values/a-b", "values/c"}, {"values/hype"})
    assert read.renamed == {"links/new": "links/old"}
