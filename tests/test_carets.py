"""Lines of carets: what they say of a text, what is wrong with them, and writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.carets import Mark, dedented, plain, read, write
from postlint.text import Span


def marks(example: str) -> list[tuple[int, int, str]]:
    return [(*mark.span, mark.message) for mark in read(example).marks]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("A foo here.\n  ^^^ Foo.\n", [(2, 5, "Foo.")]),
        ("A foo, foo.\n  ^^^ Foo.\n       ^^^ Foo.\n", [(2, 5, "Foo."), (7, 10, "Foo.")]),
        ("foo\n^^^\n", [(0, 3, "")]),
        ("foo\n^^^   Foo.  \nand\n", [(0, 3, "Foo.")]),
        ("\tfoo\n\t^^^ Foo.\n", [(1, 4, "Foo.")]),
        ("😀 é foo\n    ^^^ Foo.\n", [(4, 7, "Foo.")]),
        ("foo\r\n^^^ Foo.\r\nfoo\r\n^^^ Foo.\r\n", [(0, 3, "Foo."), (5, 8, "Foo.")]),
        ("foo\r^^^ Foo.\rfoo", [(0, 3, "Foo.")]),
        # Neither of these ends a line, so that columns stay right.
        ("a\x0b\u2028 foo\n    ^^^ Foo.\n", [(4, 7, "Foo.")]),
        ("A foo\n  ^^^…\nbar here\n^^^ Foo.\n", [(2, 9, "Foo.")]),
        ("A foo\n  ^^^...\nand\nbar\n^^^ Foo.\n", [(2, 13, "Foo.")]),
        ("a foo bar\n  ^^^ Inner.\n  ^^^^^^^ Outer.\n", [(2, 5, "Inner."), (2, 9, "Outer.")]),
        ("x^2 ^ y\n", []),
    ],
)
def test_what_carets_say(example: str, expected: list[tuple[int, int, str]]) -> None:
    assert marks(example) == expected
    assert "^^" not in read(example).text
    assert not read(example).mistakes


@pytest.mark.parametrize(
    ("example", "mistakes"),
    [
        (
            "^^^ Foo.\nfoo\n",
            [(0, "Carets stand below the words that they point at, and above '^^^ Foo.' there are none.")],
        ),
        ("foo\n ^^^ Foo.\n", [(5, "The carets of '^^^ Foo.' go past the end of 'foo', the line above them.")]),
        ("foo\n^^^^ Foo.\n", [(4, "The carets of '^^^^ Foo.' go past the end of 'foo', the line above them.")]),
        ("foo\n\n^ Foo.\n", [(5, "The carets of '^ Foo.' go past the end of the empty line above them.")]),
        (
            "foo\n   ^…\nbar\n ^^^ Foo.\n",
            [
                (7, "The carets of '^…' go past the end of 'foo', the line above them."),
                (15, "The carets of '^^^ Foo.' go past the end of 'bar', the line above them."),
            ],
        ),
        ("foo\n^^^…\nbar\n", [(4, "'^^^…' goes on to a further line of carets, and none follows.")]),
        ("foo\n^^^…\nbar\n ^^^ x\n", [(14, "The carets of '^^^ x' go past the end of 'bar', the line above them.")]),
        (
            "foo\n^^^…\nbar\n^^^…\nx\n^ Foo.\n",
            [(13, "'^^^…' begins a place before the one that goes on from above has ended.")],
        ),
        ("foo\n^^^… Foo.\n", [(4, "'^^^… Foo.' goes on; its message stands behind its last line of carets.")]),
        ("foo\n^^^Foo.\n", [(4, "A space is missing between the carets and the message of '^^^Foo.'.")]),
        ("foo foo\n^^^ ^^^ Foo.\n", [(8, "'^^^ ^^^ Foo.' points at two places; give each a line of its own.")]),
    ],
)
def test_carets_that_point_nowhere(example: str, mistakes: list[tuple[int, str]]) -> None:
    assert list(read(example).mistakes) == mistakes


def test_examples_are_dedented() -> None:
    assert dedented("\n    a\n      b\n    ") == "a\n  b\n"
    assert dedented("\n    a\n\n    b") == "a\n\nb\n"
    assert dedented("  a\n b") == "  a\n b"
    assert marks("\n        - foo\n          ^^^ Foo.\n    ") == [(2, 5, "Foo.")]


def test_places_in_the_example_as_given() -> None:
    example = "\n    One foo.\n        ^^^ Foo.\n\n      Two.\n    "
    found = read(example)
    assert found.text == "One foo.\n\n  Two.\n"
    assert [example[at:][:3] for at in found.at] == ["^^^"]
    for word in ("One", "foo", "Two"):
        assert example.startswith(word, found.given(found.text.index(word)))
    assert read("").given(0) == 0


def test_carets_that_are_text() -> None:
    example = "foo\n^^^ Foo.\n"
    assert plain(example).text == example
    assert not plain(example).marks
    assert plain(example).given(5) == 5


@pytest.mark.parametrize(
    "example",
    [
        "A foo here.\n  ^^^ Foo.\n",
        "\tA foo.\n\t  ^^^ Foo.\n",
        "a foo bar\n  ^^^ Inner.\n  ^^^^^^^ Outer.\n",
        "a foo bar\n  ^^^ One.\n  ^^^ Two.\n",
        "- A foo\n    ^^^…\n  bar here, foo.\n  ^^^ Foo.\n            ^^^ Foo.\n            ^^^^…\n  x\n  ^ Long.\n",
        "foo\r\n^^^ Foo.\r\n",
        "Nothing.\n",
    ],
)
def test_writing_carets(example: str) -> None:
    found = read(example)
    assert write(found.text, reversed(found.marks)) == example


def test_writing_below_a_line_without_end() -> None:
    assert write("foo", [Mark(Span(0, 3), "Foo.")]) == "foo\n^^^ Foo.\n"


@pytest.mark.parametrize(
    "marks",
    [
        [Mark(Span(0, 0), "An empty place.")],
        [Mark(Span(0, 3), "In two\nlines.")],
        # A place within a place of several lines.
        [Mark(Span(0, 11), "Long."), Mark(Span(4, 7), "Short.")],
    ],
)
def test_what_carets_cannot_say(marks: list[Mark]) -> None:
    assert write("foo\nbar\nbaz\n", marks) is None


@given(
    st.text(alphabet="ab é😀^.\t\n", max_size=40),
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from(["Foo.", "A b.", "'^^' here."])), max_size=4
    ),
)
def test_what_is_written_reads_the_same(text: str, places: list[tuple[int, int, str]]) -> None:
    wanted = {Mark(Span(start, start + length), words) for start, length, words in places}
    written = write(text, wanted)
    if written is not None:
        again = read(written)
        assert (set(again.marks), again.mistakes) == (wanted, ())
        assert again.text.rstrip("\n") == text.rstrip("\n")
