"""Reports, whole and in words; and that no post can speak through them to a terminal or to GitHub's runner."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.diagnostic import (
    Diagnostic,
    PlacedEdit,
    PlacedFix,
    Reason,
    RelatedPlace,
    Severity,
)
from postlint.reporters import COUNTED, FORMATS, Options, lines
from postlint.reporters.escape import cells, line, visible
from postlint.reporters.snippet import snippet
from postlint.reporters.width import width
from postlint.text import Source


class Report(NamedTuple):
    diagnostics: Sequence[Diagnostic] = ()
    checked: int = 1
    unchecked: int = 0
    sources: Mapping[str, Source] = {}
    links: Mapping[str, int] = {}


def a_diagnostic(source: Source, words: str = "", *, path: str = "posts/a.md", **further: Any) -> Diagnostic:
    """A diagnostic about the first place where the words stand."""
    start = source.text.index(words)
    stop = start + len(words)
    further = {"rule": "links/vague-text", "message": "Vague.", "severity": Severity.WARNING, **further}
    return Diagnostic(path, source.position(start), source.position(stop), **further)


def report_of(text: str, words: str = "", **further: Any) -> Report:
    source = Source(text)
    found = a_diagnostic(source, words, **further)
    return Report([found], sources={found.path: source})


def printed(report: Report, format: str = "full", **options: Any) -> str:
    return "".join(text + "\n" for text in lines(format, report, Options(**options)))


# full

POST = "# News\n\nWe wrote **a lot**. See [here](https://acme.test/x) for more.\n"


def test_a_finding_in_full() -> None:
    report = report_of(POST, "here", message="'here' says nothing.", help="Say where the link leads.")
    assert printed(report) == (
        "posts/a.md:3:26: warning[links/vague-text] 'here' says nothing.\n"
        "  |\n"
        "3 | We wrote **a lot**. See [here](https://acme.test/x) for more.\n"
        "  |                          ^^^^\n"
        "  = help: Say where the link leads.\n"
        "\n"
        "Checked 1 post: 1 warning in 1 post.\n"
    )


def test_verbose_says_why_and_on_what_it_rests() -> None:
    report = report_of(
        POST,
        "here",
        rule="values/pushy-cta",
        severity=Severity.ERROR,
        step="urgent",
        value="no-pushy-cta",
        why="Nobody is pressed.\nWho is pressed leaves, and says so to others, so that we lose more than one reader.",
        reasons=(Reason("commercial-link", "acme.test/x"), Reason("imperative", "See")),
        related=(RelatedPlace("posts/b.md", *[Source("a\nbc").position(3)] * 2, "Said before here."),),
    )
    assert printed(report, verbose=True).splitlines()[4:-2] == [
        "  = see: posts/b.md:2:2: Said before here.",
        "  = because: commercial-link: 'acme.test/x'",
        "  = because: imperative: 'See'",
        "  = step: urgent",
        "  = value: no-pushy-cta",
        "  = why: Nobody is pressed. Who is pressed leaves, and says so to others, so that we lose more than",
        "         one reader.",
    ]
    assert printed(report).splitlines()[4:-2] == ["  = see: posts/b.md:2:2: Said before here."]


def test_a_finding_without_its_post_has_no_snippet() -> None:
    report = report_of(
        POST, "here", message="This file is not UTF-8.", rule="postlint/not-utf-8", severity=Severity.ERROR
    )
    assert printed(report._replace(sources={}, unchecked=1, checked=0)) == (
        "posts/a.md:3:26: error[postlint/not-utf-8] This file is not UTF-8.\n"
        "\n"
        "Checked 0 posts: 1 error in 1 post. 1 file could not be checked.\n"
    )


def shown(text: str, words: str, room: int = 80) -> str:
    """The snippet of the first place where the words stand, with its carets."""
    source = Source(text)
    start = source.text.index(words)
    piece = snippet(source, source.position(start), source.position(start + len(words)), room)
    assert width(piece.text) <= room
    last = f" to line {piece.last_line}" if piece.last_line else ""
    return f"{piece.text}\n{' ' * piece.indent}{'^' * piece.carets}{last}"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("a bc d", "bc", "a bc d\n  ^^"),
        ("\ta\tbc", "bc", "    a   bc\n        ^^"),
        ("日本語のbc", "bc", "日本語のbc\n        ^^"),
        ("a 日本 c", "日本", "a 日本 c\n  ^^^^"),
        ("cafe\u0301 bc", "bc", "cafe\u0301 bc\n     ^^"),
        ("⚡ bc", "bc", "⚡ bc\n   ^^"),
        ("⚡\ufe0f bc", "bc", "⚡\ufe0f bc\n   ^^"),
        ("❤\ufe0f bc", "bc", "❤\ufe0f bc\n   ^^"),
        ("1\ufe0f\u20e3 bc", "bc", "1\ufe0f\u20e3 bc\n   ^^"),
        ("a\u202eb c", "c", "aU+202Eb c\n         ^"),
        ("a\x1b[31m c", "c", "a\\x1b[31m c\n          ^"),
        ("##[group] c", "c", "#\\x23[group] c\n             ^"),
        ("one\r\ntwo\r\n", "two", "two\n^^^"),
        ("one\rtwo\r", "two", "two\n^^^"),
        ("\ufeffone", "one", "one\n^^^"),
        ("ab\ncd\nef", "b\ncd\ne", "ab\n ^ to line 3"),
        ("ab\n\nef", "\n\ne", "ab\n  ^ to line 3"),
        ("", "", "\n^"),
        ("ab", "", "ab\n^"),
    ],
)
def test_carets_stand_below_the_words(text: str, words: str, expected: str) -> None:
    assert shown(text, words) == expected


LONG = "The quick brown fox jumps over the lazy dog while nobody watches. "


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            LONG * 3 + "here " + LONG * 3,
            "here",
            "…while nobody watches. here The quick brown fox…\n                       ^^^^",
        ),
        ("here " + LONG * 3, "here", "here The quick brown fox jumps over the lazy dog…\n^^^^"),
        (
            LONG * 3 + "here",
            "here",
            "…over the lazy dog while nobody watches. here\n                                         ^^^^",
        ),
        ("a " + "x" * 99 + " b", "x" * 99, "…" + "x" * 48 + "…\n " + "^" * 48),
        ("字" * 60 + "here" + "字" * 60, "here", "…" + "字" * 11 + "here" + "字" * 11 + "…\n" + " " * 23 + "^^^^"),
    ],
)
def test_long_lines_are_cut_around_the_finding(text: str, words: str, expected: str) -> None:
    assert shown(text, words, room=50) == expected


def test_a_post_in_one_long_line_is_reported_quickly() -> None:
    source = Source("x" * 1_000_000)
    found = [
        Diagnostic("a.md", source.position(i), source.position(i + 5), "a/b", "m", Severity.WARNING)
        for i in range(0, 1_000_000, 2_000)
    ]
    assert len(list(lines("full", Report(found, sources={"a.md": source}), Options()))) > 500 * 5


@given(st.text(), st.integers(0, 50), st.integers(0, 50), st.integers(20, 60))
def test_every_snippet_fits_and_its_carets_stand_below_it(text: str, start: int, length: int, room: int) -> None:
    source = Source(text)
    start = min(start, len(source.text))
    stop = min(start + length, len(source.text))
    piece = snippet(source, source.position(start), source.position(stop), room)
    assert width(piece.text) <= room
    assert piece.carets >= 1
    assert piece.indent + piece.carets <= max(width(piece.text), piece.indent + 1)


# Summary, tables, statistics


def many(count: int) -> Report:
    source = Source("See here.\n" * count)
    paths = [f"posts/{i % 30:02}.md" for i in range(count)]
    found = [
        Diagnostic(
            path,
            source.position(i * 10),
            source.position(i * 10 + 3),
            "links/vague-text" if i % 3 else "images/missing-alt",
            "m",
            Severity.ERROR if i % 3 == 0 else Severity.WARNING,
        )
        for i, path in enumerate(paths)
    ]
    return Report(found, checked=1612, sources=dict.fromkeys(paths, source))


def test_above_fifty_findings_there_are_tables() -> None:
    text = printed(many(60))
    assert text.endswith(
        "errors  warnings  posts  rule\n"
        "     -        40     20  links/vague-text\n"
        "    20         -     10  images/missing-alt\n"
        "\n"
        "errors  warnings  post\n"
        + "".join(f"{'     2         -' if i % 3 == 0 else '     -         2'}  posts/{i:02}.md\n" for i in range(20))
        + "and 10 further posts with 20 findings\n"
        "\n"
        "Checked 1,612 posts: 20 errors and 40 warnings in 30 posts.\n"
    )
    assert "  rule" not in printed(many(50))


def test_hints_are_counted_and_shown_when_asked_for() -> None:
    report = report_of(POST, "here", severity=Severity.HINT)
    assert printed(report) == "Checked 1 post: no errors or warnings. 1 hint more with --hints.\n"
    assert printed(report, hints=True).endswith("\nChecked 1 post: 1 hint in 1 post.\n")
    assert "hint[links/vague-text]" in printed(report, hints=True)
    assert printed(report, "concise") == "Checked 1 post: no errors or warnings. 1 hint more with --hints.\n"
    assert json.loads(printed(report, "json"))[0]["severity"] == "hint"


def test_nothing_found() -> None:
    assert printed(Report(checked=3)) == "Checked 3 posts: nothing found.\n"
    assert printed(Report(checked=3), "concise") == "Checked 3 posts: nothing found.\n"
    assert printed(Report(checked=3), "json") == "[]\n"


def test_quiet_leaves_only_findings() -> None:
    assert printed(Report(), quiet=True) == ""
    assert (
        printed(report_of(POST, "here"), "concise", quiet=True) == "posts/a.md:3:26: warning[links/vague-text] Vague.\n"
    )
    assert "Checked" not in printed(report_of(POST, "here"), quiet=True)


def test_statistics() -> None:
    assert printed(many(6), statistics=True) == (
        "errors  warnings  posts  rule\n"
        "     -         4      4  links/vague-text\n"
        "     2         -      2  images/missing-alt\n"
        "\n"
        "Checked 1,612 posts: 2 errors and 4 warnings in 6 posts.\n"
    )
    assert json.loads(printed(many(6), "json", statistics=True)) == [
        {"rule": "images/missing-alt", "findings": 2, "errors": 2, "warnings": 0, "hints": 0, "posts": 2},
        {"rule": "links/vague-text", "findings": 4, "errors": 0, "warnings": 4, "hints": 0, "posts": 4},
    ]
    assert "1 hint in 1 post" in printed(report_of(POST, "here", severity=Severity.HINT), statistics=True)


def test_concise_is_a_line_each() -> None:
    text = printed(many(3), "concise")
    assert text.splitlines()[0] == "posts/00.md:1:1: error[images/missing-alt] m"
    assert len(text.splitlines()) == 4


def test_paths_are_shown_as_the_reader_needs_them_and_sorted_by_that() -> None:
    source = Source("ab")
    found = [a_diagnostic(source, "a", path=path) for path in ("a/x.md", "b/x.md")]
    report = Report(found, sources={"a/x.md": source, "b/x.md": source})

    def show(path: str) -> str:
        return f"../{path}" if path.startswith("b") else path

    text = printed(report, "concise", show_path=show, quiet=True)
    assert [one.partition(":")[0] for one in text.splitlines()] == ["../b/x.md", "a/x.md"]
    assert [one["path"] for one in json.loads(printed(report, "json", show_path=show))] == ["../b/x.md", "a/x.md"]


def test_an_unknown_format() -> None:
    with pytest.raises(KeyError):
        lines("fancy", Report(), Options())
    for format in FORMATS:
        if format not in COUNTED:
            with pytest.raises(KeyError):
                lines(format, Report(), Options(statistics=True))


def test_colors_are_all_that_differs_in_color() -> None:
    for report in (many(60), report_of(POST, "here", help="Help.", why="Why."), Report(checked=2)):
        for format in ("full", "concise"):
            colored = printed(report, format, color=True, verbose=True)
            assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == printed(report, format, verbose=True)
    assert "\x1b[1;33mwarning\x1b[0m[links/vague-text]" in printed(many(3), "concise", color=True)


# JSON


def test_one_diagnostic_as_json() -> None:
    source = Source("\ufeffa\r\nSée 😀 here")
    start, stop = source.position(9), source.position(13)
    report = Report(
        [
            a_diagnostic(
                source,
                "here",
                rule="values/pushy-cta",
                severity=Severity.ERROR,
                step="urgent",
                value="no-pushy-cta",
                help="Say where.",
                reasons=(Reason("link", "here"),),
                related=(RelatedPlace("posts/b.md", start, stop, "There."),),
                fix=PlacedFix("Name it", safe=False, edits=(PlacedEdit(start, stop, "the docs"),)),
            )
        ]
    )
    place = {"start": {"line": 2, "column": 7, "offset": 9}, "end": {"line": 2, "column": 11, "offset": 13}}
    assert json.loads(printed(report, "json")) == [
        {
            "path": "posts/a.md",
            "rule": "values/pushy-cta",
            "severity": "error",
            "step": "urgent",
            "value": "no-pushy-cta",
            "message": "Vague.",
            "help": "Say where.",
            "url": None,
            "reasons": [{"signal": "link", "words": "here"}],
            **place,
            "related": [{"path": "posts/b.md", **place, "message": "There."}],
            "fix": {"title": "Name it", "safe": False, "edits": [{**place, "text": "the docs"}]},
        }
    ]


def test_json_is_sorted_by_path_start_end_rule_and_message() -> None:
    source = Source("abc")
    found = [
        a_diagnostic(source, "b", path="b.md"),
        a_diagnostic(source, "b", path="a.md", message="2"),
        a_diagnostic(source, "b", path="a.md", message="1"),
        a_diagnostic(source, "bc", path="a.md", rule="a/a"),
        a_diagnostic(source, "b", path="a.md", rule="a/a", message="9"),
        a_diagnostic(source, "abc", path="a.md"),
    ]
    ordered = [
        (one["path"], one["start"]["offset"], one["end"]["offset"], one["rule"], one["message"])
        for one in json.loads(printed(Report(found), "json"))
    ]
    assert ordered == sorted(ordered)
    assert len(ordered) == 6


# Harm

HOSTILE = [
    "\n::error::x",
    "::add-mask::x",
    "  ::stop-commands::x",
    "\u3000::error::x",
    "\xa0::error::x",
    "##[add-matcher]x",
    "a ##[group]b",
    "###[x]",
    "##\x1b[0m[x]",
    "\x1b]8;;https://evil.test\x07x",
    "\x1b]52;c;eA==\x07",
    "\x9b31mred",
    "over\rwrite",
    "\x07\x00\x7f\x85",
    "\u202eright\u202c \u2066left\u2069 \u200e\u200f\u061c",
    "zero\u200bwidth\u200d\u2060\ufeff\u00ad\u180e",
    "line\u2028para\u2029",
    "tag\U000e0041\U000e007f",
    "lone \ud800 \udcff",
    "\ufe0f",
    "#\ufe0f#[error]x",
    "%0A::error::x%25",
    "]]> <!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]> &b; &#0; \ufffe \uffff",
    "[words](https://evil.test) {0} {{x}}",
    "quotes \" and ' and \\ and `",
]
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    r"\U000e0000-\U000e007f]"
)


def runner_commands(output: str) -> list[str]:
    """What GitHub's runner would obey: `::` at the start of a line but for blanks, `##[` anywhere."""
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in re.split(r"\r\n|\r|\n", output)]
    return [text for text in plain if text.strip().startswith("::") or "##[" in text]


