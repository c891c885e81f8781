"""Whatever the README and docs/ show is run: commands, configs, rules, posts, outputs.

The blocks of a page are taken in order, in a folder of their own. A block with a title (```` ```toml title=x ````) is
written to a file of that name. Output stands in a `text` or `json` block right behind its command; after a change that
is meant, ``python tests/test_docs_examples.py`` writes it anew.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from postlint import packs
from postlint.cli import main
from postlint.cli.arguments import parse
from postlint.config import load
from postlint.docs import PARTS
from postlint.docs.kinds import FIRST
from postlint.document import Document
from postlint.kinds import kind
from postlint.kinds import names as kind_names
from postlint.linter import Linter
from postlint.registry import load as load_registry
from postlint.rule import Rule
from postlint.testing import dedented, run_bad, run_good
from shown_configs import in_one_config

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
GATE = (ROOT / ".ci" / "run").read_text(encoding="utf-8") if (ROOT / ".ci").is_dir() else ""
# Blocks that set up an environment, which takes long and needs a network: the gate runs them, as tested below.
SET_UP = re.compile(r"^python3 -m venv |^\.ci/run$", re.MULTILINE)
POST = "---\ntitle: A post\ndate: 2024-03-05\nsummary: What it is about.\n---\n\nAll is well.\n"
BLOG = ("content/blog/my-post.md", "blog/my-post.md", "draft.md", "../my-blog/post.md")


class Block(NamedTuple):
    """A fenced block of a page: its language, the title of its file, its text, and where that stands in the page."""

    language: str
    title: str
    text: str
    start: int
    end: int


def blocks_of(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = []
    for code in Document(text).code:
        if code.kind == "fenced":
            info = text[code.span.start : code.content_span.start].strip("`~\n ")
            language, _, title = info.partition(" ")
            start = text.index("\n", code.span.start) + 1
            end = text.rindex("\n", code.span.start, code.span.end) + 1
            found.append(Block(language, title.removeprefix("title="), text[start:end], start, end))
    return found


class Output(NamedTuple):
    out: str
    err: str


class Page:
    """Runs the blocks of one page in a folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.blocks = blocks_of(name)
        self.last: Output | None = None
        self.outputs: list[tuple[Block, str]] = []
        self._set_up()

    def _set_up(self) -> None:
        self.folder.mkdir(parents=True)
        subprocess.run(["git", "init", "--quiet", "--template="], cwd=self.folder, check=True)
        (self.folder / ".venv" / "bin").mkdir(parents=True)
        (self.folder / ".venv" / "bin" / "postlint").symlink_to(Path(sys.executable).parent / "postlint")
        shutil.copytree(ROOT / "posts", self.folder / "posts")
        for path in BLOG:
            self._write(path, POST)

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self) -> None:
        for block in self.blocks:
            if SET_UP.search(block.text) and block.language == "sh":
                assert is_run_by_the_gate(self.name, block), block.text
                continue
            take = getattr(self, f"take_{block.language}", None)
            assert take is not None, f"{self.name}: nobody checks a block of {block.language or 'no language'!r}"
            if block.title:
                self._write(block.title, block.text)
            take(block)

    # Commands and what they print

    def take_sh(self, block: Block) -> None:
        for line in block.text.splitlines():
            command, _, remark = line.partition("  # ")
            exits = re.search(r"exits with (\d)", remark)
            code, self.last = self._call(command.strip())
            expected = (int(exits[1]),) if exits else (0, 1)
            assert code in expected, f"{command!r} exits with {code}: {self.last.err}"

    def _call(self, command: str) -> tuple[int, Output]:
        words = shlex.split(command)
        if words[0] == "postlint" and not {"<", ">", "|"} & set(words) and "$" not in command:
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(words[1:])
            return code, Output(out.getvalue(), err.getvalue())
        path = f"{self.folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command], env=os.environ | {"PATH": path}, capture_output=True, check=False
        )
        return done.returncode, Output(done.stdout.decode(), done.stderr.decode())

    def take_text(self, block: Block) -> None:
        assert self.last is not None, f"{self.name}: no command stands before this output: {block.text}"
        self.outputs.append((block, self.last.err if block.title == "stderr" else self.last.out))
        self.last = None

    def take_json(self, block: Block) -> None:
        if block.title:
            json.loads(block.text)
        else:
            self.take_text(block)

    # Files

    def take_txt(self, block: Block) -> None:
        assert block.title, "a list is a file of a pack"

    def take_toml(self, block: Block) -> None:
        """A config that is whole, unless the page goes on to show what is wrong with it."""
        if block.title and not block.text.startswith("ignroe"):
            load(config=block.title)
        elif not block.title:
            for name in re.findall(r'"\./([^"]+)"', block.text):
                (self.folder / name).mkdir(exist_ok=True)
            path = self._write("shown.toml", block.text)
            load(config=path.name)
            path.unlink()

    def take_yaml(self, block: Block) -> None:
        if not block.title:
            for text in rules_shown(block.text):
                packs.load_file(str(self._write("shown-rules/shown.yml", text)), "shown-rules", "shown-rules")
        elif block.title.endswith("values.yml"):
            packs.values.load([os.path.dirname(block.title)])
        elif block.text.startswith("summary:"):
            file, folder = os.path.split(block.title)[::-1]
            rule = packs.load_file(os.path.join(folder, file), folder, os.path.basename(folder))
            if folder != "drafts":  # of which the page goes on to show what is wrong
                assert_examples_pass(rule)
        elif block.title.startswith("data/"):
            assert isinstance(yaml.safe_load(block.text), list)
        elif block.title.startswith(".github/workflows/"):
            assert "jobs" in yaml.safe_load(block.text), "test_workflows.py has more to say"
        elif block.title == ".pre-commit-config.yaml":
            known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
            hooks = [hook for repo in yaml.safe_load(block.text)["repos"] for hook in repo["hooks"]]
            assert {hook["id"] for hook in hooks} == known
            for hook in hooks:
                parse(hook.get("args", []))
        else:
            commands = list(commands_in(yaml.safe_load(block.text)))
            assert commands, f"{block.title} is no rule and calls no postlint"
            for command in commands:
                code, output = self._call(command)
                assert code in (0, 1), output.err

    def take_markdown(self, block: Block) -> None:
        """A post whose suppressions, if it has some, are needed and well written."""
        found = Linter(*load(isolated=True)).lint_text(block.text)
        assert [one.message for one in found if one.rule.startswith("postlint/")] == []

    def take_python(self, block: Block) -> None:
        """A rule, whole, whose examples pass; with a title, a script that prints."""
        shown: dict[str, Any] = {}
        if block.title:
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block.text, self.name, "exec"), shown)
            self.last = Output(out.getvalue(), "")
            return
        exec(compile(block.text, self.name, "exec"), shown)
        (rule,) = (value for value in shown.values() if isinstance(value, Rule))
        assert_examples_pass(rule._replace(id=f"images/{rule.id}"))

    def take_bash(self, block: Block) -> None:
        """A script for CI."""
        code, output = self._call(f"bash {block.title}")
        assert code in (0, 1), output.err

    def take_vim(self, block: Block) -> None:
        """Settings for Vim, which the tests below try on real output."""
        assert vim_pattern(block.text)


