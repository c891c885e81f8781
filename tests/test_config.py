"""The config: found, checked, and asked. What a config says wrongly is told with its place, all at once."""

from __future__ import annotations

import datetime
import os
import pickle
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from postlint.config import Config, Override, RuleSettings, Selection, load, with_selectors
from postlint.config.schema import config_table, json_schema, option_shape
from postlint.config.shapes import Problem
from postlint.config.version import satisfies
from postlint.data import parse
from postlint.diagnostic import SEVERITIES, Finding, Severity
from postlint.errors import ConfigError, UsageError, UserError, UserErrors
from postlint.globs import matches
from postlint.registry import Registry
from postlint.rule import Rule, engine_rule, option
from postlint.text import Span


def a_rule(id: str, **declared: Any) -> Rule:
    return engine_rule(f"What {id} asks for.", why="Because.", **declared)._replace(id=id)


RULES = [
    a_rule(
        "images/missing-alt",
        options={
            "decorative": option(False, "Let images pass that are marked as decoration."),
            "words": option(("image",), "Words that say nothing."),
            "list": option(["a"], "A list in the rule's own type."),
            "limit": option(3, "How many."),
            "share": option(0.5, "How much."),
            "style": option("loose", "How strict.", choices=("loose", "strict")),
        },
    ),
    a_rule("images/text-in-image", on=False),
    a_rule("links/vague-text", severity=Severity.HINT),
    a_rule("values/pushy-cta", severity={"urgent": Severity.ERROR, "asks": Severity.WARNING}),
    a_rule("postlint/not-utf-8", severity=Severity.ERROR),
    a_rule("postlint/unused-allow"),
]
REGISTRY = Registry({rule.id: rule for rule in sorted(RULES, key=lambda rule: rule.id)})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder that is the top of a git tree, so that nothing above it is found."""
    here = Path(os.path.realpath(tmp_path))
    (here / ".git").mkdir()
    monkeypatch.chdir(here)
    return here


def mistakes(text: str) -> list[tuple[str, str]]:
    """What is wrong with a config, as (the words in question, message)."""
    problems: list[Problem] = []
    config_table(REGISTRY).read(parse(text, "toml"), "", problems)
    return [(text[problem.span.start : problem.span.end], problem.message) for problem in sorted(problems)]


# Checking

GOOD = [
    "",
    'required-version = ">=0.1"',
    'required-version = ">=0.1, <2"',
    'posts = ["content/blog", "./news", "a.md"]',
    'posts = ["."]',
    'exclude = ["content/blog/archive", "**/old/*.md"]',
    'select = ["ALL"]\nignore = ["images"]\nfail-on = "warning"',
    'extend-select = ["images/text-in-image"]',
    'ignore = ["postlint/unused-allow"]',
    'fail-on = "never"',
    '[rules."images/missing-alt"]\nseverity = "error"\ndecorative = true\nwords = []\nlimit = 4\nshare = 1',
    '[rules."images/missing-alt"]\nshare = 0.25\nstyle = "strict"',
    '[rules."values/pushy-cta"]\nseverity = "hint"',
    '[rules."values/pushy-cta"]\nseverity = {asks = "error"}',
    '[[overrides]]\npaths = ["blog/**"]\nignore = ["values"]\n[overrides.rules."links/vague-text"]\nseverity = "hint"',
    "[[overrides]]\nbefore = 2024-01-01",
    '[[overrides]]\nbefore = "2024-01-01"\nextend-select = ["ALL"]',
    '[house]\nname = "Acme"',
    '[house]\nname = "Acme"\nhosts = ["acme.com"]\nplaces = ["discord.gg/x"]\nnames = ["X"]\npartners = ["Initech"]',
    '[house]\nname = "A"\n[[house.projects]]\nname = "H"\naliases = []\nlicense = "Apache-2.0"\nhosts = ["hoist.io"]',
    '[house]\nname = "A"\n[[house.projects]]\nname = "H"\nlicense = [{spdx = "MIT"}, {spdx = "X", since = 2025-05-20}]',
    '[house]\nname = "A"\n[[house.offers]]\nname = "H"\nkind = "cloud"\npaid-features = ["x"]\ncomponents = ["Button"]',
    '[site]\ngenerator = "hugo"\nroots = ["static"]\nhosts = ["acme.com"]',
]

BAD = [
    ("fail_on = 'warning'", "fail_on", "There is no key 'fail_on'. Did you mean 'fail-on'?"),
    ("select = 'ALL'", "'ALL'", "'select' takes a list. Write select = [\"ALL\"]."),
    ("select = ['all']", "'all'", "There is no rule or pack 'all'. Did you mean 'ALL'?"),
    ("select = [1]", "1", "'select' takes a text in quotes, not 1."),
    ("ignore = ['image']", "'image'", "There is no rule or pack 'image'. Did you mean 'images'?"),
    (
        "ignore = ['missing-alt']",
        "'missing-alt'",
        "There is no rule or pack 'missing-alt'. Did you mean 'images/missing-alt'?",
    ),
    (
        "ignore = ['postlint/not-utf-8']",
        "'postlint/not-utf-8'",
        "There is no rule or pack 'postlint/not-utf-8'. It tells that a post could not be checked, and is always on.",
    ),
    (
        "fail-on = 'errors'",
        "'errors'",
        "There is no severity 'errors'. Did you mean 'error'? It can be error, warning, hint or never.",
    ),
    ("posts = 'blog'", "'blog'", "'posts' takes a list. Write posts = [\"blog\"]."),
    ("posts = {a = 1}", "{a = 1}", "'posts' takes a list, not a table."),
    (
        "posts = ['../x']",
        "'../x'",
        "'../x' cannot stand in 'posts'. Write a path below the root, with '/' and without '..'.",
    ),
    ("posts = ['/x']", "'/x'", "'/x' cannot stand in 'posts'. Write a path below the root, with '/' and without '..'."),
    (
        "posts = ['a\\b']",
        "'a\\b'",
        "'a\\b' cannot stand in 'posts'. Write a path below the root, with '/' and without '..'.",
    ),
    ("posts = ['']", "''", "'' cannot stand in 'posts'. Write a path below the root, with '/' and without '..'."),
    (
        "required-version = 'new'",
        "'new'",
        "'new' cannot stand in 'required-version'. Write it like '>=0.1' or '>=0.1,<2'.",
    ),
    ("required-version = 0.1", "0.1", "'required-version' takes a text in quotes, not 0.1."),
    (
        "[rules.'images/mising-alt']\nseverity = 'error'",
        "'images/mising-alt'",
        "There is no rule 'images/mising-alt'. Did you mean 'images/missing-alt'?",
    ),
    (
        "[rules.'images/missing-alt']\nseverity = 'eror'",
        "'eror'",
        "There is no severity 'eror'. Did you mean 'error'? It can be error, warning or hint.",
    ),
    (
        "[rules.'images/missing-alt']\nseverity = 'off'",
        "'off'",
        "There is no severity 'off'. To switch a rule off, list it under 'ignore'.",
    ),
    (
        "[rules.'images/missing-alt']\nenabled = false",
        "enabled",
        "There is no key 'enabled' in 'rules.\"images/missing-alt\"'. To switch a rule off, list it under 'ignore'.",
    ),
    (
        "[rules.'links/vague-text']\nseverity = {asks = 'error'}",
        "{asks = 'error'}",
        "'rules.\"links/vague-text\".severity' takes a text in quotes, not a table.",
    ),
    (
        "[rules.'values/pushy-cta']\nseverity = {ask = 'error'}",
        "ask",
        "There is no step 'ask'. Did you mean 'asks'?",
    ),
    (
        "[rules.'images/missing-alt']\ndecorativ = true",
        "decorativ",
        "There is no key 'decorativ' in 'rules.\"images/missing-alt\"'. Did you mean 'decorative'?",
    ),
    (
        "[rules.'images/missing-alt']\ndecorative = 'yes'",
        "'yes'",
        "'rules.\"images/missing-alt\".decorative' takes true or false, not the text 'yes'.",
    ),
    (
        "[rules.'images/missing-alt']\nlimit = true",
        "true",
        "'rules.\"images/missing-alt\".limit' takes a whole number, not true.",
    ),
    (
        "[rules.'images/missing-alt']\nstyle = 'strct'",
        "'strct'",
        "There is no value 'strct'. Did you mean 'strict'? It can be loose or strict.",
    ),
    (
        "[rules.images]\nseverity = 'hint'",
        "images",
        (
            "There is no rule 'images'. 'images' is a pack, and settings go to one rule, as in "
            "[rules.\"images/missing-alt\"]. To switch a pack off, list it under 'ignore'."
        ),
    ),
    ("[[overrides]]\nignore = ['values']", None, "'overrides' does not say for which posts. Add paths or before."),
    ("[[overrides]]\npaths = []", "[]", "'overrides.paths' is an empty list. Name something, or leave it out."),
    ("[overrides]\npaths = ['a']", None, "'overrides' takes a list, not a table."),
    (
        "[[overrides]]\nbefore = 'last year'",
        "'last year'",
        "'overrides.before' takes a date such as 2024-01-31, not the text 'last year'.",
    ),
    (
        "[[overrides]]\nbefore = 2024-01-01T00:00:00",
        "2024-01-01T00:00:00",
        "'overrides.before' takes a date such as 2024-01-31, not 2024-01-01T00:00:00.",
    ),
    ("[house]\nhosts = []", None, "'house' has no 'name'. Add name = \"...\"."),
    ("[house]\nname = ''", "''", "'' cannot stand in 'house.name'. Write a text that is not empty."),
    ("[house]\nname = 'A'\nhost = []", "host", "There is no key 'host' in 'house'. Did you mean 'hosts'?"),
    (
        "[house]\nname = 'A'\nselect = ['ALL']",
        "select",
        "There is no key 'select' in 'house'. It belongs above the first [table] of the file.",
    ),
    (
        "[house]\nname = 'A'\n[[house.offers]]\nname = 'B'\nplaces = []",
        "places",
        "There is no key 'places' in 'house.offers'. It belongs into [house], above its projects and offers.",
    ),
    (
        "[house]\nname = 'A'\nhosts = ['https://a.com']",
        "'https://a.com'",
        (
            "'https://a.com' cannot stand in 'house.hosts'. Write a host, or a host and the start of a path, without "
            "'https://': 'acme.com' or 'acme.com/cloud'."
        ),
    ),
    (
        "[house]\nname = 'A'\n[[house.offers]]\nname = 'B'\nkind = 'saas'",
        "'saas'",
        "There is no kind of offer 'saas'. It can be cloud, enterprise or services.",
    ),
    (
        "[house]\nname = 'A'\n[[house.projects]]\nlicense = 'MIT'",
        None,
        "'house.projects' has no 'name'. Add name = \"...\".",
    ),
    (
        "[house]\nname = 'A'\n[[house.projects]]\nname = 'B'\nlicense = ['MIT']",
        "'MIT'",
        "'house.projects.license' takes a table, not the text 'MIT'.",
    ),
    (
        "[house]\nname = 'A'\n[[house.projects]]\nname = 'B'\nlicense = []",
        "[]",
        "'house.projects.license' is an empty list. Name something, or leave it out.",
    ),
    (
        "[site]\ngenerator = 'huga'",
        "'huga'",
        "There is no generator 'huga'. Did you mean 'hugo'?",
    ),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_right_config_is_taken(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize(("text", "words", "message"), BAD)
def test_a_mistake_is_told_where_it_stands(text: str, words: str | None, message: str) -> None:
    [(found, told)] = mistakes(text)
    assert told == message
    if words is not None:
        assert found == words


@pytest.mark.parametrize(
    "text",
    [
        "required-version = '{blanks}'",
        "required-version = '{digits}'",
        "[house]\nname = 'A'\nhosts = ['{dots} ']",
        "posts = ['{dots}/..']",
        "select = ['{dots}']",
        "'{dots}' = 1",
    ],
)
def test_no_config_keeps_the_check_busy(text: str) -> None:
    text = text.format(blanks=" " * 100_000, digits="9" * 100_000, dots="a." * 50_000)
    started = time.monotonic()
    [(_, message)] = mistakes(text)
    assert len(message) < 300
    assert time.monotonic() - started < 2


def test_all_mistakes_are_told_at_once_in_their_order() -> None:
    text = "posts = 1\nselct = []\n[rules.'images/mising-alt']\n[house]\n[[overrides]]\n"
    assert [words for words, _ in mistakes(text)][:3] == ["1", "selct", "'images/mising-alt'"]
    assert len(mistakes(text)) == 5


def as_json(value: Any) -> Any:
    """A value of a TOML file as editors hand it to a JSON Schema: dates become texts."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize(("text", "is_good"), [*((text, True) for text in GOOD), *((text, False) for text, *_ in BAD)])
