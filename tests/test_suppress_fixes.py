"""Fixes that take suppressions out: of what stands around them not a byte changes, nor how it reads."""

from __future__ import annotations

import re
import time

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postlint import fix
from postlint.config import Config
from postlint.diagnostic import Diagnostic
from postlint.linter import Linter
from postlint.registry import load

ID = "images/missing-alt"
WHY = ": the text says it"
IMAGE = "![](a.png)"
LINTER = Linter(Config(root=".", select=("images", "structure", "postlint")), load())
HERE = f"<!-- postlint-allow {ID}{WHY} -->"


def unused(text: str, path: str = "post.md") -> list[Diagnostic]:
    return [one for one in LINTER.lint_text(text, path) if one.rule == "postlint/unused-allow"]


def fixed(text: str, path: str = "post.md", *, unsafe: bool = False) -> str:
    """The text after all fixes, of which at least one was needed, and all of which settle."""
    result = LINTER.fix_text(text, path, unsafe=unsafe)
    assert not result.unsettled
    assert unused(result.text, path) == []
    return result.text


# A comment of any language goes out with its line, or from the end of its line.


@pytest.mark.parametrize(
    ("comment", "path"),
    [
        ("<!-- {} -->", "post.md"),
        ("<!--\n{}\n-->", "post.md"),
        ("{{/* {} */}}", "post.mdx"),
        ("{{{{/* {} */}}}}", "post.md"),
        ("{{% comment %}} {} {{% endcomment %}}", "post.md"),
        ("{{%- comment -%}}{}{{%- endcomment -%}}", "post.md"),
        ("<!-- {} -->", "post.html"),
        ("{{% comment %}} {} {{% endcomment %}}", "post.html"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_comments_of_all_languages(comment: str, path: str, line_end: str) -> None:
    head = "---\ntitle: A\n---\n" if path.endswith(".html") else ""
    written = comment.format(f"postlint-allow {ID}{WHY}")
    for before, after in (
        (f"{head}<p>One</p>\n\n{written}\n\n<p>Two</p>\n", f"{head}<p>One</p>\n\n\n<p>Two</p>\n"),
        (f"{head}One two {written}\nand three.\n", f"{head}One two\nand three.\n"),
        (f"{head}One {written} two\nand three.\n", f"{head}One two\nand three.\n"),
    ):
        assert fixed(before.replace("\n", line_end), path) == after.replace("\n", line_end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HERE}\n\nOne.\n", "\nOne.\n"),
        (f"{HERE}\nOne.\n", "One.\n"),
        (f"One.\n\n{HERE}", "One.\n\n"),
        (f"One.\n\n  {HERE}  \n\nTwo.\n", "One.\n\n\nTwo.\n"),
        (f"> One.\n>\n> {HERE}\n>\n> Two.\n", "> One.\n>\n>\n> Two.\n"),
        (f"- one\n\n  {HERE}\n\n  two\n", "- one\n\n\n  two\n"),
        (f"- one\n- two {HERE}\n- three\n", "- one\n- two\n- three\n"),
        (f"## One {HERE}\n\nTwo.\n", "## One\n\nTwo.\n"),
        (f"| a |\n|---|\n| b | {HERE}\n| c |\n", "| a |\n|---|\n| b |\n| c |\n"),
        (f"| a |\n|---|\n| b {HERE} |\n| c |\n", "| a |\n|---|\n| b |\n| c |\n"),
        (f"\ufeffOne {HERE}\ntwo.\n", "\ufeffOne\ntwo.\n"),
        # Two blanks at the end of a line are a line break, also behind a comment.
        (f"One {HERE}  \ntwo.\n", "One  \ntwo.\n"),
        # Only the ids that nothing needs go out.
        (f"{IMAGE} <!-- postlint-allow {ID} structure{WHY} -->\n", f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n"),
        (f"{IMAGE} <!-- postlint-allow structure, {ID}{WHY} -->\n", f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n"),
        (
            f"{IMAGE} <!-- postlint-allow structure, {ID}, structure/second-h1{WHY} -->\n",
            f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n",
        ),
        (f"One <!-- postlint-allow structure {ID}{WHY} -->\ntwo.\n", "One\ntwo.\n"),
        # A rule that did not run cannot tell that it is not needed.
        (f"One <!-- postlint-allow {ID} links{WHY} -->\n", f"One <!-- postlint-allow links{WHY} -->\n"),
        (f"One <!-- postlint-allow-file {ID}{WHY} -->\ntwo.\n", "One\ntwo.\n"),
    ],
)
def test_what_is_left_of_a_post(text: str, expected: str) -> None:
    assert fixed(text) == expected


START, END = f"<!-- postlint-allow-start {ID}{WHY} -->", "<!-- postlint-allow-end -->"
BOTH = f"<!-- postlint-allow-start structure {ID}{WHY} -->"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{START}\n\nOne.\n\n{END}\n\nTwo.\n", "\nOne.\n\n\nTwo.\n"),
        (f"{START}\n\nOne.\n", "\nOne.\n"),
        # The end stays as long as it ends something else.
        (
            f"<!-- postlint-allow-start structure{WHY} -->\n\n{START}\n\n{IMAGE}\n\n{END}\n\nTwo.\n",
            f"\n{START}\n\n{IMAGE}\n\n{END}\n\nTwo.\n",
        ),
        (
            f"{START}\n\n<!-- postlint-allow-start structure{WHY} -->\n\nOne.\n\n{END}\n\nTwo.\n",
            "\n\nOne.\n\n\nTwo.\n",
        ),
        (
            f"{BOTH}\n\n{IMAGE}\n\n<!-- postlint-allow-end structure, {ID} -->\n",
            f"<!-- postlint-allow-start {ID}{WHY} -->\n\n{IMAGE}\n\n<!-- postlint-allow-end {ID} -->\n",
        ),
        # One start, two ends: all of it or nothing.
        (
            f"{BOTH}\n\nOne.\n\n<!-- postlint-allow-end structure -->\n\nTwo.\n\n<!-- postlint-allow-end {ID} -->\n",
            "\nOne.\n\n\nTwo.\n\n",
        ),
    ],
)
def test_what_begins_and_what_ends_goes_out_together(text: str, expected: str) -> None:
    assert fixed(text) == expected
    assert [one for one in LINTER.lint_text(expected) if one.rule.startswith("postlint/")] == []


FRONT = f"postlint-allow-file {ID}{WHY}"
KEEP = "postlint:\n  allow: [links]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Comments.
        (f"---\n# {FRONT}\ntitle: A\n---\nText.\n", "---\ntitle: A\n---\nText.\n"),
        (f"---\ntitle: A  # {FRONT}\nx: 1\n---\nText.\n", "---\ntitle: A\nx: 1\n---\nText.\n"),
        (f"---\ntags:\n  - a # {FRONT}\n  # {FRONT}\n  - b\n---\n", "---\ntags:\n  - a\n  - b\n---\n"),
        (f'+++\n# {FRONT}\ntitle = "A"\n+++\nText.\n', '+++\ntitle = "A"\n+++\nText.\n'),
        (f'+++\ntitle = "A" # {FRONT}\n+++\nText.\n', '+++\ntitle = "A"\n+++\nText.\n'),
        # The key, where all of it goes out.
        ("---\ntitle: A\npostlint: {allow: [images]}\nx: 1\n---\n", "---\ntitle: A\nx: 1\n---\n"),
        ("---\npostlint:\n  allow:\n    - images\n    - structure # b\nx: 1\n---\n", "---\nx: 1\n---\n"),
        ("---\npostlint:\n  allow: images\n---\nText.\n", "---\n---\nText.\n"),
        ('+++\ntitle = "A"\n[postlint]\nallow = ["images"]\n+++\n', '+++\ntitle = "A"\n+++\n'),
        ('+++\npostlint.allow = ["images"]\ntitle = "A"\n+++\n', '+++\ntitle = "A"\n+++\n'),
        ('+++\npostlint = {allow = ["images"]}\n+++\n', "+++\n+++\n"),
        ('{\n"title": "A",\n"postlint": {"allow": ["images"]}\n}\n', '{\n"title": "A"\n}\n'),
        ('{\n"postlint": {"allow": ["images"]},\n"title": "A"\n}\n', '{\n"title": "A"\n}\n'),
        # The key, where something stays.
        ("---\npostlint: {allow: [images, links]}\n---\n", "---\npostlint: {allow: [links]}\n---\n"),
        ("---\npostlint: {allow: ['links', 'images']}\n---\n", "---\npostlint: {allow: ['links']}\n---\n"),
        (
            "---\npostlint:\n  allow:\n    - images # so\n    - links # it is\n---\n",
            "---\npostlint:\n  allow:\n    - links # it is\n---\n",
        ),
        (
            '+++\n[postlint]\nallow = [\n  "images",\n  "links",\n  "structure",\n]\n+++\n',
            '+++\n[postlint]\nallow = [\n  "links",\n]\n+++\n',
        ),
        ('{\n"postlint": {"allow": ["images", "links"]}\n}\n', '{\n"postlint": {"allow": ["links"]}\n}\n'),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_front_matter(text: str, expected: str, line_end: str) -> None:
    assert fixed(text.replace("\n", line_end)) == expected.replace("\n", line_end)


def test_other_keys_keep_their_values() -> None:
    text = "---\ntitle: A\npostlint:\n  allow: [images]\n\nsummary: >\n  one\n  two\n---\nText.\n"
    before, after = frontmatter.loads(text), frontmatter.loads(fixed(text))
    del before["postlint"]
    assert (after.metadata, after.content) == (before.metadata, before.content)


def test_a_list_that_stands_elsewhere_is_left_alone() -> None:
    text = "---\nx: &x [images]\npostlint: {allow: *x}\n---\n"
    (found,) = unused(text)
    assert found.fix is None
    assert LINTER.fix_text(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without the comment these would run together, or turn into something else.
        (f"One.\n{HERE}\nTwo.\n", "One.\nTwo.\n"),
        (f"One.\n{HERE}\n===\n", "One.\n===\n"),
        (f"- one\n\n{HERE}\n\n- two\n", "- one\n\n\n- two\n"),
        (f"- one\n\n{HERE}\n\n    code\n", "- one\n\n\n    code\n"),
        (f"- {HERE}\n  one\n", "- \n  one\n"),
        (f"## One ## {HERE}\n", "## One ##\n"),
        (f"One\\ {HERE}\ntwo.\n", "One\\\ntwo.\n"),
        (f"<span> {HERE}\n", "<span>\n"),
        (f"[a]: /b {HERE}\n", "[a]: /b\n"),
        (f"One\n{HERE} two\n", "One\ntwo\n"),
        (f"[one]{HERE}(two)\n", "[one](two)\n"),
    ],
)
def test_what_might_read_otherwise_needs_a_yes(text: str, expected: str) -> None:
    (found,) = unused(text)
    assert found.fix is not None
    assert not found.fix.safe
    assert LINTER.fix_text(text).text == text
    assert fixed(text, unsafe=True) == expected


