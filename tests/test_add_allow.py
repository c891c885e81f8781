"""``check --add-allow``: the post then checks clean, reads as before, and lets nothing else pass."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import frontmatter
import pytest
from markdown_it import MarkdownIt

from postlint.cli import main

HEAD = "---\ntitle: Notes\ndate: 2024-03-05\nsummary: What the team did.\n---\n"
ALT, DOUBLED = "images/missing-alt", "plain-english/doubled-word"
IMAGE = "![](a.png)"
SELECT = f"{ALT},{DOUBLED},links/vague-text,structure/skipped-level,structure/empty-heading"
OWN = re.compile(r"[ \t]*(?:<!-- postlint-allow.*?-->|\{/\* postlint-allow.*?\*/\})\n?")


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Post:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.path = "post.md"
        (folder / ".git").mkdir()

    def write(self, text: str, path: str = "post.md") -> None:
        self.path = path
        (self.folder / path).write_bytes(text.encode())

    @property
    def text(self) -> str:
        return (self.folder / self.path).read_bytes().decode()

    def check(self, *arguments: str, select: str = SELECT) -> Said:
        self.capsys.readouterr()
        code = main(["check", self.path, "--select", select, *arguments])
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def found(self, select: str = SELECT) -> list[str]:
        return [one["rule"] for one in json.loads(self.check("--output-format", "json", select=select).out)]


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Post:
    monkeypatch.chdir(tmp_path)
    return Post(tmp_path, capsys)


def rendered(text: str) -> str:
    """The page that readers get, without postlint's comments."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(frontmatter.loads(text).content)
    return re.sub(r"\s+", " ", OWN.sub("", page))


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        (f"One.\n\n{IMAGE}\n\nTwo.\n", f"One.\n\n<!-- postlint-allow {ALT}: why -->\n{IMAGE}\n\nTwo.\n"),
        (f"One\nthe the\n{IMAGE}\n", f"<!-- postlint-allow {ALT}, {DOUBLED}: why -->\nOne\nthe the\n{IMAGE}\n"),
        (f"- One\n- Two {IMAGE}\n- Three\n", f"- One\n- Two {IMAGE} <!-- postlint-allow {ALT}: why -->\n- Three\n"),
        (f"- {IMAGE}  \n  Two\n", f"- {IMAGE} <!-- postlint-allow {ALT}: why -->  \n  Two\n"),
        (f"- {IMAGE}\\\n  Two\n", f"- {IMAGE} <!-- postlint-allow {ALT}: why -->\\\n  Two\n"),
        (f"One:\n1. {IMAGE}\n2. Two\n", f"One:\n1. {IMAGE} <!-- postlint-allow {ALT}: why -->\n2. Two\n"),
        # The end of this line is within a link, in which a comment would stand.
        ("- [the the\n  end](/a)\n", f"<!-- postlint-allow {DOUBLED}: why -->\n- [the the\n  end](/a)\n"),
        ("- `a\n  b` the the `c\n  d`\n", f"<!-- postlint-allow {DOUBLED}: why -->\n- `a\n  b` the the `c\n  d`\n"),
        (f"> One\n> {IMAGE}\n", f"<!-- postlint-allow {ALT}: why -->\n> One\n> {IMAGE}\n"),
        (
            f"| a | b |\n|---|---|\n| {IMAGE} | c |\n",
            f"<!-- postlint-allow {ALT}: why -->\n| a | b |\n|---|---|\n| {IMAGE} | c |\n",
        ),
        ("## A\n\n#### The the\n", "## A\n\n<!-- postlint-allow {both}: why -->\n#### The the\n"),
        ("The the\n=======\n", f"<!-- postlint-allow {DOUBLED}: why -->\nThe the\n=======\n"),
        (
            '<div>\n<img src="a.png">\n</div>\n',
            f'<!-- postlint-allow {ALT}: why -->\n<div>\n<img src="a.png">\n</div>\n',
        ),
        ("- ## The the\n", f"<!-- postlint-allow {DOUBLED}: why -->\n- ## The the\n"),
        (f"One.\r\n\r\n{IMAGE}\r\n", f"One.\r\n\r\n<!-- postlint-allow {ALT}: why -->\r\n{IMAGE}\r\n"),
        (f"Note.[^1]\n\n[^1]: {IMAGE}\n", f"Note.[^1]\n\n<!-- postlint-allow {ALT}: why -->\n[^1]: {IMAGE}\n"),
    ],
)
def test_each_place_has_its_comment(post: Post, body: str, allowed: str) -> None:
    both = f"{DOUBLED}, structure/skipped-level"
    for head in (HEAD, ""):
        post.write(head.replace("\n", "\r\n" if "\r" in body else "\n") + body)
        count = len(post.found())
        before = post.text
        said = post.check("--add-allow=why", "--output-format", "json")
        assert (said.code, json.loads(said.out)) == (0, [])
        assert f"Allowed {count} finding{'' if count == 1 else 's'} in 1 post." in said.err
        assert post.text == before[: len(before) - len(body)] + allowed.replace("{both}", both)
        assert rendered(post.text) == rendered(before)
        text = post.text
        post.check("--add-allow=why")
        assert post.text == text


