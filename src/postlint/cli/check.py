"""``postlint check``: lint posts and report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from postlint import look
from postlint.cli import terminal
from postlint.cli.arguments import parse, set_passes
from postlint.cli.exit_code import CLEAN, exit_code
from postlint.cli.output import Outputs
from postlint.cli.paths import STDIN, baseline_file, path_shower
from postlint.diagnostic import SEVERITIES, Severity
from postlint.errors import UsageError, UserError, UserErrors
from postlint.reporters.options import PLAIN_WIDTH

if TYPE_CHECKING:
    import argparse

    from postlint.cli.changed import Changed
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.registry import Registry
    from postlint.report import FixedPost, Report
    from postlint.reporters import Options
    from postlint.timing import Timing

    Seen = Callable[[Linter, Report], None]


def run(arguments: Sequence[str], seen: Seen | None = None) -> int:
    """Carry out ``check`` and return the exit code. Raises UserError.

    ``seen`` is shown the linter and what it found in all posts, old findings too, and also where only changes are told;
    not where flags choose rules.
    """
    try:
        parsed = parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    if seen is not None or not _is_repeatable(parsed):
        return _checked(parsed, seen)
    from postlint.answers import Answer, Question

    question = Question(arguments)
    with look.noting() as looks, terminal.hearing() as told:
        code = _checked(parsed)
        terminal.flush()
    question.keep(Answer(code, told), looks)
    return code


def _is_repeatable(parsed: argparse.Namespace) -> bool:
    """Whether a like run would give the same report as long as no file changes, and do nothing else."""
    writes = parsed.fix or parsed.diff or parsed.add_allow or any(output.path for output in parsed.outputs)
    asks_git = parsed.staged or parsed.since is not None
    shows = parsed.show_files or parsed.show_settings or parsed.profile
    return not (writes or asks_git or shows or parsed.no_cache or STDIN in parsed.paths)


def _checked(parsed: argparse.Namespace, seen: Seen | None = None) -> int:
    config, registry = _settings(parsed)
    if not parsed.quiet:
        for note in config.notes:
            terminal.tell(note)
    if parsed.show_settings:
        from postlint.cli.settings import lines

        terminal.write(lines(config, registry, parsed.paths))
        return CLEAN
    from postlint.linter import Linter

    linter = Linter(config, registry)
    set_passes(linter, parsed)
    if parsed.profile:
        _take_time(linter)
    linter.ignored = {}
    parsed.changed = _narrowed(linter, parsed)
    if parsed.select or parsed.extend_select or parsed.ignore:
        seen = None
    if parsed.show_files:
        return _show_files(linter, parsed.paths, config.root)
    data = _standard_input() if parsed.paths == [STDIN] else None
    if parsed.diff:
        from postlint.cli.fixing import show_patch

        return show_patch(_fixable(linter, parsed, data), path_shower(config.root))
    outputs = Outputs(parsed.outputs)  # before the run, for a report that cannot be written is a run in vain
    is_fixed, parsed.has_written = True, False
    try:
        if parsed.fix and data is not None:
            data = _hand_on(linter, parsed, data)
        elif parsed.fix:
            is_fixed = _fix(linter, parsed)
        elif parsed.add_allow:
            is_fixed = _allow(linter, parsed)
        linter = _anew(linter, parsed)
        linter.checks_others = seen is not None
        report = _lint(linter, parsed, data)
        if seen is not None:
            seen(linter, report.whole or report)
        report = _new_findings(report, linter, parsed)
        if linter.timing is None:
            _write(report, parsed, config, registry, outputs)
        else:
            with linter.timing.stage("report"):
                _write(report, parsed, config, registry, outputs)
            _tell_times(linter.timing, parsed, config)
    finally:
        outputs.discard()
    worst = max((found.severity for found in report.diagnostics), default=None)
    unchecked = report.unchecked > 0 or not is_fixed
    return exit_code(worst, config.fail_on, unchecked=unchecked, exit_zero=parsed.exit_zero)


def _take_time(linter: Linter) -> None:
    """Check each post anew in this process, whose clock is read."""
    from postlint.timing import Timing

    linter.timing = Timing()
    linter.jobs = 1
    linter.is_cached = False


def _tell_times(timing: Timing, parsed: argparse.Namespace, config: Config) -> None:
    from postlint.cli.profile import lines

    terminal.flush()
    color = terminal.wants_color(parsed.color, os.environ)
    terminal.tell_all(lines(timing, path_shower(config.root), color=color))


def _settings(parsed: argparse.Namespace) -> tuple[Config, Registry]:
    from postlint.config import load, with_selectors

    places = parsed.paths if parsed.paths != [STDIN] else [parsed.stdin_filename or "."]
    # SARIF carries the examples of rules, which the cache leaves out.
    cached = not any(output.format == "sarif" for output in parsed.outputs)
    config, registry = load(places, config=parsed.config, isolated=parsed.isolated, cached=cached)
    config = with_selectors(
        config, registry, select=parsed.select, extend_select=parsed.extend_select, ignore=parsed.ignore
    )
    if parsed.fail_on is not None:
        config = config._replace(fail_on=None if parsed.fail_on == "never" else SEVERITIES[parsed.fail_on])
    return config._replace(force_exclude=parsed.force_exclude, today=parsed.today), registry


def _lint(linter: Linter, parsed: argparse.Namespace, data: bytes | None) -> Report:
    if data is not None:
        return linter.lint_bytes(data, parsed.stdin_filename or STDIN)
    with terminal.Progress(on=not parsed.quiet) as progress:
        return linter.lint_paths(parsed.paths, progress=progress)


def _narrowed(linter: Linter, parsed: argparse.Namespace) -> Changed | None:
    """What changed, where only that is to be checked, which the linter is told."""
    if parsed.since is None and not parsed.staged:
        return None
    from postlint.cli.changed import narrowed

    return narrowed(linter, parsed, quiet=parsed.quiet)


def _anew(linter: Linter, parsed: argparse.Namespace) -> Linter:
    """A linter that knows what changed by now, where posts were written, so that their lines may have moved."""
    if parsed.changed is None or not parsed.has_written:
        return linter
    from postlint.cli.changed import narrowed

    again = type(linter)(linter.config, linter.registry)
    again.jobs, again.is_cached = linter.jobs, linter.is_cached
    again.ignored = linter.ignored
    parsed.changed = narrowed(again, parsed, quiet=True)
    return again


def _new_findings(report: Report, linter: Linter, parsed: argparse.Namespace) -> Report:
    """The report without what is in the baseline, and without what is in lines that did not change."""
    if _has_baseline(linter, parsed):
        from postlint.cli.old_findings import left_out

        report = left_out(report, linter, parsed)
    return parsed.changed.told(report) if parsed.changed is not None else report


def _has_baseline(linter: Linter, parsed: argparse.Namespace) -> bool:
    """Whether old findings are to be left out, or a baseline is named that is not there."""
    if parsed.no_baseline:
        return False
    return parsed.baseline is not None or look.lexists(baseline_file(None, linter.config))


def _fixable(linter: Linter, parsed: argparse.Namespace, data: bytes | None) -> list[FixedPost]:
    """What the fixes would make of the posts."""
    if data is not None:
        fixed = linter.fix_bytes(data, parsed.stdin_filename or STDIN, unsafe=parsed.unsafe_fixes)
        return [fixed] if fixed is not None else []
    with terminal.Progress(on=not parsed.quiet) as progress:
        posts = list(linter.fix_paths(parsed.paths, unsafe=parsed.unsafe_fixes, progress=progress))
    return [post for post in posts if parsed.changed is None or post.path in parsed.changed.own]


def _fix(linter: Linter, parsed: argparse.Namespace) -> bool:
    """Write what the fixes make of the posts, and say so; False where a post could not be written."""
    from postlint.cli import fixing

    posts, show = _fixable(linter, parsed, None), path_shower(linter.config.root)
    reworded = None
    if posts and _has_baseline(linter, parsed):
        from postlint.cli.reworded import Reworded

        reworded = Reworded(posts, linter, parsed)

    def write() -> fixing.Written:
        if not parsed.staged:
            return fixing.write(posts, linter.config.root, show)
        from postlint.cli import staged

        beside = reworded.staged if reworded is not None else None
        return staged.write(posts, linter.config.root, parsed.changed, show, beside)

    written = reworded.around(write, show, quiet=parsed.quiet) if reworded is not None else write()
    parsed.has_written = bool(written.fixes)
    if parsed.show_fixes:
        terminal.tell_all(written.listed)
    if not parsed.quiet:
        terminal.tell_all(written.notes)
    return not written.failed


def _allow(linter: Linter, parsed: argparse.Namespace) -> bool:
    """Write suppressions for what is found, and say so; False where a post could not be written."""
    from postlint.cli import allowing

    with terminal.Progress(on=not parsed.quiet) as progress:
        posts = list(linter.open_paths(parsed.paths, progress=progress))
    report = _new_findings(allowing.report_of(posts), linter, parsed)
    written = allowing.write(posts, report.diagnostics, linter, parsed.add_allow)
    parsed.has_written = bool(written.counts)
    if not parsed.quiet:
        terminal.tell_all(written.notes)
    return not written.failed


def _hand_on(linter: Linter, parsed: argparse.Namespace, data: bytes) -> bytes:
    """Write the text of standard input, fixed, to standard output, and return it."""
    from postlint.cli import fixing

    (fixed, *_) = *_fixable(linter, parsed, data), None
    if fixed is not None:
        if fixed.result.unsettled:
            terminal.tell(fixing.unsettled(fixed.path, fixed.result))
        data = fixed.result.text.encode()
    terminal.write_bytes(data)
    return data


def _standard_input() -> bytes:
    """What comes by standard input, at most one byte more than a post may have."""
    from postlint.files import MAX_BYTES

    if sys.stdin is None:
        raise UsageError("Standard input is closed, so there is nothing to check.")
    stream = getattr(sys.stdin, "buffer", None)
    data: bytes = stream.read(MAX_BYTES + 1) if stream is not None else sys.stdin.read(MAX_BYTES + 1).encode("utf-8")
    return data


def _show_files(linter: Linter, paths: Sequence[str], root: str) -> int:
    from postlint.reporters.escape import line, visible

    if list(paths) == [STDIN]:
        raise UsageError("--show-files lists files, and standard input is none.")
    show = path_shower(root)
    terminal.write(line(visible(path)) for path in sorted(map(show, linter.files(paths))))
    return CLEAN


def _write(report: Report, parsed: argparse.Namespace, config: Config, registry: Registry, outputs: Outputs) -> None:
    """Write all reports, files first: whoever reads standard output may stop reading."""
    from postlint.reporters import lines

    options = _options(parsed, config, registry)
    in_file = options._replace(color=parsed.color == "always", width=PLAIN_WIDTH)
    errors = []
    for output in outputs.outputs:
        if output.path is not None:
            try:
                outputs.file(output.path).write(lines(output.format, report, in_file))
            except UserError as error:
                errors.append(error)
    for output in outputs.outputs:
        if output.path is None and parsed.fix and parsed.paths == [STDIN]:
            terminal.tell_all(lines(output.format, report, in_file))  # standard output has the text
        elif output.path is None:
            terminal.write(lines(output.format, report, options))
            terminal.flush()
    if not parsed.quiet:
        for note in report.notes:
            terminal.tell(note)
    if errors:
        raise errors[0] if len(errors) == 1 else UserErrors(errors)


def _options(parsed: argparse.Namespace, config: Config, registry: Registry) -> Options:
    from postlint import git
    from postlint.reporters import Options

    return Options(
        # What makes the run fail is always shown.
        hints=parsed.hints or config.fail_on is Severity.HINT,
        verbose=parsed.verbose,
        quiet=parsed.quiet,
        statistics=parsed.statistics,
        color=terminal.wants_color(parsed.color, os.environ),
        width=terminal.page_width(),
        show_path=path_shower(config.root),
        show_from_top=path_shower(config.root, git.top_of(config.root) or config.root),
        rules=registry.rules,
        fail_on=config.fail_on,
        is_new=parsed.changed.is_new if parsed.changed is not None else None,
        rest="the summary of this job" if any(to.format == "markdown" for to in parsed.outputs) else Options().rest,
    )
