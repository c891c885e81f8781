"""``postlint explain``: the pages of rules, packs and values in the terminal."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from postlint.catalogue import listed, toml
from postlint.catalogue.page import Code, rule_page
from postlint.cli import main
from postlint.cli.page import lines
from postlint.config import Config, load
from postlint.config.model import is_kept
from postlint.registry import load as load_registry
from postlint.reporters.escape import visible
from postlint.reporters.width import width
from shown_configs import in_one_config

RULES = load_registry().rules
COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Explain:
    """Runs ``postlint explain`` in a blog."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        self._capsys.readouterr()
        code = main(["explain", *arguments])
        return Outcome(code, *self._capsys.readouterr())

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Explain(tmp_path, capsys)


HOUSE_RULE = """\
summary: Press nobody.
why: Who is pressed leaves.
severity: {urgent: error, asks: warning}
value: no-pressure
source: The handbook.
language: en
message: "'{match}' presses."
forbid:
  - {phrase: "try {offers} now", step: urgent}
  - {phrase: sign up, step: asks}
bad:
  - text: |
      Try Acme Cloud now.
      ^^^^^^^^^^^^^^^^^^ 'Try Acme Cloud now' presses.
    house: {name: Acme, offers: [{name: Acme Cloud}]}
    path: blog/a.md
    today: 2024-03-05
good:
  - Acme Cloud exists.
"""

VALUES = "no-pressure:\n  statement: Nobody is pressed.\n  stated-in: The handbook, page 3\n"

PAGE = """\
house/pressure

  Press nobody.

  Who is pressed leaves.

  severity        urgent: error, asks: warning
  in this config  urgent: error, asks: hint
  state           on by default
  value           no-pressure: Nobody is pressed.
  kind            `forbid`, with 2 entries
  language        posts in 'en', and those that do not say which they are in
  house           takes offers from `[house]` in the config
  source          The handbook.
  written in      house/pressure.yml

Posts that fail

  In this house; in `blog/a.md`; on 2024-03-05:

    [house]
    name = "Acme"
    offers = [{name = "Acme Cloud"}]

    Try Acme Cloud now.
    ^^^^^^^^^^^^^^^^^^ 'Try Acme Cloud now' presses.

Posts that pass

    Acme Cloud exists.

Allow it in a post

  Before the block in question, or at the end of its line; in front matter as a `#` comment:

    <!-- postlint-allow house/pressure: say why -->

In postlint.toml

  Switch it off:

    ignore = ["house/pressure"]

  Change it:

    [rules."house/pressure"]
    severity = {urgent = "hint"}
    add = ["some phrase"]
    remove = ["try {offers} now"]
"""


@pytest.fixture
def house(explain: Explain) -> Explain:
    explain.write("house/pressure.yml", HOUSE_RULE)
    explain.write(
        "house/values.yml", "no-pressure:\n  statement: Nobody is pressed.\n  stated-in: The handbook, page 3\n"
    )
    explain.write("postlint.toml", 'packs = ["house"]\n[rules."house/pressure".severity]\nasks = "hint"\n')
    return explain


def test_the_page_of_a_rule(house: Explain) -> None:
    assert house("house/pressure") == (0, PAGE, "")


def test_how_a_rule_stands_in_the_config(house: Explain) -> None:
    def state() -> str:
        return re.search(r"  state +(.+)", house("house/pressure").out)[1]  # type: ignore[index]

    assert state() == "on by default"
    house.write("postlint.toml", 'packs = ["house"]\nignore = ["house"]\n')
    assert state() == "off in this config, on by default"
    house.write("house/pressure.yml", HOUSE_RULE.replace("summary:", "default: off\nsummary:"))
    assert state() == "off by default"
    house.write("postlint.toml", 'packs = ["house"]\nextend-select = ["house/pressure"]\n')
    assert state() == "on in this config, off by default"
    house.write("house/pressure.yml", HOUSE_RULE.replace("  - {phrase: sign up, step: asks}\n", ""))
    assert state() == "idle: [house] in the config has no offers"
    assert "ignore = [" in house("house/pressure").out
    house.write("house/pressure.yml", HOUSE_RULE.replace("summary:", "default: off\nsummary:"))
    assert 'Switch it on:\n\n    extend-select = ["house/pressure"]' in house("house/pressure").out


def test_the_page_of_a_value(house: Explain) -> None:
    house.write("house/ease.yml", HOUSE_RULE.replace("Press nobody", "Hurry nobody"))
    assert house("no-pressure").out.splitlines() == [
        "no-pressure",
        "",
        "  Nobody is pressed.",
        "",
        "  stated in  The handbook, page 3",
        "",
        "Rules that serve it",
        "",
        "  house/ease      Hurry nobody. (error or warning)",
        "  house/pressure  Press nobody. (error or hint)",
    ]


def test_the_page_of_a_pack(house: Explain) -> None:
    house.write("postlint.toml", 'packs = ["house"]\nignore = ["house"]\n')
    assert house("house").out == "house\n\n  house/pressure  Press nobody. (error or warning, off)\n"
    page = house("images", "--isolated").out
    assert page.startswith("images\n\n  images/")
    assert "  images/missing-alt\n    Images need alternative text. (warning)\n" in page


