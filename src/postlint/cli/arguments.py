"""The flags of ``check``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli.output import Output, chosen
from postlint.cli.parser import Parser, add_color_and_help, choice
from postlint.diagnostic import SEVERITIES
from postlint.errors import UsageError
from postlint.reporters import COUNTED, FORMATS

if TYPE_CHECKING:
    import datetime

    from postlint.linter import Linter

ADD_ALLOW = "--add-allow"
DEFAULT_REASON = "from before postlint"
MOST_JOBS = 256

DESCRIPTION = """\
Lint posts: Markdown, MDX, and HTML with front matter.

PATH is a post, a folder, or "-" for standard input. Without a PATH the posts of
the config are checked, or those of the site that is found in this folder (Hugo,
Jekyll, Docusaurus, Astro, Gatsby, Eleventy, Next; else all Markdown files).
"""

EPILOG = """\
examples:
  postlint check
      check the posts of the site in this folder
  postlint check content/blog/launch.md --hints --verbose
      all there is to say about one post, and why
  postlint check content/blog --select images,links/vague-text
      only the rules of a pack and one more
  postlint check content/blog --statistics
      how often each rule is broken, to see where to begin
  postlint check --since main
      only what this branch has changed
  postlint check --staged
      only what the next commit would change
  postlint check content/blog --fix --show-fixes
      mend what can be mended safely, and say what that was
  postlint check content/blog --diff > fixes.patch
      the same as a patch, to be read first
  postlint check content/blog --add-allow="written before we had rules"
      let all that is found stand, and say why in the posts
  postlint check - --stdin-filename content/blog/launch.md < draft.md
      text from an editor, as if it were that file
  postlint check --output-format json | jq -r '.[].path' | sort | uniq -c
      findings for a program
  postlint check --output-format github --output-format sarif:postlint.sarif
      annotations for GitHub Actions, and a file for its code scanning
  postlint check --output-format gitlab -o gl-code-quality-report.json
      a report of GitLab's kind, in a file
  postlint check --today 2024-01-31
      as if it were that day
  postlint check --no-cache
      without the cache, which 'postlint clean' empties

