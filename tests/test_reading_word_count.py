"""Words are counted as a reader counts them, in any script and past code."""

from __future__ import annotations

import time

import pytest

from postlint.document import Document
from postlint.house import House
from postlint.reading import Reading
from postlint.reading.word_count import count, words
from postlint.site import Site


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two  three.", ["One", "two", "three."]),
        ("and/or, e.g. don't, 3.5 %", ["and/or,", "e.g.", "don't,", "3.5"]),
        ("(a state-of-the-art tool)", ["a", "state-of-the-art", "tool)"]),
        ("wait—what … 2019–2021", ["wait", "what", "2019–2021"]),
        ("naïve Größe слово", ["naïve", "Größe", "слово"]),
        ("数据库 and データ", ["数", "据", "库", "and", "デ", "ー", "タ"]),
        ("-- * !! &", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [text[word.start : word.end] for word in words(text)] == expected
    assert count(text) == len(expected)


def test_code_is_one_word_and_an_address_too() -> None:
    doc = Document("Run `make all` at https://example.org/a now, `x`-based.\n\n```\nnot read\n```\n")
    told = [doc.source[doc.prose.span(*word)] for word in words(doc.prose.text)]
    assert told == ["Run", "`make all`", "at", "https://example.org/a", "now,", "`x`-based."]


def test_a_stretch_is_counted_by_itself() -> None:
    assert count("one two three", 4) == 2
    assert count("one two three", 4, 7) == 1


def test_the_words_of_a_post_are_those_of_its_own_prose() -> None:
    body = "# Two words\n\nThree more words.\n\n> Not a quote.\n\n- an item\n\n![not alt](a.png)\n"
    text = f"---\ntitle: not this\n---\n{body}"
    assert Reading(Document(text), House(), Site([])).word_count == 7


@pytest.mark.parametrize("unit", ["a", "a ", "—", "\x1a", "字", "_-", ". "])
def test_counting_takes_no_longer_than_the_text(unit: str) -> None:
    started = time.process_time()
    count(unit * 200_000)
    assert time.process_time() - started < 1
