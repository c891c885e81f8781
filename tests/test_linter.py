"""The one door: which posts are checked, what a run reports, and fixes in memory."""

from __future__ import annotations

import datetime
import itertools
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postlint.config import Config, load
from postlint.diagnostic import Diagnostic, Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.errors import UsageError
from postlint.fix_rounds import MOST_ROUNDS, FixResult
from postlint.linter import Linter
from postlint.registry import Registry
from postlint.registry import load as load_registry
from postlint.rule import Rule, rule
from postlint.text import Span

REGISTRY = load_registry()
NO_ALT = "![](//cdn.example/x.png)\n"
TITLED = "---\ntitle: {}\n---\nText.\n"
# These small posts lack what posts have.
UNFINISHED = (
    "values/anonymous-author",
    *(id for id in REGISTRY.rules if id.startswith("frontmatter/missing-")),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder that is the top of a git tree, so that nothing above it is found."""
    here = Path(os.path.realpath(tmp_path))
    (here / ".git").mkdir()
    monkeypatch.chdir(here)
    return here


def write(folder: Path, **files: str | bytes) -> None:
    for name, text in files.items():
        place = folder / name.replace("__", "/")
        place = place if place.suffix else place.with_suffix(".md")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def linter(root: Path | str = ".", *more: Rule, **settings: Any) -> Linter:
    registry = Registry(dict(sorted({**REGISTRY.rules, **{one.id: one for one in more}}.items())))
    return Linter(Config(root=os.path.realpath(root), **{"ignore": UNFINISHED, **settings}), registry)


def shown(found: list[Diagnostic]) -> list[str]:
    return [f"{one.path}:{one.start.line}:{one.rule}" for one in found]


def made(name: str, check: Any, **declared: Any) -> Rule:
    check.__doc__ = "A rule of this test."
    return rule(why="It is a test.", **declared)(check)._replace(id=f"test/{name}")


# Texts


def test_lint_text_reads_and_writes_nothing(folder: Path) -> None:
    """In a process of its own, since nothing may have been imported or read before."""
    write(folder, other=TITLED.format("Same"))
    program = """
import sys
from postlint.config import Config
from postlint.linter import Linter
from postlint.registry import load
linter = Linter(Config(root=sys.argv[1], posts=(".",)), load())
text = "---\\ntitle: Same\\n---\\nTo see ![](//cdn.example/x.png) the the load. <!-- postlint-allow images: so -->\\n"
linter.lint_text(text), linter.lint_text(text, "x.html"), linter.lint_text(text, "x.mdx"), linter.fix_text(text)
touched = []
sys.addaudithook(lambda event, args: touched.append((event, args)) if event.split(".")[0] in
                 ("open", "os", "subprocess", "socket", "shutil", "import") else None)
for path in ("post.md", "blog/x.html", "x.mdx"):
    assert {one.rule for one in linter.lint_text(text, path)} >= {"plain-english/doubled-word"}
    linter.fix_text(text, path)
assert not touched, touched
"""
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True)


def test_lint_text_knows_no_other_post(folder: Path) -> None:
    write(folder, other=TITLED.format("Same"))
    assert linter(posts=(".",)).lint_text(TITLED.format("Same"), "post.md") == []


def test_the_same_text_gives_the_same_findings() -> None:
    text = "# A\n\n# B\n\n![](x) the the utilize TODO: x\n" * 5
    one = linter()
    assert one.lint_text(text) == one.lint_text(text) == linter().lint_text(text)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_do_not_count_a_byte_order_mark(mark: str, line_end: str) -> None:
    text = mark + "Text.\n\nSee ![](//cdn.example/x.png) now.\n".replace("\n", line_end)
    (found,) = linter().lint_text(text)
    assert (found.start.line, found.start.column) == (3, 5)
    assert text.removeprefix("\ufeff")[found.start.offset : found.end.offset] == "![](//cdn.example/x.png)"


def test_config_pickles_and_a_linter_of_it_says_the_same(folder: Path) -> None:
    write(folder, post=NO_ALT)
    config, _ = load([])
    again = pickle.loads(pickle.dumps(config))
    assert Linter(again, REGISTRY).lint_paths(["post.md"]).diagnostics == linter().lint_paths(["post.md"]).diagnostics


# Which posts


def test_paths_in_any_order_and_any_spelling_give_the_same_report(folder: Path) -> None:
    write(folder, a=NO_ALT, b=TITLED.format("Same"), blog__c=TITLED.format("Same"), blog__d="the the\n")
    write(folder, bad=b"caf\xe9\n")
    expected = linter().lint_paths(["a.md", "b.md", "bad.md", "blog"])
    assert expected.checked == 4
    assert len(expected.diagnostics) == 5
    for paths in itertools.permutations(["a.md", "b.md", "bad.md", "blog"]):
        report = linter().lint_paths(paths)
        assert report.diagnostics == expected.diagnostics
        assert (report.checked, report.unchecked, report.notes) == (4, 1, [])
    twice = ["./a.md", "blog/c.md", "blog/../b.md", str(folder / "a.md"), "blog/", "bad.md", "blog/d.md", "b.md"]
    assert linter().lint_paths(twice).diagnostics == expected.diagnostics
    assert linter().files(twice) == ["a.md", "b.md", "bad.md", "blog/c.md", "blog/d.md"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_post_under_two_names_is_reported_once(folder: Path) -> None:
    write(folder, a=NO_ALT, blog__x=NO_ALT)
    os.symlink("a.md", folder / "link.md")
    os.symlink("link.md", folder / "again.md")
    os.symlink("blog", folder / "aka")
    assert linter().files(["link.md", "a.md", "again.md"]) == ["a.md"]
    assert linter().files(["again.md", "link.md"]) == linter().files(["link.md", "again.md"]) == ["again.md"]
    assert linter().files(["link.md"]) == ["link.md"]
    assert linter().files(["aka/x.md", "blog/x.md"]) == ["blog/x.md"]
    assert linter().files(["aka", "blog"]) == ["blog/x.md"]
    assert linter().files(["."]) == ["a.md", "blog/x.md"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_is_no_second_post_of_its_title(folder: Path) -> None:
    write(folder, a=TITLED.format("Same"))
    os.symlink("a.md", folder / "link.md")
    assert linter(posts=(".",)).lint_paths(["link.md"]).diagnostics == []
    assert linter(posts=(".",)).lint_paths().diagnostics == []


def test_files_without_paths_are_those_of_the_config(folder: Path) -> None:
    write(folder, blog__a="a", blog__old__b="b", other="c", one="d")
    assert linter(posts=("blog", "one.md")).files() == ["blog/a.md", "blog/old/b.md", "one.md"]
    assert linter(posts=("blog", "one.md"), exclude=("blog/old",)).files() == ["blog/a.md", "one.md"]
    with pytest.raises(UsageError, match=r"There is no file or folder 'gone'\."):
        linter(posts=("blog", "gone")).files()


def test_excluded_posts(folder: Path) -> None:
    write(folder, a=NO_ALT, old__b=NO_ALT)
    assert linter(exclude=("old",)).files(["."]) == ["a.md"]
    assert linter(exclude=("old",)).files(["a.md", "old/b.md"]) == ["a.md", "old/b.md"]
    forced = linter(exclude=("old",), force_exclude=True)
    assert forced.files(["a.md", "old/b.md"]) == ["a.md"]
    report = forced.lint_paths(["old/b.md"])
    assert (report.diagnostics, report.checked, report.unchecked) == ([], 0, 0)
    assert report.notes == ["All posts that were named are excluded by the config, so nothing was checked."]
    assert forced.lint_bytes(NO_ALT.encode(), "old/b.md").notes == [
        "'old/b.md' is excluded by the config, so nothing was checked."
    ]
    with pytest.raises(UsageError, match="All 1 posts of 'old' are excluded by the config"):
        linter(exclude=("old",)).files(["old"])


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["gone.md"], "There is no file or folder 'gone.md'."),
        (
            ["empty"],
            "There is no post in 'empty': no .md, .markdown or .mdx file, and no .html file with front matter.",
        ),
        (["../out.md"], "'../out.md' lies outside of "),
        ([".."], "'..' lies outside of "),
    ],
)
def test_paths_that_cannot_be_checked(folder: Path, paths: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    (folder.parent / "out.md").write_text("x")
    with pytest.raises(UsageError) as told:
        linter().lint_paths(paths)
    assert str(told.value).startswith(message)


# What could not be checked


def test_files_left_unchecked_are_named_and_counted(folder: Path) -> None:
    write(folder, good=NO_ALT, latin=b"One.\ncaf\xe9\n", wide="x".encode("utf-16"), big=b"x" * (2 * 1024 * 1024 + 1))
    names = ["good", "latin", "wide", "big"]
    if hasattr(os, "symlink"):
        os.symlink("loop.md", folder / "loop.md")
        os.symlink("/etc/passwd", folder / "out.md")
        os.symlink("nowhere.md", folder / "dangling.md")
        os.mkfifo(folder / "pipe.md")
        names += ["loop", "out", "dangling", "pipe"]
    report = linter().lint_paths([f"{name}.md" for name in names])
    assert report[:4] == linter().lint_paths(["."])[:4]
    rules = {one.path: one.rule for one in report.diagnostics}
    assert rules["latin.md"] == rules["wide.md"] == "postlint/not-utf-8"
    assert rules["big.md"] == "postlint/oversized-file"
    assert {rule for path, rule in rules.items() if path[:-3] in names[4:]} <= {"postlint/unreadable-file"}
    assert (report.checked, report.unchecked) == (1, len(names) - 1)
    assert shown(report.diagnostics) == sorted(shown(report.diagnostics))
    assert next(one for one in report.diagnostics if one.path == "latin.md").start.line == 2
    assert set(report.sources) == {"good.md"}


def test_posts_that_a_rule_failed_on_are_counted(folder: Path) -> None:
    def picky(doc: Document) -> Iterator[Finding]:
        if "fail" in doc.path:
            raise RuntimeError("no")
        yield Finding(Span(0, 1), "So.")

    write(folder, fail_one="x", fail_two="x", fine="x")
    report = linter(".", made("picky", picky)).lint_paths(["."])
    assert shown(report.diagnostics) == [
        "fail_one.md:1:postlint/crashed-rule",
        "fail_two.md:1:postlint/crashed-rule",
        "fine.md:1:test/picky",
    ]
    assert (report.checked, report.unchecked) == (3, 2)


def test_a_parser_that_panics_on_one_post_leaves_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    whole = Document._content.func  # type: ignore[attr-defined]

    def content(self: Document) -> Any:
        if "boom" in self.path:
            raise Panic("index out of range")
        return whole(self)

    monkeypatch.setattr(Document, "_content", property(content))
    write(folder, boom=TITLED.format("Same"), fine=NO_ALT, plain="# Heading\n")
    report = linter().lint_paths(["."])
    assert shown(report.diagnostics) == ["boom.md:1:postlint/crashed-parser", "fine.md:1:images/missing-alt"]
    assert (report.checked, report.unchecked) == (3, 1)
    assert shown(linter().lint_text("x", "boom.md")) == ["boom.md:1:postlint/crashed-parser"]
    assert linter().lint_bytes(b"x", "boom.md").unchecked == 1


def test_a_file_that_vanishes_between_the_passes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, a=NO_ALT, b=NO_ALT)
    monkeypatch.setattr("postlint.passes.KEPT_BYTES", 0)
    report = linter().lint_paths(
        ["a.md", "b.md"], progress=lambda done, total: (folder / "b.md").unlink(missing_ok=True)
    )
    assert shown(report.diagnostics) == ["a.md:1:images/missing-alt", "b.md:1:postlint/unreadable-file"]
    assert (report.checked, report.unchecked) == (1, 1)


def test_what_is_not_kept_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, a=NO_ALT, b=TITLED.format("Same"), c=TITLED.format("Same"))
    expected = linter().lint_paths(["."])
    monkeypatch.setattr("postlint.passes.KEPT_BYTES", 12)
    assert linter().lint_paths(["."]).diagnostics == expected.diagnostics


def test_progress_is_told_before_each_post(folder: Path) -> None:
    write(folder, a="a", b="b", c="c")
    told: list[tuple[int, int]] = []
    linter().lint_paths(["."], progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3)]


# Standard input


def test_standard_input(folder: Path) -> None:
    report = linter().lint_bytes(NO_ALT.encode())
    assert shown(report.diagnostics) == ["-:1:images/missing-alt"]
    assert (report.checked, report.unchecked, set(report.sources)) == (1, 0, {"-"})
    assert shown(linter().lint_bytes(b"\xef\xbb\xbf" + NO_ALT.encode(), "blog/new.md").diagnostics) == [
        "blog/new.md:1:images/missing-alt"
    ]
    bad = linter().lint_bytes(b"One.\ncaf\xe9\n", "new.md")
    assert shown(bad.diagnostics) == ["new.md:2:postlint/not-utf-8"]
    assert (bad.checked, bad.unchecked) == (0, 1)
    with pytest.raises(UsageError, match=r"'\.\./new\.md' lies outside of "):
        linter().lint_bytes(b"x", "../new.md")


def test_standard_input_stands_for_its_file_in_the_site(folder: Path) -> None:
    write(folder, a=TITLED.format("Same"), b=TITLED.format("Other"))
    one = linter(posts=(".",))
    assert shown(one.lint_bytes(TITLED.format("Same").encode(), "b.md").diagnostics) == [
        "b.md:2:frontmatter/duplicate-title"
    ]
    assert one.lint_bytes(TITLED.format("Same").encode(), "a.md").diagnostics == []


# The site


def test_the_site_knows_all_posts_and_the_report_only_those_asked_for(folder: Path) -> None:
    write(folder, blog__a=TITLED.format("Same"), blog__b=TITLED.format("Same") + NO_ALT, blog__c=b"caf\xe9")
    report = linter(posts=("blog",)).lint_paths(["blog/a.md"])
    assert shown(report.diagnostics) == ["blog/a.md:2:frontmatter/duplicate-title"]
    assert report.diagnostics[0].related[0].path == "blog/b.md"
    assert (report.checked, report.unchecked, set(report.sources)) == (1, 0, {"blog/a.md"})


def test_posts_outside_of_the_site_are_compared_too(folder: Path) -> None:
    write(folder, blog__a=TITLED.format("Same"), draft=TITLED.format("Same"))
    assert shown(linter(posts=("blog",)).lint_paths(["draft.md"]).diagnostics) == [
        "draft.md:2:frontmatter/duplicate-title"
    ]
    assert linter(posts=("blog",)).lint_paths().diagnostics == []


def test_excluded_posts_are_no_part_of_the_site(folder: Path) -> None:
    write(folder, blog__a=TITLED.format("Same"), blog__old__b=TITLED.format("Same"))
    assert linter(posts=("blog",), exclude=("blog/old",)).lint_paths(["blog/a.md"]).diagnostics == []


def test_other_posts_are_not_read_where_no_rule_asks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, blog__a=NO_ALT, blog__b=NO_ALT)
    read: list[str] = []
    whole = Document.__init__

    def noted(self: Document, text: str, path: str = "post.md") -> None:
        read.append(path)
        whole(self, text, path)

    monkeypatch.setattr(Document, "__init__", noted)
    linter(posts=("blog",), select=("images/missing-alt",)).lint_paths(["blog/a.md"])
    assert read == ["blog/a.md"]


# Overrides


def test_overrides_by_path_and_by_date(folder: Path) -> None:
    (folder / "postlint.toml").write_text(
        """
        posts = ["."]
        select = ["images/missing-alt", "plain-english/doubled-word"]
        [rules."plain-english/doubled-word"]
        allowed = []
        [[overrides]]
        paths = ["old/**"]
        ignore = ["images"]
        [overrides.rules."plain-english/doubled-word"]
        severity = "hint"
        [[overrides]]
        before = 2020-01-01
        [overrides.rules."plain-english/doubled-word"]
        allowed = ["the"]
        [[overrides]]
        paths = ["fresh.md"]
        extend-select = ["structure/second-h1"]
        """
    )
    text = "---\ndate: {}\n---\n# A\n\n# B\n\nSee the the and that that ![](//cdn.example/x.png).\n"
    write(
        folder, fresh=text.format("2024-01-01"), early=text.format("2019-12-31"), undated=text.replace("date: {}\n", "")
    )
    write(folder, old__new=text.format("2020-01-01"), old__early=text.format("2019-01-01"))
    write(folder, **{"2019-05-06-named": text.replace("date: {}\n", "")})
    report = Linter(*load([])).lint_paths()
    told: dict[str, list[str]] = {}
    for one in report.diagnostics:
        told.setdefault(one.path, []).append(f"{one.message.split()[0]} {one.severity.label}")
    assert told == {
        "2019-05-06-named.md": ["'that' warning", "This warning"],
        "early.md": ["'that' warning", "This warning"],
        "fresh.md": ["'B' warning", "'the' warning", "'that' warning", "This warning"],
        "old/early.md": ["'that' hint"],
        "old/new.md": ["'the' hint", "'that' hint"],
        "undated.md": ["'the' warning", "'that' warning", "This warning"],
    }


def test_today_is_that_of_the_config() -> None:
    def dated(doc: Document, today: Any) -> Iterator[Finding]:
        yield Finding(Span(0, 1), today.isoformat())

    one = linter(".", made("dated", dated), today=datetime.date(2024, 2, 29))
    assert [found.message for found in one.lint_text("x")] == ["2024-02-29"]
    day = linter(".", made("dated", dated)).lint_text("x")[0].message
    assert abs(datetime.date.fromisoformat(day) - datetime.datetime.now(datetime.UTC).date()).days <= 1


# Fixes


def replacing(name: str, old: str, new: str, *, safe: bool = True) -> Rule:
    def check(doc: Document) -> Iterator[Finding]:
        text, start = doc.source.text, 0
        while (at := text.find(old, start)) >= 0:
            span = Span(at, at + len(old))
            yield Finding(span, f"Not {old}.", fix=Fix(f"Write {new}", (Edit(span, new),), safe))
            start = at + len(old)

    return made(name, check, severity=Severity.HINT)


def told(result: FixResult) -> tuple[str, int, tuple[str, ...]]:
    return result.text, result.fixes, result.unsettled


def test_fixes_are_carried_out_until_none_is_left() -> None:
    one = linter(".", replacing("ab", "ab", "b"), select=("test",))
    assert told(one.fix_text("aaab ab c")) == ("b b c", 4, ())
    assert told(one.fix_text("ccc")) == ("ccc", 0, ())
    chain = linter(".", replacing("one", "one", "two"), replacing("two", "two", "three"), select=("test",))
    assert told(chain.fix_text("one two")) == ("three three", 3, ())


def test_fixes_that_are_not_safe_wait_for_a_yes() -> None:
    one = linter(".", replacing("x", "x", "y", safe=False), select=("test",))
    assert told(one.fix_text("x")) == ("x", 0, ())
    assert told(one.fix_text("x", unsafe=True)) == ("y", 1, ())


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_line_ends_stay(mark: str, line_end: str) -> None:
    text = mark + "---\ntitle: A\n---\n\nPaste the the key.\n\nPaste  the\tkey.  \n\n".replace("\n", line_end)
    fixed = linter().fix_text(text)
    assert fixed.fixes == 1
    assert fixed.text == text.replace("the the", "the")


def test_rules_that_undo_each_other_are_named_and_nothing_is_changed() -> None:
    rules = [replacing("to-b", "a", "b"), replacing("to-a", "b", "a"), replacing("other", "x", "y")]
    result = linter(".", *rules, select=("test",)).fix_text("x a\n")
    assert result.text == "x a\n"
    assert result.fixes == 0
    assert result.unsettled == ("test/to-a", "test/to-b")


def test_a_fix_that_grows_without_end_is_named_and_nothing_is_changed() -> None:
    result = linter(".", replacing("grows", "a", "aa"), select=("test",)).fix_text("a\n")
    assert told(result) == ("a\n", 0, ("test/grows",))


def test_a_text_that_settles_in_the_last_round_is_settled() -> None:
    text = "a" * (MOST_ROUNDS - 1) + "b"
    one = linter(".", replacing("ab", "ab", "b"), select=("test",))
    assert told(one.fix_text(text)) == ("b", MOST_ROUNDS - 1, ())
    assert told(one.fix_text("a" + text)) == ("b", MOST_ROUNDS, ())
    assert one.fix_text("aa" + text).unsettled == ("test/ab",)


def test_shipped_fixes_settle_and_say_nothing_more() -> None:
    text = "In order to utilize the the key, in order to utilize it.\n\n> Paste the the key.\n"
    fixed = linter().fix_text(text)
    assert not fixed.unsettled
    assert told(linter().fix_text(fixed.text)) == (fixed.text, 0, ())
    assert fixed.text.startswith("To use the key, to use it.\n")