def test_json_schema_agrees_with_the_check(text: str, is_good: bool) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema(REGISTRY))
    assert validator.is_valid(as_json(parse(text, "toml").value)) is is_good


def test_json_schema_is_one() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema(REGISTRY))


def test_json_schema_knows_all_keys_and_their_help() -> None:
    properties = json_schema(REGISTRY)["properties"]
    assert set(properties) == {key.name for key in config_table(REGISTRY).keys}
    assert all(schema["description"].endswith(".") for schema in properties.values())
    options = json_schema(REGISTRY)["$defs"]["rules"]["properties"]["images/missing-alt"]["properties"]
    assert options["words"] == {
        "description": "Words that say nothing.",
        "type": "array",
        "items": {"type": "string", "pattern": ""},
        "default": ["image"],
    }


def test_json_schema_lets_the_rules_of_added_packs_pass() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema(REGISTRY))
    own = {"select": ["own/rule"], "rules": {"own/rule": {"severity": "hint", "what": 1}}}
    assert not validator.is_valid(own)
    assert validator.is_valid({"packs": ["own"], **own})
    assert not validator.is_valid({"packs": ["own"], "rules": {"own/rule": {"severity": "eror"}}})


def test_options_have_the_types_of_config_files() -> None:
    with pytest.raises(TypeError):
        option_shape(object())


