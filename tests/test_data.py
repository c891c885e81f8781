"""YAML, TOML and JSON as nodes: values as the standard loaders give them, exact spans, and nothing that kills."""

from __future__ import annotations

import datetime
import json
import math
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]
from hypothesis import given, settings
from hypothesis import strategies as st

import postlint
from postlint.data import DataError, DataSyntaxError, Node, comments, duplicates, parse, yaml_events
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
LINE_ENDS = ("\r\n", "\r", "\n", "\x85", "\u2028", "\u2029")
LINES = ["\n", "\r\n", "\r", "\x85", "\u2028"]


def load(text: str) -> Any:
    """The value as PyYAML loads it. Its two parsers differ a little; libyaml's is the one that posts meet."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def walk(node: Node, seen: set[int] | None = None) -> Iterator[Node]:
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    for entry in node.entries:
        yield from walk(entry.key, seen)
        yield from walk(entry.value, seen)
    for item in node.items:
        yield from walk(item, seen)


def same(left: Any, right: Any) -> bool:
    """Equality that tells 1 from True and 1.0, and takes NaN for equal to itself."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        pairs = zip(left.items(), right.items(), strict=False)
        return len(left) == len(right) and all(same(a, b) and same(x, y) for (a, x), (b, y) in pairs)
    if isinstance(left, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, float) and math.isnan(left):
        return math.isnan(right)
    return bool(left == right)


def check_places(root: Node, text: str, offset: int = 0) -> None:
    """What holds of every tree: spans nest and lie in the text, and texts can be found again by their segments."""
    for node in walk(root):
        start, end = node.span
        assert offset <= start <= end <= offset + len(text)
        assert node.span.contains(node.content_span)
        for entry in node.entries:
            if not entry.merged:
                assert node.span.contains(entry.span)
                assert entry.span.start <= entry.key.span.start or entry.alias
        if node.kind == "scalar":
            check_segments(node, text, offset)


def check_segments(node: Node, text: str, offset: int) -> None:
    pieces = node.segments()
    assert bool(pieces) == bool(node.text)
    if pieces:
        assert pieces[0][0] == 0
    last_end = node.span.start
    for index, (at, start, end) in enumerate(pieces):
        until = pieces[index + 1][0] if index + 1 < len(pieces) else len(node.text)
        assert at < until
        assert last_end <= start <= end
        source, decoded = text[start - offset : end - offset], node.text[at:until]
        if len(source) == len(decoded):
            assert source == decoded or (source in LINE_ENDS and decoded in ("\n", " "))
        # Only the line ends that a block scalar keeps lie behind its span.
        assert end <= node.span.end or not text[max(start, node.span.end) - offset : end - offset].strip()
        last_end = end


def checked(text: str, syntax: Any, offset: int = 0) -> Node:
    root = parse(text, syntax, offset)
    check_places(root, text, offset)
    return root


def read_or_refused(text: str, syntax: Any, offset: int = 0) -> tuple[Node | None, DataError | None]:
    try:
        return checked(text, syntax, offset), None
    except DataSyntaxError as error:
        return None, error.error


def problem_of(text: str, syntax: Any = "yaml") -> tuple[str, str]:
    """The slug, and the words that the error points at."""
    with pytest.raises(DataSyntaxError) as caught:
        parse(text, syntax)
    error = caught.value.error
    assert "while " not in error.message
    assert error.message.endswith(".")
    return error.problem, text[error.span.start : error.span.end]


# --- values ---------------------------------------------------------------------------------------------------------

SCALARS = """a ~ null Null NULL nUll true True yes no on off y n YES oN 0 012 0o12 0x1F 0b101 1_000 -7 +3 1.10 1e3
1.0e+3 .5 -.inf .nan .NaN 12:30:45 12:30 190:20:30.15 2024-01-02 2021-4-7 2024-01-02T10:00:00Z
2024-01-02T10:00:00.123+02:00
1.2.3 - _ 1_ 0x 0xG v1.0 10% a:b a#b -- --- -a ?a :a [] {} '' "" '12' "yes" ! !!str !!null"""


@pytest.mark.parametrize(
    "scalar", [*SCALARS.split(), "2024-01-02 10:00:00", "2001-12-14 21:59:43.10 -5", "! 12", "! 'a'"]
)
def test_scalars_mean_what_pyyaml_says(scalar: str) -> None:
    text = f"key: {scalar}\n"
    try:
        expected = load(text)
    except yaml.YAMLError:
        with pytest.raises(DataSyntaxError):
            parse(text, "yaml")
    else:
        assert same(checked(text, "yaml").value, expected)


