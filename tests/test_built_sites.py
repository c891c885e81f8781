"""The site model against what generators really build: links are as good or as bad as the build says.

Each link of the sites says in its text what it is: good, bad (leads to nothing), anchor (no such place on the page) or
case (right but for case). What stands in the JSON files comes from real builds, see ``sites/built.py``.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from postlint.config import load, with_selectors
from postlint.document import Document, Link
from postlint.linter import Linter

SITES = Path(__file__).parent / "sites"
GENERATORS = sorted(path.stem for path in SITES.glob("*.json"))
RULES = {"links/broken-internal": "bad", "links/broken-anchor": "anchor", "links/wrong-case": "case"}
PREFIX = {"jekyll": "/site"}
HOST = "https://acme.example"


class Checked:
    """The findings of a site by post and place, and its links with the page on which they stand."""

    def __init__(self, generator: str) -> None:
        before = os.getcwd()
        os.chdir(SITES / generator)
        try:
            config, registry = load(isolated=True)
            linter = Linter(with_selectors(config, registry, select=list(RULES)), registry)
            self.findings = {
                (one.path, one.start.offset): RULES[one.rule] for one in linter.lint_paths(["."]).diagnostics
            }
            model = linter.model()
            self.links: list[tuple[str, str, Link]] = [
                (path, model.pages.urls(path)[0], link)
                for path in linter.files(["."])
                for link in Document(Path(path).read_text("utf-8"), path).links
            ]
        finally:
            os.chdir(before)


@cache
def checked(generator: str) -> Checked:
    return Checked(generator)


@cache
def built(generator: str) -> dict[str, list[str]]:
    """The paths that the build has, each with its anchors."""
    found = json.loads((SITES / f"{generator}.json").read_text("utf-8"))
    return {**found["pages"], **{path: [] for path in found["files"]}}


def verdict(generator: str, page: str, url: str) -> str:
    """What a browser finds: good, bad, anchor or case."""
    prefix = PREFIX.get(generator, "")
    there = urlsplit(urljoin(f"{HOST}{prefix}{page}", url))
    path = unquote(there.path)
    paths = built(generator)
    if prefix:
        if not path.startswith(prefix + "/"):
            return "bad"
        path = path.removeprefix(prefix)
    for name in (path, f"{path}/", f"{path}.html", path.removesuffix("index.html")):
        if name in paths and name.endswith(".html") >= path.endswith(".html"):
            anchor = unquote(there.fragment)
            return "anchor" if anchor and anchor not in paths[name] else "good"
    return "case" if path.lower().rstrip("/") in {each.lower().rstrip("/") for each in paths} else "bad"


@pytest.mark.parametrize("generator", GENERATORS)
def test_each_planted_fault_is_found_and_nothing_else(generator: str) -> None:
    site = checked(generator)
    told = {(path, link.url): site.findings.get((path, link.url_span.start), "good") for path, _, link in site.links}
    assert told == {(path, link.url): link.text for path, _, link in site.links}


@pytest.mark.parametrize("generator", GENERATORS)
def test_the_build_says_the_same(generator: str) -> None:
    plain = [
        (page, link) for _, page, link in checked(generator).links if "{" not in link.url and not _is_source(link.url)
    ]
    told = {(page, link.url): verdict(generator, page, link.url) for page, link in plain}
    assert told == {(page, link.url): link.text for page, link in plain}


def _is_source(url: str) -> bool:
    """Whether a link names a file, which the build turns into the URL of a page."""
    return url.partition("#")[0].endswith((".md", ".mdx"))


def test_there_are_enough_faults() -> None:
    counts = Counter(link.text for generator in GENERATORS for _, _, link in checked(generator).links)
    assert sum(counts.values()) - counts["good"] >= 75
    assert len(GENERATORS) >= 5