# Finding


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_any_config_all_has_its_default(folder: Path) -> None:
    config, registry = load()
    assert config == Config(root=str(folder))
    assert registry.rules


def test_a_config_is_found_upward_and_makes_the_root(folder: Path) -> None:
    write(folder / "site" / "postlint.toml", 'posts = ["blog"]\n')
    write(folder / "site" / "blog" / "a.md", "A")
    for path in ("site/blog/a.md", "site/blog", "site"):
        config, _ = load([path])
        assert (config.path, config.root) == (str(folder / "site" / "postlint.toml"), str(folder / "site"))
        assert config.posts == ("blog",)
    assert load([])[0].path is None


def test_the_config_of_the_common_folder_holds(folder: Path) -> None:
    write(folder / "a" / "postlint.toml", 'fail-on = "hint"\n')
    write(folder / "postlint.toml", 'fail-on = "warning"\n')
    (folder / "b").mkdir()
    assert load(["a"])[0].fail_on is Severity.HINT
    assert load(["a", "b"])[0].fail_on is Severity.WARNING


def test_nothing_above_the_git_top_is_found(folder: Path) -> None:
    write(folder / "postlint.toml", 'fail-on = "hint"\n')
    (folder / "inner" / ".git").mkdir(parents=True)
    (folder / "inner" / "posts").mkdir()
    config, _ = load(["inner/posts"])
    assert (config.path, config.root) == (None, str(folder / "inner"))


