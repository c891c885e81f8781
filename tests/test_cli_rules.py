"""``postlint rules``: the catalogue as a table and as JSON, and the suppressions of the posts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from postlint.catalogue import COSTS
from postlint.cli import main
from postlint.registry import load

RULE = "summary: Say it plainly.\nwhy: It is kinder.\nmessage: No.\n"
HOUSE = {
    "phrase": RULE + "forbid: [synergy]\n",
    "pattern": RULE + "forbid: [{regex: 'synerg(?:y|ies)'}]\n",
    "slow": RULE + "forbid: [{regex: '[a-z]{9}'}]\n",
    "offer": RULE + "severity: {asks: warning, urgent: error}\nforbid: [{phrase: 'try {offers}', step: asks}]\n",
    "offers": RULE + "forbid: [{regex: 'try {offers} now'}, 'the {partners}']\n",
    "quiet": RULE + "default: off\nforbid: [paradigm]\n",
    "french": RULE + "language: fr\nforbid: [bonjour]\n",
}


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Rules:
    """Runs ``postlint rules`` in a blog."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        self._capsys.readouterr()
        code = main(["rules", *arguments])
        return Outcome(code, *self._capsys.readouterr())

    def entries(self, *arguments: str) -> dict[str, dict[str, Any]]:
        done = self(*arguments, "--output-format", "json")
        assert (done.code, done.err) == (0, "")
        return {entry["id"]: entry for entry in json.loads(done.out)}

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rules:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    made = Rules(tmp_path, capsys)
    for name, text in HOUSE.items():
        made.write(f"house-rules/{name}.yml", text)
    made.write("postlint.toml", 'posts = ["blog"]\npacks = ["house-rules"]\n')
    made.write("blog/a.md", "---\nlang: en\n---\nText.\n")
    return made


def test_all_shipped_rules_are_listed(rules: Rules) -> None:
    entries = rules.entries("--isolated")
    shipped = load().rules
    assert list(entries) == list(shipped)
    for id, rule in shipped.items():
        entry = entries[id]
        assert (entry["pack"], entry["summary"], entry["value"]) == (rule.pack, rule.summary, rule.value)
        assert (entry["kind"], entry["fixable"], entry["on_by_default"]) == (rule.kind, rule.fixable, rule.on)
        assert (entry["on"], entry["cost"] in COSTS) == (rule.on, True)
        assert [option["name"] for option in entry["options"]] == list(rule.options)


def test_the_table(rules: Rules) -> None:
    done = rules("house-rules")
    assert done.err == ""
    assert done.out.splitlines() == [
        "rule                 severity          state  what it asks for",
        "house-rules/french   warning           idle   Say it plainly.",
        "house-rules/offer    warning or error  idle   Say it plainly.",
        "house-rules/offers   warning           idle   Say it plainly.",
        "house-rules/pattern  warning           on     Say it plainly.",
        "house-rules/phrase   warning           on     Say it plainly.",
        "house-rules/quiet    warning           off    Say it plainly.",
        "house-rules/slow     warning           on     Say it plainly.",
        "",
        "house-rules/french is idle: it is for posts in the language 'fr', and there are none.",
        "house-rules/offer is idle: [house] in the config has no offers.",
        "house-rules/offers is idle: [house] in the config has no offers and no partners.",
        "7 rules of 1 pack: 3 on, 3 idle, 1 off.",
    ]


def test_rules_and_packs_by_name(rules: Rules) -> None:
    assert list(rules.entries("images", "house-rules/quiet", "house-rules/quiet")) == [
        "house-rules/quiet",
        *(id for id in load().rules if id.startswith("images/")),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["image"], "error: There is no rule or pack 'image'. Did you mean 'images'?"),
        (["mising-alt"], "error: There is no rule or pack 'mising-alt'. Did you mean 'images/missing-alt'?"),
        (["xylophone"], "error: There is no rule or pack 'xylophone'. 'postlint rules' lists all."),
        (["--cots"], "error: There is no flag '--cots'. Did you mean '--cost'?"),
        (["--output-format", "yaml"], "error: There is no format 'yaml'. It can be table, json."),
    ],
)
def test_wrong_usage(rules: Rules, arguments: list[str], message: str) -> None:
    assert rules(*arguments) == (2, "", message + "\n")


