"""``postlint values``: how the posts of a blog stand to its values, in each format and grouping."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import frontmatter
import pytest
from markdown_it import MarkdownIt

from console import harm
from postlint.cli import bars, main, terminal
from postlint.cli.survey import PLAIN, Look, Survey, lines
from postlint.cli.values import survey
from postlint.config import load
from postlint.linter import Linter

VALUES = """\
plain-words:
  statement: People who are new understand every sentence of a post, without a dictionary of meetings at hand.
  stated-in: The handbook, chapter 2
calm:
  statement: Nobody is shouted at.
  taken-from: How we talk
fair:
  statement: Others are spoken of fairly.
  taken-from: How we talk
"""
RULE = "summary: Say it plainly.\nwhy: It is kinder.\nmessage: No.\n"
RULES = {
    "meeting-word": RULE + "value: plain-words\nseverity: error\nforbid: [synergy]\n",
    "long-word": RULE + "value: plain-words\nseverity: hint\nforbid: [utilization]\n",
    "shout": RULE + "value: calm\nlanguage: en\nforbid: [hurry]\n",
    "offer": RULE + "value: fair\nforbid: ['unlike {offers}']\n",
}
POSTS = {
    "a": ("2024-01-03", "Ann", ["Storage", "news"], "Synergy here, and synergy there. Hurry!"),
    "b": ("2024-01-20", "Ann", ["storage"], "The utilization is low."),
    "c": ("2024-04-01", "Bo", ["Storage"], "Synergy is a word."),
    "d": (None, None, [], "All is well."),
}
CONFIG = 'posts = ["blog"]\npacks = ["house"]\nignore = ["values", "links"]\n'


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Blog:
    """A small blog with three values of its own; runs ``postlint values`` in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def post(self, name: str, text: str, **fields: Any) -> None:
        self.write(f"blog/{name}.md", frontmatter.dumps(frontmatter.Post(text, title=name, **fields)) + "\n")

    def __call__(self, *arguments: str) -> Outcome:
        self._capsys.readouterr()
        code = main(["values", *arguments])
        return Outcome(code, *self._capsys.readouterr())

    def json(self, *arguments: str) -> dict[str, Any]:
        done = self(*arguments, "--output-format", "json")
        assert (done.code, done.err) == (0, "")
        made: dict[str, Any] = json.loads(done.out)
        return made

    def value(self, id: str, *arguments: str) -> dict[str, Any]:
        (found,) = (one for one in self.json(*arguments)["values"] if one["id"] == id)
        return found

    def survey(self, by: str | None = None) -> Survey:
        """What is told, of the values of this blog alone."""
        config, registry = load()
        linter = Linter(config, registry)
        told = survey(by, linter, linter.lint_paths())
        return told._replace(values=tuple(one for one in told.values if one.id in ("plain-words", "calm", "fair")))


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Blog:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    made = Blog(tmp_path, capsys)
    made.write("postlint.toml", CONFIG)
    made.write("house/values.yml", VALUES)
    for name, text in RULES.items():
        made.write(f"house/{name}.yml", text)
    for name, (date, author, tags, text) in POSTS.items():
        given = {"date": date, "author": author, "tags": tags}
        made.post(name, text, **{key: value for key, value in given.items() if value})
    return made


def told(survey: Survey, format: str, look: Look = PLAIN) -> str:
    return "".join(f"{line}\n" for line in lines(survey, format, look))


# What it says


TABLE = """\
value        kept by  broken by  hints
plain-words   50.0 %    2 posts      1
calm          75.0 %     1 post
fair               -

2 of 4 posts (50.0 %) keep all values.

plain-words
  People who are new understand every sentence of a post, without a dictionary of meetings at hand.
  rules           house/long-word, house/meeting-word
  broken most in  blog/a.md (2), blog/c.md (1)

calm
  Nobody is shouted at.
  rules           house/shout
  broken most in  blog/a.md (1)

fair
  Others are spoken of fairly.
  rules  house/offer (idle)
  posts  none is judged: its rules are idle, and 'postlint rules' says why
"""

DRAWN = """\
value        kept by              broken by  hints
plain-words   50.0 %  █████         2 posts      1
calm          75.0 %  ███████▌       1 post
fair               -

2 of 4 posts (50.0 %) keep all values.

plain-words
  People who are new understand every
  sentence of a post, without a
  dictionary of meetings at hand.
  rules           house/long-word,
                  house/meeting-word
  broken most in  blog/a.md (2),
                  blog/c.md (1)

calm
  Nobody is shouted at.
  rules           house/shout
  broken most in  blog/a.md (1)

fair
  Others are spoken of fairly.
  rules  house/offer (idle)
  posts  none is judged: its rules are
         idle, and 'postlint rules' says
         why
"""