def test_without_git_the_folder_itself_is_the_root(folder: Path) -> None:
    (folder / ".git").rmdir()
    (folder / "posts").mkdir()
    assert load(["posts"])[0].root == str(folder / "posts")


def test_pyproject_holds_a_config(folder: Path) -> None:
    write(folder / "pyproject.toml", '[project]\nname = "x"\n[tool.postlint]\nfail-on = "hint"\n')
    assert load()[0].fail_on is Severity.HINT
    write(folder / "postlint.toml", 'fail-on = "warning"\n')
    assert load()[0].fail_on is Severity.WARNING


@pytest.mark.parametrize("text", ['[project]\nname = "x"\n', "[tool.ruff]\n", "this is broken = ["])
def test_a_pyproject_about_other_things_is_none(folder: Path, text: str) -> None:
    write(folder / "pyproject.toml", text)
    write(folder / "posts" / "a.md", "A")
    assert load(["posts"])[0].path is None


def test_a_broken_pyproject_that_names_postlint_is_told(folder: Path) -> None:
    write(folder / "pyproject.toml", "[tool.postlint]\nfail-on = hint\n")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:2:11: "):
        load()


def test_mistakes_have_file_line_and_column(folder: Path) -> None:
    write(folder / "postlint.toml", 'fail_on = "hint"\r\nselect = "ALL"\r\n')
    with pytest.raises(UserErrors) as caught:
        load()
    assert [(error.path, error.line, error.column) for error in caught.value.errors] == [
        ("postlint.toml", 1, 1),
        ("postlint.toml", 2, 10),
    ]


