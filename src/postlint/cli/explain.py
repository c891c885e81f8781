"""``postlint explain``: the page of a rule, a pack or a value."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN
from postlint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import argparse

    from postlint.catalogue.page import Page
    from postlint.config import Config
    from postlint.registry import Registry

MOST_EXAMPLES = 5

DESCRIPTION = """\
Say all about a rule: what it asks for and why, how bad it is not to follow it, its
options, posts that fail and pass it, how to allow it in a post and how to change
it. Of a value, say what it asks of posts and which rules serve it; of a pack, which
rules it has.
"""

EPILOG = """\
examples:
  postlint explain images/missing-alt
      a rule
  postlint explain images
      a pack
  postlint explain honest-licenses
      a value; how the posts stand to it, 'postlint values' says
  postlint rules
      all rules there are
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``explain`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    if not parsed.names:
        raise UsageError("Name a rule, a pack or a value; 'postlint rules' lists the rules.")
    from postlint.cli import page
    from postlint.config import load

    config, registry = load(config=parsed.config, isolated=parsed.isolated)
    pages = [_page(name, config, registry) for name in parsed.names]
    color = terminal.wants_color(parsed.color, os.environ)
    for i, one in enumerate(pages):
        terminal.write([""] if i else [])
        terminal.write(page.lines(one, terminal.page_width(), color=color))
    return CLEAN


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.parser import Parser, add_color_and_help

    parser = Parser("explain", "RULE|PACK|VALUE ...", DESCRIPTION, EPILOG)
    parser.add_argument("names", nargs="*", metavar="RULE", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    group.add_argument("--config", metavar="FILE", help="use this config, and the packs that it adds")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    add_color_and_help(group)
    return parser.parsed("names", arguments)


def _page(name: str, config: Config, registry: Registry) -> Page:
    """The page of a rule, a pack or a value. Raises UsageError where ``name`` is none of these."""
    from postlint import packs
    from postlint.catalogue import listed
    from postlint.catalogue.page import pack_page, rule_page, value_page
    from postlint.packs import values

    known = values.load((*packs.shipped(), *config.packs))
    rules = registry.rules
    if name in rules:
        (here,) = listed([rules[name]], config, registry)
        return rule_page(rules[name], known.get(rules[name].value or ""), here, MOST_EXAMPLES)
    if name in known:
        return value_page(known[name], listed(rules.values(), config, registry))
    if name in registry.packs:
        return pack_page(name, listed([rule for rule in rules.values() if rule.pack == name], config, registry))
    advice = did_you_mean(name, (*rules, *registry.packs, *known)) or " 'postlint rules' lists the rules."
    raise UsageError(f"There is no rule, pack or value '{name}'.{advice}")
