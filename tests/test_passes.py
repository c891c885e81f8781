"""A run over many posts says the same in any number of processes and with whatever is known from last time."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postlint import findings, look, passes, store, workers
from postlint.cli import main, terminal
from postlint.cli.paths import BASELINE
from postlint.config import Config, load
from postlint.document import Document
from postlint.files import Root
from postlint.linter import Linter
from postlint.registry import load as load_registry
from postlint.report import Report
from postlint.reporters import FORMATS, Options, lines
from postlint.site import posts
from postlint.site.posts import Posts

WORDS = "We utilize this in order to see how the tool works. See [here](https://a.example/x) and ![](chart.png)."


POSTS = 24


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog of posts that link each other, older than a moment."""
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(workers, "LEAST_BYTES", 1)
    monkeypatch.setattr(look, "UNSETTLED_NS", 0)
    blog = tmp_path / "site" / "posts"
    blog.mkdir(parents=True)
    for number in range(POSTS):
        other = (number * 7 + 3) % POSTS
        body = "\n\n".join([WORDS] * (1 + number % 5))
        links = f"[Before](post-{other:02}.md#part-{other}) and [lost](post-{number + POSTS * 3 // 4:02}.md)."
        title, tag = f"Post {number % (POSTS - 2)}", f"tag-{number % 3}"
        front = f"---\ntitle: {title}\ndate: 2024-01-{1 + number % 28:02}\ntags: [{tag}]\n---\n"
        (blog / f"post-{number:02}.md").write_text(f"{front}\n## Part {number}\n\n{body}\n\n{links}\n")
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


def linter(jobs: int = 1, *, is_cached: bool = False) -> Linter:
    config, registry = load(["."], isolated=True, cached=True)
    made = Linter(config, registry)
    made.jobs, made.is_cached = jobs, is_cached
    return made


def told(report: Report) -> tuple[object, ...]:
    texts = {path: source.text for path, source in report.sources.items()}
    return (*report._replace(sources={}), texts)


@pytest.fixture
def is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """No document is kept, processes take the site with them, and facts and findings are packed."""
    monkeypatch.setattr(passes, "KEPT_BYTES", 0)
    monkeypatch.setattr(passes, "FIRST", 3)
    monkeypatch.setattr(findings, "MOST_WHOLE", 9)
    monkeypatch.setattr(posts, "MOST_WHOLE", 5)