def test_an_unquoted_rule_is_told_in_so_many_words(folder: Path) -> None:
    write(folder / "postlint.toml", "[rules.images/missing-alt]\n")
    with pytest.raises(
        ConfigError, match=r'^postlint\.toml:1:\d+: Put the rule in quotes: \[rules\."images/missing-alt"\]\.$'
    ):
        load()


def test_a_config_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "postlint.toml").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError, match=r"^postlint\.toml: This is a link"):
        load()
    (folder / "postlint.toml").unlink()
    (folder / "postlint.toml").write_bytes(b"posts = ['\xff']")
    with pytest.raises(ConfigError, match=r"^postlint\.toml: "):
        load()


def test_a_config_for_another_version_is_refused_before_its_keys_are(folder: Path) -> None:
    write(folder / "postlint.toml", 'key-to-come = 1\nrequired-version = ">=99"\n')
    with pytest.raises(ConfigError, match=r"^postlint\.toml:2:20: This config is for postlint >=99, and this is "):
        load()


def test_a_named_config_does_not_move_the_root(folder: Path) -> None:
    write(folder / "postlint.toml", "broken")
    named = write(folder / "conf" / "mine.toml", 'posts = ["blog"]\n')
    for isolated in (False, True):
        config, _ = load(config=str(named), isolated=isolated)
        assert (config.path, config.root, config.posts) == (str(named), str(folder), ("blog",))


def test_a_named_config_with_paths_elsewhere(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = Path(os.path.realpath(tmp_path_factory.mktemp("elsewhere")))
    (elsewhere / "blog").mkdir()
    named = write(folder / "mine.toml", "")
    assert load([str(elsewhere / "blog")], config=str(named))[0].root == str(elsewhere / "blog")
    assert load([str(elsewhere / "blog")], isolated=True)[0].root == str(elsewhere / "blog")
    (folder / "sub").mkdir()
    assert load(["sub"], isolated=True)[0].root == str(folder)


def test_isolated_finds_nothing(folder: Path) -> None:
    write(folder / "postlint.toml", "broken")
    assert load(isolated=True)[0] == Config(root=str(folder))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothere.toml", "There is no config file 'nothere.toml'."),
        ("conf", "--config names the folder 'conf'. Name a file in it, such as conf/postlint.toml."),
        ("pyproject.toml", "'pyproject.toml' has no table [tool.postlint]."),
    ],
)
def test_a_named_config_that_is_none(folder: Path, name: str, message: str) -> None:
    (folder / "conf").mkdir()
    write(folder / "pyproject.toml", "[tool.ruff]\n")
    with pytest.raises(UsageError) as caught:
        load(config=name)
    assert str(caught.value) == message


def test_a_mislaid_config_is_told(folder: Path) -> None:
    write(folder / ".postlint.yml", "select: [ALL]\n")
    assert load()[0].notes == ("'.postlint.yml' is not read. A config is called postlint.toml and written in TOML.",)
    write(folder / "postlint.toml", "")
    assert load()[0].notes == ()


@pytest.mark.parametrize("name", ["nothere", "../outside", "link"])
def test_packs_lie_in_the_root(folder: Path, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "link").symlink_to(tmp_path_factory.mktemp("outside"))
    write(folder / "postlint.toml", f'packs = ["{name}"]\n')
    with pytest.raises(ConfigError, match=r"^postlint\.toml:1:10: "):
        load()


