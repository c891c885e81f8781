"""Fields: types, the short form beside the JSON Schema that it compiles into, presets, and violations of schemas."""

from __future__ import annotations

import datetime
import itertools
import json
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.data import parse
from postlint.document import Document
from postlint.engine import Engine
from postlint.fields import Description, Fields, types
from postlint.fields.compile import compiled
from postlint.fields.json_schema import RULE_OF, JsonSchema, plain
from postlint.fields.presets import NAMES, USUAL, preset
from postlint.fields.tables import description_of
from postlint.fields.words import described
from postlint.house import House
from postlint.registry import load
from postlint.rule import Rule
from postlint.site import CONVENTIONS, Site
from postlint.testing import OnlyRule

RULES = load().rules
jsonschema = pytest.importorskip("jsonschema")

VALUES = [
    "text", "'one\ntwo'", "|\n  block\n  text", "''", "' '", "2024", "1.5", "-3", "true", "no", "null", "~",
    "2024-01-31", "'2024-01-31'", "2024-1-31", "2024-01-31T09:00:00Z", "2024-01-31 9:00:00 +01:00",
    "'2024-01-31T09:00'", "slug-of-a-post", "Slug", "slug_", "https://example.com/x", "http://example.com",
    "https://", "/blog/post", "blog/post", "mailto:x", "pic.png", "/img/pic.WEBP?v=2#x",
    "https://cdn.example.com/pic", "post.md", "[]", "[a, b]", "[a, 1]", "[https://example.com]", "[[a]]",
    "[{name: Ada}]", "[{name: ''}]", "{}", "{name: Ada}", "{key: ada}", "{id: 3}", "{x: 1}",
]  # fmt: skip


@pytest.mark.parametrize("name", types.names())
def test_a_type_and_its_json_schema_say_the_same(name: str) -> None:
    validator = jsonschema.Draft202012Validator(types.schema((name,)))
    for value in VALUES:
        node = parse(f"k: {value}", "yaml").get("k")
        assert node is not None
        if isinstance(node.value, datetime.date) and types.types()[name.removeprefix("list of ")].is_text:
            assert list(types.misfits(node, (name,))), "a bare date is read as one"
        else:
            assert (not list(types.misfits(node, (name,)))) is validator.is_valid(plain(node)), value


@pytest.mark.parametrize("name", types.types())
def test_each_type_takes_something_and_refuses_something(name: str) -> None:
    nodes = [parse(f"k: {value}", "yaml").get("k") for value in VALUES]
    fits = {types.types()[name].fits(node) for node in nodes if node is not None}
    assert fits == {True, False}


def test_a_day_that_does_not_exist_is_no_date() -> None:
    for text in ("k: '2024-02-30'", "k: 2024-02-30"):
        node = parse(text, "yaml").get("k")
        assert node is not None
        assert list(types.misfits(node, ("date",)))


def test_no_text_keeps_a_type_busy() -> None:
    started = time.process_time()
    for text in (
        ".png?" * 20_000 + " ",
        ".png#" * 20_000 + " ",
        "a-" * 50_000 + " ",
        "2024-01-01T" * 9_000,
        "\n" * 90_000 + "x",
    ):
        node = parse(f'k: "{text}"' if "\n" not in text else f"k: '{text}'", "yaml").get("k")
        assert node is not None
        for one in types.types().values():
            one.fits(node)
    assert time.process_time() - started < 2


def test_of_a_list_the_items_that_do_not_fit_are_told() -> None:
    node = parse("k: [a, 1, {x: 1}]", "yaml").get("k")
    assert node is not None
    assert [(item.text, names) for item, names in types.misfits(node, ("string", "list of tag"))] == [
        ("1", ("tag",)),
        ("", ("tag",)),
    ]
    assert list(types.misfits(node, ("list",))) == []


def test_what_is_wanted_in_words() -> None:
    assert types.wanted(("date", "datetime")) == (
        "a date such as 2024-01-31 or a date and time such as 2024-01-31T09:00:00Z"
    )
    assert types.wanted(("author", "list of author")) == (
        "a name, a key, or a mapping with a 'name' or a list, each item a name, a key, or a mapping with a 'name'"
    )


# The short form and what it compiles into