@pytest.mark.parametrize(
    ("head", "select", "allowed"),
    [
        (
            "---\ntitle: Notes\ntags: [a]\n---\n",
            "frontmatter/missing-date",
            "---\n# postlint-allow-file frontmatter/missing-date: why\ntitle: Notes\ntags: [a]\n---\n",
        ),
        (
            "---\ndate: 2024-03-05\nauthor:\n  title: |\n    x\nsummary: Notes\ntitle: Notes\n---\n",
            "frontmatter/summary-repeats-title",
            (
                "---\ndate: 2024-03-05\nauthor:\n  title: |\n    x\n"
                "# postlint-allow frontmatter/summary-repeats-title: why\nsummary: Notes\ntitle: Notes\n---\n"
            ),
        ),
        (
            '+++\ntitle = "Notes"\n[params]\na = 1\ndate = 2024-03-05\n+++\n',
            "frontmatter/missing-summary",
            (
                "+++\n# postlint-allow-file frontmatter/missing-summary: why\n"
                'title = "Notes"\n[params]\na = 1\ndate = 2024-03-05\n+++\n'
            ),
        ),
        (
            '+++\ndate = 2024-03-05\ntitle = "Notes."\n+++\n',
            "frontmatter/title-full-stop",
            '+++\ndate = 2024-03-05\n# postlint-allow frontmatter/title-full-stop: why\ntitle = "Notes."\n+++\n',
        ),
        (
            '{\n"title": "Notes."\n}\n',
            "frontmatter/title-full-stop",
            '{\n"title": "Notes."\n}\n<!-- postlint-allow-file frontmatter/title-full-stop: why -->\n',
        ),
        (
            "---\n{title: Notes., date: 2024-03-05}\n---\n",
            "frontmatter/title-full-stop",
            "---\n# postlint-allow-file frontmatter/title-full-stop: why\n{title: Notes., date: 2024-03-05}\n---\n",
        ),
    ],
)
def test_front_matter_has_its_comments(post: Post, head: str, select: str, allowed: str) -> None:
    post.write(head + "Words.\n")
    assert post.found(select) == [select]
    before = frontmatter.loads(post.text) if head.startswith("---") else None
    post.check("--add-allow=why", select=select)
    assert post.text == allowed + "Words.\n"
    assert post.found(select) == []
    if before is not None:
        assert frontmatter.loads(post.text).metadata == before.metadata


def test_front_matter_that_cannot_be_read_is_allowed_below_the_body(post: Post) -> None:
    text = "---\ntitle: {{ x\n---\n\nWords."
    post.write(text)
    post.check("--add-allow=why", select="frontmatter/broken")
    assert post.text == f"{text}\n\n<!-- postlint-allow-file frontmatter/broken: why -->\n"
    assert post.found("frontmatter/broken") == []


