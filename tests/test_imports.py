"""What a plain ``check`` of one post may import: each further module makes everybody wait at each start.

A new name here has to be needed for every post. What some posts or some flags need is imported in the function that
needs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from postlint import store

POST = """\
---
title: One
date: 2024-01-02
---

We utilize this. See [here](https://a.example/x) and ![](chart.png).
"""
RUN = """\
import sys
before = set(sys.modules)
from postlint.cli import main
code = main(sys.argv[1:])
print(code, *sorted(set(sys.modules) - before), file=sys.stderr)
"""

# Of the standard library and of others, by the names of packages.
# What these load in turn counts, too.
ANSWERED_BY = frozenset(
    "collections contextlib errno functools hashlib itertools keyword operator reprlib types zlib".split()
)
CHECKED_BY = ANSWERED_BY | frozenset(
    "ahocorasick_rs argparse array bisect copyreg datetime enum fcntl fnmatch gc gettext importlib json locale math"
    " pyromark re select selectors signal subprocess threading typing unicodedata warnings".split()
)
# postlint's own. Of a package that is named, any module may be loaded: which rules look closer is up to the post.
ANSWERED_OWN = frozenset("answers cli cli.exit_code cli.terminal errors git look records store".split())
WHOLE = ("document", "matching", "reading", "rules", "site", "suppress")
CHECKED_OWN = ANSWERED_OWN | frozenset(
    """
    atomic builtin cache cache.fingerprint cache.plain cache.posts
    cli.arguments cli.check cli.output cli.parser cli.paths
    config config.find config.loading config.model config.select
    data data.node data.simple_yaml diagnostic engine expression
    fields fields.model fields.presets fields.words files findings fix fix_rounds globs habits house
    kinds kinds.answerable kinds.expand kinds.grammar kinds.grammar.advice kinds.grammar.circumstances
    kinds.grammar.list_files kinds.grammar.lists kinds.grammar.mistakes kinds.grammar.phrases kinds.grammar.places
    kinds.grammar.scales kinds.grammar.slips kinds.grammar.spec kinds.length kinds.replace
    linter packs packs.cached packs.trees passes registry releases
    reporters reporters.escape reporters.full reporters.options reporters.paint reporters.snippet reporters.summary
    reporters.tables reporters.width report rule rule_store surroundings text work workers
    """.split()
)


def imported(folder: Path, *arguments: str) -> set[str]:
    """What a process that runs ``check`` imports beyond what the interpreter has loaded by itself."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "check", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code == "1", done.stderr
    return {name for name in names if not name.startswith("_")}


def problems(
    names: Iterable[str], others: frozenset[str], own: frozenset[str], whole: tuple[str, ...] = ()
) -> list[str]:
    told = []
    for name in sorted(names):
        package, _, inner = name.partition(".")
        if package != "postlint":
            is_known = package in others
        else:
            is_known = not inner or inner in own or inner.partition(".")[0] in whole
        if not is_known:
            told.append(f"{name} is imported. Import it where it is used, or, where each post needs it, list it here.")
    return told


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A post in a working tree, with the rules in the cache."""
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "cache"))
    place = tmp_path / "blog"
    place.mkdir()
    (place / "post.md").write_text(POST)
    subprocess.run(["git", "init", "--quiet"], cwd=place, check=True)
    imported(place, "post.md", "--no-cache")
    return place


def test_a_check_imports_what_each_post_needs_and_nothing_else(folder: Path) -> None:
    names = imported(folder, "post.md", "--no-cache")
    assert "postlint.engine" in names
    assert problems(names, CHECKED_BY, CHECKED_OWN, WHOLE) == []


def test_an_answer_from_the_cache_imports_next_to_nothing(folder: Path) -> None:
    old = time.time() - 60
    os.utime(folder / "post.md", (old, old))
    imported(folder, "post.md")
    names = imported(folder, "post.md")
    assert "postlint.engine" not in names
    assert problems(names, ANSWERED_BY, ANSWERED_OWN) == []


def test_what_is_not_listed_is_told() -> None:
    names = ["collections.abc", "postlint", "postlint.cli.init", "postlint.rules.links.bare_url", "yaml"]
    assert problems(names, CHECKED_BY, CHECKED_OWN, WHOLE) == [
        "postlint.cli.init is imported. Import it where it is used, or, where each post needs it, list it here.",
        "yaml is imported. Import it where it is used, or, where each post needs it, list it here.",
    ]