def is_run_by_the_gate(page: str, block: Block) -> bool:
    """Whether .ci/run runs a block: it takes the first two commands of the README, and is itself what another runs."""
    if page == "README.md":
        number = [one.text for one in blocks_of(page) if one.language == "sh"].index(block.text) + 1
        return f"readme_command {number}" in GATE
    return "pip install --quiet --editable '.[dev]'" in GATE and block.text.endswith("\n.ci/run\n")


def rules_shown(text: str) -> Iterator[str]:
    """Whole rules, of the keys that are shown: each kind's key begins another one."""
    kinds = "|".join(kind_names())
    head = "summary: Shown.\nwhy: Shown.\n"
    parts = [part for part in re.split(rf"^(?=(?:{kinds}):)", text, flags=re.MULTILINE) if part.strip()]
    common = parts.pop(0) if not re.match(rf"(?:{kinds}):", parts[0]) else ""
    for part in parts:
        takes_message = "message" in kind(part.split(":")[0]).KEYS and not re.match("replace|spell", part)
        message = "message: Shown.\n" if takes_message and "message:" not in common else ""
        yield f"{head}{message}{common}{part}"


def commands_in(value: Any) -> Iterator[str]:
    """The calls of postlint in a workflow."""
    if isinstance(value, dict):
        for held in value.values():
            yield from commands_in(held)
    elif isinstance(value, list):
        for held in value:
            yield from commands_in(held)
    elif isinstance(value, str) and value.startswith("postlint "):
        yield value


