"""Where sentences begin and end."""

from __future__ import annotations

import time

import pytest

from postlint.document import Document
from postlint.reading.sentences import Sentences


def split(text: str) -> list[str]:
    prose = Document(text).prose
    sentences = Sentences(prose)
    return [prose.text[one.start : one.end] for block in prose.blocks for one in sentences.of(block)]


@pytest.mark.parametrize(
    "text",
    [
        "It works. | We know!",
        "Does it? | Yes. | No!",
        "He said “it works.” | She did not.",
        "It works (mostly.) | We know.",
        "Version 1.2 is out. | It is 3.5 times faster.",
        "See e.g. Alpha, i.e. the first. | Then vs. Beta.",
        "Dr. Ada and Mr. Bob met St. Nicholas. | They left.",
        "Written by J. R. Smith. | Read it.",
        "So do I. | You know it.",
        "In Fig. 3 and No. 5 it shows. | I said no. | You said yes.",
        "We use Redis, Postgres, etc. | They work.",
        "Acme Inc. is here. | Acme Inc. | The other one.",
        "Yahoo! is a name … and goes on. | So it is.",
        "Wait… | What?! | Never mind.",
        "Use README.md and run.sh. | Then stop.",
        "It is safe. | eBPF runs in the kernel, e.g. gRPC. | iOS too.",
        "2020 was odd. | The year ended.",
    ],
)
def test_sentences(text: str) -> None:
    assert split(text.replace(" | ", " ")) == text.split(" | ")


def test_sentences_without_spaces_between() -> None:
    assert split("这是第一句。这是第二句！好吗？") == ["这是第一句。", "这是第二句！", "好吗？"]


def test_markup_does_not_hide_ends() -> None:
    assert split("**Bold.** *Then* more. [Link.](x) End.") == ["Bold.", "Then more.", "Link.", "End."]


def test_blocks_end_sentences() -> None:
    assert split("# A heading\n\n- one item\n- another. And more\n\nA paragraph\nover lines") == [
        "A heading",
        "one item",
        "another.",
        "And more",
        "A paragraph over lines",
    ]


def test_the_sentence_at_an_offset() -> None:
    prose = Document("One here.  Two there. Three.").prose
    sentences = Sentences(prose)
    text = prose.text
    assert [text[slice(*sentences.at(text.index(word)))] for word in ("One", "here", "Two", "Three")] == [
        "One here.",
        "One here.",
        "Two there.",
        "Three.",
    ]
    assert text[slice(*sentences.at(text.index("here.") + 5))] == "One here."


def test_a_post_without_prose_has_an_empty_sentence() -> None:
    prose = Document("text").prose
    assert Sentences(prose).at(0) == (0, 4)


def test_many_questions_about_one_large_block_are_cheap() -> None:
    prose = Document("Some words stand here. " * 40_000).prose
    sentences = Sentences(prose)
    started = time.process_time()
    for offset in range(0, len(prose.text), 50):
        sentences.at(offset)
    assert time.process_time() - started < 5