MARKDOWN = """\
| value | what it asks for | kept by | broken by | broken most in |
| --- | --- | ---: | ---: | --- |
| plain-words | People who are new understand every sentence of a post, without a dictionary of meetings at hand. \
| 50.0 % | 2 posts | blog/a.md (2), blog/c.md (1) |
| calm | Nobody is shouted at. | 75.0 % | 1 post | blog/a.md (1) |
| fair | Others are spoken of fairly. | - |  |  |

2 of 4 posts (50.0 %) keep all values.

Rules:

- plain-words: house/long-word, house/meeting-word
- calm: house/shout
- fair: house/offer (idle)
"""

CSV = """\
value,posts,kept,broken,findings,hints,statement,rules,broken most in
plain-words,4,2,2,3,1,"People who are new understand every sentence of a post, without a dictionary of meetings at \
hand.",house/long-word house/meeting-word,"blog/a.md, blog/c.md"
calm,4,3,1,1,0,Nobody is shouted at.,house/shout,blog/a.md
fair,0,0,0,0,0,Others are spoken of fairly.,house/offer (idle),
"""

BY_MONTH = """\
month      posts  keep all values  broken by how many posts
2024-01        2           50.0 %  calm 1, plain-words 1
2024-04        1            0.0 %  plain-words 1
(no date)      1            100 %

2 of 4 posts (50.0 %) keep all values.
"""

BY_MONTH_DRAWN = """\
month      posts  keep all values              broken by how many posts
2024-01        2           50.0 %  █████       calm 1, plain-words 1
2024-04        1            0.0 %              plain-words 1
(no date)      1            100 %  ██████████

value        posts that break it  2024-01 to 2024-04
plain-words  ▅  █                 up to 100 %
calm         █  ▁                 up to 50 %

2 of 4 posts (50.0 %) keep all values.
"""

BY_AUTHOR = """\
| author | posts | keep all values | broken by how many posts |
| --- | ---: | ---: | --- |
| Ann | 2 | 50.0 % | calm 1, plain-words 1 |
| Bo | 1 | 0.0 % | plain-words 1 |
| (no author) | 1 | 100 % |  |

2 of 4 posts (50.0 %) keep all values.
"""


@pytest.mark.parametrize(
    ("by", "format", "look", "expected"),
    [
        (None, "table", PLAIN, TABLE),
        (None, "table", Look(color=False, width=40, is_drawn=True), DRAWN),
        (None, "markdown", PLAIN, MARKDOWN),
        (None, "csv", PLAIN, CSV),
        ("month", "table", PLAIN, BY_MONTH),
        ("month", "table", Look(color=False, width=80, is_drawn=True), BY_MONTH_DRAWN),
        ("author", "markdown", PLAIN, BY_AUTHOR),
    ],
)
def test_exact_output(blog: Blog, by: str | None, format: str, look: Look, expected: str) -> None:
    assert told(blog.survey(by), format, look) == expected


def test_json(blog: Blog) -> None:
    made = blog.json("--by", "tag")
    assert (made["posts"], made["by"]) == (4, "tag")
    assert made["all"] == {"judged": 4, "kept": 2, "broken": 2, "findings": 4, "hints": 1}
    (calm,) = (one for one in made["values"] if one["id"] == "calm")
    assert calm == {
        "id": "calm",
        "statement": "Nobody is shouted at.",
        "source": "How we talk",
        "stated": False,
        "rules": [{"id": "house/shout", "state": "on"}],
        "judged": 4,
        "kept": 3,
        "broken": 1,
        "findings": 1,
        "hints": 0,
        "worst": [{"path": "blog/a.md", "findings": 1}],
    }
    # "Storage" and "storage" are one tag, called as most posts call it; the nameless come last.
    assert [(group["name"], group["posts"]) for group in made["groups"]] == [("Storage", 3), ("news", 1), (None, 1)]
    assert made["groups"][0]["values"]["plain-words"] == {
        "judged": 3,
        "kept": 1,
        "broken": 2,
        "findings": 3,
        "hints": 1,
    }