def test_several_pages_stand_apart(explain: Explain) -> None:
    both = explain("images/missing-alt", "links/vague-text").out
    assert both == explain("images/missing-alt").out + "\n" + explain("links/vague-text").out


def test_options_and_fixed_examples(explain: Explain) -> None:
    page = explain("links/vague-text").out
    for name, option in RULES["links/vague-text"].options.items():
        assert f"  {name} " in page
        assert " ".join(option.help.split()[:4]) in page
    page = explain("plain-english/wordy-phrase").out
    assert "\n  fix         yes\n" in page
    assert "  Mended:\n\n    We use *caching* to go faster.\n" in page
    assert "more stand where the rule is written." in page


def test_what_cannot_be_switched_off_says_so(explain: Explain) -> None:
    page = explain("postlint/not-utf-8").out
    assert "It cannot be switched off" in page
    assert "ignore" not in page
    assert "postlint-allow" not in page
    assert "ignore" in explain("postlint/unused-allow").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing-alt"], "error: There is no rule, pack or value 'missing-alt'. Did you mean 'images/missing-alt'?"),
        (["imagse"], "error: There is no rule, pack or value 'imagse'. Did you mean 'images'?"),
        (["no-presure"], "error: There is no rule, pack or value 'no-presure'. Did you mean 'no-pressure'?"),
        (["xylophone"], "error: There is no rule, pack or value 'xylophone'. 'postlint rules' lists the rules."),
        (
            ["images", "xylophone"],
            "error: There is no rule, pack or value 'xylophone'. 'postlint rules' lists the rules.",
        ),
        ([], "error: Name a rule, a pack or a value; 'postlint rules' lists the rules."),
        (["images", "--colour", "never"], "error: There is no flag '--colour'. Did you mean '--color'?"),
    ],
)
def test_wrong_usage(house: Explain, arguments: list[str], message: str) -> None:
    done = house(*arguments)
    assert done.err.startswith(message)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_help(explain: Explain) -> None:
    done = explain("--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("usage: postlint explain RULE|PACK|VALUE ... [flags]\n")


def test_colors_only_where_they_are_wanted(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = explain("images/missing-alt").out
    assert "\x1b" not in plain
    colored = explain("images/missing-alt", "--color", "always").out
    assert colored.startswith("\x1b[1mimages/missing-alt\x1b[0m\n")
    assert COLOR.sub("", colored) == plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert explain("images/missing-alt").out == colored


def test_a_rule_of_strangers_does_no_harm(explain: Explain) -> None:
    rule = HOUSE_RULE.replace("Press nobody.", '"Red \\e[31m ##[group]x."').replace("exists.", "exists \u202e.")
    explain.write("house/pressure.yml", rule.replace("value: no-pressure\n", ""))
    explain.write("postlint.toml", 'packs = ["house"]\n')
    done = explain("house/pressure")
    assert done.code == 0
    assert "Red \\x1b[31m" in done.out
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "##[" not in done.out


@pytest.mark.parametrize("room", [40, 60, 100, 160])
def test_text_keeps_to_the_width(room: int) -> None:
    config = Config(root=os.getcwd())
    for rule, here in zip(RULES.values(), listed(RULES.values(), config, load_registry()), strict=True):
        page = rule_page(rule, None, here)
        shown = (block.text for block in _blocks(page) if isinstance(block, Code))
        code = {visible(line) for text in shown for line in text.split("\n")}
        for line in lines(page, room, color=False):
            is_long_word = any(width(word) > room - 16 for word in line.split())
            assert width(line) <= room or line.strip() in {one.strip() for one in code} or is_long_word, line


def _blocks(page: object) -> list[object]:
    return [*page.lead, *(block for section in page.sections for block in section.blocks)]  # type: ignore[attr-defined]


def test_the_settings_of_each_rule_hold(explain: Explain) -> None:
    """What a page says about postlint.toml can be copied into it."""
    sections = (one for rule in RULES.values() for one in rule_page(rule).sections if one.title == "In postlint.toml")
    shown = [block.text for section in sections for block in section.blocks if isinstance(block, Code)]
    explain.write("postlint.toml", in_one_config(shown))
    config, _ = load()
    assert set(config.rules) == set(RULES)
    assert {*config.ignore, *config.extend_select} == {id for id, rule in RULES.items() if not is_kept(rule)}


def test_values_as_toml_writes_them() -> None:
    import datetime
    import tomllib

    value = {
        "text": 'a "b" \\ ü \x7f \n',
        "odd key": True,
        "numbers": [1, -2.5, 1e30],
        "tables": [{"name": "x", "since": datetime.date(2024, 3, 5)}, {}],
        "": (),
    }
    text = "\n".join(f"{toml.key(key)} = {toml.written(held)}" for key, held in value.items())
    assert tomllib.loads(text) == {**value, "": []}
    with pytest.raises(TypeError, match="TOML has no NoneType"):
        toml.written(None)