def test_the_check_for_harm_can_fail() -> None:
    assert runner_commands("a\n  ::error::x\nb ##[x]")
    assert UNSEEN.search("\u202e")


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("format", [*(format for format in FORMATS if format != "github"), "statistics"])
@pytest.mark.parametrize("color", [False, True])
def test_no_post_speaks_through_a_report(words: str, format: str, color: bool) -> None:
    source = Source(f"{words} x {words}")
    place = source.position(0), source.position(len(source.text))
    for path in (words, "posts/##"):
        found = Diagnostic(
            path,
            *place,
            rule=f"a/{words}",
            message=words,
            severity=Severity.ERROR,
            help=words,
            step=words,
            value=words,
            why=f"{words} {'why ' * 30}{words} ::error::x",
            reasons=(Reason(words, words),),
            related=(RelatedPlace(words, *place, words),),
            fix=PlacedFix(words, safe=True, edits=(PlacedEdit(*place, words),)),
        )
        report = Report([found] * 51, sources={path: source})
        name, options = (format, {}) if format != "statistics" else ("full", {"statistics": True})
        output = printed(report, name, verbose=True, hints=True, color=color, **options)
        assert runner_commands(output) == []
        seen = re.sub(r"\x1b\[[0-9;]*m", "", output) if color else output
        assert not UNSEEN.search(seen.replace("\n", ""))
        if format == "json":
            assert output.isascii()
            [one, *_] = json.loads(output)
            assert (one["message"], one["path"], one["reasons"][0]["words"]) == (words, path, words)


