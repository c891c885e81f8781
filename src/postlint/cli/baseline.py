"""``postlint baseline``: take note of old findings, so that ``check`` tells only new ones."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint.baseline import Baseline, Key, compare, pruned, with_new_rules, written
from postlint.cli import old_findings, terminal
from postlint.cli.arguments import add_passes, add_selectors, day, set_passes
from postlint.cli.exit_code import CLEAN, NOT_DONE
from postlint.cli.parser import Parser, add_color_and_help
from postlint.cli.paths import baseline_file, path_shower
from postlint.engine import UNCHECKED
from postlint.errors import UsageError
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    from postlint.baseline import Comparison, Run
    from postlint.linter import Linter
    from postlint.report import Report

DESCRIPTION = """\
Take note of what is found in the posts today, hints too. From then on "check"
leaves these findings out and tells only new ones. The baseline lies beside the
config in .postlint-baseline.json and belongs into the repository. It holds no
text of posts.

With PATHs only the findings of these posts are noted anew.
"""

EPILOG = """\
examples:
  postlint baseline
      note all findings in the posts of the site in this folder
  postlint baseline --prune
      strike out what has been mended since; nothing is added
  postlint baseline --update-rules
      note the findings of rules that are new since, and of no others
  postlint check --no-baseline
      look at the old findings again
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``baseline`` and return the exit code. Raises UserError."""
    try:
        parsed = _parser().parsed("paths", arguments)
    except SystemExit:  # --help
        return CLEAN
    if "-" in parsed.paths:
        raise UsageError("A baseline is about files. Name posts or folders, and not '-'.")
    linter = _linter(parsed)
    file = baseline_file(parsed.baseline, linter.config)
    before = old_findings.read(file, linter.config)
    if before is None and (parsed.prune or parsed.update_rules):
        flag = "--prune" if parsed.prune else "--update-rules"
        raise UsageError(f"There is no baseline for {flag}. Write one first: postlint baseline.")
    with terminal.Progress(on=not parsed.quiet) as progress:
        report = linter.lint_paths(parsed.paths, progress=progress)
    after, said = _made(before, report, linter, parsed, file)
    is_new = before is None or after != before
    if is_new:
        old_findings.write(file, after)
    if not parsed.quiet:
        terminal.tell_all(linter.config.notes)
        terminal.write(f"{old_findings.shown(file)}: {text}" for text in said)
    show = path_shower(linter.config.root)
    for one in report.diagnostics:
        if one.rule in UNCHECKED:
            terminal.tell(f"{show(one.path)}: error: {one.message}")
    return NOT_DONE if report.unchecked else CLEAN


def _parser() -> Parser:
    parser = Parser("baseline", "[PATH ...]", DESCRIPTION, EPILOG)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=argparse.SUPPRESS)
    what = parser.add_argument_group("what is noted")
    what.add_argument("--prune", action="store_true", help="strike out what is no longer found, and add nothing")
    rules = "take in the findings of rules that are new since the baseline was written, and no others"
    what.add_argument("--update-rules", action="store_true", help=rules)
    add_selectors(what)
    settings = parser.add_argument_group("which posts and settings")
    settings.add_argument("--baseline", metavar="FILE", help="use this file (default: .postlint-baseline.json)")
    settings.add_argument("--config", metavar="FILE", help="use this config")
    settings.add_argument("--isolated", action="store_true", help="use no config that would be found")
    excluded = "leave out what is excluded even if it is a PATH"
    settings.add_argument("--force-exclude", action="store_true", help=excluded)
    settings.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="the day that counts as today")
    add_passes(settings)
    settings.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    add_color_and_help(settings)
    return parser


def _linter(parsed: argparse.Namespace) -> Linter:
    """A linter whose rules speak of the blog's habits, too: these may change, and old findings would come up."""
    from postlint.config import Selection, load, with_selectors
    from postlint.linter import Linter

    config, registry = load(parsed.paths, config=parsed.config, isolated=parsed.isolated, cached=True)
    selectors: dict[str, Any] = {"select": parsed.select, "extend_select": parsed.extend_select}
    config = with_selectors(config, registry, **selectors, ignore=parsed.ignore)
    named = tuple(Selection(config, registry).usual)
    config = config._replace(select=named, extend_select=(), ignore=())
    linter = Linter(config._replace(force_exclude=parsed.force_exclude, today=parsed.today), registry)
    set_passes(linter, parsed)
    return linter


def _made(
    before: Baseline | None, report: Report, linter: Linter, parsed: argparse.Namespace, file: str
) -> tuple[Baseline, Iterator[str]]:
    """The baseline as it is to be, and what to say about it."""
    run = old_findings.run_of(report, linter, file, parsed.paths)
    if before is None or not (parsed.prune or parsed.update_rules):
        after = _anew(before or Baseline(), run, report, parsed)
        return after, _noted(before, after)
    compared = compare(before, run)
    after = before
    if parsed.prune:
        after = pruned(before, run, compared, linter.registry.rules)
    struck = before.total - after.total
    if parsed.update_rules:
        after = with_new_rules(after, run, compare(after, run))
    return after, _changed(before, after, struck, compared, parsed)


def _anew(before: Baseline, run: Run, report: Report, parsed: argparse.Namespace) -> Baseline:
    is_part = bool(parsed.paths)
    is_selected = bool(parsed.select or parsed.extend_select or parsed.ignore)
    unread = {run.name(one.path) for one in report.diagnostics if one.rule in UNCHECKED}

    def is_kept(key: Key) -> bool:
        is_unknown = is_part and key.path not in run.posts and (run.is_there(key.path) or not run.reaches(key.path))
        return is_unknown or key.path in unread or (is_selected and key.rule not in run.rules)

    rules = set(run.rules)
    if is_selected or is_part:
        # With posts left out, the findings of new rules in these are not noted: the rules are still to be told as new.
        rules = set(before.rules) if is_part and before.rules else rules | before.rules
    return written(before, run, is_kept=is_kept, rules=rules)


def _noted(before: Baseline | None, after: Baseline) -> Iterator[str]:
    yield f"{counted(after.total, 'finding')} in {counted(len(after.paths), 'post')} noted."
    if before is not None and after.total != before.total:
        change = after.total - before.total
        yield f"{abs(change):,} {'more' if change > 0 else 'fewer'} than before."


def _changed(
    before: Baseline, after: Baseline, struck: int, compared: Comparison, parsed: argparse.Namespace
) -> Iterator[str]:
    left = counted(after.total, "finding")
    if parsed.prune:
        yield f"{counted(struck, 'finding')} struck out, {left} left." if struck else f"Nothing to prune, {left} left."
        if compared.renamed:
            yield f"{counted(len(compared.renamed), 'post')} renamed."
    if parsed.update_rules:
        new = sorted(after.rules - before.rules)
        added = sum(count for key, count in after.counts.items() if key.rule in new)
        yield f"{counted(added, 'finding')} of {counted(len(new), 'new rule')} noted." if new else "No rule is new."