# How a post reads, by an independent parser


def html(text: str) -> str:
    """A post as HTML without comments; that a list is loose does not count."""
    made = re.sub(r"<!--.*?-->", "", MarkdownIt("commonmark").render(text))
    made = re.sub(r"\s+", " ", made).replace("<blockquote> </blockquote>", "")
    return re.sub(r" *([<>¶]) *", r"\1", re.sub(r"</?p>", "", re.sub(r"</p> *<p>", "¶", made))).strip()


LINES = st.sampled_from(
    ["One two.", "", "", "- one", "  two", "    three", "> four", "## Five", "1. six", "2. seven", "* * *", "---", "\\"]
)
PLACES = st.sampled_from(["{}", "  {}", "   {}", "One {}", "- one {}", "> one {}", "One {} two"])


@given(st.lists(LINES, max_size=5), PLACES, st.lists(LINES, max_size=5))
def test_safe_fixes_keep_what_is_read(before: list[str], place: str, after: list[str]) -> None:
    # A word first, so that no "---" opens front matter.
    text = "\n".join(["Word.", *before, place.format(HERE), *after, ""])
    for found in unused(text):
        if found.fix is not None and found.fix.safe:
            assert html(fix.apply(text, [fix.unplaced(found.fix)]).text) == html(text)


