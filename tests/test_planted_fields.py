"""Faults planted in front matter: each rule on fields and names, in each format and in odd places. Each is found at its
exact span and nowhere else; its fix makes it go away and leaves all other bytes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from postlint import fix
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.engine import Engine
from postlint.fields.json_schema import RULE_OF
from postlint.fields.tables import description_of
from postlint.house import House
from postlint.registry import load
from postlint.site import CONVENTIONS, Site
from postlint.site.names import asked_keys
from postlint.testing import OnlyRule

RULES = load().rules


class Fault(NamedTuple):
    """``text`` has ``«»`` around the fault; ``mended`` is the text as the fix leaves it, None where there is none."""

    rule: str
    text: str
    table: Mapping[str, Any]
    mended: str | None = None
    others: tuple[str, ...] = ()


YAML, TOML, JSON = "---\n{}\n---\nText.\n", "+++\n{}\n+++\nText.\n", "{{\n{}\n}}\n\nText.\n"
SYNTAXES = {"yaml": YAML, "toml": TOML, "json": JSON}
# Where a value may stand: by syntax, the name of the field and the text around it.
PLACES: dict[str, list[tuple[str, str]]] = {
    "yaml": [
        ("k", "k: @"),
        ("k", "a: 1\nk:   @   # why\nz: 1"),
        ("k", "'k': @"),
        ("k", '"\\x6b": @'),
        ("k", "{k: @, z: 1}"),
        ("m.k", "m:\n  k: @\n  z: 1"),
        ("m.k", "m: {z: [1], k: @}"),
        ("m.n.k", "m:\n    n:\n        k: @"),
        ("k[]", "k:\n  - x\n  - @ # why\nz: 1"),
        ("k[]", "k:\n- @\n- x"),
        ("k[]", "k: [x, @, x]"),
        ("l[].k", "l:\n  - z: 1\n    k: @\n  - k: x"),
        ("l[].k", "l: [{k: x}, {k: @}]"),
        ("k", "a: &a {k: x}\nk: @\nb: *a"),
        ("k", "a: é𝒜\tb\r\nk: @\r\nz: 1"),
    ],
    "toml": [
        ("k", "k = @"),
        ("k", "a = 1\nk   =   @   # why\nz = 1"),
        ("k", '"k" = @'),
        ("k", '"\\u006b" = @'),
        ("m.k", "[m]\nk = @\nz = 1"),
        ("m.k", "m.k = @\nm.z = 1"),
        ("m.k", "m = {z = 1, k = @}"),
        ("m.n.k", "[m.n]\nk = @"),
        ("k[]", 'k = ["x", @]'),
        ("k[]", 'k = [\n  "x", # one\n  @, # two\n]'),
        ("l[].k", '[[l]]\nz = 1\nk = @\n[[l]]\nk = "x"'),
        ("k", 'a = "é𝒜"\r\nk = @\r\nz = 1'),
    ],
    "json": [
        ("k", '"k": @'),
        ("k", '"a": 1,\n\t"k" : @ ,\n"z": 1'),
        ("k", '"\\u006b": @'),
        ("m.k", '"m": {"z": [1], "k": @}'),
        ("m.n.k", '"m": {"n": {"k": @}}'),
        ("k[]", '"k": ["x", @, "x"]'),
        ("l[].k", '"l": [{"k": "x"}, {"z": 1, "k": @}]'),
        ("k", '"a": "é𝒜", "k": @'),
    ],
}
# How a wrong value may be written, and what a fix makes of it.
NOT_TEXT = {
    "yaml": [("1.50", "'1.50'"), ("no", "'no'"), ("012", "'012'")],
    "toml": [("1.50", '"1.50"')],
    "json": [("1.50", '"1.50"')],
}
NOT_BOOL = {
    "yaml": [("'false'", "false"), ('"true"', "true")],
    "toml": [('"false"', "false"), ("'true'", "true")],
    "json": [('"false"', "false")],
}
OTHER_CASE = {
    "yaml": [
        ("why not", "Why not"),
        ("'why not'", "'Why not'"),
        ('"why not"', '"Why not"'),
        ('"wh\\x79 not"', '"Why not"'),
    ],
    "toml": [('"why not"', '"Why not"'), ("'why not'", "'Why not'"), ('"wh\\u0079 not"', '"Why not"')],
    "json": [('"why not"', '"Why not"'), ('"wh\\u0079 not"', '"Why not"')],
}
MALFORMED = {
    "yaml": [("Bad", None), ("'it''s'", None)],
    "toml": [('"b\\u0061d "', None)],
    "json": [('"b\\u0061d "', None)],
}
TOO_LONG = {
    "yaml": [("abcdé", None), ('"abcd\\u00e9"', None)],
    "toml": [("'abcdé'", None)],
    "json": [('"abcd\\u00e9"', None)],
}
BY_VALUE: list[tuple[str, dict[str, list[tuple[str, str | None]]], dict[str, Any]]] = [
    ("wrong-type", NOT_TEXT, {"type": "string"}),
    ("wrong-type", NOT_BOOL, {"type": ["bool", "int"], "one-of": [True, False]}),
    ("unlisted-value", OTHER_CASE, {"one-of": ["Why not", "x"]}),
    ("malformed-value", MALFORMED, {"pattern": "^[a-z]$"}),
    ("out-of-range", TOO_LONG, {"max": 4}),
]


def values() -> Iterator[Fault]:
    """Wrong values, at every place, each written in turn in every way."""
    for rule, written, field in BY_VALUE:
        for syntax, places in PLACES.items():
            ways = written[syntax]
            for index, (name, around) in enumerate(places):
                wrong, right = ways[index % len(ways)]
                if rule == "wrong-type" and field["type"] != "string" and "x" in around.replace("\\x", ""):
                    continue  # the other items are no bool either
                text = SYNTAXES[syntax].format(around.replace("@", f"«{wrong}»"))
                mended = SYNTAXES[syntax].format(around.replace("@", right)) if right is not None else None
                yield Fault(rule, text, {"fields": {name: field}}, mended)


def fault(
    rule: str, syntax: str, text: str, table: Mapping[str, Any], mended: str | None = None, *others: str
) -> Fault:
    around = SYNTAXES[syntax]
    return Fault(rule, around.format(text), table, around.format(mended) if mended is not None else None, others)


USE = {
    "fields": {
        "old": {"deprecated": "use new"},
        "m.old": {"deprecated": "use m.new"},
        "n.old": {"deprecated": "use new"},
        "gone": {"deprecated": "Gone."},
    }
}
TAGS = {
    "registries": {
        "tags": ["open source", "Kubernetes", "C++"],
        "authors": ["ada", "Grace Hopper"],
        "series": ["One"],
        "categories": ["News"],
    }
}
CLOSED = {
    "additional": False,
    "fields": {"title": "string", "summary": "text", "params.team": "string", "l[].k": "string"},
}
MANY = tuple("---\ntags: [open source, Kubernetes]\nauthor: Ada\ncategories: [News]\n---\n" for _ in range(20))

FAULTS = [
    # keys
    fault("deprecated-field", "yaml", "«old»: 1 # why", USE, "new: 1 # why"),
    fault("deprecated-field", "yaml", "«'old'»: 1", USE, "'new': 1"),
    fault("deprecated-field", "yaml", '«"\\x6fld"»: 1', USE, '"new": 1'),
    fault("deprecated-field", "yaml", "{a: 1, «old»: [x]}", USE, "{a: 1, new: [x]}"),
    fault("deprecated-field", "yaml", "? «old»\n: 1", USE, "? new\n: 1"),
    fault("deprecated-field", "yaml", "m:\n  «old»: |\n    x", USE, "m:\n  new: |\n    x"),
    fault("deprecated-field", "yaml", "n:\n  «old»: x", USE),
    fault("deprecated-field", "yaml", "«gone»: 1", USE),
    fault("deprecated-field", "yaml", "«old»: 1\nnew: 2", USE),
    fault("deprecated-field", "toml", "«old» = 1 # why", USE, "new = 1 # why"),
    fault("deprecated-field", "toml", "«'old'» = 1", USE, "'new' = 1"),
    fault("deprecated-field", "toml", "[«old»]\nx = 1", USE, "[new]\nx = 1"),
    fault("deprecated-field", "json", '«"old"»: 1', USE, '"new": 1'),
    fault("deprecated-field", "json", '"m": {«"old"»: 1}', USE, '"m": {"new": 1}'),
    fault("deprecated-field", "yaml", "«authorURL»: x", {"preset": "docusaurus"}),
    fault("unknown-field", "yaml", "title: A\n«sumary»: B", CLOSED, "title: A\nsummary: B"),
    fault("unknown-field", "yaml", "«mood»: B", CLOSED),
    fault("unknown-field", "yaml", "params:\n  team: a\n  «mood»: b", CLOSED),
    fault("unknown-field", "yaml", "params: {team: a, «'mood'»: b}", CLOSED),
    fault("unknown-field", "yaml", "l:\n  - k: a\n    «mood»: b", CLOSED),
    fault("unknown-field", "toml", "«sumary» = 'B' # why", CLOSED, "summary = 'B' # why"),
    fault("unknown-field", "toml", "[params]\nteam = 'a'\n«mood» = 1", CLOSED),
    fault("unknown-field", "toml", "[[l]]\nk = 'a'\n«mood» = 1", CLOSED),
    fault("unknown-field", "json", '«"sumary"»: "B"', CLOSED, '"summary": "B"'),
    fault("unknown-field", "json", '"params": {"team": "a", «"mood"»: 1}', CLOSED),
    fault("unknown-field", "yaml", "«athors»: [ada]", {"preset": "docusaurus"}, "authors: [ada]"),
    fault("unknown-field", "yaml", "«descritpion»: x", {"preset": "hugo"}, "description: x"),
    fault("unknown-field", "toml", "«Drafts» = true", {"preset": "hugo"}, "draft = true"),
    fault("unknown-field", "json", '«"permalnk"»: "x"', {"preset": "jekyll"}, '"permalink": "x"'),
    fault(
        "unknown-field", "yaml", "«eleventyNavigaton»: {key: x}", {"preset": "eleventy"}, "eleventyNavigation: {key: x}"
    ),
    fault("unknown-field", "yaml", "«heroimage»: x.png", {"preset": "astro"}, "heroImage: x.png"),
    fault("unknown-field", "yaml", "«featured-image»: x.png", {"preset": "gatsby"}, "featuredImage: x.png"),
    # values that are not there
    fault("empty-value", "yaml", "«k»:", {}),
    fault("empty-value", "yaml", "«k»: # later", {}),
    fault("empty-value", "yaml", "«'k'»: ''", {}),
    fault("empty-value", "yaml", '«k»: "\\t "', {}),
    fault("empty-value", "yaml", "«k»: []", {}),
    fault("empty-value", "yaml", "«k»: {}", {}),
    fault("empty-value", "yaml", "«k»: >-\n\nz: 1", {}),
    fault("empty-value", "toml", "«k» = ''", {}),
    fault("empty-value", "toml", '«k» = """\n"""', {}),
    fault("empty-value", "toml", "«k» = [ ]", {}),
    fault("empty-value", "json", '«"k"»: ""', {}),
    fault("empty-value", "json", '«"k"»: [ ]', {}),
    fault("missing-field", "yaml", "«k»:\nz: 1", {"required": ["k"]}),
    fault("missing-field", "yaml", "m: «{z: 1}»", {"required": ["m.k"]}),
    fault("missing-field", "yaml", "m:\n  «'k'»: ''", {"required": ["m.k"]}),
    fault("missing-field", "yaml", "l:\n  - k: 1\n  - «z: 1»", {"required": ["l[].k"]}),
    fault("missing-field", "yaml", "«a»: 1", {"fields": {"a": {"needs": ["b"]}}}),
    fault("missing-field", "toml", "«[m]\nz = 1»", {"required": ["m.k"]}),
    fault("missing-field", "toml", "«k» = ''", {"required": ["k"]}),
    fault("missing-field", "json", '"m": «{"z": 1}»', {"required": ["m.k"]}),
    fault("missing-field", "json", '«"k"»: ""', {"required": ["k"]}),
    Fault("missing-field", "«---»\nz: 1\n---\n", {"required": ["k"]}),
    Fault("missing-field", "«+++»\nz = 1\n+++\n", {"required": ["k"]}),
    Fault("missing-field", '«{»\n"z": 1\n}\n', {"required": ["k"]}),
    Fault("missing-field", "«---»\n---\n", {"required": ["k"]}),
    Fault("missing-field", "«A post without front matter.»\n\nText.\n", {"required": ["k"]}),
    Fault("missing-field", "«---»\ntags: [x]\ncategories: [y]\n---\n", {}, None, MANY),
    # things that stand twice
    fault("repeated-value", "yaml", "k: [a, 'b', «a»]", {}, "k: [a, 'b']"),
    fault("repeated-value", "yaml", "tags: 'a, b,  «a»' # why", {}, "tags: 'a, b' # why"),
    fault("repeated-value", "yaml", "author: >-\n  [Ada](x) (Acme),\n  Bob, [«Ada»](y)", {}),
    fault("repeated-value", "json", '"tags": "\\u0061, «a», b"', {}, '"tags": "\\u0061, b"'),
    fault("repeated-value", "yaml", "k: [a, «'a'», b] # why", {}, "k: [a, b] # why"),
    fault("repeated-value", "yaml", "k:\n  - a\n  - «a» # why\n  - b", {}, "k:\n  - a\n  - b"),
    fault("repeated-value", "yaml", 'k:\n- a\n- «"\\x61"»', {}, "k:\n- a"),
    fault("repeated-value", "yaml", "m:\n  k: [a, «a»]", {"fields": {"m.k": {"unique": True}}}, "m:\n  k: [a]"),
    fault("repeated-value", "toml", 'k = ["a", «"a"»]', {}, 'k = ["a"]'),
    fault("repeated-value", "toml", "k = [\n  'a', # one\n  «\"a\"», # two\n]", {}, "k = [\n  'a', # two\n]"),
    fault("repeated-value", "json", '"k": ["a", "b", «"\\u0061"»]', {}, '"k": ["a", "b"]'),
    fault("repeated-value", "yaml", "id: «'x'»", {"fields": {"id": {"unique": True}}}, None, "---\nid: x\n---\n"),
    fault(
        "repeated-value", "toml", "m.id = «7»", {"fields": {"m.id": {"unique": True}}}, None, "---\nm: {id: 7}\n---\n"
    ),
    # names
    fault("unknown-tag", "yaml", "tags: [Kubernetes, «Kubernets»]", TAGS),
    fault("unknown-tag", "yaml", "tags:\n  - '«open sorce»'", TAGS),
    fault("unknown-tag", "yaml", 'tags: "C++, «Rus\\x74»"', TAGS),
    fault("unknown-tag", "yaml", "tags: >-\n  Kubernetes,\n  «Rust»", TAGS),
    fault("unknown-tag", "yaml", "tags: [{label: «Rust», permalink: /rust}]", TAGS),
    fault("unknown-tag", "yaml", "tags: C++ «Rust»", {**TAGS, "preset": "jekyll"}),
    fault("unknown-tag", "toml", 'tags = ["«Rust»"]', TAGS),
    fault("unknown-tag", "json", '"tags": ["C++", "«Rus\\u0074»"]', TAGS),
    fault("unknown-tag", "toml", '[params]\ntopics = ["«Rust»"]', {**TAGS, "fields": {"params.topics": "list of tag"}}),
    fault("unknown-category", "yaml", "categories: [«Newz»]", TAGS),
    fault("unknown-category", "toml", "categories = ['«Newz»']", TAGS),
    fault("unknown-category", "json", '"categories": ["«Newz»"]', TAGS),
    fault("unknown-series", "yaml", "series: «Two»", TAGS),
    fault("unknown-series", "toml", "series = ['«Two»']", TAGS),
    fault("unknown-series", "json", '"series": "«Two»"', TAGS),
    fault("unknown-author", "yaml", "author: «bob»", TAGS),
    fault("unknown-author", "yaml", "authors: [ada, «bob»]", TAGS),
    fault("unknown-author", "yaml", "authors:\n  - name: «Bob»\n    url: x", TAGS),
    fault("unknown-author", "yaml", "author: ada, «bob» and Grace Hopper", TAGS),
    fault("unknown-author", "yaml", "author: '[Grace Hopper](x) (Acme), [«Bob»](y)'", TAGS),
    fault("unknown-author", "yaml", "author: >-\n  [Grace Hopper](x) (Acme),\n  [«Bob\n  Doe»](y)", TAGS),
    fault("unknown-author", "toml", 'author = "ada & «bob»"', TAGS),
    fault("unknown-author", "json", '"authors": [{"name": "«B\\u006fb»"}]', TAGS),
    fault("inconsistent-tag", "yaml", "tags: [«Open Source»]", TAGS, "tags: [open source]"),
    fault("inconsistent-tag", "yaml", "tags: ['«open-source»', x]", TAGS, "tags: ['open source', x]"),
    fault(
        "inconsistent-tag", "yaml", "tags:\n  - «kubernetes» # why\n  - x", TAGS, "tags:\n  - Kubernetes # why\n  - x"
    ),
    fault("inconsistent-tag", "yaml", "tags: C++, «kubernetes»", TAGS, "tags: C++, Kubernetes"),
    fault("inconsistent-tag", "yaml", "tags:\n  - Kubernetes\n  - «kubernetes»", TAGS, "tags:\n  - Kubernetes"),
    fault("inconsistent-tag", "toml", 'tags = ["«OpenSource»"] # why', TAGS, 'tags = ["open source"] # why'),
    fault("inconsistent-tag", "json", '"tags": ["«KUBERNETES»"]', TAGS, '"tags": ["Kubernetes"]'),
    fault("inconsistent-tag", "yaml", "categories: [«news»]", TAGS, "categories: [News]"),
    fault("inconsistent-tag", "yaml", "tags: [«kubernetes»]", {}, "tags: [Kubernetes]", *MANY),
    fault("unknown-author", "yaml", "author: «ADA»", {}, "author: Ada", *MANY),
    fault("lone-tag", "yaml", "tags: [open source, «Rust»]", {}, None, *MANY),
    fault("lone-tag", "toml", "tags = ['«Rust»']", {}, None, *MANY),
    fault("lone-tag", "json", '"tags": "«Rust»"', {}, None, *MANY),
    # block scalars
    fault(
        "unlisted-value",
        "yaml",
        "k: «>-\n  why\n  not»\nz: 1",
        {"fields": {"k": {"one-of": ["Why not"]}}},
        "k: >-\n  Why not\nz: 1",
    ),
    fault("malformed-value", "yaml", "k: «|-\n  a\n  b»", {"fields": {"k": {"pattern": "^a$"}}}),
    fault("out-of-range", "yaml", "k: «|\n  abcdef»\nz: 1", {"fields": {"k": {"max": 5}}}),
    fault("out-of-range", "yaml", "k: «[a, b]»", {"fields": {"k": {"max": 1}}}),
    fault("out-of-range", "yaml", "k: «2014-12-31»", {"fields": {"k": {"min": datetime.date(2015, 1, 1)}}}),
    fault("out-of-range", "toml", "k = «7»", {"fields": {"k": {"min": 8}}}),
    fault("wrong-type", "yaml", "tags: «logs»", {"preset": "docusaurus"}, "tags: [logs]"),
    fault("wrong-type", "yaml", "k: [x, «1», y]", {"fields": {"k": "list of tag"}}, "k: [x, '1', y]"),
    fault("wrong-type", "yaml", "k: «[x]»", {"fields": {"k": "string"}}),
    fault("wrong-type", "yaml", "k: «{a: 1}»", {"fields": {"k": "list"}}),
    fault("wrong-type", "yaml", "k: «2024-02-30»", {"fields": {"k": "date"}}),
    fault("wrong-type", "toml", "k = «2024-02-03»", {"fields": {"k": "string"}}, 'k = "2024-02-03"'),
]
ALL = [*values(), *FAULTS]


def checked(planted: Fault, text: str) -> list[Diagnostic]:
    """What the rule says, and any other of this pack that speaks of fields and names."""
    description = description_of(planted.table)
    conventions = CONVENTIONS.get(description.preset or "plain", CONVENTIONS["plain"])
    id = f"frontmatter/{planted.rule}"
    engine = Engine(RULES, [id], house=House(), frontmatter=description)
    doc = Document(text, "post.md")
    posts = [doc, *(Document(other, f"{number}.md") for number, other in enumerate(planted.others))]
    facts = [engine.facts(post, conventions) for post in posts]
    site = Site(facts, conventions, description.registries, asked_keys(conventions, description.kinds))
    return engine.check(doc, site, {id: OnlyRule(RULES[id], {})})


@pytest.mark.parametrize("planted", ALL, ids=lambda planted: planted.rule)
def test_a_planted_fault_is_found_and_mended(planted: Fault) -> None:
    before, rest = planted.text.split("«")
    inside, after = rest.split("»")
    text = before + inside + after
    [found] = checked(planted, text)
    assert (found.start.offset, found.end.offset) == (len(before), len(before) + len(inside)), found.message
    if planted.mended is None:
        assert found.fix is None
        return
    assert found.fix is not None
    applied = fix.apply(text, [fix.unplaced(found.fix)])
    assert applied.text == planted.mended
    assert checked(planted, applied.text) == []


def test_there_are_enough() -> None:
    assert len(ALL) > 200
    fed = {*RULE_OF.values(), "malformed-value", "empty-value"}
    assert {planted.rule for planted in ALL} >= fed
    syntaxes = {(planted.rule, planted.text[:1]) for planted in ALL}
    assert all((rule, opening) in syntaxes for rule in fed for opening in ("-", "+", "{") if rule != "missing-field")
