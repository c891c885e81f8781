"""Edits of front matter: they do what they say in every style of every format, and change no other byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.data import Node
from postlint.diagnostic import Edit
from postlint.document import Document
from postlint.document.edits import quoted, reworded, without_item
from postlint.fix import edited


def document(front_matter: str) -> Document:
    if front_matter.startswith("{"):
        return Document(front_matter + "\nText.\n")
    fence = "+++" if " = " in front_matter else "---"
    return Document(f"{fence}\n{front_matter}\n{fence}\nText.\n")


def at(doc: Document, *keys: str | int) -> Node:
    node = doc.front_matter.root
    for key in keys:
        assert node is not None
        node = node.items[key] if isinstance(key, int) else node.get(key)
    assert node is not None
    return node


def after(doc: Document, edit: Edit | None) -> str:
    """The front matter after an edit, without its fences."""
    assert edit is not None
    text = edited(doc.source.text, [edit])
    head = text.rpartition("\nText.\n")[0]
    return head if head.startswith("{") else head[4:-4]


REWORDED = [
    ("title: old # why\nb: 1", "new", "title: new # why\nb: 1"),
    ("title: old\nb: 1", "it's: new", "title: 'it''s: new'\nb: 1"),
    ("title: old", "no", "title: 'no'"),
    ("title: old", "2024-01-02", "title: '2024-01-02'"),
    ("title: old", "a #b", "title: 'a #b'"),
    ("title: old", "two\nlines", 'title: "two\\nlines"'),
    ("title: 'old'  # why", "it's", "title: 'it''s'  # why"),
    ("title: 'old'", "two\nlines", 'title: "two\\nlines"'),
    ('title: "old"', 'say "hi" \\', 'title: "say \\"hi\\" \\\\"'),
    ("title: >-\n  old\n  text\nb: 1", "new", "title: >-\n  new\nb: 1"),
    ("title: |\n  old\nb: 1", "new", "title: |\n  new\nb: 1"),
    ("{title: old, b: [1]}", "a, b", "{title: 'a, b', b: [1]}"),
    ("title: &t old\nb: 1", "new", "title: &t new\nb: 1"),
    ("title: !!str old\nb: 1", "new", "title: !!str new\nb: 1"),
    ('title = "old" # why', 'a "b"', 'title = "a \\"b\\"" # why'),
    ("title = 'old'", "new", "title = 'new'"),
    ("title = 'old'", "it's", 'title = "it\'s"'),
    ('title = """\nold"""', "new", 'title = """\nnew"""'),
    ('{\n  "title": "old", "b": 1\n}', 'a "b"', '{\n  "title": "a \\"b\\"", "b": 1\n}'),
]


@pytest.mark.parametrize(("before", "text", "expected"), REWORDED)
def test_reworded(before: str, text: str, expected: str) -> None:
    doc = Document(f"---\n{before}\n---\nText.\n") if before.startswith("{title") else document(before)
    assert after(doc, reworded(doc, at(doc, "title"), text)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("tags: ada, Grace", "tags: ada, grace"),
        ("tags: 'it''s, Grace' # why", "tags: 'it''s, grace' # why"),
        ('tags: "\\u00e9, Grace"', 'tags: "\\u00e9, grace"'),
        ("tags: >-\n  ada,\n  Grace", "tags: >-\n  ada,\n  grace"),
        ('tags = "\\u00e9, Grace"', 'tags = "\\u00e9, grace"'),
    ],
)
def test_a_part_is_reworded_and_the_rest_stays_as_written(before: str, expected: str) -> None:
    doc = document(before)
    node = at(doc, "tags")
    start = node.text.index("Grace")
    assert after(doc, reworded(doc, node, "grace", (start, start + 5))) == expected


def test_keys_are_reworded() -> None:
    for before, expected in (
        ("'athors': [ada]", "'authors': [ada]"),
        ("athors:\n  - ada # x", "authors:\n  - ada # x"),
        ('athors = ["ada"]', 'authors = ["ada"]'),
        ('{\n"athors": ["ada"]\n}', '{\n"authors": ["ada"]\n}'),
    ):
        doc = document(before)
        root = doc.front_matter.root
        assert root is not None
        assert after(doc, reworded(doc, root.entries[0].key, "authors")) == expected


def test_a_bare_word_may_become_a_date_where_that_is_wanted() -> None:
    doc = document("date: 2024-1-2")
    assert after(doc, reworded(doc, at(doc, "date"), "2024-01-02")) == "date: '2024-01-02'"
    assert after(doc, reworded(doc, at(doc, "date"), "2024-01-02", as_text=False)) == "date: 2024-01-02"


def test_what_an_anchor_shares_is_left_alone() -> None:
    doc = document("title: &t old\nseo: *t")
    assert reworded(doc, at(doc, "title"), "new") is None
    assert reworded(doc, at(doc, "seo"), "new") is None
    doc = document("a: &tags [x, y]\nb: *tags")
    assert without_item(doc, at(doc, "b"), 0) is None


def test_nothing_is_proposed_for_what_cannot_be_written() -> None:
    doc = document("title:\nb: [1]")
    assert reworded(doc, at(doc, "title"), "new") is None, "there is no place for it yet"
    assert reworded(doc, at(doc, "b"), "new") is None
    doc = document('title = "a\x7f"')
    assert doc.front_matter.root is None


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("v: 1.10 # x", "v: '1.10' # x"),
        ("v: no", "v: 'no'"),
        ("v: 012", "v: '012'"),
        ("v: 12:30", "v: '12:30'"),
        ("v: ~", "v: '~'"),
        ("v = 1.10", 'v = "1.10"'),
        ('{\n"v": 1.10\n}', '{\n"v": "1.10"\n}'),
    ],
)
def test_quoted(before: str, expected: str) -> None:
    doc = document(before)
    assert after(doc, quoted(doc, at(doc, "v"))) == expected


def test_what_is_text_already_needs_no_quotes() -> None:
    doc = document("v: text\nw: '1'")
    assert quoted(doc, at(doc, "v")) is None
    assert quoted(doc, at(doc, "w")) is None


@pytest.mark.parametrize(
    ("before", "index", "expected"),
    [
        ("tags: [a, 'b', c] # x", 0, "tags: ['b', c] # x"),
        ("tags: [a, 'b', c]", 1, "tags: [a, c]"),
        ("tags: [a, 'b', c]", 2, "tags: [a, 'b']"),
        ("tags:\n  - a # first\n  - b\n  # c\n  - c\nx: 1", 0, "tags:\n  - b\n  # c\n  - c\nx: 1"),
        ("tags:\n  - a\n  - b # second\n  # c\n  - c\nx: 1", 1, "tags:\n  - a\n  # c\n  - c\nx: 1"),
        ("tags:\n- a\n- b\nx: 1", 1, "tags:\n- a\nx: 1"),
        ("tags:\n- a\n- >\n  b\n  c\nx: 1", 1, "tags:\n- a\nx: 1"),
        ("tags:\n- name: a\n  id: 1\n- name: b\nx: 1", 0, "tags:\n- name: b\nx: 1"),
        ('tags = [\n  "a", # x\n  "b",\n]', 1, 'tags = [\n  "a",\n]'),
        ('{\n"tags": ["a", "b"]\n}', 1, '{\n"tags": ["a"]\n}'),
    ],
)
def test_without_item(before: str, index: int, expected: str) -> None:
    doc = document(before)
    assert after(doc, without_item(doc, at(doc, "tags"), index)) == expected


def test_an_item_stays_where_taking_it_out_would_change_more() -> None:
    doc = document("tags: [a]\nlist:\n- - a\n  - b\n- c")
    assert without_item(doc, at(doc, "tags"), 0) is None, "an empty list says something else"
    assert without_item(doc, at(doc, "list", 0), 0) is None, "its line holds more"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
PLACES = [
    "a: [x]\nk: 'old' # c\nz: {y: 1}",
    'a: [x]\nk: "old" # c\nz: {y: 1}',
    "a: [x]\nk: old # c\nz: {y: 1}",
    "a: [x]\nk: >-\n  old\n  text\nz: {y: 1}",
    'a = ["x"]\nk = "old" # c\nz = {y = 1}',
    "a = ['x']\nk = 'old' # c\nz = {y = 1}",
    '{\n"a": ["x"], "k": "old", "z": {"y": 1}\n}',
]


@pytest.mark.parametrize("place", PLACES)
@given(text=TEXTS)
def test_any_text_is_written_or_refused(place: str, text: str) -> None:
    doc = document(place)
    edit = reworded(doc, at(doc, "k"), text)
    if edit is None:
        assert not text.isprintable() or text != text.strip() or not text
        return
    new = Document(edited(doc.source.text, [edit]))
    assert new.front_matter.data == {**doc.front_matter.data, "k": text}
    assert edit.span.start >= at(doc, "k").span.start
    assert edit.span.end <= at(doc, "k").span.end