@pytest.mark.parametrize("tag", ["str", "int", "float", "bool", "null", "timestamp"])
@pytest.mark.parametrize("scalar", ["12", "'12'", "x", "''", "", "yes", "2024-01-02", "1.5", "~", "'a b'"])
def test_core_tags(tag: str, scalar: str) -> None:
    text = f"- !!{tag} {scalar}\n- z\n"
    node = checked(text, "yaml").items[0]
    try:
        expected = load(text)[0]
    except Exception:
        assert node.error
        assert node.value == node.text
    else:
        assert node.error is None
        assert same(node.value, expected)


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-45",
        "2024-02-30",
        "0000-00-00",
        "2024-01-01T25:00:00",
        "2024-01-01T00:00:00+99:00",
        "9" * 5000,
        "-" + "9" * 1001,
        "0x" + "f" * 1001,
        "1" + ":59" * 400 + ".5",
        "=",
        "<<",
    ],
)
def test_a_value_that_cannot_be_made_is_its_text_and_says_why(text: str) -> None:
    node = checked(f"ok: 1\nkey: {text}\n", "yaml").get("key")
    assert node is not None
    assert node.value == node.text == text
    assert node.error is not None
    assert node.error.span == node.span
    assert text[:20] in node.error.message


def test_texts_before_their_types() -> None:
    root = checked("title: no\ndate: 2024-01-02\nn: 012\n", "yaml")
    title, date = root.get("title"), root.get("date")
    assert title is not None
    assert date is not None
    assert (title.text, title.value) == ("no", False)
    assert (date.text, date.value) == ("2024-01-02", datetime.date(2024, 1, 2))
    assert root.get("absent") is None


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff"])
def test_no_document_is_null(text: str) -> None:
    assert checked(text, "yaml").value is None


MERGES = [
    "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n",
    "a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc:\n  <<: [*a, *b]\n  w: 1\n",
    "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, x: 9}\n",
    "c:\n  x: 1\n  <<: {x: 2, y: 3}\n  <<: {x: 4, z: 5}\n",
    "c: {<<: [], a: 1}\n",
    "a: {'<<': 1}\n",
    "a: &a [1, &b {c: *x}]\n".replace("*x", "1") + "d: [*a, *b]\n",
    "? &k a\n: 1\nb: *k\n*k : 2\n",
    "=: 1\n",
]


@pytest.mark.parametrize("text", MERGES)
def test_merges_and_aliases(text: str) -> None:
    assert checked(text, "yaml").value == load(text)


def test_merged_entries_are_told_apart() -> None:
    root = checked(MERGES[0], "yaml")
    merged = root.get("b")
    assert merged is not None
    assert [(entry.key.text, entry.merged) for entry in merged.entries] == [("x", True), ("y", False)]
    assert list(duplicates(root)) == []
    aliased = checked("a: &a x\nb: *a\n", "yaml").entries
    assert [entry.alias for entry in aliased] == [False, True]
    assert aliased[1].span == Span(8, 13)
    assert aliased[1].value is aliased[0].value


def test_an_anchor_named_twice_means_the_last_above() -> None:
    assert checked("[&a 1, *a, &a 2, *a]", "yaml").value == [1, 1, 2, 2]
    assert checked("&a [&a x, *a]", "yaml").value == ["x", "x"]


# --- places ---------------------------------------------------------------------------------------------------------


def spans_of(text: str, syntax: Any) -> dict[str, str]:
    root = checked(text, syntax)
    return {entry.key.text: text[entry.value.span.start : entry.value.span.end] for entry in root.entries}


@pytest.mark.parametrize("line", LINES)
def test_spans_of_every_kind_of_value(line: str) -> None:
    lines = [
        "# café 😀 e\u0301",
        "título 😀: x 😀 y  # c",
        "single: 'it''s'",
        'double: &q "a\\tb"',
        "empty:",
        "tagged: !!str # gone",
        "literal: |-  # c",
        "  one",
        "",
        "   two  ",
        "",
        "list:",
        "- a",
        "- {b: c}",
        "",
        "# c",
        "flow: !!seq [a, {b: 'c'},",
        "  d ]",
        "nested: &n",
        "  k: >+",
        "    text",
        "",
        "plain: one",
        "  two",
    ]
    text = line.join(lines)
    assert spans_of(text, "yaml") == {
        "título 😀": "x 😀 y",
        "single": "'it''s'",
        "double": '"a\\tb"',
        "empty": "",
        "tagged": "",
        "literal": line.join(["|-  # c", "  one", "", "   two  "]),
        "list": line.join(["- a", "- {b: c}"]),
        "flow": line.join(["[a, {b: 'c'},", "  d ]"]),
        "nested": line.join(["k: >+", "    text"]),
        "plain": line.join(["one", "  two"]),
    }
    root = parse(text, "yaml")
    assert text[root.entries[2].value.content_span.start :].startswith("a\\tb")
    assert root.value == load(text)
    empty = root.get("empty")
    assert empty is not None
    assert text[: empty.span.start].endswith("empty:")


