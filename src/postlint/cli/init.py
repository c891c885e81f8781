"""``postlint init``: draft a config from the site in a folder and from its posts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from postlint import __version__
from postlint.cli import init_steps, terminal
from postlint.cli.exit_code import CLEAN
from postlint.cli.init_steps import write_new
from postlint.config.find import shown
from postlint.errors import UsageError, UserError
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    import argparse

    from postlint.config import Config
    from postlint.guessing.draft import Draft, Findings
    from postlint.guessing.facts import Post
    from postlint.linter import Linter
    from postlint.registry import Registry
    from postlint.report import Report

MOST_CHECKED = 200
"""So many posts tell what all of a blog does."""

DESCRIPTION = """\
Look at the site in a folder and at its posts, and draft postlint.toml: the
generator, where posts lie, the keys of their front matter with types, authors and
tags, and whose blog it is: what the house gives away, what it sells, and where
that lives. Guesses are marked so. A config that is there is never overwritten.

Without a FOLDER, that is the current one.
"""

EPILOG = """\
examples:
  postlint init --dry-run
      print the config, and write nothing
  postlint init
      write it; in a terminal ask before each step
  postlint init --yes ../my-blog
      write it for another folder, and ask nothing
  postlint init --workflow acme/postlint@0123456789012345678901234567890123456789
      also write a workflow for GitHub Actions, with postlint from there
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``init`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    folder = _folder(parsed.folders)
    path = os.path.join(folder, "postlint.toml")
    if there := _existing(folder):
        if not init_steps.are_named(parsed):
            raise UserError(f"{there} It was left as it is; to see what 'init' would draft, move it away for a while.")
        terminal.write([f"{there} It was left as it is."])
        return init_steps.take(parsed, folder, asks=False)
    draft, report = _drafted(folder, path)
    text = draft.text()
    if parsed.dry_run:
        terminal.write(text.splitlines())
        return CLEAN
    asks = not parsed.yes and terminal.can_ask()
    if asks and not terminal.agreed(f"Write {shown(path)}?"):
        terminal.write(["Nothing was written."])
        return CLEAN
    write_new(path, text)
    terminal.write(_summary(draft, report, path))
    return init_steps.take(parsed, folder, asks=asks)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.parser import Parser, add_color_and_help

    parser = Parser("init", "[FOLDER]", DESCRIPTION, EPILOG)
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    group.add_argument("--dry-run", action="store_true", help="print the config, and write nothing")
    group.add_argument("--yes", "-y", action="store_true", help="ask nothing; the answer to each question is yes")
    init_steps.add_flags(group)
    add_color_and_help(group)
    parsed = parser.parsed("folders", arguments)
    init_steps.refuse_at_odds(parsed)
    return parsed


def _folder(given: Sequence[str]) -> str:
    if len(given) > 1:
        raise UsageError(f"A config is for one FOLDER, and here are {len(given)}.")
    folder = given[0] if given else "."
    if not os.path.isdir(folder):
        what = "is a file, and a config is for a folder" if os.path.lexists(folder) else "is no folder"
        raise UsageError(f"'{folder}' {what}.")
    return os.path.realpath(folder)


def _existing(folder: str) -> str:
    """A sentence on the config that holds for the folder already, whether or not it can be read; empty without one."""
    from postlint.config.find import find

    file = find([folder]).file
    if file is None:
        return ""
    table = " with a table [tool.postlint]" if os.path.basename(file.path) == "pyproject.toml" else ""
    return f"There is a config already: {shown(file.path)}{table}."


# The draft


def _drafted(folder: str, path: str) -> tuple[Draft, Report]:
    """The config to write, and what a check by it finds. Raises UsageError where there are no posts."""
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.registry import load as load_registry

    found = Linter(Config(root=folder), load_registry(cached=True)).files()
    draft = _first_draft(folder, found)
    config, registry = _loaded(draft, path)
    report = _check(config, registry, found)
    draft = draft._replace(findings=_findings(report, config, registry))
    _loaded(draft, path)
    return draft, report


def _first_draft(folder: str, found: Sequence[str]) -> Draft:
    """What site and posts tell by themselves."""
    from postlint.guessing import fields, house, site, vocabularies
    from postlint.guessing.draft import Draft
    from postlint.guessing.mentions import Mentions
    from postlint.guessing.names import Evidence
    from postlint.guessing.places import Places
    from postlint.site import detect
    from postlint.site.names import asked_keys
    from postlint.site.registries import found as data_files

    detected = detect(folder)
    pages = _posts(folder, found)
    posts = [page for page in pages if not page.is_section]
    conventions = detected.conventions
    kinds = asked_keys(conventions, {})
    told = site.read(folder, detected)
    guess = house.guess(Evidence(posts, told, Mentions(posts), Places(posts)))
    described = fields.fields(pages, kinds, folds_case=conventions.folds_case)
    names = vocabularies.registries(posts, kinds, conventions, data_files(folder, detected)[0])
    return Draft(__version__, len(posts), detected, told, guess, described, names)


def _posts(folder: str, found: Sequence[str]) -> list[Post]:
    """The posts that can be read; `check` tells the others."""
    from postlint.document import Document
    from postlint.files import Root, Unreadable
    from postlint.guessing import facts

    root = Root(folder)
    posts = []
    with terminal.Progress(on=True, doing="Reading posts") as progress:
        for done, path in enumerate(found):
            progress(done, len(found))
            with suppress(Unreadable):
                posts.append(facts.post(Document(root.read_text(os.path.join(folder, path)), path)))
    return posts


def _loaded(draft: Draft, path: str) -> tuple[Config, Registry]:
    """The config that a draft is. One that does not hold is a fault of postlint, and is not written."""
    from postlint.config import load_text

    try:
        return load_text(draft.text(), path)
    except UserError as error:
        raise RuntimeError(f"the drafted config is no good: {error}") from error


def _check(config: Config, registry: Registry, found: Sequence[str]) -> Report:
    """What the config finds in the posts, or in some of them where there are many."""
    from postlint.linter import Linter
    from postlint.workers import usable_cores

    apart = max(1, -(-len(found) // MOST_CHECKED))
    chosen = [os.path.join(config.root, path) for path in found[::apart]]
    linter: Linter = Linter(config, registry)
    linter.jobs = usable_cores()
    with terminal.Progress(on=True) as progress:
        return linter.lint_paths(chosen, progress=progress)


def _findings(report: Report, config: Config, registry: Registry) -> Findings:
    """The rules that object to what many posts do."""
    from postlint.diagnostic import Severity
    from postlint.guessing.draft import Findings
    from postlint.habits import LEAST_POSTS, MOST_SHARE

    loud: dict[str, set[str]] = {}
    for one in report.diagnostics:
        if one.severity > Severity.HINT:
            loud.setdefault(one.rule, set()).add(one.path)
    least = max(MOST_SHARE * report.checked, LEAST_POSTS - 1)
    often = [(rule, len(paths)) for rule, paths in loud.items() if len(paths) > least]
    often.sort(key=lambda one: (-one[1], one[0]))
    serves = {rule for rule, _ in often if registry.rules[rule].value}
    return Findings(
        report.checked,
        tuple(one for one in often if one[0] not in serves),
        tuple(one for one in often if one[0] in serves),
        tuple(report.notes),
    )


# What is told


def _summary(draft: Draft, report: Report, path: str) -> list[str]:
    from collections import Counter

    house = draft.guess.house
    severities = Counter(one.severity.label for one in report.diagnostics)
    found = ", ".join(counted(severities[label], label) for label in ("error", "warning", "hint") if severities[label])
    named = [*(project.name for project in house.projects), *(offer.name for offer in house.offers)]
    generator = draft.detected.generator
    of = f" of {generator}" if generator != "plain" else ""
    lines = [f"Wrote {shown(path)} for {counted(draft.posts, 'post')}{of}."]
    if house.name:
        lines.append(f"Guessed the house {house.name}{' with ' if named else ''}{', '.join(named)}. Read that through.")
    lines.append(f"A check of {counted(report.checked, 'post')} finds {found or 'nothing'}.")
    return lines
