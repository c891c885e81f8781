"""The site model against what generators really build: links and images are as good or as bad as the build says.

Each link of the sites says in its text what it is, each image in its alt text: good, bad (leads to nothing), anchor (no
such place on the page) or case (right but for case). What stands in the JSON files comes from real builds, see
``sites/built.py``. A site such as hugo-languages is a further one of its generator.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from postlint.config import load, with_selectors
from postlint.document import Document
from postlint.linter import Linter
from postlint.text import Span

SITES = Path(__file__).parent / "sites"
NAMES = sorted(path.stem for path in SITES.glob("*.json"))
RULES = {
    "links/broken-internal": "bad",
    "links/broken-anchor": "anchor",
    "links/wrong-case": "case",
    "images/missing-image": "bad",
    "images/wrong-case": "case",
}
VERDICTS = ("good", *dict.fromkeys(RULES.values()))
PREFIXES = {"jekyll": "/site", "hugo-languages": "/blog", "astro-base": "/blog", "docusaurus-blog": "/team"}
HOSTS = ("acme.example", "www.acme.example")


class Planted(NamedTuple):
    """A link or image of a site: in which post, on which page of the build, what it says it is."""

    path: str
    page: str
    url: str
    span: Span
    verdict: str


class Checked:
    """The findings of a site by post and place, and its links and images."""

    def __init__(self, name: str) -> None:
        before = os.getcwd()
        os.chdir(SITES / name)
        try:
            config, registry = load(isolated=True)
            linter = Linter(with_selectors(config, registry, select=list(RULES)), registry)
            self.findings = {
                (one.path, one.start.offset): RULES[one.rule] for one in linter.lint_paths(["."]).diagnostics
            }
            model = linter.model()
            self.planted: list[Planted] = []
            for path in linter.files(["."]):
                doc = Document(Path(path).read_text("utf-8"), path)
                urls = model.pages.urls(path)
                found = [(link.url, link.url_span, link.text) for link in doc.links]
                found += [(image.url or "", image.url_span, image.alt or "") for image in doc.images]
                found.sort(key=lambda one: one[1])
                self.planted += [Planted(path, urls[0] if urls else "", *one) for one in found]
        finally:
            os.chdir(before)


@cache
def checked(name: str) -> Checked:
    return Checked(name)


@cache
def built(name: str) -> dict[str, list[str]]:
    """The paths that the build has, each with its anchors."""
    found = json.loads((SITES / f"{name}.json").read_text("utf-8"))
    return {**found["pages"], **{path: [] for path in found["files"]}}


@cache
def published(name: str) -> dict[str, list[tuple[str, str]]]:
    """The links of each page of the build, as the page has them, with what they say they are."""
    found = json.loads((SITES / f"{name}.json").read_text("utf-8"))["links"]
    return {page: [(text, href) for text, href in links] for page, links in found.items()}


def verdict(name: str, page: str, url: str) -> str:
    """What a browser finds: good, bad, anchor or case."""
    prefix = PREFIXES.get(name, "")
    there = urlsplit(urljoin(f"https://{HOSTS[0]}{prefix}{page}", url))
    if there.hostname not in HOSTS:
        return "good"
    path = unquote(there.path)
    paths = built(name)
    if prefix:
        if not path.startswith(prefix + "/"):
            return "bad"
        path = path.removeprefix(prefix)
    for at in (path, f"{path}/", f"{path}.html", path.removesuffix("index.html")):
        if at in paths and at.endswith(".html") >= path.endswith(".html"):
            anchor = unquote(there.fragment)
            return "anchor" if anchor and anchor not in paths[at] else "good"
    if path.rstrip("/") in paths and "/assets/" in path:
        return "good"  # Docusaurus writes files that it copies in this way, too
    lowered = {each.lower() for each in paths}
    return "case" if lowered & {path.lower(), f"{path.lower()}/", f"{path.lower()}.html"} else "bad"


@pytest.mark.parametrize("name", NAMES)
def test_each_planted_fault_is_found_and_nothing_else(name: str) -> None:
    site = checked(name)
    told = {(one.path, one.url): site.findings.get((one.path, one.span.start), "good") for one in site.planted}
    assert told == {(one.path, one.url): one.verdict for one in site.planted}
    starts = {(one.path, one.span.start) for one in site.planted}
    assert {place: found for place, found in site.findings.items() if place not in starts} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_build_says_the_same(name: str) -> None:
    """Each link as the page of the build has it, whatever the generator made of a template or the name of a source."""
    by_page: dict[str, list[Planted]] = {}
    for one in checked(name).planted:
        by_page.setdefault(one.page, []).append(one)
    pages = published(name)
    for page, planted in by_page.items():
        links = next((pages[at] for at in (page, f"{page}/", f"{page}.html") if at in pages), [])
        assert sorted(text for text, _ in links) == sorted(one.verdict for one in planted), page
        for text in VERDICTS:
            theirs = [href for said, href in links if said == text]
            ours = [one.url for one in planted if one.verdict == text]
            told = {url: verdict(name, page, href) if href else "bad" for url, href in zip(ours, theirs, strict=True)}
            # To the build the name of a source in the wrong case is just a name that leads to nothing.
            allowed = ("case", "bad") if text == "case" else (text,)
            assert {url: said for url, said in told.items() if said not in allowed} == {}, page


def test_there_are_enough_faults() -> None:
    """So many are planted in the sites of each generator, and so many links that are right and may look wrong."""
    counts = Counter((name.partition("-")[0], one.verdict == "good") for name in NAMES for one in checked(name).planted)
    faults = {generator: count for (generator, is_good), count in sorted(counts.items()) if not is_good}
    assert faults == {"astro": 56, "docusaurus": 84, "eleventy": 45, "hugo": 93, "jekyll": 80}
    assert sum(faults.values()) >= 150
    assert sum(count for (_, is_good), count in counts.items() if is_good) >= 250
