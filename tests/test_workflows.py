"""The workflows that docs/ shows, and the action itself, held to what GitHub and zizmor ask of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from github_runner import EXPRESSION, ROOT
from postlint.cli.init_steps import workflow
from test_docs_examples import PAGES, Block, blocks_of

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
# Of whose commits we know. Another one is added here when somebody has looked at it.
PINNED = {
    "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8": "v5.0.0",
    "actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c": "v6.0.0",
    "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830": "v4.3.0",
}
OWN = f"acme/postlint@{'0' * 40}"  # the page tells readers to put their own copy and its commit for this
BLOCKS = [block for page in PAGES for block in blocks_of(page) if block.title.startswith(".github/workflows/")]
ZIZMOR = shutil.which("zizmor", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def steps_of(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def assert_pinned(text: str) -> None:
    for line in text.splitlines():
        if used := re.search(r"\buses: (\S+)(?: # (.+))?$", line):
            assert used[1] == OWN or PINNED[used[1]] == used[2], line


def test_there_are_workflows() -> None:
    assert {block.title for block in BLOCKS} == {
        ".github/workflows/posts.yml",
        ".github/workflows/all-posts.yml",
        ".github/workflows/suggestions.yml",
        ".github/workflows/first-weeks.yml",
    }


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_a_workflow_that_is_shown(block: Block) -> None:
    assert_pinned(block.text)
    workflow = yaml.safe_load(block.text)
    events = workflow[True]  # YAML 1.1 reads the key `on` so
    assert not {"pull_request_target", "workflow_run"} & set([events] if isinstance(events, str) else events)
    assert workflow["permissions"] == {}
    assert all("contents" in job["permissions"] for job in workflow["jobs"].values())
    own = [step for step in steps_of(workflow) if step.get("uses") == OWN]
    assert own
    for step in own:
        assert set(step.get("with", {})) <= set(ACTION["inputs"])
    [checkout] = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert not any(EXPRESSION.search(step.get("run", "")) for step in steps_of(workflow))


def test_only_where_something_is_written_to_github_is_more_asked_for_than_reading() -> None:
    for block in BLOCKS:
        rights = {right for job in yaml.safe_load(block.text)["jobs"].values() for right in job["permissions"].items()}
        assert (rights == {("contents", "read")}) == (block.title != ".github/workflows/suggestions.yml")


def test_the_action_is_pinned_and_its_page_names_each_input() -> None:
    assert_pinned((ROOT / "action.yml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (?:`(.*?)`)? ?\|", page, re.MULTILINE))
    assert rows == {name: str(one["default"]) for name, one in ACTION["inputs"].items()}
    assert "version" not in ACTION["inputs"]


@pytest.mark.skipif(ZIZMOR is None, reason="zizmor is not installed; the gate has it")
def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for block in BLOCKS:
        (tmp_path / block.title).write_text(block.text, encoding="utf-8")
    drafted = workflow(OWN, "web")
    assert_pinned(drafted)
    (tmp_path / ".github" / "workflows" / "drafted.yml").write_text(drafted, encoding="utf-8")
    shutil.copy(ROOT / "action.yml", tmp_path)
    command = [str(ZIZMOR), "--offline", "--pedantic", "--no-progress", "--collect=all", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, output
    assert "No findings to report" in output
    # It does look.
    (tmp_path / ".github" / "workflows" / "bad.yml").write_text(BLOCKS[0].text.replace("permissions: {}", ""), "utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode > 10
