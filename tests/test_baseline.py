"""The baseline: what it knows again, what it tells as new, how it shrinks, and what a merge or a hand may do to it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from postlint.baseline import Run
from postlint.baseline.comparison import key_of
from postlint.baseline.record import Baseline, Key, dump, parse
from postlint.baseline.sketch import renamed, sketch
from postlint.cli import main
from postlint.cli.paths import BASELINE as FILE_NAME
from postlint.diagnostic import Diagnostic, Severity
from postlint.errors import ConfigError, UserErrors
from postlint.text import Source

HEAD = "---\ntitle: {title}\ndate: 2024-03-05\nsummary: What the team did, and how it went.\n---\n\n"
# What breaks one rule each, in a paragraph of its own.
OFFENCES = {
    "images/missing-alt": "![](/img/{word}.png)",
    "links/vague-text": "The figures are [here](https://example.org/{word}).",
    "plain-english/doubled-word": "The planner reads the the {word} before it answers any of the queries.",
    "plain-english/wordy-phrase": "In order to read the {word} it asks the index.",
}
CONFIG = f"[rules]\nselect = {json.dumps(list(OFFENCES))}\n".replace("[rules]\n", "")
WORDS = (
    "apple basin cedar delta ember flint grove heron inlet jetty kettle lagoon maple north otter pebble quartz river "
    "stone tulip umber valley willow yarrow zephyr anchor barley candle dagger eagle falcon garnet hollow island"
).split()


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Blog:
    """A folder with posts, and the command line in it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        monkeypatch.chdir(folder)
        (folder / ".git").mkdir()
        (folder / "postlint.toml").write_text(f'posts = ["blog"]\n{CONFIG}')

    def write(self, path: str, *paragraphs: str, title: str = "Notes") -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(HEAD.format(title=title) + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
        return place

    def run(self, *arguments: str) -> Said:
        self.capsys.readouterr()
        code = main(arguments)
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def found(self, *arguments: str) -> Counter[tuple[str, str]]:
        """What ``check`` reports, by path and rule."""
        said = self.run("check", "--output-format", "json", *arguments)
        return Counter((one["path"], one["rule"]) for one in json.loads(said.out))

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME

    @property
    def records(self) -> list[dict[str, Any]]:
        loaded: list[dict[str, Any]] = json.loads(self.file.read_text())
        return loaded

    @property
    def noted(self) -> Counter[tuple[str, str]]:
        counts: Counter[tuple[str, str]] = Counter()
        for one in self.records:
            if "count" in one:
                counts[one["path"], one["rule"]] += one["count"]
        return counts


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Blog:
    return Blog(tmp_path, monkeypatch, capsys)


def offence(rule: str, word: str = "apple") -> str:
    return OFFENCES[rule].format(word=word)


ALT, VAGUE, DOUBLED, WORDY = OFFENCES


def prose(*seed: object) -> str:
    """Paragraphs in which no rule finds anything, the same ones for the same seed."""
    drawn = random.Random(repr(seed))
    return "\n\n".join(
        " ".join(drawn.sample(WORDS, 12)).capitalize() + f" and so it was for run {drawn.randrange(1000)}."
        for _ in range(5)
    )


# What it knows again


def test_old_findings_are_left_out_and_counted(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), offence(DOUBLED), offence(DOUBLED, "basin"))
    before = blog.found()
    assert before == {("blog/a.md", ALT): 1, ("blog/a.md", DOUBLED): 2}
    said = blog.run("baseline")
    assert (said.code, said.out) == (0, f"{FILE_NAME}: 3 findings in 1 post noted.\n")
    assert blog.noted == before
    said = blog.run("check")
    assert said == (0, "Checked 1 post: nothing found.\n", "3 old findings in the baseline.\n")
    assert blog.found("--no-baseline") == before