TABLES: list[Mapping[str, Any]] = [
    {"fields": {"a": "string"}},
    {"fields": {"a": ["string", "list of tag"]}},
    {"fields": {"a": {"required": True}}},
    {"fields": {"a": {"required": True, "aliases": ["b"]}}},
    {"fields": {"a": {"type": "list of tag", "one-of": ["x", "y"]}}},
    {"fields": {"a": {"one-of": ["x", 1, True]}}},
    {"fields": {"a": {"pattern": "^x"}}},
    {"fields": {"a": {"min": 2, "max": 3}}},
    {"fields": {"a": {"type": "int", "min": 2}}},
    {"fields": {"a": {"type": "list", "unique": True}}},
    {"fields": {"a": {"needs": ["b"]}}},
    {"fields": {"a": {"required-if": "b"}}},
    {"fields": {"a": {"required-if": {"b": ["x", True]}}}},
    {"fields": {"a": {"required-unless": ["b", "c"]}}},
    {"fields": {"m.a": "string"}},
    {"fields": {"m.a": {"required": True}}},
    {"fields": {"l[].a": {"required": True, "type": "int"}}},
    {"fields": {"l[]": {"max": 1}, "l": "list of tag"}},
    {"additional": False, "fields": {"a": "string", "b": {}}},
    {"additional": False, "fields": {"m.a": {}, "l[].a": {}}},
    {"fields": {"a": "string"}, "overrides": [{"when": {"b": "x"}, "fields": {"a": {"type": "int"}}}]},
    {"overrides": [{"when": {"b": "x"}, "required": ["a"]}, {"when": {"c": 1}, "fields": {"a": {"required": False}}}]},
    {"additional": False, "fields": {"b": {}}, "overrides": [{"when": {"b": "x"}, "additional": True}]},
    {"fields": {"b": {}}, "overrides": [{"when": {"b": "x"}, "additional": False, "fields": {"a": {}}}]},
    {"fields": {"a": "string"}, "overrides": [{"paths": ["blog/**"], "fields": {"a": "int"}}]},
    {"fields": {"a": "string"}, "overrides": [{"paths": ["news/**"], "fields": {"a": "int"}}]},
]
SAYING_WHAT_JSON_SCHEMA_SAYS = [
    id
    for id in RULES
    if id.partition("/")[2] in {*RULE_OF.values(), "malformed-value"} and id != "frontmatter/deprecated-field"
]
SCALARS = st.sampled_from(["x", "y", "xy", "z" * 9, 1, 2, 5, True, False])
ITEMS = st.one_of(SCALARS, st.fixed_dictionaries({}, optional={"a": SCALARS, "q": SCALARS}))
ANY = st.one_of(
    SCALARS,
    st.sampled_from(["", None]),
    st.lists(ITEMS, max_size=3),
    st.fixed_dictionaries({}, optional={"a": SCALARS, "q": SCALARS}),
)
FRONT_MATTER = st.fixed_dictionaries({}, optional=dict.fromkeys("abcml", ANY))


@cache
def engine_of(table: str) -> Engine:
    return Engine(RULES, SAYING_WHAT_JSON_SCHEMA_SAYS, house=House(), frontmatter=description_of(json.loads(table)))


