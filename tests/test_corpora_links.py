"""Links of real blogs, with stand-ins for their images: what was judged is found, and what is deleted is missed."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postlint.config import load, with_selectors
from postlint.document import Document
from postlint.linter import Linter

SHARED = Path(__file__).parents[2] / "shared"
JUDGED = Path(__file__).parents[1] / "benchmarks" / "judgement"
BLOGS = ("cilium", "gitea", "milvus", "netdata", "opentelemetry", "questdb", "tilt")
RULES = ("links/broken-internal", "links/broken-anchor", "links/wrong-case")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "tools" / "corpus.py").is_file(), reason="the corpora are not here"),
]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blogs")
    for blog in BLOGS:
        tool = [sys.executable, str(SHARED / "tools" / "corpus.py"), blog, str(folder / blog)]
        subprocess.run(tool, check=True, capture_output=True)
    return folder


def test_the_findings_are_those_that_were_judged(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for blog in BLOGS:
        monkeypatch.chdir(copies / blog)
        config, registry = load(isolated=True)
        report = Linter(with_selectors(config, registry, select=list(RULES)), registry).lint_paths(["."])
        found |= {f"{blog}/{one.path}:{one.start.line}:{one.start.column} {one.rule}" for one in report.diagnostics}
    rows = [
        json.loads(line)
        for rule in RULES[:2]
        for line in (JUDGED / f"{rule[6:]}.jsonl").read_text("utf-8").splitlines()
    ]
    verdicts = {f"{row['place']} {row['rule']}": row["verdict"] for row in rows if "place" in row}
    assert found == set(verdicts)
    assert [place for place, verdict in verdicts.items() if verdict != "act"] == []


@pytest.mark.parametrize("blog", [blog for blog in BLOGS if blog != "gitea"])  # its posts link none of themselves
def test_every_link_to_a_deleted_target_is_missed(
    blog: str, copies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / blog
    shutil.copytree(copies / blog, folder)
    monkeypatch.chdir(folder)
    config, registry = load(isolated=True)
    linter = Linter(config, registry)
    model = linter.model()
    inbound = {
        (path, url): target.path
        for path in linter.files()
        for doc in [Document(Path(path).read_text("utf-8"), path)]
        for url in (one.url for one in (*doc.links, *doc.images))
        if (target := model.resolve(path, url)).kind in ("page", "file") and target.path != path
    }
    targets = sorted(set(inbound.values()))
    gone = set(random.Random(1).sample(targets, min(50, len(targets) // 2)))
    for path in gone:
        os.remove(path)
    after = linter.model()
    kinds = {key: after.resolve(*key).kind for key, path in inbound.items() if path in gone and key[0] not in gone}
    assert kinds
    assert {key: kind for key, kind in kinds.items() if kind != "missing"} == {}
