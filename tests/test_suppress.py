"""Suppressions in all their places."""

from __future__ import annotations

import time

import pytest

from postlint.config import Config
from postlint.document import Document
from postlint.linter import Linter
from postlint.registry import load
from postlint.suppress import suppressions
from postlint.suppress import unused as unneeded

RULES = load().rules
LINTER = Linter(Config(root=".", select=("images/missing-alt", "postlint")), load())
IMAGE = "![](a.png)"
ID = "images/missing-alt"
WHY = ": the text says it"


def found(text: str, path: str = "post.md") -> list[str]:
    return [f"{one.rule.partition('/')[2]}:{one.start.line}" for one in LINTER.lint_text(text, path)]


def test_without_a_suppression_it_is_found() -> None:
    assert found(IMAGE) == ["missing-alt:1"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"<!-- postlint-allow {ID}{WHY} -->\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n\n{IMAGE}\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow images{WHY} -->\n\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n- {IMAGE}\n- {IMAGE}\n\n- {IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n| a |\n|---|\n| {IMAGE} |\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n> {IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n<p><img src=a.png></p>\n", "post.md"),
        (f"> <!-- postlint-allow {ID}{WHY} -->\n>\n> {IMAGE}\n", "post.md"),
        (f"- one\n\n  <!-- postlint-allow {ID}{WHY} -->\n\n  {IMAGE}\n", "post.md"),
        (f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n", "post.md"),
        (f"<!-- postlint-allow-start {ID}{WHY} -->\n\n{IMAGE}\n\n{IMAGE}\n\n<!-- postlint-allow-end -->\n", "post.md"),
        (f"{IMAGE}\n\n<!-- postlint-allow-file {ID}{WHY} -->\n", "post.md"),
        (f"{{{{/* postlint-allow {ID}{WHY} */}}}}\n\n{IMAGE}\n", "post.md"),
        (f"{{% comment %}} postlint-allow {ID}{WHY} {{% endcomment %}}\n\n{IMAGE}\n", "post.md"),
        (f"{{/* postlint-allow {ID}{WHY} */}}\n\n{IMAGE}\n", "post.mdx"),
        (f"---\ntitle: A\npostlint: {{allow: [{ID}]}}\n---\n{IMAGE}\n", "post.md"),
        (f'+++\ntitle = "A"\n# postlint-allow-file {ID}{WHY}\n+++\n{IMAGE}\n', "post.md"),
        (f"---\n# postlint-allow-file {ID}{WHY}\ntitle: A\n---\n{IMAGE}\n", "post.md"),
    ],
)
def test_it_is_allowed(text: str, path: str) -> None:
    assert found(text, path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n{IMAGE}\n\n{IMAGE}\n", ["missing-alt:5"]),
        (f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n{IMAGE}\n", ["missing-alt:2"]),
        (
            f"<!-- postlint-allow-start {ID}{WHY} -->\n\n{IMAGE}\n\n<!-- postlint-allow-end -->\n\n{IMAGE}\n",
            ["missing-alt:7"],
        ),
        (f"<!-- postlint-allow {ID} -->\n\n{IMAGE}\n", ["unexplained-allow:1"]),
        (f"<!-- postlint-allow images/mising-alt{WHY} -->\n\n{IMAGE}\n", ["unknown-allow:1", "missing-alt:3"]),
        (f"<!-- postlint-disable {ID} -->\n\n{IMAGE}\n", ["misspelled-allow:1", "missing-alt:3"]),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\nNo image.\n", ["unused-allow:1"]),
        # A rule that did not run cannot tell whether it is needed.
        (f"<!-- postlint-allow structure/second-h1{WHY} -->\n\nText.\n", []),
        # Code only shows a suppression.
        (f"`<!-- postlint-allow {ID} -->`\n\n{IMAGE}\n", ["missing-alt:3"]),
    ],
)
def test_what_is_left(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_nobody_may_allow_a_post_to_go_unchecked() -> None:
    assert found("<!-- postlint-allow postlint/crashed-rule: no -->\n") == ["unknown-allow:1"]


# The lines that are allowed


def lines(text: str, path: str = "post.md", rule: str = ID) -> list[int]:
    """The lines on which a post allows a rule."""
    allowed = suppressions(Document(text, path), RULES)
    return [line for line in range(1, len(Document(text).source.line_starts) + 1) if allowed.allow(rule, line)]


HERE = f"<!-- postlint-allow {ID}{WHY} -->"
START = f"<!-- postlint-allow-start {ID}{WHY} -->"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("One\ntwo\nthree.", [3, 4, 5]),
        ("## One", [3]),
        ("One\n===", [3, 4]),
        ("- one\n- two\n  more\n\n  and more", [3, 4, 5, 6, 7]),
        ("1. one\n2. two", [3, 4]),
        ("| a |\n|---|\n| b |", [3, 4, 5]),
        ("```\ncode\n\ncode\n```", [3, 4, 5, 6, 7]),
        ("    code\n    code", [3, 4]),
        ("> one\n> two\n>\n> three", [3, 4, 5, 6]),
        ("<div>\n<p>a</p>\n</div>", [3, 4, 5]),
        ("[^1]: One\n    two", [3, 4]),
        ("{{< figure src=x.png >}}", [3]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_on_a_line_of_its_own_it_holds_for_the_next_block(block: str, expected: list[int], line_end: str) -> None:
    text = f"{HERE}\n\n{block}\n\nAfter.\n".replace("\n", line_end)
    assert lines(text) == expected
    assert lines(f"Before.\n\n{text}") == [line + 2 for line in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without an empty line between.
        (f"{HERE}\nOne\ntwo.\n\nAfter.\n", [2, 3]),
        (f"Before.\n{HERE}\nOne\ntwo.\n\nAfter.\n", [3, 4]),
        # Comments in a row, on one line and on several, all mean what comes after them.
        (f"<!-- a note -->\n{HERE}\n<!-- another -->\n\nOne.\n\nAfter.\n", [5]),
        (f"{HERE} <!-- a note -->\n\nOne.\n\nAfter.\n", [3]),
        (f"<!-- a note --> {HERE}\n\nOne.\n\nAfter.\n", [3]),
        (f"<!--\npostlint-allow\n  {ID}: the text\n  says it\n-->\n\nOne.\n\nAfter.\n", [7]),
        # In lists, loose and tight.
        (f"- one\n\n  {HERE}\n\n  two\n  three\n\n- four\n", [5, 6]),
        (f"- one\n  {HERE}\n- two\n  three\n- four\n", [3, 4]),
        (f"- {HERE}\n  one\n- two\n", [2]),
        (f"1. {HERE}\n   one\n2. two\n", [2]),
        (f"- one\n  - {HERE}\n    two\n  - three\n", [3]),
        # In quotes.
        (f"> {HERE}\n> one\n> two\n>\n> three\n", [2, 3]),
        (f"> {HERE}\n>\n> - one\n> - two\n>\n> three\n", [3, 4]),
        (f"> one\n>\n> {HERE}\n\ntwo\n\nthree\n", [5]),
        # At the end of a line: that line and no other.
        (f"One {HERE}\ntwo.\n", [1]),
        (f"One\ntwo {HERE} three\nfour.\n", [2]),
        (f"- one {HERE}\n- two\n", [1]),
        (f"| a |\n|---|\n| b | {HERE}\n| c |\n", [3]),
        (f"| a |\n|---|\n| b {HERE} |\n| c |\n", [3]),
        (f"> one {HERE}\n> two\n", [1]),
        (f"## One {HERE}\n\ntwo\n", [1]),
        # Nothing comes after it.
        (f"One.\n\n{HERE}\n", []),
        (f"One.\n\n{HERE}\n\n<!-- end -->\n", []),
        # From start to end.
        (
            f"One.\n\n<!-- postlint-allow-start {ID}{WHY} -->\n\nTwo.\n\n<!-- postlint-allow-end -->\n\nThree.\n",
            [3, 4, 5, 6, 7],
        ),
        (f"One.\n\n<!-- postlint-allow-start {ID}{WHY} -->\n\nTwo.\n", [3, 4, 5, 6]),
        (
            (
                f"<!-- postlint-allow-start {ID} values{WHY} -->\n\n<!-- postlint-allow-end values -->\n\nTwo.\n"
                f"\n<!-- postlint-allow-end {ID} -->\n\nThree.\n"
            ),
            [1, 2, 3, 4, 5, 6, 7],
        ),
        (f"One.\n\n<!-- postlint-allow-file {ID}{WHY} -->\n", [1, 2, 3, 4]),
    ],
)
def test_lines_of_comments(text: str, expected: list[int]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("comment", "path"),
    [
        ("<!-- {} -->", "post.md"),
        ("{{/* {} */}}", "post.mdx"),
        ("{{{{/* {} */}}}}", "post.md"),
        ("{{% comment %}}{}{{% endcomment %}}", "post.md"),
        ("{{%- comment -%}} {} {{%- endcomment -%}}", "post.md"),
        ("<!-- {} -->", "post.html"),
        ("{{% comment %}}{}{{% endcomment %}}", "post.html"),
    ],
)
def test_comments_of_all_languages(comment: str, path: str) -> None:
    written = comment.format(f"postlint-allow {ID}{WHY}")
    start, end = comment.format(f"postlint-allow-start {ID}{WHY}"), comment.format("postlint-allow-end")
    if path.endswith(".html"):
        assert lines(f"---\ntitle: A\n---\n{written}\n<p>one\ntwo</p>\n\n<p>three</p>\n", path) == [5, 6]
        return
    assert lines(f"{written}\n\nOne\ntwo.\n\nThree.\n", path) == [3, 4]
    assert lines(f"Zero.\n\n{written}\nOne\ntwo.\n\nThree.\n", path) == [4, 5]
    assert lines(f"One {written}\ntwo.\n", path) == [1]
    assert lines(f"{start}\n\nOne.\n\n{end}\n\nTwo.\n", path) == [1, 2, 3, 4, 5]
    assert lines(f"- one\n- two {written}\n- three\n", path) == [2]


FRONT = "postlint-allow images/missing-alt: so it is"
FRONT_START = "postlint-allow-start images/missing-alt: so it is"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"---\n# {FRONT}\ntitle: A\nsummary: B\n---\nText.\n", [3]),
        (f"---\n# {FRONT}\nsummary: >\n  one\n  two\ntitle: A\n---\nText.\n", [3, 4, 5]),
        (f"---\ntitle: A # {FRONT}\nsummary: B\n---\nText.\n", [2]),
        (f"---\ntags:\n  # {FRONT}\n  - a\n  - b\n---\nText.\n", [4]),
        (f"---\nimage:\n  # {FRONT}\n  src: a.png\n  alt: ''\n---\nText.\n", [4]),
        (f"---\ntitle: A\n# {FRONT}\n---\nText.\n", []),
        (
            f"---\ntitle: A\n# {FRONT_START}\nx: 1\n# postlint-allow-end\ny: 1\n---\n",
            [3, 4, 5],
        ),
        (f"---\ntitle: '# {FRONT}'\n---\nText.\n", []),
        (f"---\ntitle: |\n  # {FRONT}\nx: 1\n---\nText.\n", []),
        (f'+++\n# {FRONT}\ntitle = "A"\nsummary = "B"\n+++\nText.\n', [3]),
        (f'+++\ntitle = "A" # {FRONT}\nsummary = "B"\n+++\nText.\n', [2]),
        (f'+++\ntitle = "# {FRONT}"\n+++\nText.\n', []),
        (f"+++\n# {FRONT}\ntags = [\n  'a',\n]\nx = 1\n+++\nText.\n", [3, 4, 5]),
        ("---\npostlint:\n  allow: [images/missing-alt]\n---\nText.\n", [1, 2, 3, 4, 5, 6]),
        ("---\npostlint: {allow: images}\n---\nText.\n", [1, 2, 3, 4, 5]),
        ('+++\n[postlint]\nallow = ["images/missing-alt"]\n+++\nText.\n', [1, 2, 3, 4, 5, 6]),
        ('{\n"postlint": {"allow": ["images"]}\n}\nText.\n', [1, 2, 3, 4, 5]),
    ],
)
def test_lines_of_front_matter(text: str, expected: list[int]) -> None:
    assert lines(text) == expected