# Suppressions of what is no rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{IMAGE} <!-- postlint-allow images/mising-alt{WHY} -->\n", f"{IMAGE} {HERE}\n"),
        (f"One <!-- postlint-allow zebra/xylophone{WHY} -->\ntwo.\n", "One\ntwo.\n"),
        (f"One <!-- postlint-allow postlint/crashed-rule{WHY} -->\ntwo.\n", "One\ntwo.\n"),
        (f"{IMAGE} <!-- postlint-allow zebra/xylophone {ID}, postlint{WHY} -->\n", f"{IMAGE} {HERE}\n"),
        ("---\npostlint: {allow: [zebra/xylophone, links]}\n---\n", "---\npostlint: {allow: [links]}\n---\n"),
        ("---\npostlint: {allow: [zebra/xylophone]}\nx: 1\n---\n", "---\nx: 1\n---\n"),
    ],
)
def test_unknown_names_are_mended_or_taken_out_after_a_yes(text: str, expected: str) -> None:
    found = [one for one in LINTER.lint_text(text) if one.rule == "postlint/unknown-allow"]
    assert [one.fix.safe for one in found if one.fix] == [False]
    assert LINTER.fix_text(text).text == text
    assert fixed(text, unsafe=True) == expected


# Floods


@pytest.mark.parametrize(
    "text",
    [
        lambda count: f"{HERE}\n\n" * count,
        lambda count: f"<!-- postlint-allow{' structure' * count} {ID}{WHY} -->\n\n{IMAGE}\n",
        lambda count: f"<!-- postlint-allow{f' structure {ID}' * count}{WHY} -->\n\n{IMAGE}\n",
        lambda count: f"<!-- postlint-allow-start structure{WHY} -->\n" * count + END,
        lambda count: f"<!-- postlint-allow-start structure{WHY} -->\n{END}\n" * count,
        lambda count: f"<!-- postlint-allow{' postlint' * count}{WHY} -->\n",
        lambda count: f"---\npostlint: {{allow: [{'structure, ' * min(count, 8000)}x]}}\n---\n",
        lambda count: f"- a\n\n{HERE}\n\n" * count,
        lambda count: f"{HERE} " * count,
        lambda count: f"a {HERE} " * count,
    ],
)
def test_floods_take_linear_time(text: object) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        LINTER.lint_text(text(count))  # type: ignore[operator]
        return time.process_time() - started

    seconds(100)
    # What else the machine does spoils one comparison, and not all of them.
    assert any(seconds(4000) < 14 * max(seconds(500), 0.02) for _ in range(5))