def test_an_added_pack_brings_rules_that_the_config_may_name(folder: Path) -> None:
    rule = "summary: Say less.\nwhy: It is less to read.\nmessage: \"'{match}' is too much.\"\nforbid: [synergy]\n"
    write(folder / "conf" / "own" / "buzz.yml", rule)
    write(folder / "conf" / "postlint.toml", 'packs = ["./own"]\n[rules."own/buzz"]\nseverity = "error"\n')
    config, registry = load(["conf"])
    assert config.packs == (str(folder / "conf" / "own"),)
    assert "own/buzz" in registry.rules
    assert config.rules == {"own/buzz": RuleSettings(Severity.ERROR)}


def test_defaults_of_the_table_are_those_of_the_config() -> None:
    defaults = {key.name: key.default for key in config_table(REGISTRY).keys if key.default is not None}
    assert defaults == {"fail-on": Config("/").fail_on.label}  # type: ignore[union-attr]


def test_git_finds_the_top_of_a_real_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert load()[0].root == os.path.realpath(tmp_path)


# Selection

DEFAULT_ON = {
    "images/missing-alt",
    "links/vague-text",
    "postlint/not-utf-8",
    "postlint/unused-allow",
    "values/pushy-cta",
}
OWN = {"postlint/not-utf-8", "postlint/unused-allow"}


def selected(config: Config, path: str = "a.md", date: datetime.date | None = None) -> set[str]:
    return set(Selection(config, REGISTRY).at(path, lambda: date))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, DEFAULT_ON),
        ({"select": ("ALL",)}, set(REGISTRY.rules)),
        ({"select": ()}, OWN),
        ({"select": ("images",)}, OWN | {"images/missing-alt"}),
        ({"select": ("images/text-in-image",)}, OWN | {"images/text-in-image"}),
        ({"extend_select": ("images/text-in-image",)}, DEFAULT_ON | {"images/text-in-image"}),
        (
            {"select": ("ALL",), "ignore": ("images",)},
            set(REGISTRY.rules) - {"images/missing-alt", "images/text-in-image"},
        ),
        ({"select": ("images/missing-alt",), "ignore": ("images",)}, OWN | {"images/missing-alt"}),
        ({"select": ("images",), "ignore": ("images/missing-alt",)}, OWN),
        ({"select": ("images",), "ignore": ("images",)}, OWN),
        ({"ignore": ("postlint/unused-allow",)}, DEFAULT_ON - {"postlint/unused-allow"}),
        ({"ignore": ("ALL",)}, {"postlint/not-utf-8"}),
        ({"ignore": ("postlint",)}, DEFAULT_ON - {"postlint/unused-allow"}),
    ],
)
def test_selectors(settings: dict[str, Any], expected: set[str]) -> None:
    assert selected(Config("/", **settings)) == expected


