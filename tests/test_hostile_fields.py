"""Front matter full of keys and names takes the rules on fields and names no longer than its size asks for."""

from __future__ import annotations

import time

import pytest

from postlint.document import Document
from postlint.engine import UNCHECKED, Engine
from postlint.fields.tables import description_of
from postlint.house import House
from postlint.registry import load
from postlint.site import CONVENTIONS, Site
from postlint.site.names import asked_keys
from postlint.testing import OnlyRule

RULES = load().rules
NAMES = ("tag", "category", "series", "author")
ON = [
    f"frontmatter/{name}"
    for name in (
        *"missing-field unknown-field wrong-type unlisted-value deprecated-field empty-value out-of-range".split(),
        *"malformed-value repeated-value inconsistent-tag lone-tag".split(),
        *(f"unknown-{name}" for name in NAMES),
    )
]
REGISTRIES = {kind: [f"name {number}" for number in range(300)] for kind in ("authors", "tags", "categories", "series")}
TABLES = {
    "no table": {},
    "registries": {"registries": REGISTRIES},
    "described": {
        "additional": False,
        "fields": {
            "tags": {"type": "list of tag", "one-of": ["a"], "pattern": "^b$", "max": 1, "unique": True},
            "k0": {"deprecated": "use k1"},
            "l[].k": {"required": True, "type": "int", "needs": ["title"]},
        },
    },
}
SHAPES = {
    "a list": lambda n: "tags: [" + ", ".join(f"tag{i}" for i in range(n)) + "]",
    "a list of one": lambda n: "tags: [" + ", ".join(["Tag"] * n) + "]",
    "a text": lambda n: "tags: " + ", ".join(f"tag{i}" for i in range(n)),
    "a text of one": lambda n: "tags: " + ", ".join(["tag"] * n),
    "a text in quotes": lambda n: 'tags: "' + ", ".join(["t\\x61g"] * n) + '"',
    "spellings": lambda n: "tags: [" + ", ".join(("Open-Source", "open source")[i % 2] for i in range(n)) + "]",
    "authors": lambda n: "author: " + " and ".join(f"Ada {i}" for i in range(n)),
    "links": lambda n: "author: '" + "[" * n + ", ".join(f"[a{i}](x)" for i in range(n)) + "'",
    "numbers": lambda n: "tags: [" + "1, " * n + "]",
    "other case": lambda n: "tags: [" + "A, " * n + "]",
    "keys": lambda n: "\n".join(f"k{i}:" for i in range(n)),
    "slips": lambda n: "\n".join(f"titl{i}: x" for i in range(n)),
    "maps": lambda n: "l:\n" + "\n".join(f"  - x: {i}" for i in range(n)),
}


def seconds(text: str, table: str) -> float:
    description = description_of(TABLES[table])
    conventions = CONVENTIONS["plain"]
    engine = Engine(RULES, ON, house=House(), frontmatter=description)
    doc = Document(f"---\n{text}\n---\n")
    assert doc.front_matter.root is not None
    others = [Document("---\ntags: [open source, tag]\ntitle: A\n---\n", f"{number}.md") for number in range(30)]
    started = time.process_time()
    facts = [engine.facts(post, conventions) for post in (doc, *others)]
    kinds = asked_keys(conventions, description.kinds)
    site = Site(facts, conventions, description.registries, kinds)
    found = engine.check(doc, site, {id: OnlyRule(RULES[id], {}) for id in ON})
    passed = time.process_time() - started
    assert not {one.rule for one in found} & UNCHECKED, [one.message for one in found if one.rule in UNCHECKED]
    return passed


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_time_is_in_proportion(shape: str, table: str) -> None:
    seconds(SHAPES[shape](50), table)
    for attempt in range(3):  # what else the machine does makes it seem slow, and never quick
        small, large = (min(seconds(SHAPES[shape](n), table) for _ in range(1 + attempt)) for n in (400, 1_600))
        if large < 10 * max(small, 0.02):
            break
    assert large < 10 * max(small, 0.02)
