"""``postlint values``: what the house holds dear, and how its posts stand to that."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN, NOT_DONE
from postlint.cli.output import Output, Outputs
from postlint.cli.table import table
from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import visible
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    import argparse

    from postlint.linter import Linter, Report
    from postlint.packs.values import Value
    from postlint.standings import Group, Standing

FORMATS = ("table", "markdown", "csv", "json")
GROUPS = ("month", "author", "tag")
WORST = 3
BAR = 10
EIGHTHS = " ▏▎▍▌▋▊▉█"
FORMULA = ("=", "+", "-", "@", "\t", "\r")

DESCRIPTION = """\
Say of each value what it asks of a post, which rules serve it, how many posts keep
it, and which break it most. A post breaks a value where a rule that serves it finds
an error or a warning; hints are counted apart.

Without a PATH the posts of the config or of the site in this folder are looked at.
"""

EPILOG = """\
examples:
  postlint values
      how the posts stand to each value
  postlint values content/blog --by month
      how that changes
  postlint values --output-format markdown > values.md
      a table to paste into a report
  postlint values --by author --output-format csv -o values.csv
      numbers for a spreadsheet
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``values`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    from postlint.config import load
    from postlint.linter import Linter

    config, registry = load(parsed.paths, config=parsed.config, isolated=parsed.isolated, cached=True)
    for note in config.notes:
        terminal.tell(note)
    linter = Linter(config._replace(today=parsed.today), registry)
    outputs = Outputs([Output(parsed.output_format, parsed.output_file)])
    try:
        with terminal.Progress(on=True) as progress:
            report = linter.lint_paths(parsed.paths, progress=progress)
        lines = list(_lines(parsed, linter, report))
        if parsed.output_file is None:
            terminal.write(lines)
        else:
            outputs.file(parsed.output_file).write(lines)
    finally:
        outputs.discard()
    if report.unchecked:
        terminal.tell(f"{counted(report.unchecked, 'file')} could not be checked; 'postlint check' says why.")
    return NOT_DONE if report.unchecked else CLEAN


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.arguments import day
    from postlint.cli.parser import Parser, add_color_and_help, choice

    parser = Parser("values", "[PATH ...]", DESCRIPTION, EPILOG)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    by = f"compare posts: {', '.join(GROUPS[:-1])} or {GROUPS[-1]}"
    group.add_argument("--by", type=choice("grouping", GROUPS), metavar="GROUP", help=by)
    group.add_argument("--config", metavar="FILE", help="use this config")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    group.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="the day that counts as today")
    formats: dict[str, Any] = {"type": choice("format", FORMATS), "default": "table", "metavar": "FORMAT"}
    group.add_argument("--output-format", **formats, help="table (default), markdown, csv or json")
    group.add_argument("-o", "--output-file", metavar="FILE", help="write it to this file")
    add_color_and_help(group)
    return parser.parsed("paths", arguments)


def _lines(parsed: argparse.Namespace, linter: Linter, report: Report) -> Iterator[str]:
    from postlint import standings
    from postlint.cli.check import path_shower
    from postlint.packs import shipped
    from postlint.packs.values import load as load_values

    values = list(load_values((*shipped(), *linter.config.packs)).values())
    rules = {id: one.rule.value for id, one in linter.selection.usual.items()}
    paths = {post.path for post in report.posts}
    whole = standings.standings(values, rules, paths, report.diagnostics)
    groups: list[Group] | None = None
    if parsed.by:
        grouped = standings.grouped(report.posts, parsed.by, linter.conventions)
        groups = list(standings.by_group(values, rules, grouped, report.diagnostics))
    show = path_shower(linter.config.root)
    if parsed.output_format == "json":
        yield from _json(whole, groups, parsed.by, show)
    elif parsed.output_format == "csv":
        yield from _csv(whole, groups, parsed.by)
    elif parsed.output_format == "markdown":
        yield from _markdown(*_cells(whole, groups, parsed.by, show, with_bars=False))
    else:
        is_drawn = parsed.output_file is None and terminal.is_terminal(terminal.sys.stdout)
        color = parsed.output_file is None and terminal.wants_color(parsed.color, os.environ)
        yield from table(*_cells(whole, groups, parsed.by, show, with_bars=is_drawn), color=color)
        if groups is None:
            yield ""
            yield from _statements([one.value for one in whole])


def _cells(
    whole: Sequence[Standing], groups: Sequence[Group] | None, by: str, show: Callable[[str], str], *, with_bars: bool
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows of a table for people."""
    if groups is None:
        header: tuple[str, ...] = ("value", "kept by", "", "broken by", "hints", "rules", "most often in")
        rows = [
            (
                one.value.id,
                _percent(one.share) if one.rules else "",
                _bar(one.share) if with_bars and one.rules else "",
                counted(len(one.broken), "post") if one.broken else "",
                f"{sum(one.hints.values()):,}" if one.hints else "",
                str(len(one.rules)) if one.rules else "none on",
                ", ".join(show(path) for path, _ in one.worst(WORST)),
            )
            for one in whole
        ]
        return header, rows
    header = (by, "posts", "keep all values", "", "broken by how many")
    lines = []
    for group in groups:
        broken = sorted(
            (one for one in group.standings if one.broken), key=lambda one: (-len(one.broken), one.value.id)
        )
        share = group.kept / group.posts
        several = ", ".join(f"{one.value.id} {len(one.broken):,}" for one in broken)
        lines.append((group.name, f"{group.posts:,}", _percent(share), _bar(share) if with_bars else "", several))
    return header, lines


def _statements(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        yield visible(f"{value.id}: {value.statement}")


def _percent(share: float) -> str:
    """Rounded down, so that 100 % means all."""
    return f"{int(share * 1000) / 10:.1f} %" if share < 1 else "100 %"


def _bar(share: float) -> str:
    eighths = int(share * BAR * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(BAR)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    kept = [i for i in range(len(header)) if header[i]]
    for number, row in enumerate((header, *rows)):
        yield "| " + " | ".join(_in_cell(row[i]) for i in kept) + " |"
        if number == 0:
            yield "|" + "---|" * len(kept)


def _in_cell(text: str) -> str:
    """A text that Markdown reads as just that."""
    shown = visible(text).replace("\\", "\\\\")
    for sign in "|`*_<>[]":
        shown = shown.replace(sign, f"\\{sign}")
    return shown