def test_spans_in_flow_pairs() -> None:
    text = "[a: b, {c: 1}: d, ? e, {f, g: }, &x h: i]".replace("{c: 1}", "c")
    root = checked(text, "yaml")
    assert [text[item.span.start : item.span.end] for item in root.items] == [
        "a: b",
        "c: d",
        "? e"[2:],
        "{f, g: }",
        "h: i",
    ]
    assert root.value == load(text)


def test_offsets_count_from_where_the_text_began() -> None:
    text = "a: 'x y'\nb:\n  - |\n    c\n"
    plain, shifted = parse(text, "yaml"), checked(text, "yaml", 100)
    assert [node.span.shifted(100) for node in walk(plain)] == [node.span for node in walk(shifted)]
    segments = [[(at, start + 100, end + 100) for at, start, end in node.segments()] for node in walk(plain)]
    assert segments == [node.segments() for node in walk(shifted)]
    with pytest.raises(DataSyntaxError) as caught:
        parse("a: b: c", "yaml", 100)
    assert caught.value.error.span == Span(104, 105)
    assert comments("a: 1 # hi ", "yaml", 10) == [(Span(15, 19), "hi")]


@pytest.mark.parametrize("syntax", ["yaml", "toml", "json"])
def test_a_byte_order_mark_is_skipped_and_counted(syntax: str) -> None:
    text = {"yaml": "\ufeffa: b", "toml": "\ufeffa = 'b'", "json": '\ufeff{"a": "b"}'}[syntax]
    root = checked(text, syntax)
    assert root.value == {"a": "b"}
    assert text[root.entries[0].key.content_span.start] == "a"


SEGMENTS = [
    ("a: one two", [("one two", "one two")]),
    ("a: one\n  two", [("one", "one"), (" ", "\n  "), ("two", "two")]),
    ("a: one \t\n\n\n  two", [("one", "one"), ("\n\n", " \t\n\n\n  "), ("two", "two")]),
    ("a: 'it''s'", [("it", "it"), ("'", "''"), ("s", "s")]),
    ("a: 'x\r\n  y'", [("x", "x"), (" ", "\r\n  "), ("y", "y")]),
    ('a: "\\u00e9\\t😀\\U0001F600"', [("é", "\\u00e9"), ("\t", "\\t"), ("😀", "😀"), ("😀", "\\U0001F600")]),
    ('a: "b \\\n   c\\\n\n   d"', [("b ", "b "), ("c", "c"), ("\n", "\\\n\n   "), ("d", "d")]),
    ('a: "b\\ \n c"', [("b", "b"), (" ", "\\ "), (" ", "\n "), ("c", "c")]),
    ("a: |\n  b\n   c\n", [("b\n", "b\n"), (" c\n", " c\n")]),
    ("a: |-\n  b\n\n  c\n\n", [("b\n\n", "b\n\n"), ("c", "c")]),
    ("a: |+\n  b\n\n", [("b\n\n", "b\n\n")]),
    ("a: |2\n   b\n  c", [(" b\n", " b\n"), ("c", "c")]),
    ("a: |\r\n  b\r\n  c\r\n", [("b", "b"), ("\n", "\r\n"), ("c", "c"), ("\n", "\r\n")]),
    ("a: |\n\n\n  b", [("\n\n", "\n\n"), ("b", "b")]),
    ("a: >\n  b\n  c\nd: 1", [("b", "b"), (" ", "\n  "), ("c\n", "c\n")]),
    ("a: >\n  b\n\n  c\n   d\n  e\n", [("b", "b"), ("\n", "\n\n  "), ("c\n", "c\n"), (" d\n", " d\n"), ("e\n", "e\n")]),
    ("a: >-\n\n  b\n\n   c\n\n", [("\n", "\n"), ("b\n\n", "b\n\n"), (" c", " c")]),
    ("- >+ # c\n\n", [("\n", "\n")]),
    ("- |+\n\n  \n- c", [("\n", "\n"), ("\n", "\n")]),
    ("a: b\u2028  c", [("b", "b"), ("\u2028", "\u2028  "), ("c", "c")]),
]


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_segments_of_yaml(text: str, expected: list[tuple[str, str]]) -> None:
    root = checked(text, "yaml")
    node = root.entries[0].value if root.entries else root.items[0]
    assert root.value == load(text)
    assert pieces_of(node, text) == expected


def pieces_of(node: Node, text: str) -> list[tuple[str, str]]:
    pieces = node.segments()
    starts = [*(at for at, _, _ in pieces), len(node.text)]
    return [(node.text[at:until], text[start:end]) for (at, start, end), until in zip(pieces, starts[1:], strict=True)]