@pytest.mark.parametrize("format", ["full", "concise", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson"])
def test_no_format_has_old_findings(blog: Blog, format: str) -> None:
    blog.write("blog/a.md", offence(ALT))
    blog.run("baseline")
    assert ALT not in blog.run("check", "--output-format", format).out
    assert ALT in blog.run("check", "--output-format", format, "--no-baseline").out


def test_new_offences_fail_the_run_and_old_ones_do_not(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT))
    assert blog.run("check", "--fail-on", "warning").code == 1
    blog.run("baseline")
    assert blog.run("check", "--fail-on", "warning").code == 0
    blog.write("blog/a.md", offence(ALT), offence(VAGUE))
    assert blog.run("check", "--fail-on", "warning").code == 1
    assert blog.found() == {("blog/a.md", VAGUE): 1}


def test_one_more_of_the_same_kind_is_new(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), "Words.", offence(ALT))
    blog.run("baseline")
    blog.write("blog/a.md", offence(ALT), "Words.", offence(ALT), "More words.", offence(ALT))
    assert blog.found() == {("blog/a.md", ALT): 1}


def test_lines_may_move_and_be_wrapped_anew(blog: Blog) -> None:
    blog.write("blog/a.md", offence(DOUBLED), offence(WORDY), prose(1))
    before = blog.found()
    blog.run("baseline")
    doubled, wordy = offence(DOUBLED).replace("the the", "the\nthe"), offence(WORDY).replace("order ", "order\n")
    blog.write("blog/a.md", "A line before all.", wordy, prose(1), doubled)
    assert blog.found() == {}
    assert blog.found("--no-baseline") == before


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("> We were\n> glad of it.", "> We were glad\r\n> of it.", True),
        ("> > We were\n> >   glad of it.", "> > We were glad\n>\t> of it.", True),
        ("We  were \n glad\tof it.", "We were glad of it.", True),
        ("a > b", "a b", False),
        ("We were glad of it.", "We were Glad of it.", False),
    ],
)
def test_how_lines_are_wrapped_does_not_count(one: str, other: str, is_same: bool) -> None:
    def key(text: str) -> Key:
        source = Source(text)
        found = Diagnostic("a.md", source.position(0), source.position(len(text)), "a/b", "Bad.", Severity.ERROR)
        return key_of(found, Run([found], {"a.md": source}, ["a.md"], ["a/b"]))

    assert (key(one) == key(other)) is is_same


@pytest.mark.parametrize("to", ["blog/b.md", "blog/2024/a.md"])
def test_a_renamed_post_stays_covered_and_its_new_offences_are_told(blog: Blog, to: str) -> None:
    blog.write("blog/a.md", prose(1), offence(ALT), offence(VAGUE))
    blog.write("blog/c.md", prose(2), offence(ALT))
    blog.run("baseline")
    (blog.folder / "blog/a.md").unlink()
    blog.write(to, "A new beginning.", offence(VAGUE), prose(1), offence(ALT), offence(ALT, "basin"))
    assert blog.found() == {(to, ALT): 1}
    assert "fewer" not in blog.run("check").err


def test_a_copied_post_is_new(blog: Blog) -> None:
    blog.write("blog/a.md", prose(1), offence(ALT))
    blog.run("baseline")
    blog.write("blog/b.md", prose(1), offence(ALT))
    assert blog.found() == {("blog/b.md", ALT): 1}


def test_another_post_does_not_inherit_from_one_that_is_deleted(blog: Blog) -> None:
    blog.write("blog/a.md", prose(1), offence(ALT))
    blog.run("baseline")
    (blog.folder / "blog/a.md").unlink()
    blog.write("blog/b.md", prose(2), offence(ALT), title="Another")
    assert blog.found() == {("blog/b.md", ALT): 1}


def test_posts_that_change_places_by_rename_keep_their_own(blog: Blog) -> None:
    for name, rule in zip("abc", (ALT, VAGUE, DOUBLED), strict=True):
        blog.write(f"blog/{name}.md", prose(name), offence(rule))
    blog.run("baseline")
    for old, new in zip("abc", "zxy", strict=True):
        os.rename(f"blog/{old}.md", f"blog/{new}.md")
    blog.write("blog/z.md", prose("a"), offence(ALT), offence(VAGUE))
    assert blog.found() == {("blog/z.md", VAGUE): 1}