@pytest.mark.parametrize(
    ("settings", "flags", "expected"),
    [
        ({"select": ("images",), "ignore": ("values",)}, {"select": ["values"]}, OWN | {"values/pushy-cta"}),
        ({"ignore": ("values",)}, {"extend_select": ["values"]}, DEFAULT_ON),
        ({"select": ("values/pushy-cta",)}, {"ignore": ["values"]}, OWN),
        ({}, {"ignore": ["images", "links/vague-text"]}, DEFAULT_ON - {"images/missing-alt", "links/vague-text"}),
        ({}, {"select": ["images", "values"], "ignore": ["values"]}, OWN | {"images/missing-alt"}),
    ],
)
def test_the_command_line_comes_after_the_config(
    settings: dict[str, Any], flags: dict[str, Any], expected: set[str]
) -> None:
    assert selected(with_selectors(Config("/", **settings), REGISTRY, **flags)) == expected


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"select": ["imges"]}, "--select: there is no rule or pack 'imges'. Did you mean 'images'?"),
        (
            {"extend_select": ["missing-alt"]},
            "--extend-select: there is no rule or pack 'missing-alt'. Did you mean 'images/missing-alt'?",
        ),
        (
            {"ignore": ["postlint/not-utf-8"]},
            (
                "--ignore: there is no rule or pack 'postlint/not-utf-8'. It tells that a post could not be checked, "
                "and is always on."
            ),
        ),
        (
            {"select": ["*"]},
            (
                "--select: there is no rule or pack '*'. Name a rule such as 'images/missing-alt', a pack such as "
                "'images', or ALL."
            ),
        ),
    ],
)
def test_an_unknown_selector_is_an_error(flags: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        with_selectors(Config("/"), REGISTRY, **flags)
    assert str(caught.value) == message


def test_overrides_hold_by_path_and_date() -> None:
    day = datetime.date(2024, 1, 1)
    config = Config(
        "/",
        overrides=(
            Override(paths=("blog/2019/**",), ignore=("values",)),
            Override(before=day, ignore=("images",)),
            Override(paths=("blog",), before=day, ignore=("links",)),
        ),
    )
    old, new = datetime.date(2023, 12, 31), day
    assert selected(config, "news/a.md", new) == DEFAULT_ON
    assert selected(config, "news/a.md", None) == DEFAULT_ON
    assert selected(config, "news/a.md", old) == DEFAULT_ON - {"images/missing-alt"}
    assert selected(config, "blog/a.md", old) == DEFAULT_ON - {"images/missing-alt", "links/vague-text"}
    assert selected(config, "blog/2019/a.md", new) == DEFAULT_ON - {"values/pushy-cta"}


def test_later_overrides_win_and_the_command_line_ignores_in_any_case() -> None:
    overrides = (
        Override(paths=("*.md",), ignore=("values", "images")),
        Override(paths=("*.md",), extend_select=("values/pushy-cta", "images/missing-alt")),
    )
    config = with_selectors(Config("/", overrides=overrides), REGISTRY, ignore=["images"])
    assert selected(config) == DEFAULT_ON - {"images/missing-alt"}


def test_a_date_is_asked_only_where_it_counts() -> None:
    def asked() -> datetime.date:
        raise AssertionError

    config = Config(
        "/", overrides=(Override(paths=("blog/**",), before=datetime.date(2024, 1, 1), ignore=("images",)),)
    )
    assert set(Selection(config, REGISTRY).at("news/a.md", asked)) == DEFAULT_ON
    with pytest.raises(AssertionError):
        Selection(config, REGISTRY).at("blog/a.md", asked)


def test_severities_by_rule_and_by_step() -> None:
    def severity(settings: dict[str, RuleSettings], id: str, finding: Finding) -> Severity:
        return Selection(Config("/", rules=settings), REGISTRY).usual[id].severity_of(finding)

    plain, asks, urgent = (Finding(Span(0, 1), "m", step=step) for step in (None, "asks", "urgent"))
    cta = "values/pushy-cta"
    assert severity({}, cta, asks) is Severity.WARNING
    assert severity({cta: RuleSettings({"asks": Severity.HINT})}, cta, asks) is Severity.HINT
    assert severity({cta: RuleSettings({"asks": Severity.HINT})}, cta, urgent) is Severity.ERROR
    assert severity({cta: RuleSettings(Severity.HINT)}, cta, urgent) is Severity.HINT
    assert severity({}, "links/vague-text", plain) is Severity.HINT
    assert severity({}, "links/vague-text", plain._replace(severity=Severity.ERROR)) is Severity.ERROR
    assert severity({"links/vague-text": RuleSettings(Severity.WARNING)}, "links/vague-text", plain) is Severity.WARNING


def test_severities_and_options_of_overrides_come_on_top() -> None:
    config = Config(
        "/",
        rules={
            "images/missing-alt": RuleSettings(Severity.ERROR, {"limit": 5, "list": ("x",)}),
            "values/pushy-cta": RuleSettings(Severity.HINT),
        },
        overrides=(
            Override(
                paths=("old",),
                rules={
                    "images/missing-alt": RuleSettings(None, {"decorative": True}),
                    "values/pushy-cta": RuleSettings({"asks": Severity.ERROR}),
                },
            ),
        ),
    )
    selection = Selection(config, REGISTRY)
    new, old = selection.usual, selection.at("old/a.md", lambda: None)
    assert new["images/missing-alt"].options == {
        "decorative": False, "words": ("image",), "list": ["x"], "limit": 5, "share": 0.5, "style": "loose",
    }  # fmt: skip
    assert old["images/missing-alt"].options == {**new["images/missing-alt"].options, "decorative": True}
    assert old["images/missing-alt"].severity is Severity.ERROR
    assert new["values/pushy-cta"].severities == {"urgent": Severity.HINT, "asks": Severity.HINT}
    assert old["values/pushy-cta"].severities == {"urgent": Severity.HINT, "asks": Severity.ERROR}


def test_posts_with_the_same_overrides_share_one_answer() -> None:
    selection = Selection(Config("/", overrides=(Override(paths=("old",), ignore=("images",)),)), REGISTRY)
    assert selection.at("a.md", lambda: None) is selection.at("b.md", lambda: None) is selection.usual
    assert selection.at("old/a.md", lambda: None) is not selection.usual
    assert list(selection.usual) == sorted(selection.usual)


def test_a_config_can_be_sent_to_another_process(folder: Path) -> None:
    write(folder / "postlint.toml", '[[overrides]]\nbefore = 2024-01-01\n[house]\nname = "Acme"\n')
    config, _ = load()
    assert pickle.loads(pickle.dumps(config)) == config


# Globs and versions


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("content/blog/2019/**", "content/blog/2019/a.md", True),
        ("content/blog/2019/**", "content/blog/2019/deep/a.md", True),
        ("content/blog/2019/**", "content/blog/2020/a.md", False),
        ("content/blog/2019/", "content/blog/2019/a.md", True),
        ("./content/blog", "content/blog/a.md", True),
        ("content/blog", "content/blogs/a.md", False),
        ("blog/a.md", "content/blog/a.md", False),
        ("**/blog/*.md", "content/blog/a.md", True),
        ("**/blog/*.md", "blog/a.md", True),
        ("**/blog/*.md", "blog/deep/a.md", False),
        ("a/**/b", "a/b/c.md", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**/b", "a/x/y/c", False),
        ("content/*/a.md", "content/x/a.md", True),
        ("content/*/a.md", "content/x/y/a.md", False),
        ("content/20[12]?/x.md", "content/2019/x.md", True),
        ("archive", "content/archive/a.md", True),
        ("*.mdx", "content/blog/a.mdx", True),
        ("*.mdx", "content/blog/a.md", False),
        ("**", "a/b.md", True),
        (".", "a/b.md", True),
        ("**/**/**/x", "a/b/c/d", False),
    ],
)
def test_globs(pattern: str, path: str, is_meant: bool) -> None:
    assert matches(path, pattern) is is_meant