def test_segments_of_toml_and_json() -> None:
    text = 'a = """\r\nx\\u00e9 \\\r\n  y\r\n"z"""" # c'
    node = checked(text, "toml").entries[0].value
    assert node.value == tomllib.loads(text)["a"] == 'xé y\n"z"'
    assert pieces_of(node, text) == [
        ("x", "x"),
        ("é", "\\u00e9"),
        (" ", " "),
        ("y", "y"),
        ("\n", "\r\n"),
        ('"z"', '"z"'),
    ]
    text = "a = '''\na\\\r\nb'''"
    assert pieces_of(checked(text, "toml").entries[0].value, text) == [("a\\", "a\\"), ("\n", "\r\n"), ("b", "b")]
    text = '["a\\/\\ud83d\\ude00\\u00e9\\ud83d😀"]'
    assert pieces_of(checked(text, "json").items[0], text) == [
        ("a", "a"),
        ("/", "\\/"),
        ("😀", "\\ud83d\\ude00"),
        ("é", "\\u00e9"),
        ("\ud83d", "\\ud83d"),
        ("😀", "😀"),
    ]


def test_the_source_of_a_part_of_a_text() -> None:
    text = 'title: "We \\"use\\" it\n  in order\n  to win"'
    node = checked(text, "yaml").entries[0].value
    assert node.value == 'We "use" it in order to win'
    at = node.text.index("in order to")
    span = node.source_span(at, at + len("in order to"))
    assert text[span.start : span.end] == "in order\n  to"
    span = node.source_span(3, 8)
    assert text[span.start : span.end] == '\\"use\\"'
    end = len(node.text)
    assert node.source_span(end, end) == Span(node.content_span.end, node.content_span.end)
    assert parse("a: ''", "yaml").entries[0].value.source_span(0, 0) == Span(4, 4)


# --- comments and duplicates ----------------------------------------------------------------------------------------


def test_comments_of_yaml() -> None:
    text = (
        "# top\na: 'x # no' # 1\nb: \"# no\"# 2\nc: x#no\nd: |  # 3\n  # no\n# 4\ne: !!str # 5\nf: [a, # 6\n  b]\n"
        "<<: {g: '#'}\ng: >\n\n  # no\n  #no\nurl: http://x/#y\n   # 7  "
    )
    assert [words for _, words in comments(text, "yaml")] == ["top", "1", "2", "3", "4", "5", "6", "7"]
    assert all(
        text[span.start] == "#" and not text[span.start : span.end].endswith(" ") for span, _ in comments(text, "yaml")
    )


def test_comments_where_the_text_is_broken() -> None:
    assert [words for _, words in comments("# a\nb: c # d\ne: f: g\n# h\n  # i\rj: '# k'", "yaml")] == [
        "a",
        "d",
        "h",
        "i",
    ]
    assert [words for _, words in comments("# a\nb = 1 # d\ne = f: g\n# h\n", "toml")] == ["a", "d", "h"]
    assert comments("[" * 100_000 + "\n# a\n", "yaml") == [(Span(100_001, 100_004), "a")]
    assert comments("# \ud800 a\n", "yaml") == [(Span(0, 5), "\ud800 a")]


def test_comments_of_toml_and_json() -> None:
    text = "# a\nb = '# no' # c\nd = [ # e\n1, # f\n]#g\n[h] # i\nj = '''\n# no\n'''\n\"# no\" = 1"
    assert [words for _, words in comments(text, "toml")] == ["a", "c", "e", "f", "g", "i"]
    assert comments('{"a": "# no"}', "json") == []


def test_duplicates_at_any_depth() -> None:
    text = "a: 1\nb:\n- {c: 1, d: 2, c: 3}\na: 2\na: 3\n"
    root = checked(text, "yaml")
    assert [text[entry.span.start : entry.span.end] for entry in duplicates(root)] == ["a: 2", "a: 3", "c: 3"]
    last = root.get("a")
    assert last is not None
    assert last.value == 3
    assert [entry.value.value for entry in duplicates(parse('{"a": 1, "b": {"c": 2, "c": 3}}', "json"))] == [3]


# --- mistakes -------------------------------------------------------------------------------------------------------