def test_what_keeps_a_post_from_being_checked_is_never_noted(blog: Blog) -> None:
    (blog.folder / "blog").mkdir()
    (blog.folder / "blog/a.md").write_bytes(b"caf\xe9\n")
    blog.write("blog/b.md", offence(ALT))
    said = blog.run("baseline")
    assert said.code == 2
    assert "blog/a.md: error: Byte 0xE9 in line 1 is not UTF-8." in said.err
    assert blog.noted == {("blog/b.md", ALT): 1}
    assert blog.run("check").code == 2


def test_text_on_standard_input_has_the_baseline_of_its_name(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    text = blog.write("blog/a.md", offence(ALT), offence(VAGUE)).read_bytes()
    blog.run("baseline")
    import io

    for data, expected in ((text, {}), (text.replace(b"Notes", b"N") + b"\n![](/x.png)\n", {("blog/a.md", ALT): 1})):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert blog.found("-", "--stdin-filename", "blog/a.md") == expected


# The ratchet


def test_the_delta_is_told_and_pruned(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), offence(ALT), offence(VAGUE))
    blog.write("blog/b.md", offence(DOUBLED))
    blog.run("baseline")
    blog.write("blog/a.md", offence(ALT))
    (blog.folder / "blog/b.md").unlink()
    told = "1 old finding in the baseline, 3 fewer than recorded: run 'postlint baseline --prune'.\n"
    assert blog.run("check").err == told
    said = blog.run("baseline", "--prune")
    assert (said.code, said.out) == (0, f"{FILE_NAME}: 3 findings struck out, 1 finding left.\n")
    assert blog.noted == {("blog/a.md", ALT): 1}
    assert blog.run("check").err == "1 old finding in the baseline.\n"
    text = blog.file.read_bytes()
    assert blog.run("baseline", "--prune").out == f"{FILE_NAME}: Nothing to prune, 1 finding left.\n"
    assert blog.file.read_bytes() == text


def test_pruning_adds_nothing(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), offence(VAGUE))
    blog.run("baseline")
    blog.write("blog/a.md", offence(ALT), offence(ALT), offence(DOUBLED))
    blog.run("baseline", "--prune")
    assert blog.noted == {("blog/a.md", ALT): 1}
    assert blog.found() == {("blog/a.md", ALT): 1, ("blog/a.md", DOUBLED): 1}


def test_pruning_gives_a_renamed_post_its_new_name(blog: Blog) -> None:
    blog.write("blog/a.md", prose(1), offence(ALT), offence(VAGUE))
    blog.run("baseline")
    (blog.folder / "blog/a.md").unlink()
    blog.write("blog/b.md", prose(1), offence(ALT))
    blog.run("baseline", "--prune")
    assert blog.noted == {("blog/b.md", ALT): 1}


def test_a_run_on_some_posts_or_rules_leaves_the_others_alone(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), offence(VAGUE))
    blog.write("blog/old/b.md", offence(ALT))
    blog.run("baseline")
    blog.write("blog/a.md", "Mended.")
    blog.write("blog/old/b.md", "Mended.")
    assert "1 fewer" in blog.run("check", "blog/old").err
    assert "1 fewer" in blog.run("check", "blog/a.md", "--select", ALT).err
    blog.run("baseline", "--prune", "blog/a.md", "--ignore", ALT)
    assert blog.noted == {("blog/a.md", ALT): 1, ("blog/old/b.md", ALT): 1}
    blog.run("baseline", "blog/a.md")
    assert blog.noted == {("blog/old/b.md", ALT): 1}


def test_writing_anew_notes_what_there_is(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT))
    blog.run("baseline")
    blog.write("blog/a.md", offence(VAGUE), offence(DOUBLED))
    said = blog.run("baseline")
    assert said.out == f"{FILE_NAME}: 2 findings in 1 post noted.\n{FILE_NAME}: 1 more than before.\n"
    assert blog.noted == {("blog/a.md", VAGUE): 1, ("blog/a.md", DOUBLED): 1}