@given(st.text(st.characters()))
def test_visible_text_is_harmless_and_harmless_text_stays(text: str) -> None:
    seen = visible(text)
    assert not UNSEEN.search(seen)
    assert "##[" not in seen
    assert visible(seen) == seen
    assert "".join(cells(text)) == seen
    assert len(cells(text)) == len(text)


@given(st.text("#[: \x1b0m\u3000a"))
def test_no_finished_line_is_a_command(text: str) -> None:
    assert runner_commands(line(visible(text))) == []
    for color in ("\x1b[1m", "\x1b[0m"):
        assert runner_commands(line(f"{color}{visible(text)}{color}[{color}x")) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Größe “x” – 100 %", "Größe “x” – 100 %"),
        ("tab\there", "tab\\there"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202e", "U+202E"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud83d", "U+D83D"),
        ("👨\u200d👩", "👨U+200D👩"),
        ("⚡\ufe0f", "⚡\ufe0f"),
        ("a\ufe0f", "aU+FE0F"),
        ("#\ufe0f\u20e3", "#\ufe0f\u20e3"),
        ("#\ufe0f#[x", "#U+FE0F#[x"),
        ("##\ufe0e[x", "##U+FE0E[x"),
        ("##[x", "#\\x23[x"),
        ("## [x", "## [x"),
    ],
)
def test_what_is_shown_instead(text: str, seen: str) -> None:
    assert visible(text) == seen
