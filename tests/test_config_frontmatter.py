"""``[frontmatter]`` in the config: what it takes, what it becomes, and what is wrong with it, registries and schemas
in other files included."""

from __future__ import annotations

import datetime
import json
import os
import pickle
import re
import time
from pathlib import Path
from typing import Any

import pytest

from postlint.config import Config, load
from postlint.config.frontmatter import table
from postlint.config.schema import config_table, json_schema, path
from postlint.config.shapes import Problem
from postlint.data import parse
from postlint.errors import UserError, UserErrors
from postlint.fields import Field, FieldOverride, When
from postlint.fields.tables import description_of
from postlint.registry import Registry

GOOD = [
    "",
    'preset = "none"',
    'preset = "hugo"\nadditional = false\nrequired = ["title", "params.author"]',
    '[fields]\ntitle = "string"\ndate = ["date", "datetime"]\ntags = "list of tag"',
    '[fields.title]\ntype = "string"\nrequired = true\nmin = 10\nmax = 70\nhelp = "The title."',
    '[fields."params.author"]\ntype = "author"',
    '[fields."resources[].src"]\nrequired = true',
    '[fields.date]\ntype = "date"\nmin = 2015-01-01\nmax = "2030-12-31"',
    '[fields.weight]\none-of = [1, 2.5, "x", true]\nmin = 0.5',
    '[fields.id]\nunique = true\npattern = "^[a-z]+$"\naliases = ["slug"]\nneeds = ["title", "date"]',
    '[fields.author]\ndeprecated = "use authors"',
    '[fields.cover]\nrequired-if = "featured"\nrequired-unless = ["externalUrl", "draft"]',
    "[fields.cover]\nrequired-if = {featured = true, layout = ['blog', 'news']}",
    '[registries]\nauthors = "data/authors.yml"\ntags = ["a", "b"]\ncategories = ["c"]\nseries = "series"',
    '[[overrides]]\npaths = ["blog/**"]\nrequired = ["version"]',
    '[[overrides]]\nwhen = {layout = "release"}\nadditional = true\n[overrides.fields]\nversion = "string"',
    'schema = "schemas/post.json"',
]

BAD = [
    ('presets = "hugo"', "presets", "There is no key 'presets' in 'frontmatter'. Did you mean 'preset'?"),
    ('preset = "hugp"', '"hugp"', "There is no preset 'hugp'. Did you mean 'hugo'?"),
    ('additional = "no"', '"no"', "'frontmatter.additional' takes true or false, not the text 'no'."),
    ('[fields]\ntitle = "sting"', '"sting"', "There is no type 'sting'. Did you mean 'string'?"),
    (
        '[fields]\ntags = "list of tags"',
        '"list of tags"',
        "There is no type 'list of tags'. Did you mean 'list of tag'?",
    ),
    (
        "[fields.title]\nrequires = true",
        "requires",
        "There is no key 'requires' in 'frontmatter.fields.title'. Did you mean 'required'?",
    ),
    (
        '[fields.params.author]\ntype = "author"',
        "author",
        'A key within a mapping has quotes around all of its name: [frontmatter.fields."params.author"].',
    ),
    (
        '[fields."my title"]\nrequired = true',
        '"my title"',
        (
            "'my title' cannot stand in 'frontmatter.fields'. Write a key such as 'title', with dots between the keys"
            " of mappings: 'params.author'."
        ),
    ),
    (
        '[fields.title]\npattern = "[a-"',
        '"[a-"',
        None,
    ),
    (
        '[fields.title]\nmin = "many"',
        '"many"',
        "'frontmatter.fields.title.min' takes a number or a date such as 2024-01-31, not the text 'many'.",
    ),
    (
        "[fields.title]\none-of = []",
        "[]",
        "'frontmatter.fields.title.one-of' is an empty list. Name something, or leave it out.",
    ),
    (
        '[registries]\nauthor = "a.yml"',
        "author",
        "There is no key 'author' in 'frontmatter.registries'. Did you mean 'authors'?",
    ),
    ('[registries]\nauthors = "../a.yml"', '"../a.yml"', None),
    (
        '[[overrides]]\nrequired = ["x"]',
        None,
        "'frontmatter.overrides' does not say for which posts. Add paths or when.",
    ),
    ('schema = "/etc/post.json"', '"/etc/post.json"', None),
]


def mistakes(text: str) -> list[tuple[str, str]]:
    problems: list[Problem] = []
    table(path).read(parse(text, "toml"), "frontmatter", problems)
    return [(text[problem.span.start : problem.span.end], problem.message) for problem in sorted(problems)]


def described(text: str) -> Any:
    problems: list[Problem] = []
    read = table(path).read(parse(text, "toml"), "frontmatter", problems)
    assert problems == []
    return description_of(read)


