"""``postlint rules``: all rules, how they stand in this config, and what the posts allow."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN, NOT_DONE
from postlint.cli.table import table
from postlint.records import NamedTuple
from postlint.releases import FIRST
from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import line, visible
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    import argparse

    from postlint.catalogue import Listed
    from postlint.cli.posts import Posts
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.registry import Registry
    from postlint.rule import Rule
    from postlint.suppress import Allow
    from postlint.text import Position

FORMATS = ("table", "json")
LONGEST_SHOWN = 60

DESCRIPTION = """\
List rules: what they ask for, how bad it is not to follow them, whether they can
mend it, and whether they are on in this config. A rule is idle where it is on and
can still find nothing: because the config does not say what it needs to know, or
because most posts do what it would object to, and so it is the way of this blog.

Without a RULE or PACK all rules are listed.
"""

EPILOG = """\
examples:
  postlint rules
      all rules
  postlint rules images links/vague-text
      the rules of a pack, and one more
  postlint rules --cost
      also what wakes each rule
  postlint rules --allowed
      each suppression in the posts of the config, with its reason
  postlint rules --output-format json
      for a program
"""


class Allowed(NamedTuple):
    """A suppression in a post: what it allows, from where to where its name stands there, and what it belongs to."""

    path: str
    allow: Allow
    start: Position
    end: Position


def run(arguments: Sequence[str]) -> int:
    """Carry out ``rules`` and return the exit code. Raises UserError."""
    try:
        parsed = _parse(arguments)
    except SystemExit:  # --help
        return CLEAN
    from postlint.catalogue import chosen, listed
    from postlint.config import load
    from postlint.linter import Linter

    config, registry = load(config=parsed.config, isolated=parsed.isolated, cached=True)
    for note in config.notes:
        terminal.tell(note)
    rules = chosen(parsed.rules, registry)
    linter = Linter(config, registry)
    color = terminal.wants_color(parsed.color, os.environ)
    if parsed.allowed:
        return _show_allowed(linter, rules, as_json=parsed.output_format == "json", color=color)
    entries = _with_habits(listed(rules, config, registry, _languages(linter, rules)), linter)
    if parsed.output_format == "json":
        terminal.write(_json(_as_object(entry) for entry in entries))
    else:
        terminal.write(_table(entries, config, with_cost=parsed.cost, color=color))
    return CLEAN


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    from argparse import SUPPRESS

    from postlint.cli.parser import Parser, add_color_and_help, choice

    parser = Parser("rules", "[RULE|PACK ...]", DESCRIPTION, EPILOG)
    parser.add_argument("rules", nargs="*", metavar="RULE", help=SUPPRESS)
    group = parser.add_argument_group("flags")
    group.add_argument("--cost", action="store_true", help="say what wakes each rule")
    group.add_argument("--allowed", action="store_true", help="list the suppressions in the posts instead")
    group.add_argument("--config", metavar="FILE", help="use this config")
    group.add_argument("--isolated", action="store_true", help="use no config that would be found")
    formats: dict[str, Any] = {"type": choice("format", FORMATS), "default": "table", "metavar": "FORMAT"}
    group.add_argument("--output-format", **formats, help="table (default) or json")
    add_color_and_help(group)
    return parser.parsed("rules", arguments)


# The catalogue


def _languages(linter: Linter, rules: Sequence[Rule]) -> set[str | None]:
    """The languages of the posts, where a config says which they are and a rule is for one language; else none."""
    from postlint.cli.posts import Posts
    from postlint.errors import UsageError
    from postlint.site.index import language

    if linter.config.path is None or not any(rule.language for rule in rules):
        return set()
    try:
        return {language(doc.front_matter.data, doc.path) for doc in Posts(linter)}
    except UsageError:  # a config without posts
        return set()


def _with_habits(entries: Sequence[Listed], linter: Linter) -> list[Listed]:
    """The entries, in which rules are idle that say nothing of what most posts of this blog do."""
    from postlint.errors import UsageError
    from postlint.site.detect import detect

    is_site = linter.config.path is not None or detect(linter.config.root).post_folders != (".",)
    if not is_site or not any(entry.rule.habit and entry.is_on for entry in entries):
        return list(entries)
    try:
        habits = linter.habits()
    except UsageError:  # a site without posts
        return list(entries)
    said = {id: f"{words}, which is the way of this blog" for id, words in habits.items()}
    return [entry._replace(idle=entry.idle or said.get(entry.rule.id, "")) for entry in entries]


def _table(entries: Sequence[Listed], config: Config, *, with_cost: bool, color: bool) -> Iterator[str]:
    costs = ("cost", "phrases", "patterns", "gated by") if with_cost else ("", "", "", "")
    header = ("rule", "severity", "fix", "state", "value", *costs, "what it asks for")
    rows = [
        (
            entry.rule.id,
            " or ".join(dict.fromkeys(severity.label for severity in entry.severities.values())),
            "yes" if entry.rule.fixable else "",
            entry.state,
            entry.rule.value or "",
            *(_cost(entry) if with_cost else ("", "", "", "")),
            entry.rule.summary,
        )
        for entry in entries
    ]
    yield from table(header, rows, color=color)
    yield ""
    if with_cost:
        from postlint.catalogue import COSTS

        used = {entry.cost for entry in entries}
        yield from (f"{name}: {meaning}." for name, meaning in COSTS.items() if name in used)
        yield from (_ungated(entry) for entry in entries if entry.needles.ungated)
    for entry in entries:
        if entry.idle:
            yield line(visible(f"{entry.rule.id} is idle: {entry.idle}."))
    yield _summary(entries, config)


def _cost(entry: Listed) -> tuple[str, str, str, str]:
    """What wakes a rule, how many phrases and patterns it has, and how many texts stand before the patterns."""
    phrases, patterns, literals, ungated = entry.needles
    gates = "nothing" if ungated else counted(len(literals), "text") if literals else ""
    return entry.cost, f"{phrases:,}" if phrases else "", f"{patterns:,}" if patterns else "", gates


def _ungated(entry: Listed) -> str:
    """Which patterns make a rule slow; of several the first, since a rule may have hundreds."""
    first, *others = entry.needles.ungated
    more = f" and {counted(len(others), 'other')}" if others else ""
    shown = first if len(first) <= LONGEST_SHOWN else f"{first[: LONGEST_SHOWN - 1]}…"
    return line(visible(f"{entry.rule.id} is slow: no text is in all that '{shown}'{more} can match."))


def _summary(entries: Sequence[Listed], config: Config) -> str:
    states = Counter(entry.state for entry in entries)
    standing = ", ".join(f"{states[state]} {state}" for state in ("on", "idle", "off") if states[state])
    packs = len({entry.rule.pack for entry in entries})
    said = f"{counted(len(entries), 'rule')} of {counted(packs, 'pack')}: {standing}."
    if config.overrides:
        said += f" For some posts {counted(len(config.overrides), 'override')} may say otherwise."
    return said


def _as_object(entry: Listed) -> dict[str, Any]:
    rule = entry.rule
    return {
        "id": rule.id,
        "pack": rule.pack,
        "summary": rule.summary,
        "why": rule.why,
        "severity": max(entry.severities.values()).label,
        "steps": {step: severity.label for step, severity in entry.severities.items() if step},
        "value": rule.value,
        "kind": rule.kind,
        "fixable": rule.fixable,
        "language": rule.language,
        "on_by_default": rule.on,
        "on": entry.is_on,
        "idle": entry.idle or None,
        "cost": entry.cost,
        "needles": {
            "phrases": entry.needles.phrases,
            "patterns": entry.needles.patterns,
            "literals": list(entry.needles.literals),
            "ungated": list(entry.needles.ungated),
        },
        "options": [
            {"name": name, "default": option.default, "choices": list(option.choices), "help": option.help}
            for name, option in rule.options.items()
        ],
        "source": rule.source,
        "since": rule.since or FIRST,
    }


def _json(objects: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The lines of an array, one object each."""
    from json import dumps

    made = [harmless(dumps(one)) for one in objects]
    yield "[" if made else "[]"
    for i, text in enumerate(made):
        yield f"  {text}{',' if i < len(made) - 1 else ''}"
    if made:
        yield "]"