YAML_MISTAKES = [
    ("title: Foo: a bar\ndate: 1", "colon", ":"),
    ("a: b\n  c: d", "syntax", ":"),
    ("a: 1\nfoo bar\nb: 2", "syntax", "foo bar"),
    ("a: 1\nb:2\nc: 3", "no-blank", "b:2"),
    ("a: 1\n\tb: 2", "tab", "\t"),
    ("a:\n\t- b", "tab", "\t"),
    ("a: @x", "unquoted", "@"),
    ("a: `x`", "unquoted", "`"),
    ('a: "x\nb: 1\n', "syntax", '"'),
    ("a: 'it's'", "quotes", "s'"),
    ('title: "A "quoted" word"', "quotes", 'quoted" word"'),
    ("title: [Webinar] foo", "unquoted", "foo"),
    ("a: [1, 2", "syntax", "["),
    ("a: [1, 2\nb: 3", "syntax", "["),
    ("a: [1, , 2]", "syntax", ","),
    ("a: - b", "unquoted", "-"),
    ('a: "C:\\path"', "syntax", "\\p"),
    ('a: "\\xZZ"', "syntax", "\\xZ"),
    ("a: **bold**", "unquoted", "*"),
    ("a: *b", "alias", "*b"),
    ("a: &amp;", "unquoted", "&"),
    ("a: !x!y z", "tag", "!"),
    ("a:\n  - x\n y: 1", "syntax", "y: 1"),
    ("a: 1\n- b", "syntax", "- b"),
    ("- a\nb: 1", "syntax", "b: 1"),
    ("%YAML 2.0\n---\na: 1", "syntax", "%"),
    ("a: {{ x }}", "template", "{{ x }}"),
    ("a: {% include b.html %} c", "template", "{% include b.html %}"),
    ("a:b\nc: 1", "no-blank", "a:b"),
    ("- a: b: c", "colon", ":"),
    ("? [a]\n: b", "key", "[a]"),
    ("a: >foo", "unquoted", ">"),
    ("a: |\n\tx\n", "tab", "\t"),
    ("a: 1\n---\nb: 2", "documents", "---"),
    ("a: x\x00y", "character", "\x00"),
    ("a: x\ud800y", "character", "\ud800"),
    ("a: x\x9by", "character", "\x9b"),
    ("a: !!python/object/apply:os.system [x]", "tag", "!!python/object/apply:os.system"),
    ("a: !!python/name:os.system x", "tag", "!!python/name:os.system"),
    ("a: &x !!binary aGk=", "tag", "!!binary"),
    ("a: !!set {b}", "tag", "!!set"),
    ("a: !own x", "tag", "!own"),
    ("a: !!map x", "tag", "!!map"),
    ("%TAG ! tag:yaml.org,2002:python/\n---\na: !name:os.system x", "tag", "!name:os.system"),
    ("a: !<tag:yaml.org,2002:python/none> x", "tag", "!<tag:yaml.org,2002:python/none>"),
    ("<<: x", "merge", "x"),
    ("<<: [{a: 1}, x]", "merge", "[{a: 1}, x]"),
    ("&a [*a]", "alias", "*a"),
    ("a: &a {<<: *a}", "alias", "*a"),
    ("[" * 65, "depth", "["),
    (f"[&a x, {'*a, ' * 65}]", "aliases", "*a"),
]


@pytest.mark.parametrize(("text", "problem", "words"), YAML_MISTAKES)
def test_mistakes_in_yaml_are_told_in_plain_words_at_their_place(text: str, problem: str, words: str) -> None:
    assert problem_of(text) == (problem, words)


@pytest.mark.parametrize(("text", "problem", "words"), YAML_MISTAKES)
def test_mistakes_without_libyaml(text: str, problem: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    if "\t" not in words and "%YAML" not in text:  # the other parser lets these pass or puts them elsewhere
        assert problem_of(text)[0] == problem


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("title = Hello", "unquoted", "Hello"),
        ("title 'a'", "syntax", "'a'"),
        ("a = 1\n b = 'x\n", "syntax", "'"),
        ('a = """x\n', "syntax", '"""'),
        ("a = 2024-01-02 25:00:00", "date", "2024-01-02 25:00:00"),
        ("a = 2024-02-30", "date", "2024-02-30"),
        ("a = 'x' y", "syntax", "y"),
        ("a = 1\r\n\r\nb = 1\r\na = 2", "duplicate-key", "a"),
        ("[a]\n[a]", "duplicate-key", "[a]"),
        ("[[a]]\r\n[a]\r\n", "duplicate-key", "[a]"),
        ("a = 1\n[a.b]", "duplicate-key", "[a.b]"),
        ("a = {b = 1, b = 2}", "duplicate-key", "b"),
        ("a = 2024-13-45", "date", "2024-13-45"),
        ("a = " + "9" * 1001, "value", "9" * 1001),
        ('a = "\\p"', "syntax", "\\p"),
        ("a = [1, 2", "syntax", "["),
        ("a = {b = 1", "syntax", "{"),
        ("a = [1 2]", "syntax", "2"),
        ("a = " + "[" * 65, "depth", "["),
        ("a." * 64 + "b = 1", "depth", "a"),
        ("a = 'x\x00'", "syntax", "\x00'"),
        ("a = {b = 1}\n[a.c]", "duplicate-key", "[a.c]"),
        ("a = 1 # \x01", "syntax", "\x01"),
    ],
)
def test_mistakes_in_toml(text: str, problem: str, words: str) -> None:
    assert problem_of(text, "toml") == (problem, words)


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("", "syntax", ""),
        ("{'a': 1}", "syntax", "'a'"),
        ('{"a": 1,}', "comma", "}"),
        ("[1 2]", "comma", "2"),
        ('{"a" 1}', "syntax", "1"),
        ("[1, 2", "syntax", "["),
        ('["a', "syntax", '"'),
        ('["\\p"]', "syntax", "\\p"),
        ('["a\nb"]', "syntax", "\n"),
        ("[NaN]", "unquoted", "NaN"),
        ("-Infinity", "unquoted", "-Infinity"),
        ("[01]", "unquoted", "01"),
        ("[1.]", "unquoted", "1."),
        ("{} x", "syntax", "x"),
        ("[" * 65, "depth", "["),
        ("[]\x00", "syntax", "\x00"),
    ],
)
def test_mistakes_in_json(text: str, problem: str, words: str) -> None:
    assert problem_of(text, "json") == (problem, words)