def test_names_of_packs_and_several_names() -> None:
    text = "<!-- postlint-allow images, structure/second-h1\tlinks: so it is -->\n\nOne.\n"
    assert lines(text) == lines(text, rule="structure/second-h1") == lines(text, rule="links/vague-text") == [3]
    assert lines(text, rule="structure/empty-heading") == lines(text, rule="plain-english/doubled-word") == []


# What is told about suppressions


def told(text: str, path: str = "post.md") -> list[tuple[str, str, str, str | None]]:
    """Each finding about suppressions: its rule, the words that it points at, its message and its help."""
    doc = Document(text, path)
    return [
        (rule.removeprefix("postlint/"), doc.source[finding.span], finding.message, finding.help)
        for rule, finding in suppressions(doc, RULES).findings
    ]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (f"postlint-allow {ID}: so it is", []),
        (f"postlint-allow {ID} : so it is", []),
        (f"postlint-allow {ID}", [("unexplained-allow", "postlint-allow")]),
        (f"postlint-allow {ID}: ", [("unexplained-allow", "postlint-allow")]),
        (f"postlint-allow-file {ID}", [("unexplained-allow", "postlint-allow-file")]),
        (f"postlint-allow {ID} images", [("unexplained-allow", "postlint-allow")]),
        (f"postlint-allow {ID} the text says it", [("misspelled-allow", "the")]),
        (f"postlint-allow {ID} -- the text says it", [("misspelled-allow", "--")]),
        ("postlint-allow", [("misspelled-allow", "postlint-allow")]),
        ("postlint-allow: why", [("misspelled-allow", "postlint-allow")]),
        ("postlint-allow images/mising-alt: why", [("unknown-allow", "images/mising-alt")]),
        ("postlint-allow missing-alt: why", [("unknown-allow", "missing-alt")]),
        ("postlint-allow ALL: why", [("unknown-allow", "ALL")]),
        ("postlint-allow postlint: why", [("unknown-allow", "postlint")]),
        ("postlint-allow postlint/unused-allow: why", [("unknown-allow", "postlint/unused-allow")]),
        ("postlint-disable images: why", [("misspelled-allow", "postlint-disable")]),
        ("postlint-ignore-next-line images", [("misspelled-allow", "postlint-ignore-next-line")]),
        ("postlint_allow images: why", [("misspelled-allow", "postlint_allow")]),
        ("Postlint-Allow images: why", [("misspelled-allow", "Postlint-Allow")]),
        ("postlint-alow images: why", [("misspelled-allow", "postlint-alow")]),
        ("postlint allow images: why", [("misspelled-allow", "postlint allow")]),
        ("postlint: ignore images", [("misspelled-allow", "postlint: ignore")]),
        ("postlint-off", [("misspelled-allow", "postlint-off")]),
        ("postlint-allow-begin images: why", [("misspelled-allow", "postlint-allow-begin")]),
        ("postlint-allow-end", [("misspelled-allow", "<!-- postlint-allow-end -->")]),
        # Comments that merely speak of it.
        ("postlint is what checks this", []),
        ("postlint-configuration lies in postlint.toml", []),
        ("see postlint-allow in the docs", []),
        ("vale off", []),
    ],
)
def test_what_is_told(comment: str, expected: list[tuple[str, str]]) -> None:
    assert [(rule, words) for rule, words, _, _ in told(f"<!-- {comment} -->\n\nText.\n")] == expected