@pytest.mark.parametrize(
    ("path", "body", "allowed"),
    [
        ("post.mdx", f"One.\n\n{IMAGE}\n", f"One.\n\n{{/* postlint-allow {ALT}: why */}}\n{IMAGE}\n"),
        ("post.mdx", f"- One {IMAGE}\n", f"- One {IMAGE} {{/* postlint-allow {ALT}: why */}}\n"),
        (
            "post.html",
            '<p>\nOne</p>\n<p><img src="a.png"></p>\n',
            f'<p>\nOne</p>\n<!-- postlint-allow {ALT}: why -->\n<p><img src="a.png"></p>\n',
        ),
    ],
)
def test_the_language_of_the_post_decides(post: Post, path: str, body: str, allowed: str) -> None:
    post.write(HEAD + body, path)
    assert post.found() == [ALT]
    post.check("--add-allow=why")
    assert post.text == HEAD + allowed
    assert post.found() == []


def test_without_a_reason_there_is_one_all_the_same(post: Post) -> None:
    post.write(f"\ufeff{HEAD}{IMAGE}\n")
    post.check("--add-allow")
    assert post.text == f"\ufeff{HEAD}<!-- postlint-allow {ALT}: from before postlint -->\n{IMAGE}\n"
    assert post.found() == []


def test_what_comes_later_is_found(post: Post) -> None:
    post.write(f"{HEAD}{IMAGE}\n")
    post.check("--add-allow")
    post.write(f"{post.text}\n![](b.png)\n")
    assert post.found() == [ALT]


def test_old_findings_stay_in_the_baseline(post: Post) -> None:
    post.write(f"{HEAD}{IMAGE}\n")
    assert main(["baseline", "post.md", "--select", SELECT]) == 0
    post.write(f"{HEAD}{IMAGE}\n\nThe the end.\n")
    post.check("--add-allow=why")
    assert post.text == f"{HEAD}{IMAGE}\n\n<!-- postlint-allow {DOUBLED}: why -->\nThe the end.\n"
    assert post.found() == []
    post.check("--add-allow=why", "--no-baseline")
    assert f"<!-- postlint-allow {ALT}: why -->" in post.text


def test_what_no_comment_can_allow_is_told_and_left(post: Post) -> None:
    """Code that is never closed swallows whatever stands below it, and so does the last place for a comment."""
    text = "---\ntitle: {{ x\n---\n\n```\nWords.\n"
    post.write(text)
    said = post.check("--add-allow=why", select="frontmatter/broken")
    assert said.err == "post.md: no comment can stand where it would allow 'frontmatter/broken'.\n"
    assert said.code == 1
    assert post.text == text


def test_suppressions_that_are_wrong_are_not_allowed_but_told(post: Post) -> None:
    post.write(f"{HEAD}<!-- postlint-allow {DOUBLED}: why -->\n{IMAGE}\n")
    post.check("--add-allow=why")
    assert post.text.count("postlint-allow") == 2
    assert post.found() == ["postlint/unused-allow"]


def test_a_post_that_cannot_be_written_is_told(post: Post) -> None:
    post.write(f"{HEAD}{IMAGE}\n")
    (post.folder / "post.md").chmod(0o444)
    said = post.check("--add-allow=why")
    assert said.code == 2
    assert "post.md: error: It is write-protected, so it was left as it is." in said.err
    assert post.text == f"{HEAD}{IMAGE}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["post.md", "--add-allow="], "--add-allow= gives no reason."),
        (["post.md", "--add-allow=see --> here"], "'-->' would end the comment"),
        (["post.md", "--add-allow=a */ b"], "'*/' would end the comment"),
        (["post.md", "--add-allow", "--fix"], "Leave out --fix and --diff"),
        (["post.md", "--add-allow", "--diff"], "Leave out --fix and --diff"),
        (["-", "--add-allow"], "name files"),
    ],
)
def test_mistakes_on_the_command_line(post: Post, arguments: list[str], words: str) -> None:
    post.write(f"{HEAD}{IMAGE}\n")
    assert main(["check", *arguments]) == 2
    assert words in post.capsys.readouterr().err
    assert post.text == f"{HEAD}{IMAGE}\n"


def test_a_path_behind_the_flag_is_no_reason(post: Post) -> None:
    post.write(f"{HEAD}{IMAGE}\n")
    assert main(["check", "--select", ALT, "--add-allow", "post.md"]) == 0
    assert "from before postlint" in post.text