@pytest.mark.parametrize("syntax", ["yaml", "toml", "json"])
def test_texts_above_the_limit(syntax: Any) -> None:
    assert problem_of("é" * (129 * 1024), syntax)[0] == "size"
    assert comments("# x\n" * (70 * 1024), syntax) == []


def test_the_parser_without_libyaml_gives_the_same_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = (
        [text for text, _ in SEGMENTS if "\t" not in text]
        + MERGES
        + ["a:\r\n- x: 'y'\r\n  z: [b: c, {d: e}]\r\n# c\r\nf: &a !!str # d\r\n"]
    )

    def described(text: str) -> list[Any]:
        return [(node.kind, node.span, node.style, node.text, node.segments()) for node in walk(parse(text, "yaml"))]

    expected = [described(text) for text in texts]
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    assert [described(text) for text in texts] == expected


# --- what strangers may send ----------------------------------------------------------------------------------------

HOSTILE = {
    "open brackets": ("yaml", "'[' * 100_000", "depth"),
    "closed brackets": ("yaml", "'[' * 100_000 + ']' * 100_000", "depth"),
    "open mappings": ("yaml", "'{a: ' * 50_000", "depth"),
    "dashes": ("yaml", "'- ' * 100_000", "depth"),
    "question marks": ("yaml", "'? ' * 100_000", "depth"),
    "brackets on lines": ("yaml", "'[\\n' * 100_000", "depth"),
    "too large": ("yaml", "'[' * 1_000_000", "size"),
    "aliases": ("yaml", "bomb('[{}]', '*{}', 9)", "aliases"),
    "merges": ("yaml", "bomb('{{<<: [{}]}}', '*{}', 11)", "aliases"),
    "wide alias": ("yaml", "'a: &a \"' + 'x' * 100_000 + '\"\\nb: [' + '*a, ' * 60 + ']'", "aliases"),
    "cycle": ("yaml", "'&a [*a]'", "alias"),
    "merge cycle": ("yaml", "'&a {<<: *a}'", "alias"),
    "cycle as a key": ("yaml", "'&a {*a : 1}'", "alias"),
    "python object": ("yaml", "'!!python/object/apply:os.system [touch postlint-was-here]'", "tag"),
    "python module": ("yaml", "'!!python/module:antigravity x'", "tag"),
    "huge int": ("yaml", "'a: ' + '9' * 200_000", "ok"),
    "huge hex": ("yaml", "'a: 0x' + 'f' * 200_000", "ok"),
    "base 60": ("yaml", "'a: 1' + ':1' * 100_000", "ok"),
    "tags declared": ("yaml", "''.join(f'%TAG !a{i}! b\\r' for i in range(14_000)) + '---\\na'", "syntax"),
    "blanks": ("yaml", "'a: b' + ' ' * 250_000 + 'c'", "ok"),
    "quoted blanks": ("yaml", "'a: \"b' + ' ' * 250_000 + '\\\\tc\"'", "ok"),
    "line ends": ("yaml", "'a: \"b' + '\\n ' * 120_000 + 'c\"'", "ok"),
    "many block lines": ("yaml", "'a: >\\n' + ' x\\n' * 80_000", "ok"),
    "many block scalars": ("yaml", "''.join(f'k{i}: >\\n  a\\n  b\\n' for i in range(5_000))", "ok"),
    "items": ("yaml", "'[' + 'a,' * 100_000 + ']'", "events"),
    "NUL": ("yaml", "'a: \\0'", "character"),
    "surrogate": ("yaml", "'a: \\ud800'", "character"),
    "TOML brackets": ("toml", "'a=' + '[' * 100_000", "depth"),
    "TOML tables": ("toml", "'a=' + '{a=' * 60_000", "depth"),
    "TOML dots": ("toml", "'a.' * 100_000 + 'a=1'", "depth"),
    "TOML header": ("toml", "'[' + 'a.' * 100_000 + 'a]'", "depth"),
    "TOML dots after a mistake": ("toml", "'a = @\\n' + 'a.' * 100_000 + 'a=1'", "depth"),
    "TOML int": ("toml", "'a=' + '9' * 200_000", "value"),
    "TOML nesting": ("toml", "('a.' * 40 + 'b = {') * 40", "depth"),
    "TOML surrogate": ("toml", "'a = \"\\ud800\"'", "ok"),
    "TOML NUL": ("toml", "'a = \\0'", "unquoted"),
    "JSON brackets": ("json", "'[' * 100_000", "depth"),
    "JSON mappings": ("json", "'{\"a\":' * 50_000", "depth"),
    "JSON int": ("json", "'9' * 200_000", "ok"),
    "JSON surrogates": ("json", "'\"\\ud800\\\\ud800\"'", "ok"),
}  # fmt: skip

