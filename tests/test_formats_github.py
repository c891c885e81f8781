"""GitHub's workflow commands, read back as its runner reads them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import IGNORED, harm
from github_runner import Command, commands, parsed
from postlint.diagnostic import Diagnostic, Severity
from postlint.reporters.escape import visible
from postlint.text import Source
from test_reporters import HOSTILE, Report, a_diagnostic, printed

SOURCE = Source("# News\n\nWe wrote **a lot**.\nSee [here](https://acme.test/x) for more.\n")


def of(words: str = "here", **further: Any) -> Command:
    report = Report([a_diagnostic(SOURCE, words, **further)], sources={"posts/a.md": SOURCE})
    [command] = commands(printed(report, "github"))
    return command


def test_a_finding() -> None:
    report = Report([a_diagnostic(SOURCE, "here", message="'here': 100 %, really?", help="Say where, and why.")])
    assert printed(report, "github") == (
        "::warning file=posts/a.md,line=4,col=6,endLine=4,endColumn=10,title=postlint%3A links/vague-text"
        "::'here': 100 %25, really?%0ASay where, and why.\n"
        "Checked 1 post: 1 warning in 1 post.\n"
    )
    assert printed(Report(checked=3), "github") == "Checked 3 posts: nothing found.\n"
    assert printed(Report(checked=3), "github", quiet=True) == ""


@pytest.mark.parametrize(
    ("severity", "name"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.HINT, "notice")]
)
def test_severities(severity: Severity, name: str) -> None:
    assert of(severity=severity).name == name


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("here", {"line": "4", "col": "6", "endLine": "4", "endColumn": "10"}),
        ("", {"line": "1", "col": "1", "endLine": "1", "endColumn": "1"}),
        # GitHub refuses columns where the lines differ.
        ("a lot**.\nSee", {"line": "3", "endLine": "4"}),
        # The end is exclusive: nothing of line 4 is meant.
        ("a lot**.\n", {"line": "3", "col": "12"}),
        ("News\n\nWe wrote **a lot**.\n", {"line": "1", "endLine": "3"}),
    ],
)
def test_places(words: str, place: dict[str, str]) -> None:
    properties = of(words).properties
    assert properties.pop("file") == "posts/a.md"
    assert properties.pop("title") == "postlint: links/vague-text"
    assert properties == place


def many(errors: int, warnings: int, hints: int) -> Report:
    source = Source("x\n" * 200)
    counts = ((Severity.HINT, hints), (Severity.WARNING, warnings), (Severity.ERROR, errors))
    found = [
        Diagnostic("a.md", source.position(2 * i), source.position(2 * i + 1), "a/b", f"{level.label} {i}", level)
        for level, count in counts
        for i in range(count)
    ]
    return Report(found, sources={"a.md": source})


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ((10, 10, 10), (10, 10, 10)),
        ((11, 10, 10), (10, 10, 9)),
        ((0, 0, 11), (0, 0, 9)),
        ((50, 0, 0), (10, 0, 0)),
        ((12, 40, 3), (10, 10, 3)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_no_more_than_github_keeps_and_the_rest_is_told(counts: tuple[int, ...], kept: tuple[int, ...]) -> None:
    output = printed(many(*counts), "github")
    found = commands(output)
    told = [command for command in found if "file" not in command.properties]
    names = [command.name for command in found if "file" in command.properties]
    assert names == ["error"] * kept[0] + ["warning"] * kept[1] + ["notice"] * kept[2]
    assert all([command.name for command in found].count(name) <= 10 for name in ("error", "warning", "notice"))
    left = sum(counts) - sum(kept)
    plural = "" if left == 1 else "s"
    assert [command.data for command in told] == (
        [f"GitHub keeps 10 annotations of a kind. {left} more finding{plural} in the log of this step."] * bool(left)
    )
    # Nothing is lost: what is no annotation is a line of the log.
    log = [line for line in output.splitlines() if line.startswith("a.md:")]
    assert len(log) == left
    for level, count in zip(("error", "warning", "hint"), counts, strict=True):
        assert len(re.findall(rf"\b{level} \d+$", output, re.MULTILINE)) == count


def test_changed_lines_come_first_and_within_them_the_most_severe() -> None:
    report = many(errors=12, warnings=3, hints=1)
    new = {f"error {i}" for i in (10, 11)} | {"warning 2"}
    output = printed(report, "github", is_new=lambda found: found.message in new, rest="the summary of this job")
    found = commands(output)
    assert [command.data for command in found[:4]] == ["error 10", "error 11", "warning 2", "error 0"]
    assert [command.data for command in found if command.name == "error"] == [
        *("error 10", "error 11"),
        *(f"error {i}" for i in range(8)),
    ]
    assert found[-1].data == "GitHub keeps 10 annotations of a kind. 2 more findings in the summary of this job."


def test_paths_count_from_the_top_of_the_repository() -> None:
    report = Report([a_diagnostic(SOURCE, "here", path="a.md")])
    [command] = commands(printed(report, "github", show_from_top=lambda path: f"site/{path}", show_path=lambda _: "no"))
    assert command.properties["file"] == "site/a.md"


texts = st.text(st.characters(), max_size=30) | st.sampled_from(HOSTILE) | st.text("%0AD25:,=#[] \n\r;", max_size=12)


@settings(deadline=None)
@given(texts, texts, texts, st.none() | texts)
def test_every_text_comes_back_and_nothing_else_is_a_command(
    path: str, rule: str, message: str, help: str | None
) -> None:
    found = a_diagnostic(SOURCE, "here", path=path, rule=rule, message=message, help=help)
    output = printed(Report([found]), "github")
    first, *others = output.removesuffix("\n").split("\n")
    assert parsed(first) == Command(
        "warning",
        {
            "file": visible(path),
            "line": "4",
            "col": "6",
            "endLine": "4",
            "endColumn": "10",
            "title": f"postlint: {visible(rule)}".rstrip(),  # the runner trims
        },
        "\n".join(visible(part) for part in (message, help) if part),
    )
    # The runner looks for either kind of command by culture, which leaves some characters out.
    assert "##[" not in IGNORED.sub("", first)
    assert IGNORED.sub("", first) == re.sub(r"[\ufe0e\ufe0f]", "", first)
    assert harm("\n".join(others).encode()) == []


@settings(deadline=None)
@given(st.lists(texts, min_size=11, max_size=14))
def test_what_is_only_in_the_log_says_nothing(messages: list[str]) -> None:
    found = [a_diagnostic(SOURCE, "here", path=text, rule=text, message=text) for text in messages]
    lines = printed(Report(found), "github").split("\n")
    assert (
        harm(
            "\n".join(
                line for line in lines if not re.match(r"::(warning file=|notice title=postlint::)", line)
            ).encode()
        )
        == []
    )
    assert len(lines) == len(messages) + 1 + 1 + 1
