"""The formats that are JSON: valid by the schemas of those who read them, whatever posts hold."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.diagnostic import Diagnostic, PlacedEdit, PlacedFix, Reason, RelatedPlace, Severity
from postlint.fix import edited, unplaced
from postlint.registry import load
from postlint.reporters import sarif
from postlint.reporters.escape import visible
from postlint.rule import Case, Rule
from postlint.text import LINE_END, Source
from test_reporters import HOSTILE, UNSEEN, Report, a_diagnostic, printed, runner_commands

DATA = Path(__file__).parent / "data"
SCHEMAS = {
    "sarif": "sarif-2.1.0.schema.json",
    "rdjson": "rdjson-0.21.3.schema.json",
    "gitlab": "gitlab-code-quality.schema.json",
}
VALIDATORS = {
    format: jsonschema.Draft4Validator(json.loads((DATA / name).read_text(encoding="utf-8")))
    for format, name in SCHEMAS.items()
}
FORMATS = ("json", "json-lines", "gitlab", "sarif", "rdjson")
POST = "# News\n\nSee [here](https://acme.test/x) for the the news.\n"


def read(format: str, output: str) -> Any:
    """A report as its readers take it, checked by their schema."""
    if format == "json-lines":
        return [json.loads(line) for line in output.splitlines()]
    made = json.loads(output)
    if format in VALIDATORS:
        for one in made if format == "gitlab" else [made]:
            VALIDATORS[format].validate(one)
    return made


def report_of(text: str, words: str, **further: Any) -> Report:
    source = Source(text)
    found = a_diagnostic(source, words, **further)
    return Report([found], sources={found.path: source})


def a_fix(source: Source, *edits: tuple[int, int, str], safe: bool = True) -> PlacedFix:
    placed = tuple(PlacedEdit(source.position(start), source.position(stop), text) for start, stop, text in edits)
    return PlacedFix("Mend it", safe, placed)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found(format: str) -> None:
    made = read(format, printed(Report(checked=3), format))
    assert {"sarif": lambda: made["runs"][0]["results"], "rdjson": lambda: made["diagnostics"]}.get(
        format, lambda: made
    )() == []


@pytest.mark.parametrize("format", SCHEMAS)
def test_the_schemas_can_say_no(format: str) -> None:
    wrong = {"sarif": {"version": "2.1.0"}, "rdjson": {"diagnostics": {}}, "gitlab": {"description": "x"}}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATORS[format].validate(wrong[format])


def test_json_lines_are_the_diagnostics_of_json() -> None:
    source = Source(POST)
    report = Report([a_diagnostic(source, "news."), a_diagnostic(source, "here", severity=Severity.HINT)])
    lines = printed(report, "json-lines")
    assert lines.count("\n") == 2
    assert read("json-lines", lines) == read("json", printed(report, "json"))


# GitLab


def test_a_finding_for_gitlab() -> None:
    report = report_of(POST, "here", message="'here' says nothing.", help="Say where.", severity=Severity.ERROR)
    [found] = read("gitlab", printed(report, "gitlab", show_from_top=lambda path: f"site/{path}"))
    assert re.fullmatch("[0-9a-f]{32}", found.pop("fingerprint"))
    assert found == {
        "description": "'here' says nothing. Say where.",
        "check_name": "links/vague-text",
        "severity": "major",
        "location": {"path": "site/posts/a.md", "lines": {"begin": 3, "end": 3}},
    }
    severities = [read("gitlab", printed(report_of(POST, "here", severity=level), "gitlab")) for level in Severity]
    assert [one["severity"] for [one] in severities] == ["info", "minor", "major"]


# Fingerprints


def known_by(text: str, *words: str, format: str = "gitlab", **further: Any) -> list[str]:
    source = Source(text)
    found = []
    for one in words:
        for match in re.finditer(re.escape(one), text):
            start, stop = source.position(match.start()), source.position(match.end())
            fields = {"message": "m", "severity": Severity.WARNING, "path": "a.md", "rule": "a/b", **further}
            found.append(Diagnostic(start=start, end=stop, **fields))
    report = Report(found, sources={"a.md": source})
    made = read(format, printed(report, format))
    if format == "gitlab":
        return [one["fingerprint"] for one in made]
    return [one["partialFingerprints"]["postlintFinding/v1"] for one in made["runs"][0]["results"]]


@pytest.mark.parametrize("format", ["gitlab", "sarif"])
def test_fingerprints_survive_moved_lines_and_new_words(format: str) -> None:
    before = known_by("a here b there", "here", format=format)
    assert len(set(before)) == 2
    assert known_by("new\n\nlines\n\na here b there\n\nmore", "here", format=format) == before
    assert known_by("a here b there", "here", format=format, message="said otherwise") == before
    assert known_by("a here b there", "here", format=format, severity=Severity.ERROR) == before


def test_fingerprints_tell_findings_apart() -> None:
    [first] = known_by("a here", "here")
    assert known_by("a here", "here", rule="a/c") != [first]
    assert known_by("a there", "there") != [first]
    assert known_by("a  here\nthere", "here\nthere") == known_by("here there", "here there")
    everything = known_by("x x x x y x", "x", "y")
    assert len(set(everything)) == len(everything) == 6


def test_a_finding_of_no_words_is_known_by_its_line() -> None:
    source, moved = Source("ab\ncd"), Source("\n\nab\ncd")
    prints = []
    for text, offset in ((source, 1), (moved, 3), (source, 3)):
        place = text.position(offset)
        report = Report([Diagnostic("a.md", place, place, "a/b", "m", Severity.WARNING)], sources={"a.md": text})
        prints.append(json.loads(printed(report, "gitlab"))[0]["fingerprint"])
    assert prints[0] == prints[1] != prints[2]


# RDJSON


def test_a_finding_for_reviewdog() -> None:
    text = "\ufeff𐐀 the\nsée here\n"
    source = Source(text)
    further = {"message": "Vague.", "help": "Say where.", "fix": a_fix(source, (10, 14, "ü"), (6, 6, "z"))}
    [found] = read("rdjson", printed(report_of(text, "here", **further), "rdjson"))["diagnostics"]
    assert found == {
        "message": "Vague.\nSay where.",
        "location": {
            "path": "posts/a.md",
            "range": {"start": {"line": 2, "column": 6}, "end": {"line": 2, "column": 10}},
        },
        "severity": "WARNING",
        "code": {"value": "links/vague-text"},
        # Several edits are one suggestion: several suggestions would be a choice.
        "suggestions": [
            {
                "range": {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 10}},
                "text": "zsée ü",
            }
        ],
    }
    # As reviewdog counts, the mark at the start of the file is three bytes of line 1, and 𐐀 is four.
    [first] = read("rdjson", printed(report_of(text, "the"), "rdjson"))["diagnostics"]
    assert first["location"]["range"]["start"] == {"line": 1, "column": 3 + 4 + 1 + 1}
    assert "suggestions" not in first


def test_what_was_never_read_has_a_line_only() -> None:
    report = report_of(POST, "here", rule="postlint/not-utf-8")._replace(sources={}, unchecked=1)
    [found] = read("rdjson", printed(report, "rdjson"))["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 3}}


def in_bytes(text: str, suggestion: dict[str, Any]) -> str:
    """A suggestion carried out on the bytes of the file."""
    data = text.encode()
    starts = [0, *(match.end() for match in re.finditer(rb"\r\n|\r|\n", data))]

    def offset(position: dict[str, int]) -> int:
        return starts[position["line"] - 1] + position["column"] - 1

    place = suggestion["range"]
    return (data[: offset(place["start"])] + suggestion["text"].encode() + data[offset(place["end"]) :]).decode()


def in_characters(text: str, run: dict[str, Any], fix: dict[str, Any]) -> str:
    """A fix of SARIF carried out as its run says that lines and columns count."""
    assert run["columnKind"] == "unicodeCodePoints"
    ends = "|".join(map(re.escape, run["newlineSequences"]))
    starts = [0, *(match.end() for match in re.finditer(ends, text))]
    [change] = fix["artifactChanges"]
    for replacement in sorted(
        change["replacements"], key=lambda one: list(one["deletedRegion"].values()), reverse=True
    ):
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        stop = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + replacement.get("insertedContent", {"text": ""})["text"] + text[stop:]
    return text


written = st.text(st.characters(codec="utf-8"), max_size=25) | st.text("aé𐐀 \r\n\ufeff", max_size=25)


@settings(deadline=None)
@given(
    written, st.lists(st.tuples(st.integers(0, 25), st.integers(0, 8), written), min_size=1, max_size=4), st.booleans()
)
def test_fixes_mean_the_same_to_all(text: str, wanted: list[tuple[int, int, str]], marked: bool) -> None:
    text = "\ufeff" + text if marked else text
    source = Source(text)
    edits, done = [], -1
    for start, length, new in sorted(wanted):
        stop = min(start + length, len(source.text))
        if done < start <= len(source.text):
            edits.append((start, stop, new))
            done = stop
    if not edits:
        return
    fix = a_fix(source, *edits)
    found = Diagnostic("a.md", source.position(0), source.position(0), "a/b", "m", Severity.WARNING, fix=fix)
    report = Report([found], sources={"a.md": source})
    expected = edited(source.text, unplaced(fix).edits)
    [one] = read("rdjson", printed(report, "rdjson"))["diagnostics"]
    mark = "\ufeff" if source.has_bom else ""
    assert in_bytes(text, one["suggestions"][0]) == mark + expected
    [run] = read("sarif", printed(report, "sarif"))["runs"]
    assert in_characters(source.text, run, run["results"][0]["fixes"][0]) == expected
    [one] = read("json", printed(report, "json"))
    assert [(edit["start"]["offset"], edit["end"]["offset"], edit["text"]) for edit in one["fix"]["edits"]] == edits


def test_the_lines_of_sarif_are_those_of_postlint() -> None:
    [run] = json.loads(printed(Report(), "sarif"))["runs"]
    assert run["newlineSequences"] == LINE_END.pattern.encode().decode("unicode-escape").split("|")


# SARIF


def log_of(report: Report, **options: Any) -> dict[str, Any]:
    [run] = read("sarif", printed(report, "sarif", **options))["runs"]
    return run


def test_a_finding_in_sarif() -> None:
    source = Source(POST)
    place = source.position(2), source.position(6)
    report = report_of(
        POST,
        "here",
        rule="values/pushy-cta",
        severity=Severity.ERROR,
        message="'here' says nothing.",
        help="Say where.",
        step="urgent",
        value="no-pushy-cta",
        why="Nobody is pressed.",
        reasons=(Reason("link", "here"),),
        related=(RelatedPlace("b c.md", *place, "There."),),
        fix=a_fix(source, (12, 16, "the news"), (8, 9, ""), safe=False),
    )
    run = log_of(report, show_from_top=lambda path: f"site/{path}")
    [result] = run["results"]
    assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"].pop("postlintFinding/v1"))
    region = {"startLine": 3, "startColumn": 6, "endLine": 3, "endColumn": 10}
    artifact = {"uri": "site/posts/a.md", "uriBaseId": "SRCROOT"}
    assert result == {
        "ruleId": "values/pushy-cta",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "'here' says nothing. Say where."},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {},
        "relatedLocations": [
            {
                "id": 0,
                "physicalLocation": {
                    "artifactLocation": {"uri": "site/b%20c.md", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 7},
                },
                "message": {"text": "There."},
            }
        ],
        "fixes": [
            {
                "description": {"text": "Mend it"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
                                "insertedContent": {"text": "the news"},
                            },
                            {"deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2}},
                        ],
                    }
                ],
                "properties": {"safe": False},
            }
        ],
        "properties": {"value": "no-pushy-cta", "step": "urgent", "reasons": [{"signal": "link", "words": "here"}]},
    }
    [rule] = run["tool"]["driver"]["rules"]  # of an unknown rule the finding tells what it can
    assert rule["fullDescription"] == {"text": "Nobody is pressed."}
    assert rule["properties"]["tags"] == ["values", "no-pushy-cta"]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_the_worst_come_first() -> None:
    source = Source("abc")
    levels = (Severity.HINT, Severity.ERROR, Severity.WARNING)
    found = [a_diagnostic(source, "a", path=f"{i}.md", severity=levels[i % 3]) for i in range(6)]
    results = log_of(Report(found))["results"]
    assert [result["level"] for result in results] == ["error"] * 2 + ["warning"] * 2 + ["note"] * 2
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results] == [
        f"{i}.md" for i in (1, 4, 2, 5, 0, 3)
    ]


def test_rules_are_told_with_their_examples() -> None:
    rules = load().rules
    found = [a_diagnostic(Source(POST), "here", rule=id) for id in rules]
    run = log_of(Report(found), rules=rules)
    told = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in told] == sorted(rules)
    assert [told[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    for rule in told:
        known = rules[rule["id"]]
        assert rule["shortDescription"]["text"] == known.summary
        assert rule["help"]["text"].startswith(known.summary)
        assert rule["help"]["text"] != known.summary
        assert len(rule["properties"]["tags"]) <= 10
        if known.bad:
            assert "## Found\n\n```text\n" in rule["help"]["markdown"]
    missing_alt = next(rule for rule in told if rule["id"] == "images/missing-alt")
    assert "\n```text\nSee ![](chart.png) for the load.\n    ^^^" in missing_alt["help"]["markdown"]


def test_no_example_ends_its_code_block() -> None:
    examples = (Case("```\ncode\n````\n<b>\n"),)
    rule = Rule("a/b", "Say <b>it</b>.", "Why.", None, (), bad=examples)
    [told] = log_of(Report([a_diagnostic(Source("x"), "x", rule="a/b")]), rules={"a/b": rule})["tool"]["driver"][
        "rules"
    ]
    assert told["help"]["markdown"] == (
        "Say \\<b>it\\</b>.\n\nWhy.\n\n## Found\n\n`````text\n```\ncode\n````\n<b>\n`````"
    )


def test_long_descriptions_are_cut_as_github_wants() -> None:
    rule = Rule("a/b", "s" * 3000, "w" * 3000, None, ())
    [told] = log_of(Report([a_diagnostic(Source("x"), "x", rule="a/b")]), rules={"a/b": rule})["tool"]["driver"][
        "rules"
    ]
    assert len(told["shortDescription"]["text"]) == len(told["fullDescription"]["text"]) == 1024


def test_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif.MOST_RESULTS == 25_000
    monkeypatch.setattr(sarif, "MOST_RESULTS", 5)
    source = Source("x" * 20)
    levels = (Severity.HINT, Severity.WARNING, Severity.ERROR)
    found = [
        Diagnostic("a.md", source.position(i), source.position(i + 1), f"a/r{i % 3}", "m", levels[i % 3])
        for i in range(12)
    ]
    run = log_of(Report(found, sources={"a.md": source}, unchecked=2))
    assert [result["level"] for result in run["results"]] == ["error"] * 4 + ["warning"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["a/r1", "a/r2"]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [
        "2 files could not be checked.",
        "7 results left out, the least severe: GitHub takes 5 of a run.",
    ]


def test_a_full_report_is_quick_and_within_what_github_takes() -> None:
    import gzip
    import time

    source = Source("word " * 6000)
    found = [
        Diagnostic(f"posts/{i % 97}.md", source.position(i), source.position(i + 4), "a/b", f"m {i}", Severity.WARNING)
        for i in range(26_000)
    ]
    report = Report(found, sources=dict.fromkeys({one.path for one in found}, source))
    started = time.monotonic()
    output = printed(report, "sarif")
    assert time.monotonic() - started < 20
    assert len(json.loads(output)["runs"][0]["results"]) == 25_000
    assert len(gzip.compress(output.encode())) < 10_000_000


REFERENCE = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")  # of RFC 3986, without what postlint writes as %


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("posts/a.md", "posts/a.md"),
        ("a b/c#d?e%f.md", "a%20b/c%23d%3Fe%25f.md"),
        ("a:b.md", "a%3Ab.md"),
        ("größe.md", "gr%C3%B6%C3%9Fe.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("../a.md", "../a.md"),
        ("[x](y).md", "%5Bx%5D%28y%29.md"),
        ("-", "-"),
    ],
)
def test_paths_are_references(path: str, uri: str) -> None:
    [result] = log_of(report_of(POST, "here", path=path))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8") | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF), min_size=1))
def test_every_path_comes_back(path: str) -> None:
    [result] = log_of(report_of(POST, "here", path=path))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert REFERENCE.fullmatch(uri)
    assert unquote_to_bytes(uri) == os.fsencode(path)


def test_no_words_of_a_post_become_a_link() -> None:
    [result] = log_of(report_of(POST, "here", message="'[a](https://evil.test)' is empty."))["results"]
    assert result["message"]["text"] == "'[a] (https://evil.test)' is empty."


# Harm

texts = st.text(st.characters(), max_size=20) | st.sampled_from(HOSTILE)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    sources: dict[str, Source] = {}
    found = []
    for _ in range(draw(st.integers(1, 3))):
        path = draw(texts)
        source = sources.setdefault(path, Source(draw(st.text(st.characters(codec="utf-8"), max_size=40))))
        spots = [draw(st.integers(0, len(source.text))) for _ in range(4)]
        start, stop = map(source.position, sorted(spots[:2]))
        edit = PlacedEdit(*map(source.position, sorted(spots[2:])), draw(texts))
        found.append(
            Diagnostic(
                path,
                start,
                stop,
                rule=draw(texts),
                message=draw(texts),
                severity=draw(st.sampled_from(Severity)),
                help=draw(st.none() | texts),
                step=draw(st.none() | texts),
                value=draw(st.none() | texts),
                why=draw(texts),
                reasons=(Reason(draw(texts), draw(texts)),),
                related=(RelatedPlace(draw(texts), start, stop, draw(texts)),),
                fix=draw(st.none() | st.just(PlacedFix(draw(texts), safe=True, edits=(edit,)))),
            )
        )
    if draw(st.booleans()):
        sources.popitem()
    return Report(found, sources=sources, unchecked=draw(st.integers(0, 2)))


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None)
@given(report=reports())
def test_hostile_text_breaks_no_format(format: str, report: Report) -> None:
    output = printed(report, format)
    assert output.isascii()
    assert not UNSEEN.search(output.replace("\n", ""))
    assert runner_commands(output) == []
    made = read(format, output)
    if format in ("gitlab", "sarif", "rdjson"):
        # Their readers refuse escapes of lone surrogates.
        assert json.dumps(made, ensure_ascii=False).encode("utf-8")
    if format == "gitlab":
        assert len({one["fingerprint"] for one in made}) == len(report.diagnostics)
        expected = {" ".join(visible(part) for part in (one.message, one.help) if part) for one in report.diagnostics}
        assert {one["description"] for one in made} == expected


@settings(deadline=None)
@given(report=reports(), rule=texts)
def test_hostile_rules_break_no_help(report: Report, rule: str) -> None:
    case = Case(rule)
    known = {
        one.rule: Rule(one.rule, rule, rule, None, (), bad=(case, case), good=(case,), value=rule)
        for one in report.diagnostics
    }
    output = printed(report, "sarif", rules=known)
    assert runner_commands(output) == []
    read("sarif", output)
