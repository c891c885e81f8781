"""Links of real blogs, with stand-ins for their images: what was judged is found, and what is deleted is missed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from postlint.config import Config, load, with_selectors
from postlint.document import Definition, Document
from postlint.linter import Linter
from postlint.registry import Registry
from postlint.site import Target

SHARED = Path(__file__).parents[2] / "shared"
JUDGED = Path(__file__).parents[1] / "benchmarks" / "judgement"
BLOGS = ("cilium", "gitea", "milvus", "netdata", "opentelemetry", "questdb", "tilt")
RULES = (
    "links/broken-internal",
    "links/broken-anchor",
    "links/wrong-case",
    "images/missing-image",
    "images/wrong-case",
    "frontmatter/missing-image",
)
JUDGED_RULES = ("broken-internal", "broken-anchor", "missing-image")

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


class Post(NamedTuple):
    path: str
    targets: frozenset[str]
    """What its links and images lead to."""
    urls: tuple[tuple[str, int], ...]
    """All URLs but those of definitions, each with its place."""


class Blog(NamedTuple):
    """The posts of a blog, and what tells where a URL leads from one of them as long as nothing is deleted."""

    posts: list[Post]
    resolve: Callable[[str, str], Target]


@pytest.fixture(scope="module")
def whole(copies: Path) -> Callable[[str], Blog]:
    """Reads a blog, once for all tests."""

    @cache
    def read(blog: str) -> Blog:
        with contextlib.chdir(copies / blog):
            linter = Linter(*load(isolated=True))
            posts = []
            for path in linter.files():
                doc = Document(Path(path).read_text("utf-8"), path)
                urls = ((url.text, url.span.start) for url in doc.urls if not isinstance(url.node, Definition))
                posts.append(Post(path, frozenset(one.url for one in (*doc.links, *doc.images)), tuple(urls)))
            return Blog(posts, cache(linter.model().resolve))

    return read


@pytest.fixture
def in_own_copy(
    copies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Config, Registry]]:
    """Goes into a copy of a blog in which files may be deleted, and gives the config and the rules there."""

    def enter(blog: str) -> tuple[Config, Registry]:
        shutil.copytree(copies / blog, tmp_path / blog)
        monkeypatch.chdir(tmp_path / blog)
        return load(isolated=True)

    return enter


def test_the_findings_are_those_that_were_judged(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for blog in BLOGS:
        monkeypatch.chdir(copies / blog)
        config, registry = load(isolated=True)
        report = Linter(with_selectors(config, registry, select=list(RULES)), registry).lint_paths(["."])
        found |= {
            f"{blog}/{one.path}:{one.start.line}:{one.start.column} {one.rule}"
            for one in report.diagnostics
            if one.step != "none"  # that a post names no image is no word about one that is lost
        }
    rows = [
        json.loads(line) for rule in JUDGED_RULES for line in (JUDGED / f"{rule}.jsonl").read_text("utf-8").splitlines()
    ]
    verdicts = {f"{row['place']} {row['rule']}": row["verdict"] for row in rows if "place" in row}
    assert found == set(verdicts)
    assert [place for place, verdict in verdicts.items() if verdict != "act"] == []


def test_what_leads_to_a_page_or_file_that_is_here_is_judged(copies: Path, whole: Callable[[str], Blog]) -> None:
    """A link may lead to what is here if the last part of its path is the name of a post or a file."""
    judged, unjudged = 0, []
    for blog in BLOGS:
        posts, resolve = whole(blog)
        names = {part for path, *_ in posts for part in (Path(path).stem, Path(path).parent.name)}
        names |= {path.name for path in (copies / blog).rglob("*") if path.is_file()}
        for path, urls, _ in posts:
            for url in urls:
                target = resolve(path, url)
                name = url.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
                if target.kind in ("page", "file", "missing"):
                    judged += target.path != path
                elif target.kind == "unjudged" and name.removesuffix(".html") in names and "/docs/" not in url:
                    unjudged.append(f"{blog}/{path}: {url}")
    assert judged > 2_000
    assert len(unjudged) <= 0.05 * (judged + len(unjudged)), unjudged


@pytest.mark.parametrize("blog", BLOGS)
def test_every_reference_to_a_deleted_image_is_found(
    blog: str, whole: Callable[[str], Blog], in_own_copy: Callable[[str], tuple[Config, Registry]]
) -> None:
    """By the rules, in the next run: in Markdown, HTML, shortcodes, several sizes and front matter."""
    config, registry = in_own_copy(blog)
    select = ["images/missing-image", "frontmatter/missing-image", "links/broken-internal"]
    linter = Linter(with_selectors(config, registry, select=select), registry)

    def found() -> set[tuple[str, int]]:
        report = linter.lint_paths(["."])
        return {(one.path, one.start.offset) for one in report.diagnostics if one.step != "none"}

    before = found()
    posts, resolve = whole(blog)
    references: dict[str, set[tuple[str, int]]] = {}
    for path, _, urls in posts:
        for url, start in urls:
            target = resolve(path, url)
            if target.kind == "file":
                references.setdefault(target.path, set()).add((path, start))
    gone = random.Random(2).sample(sorted(references), min(40, len(references)))
    for image in gone:
        os.remove(image)
    wanted = {place for image in gone for place in references[image]}
    assert wanted
    assert wanted - (found() - before) == set()


@pytest.mark.parametrize("blog", [blog for blog in BLOGS if blog != "gitea"])  # its posts link none of themselves
def test_every_link_to_a_deleted_target_is_missed(
    blog: str, whole: Callable[[str], Blog], in_own_copy: Callable[[str], tuple[Config, Registry]]
) -> None:
    config, registry = in_own_copy(blog)
    linter = Linter(config, registry)
    posts, resolve = whole(blog)
    inbound = {
        (path, url): target.path
        for path, urls, _ in posts
        for url in urls
        if (target := resolve(path, url)).kind in ("page", "file") and target.path != path
    }
    targets = sorted(set(inbound.values()))
    gone = set(random.Random(1).sample(targets, min(50, len(targets) // 2)))
    for path in gone:
        os.remove(path)
    after = linter.model()
    kinds = {key: after.resolve(*key).kind for key, path in inbound.items() if path in gone and key[0] not in gone}
    assert kinds
    assert {key: kind for key, kind in kinds.items() if kind != "missing"} == {}