def test_new_rules_are_new_until_they_are_taken_in(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT), offence(VAGUE))
    (blog.folder / "postlint.toml").write_text(f'posts = ["blog"]\nselect = ["{ALT}"]\n')
    blog.run("baseline")
    (blog.folder / "postlint.toml").write_text(f'posts = ["blog"]\nselect = ["{ALT}", "{VAGUE}"]\n')
    blog.write("blog/a.md", offence(ALT), offence(ALT), offence(VAGUE))
    assert blog.found() == {("blog/a.md", ALT): 1, ("blog/a.md", VAGUE): 1}
    told = f"'{VAGUE}' is new since the baseline was written, with 1 finding. To take them in: "
    assert told + "postlint baseline --update-rules.\n" in blog.run("check").err
    said = blog.run("baseline", "--update-rules")
    assert said.out == f"{FILE_NAME}: 1 finding of 1 new rule noted.\n"
    assert blog.found() == {("blog/a.md", ALT): 1}, "a new offence against an old rule is not taken in"
    assert blog.run("baseline", "--update-rules").out == f"{FILE_NAME}: No rule is new.\n"


def test_new_rules_are_taken_in_for_a_renamed_post(blog: Blog) -> None:
    blog.write("blog/a.md", prose(1), offence(ALT), offence(VAGUE))
    blog.run("baseline", "--select", ALT)
    os.rename("blog/a.md", "blog/b.md")
    blog.run("baseline", "--update-rules")
    assert blog.found() == {}


def test_what_is_the_way_of_the_blog_is_noted_before_it_is_told(blog: Blog) -> None:
    """A rule is silent while 30 % of the posts break it; when fewer do, the old posts must not come up."""
    rule = "frontmatter/missing-summary"
    (blog.folder / "postlint.toml").write_text('posts = ["blog"]\nselect = ["frontmatter"]\n')
    for i in range(10):
        post = blog.write(f"blog/{i}.md", prose(i), title=f"Notes {i}")
        if i < 4:
            post.write_text(post.read_text().replace("summary:", "other:"))
    assert rule not in {found for _, found in blog.found()}
    blog.run("baseline")
    assert "fewer" not in blog.run("check").err
    for i in range(10, 20):
        blog.write(f"blog/{i}.md", prose(i), title=f"Notes {i}")
    assert rule in {found for _, found in blog.found("--no-baseline")}
    assert rule not in {found for _, found in blog.found()}


# Edits by the hundred


class Post(NamedTuple):
    """A post of the model: its path now, its first name, and what is in it; offences as (rule, word)."""

    path: str
    first: str
    parts: tuple[str | tuple[str, str], ...]


def draw_posts(drawn: random.Random) -> list[Post]:
    posts = []
    for i in range(16):
        parts: list[str | tuple[str, str]] = [prose("post", i), prose("more", i)]
        parts += [(drawn.choice(list(OFFENCES)), drawn.choice(WORDS[:4])) for _ in range(drawn.randrange(5))]
        drawn.shuffle(parts)
        posts.append(Post(f"blog/p{i}.md", f"p{i}", tuple(parts)))
    return posts


def edited(posts: list[Post], drawn: random.Random, number: int) -> list[Post]:
    """The posts after one edit: a move, a rename, an offence more or less, another post, or none of these any more."""
    i = drawn.randrange(len(posts))
    path, first, old_parts = posts[i]
    parts = list(old_parts)
    kind = drawn.choice(["move", "move", "rename", "offend", "offend", "offend", "mend", "write", "delete", "add"])
    if kind == "move":
        drawn.shuffle(parts)
    elif kind == "rename":
        path = drawn.choice([f"blog/r{number}.md", f"blog/in{number}/{path.rpartition('/')[2]}"])
    elif kind == "offend":
        parts.insert(drawn.randrange(len(parts)), (drawn.choice(list(OFFENCES)), drawn.choice(WORDS[:4])))
    elif kind == "mend":
        bad = [part for part in parts if isinstance(part, tuple)]
        if bad:
            parts.remove(drawn.choice(bad))
    elif kind == "write":
        parts.append(" ".join(drawn.sample(WORDS, 6)).capitalize() + " was all.")
    others = [*posts[:i], *posts[i + 1 :]]
    if kind == "delete":
        return others if len(posts) > 8 else posts
    if kind == "add":
        rule, word = drawn.choice(list(OFFENCES)), drawn.choice(WORDS[:4])
        added = Post(f"blog/n{number}.md", f"n{number}", (prose("new", number), prose("newer", number), (rule, word)))
        return [*posts, added]
    return [*others, Post(path, first, tuple(parts))]