def _csv(whole: Sequence[Standing], groups: Sequence[Group] | None, by: str) -> Iterator[str]:
    from csv import writer
    from io import StringIO

    sheet = StringIO()
    rows = writer(sheet, lineterminator="\n")
    rows.writerow([*([by] if groups is not None else []), "value", "posts", "kept", "broken", "findings", "hints"])
    for name, standings in [("", whole)] if groups is None else [(group.name, group.standings) for group in groups]:
        for one in standings:
            counts = (one.posts, one.kept, len(one.broken), sum(one.broken.values()), sum(one.hints.values()))
            rows.writerow([*([_no_formula(name)] if groups is not None else []), one.value.id, *counts])
    return iter(sheet.getvalue().splitlines())


def _no_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _json(
    whole: Sequence[Standing], groups: Sequence[Group] | None, by: str, show: Callable[[str], str]
) -> Iterator[str]:
    from json import dumps

    made: dict[str, Any] = {"values": [_as_object(one, show) for one in whole]}
    if groups is not None:
        made["by"] = by
        made["groups"] = [
            {
                "name": group.name,
                "posts": group.posts,
                "kept": group.kept,
                "values": {one.value.id: {"kept": one.kept, "broken": len(one.broken)} for one in group.standings},
            }
            for group in groups
        ]
    yield from harmless(dumps(made, indent=2)).splitlines()


def _as_object(one: Standing, show: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": one.value.id,
        "statement": one.value.statement,
        "source": one.value.source,
        "stated": one.value.is_stated,
        "rules": list(one.rules),
        "posts": one.posts,
        "kept": one.kept,
        "broken": len(one.broken),
        "findings": sum(one.broken.values()),
        "hints": sum(one.hints.values()),
        "worst": [{"path": show(path), "findings": count} for path, count in one.worst(WORST)],
    }
