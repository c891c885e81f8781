"""The report for the summary of a GitHub job, read as Markdown and as what GitHub makes of text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postlint.diagnostic import Diagnostic, Severity
from postlint.reporters.escape import visible
from postlint.reporters.markdown import MAX, ROOM
from postlint.text import Source
from test_reporters import HOSTILE, Report, a_diagnostic, printed

SOURCE = Source("# News\n\nWe wrote **a lot**.\nSee [here](https://acme.test/x) for more.\n")
# What GitHub turns into links or pictures where it stands in one piece of text.
MADE_MORE_OF = re.compile(r"@\w|#\d|https?://\S|\bwww\.\w|:\w+:|\$\S", re.I)


class Page(HTMLParser):
    """Rows of tables, and pieces of text as they lie between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.pieces: list[str] = []
        self.tags: set[str] = set()
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True
        elif tag == "br" and self._in_cell:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self._in_cell:
            self.rows[-1][-1] += data


def read(markdown: str) -> Page:
    page = Page()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    page.close()
    return page


def test_a_finding() -> None:
    found = a_diagnostic(SOURCE, "here", message="'here' is vague.", help="Say where.", severity=Severity.ERROR)
    assert printed(Report([found]), "markdown") == (
        "## Checked 1 post: 1 error in 1 post.\n"
        "\n"
        "### posts/a.md\n"
        "\n"
        "| line | severity | finding | rule |\n"
        "|---:|---|---|---|\n"
        "| 4 | error | 'here' is vague.<br>Say where. | links/vague-text |\n"
    )
    assert printed(Report(checked=3), "markdown") == "## Checked 3 posts: nothing found.\n"


def test_the_worst_post_comes_first_and_its_findings_in_order() -> None:
    def one(path: str, words: str, severity: Severity) -> Diagnostic:
        return a_diagnostic(SOURCE, words, path=path, severity=severity)

    found = [
        one("a.md", "News", Severity.HINT),
        one("b.md", "here", Severity.ERROR),
        one("c.md", "News", Severity.WARNING),
        one("c.md", "here", Severity.ERROR),
    ]
    text = printed(Report(found, checked=3), "markdown")
    assert re.findall("^### (.*)$", text, re.MULTILINE) == ["c.md", "b.md", "a.md"]
    rows = read(text).rows
    assert rows[:4] == [
        ["post", "errors", "warnings", "hints"],
        ["c.md", "1", "1", ""],
        ["b.md", "1", "", ""],
        ["a.md", "", "", "1"],
    ]
    assert [row[:2] for row in rows[5:7]] == [["1", "warning"], ["4", "error"]]


def test_paths_count_from_the_top_of_the_repository() -> None:
    report = Report([a_diagnostic(SOURCE, "here", path="a.md")])
    assert "### site/a.md\n" in printed(report, "markdown", show_from_top=lambda path: f"site/{path}")


texts = (
    st.text(st.characters(), max_size=30)
    | st.sampled_from(
        [*HOSTILE, "@acme/team", "#12", "https://a.test", "WWW.a.test", ":tada:", "$x^2$ and $y$", "~~a~~"]
    )
    | st.text("|\\`*_[]()<>!@#:$~&;amp \nw.1", max_size=12)
)


@given(texts, texts, texts, st.none() | texts)
def test_every_text_is_shown_as_it_is_and_becomes_nothing_else(
    path: str, rule: str, message: str, help: str | None
) -> None:
    found = a_diagnostic(SOURCE, "here", path=path, rule=rule, message=message, help=help)
    page = read(printed(Report([found]), "markdown"))
    said = "\n".join(visible(part).strip() for part in (message, help) if part)
    [_, row] = page.rows
    assert [squeezed(cell) for cell in row] == ["4", "warning", squeezed(said), squeezed(visible(rule))]
    assert page.tags <= {"h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "br", "span"}
    assert [piece for piece in page.pieces if MADE_MORE_OF.search(piece)] == []


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("posts", "each", "message"), [(1, 30_000, "Ä" * 40), (20_000, 1, "x"), (40, 200, "|" * 300)])
def test_what_does_not_fit_is_counted_and_the_most_severe_fits(posts: int, each: int, message: str) -> None:
    source = Source("x\n" * each)
    levels = [Severity.HINT, Severity.HINT, Severity.WARNING, Severity.HINT, Severity.ERROR]
    found = [
        Diagnostic(f"p{post:05}.md", source.position(2 * i), source.position(2 * i + 1), "a/b", message, level)
        for post in range(posts)
        for i in range(each)
        for level in [levels[(post + i) % 5]]
    ]
    text = printed(Report(found, checked=posts), "markdown")
    assert MAX - ROOM - 2000 < len(text.encode()) < MAX - ROOM + 2000
    shown = re.findall(r"^\| \d+ \| (error|warning|hint) \|", text, re.MULTILINE)
    left = re.search(r"^([\d,]+) more findings did not fit into this summary", text, re.MULTILINE)
    assert left is not None
    assert len(shown) + int(left[1].replace(",", "")) == len(found)
    missing = [level for level in Severity if shown.count(level.label) < sum(one.severity is level for one in found)]
    assert missing == list(Severity)[: len(missing)]
    assert all(level.label not in shown for level in missing[:-1])