def lay_out(blog: Blog, posts: Sequence[Post], drawn: random.Random) -> None:
    """Write these posts and no others, their lines as long as it comes."""
    import shutil

    shutil.rmtree(blog.folder / "blog", ignore_errors=True)
    for path, first, parts in posts:
        texts = [part if isinstance(part, str) else offence(*part) for part in parts]
        width = drawn.choice([40, 72, 1000])
        wrap: Callable[[str], str] = lambda text, width=width: textwrap.fill(text, width, break_on_hyphens=False)  # noqa: E731
        blog.write(path, *(wrap(paragraph) for text in texts for paragraph in text.split("\n\n")), title=first)


def kinds(post: Post) -> Counter[tuple[str, str]]:
    """The offences of a post by what tells them apart: the word counts only where the rule marks it."""
    marked = {ALT: True, VAGUE: False, DOUBLED: False, WORDY: False}
    return Counter((part[0], part[1] if marked[part[0]] else "") for part in post.parts if isinstance(part, tuple))


@pytest.mark.parametrize("seed", range(3))
def test_after_200_edits_all_new_offences_are_found_and_nothing_else(blog: Blog, seed: int) -> None:
    drawn = random.Random(seed)
    posts = draw_posts(drawn)
    lay_out(blog, posts, drawn)
    blog.run("baseline")
    before = {post.first: kinds(post) for post in posts}
    told = 0
    for number in range(200):
        posts = edited(posts, drawn, number)
        if number % 20 != 19:
            continue
        lay_out(blog, posts, drawn)
        expected: Counter[tuple[str, str]] = Counter()
        for post in posts:
            for (rule, _), count in (kinds(post) - before.get(post.first, Counter())).items():
                expected[post.path, rule] += count
        assert blog.found() == expected, f"after {number + 1} edits"
        told += expected.total()
    assert told > 100


# The file


def test_the_file_holds_no_text_and_says_the_same_in_every_run(blog: Blog) -> None:
    blog.write("blog/ä b.md", offence(ALT, "sekrit"), offence(DOUBLED, "sekrit"), prose("sekrit"))
    blog.run("baseline")
    text = blog.file.read_text()
    assert not any(word in text for word in ("sekrit", "planner", *WORDS))
    lines = text.splitlines()[1:-1]
    assert lines == sorted(lines)
    assert all(isinstance(json.loads(line.rstrip(",")), dict) for line in lines)
    blog.run("baseline")
    assert blog.file.read_text() == text


def test_paths_count_from_the_folder_of_the_file(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT))
    (blog.folder / "ci").mkdir()
    assert blog.run("baseline", "--baseline", "ci/old.json").code == 0
    paths = {one["path"] for one in json.loads((blog.folder / "ci/old.json").read_text()) if "path" in one}
    assert paths == {"../blog/a.md"}
    assert blog.found("--baseline", "ci/old.json") == {}
    assert blog.found() == {("blog/a.md", ALT): 1}
    blog.write("blog/a.md", "Mended.")
    assert "postlint baseline --prune --baseline ci/old.json" in blog.run("check", "--baseline", "ci/old.json").err


def test_the_baseline_is_found_from_any_folder(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    blog.write("blog/a.md", offence(ALT))
    monkeypatch.chdir(blog.folder / "blog")
    assert blog.run("baseline", "a.md").code == 0
    assert blog.file.exists()
    assert blog.found("a.md") == {}


def test_the_file_stays_a_link_and_keeps_its_mode(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT))
    (blog.folder / "real.json").write_text(dump(Baseline()))
    (blog.folder / "real.json").chmod(0o640)
    blog.file.symlink_to("real.json")
    blog.run("baseline")
    assert blog.file.is_symlink()
    assert (blog.folder / "real.json").stat().st_mode & 0o777 == 0o640
    assert blog.noted == {("blog/a.md", ALT): 1}