def test_advice_names_the_nearest_right_name() -> None:
    ((*_, message, advice),) = told("<!-- postlint-allow missing-alt: why -->\n")
    assert message == "There is no rule 'missing-alt' to allow."
    assert advice == "Did you mean 'images/missing-alt'?"
    ((*_, message, advice),) = told("<!-- postlint-disable images: why -->\n")
    assert (message, advice) == ("'postlint-disable' has no effect.", "Write 'postlint-allow'.")
    ((*_, advice),) = told("<!-- postlint-alow-file images: why -->\n")
    assert advice == "Write 'postlint-allow-file'."


def test_fixes_of_suppressions_make_them_work() -> None:
    fixed = LINTER.fix_text(f"<!-- postlint-disable images/mising-alt{WHY} -->\n\n{IMAGE}\n", unsafe=True)
    assert fixed.text == f"<!-- postlint-allow images/missing-alt{WHY} -->\n\n{IMAGE}\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{allow: [images/mising-alt]}", [("unknown-allow", "images/mising-alt")]),
        ("{allow: ['images/mising-alt']}", [("unknown-allow", "images/mising-alt")]),
        ("{disable: [images]}", [("misspelled-allow", "disable")]),
        ("{allow: [images], off: true}", [("misspelled-allow", "off")]),
        ("[images]", [("misspelled-allow", "postlint")]),
        ("false", [("misspelled-allow", "postlint")]),
        ("{}", [("misspelled-allow", "postlint")]),
        ("{allow: [[images]]}", [("misspelled-allow", "[images]")]),
        ("{allow: {images: why}}", [("misspelled-allow", "{images: why}")]),
        ("{allow: [postlint/crashed-rule]}", [("unknown-allow", "postlint/crashed-rule")]),
        ("{allow: [images]}", []),
    ],
)
def test_what_is_told_about_the_key(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(rule, words) for rule, words, _, _ in told(f"---\npostlint: {value}\n---\n")] == expected