def test_grouped_csv(blog: Blog) -> None:
    rows = list(csv.DictReader(io.StringIO(blog("--by", "month", "--output-format", "csv").out)))
    assert list(rows[0]) == ["month", "value", "posts", "kept", "broken", "findings", "hints"]
    calm = [(row["month"], row["posts"], row["kept"]) for row in rows if row["value"] == "calm"]
    assert calm == [("2024-01", "2", "1"), ("2024-04", "1", "1"), ("", "1", "1")]


def test_shipped_values_come_first(blog: Blog) -> None:
    ids = [one["id"] for one in blog.json()["values"]]
    assert ids[0] == "open-source-first"
    assert ids[-3:] == ["plain-words", "calm", "fair"]


# What counts


def test_what_a_post_allows_is_kept(blog: Blog) -> None:
    blog.post("c", "<!-- postlint-allow house/meeting-word: a quotation -->\nSynergy is a word.", date="2024-04-01")
    assert blog.value("plain-words")["worst"] == [{"path": "blog/a.md", "findings": 2}]


def test_what_a_baseline_holds_is_still_broken(blog: Blog) -> None:
    assert main(["baseline"]) == 0
    assert main(["check"]) == 0
    assert blog.json()["all"]["broken"] == 2


@pytest.mark.parametrize(
    ("config", "judged", "state"),
    [
        ('ignore = ["values", "house/shout"]\n', 0, "off"),
        ('ignore = ["values", "links"]\n[[overrides]]\nbefore = 2024-02-01\nignore = ["house"]\n', 2, "on"),
        ('ignore = ["values", "links"]\n[[overrides]]\npaths = ["blog/a.md"]\nignore = ["house/shout"]\n', 3, "on"),
    ],
)
def test_posts_that_no_rule_reads_are_not_judged(blog: Blog, config: str, judged: int, state: str) -> None:
    blog.write("postlint.toml", f'posts = ["blog"]\npacks = ["house"]\n{config}')
    calm = blog.value("calm")
    assert (calm["judged"], calm["rules"]) == (judged, [{"id": "house/shout", "state": state}])


def test_a_post_in_another_language_is_not_judged_by_rules_for_english(blog: Blog) -> None:
    blog.post("d", "Tout va bien.", lang="fr")
    assert blog.value("calm")["judged"] == 3
    assert blog.value("plain-words")["judged"] == 4


def test_a_rule_that_the_house_wakes(blog: Blog) -> None:
    blog.write("postlint.toml", CONFIG + '[house]\nname = "Acme"\n[[house.offers]]\nname = "Acme Cloud"\n')
    blog.post("d", "It is slow, unlike Acme Cloud.")
    fair = blog.value("fair")
    assert (fair["judged"], fair["broken"], fair["rules"]) == (4, 1, [{"id": "house/offer", "state": "on"}])


def test_an_error_made_a_hint_breaks_nothing(blog: Blog) -> None:
    blog.write("postlint.toml", CONFIG + '[rules."house/meeting-word"]\nseverity = "hint"\n')
    one = blog.value("plain-words")
    assert (one["kept"], one["hints"]) == (4, 4)


def test_only_the_posts_asked_for(blog: Blog) -> None:
    assert blog.json("blog/a.md")["all"] == {"judged": 1, "kept": 0, "broken": 1, "findings": 3, "hints": 0}


def test_a_file_that_cannot_be_checked_is_no_post(blog: Blog) -> None:
    (blog.folder / "blog" / "e.md").write_bytes(b"\xff\xfe")
    done = blog("--output-format", "json")
    assert (done.code, json.loads(done.out)["posts"]) == (2, 4)
    assert done.err == "1 file could not be checked; 'postlint check' says why.\n"


def test_nothing_to_judge(blog: Blog) -> None:
    blog.write("postlint.toml", 'posts = ["blog/d.md"]\nignore = ["values", "links"]\n')
    assert "\n\nNo rule that serves a value reads this post.\n\n" in blog().out


def test_some_posts_are_not_judged(blog: Blog) -> None:
    blog.write("postlint.toml", CONFIG + '[[overrides]]\npaths = ["blog/d.md"]\nignore = ["house"]\n')
    assert "\n1 of 3 posts (33.3 %) keeps all values. 1 post more is not judged.\n" in blog().out


# Where it goes, and whom it must not harm