def test_two_branches_merge(blog: Blog, tmp_path: Path) -> None:
    """One prunes and one notes more, at the end of the file, too; git merges both without a conflict."""
    for i in range(8):
        blog.write(f"blog/{i}.md", prose(i), offence(ALT))
    (blog.folder / ".git").rmdir()

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *identity, *arguments], cwd=blog.folder, check=True, capture_output=True)

    blog.run("baseline")
    git("init")
    git("add", ".")
    git("commit", "-m", "Old posts")
    git("checkout", "-b", "mended")
    blog.write("blog/1.md", prose(1))
    blog.run("baseline", "--prune")
    git("commit", "-am", "Mend one")
    git("checkout", "main")
    blog.write("blog/7.md", prose(7), offence(ALT), offence(VAGUE))
    blog.write("blog/9.md", prose(9), offence(ALT))
    blog.run("baseline")
    git("add", ".")
    git("commit", "-m", "Note more")
    git("merge", "mended", "-m", "Both")
    assert blog.found() == {}
    assert ("blog/1.md", ALT) not in blog.noted
    assert {("blog/7.md", VAGUE), ("blog/9.md", ALT)} <= blog.noted.keys()
    merged = blog.file.read_text()
    blog.run("baseline")
    assert blog.file.read_text() == merged


def test_what_git_unites_is_read(blog: Blog) -> None:
    """Neighboring lines, of which one branch strikes one out and another one the other: with merge=union both stay."""
    base = dump(Baseline({Key("a.md", ALT, digest): 1 for digest in ("aa", "bb", "cc")}))
    sides = [base.replace(line, "") for line in base.splitlines(keepends=True) if '"bb"' in line or '"cc"' in line]
    for name, text in zip(("ours", "base", "theirs"), (sides[0], base, sides[1]), strict=True):
        (blog.folder / name).write_text(text)
    merge = ["git", "merge-file", "-p", "--union", "ours", "base", "theirs"]
    united = subprocess.run(merge, cwd=blog.folder, capture_output=True, check=True).stdout.decode()
    assert parse(united, "b").counts.keys() >= {Key("a.md", ALT, "aa")}
    conflict = subprocess.run(
        [*merge[:3], *merge[4:]], cwd=blog.folder, capture_output=True, check=False
    ).stdout.decode()
    with pytest.raises(ConfigError, match="left over from a merge"):
        parse(conflict, "b")


KEY = Key("a.md", ALT, "0123456789abcdef")
LINE = '{"path": "a.md", "rule": "images/missing-alt", "hash": "0123456789abcdef", "count": 2}'
END = '{"version": 1}'


@pytest.mark.parametrize(
    "text",
    [
        f"[\n{LINE},\n{END}\n]\n",
        f"[{LINE}\n{END}]",  # a comma too few
        f"[\n{END},\n,{LINE},\n,\n]\n",  # too many, and another order
        f"[\n{LINE},\n{LINE},\n{END}\n]\n",
        f"\ufeff[\r\n{LINE},\r\n{END}\r\n]\r\n",
        json.dumps([json.loads(LINE), json.loads(END)], indent=4),
    ],
)
def test_what_a_merge_or_an_editor_does_is_read(text: str) -> None:
    assert parse(text, "b") == Baseline({KEY: 2})