# What posts allow


def _show_allowed(linter: Linter, rules: Sequence[Rule], *, as_json: bool, color: bool) -> int:
    from postlint.cli.posts import Posts

    posts = Posts(linter)
    found = list(_allowed(posts, rules, linter.registry))
    if as_json:
        terminal.write(_json(_allow_as_object(one, posts.show) for one in found))
    else:
        terminal.write(_allow_table(found, posts.show, color=color))
    return NOT_DONE if posts.unread else CLEAN


def _allowed(posts: Posts, rules: Sequence[Rule], registry: Registry) -> Iterator[Allowed]:
    """The suppressions in posts that allow one of the rules."""
    from postlint.suppress import suppressions

    names = {name for rule in rules for name in (rule.id, rule.pack)}
    for doc in posts:
        for allow in suppressions(doc, registry.rules).allows:
            if allow.name in names:
                yield Allowed(doc.path, allow, *map(doc.source.position, allow.span))


def _allow_table(found: Sequence[Allowed], show: Callable[[str], str], *, color: bool) -> Iterator[str]:
    rows = [(f"{show(one.path)}:{one.start.line}", one.allow.name, one.allow.directive.reason) for one in found]
    if rows:
        yield from table(("place", "allows", "why"), rows, color=color)
        yield ""
        counts = Counter(one.allow.name for one in found).most_common()
        yield from table(("times", "allowed"), [(f"{count:,}", name) for name, count in counts], color=color)
        yield ""
    posts = len({one.path for one in found})
    unexplained = sum(not one.allow.directive.reason for one in found)
    reasons = f", {unexplained:,} without a reason" if unexplained else ""
    yield f"{counted(len(found), 'suppression')} in {counted(posts, 'post')}{reasons}."


def _allow_as_object(one: Allowed, show: Callable[[str], str]) -> dict[str, Any]:
    allow = one.allow
    place = {name: at._asdict() for name, at in (("start", one.start), ("end", one.end))}
    return {
        "path": show(one.path),
        "allows": allow.name,
        "reason": allow.directive.reason or None,
        "written": allow.directive.word,
        **place,
    }