@pytest.mark.parametrize("format", ["table", "markdown", "csv", "json"])
@pytest.mark.parametrize("by", [(), ("--by", "author"), ("--by", "month")])
def test_files_hold_what_a_pipe_gets(blog: Blog, format: str, by: tuple[str, ...]) -> None:
    done = blog(*by, "--output-format", format, "-o", "standing.txt")
    assert (done.code, done.out, done.err) == (0, "", "")
    written = (blog.folder / "standing.txt").read_bytes()
    assert written.decode() == blog(*by, "--output-format", format, "-o", "-").out
    assert harm(written) == []


def test_color_is_for_the_table_on_standard_output(blog: Blog) -> None:
    assert "\x1b[1mcalm\x1b[0m\n" in blog("--color", "always").out
    assert "\x1b" not in blog("--color", "always", "--output-format", "markdown").out


def test_bars_are_drawn_in_a_terminal_only(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "█" not in blog().out
    monkeypatch.setattr(terminal, "draws", lambda: True)
    assert "██████████" in blog("blog/d.md").out


HOSTILE = '=HYPERLINK("http://evil.example","x")\x1b[31m|<b>*x*</b>'


@pytest.mark.parametrize("format", ["table", "markdown", "csv", "json"])
def test_names_of_strangers_do_no_harm(blog: Blog, format: str) -> None:
    for number, name in enumerate((HOSTILE, "::add-mask::x", "##[error]x", "@SUM(A1)", "-1+2", " +1", "＝1")):
        blog.post(f"x{number}", "All is well.", author={"name": name})
    done = blog("--by", "author", "--output-format", format)
    assert harm(done.out.encode()) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(blog: Blog, start: str) -> None:
    blog.post("a", "All is well.", author={"name": f"{start}cmd|' /C calc'!A0".strip()})
    rows = list(csv.reader(io.StringIO(blog("--by", "author", "--output-format", "csv").out)))
    cells = {cell for row in rows for cell in row if "calc" in cell}
    assert cells == {f"'{start.strip()}cmd|' /C calc'!A0"}


def test_markdown_shows_names_as_they_are(blog: Blog) -> None:
    name = r"a|b *c* _d_ `e` <i> [f](g) \h &lt; ~~j~~ #1 @k $l$"
    blog.post("a", "All is well.", author={"name": name})
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    tokens = rendered.parse(blog("--by", "author", "--output-format", "markdown").out)
    inlines = [token for token in tokens if token.type == "inline" and "c" in token.content and "k" in token.content]
    shown = ["".join(child.content for child in token.children or ()) for token in inlines]
    assert name in shown
    assert all(child.type in ("text", "text_special") for token in inlines for child in token.children or ())


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--by", "autor"],
            "error: There is no grouping 'autor'. Did you mean 'author'? It can be month, author, tag.",
        ),
        (["--output-format", "cvs"], "error: There is no format 'cvs'. Did you mean 'csv'?"),
        (["--today", "soon"], "error: --today takes a day such as 2024-01-31, not 'soon'."),
        (["--bye"], "error: There is no flag '--bye'. Did you mean '--by'?"),
        (["nowhere"], "error: There is no file or folder 'nowhere'."),
        (["-o", "nowhere/standing.csv"], "error: 'nowhere/standing.csv' cannot be written: there is no such folder."),
        (["-o", "blog/a.md"], "error: 'blog/a.md' looks like a post, which no report replaces. Give another file."),
    ],
)
def test_mistakes(blog: Blog, arguments: list[str], message: str) -> None:
    done = blog(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


def test_a_broken_config_is_told(blog: Blog) -> None:
    blog.write("postlint.toml", "pots = []\n")
    assert blog().err == "postlint.toml:1:1: error: There is no key 'pots'. Did you mean 'posts'?\n"


# Bars


def test_a_bar_is_full_only_for_all() -> None:
    assert [bars.bar(share) for share in (0, 0.5, 0.9999, 1)] == [" " * 10, "█████     ", "█████████▉", "█" * 10]


def test_a_sparkline_has_gaps_where_there_is_nothing() -> None:
    assert bars.sparkline([0, 0.1, None, 0.2]) == "▁▅ █"
    assert bars.sparkline([0, None, 0]) == "▁ ▁"


def test_months_are_the_last_ones_without_holes() -> None:
    assert bars.months(["2023-12", "2023-11", "2024-02"]) == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert (bars.months(["1999-01", "2024-12"])[0], len(bars.months(["1999-01", "2024-12"]))) == ("2021-01", 48)
    assert bars.months([]) == []