@pytest.mark.parametrize("text", GOOD)
def test_a_right_table_is_taken(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize(("text", "words", "message"), BAD)
def test_a_mistake_is_told_where_it_stands(text: str, words: str | None, message: str | None) -> None:
    [(found, told)] = mistakes(text)
    if message is not None:
        assert told == message
    if words is not None:
        assert found == words


@pytest.mark.parametrize(("text", "is_good"), [*((text, True) for text in GOOD), *((text, False) for text, *_ in BAD)])
def test_json_schema_of_the_config_agrees(text: str, is_good: bool) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if "[a-" in text:
        pytest.skip("whether a text is a regular expression is no matter of JSON Schema")
    tables = re.sub(r"^(\[+)", r"\1frontmatter.", text, flags=re.M)
    value = json.loads(json.dumps(parse(f"[frontmatter]\n{tables}", "toml").value, default=str))
    assert jsonschema.Draft202012Validator(json_schema(Registry({}))).is_valid(value) is is_good


def test_the_short_forms_are_the_long_ones() -> None:
    short = described('required = ["title", "date"]\n[fields]\ntitle = "string"\ntags = ["string", "list of tag"]')
    long = described(
        '[fields]\ntitle = {type = "string", required = true}\ntags = {type = ["string", "list of tag"]}\n'
        "date = {required = true}"
    )
    assert short == long
    assert Field("title", **short.fields["title"]) == Field("title", types=("string",), required=True)


def test_what_is_said_of_a_field() -> None:
    description = described(
        '[fields.a]\nrequired-if = "b"\nrequired-unless = {c = [1, 2], d = "x"}\ndeprecated = "Use \'b\'."\n'
        'min = 3\nmax = 2024-01-01\none-of = ["x"]\n[fields.old]\ndeprecated = "It is too old."'
    )
    assert Field("a", **description.fields["a"]) == Field(
        "a",
        required_if=When(("b",)),
        required_unless=When(values={"c": (1, 2), "d": ("x",)}),
        one_of=("x",),
        least=3,
        most=datetime.date(2024, 1, 1),
        deprecated="Use 'b'.",
        use="b",
    )
    old = Field("old", **description.fields["old"])
    assert (old.deprecated, old.use) == ("It is too old.", None)


def test_overrides_keep_what_they_say_apart() -> None:
    description = described('[[overrides]]\npaths = ["a"]\nwhen = {x = 1}\nadditional = false\nrequired = ["v"]')
    assert description.overrides == (FieldOverride(("a",), When(values={"x": (1,)}), False, {"v": {"required": True}}),)


def test_what_other_rules_rest_on() -> None:
    description = described(
        '[fields]\ntopics = "list of tag"\n"params.by" = ["author", "list of author"]\nid = {unique = true}\n'
        'old = {deprecated = "use new"}\n[registries]\ntags = ["a"]'
    )
    assert description.kinds == {"tags": ("topics",), "authors": ("params.by",)}
    assert description.unique == ("id",)
    assert description.asks == {"deprecated-field", "unknown-tag"}


def test_no_table_keeps_the_check_busy() -> None:
    started = time.monotonic()
    for text in ("[fields]\n'{}' = 'string'", "required = ['{}']", "[fields.a]\nneeds = ['{}']"):
        for words in ("a." * 50_000 + " ", "a[]" * 30_000 + "."):
            [(_, message)] = mistakes(text.format(words))
            assert len(message) < 300
    assert len(mistakes(f"[fields.a]\npattern = '{'(' * 50_000}'")) == 1
    assert time.monotonic() - started < 5


# In files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = Path(os.path.realpath(tmp_path))
    (here / ".git").mkdir()
    monkeypatch.chdir(here)
    return here


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        place = folder / name.replace("__", "/").replace("_dot_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def told(errors: UserError) -> list[str]:
    return str(errors).splitlines()


def config_of(folder: Path, text: str) -> Config:
    write(folder, postlint_dot_toml=text)
    return load()[0]


def test_registries_are_read_with_the_config(folder: Path) -> None:
    write(folder, data__authors_dot_yml="ada:\n  name: Ada Lovelace\ngrace: {}\n")
    config = config_of(folder, '[frontmatter.registries]\nauthors = "data/authors.yml"\ntags = ["logs", "metrics"]\n')
    registries = config.frontmatter.registries
    assert registries["authors"].keys == {"ada": ("Ada Lovelace",), "grace": ()}
    assert registries["authors"].place == "data/authors.yml"
    assert registries["tags"].names == ("logs", "metrics")
    assert pickle.loads(pickle.dumps(config)) == config


def test_registries_that_cannot_be_read_are_told_all_at_once(folder: Path) -> None:
    write(folder, broken_dot_yml="ada: [\n", number_dot_yml="12\n")
    with pytest.raises(UserErrors) as caught:
        config_of(
            folder, '[frontmatter.registries]\nauthors = "no.yml"\ntags = "broken.yml"\ncategories = "number.yml"'
        )
    assert told(caught.value) == [
        "postlint.toml:2:11: There is no 'no.yml'.",
        "broken.yml:2:1: A value is missing here.",
        "number.yml:1:1: 'number.yml' lists no categories.",
    ]


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.com/schemas/post.json",
    "type": "object",
    "properties": {"title": {"$ref": "parts/text.json#/$defs/title"}, "author": {"$ref": "#/$defs/author"}},
    "$defs": {"author": {"type": "string"}},
}


def test_a_schema_is_read_with_the_files_it_refers_to(folder: Path) -> None:
    text = {"$defs": {"title": {"type": "string", "maxLength": 10}, "up": {"$ref": "../post.json"}}}
    write(folder, schemas__post_dot_json=json.dumps(SCHEMA), schemas__parts__text_dot_json=json.dumps(text))
    config = config_of(folder, '[frontmatter]\nschema = "schemas/post.json"\n')
    schema = config.frontmatter.schema
    assert schema is not None
    assert (schema.main, sorted(schema.files)) == (
        "schemas/post.json",
        ["schemas/parts/text.json", "schemas/post.json"],
    )
    root = parse("title: How we index\nauthor: 1\n", "yaml")
    assert [violation.message for violation in schema.violations(root)] == [
        "'title' has 12 characters, and at most 10 belong there.",
        "'author' is the number 1, and a text belongs there.",
    ]
    assert pickle.loads(pickle.dumps(config)).frontmatter == config.frontmatter


WRONG_SCHEMAS = [
    ("{", ["1:2: A key in double quotes is missing here."]),
    ('{"type": "strin"}', ["1:10: This is no JSON Schema: 'strin' is not valid under any of the given schemas."]),
    (
        '{"$ref": "https://example.com/x.json"}',
        ["1:10: 'https://example.com/x.json' is not fetched. Refer to a file below the root."],
    ),
    ('{"$ref": "file:///etc/passwd"}', ["1:10: 'file:///etc/passwd' is not fetched. Refer to a file below the root."]),
    ('{"$ref": "../../etc/passwd"}', ["1:10: There is no schema 'etc/passwd' below the root."]),
    ('{"$ref": "%2e%2e/secret.json"}', ["1:10: There is no schema '../secret.json' below the root."]),
    ('{"$ref": "none.json"}', ["1:10: There is no schema 'none.json' below the root."]),
    ('{"$ref": "#/$defs/none"}', ["1:10: '#/$defs/none' leads nowhere."]),
    ('{"$ref": "#"}', ["1:1: The references of this schema lead on and on."]),
    (
        '{"$schema": "http://json-schema.org/draft-07/schema#"}',
        ["1:13: Only the dialect https://json-schema.org/draft/2020-12/schema is read."],
    ),
    ('{"properties": {"a": {"pattern": "[a-"}}}', ["1:34: '[a-' is no pattern: "]),
    (
        '{"unevaluatedProperties": false, "patternProperties": {"^(a+)+$": {}}, "dependentSchemas": {"a": {}}}',
        [
            "1:56: Beside 'unevaluatedProperties' the pattern '^(a+)+$' may repeat one thing.",
            "1:92: Beside 'unevaluatedProperties' write 'if' and 'then' instead of 'dependentSchemas'.",
        ],
    ),
]


@pytest.mark.parametrize(("schema", "errors"), WRONG_SCHEMAS)
def test_a_schema_that_cannot_be_used_is_told(folder: Path, schema: str, errors: list[str]) -> None:
    write(folder, post_dot_json=schema)
    write(folder.parent, secret_dot_json="{}")
    with pytest.raises(UserError) as caught:
        config_of(folder, '[frontmatter]\nschema = "post.json"\n')
    found = sorted(told(caught.value))
    assert len(found) == len(errors)
    assert all(line.startswith(f"post.json:{error}") for line, error in zip(found, errors, strict=True)), found


def test_a_link_out_of_the_root_is_not_followed(folder: Path) -> None:
    outside = folder.parent / "outside.json"
    outside.write_text("{}", encoding="utf-8")
    (folder / "post.json").symlink_to(outside)
    with pytest.raises(UserError, match=r"There is no schema 'post\.json' below the root"):
        config_of(folder, '[frontmatter]\nschema = "post.json"\n')


def test_a_bomb_of_references_is_refused(folder: Path) -> None:
    defs = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)} | {"d40": {}}
    write(folder, post_dot_json=json.dumps({"$ref": "#/$defs/d0", "$defs": defs}))
    started = time.monotonic()
    with pytest.raises(UserError, match="lead on and on"):
        config_of(folder, '[frontmatter]\nschema = "post.json"\n')
    assert time.monotonic() - started < 5


def test_without_the_library_it_is_told_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    write(folder, post_dot_json="{}")
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(UserError, match=r"pip install 'postlint\[schema\]'"):
        config_of(folder, '[frontmatter]\nschema = "post.json"\n')


def test_the_table_is_part_of_the_config() -> None:
    names = {key.name for key in config_table(Registry({})).keys}
    assert "frontmatter" in names
