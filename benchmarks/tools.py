"""The tools that are compared, and what it takes to run each on a folder of posts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

CHECKS = {
    "postlint": "front matter, links, images, structure, prose and the values of a house: all rules that are on by "
    "default, and 500 phrases",
    "rumdl": "the form of Markdown, about 90 rules",
    "markdownlint-cli2": "the form of Markdown, about 50 rules",
    "textlint": "prose, by its rule write-good",
    "proselint": "prose, its own checks of style",
    "alex": "prose, words that hurt",
}


class Tool(NamedTuple):
    """How one is run in a folder: cold, and where it has a cache, warm."""

    name: str
    cold: list[str]
    warm: list[str] | None = None


def tools(config: str) -> tuple[list[Tool], list[str]]:
    """The tools that are installed, and the names of those that are not. ``config`` is postlint's."""
    found, missing = [postlint(config)], []
    for name, make in PEERS.items():
        place = shutil.which(name)
        if place is None:
            missing.append(name)
        else:
            found.append(make(place))
    return found, missing


def postlint(config: str) -> Tool:
    check = [sys.executable, "-m", "postlint", "check", ".", "--config", config, "--quiet", "--exit-zero"]
    check += ["--output-format", "concise"]
    told = subprocess.run([sys.executable, "-m", "postlint", "check", "--help"], capture_output=True, check=False)
    no_cache = ["--no-cache"] if b"--no-cache" in told.stdout else []
    return Tool("postlint", [*check, *no_cache], check)


def _rumdl(place: str) -> Tool:
    return Tool("rumdl", [place, "check", "--no-cache", "."], [place, "check", "."])


def _markdownlint(place: str) -> Tool:
    return Tool("markdownlint-cli2", [place, "**/*.{md,mdx,markdown}"])


def _textlint(place: str) -> Tool:
    # Its rule is looked for beside it; a text of its own that it cannot read is no reason to stop.
    return Tool("textlint", [place, "--rule", "write-good", "**/*.{md,markdown}"])


def _proselint(place: str) -> Tool:
    told = subprocess.run([place, "check", "--help"], capture_output=True, check=False)
    return Tool("proselint", [place, "check", "."] if told.returncode == 0 else [place, "."])


def _alex(place: str) -> Tool:
    return Tool("alex", [place, "."])


PEERS: dict[str, Callable[[str], Tool]] = {
    "rumdl": _rumdl,
    "markdownlint-cli2": _markdownlint,
    "textlint": _textlint,
    "proselint": _proselint,
    "alex": _alex,
}


def pack(folder: str, phrases: list[str]) -> str:
    """Write a config with a pack of one rule that forbids the phrases, and give its path."""
    os.makedirs(os.path.join(folder, "drawn"), exist_ok=True)
    rule = {"summary": "Drawn.", "why": "To measure.", "message": "'{match}' was drawn.", "forbid": phrases}
    with open(os.path.join(folder, "drawn", "phrase.yml"), "w", encoding="utf-8") as file:
        json.dump(rule, file)
    config = os.path.join(folder, "postlint.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write('packs = ["drawn"]\n' if phrases else "")
    age(folder)
    return config


def age(folder: str) -> None:
    """Make files as old as those of a blog are: what has just changed may change again, so that no cache keeps it."""
    long_ago = time.time() - 3600
    for place, _, names in os.walk(folder):
        for name in names:
            os.utime(os.path.join(place, name), (long_ago, long_ago))
