"""``postlint values``: what the house holds dear, and how its posts stand to that."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN, NOT_DONE
from postlint.cli.output import Output, Outputs, chosen

if TYPE_CHECKING:
    import argparse

    from postlint.catalogue import Listed
    from postlint.cli.survey import Survey
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.registry import Registry
    from postlint.report import Report

FORMATS = ("table", "markdown", "csv", "json")
GROUPS = ("month", "author", "tag")

DESCRIPTION = """\
Say of each value what it asks of a post, which rules serve it, how many posts keep
it, and which break it most. A post breaks a value where a rule that serves it finds
an error or a warning, also one that a baseline holds; hints are counted apart, and
what a post allows with a comment is not counted. Posts that no rule of a value
reads, since it is off for them or for another language, are not judged by it.

Without a PATH the posts of the config or of the site in this folder are looked at.
"""

EPILOG = """\
examples:
  postlint values
      how the posts stand to each value
  postlint values content/blog --by month
      how that changes
  postlint values --output-format markdown > standing.md
      a table to paste into a report
  postlint values --by author --output-format csv -o standing.csv
      numbers for a spreadsheet
  postlint explain no-pushy-cta
      one value, and the rules that serve it
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``values`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    from postlint.cli.arguments import set_passes
    from postlint.config import load, with_selectors
    from postlint.linter import Linter

    config, registry = load(parsed.paths, config=parsed.config, isolated=parsed.isolated, cached=True)
    for note in config.notes:
        terminal.tell(note)
    idle = [id for id, rule in registry.rules.items() if rule.value is None and rule.pack != "postlint"]
    config = with_selectors(config, registry, ignore=idle)._replace(today=parsed.today)
    linter = Linter(config, registry)
    set_passes(linter, parsed)
    outputs = Outputs(chosen([Output(parsed.output_format)], parsed.output_file))
    try:
        with terminal.Progress(on=True) as progress:
            report = linter.lint_paths(parsed.paths, progress=progress)
        _write(survey(parsed.by, linter, report), outputs, parsed.color)
    finally:
        outputs.discard()
    if not report.unchecked:
        return CLEAN
    from postlint.reporters.summary import counted

    terminal.tell(f"{counted(report.unchecked, 'file')} could not be checked; 'postlint check' says why.")
    return NOT_DONE


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.arguments import add_passes, day
    from postlint.cli.parser import Parser, add_color_and_help, choice

    parser = Parser("values", "[PATH ...]", DESCRIPTION, EPILOG)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    by = f"compare posts: {', '.join(GROUPS[:-1])} or {GROUPS[-1]}"
    group.add_argument("--by", type=choice("grouping", GROUPS), metavar="GROUP", help=by)
    group.add_argument("--config", metavar="FILE", help="use this config")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    group.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="the day that counts as today")
    add_passes(group)
    formats: dict[str, Any] = {"type": choice("format", FORMATS), "default": "table", "metavar": "FORMAT"}
    group.add_argument("--output-format", **formats, help="table (default), markdown, csv or json")
    group.add_argument("-o", "--output-file", metavar="FILE", help="write it to this file")
    add_color_and_help(group)
    return parser.parsed("paths", arguments)


def markdown(linter: Linter, report: Report) -> Iterator[str]:
    """How the posts of a report stand to the values, as a table for a page."""
    from postlint.cli.survey import PLAIN, lines

    return lines(survey(None, linter, report), "markdown", PLAIN)


def survey(by: str | None, linter: Linter, report: Report) -> Survey:
    """How the posts of a report stand to the values of the shipped packs and of the config."""
    from postlint import standings
    from postlint.cli.paths import path_shower
    from postlint.cli.survey import Survey
    from postlint.packs import shipped
    from postlint.packs.values import load as load_values

    config = linter.config
    values = tuple(load_values((*shipped(), *config.packs)).values())
    judged_by = dict(_judged_by(linter, report))
    groups = None
    if by is not None:
        grouped = standings.grouped(report.posts, by, linter.conventions)
        groups = tuple(standings.by_group(values, judged_by, grouped, report.diagnostics))
    whole = standings.standings(values, judged_by, report.diagnostics)
    rules = _rules(config, linter.registry)
    return Survey(values, rules, whole, len(judged_by), by or "", groups, path_shower(config.root))


def _judged_by(linter: Linter, report: Report) -> Iterator[tuple[str, Collection[str]]]:
    """The posts by path, each with the values by which rules judge it."""
    from functools import partial

    from postlint.catalogue import why_idle

    idle = {id for id, rule in linter.registry.rules.items() if rule.value and why_idle(rule, linter.config)}
    for post in report.posts:
        active = linter.selection.at(post.path, partial(getattr, post, "date"))
        read = (one.rule for id, one in active.items() if id not in idle and one.rule.reads(post.language))
        yield post.path, {rule.value for rule in read if rule.value}


def _rules(config: Config, registry: Registry) -> dict[str, list[Listed]]:
    """The rules by the value that they serve."""
    from postlint.catalogue import listed

    served: dict[str, list[Listed]] = {}
    for one in listed(registry.rules.values(), config, registry):
        if one.rule.value:
            served.setdefault(one.rule.value, []).append(one)
    return served


def _write(survey: Survey, outputs: Outputs, color: str) -> None:
    from postlint.cli.survey import PLAIN, Look, lines

    (output,) = outputs.outputs
    if output.path is not None:
        outputs.file(output.path).write(lines(survey, output.format, PLAIN._replace(color=color == "always")))
        return
    look = Look(terminal.wants_color(color, os.environ), terminal.page_width(), is_drawn=terminal.draws())
    terminal.write(lines(survey, output.format, look))
