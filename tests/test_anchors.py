"""Anchors of headings: what github-slugger 2.0, Hugo 0.111 and kramdown 2.4 with its GFM parser made of each."""

from __future__ import annotations

import pytest

from postlint.document import Document
from postlint.site.anchors import Anchors, of_document, of_headings, titles

HEADINGS = [
    ("{verb} {object}", "verb-object", "verb-object", "verb-object"),
    ("Plain words", "plain-words", "plain-words", "plain-words"),
    ("What's `new` in v1.2?", "whats-new-in-v12", "whats-new-in-v12", "whats-new-in-v12"),
    (
        "**Bold** and *slanted* _words_ and snake_case_name",
        "bold-and-slanted-words-and-snake_case_name",
        "bold-and-slanted-_words_-and-snake_case_name",
        "bold-and-slanted-words-and-snake_case_name",
    ),
    (
        "Émile's Café — naïve façade",
        "émiles-café--naïve-façade",
        "émiles-café--naïve-façade",
        "émiles-café--naïve-façade",
    ),
    (
        "Über 100 % schneller: jetzt!",
        "über-100--schneller-jetzt",
        "über-100--schneller-jetzt",
        "über-100--schneller-jetzt",
    ),
    ("数据库 的 性能", "数据库-的-性能", "数据库-的-性能", "数据库-的-性能"),
    (
        "Производительность и цена",
        "производительность-и-цена",
        "производительность-и-цена",
        "производительность-и-цена",
    ),
    ("अनुक्रमण कैसे काम करता है", "अनुक्रमण-कैसे-काम-करता-है", "अनकरमण-कस-कम-करत-ह", "अनुक्रमण-कैसे-काम-करता-है"),
    ("Ⅳ Roman and ½ half", "ⅳ-roman-and--half", "-roman-and--half", "ⅳ-roman-and--half"),
    ("🚀 Launch day 🎉", "-launch-day-", "-launch-day-", "-launch-day-"),
    ("--flags and -- dashes", "--flags-and----dashes", "--flags-and----dashes", "flags-and--dashes"),
    ("C++ & C#", "c--c", "c--c", "c--c"),
    ("A [link](https://acme.example/x_y) here", "a-link-here", "a-linkhttpsacmeexamplex_y-here", "a-link-here"),
    ("Tabs and  two blanks", "tabs-and--two-blanks", "tabs-and--two-blanks", "tabs-and--two-blanks"),
    ("1. First of all", "1-first-of-all", "1-first-of-all", "1-first-of-all"),
    ("foo/bar:baz;qux", "foobarbazqux", "foobarbazqux", "foobarbazqux"),
    ("Trailing code `--x`", "trailing-code---x", "trailing-code---x", "trailing-code---x"),
    ("Quotes “here” and ‘there’", "quotes-here-and-there", "quotes-here-and-there", "quotes-here-and-there"),
    ("Ends with colon:", "ends-with-colon", "ends-with-colon", "ends-with-colon"),
]


@pytest.mark.parametrize(("heading", "github", "hugo", "kramdown"), HEADINGS)
def test_headings_get_the_ids_of_the_real_libraries(heading: str, github: str, hugo: str, kramdown: str) -> None:
    made = titles(Document(f"## {heading}\n"))
    ids = [next(of_headings(made, algorithm)) for algorithm in ("github", "goldmark", "kramdown")]
    assert ids == [github, hugo, kramdown]


def anchors(text: str, algorithm: str, path: str = "post.md") -> Anchors | None:
    return of_document(Document(text, path), algorithm)


@pytest.mark.parametrize("algorithm", ["github", "goldmark", "kramdown", "any"])
def test_further_headings_of_a_name_are_counted(algorithm: str) -> None:
    found = anchors("## A\n\n## A\n\n## A {#own}\n\n## A\n\n<a name='b'></a>\n", algorithm)
    assert found is not None
    assert {"a", "a-1", "a-2", "own", "b"} <= found.exact


def test_a_count_does_not_take_the_name_of_a_heading() -> None:
    assert list(of_headings(titles(Document("## A\n\n## A-1\n\n## A\n")), "github")) == ["a", "a-1", "a-2"]


def test_headings_of_two_lines_and_attributes_of_kramdown() -> None:
    assert [title.anchor for title in titles(Document("## One\n{: .big #own}\n\nTwo\n---\n"))] == ["own", None]
    assert list(of_headings(titles(Document("Two lines\nhere\n---\n")), "goldmark")) == ["here"]


def test_what_is_included_may_have_more_anchors() -> None:
    assert anchors('{{< include "more.md" >}}\n', "goldmark") is None
    assert anchors("import More from './more.mdx'\n\n<More />\n", "github", "post.mdx") is None
    assert anchors('{{< figure src="a.png" >}}\n', "goldmark") is not None


def test_where_the_algorithm_is_not_known_case_and_signs_do_not_count() -> None:
    found = anchors("## What's new in 2.0?\n", "any")
    assert found is not None
    assert "What-s-New-in-20" in found
    assert "what-is-new" not in found
    assert found.nearest("whats-nwe-in-20") == "whats-new-in-20"


def test_without_ids_of_headings_only_written_ones_count() -> None:
    found = anchors("## Setup\n\n<h2 id='more'>More</h2>\n", "none")
    assert found is not None
    assert found.exact == {"more"}


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@pytest.mark.parametrize("heading", ["## Two words {/* #own */}", "## Two words {/*#own*/}"])
def test_docusaurus_takes_a_comment_for_an_id(path: str, heading: str) -> None:
    found = of_document(Document(f"{heading}\n", path), "github")
    assert found is not None
    assert found.exact == {"own"}


def test_braces_in_mdx_may_hold_an_id() -> None:
    found = of_document(Document("## Two words {#own}\n\n## {name} and so on\n", "a.mdx"), "github")
    assert found is not None
    assert "own" in found
    assert "two-words" not in found