def assert_examples_pass(rule: Rule) -> None:
    rules = {**load_registry().rules, rule.id: rule}
    assert rule.bad
    assert rule.good
    for outcome in (
        *(run_bad(rule, case, rules) for case in rule.bad),
        *(run_good(rule, case, rules) for case in rule.good),
    ):
        assert outcome.passed, f"{rule.id}: {outcome.explained()}"


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "blog"
    page = Page(name, folder)
    monkeypatch.chdir(folder)
    page.run()
    for block, output in page.outputs:
        assert block.text == output


def test_there_are_pages() -> None:
    names = "getting-started configuration writing-rules values formats-and-exit-codes editors".split()
    assert {f"docs/{name}.md" for name in names} <= set(PAGES)
    assert set(PARTS) - {"CHANGELOG.md"} <= set(PAGES)
    assert min(len(blocks_of(page)) for page in PAGES) > 0


# Links


def anchors_of(path: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    headings = (heading.text for heading in Document(path.read_text(encoding="utf-8")).headings)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


PAGES_WITH_LINKS = [*(ROOT / page for page in PAGES), *sorted((ROOT / "docs" / "rules").rglob("*.md"))]


def test_links_lead_somewhere() -> None:
    seen = 0
    for path in PAGES_WITH_LINKS:
        for link in Document(path.read_text(encoding="utf-8")).links:
            if link.url.startswith(("http:", "https:", "mailto:")):
                continue
            target, _, anchor = link.url.partition("#")
            place = (path.parent / target).resolve() if target else path
            assert place.exists(), f"{path.relative_to(ROOT)} links {link.url}"
            assert not anchor or anchor in anchors_of(place), f"{path.relative_to(ROOT)} links {link.url}"
            seen += 1
    assert seen > len(load_registry().rules)


# The pages of rules, which are generated


def test_the_pages_of_rules_show_examples_and_configs_that_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings: list[str] = []
    for id, rule in load_registry().rules.items():
        cases = {
            dedented(text).rstrip("\n") for case in (*rule.bad, *rule.good) for text in texts_of(case) if text.strip()
        }
        shown = blocks_of(f"docs/rules/{id}.md")
        examples = {block.text.rstrip("\n") for block in shown if block.language == "markdown"}
        allows = {block for block in examples if block == f"<!-- postlint-allow {id}: say why -->"}
        assert examples - allows == cases
        assert bool(allows) == (rule.pack != "postlint")
        settings += [
            block.text
            for block in shown
            if block.language == "toml" and (block.text.startswith("[rules") or f'["{id}"]' in block.text)
        ]
        assert {block.language for block in shown} <= {"markdown", "toml", "text"}
    (tmp_path / "shown.toml").write_text(in_one_config(settings))
    config, _ = load(config="shown.toml")
    assert set(config.rules) == set(load_registry().rules)


def texts_of(case: Any) -> Iterator[str]:
    yield case.text
    if case.fixed is not None:
        yield case.fixed
    yield from (text for text in case.files.values() if "\0" not in text)


def test_every_kind_is_documented_with_an_example() -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    kinds = text[text.index("## The kinds") :]
    for name in kind_names():
        part = kinds[kinds.index(f"### {name}\n") :].split("\n### ")[0]
        assert re.search(rf"```yaml\n(?:.*\n)*?{name}:", part), name
    assert set(FIRST) <= set(kind_names())


# Editors


@pytest.fixture
def concise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Real findings of all severities, as `concise` prints them."""
    shutil.copytree(ROOT / "posts", tmp_path / "posts")
    (tmp_path / "posts" / "drafts" / "odd name (1): draft.md").write_text("[here](/x)\n\n[here](/y)\n")
    monkeypatch.chdir(tmp_path)
    main(["check", "posts/drafts", "--output-format", "concise", "--hints", "--color", "never", "--isolated"])
    *lines, _ = capsys.readouterr().out.splitlines()
    assert {re.search(r": (\w+)\[", line)[1] for line in lines} == {"error", "warning", "hint"}  # type: ignore[index]
    return lines


def findings_as_json(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    main(["check", "posts/drafts", "--output-format", "json", "--isolated"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_the_problem_matcher_reads_concise(concise: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (tasks,) = (json.loads(block.text) for block in blocks_of("docs/editors.md") if block.title.endswith("tasks.json"))
    (task,) = tasks["tasks"]
    assert main([*task["args"], "--isolated", "posts/drafts"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == concise
    pattern = task["problemMatcher"]["pattern"]
    found = findings_as_json(capsys)
    assert len(found) == len(concise)
    for line, one in zip(concise, found, strict=True):
        match = re.fullmatch(pattern["regexp"], line)
        assert match is not None, line
        read = {name: match[pattern[name]] for name in ("file", "line", "column", "severity", "code", "message")}
        assert read == {
            "file": one["path"],
            "line": str(one["start"]["line"]),
            "column": str(one["start"]["column"]),
            "severity": one["severity"],
            "code": one["rule"],
            "message": one["message"],
        }


def vim_pattern(settings: str) -> str:
    """The regular expression that an errorformat stands for."""
    (format,) = re.findall(r"^set errorformat=(.+)$", settings, re.MULTILINE)
    parts = {"%f": "(?P<file>.+)", "%l": r"(?P<line>\d+)", "%c": r"(?P<column>\d+)", "%t": ".", "%m": "(?P<message>.+)"}
    tokens = re.findall(r"%\*\[\^?\]?[^]]*\]|%.|\\.|.", format)
    return "".join(parts.get(token) or _of_vim(token) for token in tokens)


def _of_vim(token: str) -> str:
    """A set of characters (``%*[a-z]``) or a character, with or without a backslash."""
    if token.startswith("%*"):
        return token[2:].replace("[^]]", r"[^\]]") + "+"
    return re.escape(token[-1])


def test_vim_reads_concise(concise: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (settings,) = (block.text for block in blocks_of("docs/editors.md") if block.language == "vim")
    for line, one in zip(concise, findings_as_json(capsys), strict=True):
        match = re.fullmatch(vim_pattern(settings), line)
        assert match is not None, line
        assert match["file"] == one["path"]
        assert (match["line"], match["column"]) == (str(one["start"]["line"]), str(one["start"]["column"]))
        assert match["message"] == one["message"]


def _write_outputs() -> None:
    for name in PAGES:
        with tempfile.TemporaryDirectory() as place:
            os.environ["POSTLINT_CACHE_DIR"] = place
            page = Page(name, Path(place) / "blog")
            os.chdir(page.folder)
            page.run()
            os.chdir(ROOT)
        text = (ROOT / name).read_text(encoding="utf-8")
        for block, output in reversed(page.outputs):
            text = text[: block.start] + output + text[block.end :]
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_outputs()