@pytest.mark.parametrize("jobs", [2, 3, 5, 64])
def test_the_report_is_the_same_in_any_number_of_processes(site: Path, jobs: int) -> None:
    (site / "posts" / "latin.md").write_bytes(b"# caf\xe9\n")
    alone = told(linter().lint_paths())
    assert len(alone[0]) > 100  # type: ignore[arg-type]
    assert told(linter(jobs).lint_paths()) == alone


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_report_of_a_large_site_is_the_same(site: Path, jobs: int, request: pytest.FixtureRequest) -> None:
    (site / "posts" / "latin.md").write_bytes(b"# caf\xe9\n")
    report = linter().lint_paths()
    alone = told(report)
    request.getfixturevalue("is_large")
    large = linter(jobs).lint_paths()
    assert told(large) == alone
    assert len(large.diagnostics._places) > POSTS  # type: ignore[attr-defined]
    for format in FORMATS:
        for options in (Options(), Options(hints=True, verbose=True)):
            assert list(lines(format, large, options)) == list(lines(format, report, options))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_processes_that_know_the_site_are_sent_no_facts(
    site: Path, is_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    give = workers._Member.give
    monkeypatch.setattr(workers._Member, "give", lambda self, order: sent.append(order) or give(self, order))
    linter(2).lint_paths()
    assert [order[0] for order in sent] == ["index", "index", "check", "check"]
    assert [order[2] for order in sent[2:]] == [None, None]
    assert not any(is_kept for order in sent[:2] for _, is_kept in order[1])


def test_fixes_are_the_same_in_any_number_of_processes(site: Path) -> None:
    alone = list(linter().fix_paths(unsafe=True))
    assert len(alone) == POSTS
    assert [(one.path, one.text, one.result.text) for one in linter(3).fix_paths(unsafe=True)] == [
        (one.path, one.text, one.result.text) for one in alone
    ]


def test_processes_that_are_spawned_say_the_same(site: Path) -> None:
    one = linter()
    paths = one.files()
    alone = one.lint_paths()
    with workers.Crew(one, 2, "spawn") as crew:
        posts = Posts(facts for _, facts in crew.index(dict.fromkeys(paths, 100), set(paths)))  # type: ignore[misc]
        found = dict(crew.check(paths, posts))
    diagnostics = sorted((each for path in paths for each in found[path].diagnostics), key=lambda each: each.order)  # type: ignore[union-attr]
    assert diagnostics == alone.diagnostics


class Deadly(Linter):
    """One that kills its process at a post, once or always, as a crash in native code would."""

    mark = ""
    deadly = "posts/post-07.md"

    def outcome(self, doc: Document, site: object) -> object:  # type: ignore[override]
        if doc.path == self.deadly and os.getpid() != PARENT and (not self.mark or not os.path.exists(self.mark)):
            if self.mark:
                Path(self.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().outcome(doc, site)  # type: ignore[arg-type]


PARENT = os.getpid()


def deadly(mark: str = "") -> Deadly:
    config, registry = load(["."], isolated=True, cached=True)
    one = Deadly(config, registry)
    one.jobs, one.mark = 2, mark
    return one


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("size", ["small", "large"])
def test_posts_of_a_killed_process_are_checked_by_another(
    site: Path, tmp_path: Path, request: pytest.FixtureRequest, size: str
) -> None:
    if size == "large":
        request.getfixturevalue("is_large")
    report = deadly(str(tmp_path / "killed")).lint_paths()
    assert (tmp_path / "killed").exists()
    assert report.diagnostics == linter().lint_paths().diagnostics
    assert report.unchecked == 0
    note = next(note for note in report.notes if "another took over" in note)
    assert "posts/post-07.md" in note


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_post_that_kills_each_process_is_named_and_all_others_are_checked(site: Path) -> None:
    report = deadly().lint_paths()
    named = [one for one in report.diagnostics if one.rule == "postlint/crashed-parser"]
    assert [(one.path, one.message) for one in named] == [
        (
            "posts/post-07.md",
            "The process that read this post was killed by signal 9 twice, so the post was not checked.",
        )
    ]
    assert report.unchecked == 1
    others = [one for one in report.diagnostics if one.path != "posts/post-07.md"]
    assert others == [one for one in linter().lint_paths().diagnostics if one.path != "posts/post-07.md"]


def test_no_process_is_left_behind(site: Path) -> None:
    import multiprocessing

    linter(4).lint_paths()
    assert multiprocessing.active_children() == []


# What is known from last time


def count_reads(one: Linter) -> list[str]:
    read: list[str] = []
    plain = one.read

    def counted(path: str, root: Root) -> Document:
        read.append(path)
        return plain(path, root)

    one.read = counted  # type: ignore[method-assign]
    return read


def test_posts_that_did_not_change_are_not_read_again(site: Path) -> None:
    first = linter(is_cached=True).lint_paths()
    again = linter(is_cached=True)
    read = count_reads(again)
    report = again.lint_paths()
    assert read == []
    assert told(report) == told(first) == told(linter().lint_paths())
    (site / "posts" / "post-03.md").write_text("# Else\n")
    edited = linter(is_cached=True)
    read = count_reads(edited)
    report = edited.lint_paths()
    assert "posts/post-03.md" in read
    assert len(set(read)) < 10  # those whose links lead to it are checked again, no others
    assert told(report) == told(linter().lint_paths())


def change(site: Path, random: random.Random) -> None:
    posts = sorted((site / "posts").glob("*.md"))
    post = random.choice(posts)
    kind = random.randrange(8)
    if kind == 0:
        post.unlink()
    elif kind == 1:
        post.rename(post.with_name(f"moved-{random.randrange(10**6)}.md"))
    elif kind == 2:
        (site / "posts" / f"post-{random.randrange(POSTS * 3 // 2):02}.md").write_text(
            "---\ntitle: New\n---\n\n## Part 5\n\nIt is.\n"
        )
    elif kind == 3:
        post.write_text(post.read_text().replace("## Part", "## Piece", 1))
    elif kind == 4:
        post.write_text(post.read_text().replace("title: Post", f"title: Text {random.randrange(5)}", 1))
    elif kind == 5:
        post.write_text(post.read_text().replace("tag-1", "Tag-1").replace("tag-2", f"tag-{random.randrange(4)}"))
    elif kind == 6:
        (site / "posts" / "chart.png").write_bytes(b"\x89PNG" + bytes(random.randrange(9)))
    else:
        (site / "postlint.toml").write_text(f"ignore = ['links/{random.choice(['vague-text', 'broken-anchor'])}']\n")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_known_never_changes_the_report(site: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        for _ in range(chance.randrange(1, 3)):
            change(site, chance)
        made = []
        for is_cached in (True, True, False):
            config, registry = load(["."], cached=True)
            one = Linter(config, registry)
            one.jobs, one.is_cached = chance.choice((1, 2)), is_cached
            made.append(told(one.lint_paths(["posts"])))
        assert made[0] == made[2]
        assert made[1] == made[2]


def cache_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.name.startswith("posts-"))


def test_a_cache_with_a_wrong_byte_is_as_good_as_none(site: Path, tmp_path: Path) -> None:
    cold = told(linter().lint_paths())
    linter(is_cached=True).lint_paths()
    files = cache_files(tmp_path / "cache")
    assert [file.name.rpartition("-")[2] for file in files] == ["facts", "found"]
    chance = random.Random(7)
    for file in files:
        whole = file.read_bytes()
        for at in [*range(40), *(chance.randrange(len(whole)) for _ in range(12))]:
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
            if at < 30:  # of the head it is enough that nothing is read
                assert store.read(file.name) in (None, whole[len(store.MAGIC) + 4 :])
                continue
            assert told(linter(is_cached=True).lint_paths()) == cold
        file.write_bytes(whole)


@pytest.mark.parametrize(
    "line", [b"", b"[]", b'["posts/post-01.md"]', b'["posts/post-01.md",[1],[2]]', b"\xff", b"[" * 9999]
)
def test_lines_of_another_make_count_as_nothing(site: Path, line: bytes) -> None:
    cold = told(linter().lint_paths())
    linter(is_cached=True).lint_paths()
    for file in cache_files(Path(os.environ["POSTLINT_CACHE_DIR"])):
        content = store.read(file.name) or b""
        key, *lines = content.split(b"\n")
        shaped = [json.dumps([json.loads(each)[0], json.loads(each)[1], [1, 2]]).encode() for each in lines[:5]]
        store.write(file.name, b"\n".join([key, line, *shaped, *lines[9:]]))
    assert told(linter(is_cached=True).lint_paths()) == cold


def test_another_day_other_rules_or_another_config_are_another_question(site: Path) -> None:
    keys = set()
    for said in ({}, {"today": "2024-05-05"}, {"ignore": ("links",)}, {"select": ("links",)}):
        config = Config(root=str(site), **said)  # type: ignore[arg-type]
        one = Linter(config, load_registry(cached=True))
        one.is_cached = True
        keys.add(one._keys)
    assert len(keys) == 4
    assert None not in keys


@pytest.mark.parametrize("becomes", [None, "", "Short.\n", "\n" * 9])
def test_a_post_that_changes_before_it_is_reported_is_reported_without_its_words(
    site: Path, becomes: str | None
) -> None:
    report = linter().lint_paths()
    post = site / "posts" / "post-04.md"
    whole = len(report.sources)
    post.unlink()
    if becomes is not None:
        post.write_text(becomes)
    assert report.sources.get("posts/post-04.md") is None
    assert len(report.sources) == len(dict(report.sources)) == whole - 1
    for format in FORMATS:
        assert any("post-04" in line for line in lines(format, report, Options(hints=True, verbose=True)))


# The command


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "postlint", "check", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_flag_for_processes_takes_numbers(site: Path) -> None:
    for wrong in ("0", "-1", "two", "1000", "١"):
        done = run(f"--jobs={wrong}", folder=site)
        assert done.returncode == 2
        assert f"--jobs takes a number of processes from 1 to 256, not '{wrong}'." in done.stderr
    outputs = {run("--jobs", jobs, "--no-cache", "--output-format", "json", folder=site).stdout for jobs in ("1", "4")}
    assert len(outputs) == 1


def test_a_profile_names_stages_rules_and_posts(site: Path) -> None:
    done = run("--profile", "--color=never", folder=site)
    assert done.returncode == 1
    for word in ("stage", "parse", "rules", "plain-english/wordy-phrase", "posts/post-"):
        assert word in done.stderr
    assert done.stdout == run("--no-cache", "--color=never", folder=site).stdout


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep")
def test_an_interrupt_ends_all_processes(site: Path) -> None:
    for number in range(400):
        (site / "posts" / f"long-{number}.md").write_text(WORDS * 60)
    command = [sys.executable, "-c", INTERRUPTIBLE, "--no-cache", "--jobs", "3", "-q"]
    with subprocess.Popen(
        command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and len(group(process.pid)) < 4:
            time.sleep(0.05)
        assert process.returncode is None, "it was done before it could be interrupted"
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 130, errors
        assert errors.decode().strip().splitlines()[-1] == "Interrupted."
        assert group(process.pid) == []


INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored in the background
from postlint.cli import main
sys.exit(main(["check", *sys.argv[1:]]))
"""


def group(leader: int) -> list[str]:
    """The processes of a group."""
    return subprocess.run(["pgrep", "-g", str(leader)], capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.parametrize("command", ["values --by tag --output-format json", "baseline", "baseline --update-rules"])
def test_the_commands_that_look_at_all_posts_say_the_same_too(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    noted = site / BASELINE
    if "update" in command:
        assert main(["baseline", "--select", "links"]) == 0
    before = noted.read_bytes() if noted.exists() else None

    def done(*flags: str) -> tuple[object, ...]:
        noted.unlink(missing_ok=True)
        if before is not None:
            noted.write_bytes(before)
        capsys.readouterr()
        code = main([*command.split(), *flags])
        terminal.flush()
        told = capsys.readouterr()
        return code, told.out, told.err, noted.read_bytes() if noted.exists() else b""

    wanted = done("--jobs=1", "--no-cache")
    assert done("--jobs=3", "--no-cache") == wanted
    assert done("--jobs=3") == done("--jobs=1") == wanted, "kept by several, known to one"
    with monkeypatch.context() as patched:
        patched.setattr(Linter, "outcome", None)
        assert done("--jobs=1") == wanted, "no post is checked again"
    (site / "posts" / "post-07.md").write_text(f"---\ntitle: Anew\ntags: [tag-1]\n---\n\n{WORDS} It is the the end.\n")
    assert done() == done("--no-cache") != wanted