exit code:
  0  nothing found that --fail-on counts
  1  something found
  2  the check could not be done as asked, or a file was left unchecked
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments of ``check``. Raises UsageError, and SystemExit where only help was asked for."""
    # A value stands behind "=": without one, argparse would take the next PATH for it.
    given = [f"{ADD_ALLOW}={DEFAULT_REASON}" if argument == ADD_ALLOW else argument for argument in arguments]
    parsed = _parser().parsed("paths", given)
    parsed.outputs = chosen(parsed.output_format, parsed.output_file)
    _refuse_contradictions(parsed)
    return parsed


def _refuse_contradictions(parsed: argparse.Namespace) -> None:
    if "-" in parsed.paths and len(parsed.paths) > 1:
        raise UsageError("'-' is standard input and stands alone. Check other paths in a run of their own.")
    if parsed.stdin_filename is not None and "-" not in parsed.paths:
        raise UsageError("--stdin-filename names what comes by standard input. Give '-' as the PATH, too.")
    _refuse_of_changes(parsed)
    if parsed.baseline is not None and parsed.no_baseline:
        raise UsageError("--baseline and --no-baseline contradict each other. Leave one of them out.")
    if parsed.quiet and parsed.verbose:
        raise UsageError("--quiet and --verbose contradict each other. Leave one of them out.")
    if parsed.statistics:
        for output in parsed.outputs:
            if output.format not in COUNTED:
                raise UsageError(
                    f"--statistics counts findings, and '{output.format}' has no place for that. "
                    f"Use {', '.join(COUNTED[:-1])} or {COUNTED[-1]}."
                )
    if parsed.fix and parsed.diff:
        raise UsageError("--fix writes and --diff only shows. Leave one of them out.")
    for name, given in (("--unsafe-fixes", parsed.unsafe_fixes), ("--show-fixes", parsed.show_fixes)):
        if given and not parsed.fix and not (parsed.diff and name == "--unsafe-fixes"):
            raise UsageError(f"{name} does nothing alone. Add --fix{' or --diff' if name == '--unsafe-fixes' else ''}.")
    if parsed.diff and (parsed.output_format or parsed.output_file or parsed.statistics):
        raise UsageError("--diff prints a patch and no report. Leave out --output-format, --output-file, --statistics.")
    if parsed.add_allow and (parsed.fix or parsed.diff or "-" in parsed.paths):
        raise UsageError(f"{ADD_ALLOW} writes into posts, and that alone. Leave out --fix and --diff, and name files.")
    shows = "--show-files" if parsed.show_files else "--show-settings" if parsed.show_settings else None
    if shows and (parsed.output_format or parsed.output_file):
        raise UsageError(f"{shows} makes no report. Leave out --output-format and --output-file.")


def _refuse_of_changes(parsed: argparse.Namespace) -> None:
    if parsed.since is not None and not parsed.since.strip():
        raise UsageError("--since names no commit. Write --since=main, or leave it out.")
    if parsed.since is not None and parsed.staged:
        raise UsageError("--since and --staged ask for different changes. Leave one of them out.")
    flag = "--staged" if parsed.staged else "--since"
    if (parsed.since is not None or parsed.staged) and "-" in parsed.paths:
        raise UsageError(f"What comes by standard input has no history. Leave out {flag}.")
    if parsed.staged and parsed.add_allow:
        raise UsageError(f"{ADD_ALLOW} writes into posts, and --staged reads what is staged of them. Use --since HEAD.")


def _parser() -> Parser:
    parser = Parser("check", "[PATH ...]", DESCRIPTION, EPILOG)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=argparse.SUPPRESS)
    _add_rules(parser.add_argument_group("which rules"))
    _add_config(parser.add_argument_group("which posts and settings"))
    _add_fixes(parser.add_argument_group("fixes"))
    _add_report(parser.add_argument_group("what is reported"))
    _add_speed(parser.add_argument_group("how it runs"))
    return parser


def add_selectors(group: argparse._ArgumentGroup) -> None:
    """The flags that choose rules."""
    selectors: dict[str, Any] = {"type": _names, "action": "extend", "default": [], "metavar": "RULES"}
    group.add_argument("--select", **selectors, help="check only these: rules, packs or ALL, separated by commas")
    group.add_argument("--extend-select", **selectors, help="check these, too")
    group.add_argument("--ignore", **selectors, help="leave these out")


def _add_rules(group: argparse._ArgumentGroup) -> None:
    add_selectors(group)
    severities = (*reversed(SEVERITIES), "never")
    from_this_on = f"exit 1 from this severity on: {', '.join(severities)} (default: error)"
    group.add_argument("--fail-on", type=choice("severity", severities), metavar="SEVERITY", help=from_this_on)
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even if something is found")


def _add_config(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--config", metavar="FILE", help="use this config")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    group.add_argument(
        "--baseline", metavar="FILE", help="leave out the findings of this baseline, not of the one found"
    )
    group.add_argument("--no-baseline", action="store_true", help="report old findings, too")
    changed = "what changed since then: posts that did, and of their findings those on changed lines or the whole"
    group.add_argument("--since", metavar="REF", help=changed)
    group.add_argument("--staged", action="store_true", help="likewise what the next commit changes, as it is staged")
    group.add_argument("--force-exclude", action="store_true", help="leave out what is excluded even if it is a PATH")
    group.add_argument("--stdin-filename", metavar="PATH", help="what the post on standard input is called")
    group.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="the day that counts as today")
    _add_no_cache(group)
    group.add_argument("--show-files", action="store_true", help="list the posts that would be checked, and stop")
    group.add_argument("--show-settings", action="store_true", help="show config, site and rules, and stop")


def _add_fixes(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--fix", action="store_true", help="write the safe fixes, then report what is left")
    group.add_argument("--diff", action="store_true", help="print the safe fixes as a patch; exit 1 if there are any")
    group.add_argument("--unsafe-fixes", action="store_true", help="also those that may change what is meant")
    group.add_argument("--show-fixes", action="store_true", help="list what was fixed, by post")
    allow = f"write suppressions for all that is found, hints too (default reason: {DEFAULT_REASON})"
    group.add_argument(ADD_ALLOW, type=_reason, metavar="[=REASON]", help=allow)


def _add_report(group: argparse._ArgumentGroup) -> None:
    formats: dict[str, Any] = {"type": _output, "action": "append", "default": [], "metavar": "FORMAT[:FILE]"}
    known = f"{', '.join(FORMATS)} (default: full); with :FILE into that file; may be given several times"
    group.add_argument("--output-format", **formats, help=known)
    group.add_argument("-o", "--output-file", metavar="FILE", help="write the report to this file")
    group.add_argument("--hints", action="store_true", help="print hints, which are otherwise only counted")
    group.add_argument("--statistics", action="store_true", help="count findings by rule instead of printing them")
    group.add_argument("-v", "--verbose", action="store_true", help="say why, and on what each finding rests")
    group.add_argument("-q", "--quiet", action="store_true", help="print findings and errors only")


def _add_speed(group: argparse._ArgumentGroup) -> None:
    _add_jobs(group)
    group.add_argument("--profile", action="store_true", help="say where the time goes: by stage, by rule, by post")
    add_color_and_help(group)


def add_passes(group: argparse._ArgumentGroup) -> None:
    """The flags of commands that look at all posts as ``check`` does; ``set_passes`` goes by them."""
    _add_jobs(group)
    _add_no_cache(group)


def set_passes(linter: Linter, parsed: argparse.Namespace) -> None:
    """Let the linter work in as many processes, and with the cache or without, as flags say."""
    from postlint.workers import usable_cores

    linter.jobs = parsed.jobs or usable_cores()
    linter.is_cached = not parsed.no_cache


def _add_jobs(group: argparse._ArgumentGroup) -> None:
    in_processes = "check posts in up to N processes (default: one for each processor core)"
    group.add_argument("--jobs", type=_jobs, metavar="N", help=in_processes)


def _add_no_cache(group: argparse._ArgumentGroup) -> None:
    no_cache = "check anew, whatever an earlier run has found, and store nothing of it; packs are still cached"
    group.add_argument("--no-cache", action="store_true", help=no_cache)


def _jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:5]) <= MOST_JOBS:
        return int(text)
    raise UsageError(f"--jobs takes a number of processes from 1 to {MOST_JOBS}, not '{text}'.")


def _output(text: str) -> Output:
    format, colon, path = text.partition(":")
    made = Output(choice("format", FORMATS)(format), path or None)
    if colon and not path:
        raise UsageError(f"'{text}' names no file. Write --output-format {format}:FILE, or leave out the colon.")
    return made


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise UsageError("A list of rules is empty. Name a rule, a pack such as 'images', or ALL.")
    return names


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise UsageError(f"{ADD_ALLOW}= gives no reason. Write one, or leave out the '='.")
    for end in ("-->", "--!>", "*/"):
        if end in reason:
            raise UsageError(f"'{end}' would end the comment that gives the reason. Leave it out.")
    return reason


def day(text: str) -> datetime.date:
    """A day as a flag gives it. Raises UsageError."""
    from datetime import date

    try:
        if len(text) == len("2024-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"--today takes a day such as 2024-01-31, not '{text}'.")