def test_no_glob_runs_for_long() -> None:
    assert not matches("a/" * 200 + "a" * 200 + ".md", "**/" * 60 + "*a" * 60 + "b")


@pytest.mark.parametrize(
    ("version", "required", "fits"),
    [
        ("0.1.0", ">=0.1", True),
        ("0.1.0", "0.1", True),
        ("0.1.1", "0.1", False),
        ("0.10.0", ">=0.9", True),
        ("0.1.0", ">0.1", False),
        ("1.2.3", ">=1,<2", True),
        ("2.0.0", ">= 1, < 2", False),
        ("1.4.9", "~=1.4", True),
        ("2.0.0", "~=1.4", False),
        ("1.4.9", "~=1.4.2", True),
        ("1.5.0", "~=1.4.2", False),
        ("1.4.0", "!=1.4", False),
        ("1.4.0", "<=1.4", True),
    ],
)
def test_versions(version: str, required: str, fits: bool) -> None:
    assert satisfies(version, required) is fits


@pytest.mark.parametrize("required", ["new", ">=", ">=1,", "=>1", "^1.0"])
def test_requirements_written_in_another_way(required: str) -> None:
    with pytest.raises(ValueError, match=re.escape(required)):
        satisfies("0.1.0", required)


def test_severities_are_known_by_their_labels() -> None:
    assert list(SEVERITIES) == ["hint", "warning", "error"]


def test_errors_are_all_user_errors() -> None:
    assert issubclass(ConfigError, UserError)
    assert issubclass(UserErrors, UserError)