def test_what_the_config_says(rules: Rules) -> None:
    rules.write(
        "postlint.toml",
        'posts = ["blog"]\npacks = ["house-rules"]\n'
        'ignore = ["house-rules/slow"]\nextend-select = ["house-rules/quiet"]\n'
        '[rules."house-rules/offer".severity]\nasks = "hint"\n[rules."house-rules/phrase"]\nseverity = "error"\n'
        '[[overrides]]\npaths = ["blog/old"]\nignore = ["images"]\n'
        '[house]\nname = "Acme"\n[[house.offers]]\nname = "Acme Cloud"\n',
    )
    entries = rules.entries("house-rules")
    assert {id.partition("/")[2]: entry["on"] for id, entry in entries.items()} == {
        **dict.fromkeys(HOUSE, True),
        "slow": False,
    }
    assert entries["house-rules/quiet"]["on_by_default"] is False
    assert entries["house-rules/phrase"]["severity"] == "error"
    assert entries["house-rules/offer"]["severity"] == "error"
    assert entries["house-rules/offer"]["steps"] == {"asks": "hint", "urgent": "error"}
    assert [id for id, entry in entries.items() if entry["idle"]] == ["house-rules/french"]
    assert rules("house-rules").out.splitlines()[-1] == (
        "7 rules of 1 pack: 5 on, 1 idle, 1 off. For some posts 1 override may say otherwise."
    )


def test_the_languages_of_posts(rules: Rules) -> None:
    assert rules.entries("house-rules/french")["house-rules/french"]["idle"].startswith("it is for posts in")
    rules.write("blog/b.fr.md", "Bonjour.\n")
    assert rules.entries("house-rules/french")["house-rules/french"]["idle"] is None
    (rules.folder / "blog/b.fr.md").unlink()
    rules.write("blog/b.md", "Nobody knows the language.\n")
    assert rules.entries("house-rules/french")["house-rules/french"]["idle"] is None
    rules.write("postlint.toml", 'posts = ["nothing"]\npacks = ["house-rules"]\n')
    (rules.folder / "nothing").mkdir()
    assert rules.entries("house-rules/french")["house-rules/french"]["idle"] is None


def test_costs(rules: Rules) -> None:
    costs = {id: entry["cost"] for id, entry in rules.entries().items()}
    assert costs["house-rules/phrase"] == "phrases"
    assert costs["house-rules/pattern"] == "patterns"
    assert costs["house-rules/slow"] == "slow"
    assert costs["images/missing-alt"] == "always"
    assert costs["frontmatter/duplicate-title"] == "site"
    assert costs["postlint/unused-allow"] == "engine"
    # Words of the house are what a pattern needs.
    assert costs["house-rules/offers"] == "patterns"
    table = rules("house-rules/slow", "house-rules/phrase", "house-rules/pattern", "--cost").out.splitlines()
    assert table[0].split()[:8] == ["rule", "severity", "state", "cost", "phrases", "patterns", "gated", "by"]
    assert table[1].split()[:7] == ["house-rules/pattern", "warning", "on", "patterns", "1", "1", "text"]
    assert table[2].split()[:5] == ["house-rules/phrase", "warning", "on", "phrases", "1"]
    assert table[3].split()[:6] == ["house-rules/slow", "warning", "on", "slow", "1", "nothing"]
    assert table[5:8] == [f"{name}: {COSTS[name]}." for name in ("phrases", "patterns", "slow")]
    assert table[8] == "house-rules/slow is slow: no text is in all that '[a-z]{9}' can match."


def test_what_of_a_rule_is_looked_for(rules: Rules) -> None:
    needles = {id: entry["needles"] for id, entry in rules.entries("house-rules").items()}
    assert needles["house-rules/phrase"] == {"phrases": 1, "patterns": 0, "literals": [], "ungated": []}
    assert needles["house-rules/pattern"] == {"phrases": 0, "patterns": 1, "literals": ["synerg"], "ungated": []}
    assert needles["house-rules/slow"] == {"phrases": 0, "patterns": 1, "literals": [], "ungated": ["[a-z]{9}"]}
    assert needles["house-rules/offer"] == {"phrases": 0, "patterns": 0, "literals": [], "ungated": []}


def test_a_slow_rule_cannot_hang_a_run(rules: Rules, capsys: pytest.CaptureFixture[str]) -> None:
    rules.write("house-rules/endless.yml", RULE + "forbid: [{regex: '(?:a|a)*$'}]\n")
    rules.write("blog/a.md", "a" * 200 + "!\n")
    assert rules.entries("house-rules/endless")["house-rules/endless"]["cost"] == "slow"
    assert main(["check", "--select", "house-rules", "--output-format", "json"]) == 2
    (told,) = [one for one in json.loads(capsys.readouterr().out) if one["rule"] == "postlint/exhausted-rule"]
    assert "'house-rules/endless' took too long" in told["message"]