def test_what_is_written_is_read_again() -> None:
    baseline = Baseline(
        {KEY: 2, Key("odd\udcff\u2028.md", "a/b", "ff"): 1}, frozenset({"a/b", ALT}), {"a.md": sketch("One two three")}
    )
    assert parse(dump(baseline), "b") == baseline


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "begins with '['"),
        ("{}", 1, "begins with '['"),
        (f"[\n{LINE},\n<<<<<<< HEAD\n{END}\n]", 3, "'<<<<<<<' is left over from a merge"),
        (f"[\n{LINE},\n=======\n{END}\n]", 3, "'=======' is left over from a merge"),
        (f"[\n{LINE},\n{END}\n]\n>>>>>>> theirs\n", 5, "'>>>>>>>' is left over from a merge"),
        (f"[\n{LINE},\n{LINE[:50]}", 3, "is no line of a baseline"),
        (f"[\n{LINE},\n", 2, "cut off"),
        (f"[\n{LINE}\n]", 3, 'The line {"version": 1} is missing'),
        (f"[\n{LINE},\noops\n{END}\n]", 3, "'oops"),
        (f"[\n{END}\n]\nmore", 4, "behind the ']'"),
        (f"[\n{LINE.replace('count', 'cuont')},\n{END}\n]", 2, "no 'cuont' in a baseline. Did you mean 'count'?"),
        (f"[\n{LINE.replace(': 2', ': 0')},\n{END}\n]", 2, "'count' cannot be 0"),
        (f"[\n{LINE.replace(': 2', ': true')},\n{END}\n]", 2, "'count' cannot be true"),
        (f"[\n{LINE.replace('abcdef', 'wxyz')},\n{END}\n]", 2, "'hash' cannot be"),
        ('[\n{"path": "a.md", "rule": "a/b"},\n{"version": 1}\n]', 2, "lacks 'count' and 'hash'"),
        ('[\n{"version": 2}\n]', 2, "Update postlint"),
        (f"[\n[{'[' * 100000}", 2, "is no line of a baseline"),
        (f"[\n3,\n{END}\n]", 2, "no record of a baseline"),
    ],
)
def test_a_broken_file_says_where_and_what(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "b.json")
    assert (caught.value.path, caught.value.line) == ("b.json", line)
    assert words in caught.value.message


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(UserErrors) as caught:
        parse(f'[\n{{"rule": 3}},\n{{"path": ""}},\n{END}\n]', "b.json")
    assert [error.line for error in caught.value.errors] == [2, 3]


def test_a_broken_file_ends_the_run(blog: Blog) -> None:
    blog.write("blog/a.md", offence(ALT))
    blog.file.write_text(f"[\n{LINE},\nx\n]\n")
    for arguments in (["check"], ["baseline"], ["baseline", "--prune"]):
        said = blog.run(*arguments)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"{FILE_NAME}:3: error: 'x")
    assert blog.run("check", "--no-baseline").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["baseline", "--prune"], "There is no baseline for --prune. Write one first: postlint baseline."),
        (["baseline", "--update-rules"], "There is no baseline for --update-rules."),
        (["baseline", "--prnue"], "Did you mean '--prune'?"),
        (["baseline", "-"], "A baseline is about files."),
        (["check", "--baseline", "no.json"], "There is no baseline 'no.json'. Write it: postlint baseline --baseline"),
        (["check", "--baseline", "x", "--no-baseline"], "contradict each other"),
        (["baseline", "--baseline", "no/such/folder.json"], "could not be written: No such file or directory"),
    ],
)
def test_mistakes_on_the_command_line(blog: Blog, arguments: list[str], words: str) -> None:
    blog.write("blog/a.md", offence(ALT))
    said = blog.run(*arguments)
    assert said.code == 2
    assert words in said.err
    assert not blog.file.exists()


def test_nothing_outside_of_the_root_is_read(blog: Blog, tmp_path_factory: pytest.TempPathFactory) -> None:
    blog.write("blog/a.md", offence(ALT))
    outside = tmp_path_factory.mktemp("outside") / "b.json"
    outside.write_text(dump(Baseline()))
    blog.file.symlink_to(outside)
    said = blog.run("check")
    assert said.code == 2
    assert "outside of the root" in said.err


# Sketches


def test_sketches_tell_renamed_posts_from_others() -> None:
    texts = {f"{i}.md": prose(i) + "\n\n" + prose(i, "more") for i in range(30)}
    gone = {path: sketch(text) for path, text in texts.items()}
    changed = {f"new/{path}": sketch("A new first line.\n\n" + text[:-60]) for path, text in texts.items()}
    others = {f"other/{i}.md": sketch(prose("other", i)) for i in range(30)}
    assert renamed(gone, changed | others) == {f"new/{path}": path for path in texts}


def test_a_post_is_taken_once_and_by_the_likest() -> None:
    gone = {"a.md": sketch(prose(1))}
    new = {"b.md": sketch(prose(1) + "\n\n" + prose(2)[:200]), "c.md": sketch(prose(1))}
    assert renamed(gone, new) == {"c.md": "a.md"}
    assert renamed({"x.md": sketch("")}, {"y.md": sketch("")}) == {"y.md": "x.md"}