def found(table: Mapping[str, Any], front_matter: Mapping[str, Any]) -> list[str]:
    """What the rules say that JSON Schema can say, too."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in front_matter.items())
    doc = Document(f"{{\n{lines}\n}}\n\nText.\n", "blog/post.md")
    assert doc.front_matter.data == front_matter
    conventions = CONVENTIONS["plain"]
    engine = engine_of(json.dumps(table))
    site = Site([engine.facts(doc, conventions)], conventions)
    active = {id: OnlyRule(RULES[id], {}) for id in SAYING_WHAT_JSON_SCHEMA_SAYS}
    return [one.message for one in engine.check(doc, site, active)]


@pytest.mark.parametrize("table", TABLES, ids=str)
@settings(max_examples=30)
@given(front_matter=FRONT_MATTER.filter(bool))
def test_the_short_form_and_its_json_schema_say_the_same(
    table: Mapping[str, Any], front_matter: dict[str, Any]
) -> None:
    schema = compiled(description_of(table), "none", "blog/post.md")
    jsonschema.Draft202012Validator.check_schema(schema)
    is_valid = jsonschema.Draft202012Validator(schema).is_valid(front_matter)
    told = found({**table, "preset": "none"}, front_matter)
    # An empty value is no value here, whatever type was wanted; and a list names nothing twice in any house.
    if not _has_empty(front_matter) and not _has_twice(front_matter):
        assert (told == []) is is_valid, (told, schema)


def _has_empty(value: Any) -> bool:
    if value in ("", None) or value == [] or value == {}:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_empty, inner))


def _has_twice(front_matter: Mapping[str, Any]) -> bool:
    lists = (value for value in front_matter.values() if isinstance(value, list))
    return any(
        one == other and type(one) is type(other)
        for several in lists
        for one, other in itertools.combinations(several, 2)
    )


def test_overrides_by_path_hold_where_the_path_is_known() -> None:
    description = description_of({"overrides": [{"paths": ["blog/**"], "fields": {"version": {"required": True}}}]})
    assert "version" not in compiled(description, "none").get("properties", {})
    assert compiled(description, "none", "blog/x.md")["allOf"] == [
        {"required": ["version"], "properties": {"version": {"not": {"enum": [None, "", [], {}]}}}}
    ]


def test_keys_of_the_generator_are_completed_where_others_may_stand() -> None:
    assert compiled(Description(), "hugo")["properties"]["draft"] == {"type": "boolean"}
    assert compiled(Description(preset="none"), "hugo").get("properties") is None
    closed = compiled(description_of({"additional": False, "fields": {"title": "string"}}), "hugo")
    assert set(closed["properties"]) == {"title"}


def test_help_and_what_is_out_of_use_are_told_to_editors() -> None:
    description = description_of({"fields": {"a": {"help": "What it is."}, "b": {"deprecated": "use a"}}})
    assert compiled(description, "none")["properties"] == {
        "a": {"description": "What it is."},
        "b": {"deprecated": True, "description": "Use 'a'."},
    }


def test_a_schema_of_the_house_goes_along() -> None:
    files = {"post.json": {"$ref": "parts/text.json"}, "parts/text.json": {"maxProperties": 1}}
    description = Description(schema=JsonSchema("post.json", files))
    schema = compiled(description, "none")
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"a": 1})
    assert not validator.is_valid({"a": 1, "b": 2})


@pytest.mark.parametrize("generator", NAMES)
def test_presets_name_keys_and_types_that_there_are(generator: str) -> None:
    for name, said in preset(generator).items():
        assert set(said.get("types", ())) <= set(types.names()), name
        assert said.get("use") is None or said["use"] in preset(generator), name
        assert " " not in name
    assert all(" " not in name for name in USUAL)


def test_every_generator_has_a_preset() -> None:
    assert set(NAMES) == {*CONVENTIONS, "none"}


# A JSON Schema of the house


def _of(key: str, schema: Any) -> dict[str, Any]:
    return {"properties": {key: schema}}


TEXT = "and a text belongs there."
NOT_ALLOWED = "in the schema does not allow."
VIOLATIONS: list[tuple[dict[str, Any], str, str | None, str, str]] = [
    ({"required": ["b"]}, "a: 1", None, "missing-field", "'b' is missing."),
    ({"dependentRequired": {"a": ["b"]}}, "a: 1", None, "missing-field", "'b' is missing."),
    (_of("m", {"required": ["b"]}), "m: {a: 1}", "{a: 1}", "missing-field", "'m.b' is missing."),
    ({"additionalProperties": False}, "a: 1", "a", "unknown-field", "'a' is no key that may stand here."),
    (_of("a", False), "a: 1", "a", "unknown-field", "'a' is no key that may stand here."),
    ({"patternProperties": {"^a": False}}, "a: 1", "a", "unknown-field", "'a' is no key that may stand here."),
    (
        {"allOf": [_of("a", {})], "unevaluatedProperties": False},
        "a: 1\nb: 2",
        "b",
        "unknown-field",
        "'b' is no key that may stand here.",
    ),
    (_of("a", {"type": "string"}), "a: 1", "1", "wrong-type", f"'a' is the number 1, {TEXT}"),
    (_of("a", {"items": {"type": "string"}}), "a: [x, {y: 1}]", "{y: 1}", "wrong-type", f"'a' is a mapping, {TEXT}"),
    (
        _of("a", {"type": ["string", "array"]}),
        "a: 1",
        "1",
        "wrong-type",
        "'a' is the number 1, and a text or a list belongs there.",
    ),
    (_of("a", {"enum": ["x", "y"]}), "a: z", "z", "unlisted-value", "'z' is none of the values that 'a' takes."),
    (_of("a", {"const": True}), "a: false", "false", "unlisted-value", "'false' is none of the values that 'a' takes."),
    (_of("a", {"pattern": "^x"}), "a: zx", "zx", "malformed-value", "'zx' is not of the form that 'a' has, ^x."),
    (
        _of("a", {"format": "date"}),
        "a: 2024-02-30",
        "2024-02-30",
        "malformed-value",
        f"'a' is the text '2024-02-30', which 'format' {NOT_ALLOWED}",
    ),
    (_of("a", {"minLength": 3}), "a: zx", "zx", "out-of-range", "'a' has 2 characters, and at least 3 belong there."),
    (_of("a", {"maximum": 3}), "a: 4", "4", "out-of-range", "'a' is 4, and at most 3 belongs there."),
    (_of("a", {"minItems": 2}), "a: [x]", "[x]", "out-of-range", "'a' has 1 item, and at least 2 belong there."),
    (
        _of("a", {"multipleOf": 2}),
        "a: 3",
        "3",
        "out-of-range",
        f"'a' is the number 3, which 'multipleOf' {NOT_ALLOWED}",
    ),
    (_of("a", {"uniqueItems": True}), "a: [x, x]", "[x, x]", "repeated-value", "'a' names something twice."),
    (_of("a", {"deprecated": True}), "a: 1", "a", "deprecated-field", "'a' is out of use."),
    (
        _of("a", {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "array"}]}),
        "a: zx",
        "zx",
        "out-of-range",
        "'a' has 2 characters, and at most 1 belong there.",
    ),
    (
        _of("a", {"oneOf": [{"type": "boolean"}, {"type": "array"}]}),
        "a: zx",
        "zx",
        "malformed-value",
        f"'a' is the text 'zx', which 'oneOf' {NOT_ALLOWED}",
    ),
    ({"minProperties": 2}, "a: 1", "a: 1", "out-of-range", "The front matter has 1 key, and at least 2 belong there."),
]


@pytest.mark.parametrize(("schema", "text", "words", "rule", "message"), VIOLATIONS)
def test_what_does_not_fit_is_told_where_it_stands(
    schema: dict[str, Any], text: str, words: str | None, rule: str, message: str
) -> None:
    [violation] = JsonSchema("s.json", {"s.json": schema}).violations(parse(text, "yaml"))
    assert (violation.rule, violation.message) == (rule, message)
    assert (text[slice(*violation.span)] if violation.span else None) == words


FITTING = [({"not": schema}, text) for schema, text, *_ in VIOLATIONS if "deprecated" not in str(schema)]


@pytest.mark.parametrize(("schema", "text"), FITTING)
def test_what_fits_is_let_alone(schema: dict[str, Any], text: str) -> None:
    assert JsonSchema("s.json", {"s.json": schema}).violations(parse(text, "yaml")) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"pattern": "^(a|aa)+$"}}},
        {"patternProperties": {"^(a|aa)+$": {}}},
        {"patternProperties": {"^(a|aa)+$": {}}, "additionalProperties": False},
    ],
)
def test_a_slow_pattern_ends(schema: dict[str, Any]) -> None:
    text = f"a: {'a' * 40}!\n{'a' * 40}!: 1\n"
    started = time.process_time()
    with pytest.raises(TimeoutError):
        JsonSchema("s.json", {"s.json": schema}).violations(parse(text, "yaml"))
    assert time.process_time() - started < 3


def checked(text: str, description: Description) -> list[tuple[str, str]]:
    doc = Document(text)
    conventions = CONVENTIONS["plain"]
    fed: list[Rule] = [RULES[id] for id in SAYING_WHAT_JSON_SCHEMA_SAYS] + [RULES["frontmatter/deprecated-field"]]
    engine = Engine(RULES, [rule.id for rule in fed], house=House(), frontmatter=description)
    site = Site([engine.facts(doc, conventions)], conventions)
    found = engine.check(doc, site, {rule.id: OnlyRule(rule, {}) for rule in fed})
    return [(one.rule, one.message) for one in found]


def test_each_violation_is_told_by_the_rule_of_its_kind() -> None:
    for schema, text, _, rule, message in VIOLATIONS:
        description = Description(preset="none", schema=JsonSchema("s.json", {"s.json": schema}))
        assert (f"frontmatter/{rule}", message) in checked(f"---\n{text}\n---\nText.\n", description)


def test_a_schema_that_takes_too_long_is_told_once() -> None:
    schema = JsonSchema("s.json", {"s.json": {"properties": {"a": {"pattern": "^(a|aa)+$"}}}})
    found = checked(f"---\na: {'a' * 40}!\n---\n", Description(preset="none", schema=schema))
    assert [rule for rule, _ in found] == ["postlint/exhausted-rule"]


def test_broken_or_missing_front_matter_fits_any_schema() -> None:
    schema = JsonSchema("s.json", {"s.json": {"required": ["title"]}})
    for text in ("---\ntitle: a: b\n---\n", "Text.\n", "---\n---\n"):
        assert Fields(Document(text), Site([]), Description(schema=schema)).violations == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("'x '", "the text 'x' with space behind it"),
        ("' x '", "the text 'x' with space before and behind it"),
        ("x", "the text 'x'"),
    ],
)
def test_space_that_nobody_sees_is_said(written: str, said: str) -> None:
    node = parse(f"a: {written}", "yaml").get("a")
    assert node is not None
    assert described(node) == said