# What posts allow


@pytest.fixture
def allowing(rules: Rules) -> Rules:
    rules.write(
        "blog/a.md",
        "---\ntitle: A\npostlint: {allow: [links]}\n---\n\n"
        "<!-- postlint-allow images/missing-alt house-rules/phrase: the text\n  says it -->\n\n![](a.png)\n\n"
        "{{/* postlint-allow-file images */}}\n\n<!-- postlint-allow images/mising-alt: why -->\n",
    )
    rules.write("blog/b.mdx", "One {/* postlint-allow links/vague-text: here is a place */}\n")
    return rules


def test_suppressions_with_their_reasons(allowing: Rules) -> None:
    done = allowing("--allowed")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "place         allows              why",
        "blog/a.md:3   links",
        "blog/a.md:6   images/missing-alt  the text says it",
        "blog/a.md:6   house-rules/phrase  the text says it",
        "blog/a.md:11  images",
        "blog/b.mdx:1  links/vague-text    here is a place",
        "",
        "times  allowed",
        "1      links",
        "1      images/missing-alt",
        "1      house-rules/phrase",
        "1      images",
        "1      links/vague-text",
        "",
        "5 suppressions in 2 posts, 2 without a reason.",
    ]


def test_suppressions_as_json(allowing: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(allowing.folder / "blog")
    done = allowing("--allowed", "--output-format", "json", "links")
    assert json.loads(done.out) == [
        {
            "path": "a.md",
            "allows": "links",
            "reason": None,
            "written": "postlint",
            "start": {"line": 3, "column": 20, "offset": 32},
            "end": {"line": 3, "column": 25, "offset": 37},
        },
        {
            "path": "b.mdx",
            "allows": "links/vague-text",
            "reason": "here is a place",
            "written": "postlint-allow",
            "start": {"line": 1, "column": 24, "offset": 23},
            "end": {"line": 1, "column": 40, "offset": 39},
        },
    ]


def test_suppressions_of_one_rule_are_also_those_of_its_pack(allowing: Rules) -> None:
    found = json.loads(allowing("--allowed", "--output-format", "json", "images/missing-alt").out)
    assert [one["allows"] for one in found] == ["images/missing-alt", "images"]


def test_no_suppressions(rules: Rules) -> None:
    assert rules("--allowed") == (0, "0 suppressions in 0 posts.\n", "")
    assert rules("--allowed", "--output-format", "json") == (0, "[]\n", "")


def test_a_post_that_cannot_be_read_is_told(allowing: Rules) -> None:
    (allowing.folder / "blog/c.md").write_bytes(b"caf\xe9\n")
    done = allowing("--allowed")
    assert done.code == 2
    assert done.err.startswith("blog/c.md: error: ")
    assert done.out.endswith("5 suppressions in 2 posts, 2 without a reason.\n")


def test_no_posts(rules: Rules) -> None:
    (rules.folder / "blog/a.md").unlink()
    done = rules("--allowed")
    assert (done.code, done.out) == (2, "")
    assert "There is no post in 'blog'" in done.err


def test_what_posts_say_does_no_harm(rules: Rules) -> None:
    rules.write("blog/a.md", "One <!-- postlint-allow images: \x1b[31m red ##[group]x -->\n")
    for format in ("table", "json"):
        done = rules("--allowed", "--output-format", format)
        assert "\x1b" not in done.out
        assert "##[" not in done.out
        assert "red" in done.out


def test_a_rule_that_rests_on_hosts_says_that_there_are_none(rules: Rules) -> None:
    assert rules.entries("--isolated", "images/hotlinked-image")["images/hotlinked-image"]["idle"] == (
        "[house] in the config has no hosts"
    )


def test_a_rule_that_rests_on_retired_urls_says_that_there_are_none(rules: Rules) -> None:
    idle = "[site] in the config has no retired"
    assert rules.entries("--isolated", "links/retired-url")["links/retired-url"]["idle"] == idle
    rules.write("postlint.toml", '[site.retired]\n"/old" = "/new"\n')
    assert not rules.entries("links/retired-url")["links/retired-url"]["idle"]