CHILD = """
import resource, sys, time
from postlint.data import DataError, DataSyntaxError, comments, parse
import postlint.data.from_yaml, postlint.data.from_toml, postlint.data.from_json, postlint.data.segments
import postlint.data.simple_yaml
import datetime, encodings, _strptime, unicodedata, stringprep, tomllib
import contextlib, postlint.records
for one in tuple.__subclasses__():  # our named tuples compile what makes them at their first use, as importing does
    if one.__new__ is postlint.records._new:
        with contextlib.suppress(TypeError):
            one()
resource.setrlimit(resource.RLIMIT_AS, (700 * 1024 * 1024,) * 2)

def bomb(collection, alias, levels):
    lines = ["a0: &a0 {x: 1, y: 2}" if "<<" in collection else "a0: &a0 [x, y]"]
    for level in range(1, levels):
        aliases = ", ".join([alias.format(f"a{level - 1}")] * 6)
        lines.append(f"a{level}: &a{level} " + collection.format(aliases))
    return "\\n".join(lines)

text = eval(sys.argv[2])
refused = ("os.system", "subprocess.Popen", "exec", "compile", "import", "open", "socket.connect", "os.remove")
def audit(event, arguments):
    if event in refused and armed:
        print("audited", event, arguments, flush=True)
armed = False
sys.addaudithook(audit)
armed = True
started = time.perf_counter()
try:
    root = parse(text, sys.argv[1])
    todo = [root]
    while todo:
        node = todo.pop()
        node.segments()
        todo.extend(node.items)
        todo.extend(entry.value for entry in node.entries)
    repr(root.value)
    outcome = "ok"
except DataSyntaxError as error:
    outcome = error.error.problem
comments(text, sys.argv[1])
armed = False
print(outcome, time.perf_counter() - started < 8)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_neither_kills_nor_stalls_nor_imports(name: str, tmp_path: Path) -> None:
    syntax, text, outcome = HOSTILE[name]
    command = [sys.executable, "-c", CHILD, syntax, text]
    environment = {**os.environ, "PYTHONPATH": str(Path(postlint.__file__).parents[1])}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [outcome, "True"]
    assert list(tmp_path.iterdir()) == []


# --- properties -----------------------------------------------------------------------------------------------------

words = st.text(st.sampled_from("ab yn019.:-_#'\"\\[]{},&*!|>%@`~=<?/+eE xé😀\u0301\t\n\r\x85\u2028"), max_size=30)
simple = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    words,
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.datetimes(min_value=datetime.datetime(1000, 1, 1)),
)
trees = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(
    trees,
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([8, 20, 80]),
    st.booleans(),
    st.sampled_from(LINES[:3]),
    st.integers(2, 9),
)
def test_what_pyyaml_writes_is_read_back(
    tree: Any, style: str | None, flow: bool | None, width: int, unicode: bool, line: str, indent: int
) -> None:
    text = yaml.dump(
        tree,
        Dumper=yaml.SafeDumper,
        default_style=style,
        default_flow_style=flow,
        width=width,
        allow_unicode=unicode,
        indent=indent,
        sort_keys=False,
    ).replace("\n", line)
    root = checked(text, "yaml", 7)
    assert same(root.value, load(text))
    for node in walk(root):
        if node.kind == "scalar" and node.style != "plain" and node.text.strip():
            assert node.segments() != [(0, *node.span)], "the text was not decoded piece by piece"


yaml_soup = st.lists(
    st.sampled_from(
        [
            "a", "b: ", "c:\n", "- ", "\n", "\n  ", "\n    ", "  ", "\t", "'", '"', "''", "\\n", "\\\n", ": ", ", ",
            "[", "]", "{", "}", "|", ">", "|-", ">+", "|2", "\r\n", "\r", "\u2028", "\x85", "# c", "#", "&a ", "*a ",
            "!!str ", "!!int ", "! ", "<<: ", "? ", "1", "no", "2024-01-02", "2024-13-01", "---\n", "...\n", "😀", "é",
            "\ufeff", "=", "~", "%",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip
OURS_ALONE = {"depth", "size", "aliases", "alias", "tag", "events", "merge", "key", "documents", "character"}


@settings(max_examples=1500, deadline=None)
@given(yaml_soup)
def test_any_yaml_is_read_as_pyyaml_reads_it_or_refused(text: str) -> None:
    comments(text, "yaml")
    try:
        expected: Any = load(text.lstrip("\ufeff"))
    except Exception:
        expected = None
        broken = True
    else:
        broken = False
    root, error = read_or_refused(text, "yaml", 3)
    if error:
        assert broken or error.problem in OURS_ALONE, error
        assert 3 <= error.span.start <= error.span.end <= 3 + len(text)
        return
    assert root
    if broken:
        # PyYAML refuses all of it for one value that has no type, and for an anchor that is named again.
        assert any(node.error for node in walk(root)) or text.count("&a") > 1 or "!!int" in text or "<<" in text
    else:
        assert same(root.value, expected)


toml_keys = st.lists(
    st.sampled_from(["a", "b", "c-1", '"q x"', "'l'", '"\\u00e9"', "é", "1"]), min_size=1, max_size=3
).map(".".join)
toml_values = st.recursive(
    st.sampled_from(
        [
            "1", "-1_0", "0x1F", "1.5", "inf", "nan", "true", "false", "1979-05-27", "1979-05-27 07:32:00Z", "07:32:00",
            '"a\\tb😀"', "'a\\b'", '"""\nx\\\n  y "" z"""', "\'\'\'\r\na\n\'\'b\'\'\'", '""', "''", '""""""',
            '"""a"""""', "x", '"', "'", "2024-13-01", "1 # c", "[",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: "[" + ", # c\n ".join(parts) + "]")
    | st.lists(st.tuples(toml_keys, inner), max_size=3).map(
        lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"
    ),
    max_leaves=5,
)  # fmt: skip
toml_lines = st.one_of(
    st.tuples(toml_keys, toml_values).map(" = ".join),
    toml_keys.map("[{}]".format),
    toml_keys.map("[[ {} ]]".format),
    st.sampled_from(["", "# comment", "  \t", "a", "= 1", "]", "\x01", "\ufeff"]),
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(toml_lines, max_size=8), st.sampled_from(["\n", "\r\n", "\r", " # c\n"]))
def test_any_toml_is_read_as_tomllib_reads_it_or_refused(lines: list[str], line: str) -> None:
    text = line.join(lines)
    comments(text, "toml")
    try:
        expected = tomllib.loads(text.lstrip("\ufeff"))
    except ValueError:
        with pytest.raises(DataSyntaxError) as caught:
            parse(text, "toml", 3)
        assert 3 <= caught.value.error.span.start <= caught.value.error.span.end <= 3 + len(text)
        return
    root = checked(text, "toml", 3)
    assert same(root.value, expected)
    assert same(rebuilt(root), expected)
    for node in walk(root):
        if node.kind == "scalar" and node.style == "plain":
            assert text[node.span.start - 3 : node.span.end - 3] == node.text


def rebuilt(node: Node) -> Any:
    """The value as the tree has it, not as the parser behind it gave it."""
    if node.kind == "mapping":
        return {entry.key.value: rebuilt(entry.value) for entry in node.entries}
    return [rebuilt(item) for item in node.items] if node.kind == "sequence" else node.value


json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(json_trees, st.sampled_from([None, 1]), st.booleans())
def test_json_is_read_back(tree: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    root = checked(text, "json", 5)
    assert same(root.value, json.loads(text))
    assert same(rebuilt(root), tree)


json_soup = st.lists(
    st.sampled_from(
        [
            "{", "}", "[", "]", ",", ":", '"', '"a"', '"b":', "1", "-", "0", ".5", "e3", "true", "null", " ", "\n",
            "\\", "\\u12", "\ufeff", "\x0b",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(json_soup)
def test_any_json_is_read_as_the_standard_reads_it_or_refused(text: str) -> None:
    try:
        expected = json.loads(text.lstrip("\ufeff"))
    except ValueError:
        with pytest.raises(DataSyntaxError):
            parse(text, "json")
    else:
        assert same(checked(text, "json").value, expected)


@settings(max_examples=300, deadline=None)
@given(st.text(), st.sampled_from(["yaml", "toml", "json"]))
def test_any_text_is_read_or_refused(text: str, syntax: Any) -> None:
    comments(text, syntax)
    root, error = read_or_refused(text, syntax)
    assert root or error


# --- real posts -----------------------------------------------------------------------------------------------------

FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
def test_front_matter_of_real_posts() -> None:
    read = 0
    for path in sorted(CORPORA.rglob("*.md*")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        match = FRONT_MATTER.match(text)
        if not match:
            continue
        front_matter = match[1]
        try:
            expected = load(front_matter)
        except Exception:
            try:
                root = checked(front_matter, "yaml", match.start(1))
            except DataSyntaxError:
                continue
            assert any(node.error for node in walk(root)), path
            continue
        root = checked(front_matter, "yaml", match.start(1))
        assert same(root.value, expected), path
        for node in walk(root):
            if node.kind == "scalar" and node.style == "plain":
                found = text[node.span.start : node.span.end]
                assert found == node.text or re.search(r"\s*[\r\n]\s*", found), path
            if node.kind == "scalar" and node.style != "plain" and node.text.strip():
                assert node.segments() != [(0, *node.span)], path
        for span, _ in comments(front_matter, "yaml", match.start(1)):
            assert text[span.start] == "#", path
        read += 1
    assert read > 1500
