"""``postlint test``: run rules by their own examples, and tell what would be right."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN, FOUND
from postlint.errors import UserError

if TYPE_CHECKING:
    import argparse

    from postlint.registry import Registry
    from postlint.rule import Rule
    from postlint.testing import Tested

FORMATS = ("full", "json")

DESCRIPTION = """\
Run rules by the examples that stand in them, and look for entries that can never
match. For each example that fails it says what is missing (said and not found),
noisy (found and not said), misplaced or misworded, and prints the example as it
would be right, to be pasted into the rule.

PACK is a folder of rules, a rule file, or the name of a pack or rule. Without a
PACK all shipped packs are tested, and those of the config.
"""

EPILOG = """\
examples:
  postlint test house-rules
      the rules in a folder
  postlint test house-rules/synergy.yml
      one rule, while it is being written
  postlint test plain-english values/hype
      a pack and a rule by their names
  postlint test house-rules --verbose
      also the entries that no example uses

exit code:
  0  all examples pass
  1  an example fails, or a rule cannot work as it is
  2  a pack could not be loaded, or there is no such pack
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``test`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    from postlint.cli import test_report
    from postlint.config import load
    from postlint.testing import chosen

    config, _ = load(config=parsed.config, isolated=parsed.isolated, cached=True)
    for note in config.notes:
        terminal.tell(note)
    registry, rules = chosen(parsed.packs, config.packs)
    results = [_tested(rule, registry) for rule in rules]
    if parsed.output_format == "json":
        terminal.write(test_report.as_json(results))
    else:
        color = terminal.wants_color(parsed.color, os.environ)
        terminal.write(test_report.in_full(results, test_report.Look(parsed.verbose, color, terminal.page_width())))
    return CLEAN if all(one.passed for one in results) else FOUND


def _tested(rule: Rule, registry: Registry) -> Tested:
    from postlint.testing import results_of

    try:
        return results_of(rule, registry.rules)
    except OSError as error:
        raise UserError(f"'{rule.file}' can no longer be read: {error.strerror or 'unknown error'}.") from None


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.parser import Parser, add_color_and_help, choice

    parser = Parser("test", "[PACK ...]", DESCRIPTION, EPILOG)
    parser.add_argument("packs", nargs="*", metavar="PACK", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    group.add_argument("--config", metavar="FILE", help="use the packs of this config, too")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    formats = {"type": choice("format", FORMATS), "default": "full", "metavar": "FORMAT"}
    group.add_argument("--output-format", **formats, help="full (default) or json, an array of results")  # type: ignore[arg-type]
    group.add_argument("-v", "--verbose", action="store_true", help="list all rules, and entries that no example uses")
    add_color_and_help(group)
    return parser.parsed("packs", arguments)