# What is not needed


def unused(text: str, *select: str) -> list[tuple[int, int]]:
    linter = Linter(Config(root=".", select=select or None), load())
    found = linter.lint_text(text)
    return [(one.start.line, one.start.column) for one in found if one.rule == "postlint/unused-allow"]


@pytest.mark.parametrize(
    ("text", "select", "expected"),
    [
        (f"{HERE}\n\nText.\n", (ID,), [(1, 21)]),
        (f"{HERE}\n\nText.\n", ("links",), []),
        (f"{HERE}\n\n{IMAGE}\n\n{HERE}\n\nText.\n", (ID,), [(5, 21)]),
        # All that cover a finding are needed: nobody can say which of them is too many.
        (f"<!-- postlint-allow-file {ID}{WHY} -->\n\n{HERE}\n\n{IMAGE}\n", (ID,), []),
        (f"<!-- postlint-allow {ID} links{WHY} -->\n\n{IMAGE}\n", ("images", "links"), [(1, 40)]),
        # A pack is not needed if all its rules say so; one that is off by default need not be asked.
        (f"<!-- postlint-allow images{WHY} -->\n\nText.\n", ("images",), [(1, 21)]),
        (f"<!-- postlint-allow structure{WHY} -->\n\nText.\n", ("structure/second-h1",), []),
        ("---\npostlint: {allow: [images/missing-alt]}\n---\nText.\n", (ID,), [(2, 20)]),
        # What never could be used is told otherwise.
        (f"<!-- postlint-allow images/mising-alt{WHY} -->\n\nText.\n", (ID,), []),
    ],
)
def test_what_nothing_needs(text: str, select: tuple[str, ...], expected: list[tuple[int, int]]) -> None:
    assert unused(text, *select) == expected


def test_a_rule_of_another_language_cannot_tell_whether_it_is_needed() -> None:
    text = "---\nlang: fr\n---\n<!-- postlint-allow plain-english/doubled-word: oui -->\n\nTexte.\n"
    assert unused(text) == []
    assert unused(text.replace("fr", "en")) == [(4, 21)]


def test_a_finding_belongs_to_the_line_where_it_starts() -> None:
    text = "The segment is written to\nto disk.{}\n"
    linter = Linter(Config(root=".", select=("plain-english/doubled-word",)), load())
    comment = " <!-- postlint-allow plain-english/doubled-word: it is -->"
    assert [one.rule for one in linter.lint_text(text.format(comment))] == [
        "plain-english/doubled-word",
        "postlint/unused-allow",
    ]
    assert linter.lint_text(f"The segment is written to{comment}\nto disk.\n") == []


# Floods


@pytest.mark.parametrize(
    "line",
    [
        f"{HERE}\n",
        f"{HERE}\n\n",
        f"{HERE} ",
        f"{HERE}\n\n![](x.png)\n\n",
        f"<!-- postlint-allow-start {ID}{WHY} -->\n",
        f"<!-- postlint-allow-start {ID}{WHY} -->\n<!-- postlint-allow-end links -->\n",
        f"- {HERE}\n  x\n",
        f"{IMAGE} {HERE}\n",
    ],
)
def test_floods_of_suppressions_take_linear_time(line: str) -> None:
    def seconds(count: int) -> float:
        doc = Document(line * count)
        _ = doc.comments, doc.outline, doc.lists
        started = time.process_time()
        allowed = suppressions(doc, RULES)
        places = [(ID, number) for number in range(1, count)]
        assert len([place for place in places if allowed.allow(*place)]) >= 0
        list(unneeded(doc, allowed, places, [ID], RULES))
        return time.process_time() - started

    seconds(100)
    # What else the machine does spoils one comparison, and not all of them.
    assert any(seconds(8000) < 14 * max(seconds(1000), 0.02) for _ in range(5))
