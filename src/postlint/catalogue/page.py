"""The pages of rules, packs and values: what stands on them, apart from how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.catalogue import WORDS, Listed, toml
from postlint.config.model import is_kept
from postlint.diagnostic import Severity
from postlint.matching.house_words import groups_in
from postlint.packs import shown
from postlint.records import NamedTuple
from postlint.releases import is_new
from postlint.rule import ENGINE_PACK, Case, Needle, Option, Rule
from postlint.testing import dedented

if TYPE_CHECKING:
    from postlint.packs.values import Value

MOST_WORDS = 8
"""Of a longer list the first words are shown."""


class Text(NamedTuple):
    """A paragraph; code in it stands in backticks."""

    text: str


class Code(NamedTuple):
    """Lines of a post or of a config."""

    text: str
    language: str


class Terms(NamedTuple):
    """Terms, each with what there is to say of it."""

    items: tuple[tuple[str, str], ...]


Block = Text | Code | Terms


class Section(NamedTuple):
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """A page; its lead has no heading but the title."""

    title: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


def rule_page(rule: Rule, value: Value | None = None, here: Listed | None = None, most: int | None = None) -> Page:
    """The page of a rule, with how it stands ``here`` in a config; of more than ``most`` examples the first ones."""
    lead = (Text(rule.summary), Text(rule.why), Terms(tuple(_facts(rule, value, here))))
    sections = [
        Section("Options", (Terms(tuple(map(_option, rule.options.items()))),)) if rule.options else None,
        _examples("Posts that fail", rule.bad, most),
        _examples("Posts that pass", rule.good, most),
        _allow(rule) if rule.pack != ENGINE_PACK else None,
        _settings(rule),
    ]
    return Page(rule.id, lead, tuple(section for section in sections if section is not None))


def value_page(value: Value, rules: Iterable[Listed]) -> Page:
    """The page of a value, with the rules that serve it."""
    lead = (Text(value.statement), Terms((("stated in" if value.is_stated else "taken from", value.source),)))
    served = tuple(rule for rule in rules if rule.rule.value == value.id)
    sections = (Section("Rules that serve it", (_rules(served),)),) if served else ()
    return Page(value.id, lead, sections)


def pack_page(pack: str, rules: Sequence[Listed]) -> Page:
    """The page of a pack: its rules."""
    return Page(pack, (_rules(rules),))


def _rules(rules: Iterable[Listed]) -> Terms:
    return Terms(tuple((one.rule.id, f"{one.rule.summary} ({_standing(one)})") for one in rules))


def _standing(one: Listed) -> str:
    severities = " or ".join(dict.fromkeys(severity.label for severity in one.severities.values()))
    return severities if one.state == "on" else f"{severities}, {one.state}"


# Facts


def _facts(rule: Rule, value: Value | None, here: Listed | None) -> Iterator[tuple[str, str]]:
    yield "severity", _severity(rule.severities)
    if is_new(rule.since):
        later = rule._replace(since=None).severities
        yield "new", f"a hint as long as {rule.since} is the newest version, then {_severity(later)}"
    if here is not None and dict(here.severities) != rule.severities:
        yield "in this config", _severity(here.severities)
    yield "state", _state(rule, here)
    if rule.fixable:
        yield "fix", "yes"
    if rule.value:
        yield "value", f"{rule.value}: {value.statement}" if value is not None else rule.value
    yield "kind", _kind(rule)
    if rule.language:
        yield "language", f"posts in '{rule.language}', and those that do not say which they are in"
    if groups := _groups(rule):
        yield "house", f"takes {' and '.join(groups)} from `[house]` in the config"
    if rule.source:
        yield "source", rule.source
    if here is not None:
        yield "written in", shown(rule.file)


def _severity(severities: Mapping[str, Severity]) -> str:
    return ", ".join(f"{step}: {severity.label}" if step else severity.label for step, severity in severities.items())


def _state(rule: Rule, here: Listed | None) -> str:
    by_default = "on" if rule.on else "off"
    if here is None or (here.state == by_default):
        return f"{by_default} by default"
    if here.idle:
        return f"idle: {here.idle}"
    return f"{here.state} in this config, {by_default} by default"


def _kind(rule: Rule) -> str:
    if rule.kind == "python":
        return "written in Python"
    if rule.kind == "engine":
        return "part of postlint itself"
    count = len(rule.words)
    return f"`{rule.kind}`, with {count:,} {'entry' if count == 1 else 'entries'}" if count else f"`{rule.kind}`"


def _groups(rule: Rule) -> list[str]:
    """What a rule's phrases take from the house."""
    texts = (needle.text if isinstance(needle, Needle) else needle.regex for needle in rule.needles)
    return sorted({WORDS[group] for text in texts for group in groups_in(text) if group in WORDS})


def _option(named: tuple[str, Option]) -> tuple[str, str]:
    name, option = named
    default = option.default
    if option.is_word_list and len(default) > MOST_WORDS:
        words = ", ".join(map(toml.written, default[:MOST_WORDS]))
        given = f"`[{words}, …]`, {len(default)} words"
    else:
        given = f"`{toml.written(default)}`" if default is not None else "not set"
    choices = f" One of {', '.join(map(toml.written, option.choices))}." if option.choices else ""
    return name, f"{option.help}{choices} Default: {given}."


# Examples


def _examples(title: str, cases: Sequence[Case], most: int | None) -> Section | None:
    if not cases:
        return None
    blocks = [block for case in cases[:most] for block in _example(case)]
    left = len(cases) - len(cases[:most])
    if left:
        blocks.append(Text(f"{left} more {'stands' if left == 1 else 'stand'} where the rule is written."))
    return Section(title, tuple(blocks))


LONGEST_BYTES = 100


def _example(case: Case) -> Iterator[Block]:
    if conditions := list(_conditions(case)):
        yield Text(f"{'; '.join(conditions)}:".capitalize())
    for name, value in (("options", case.options), ("house", case.house), ("site", case.site)):
        if value:
            lines = [f"{toml.key(key)} = {toml.written(held)}" for key, held in value.items()]
            yield Code("\n".join(lines if name == "options" else [f"[{name}]", *lines]), "toml")
    yield Code(dedented(case.text).rstrip("\n"), "markdown")
    if case.fixed is not None:
        yield Text("Mended:")
        yield Code(dedented(case.fixed).rstrip("\n"), "markdown")
    for text in dict.fromkeys(case.files.values()):
        paths = [f"`{path}`" for path, other in case.files.items() if other == text]
        if not text.strip():
            yield Text(f"Beside it there is {' and '.join(paths)}.")
            continue
        is_text = all(character.isprintable() or character in "\t\r\n" for character in text)
        yield Text(f"Beside it, {_some(paths)}:" if is_text else f"Beside it, {_some(paths)}, in bytes:")
        yield Code(dedented(text).rstrip("\n"), "markdown") if is_text else Code(_bytes(text), "text")


def _bytes(text: str) -> str:
    """The start of a file that is no text, its bytes written as in Python."""
    escaped = text.encode("unicode_escape").decode("ascii")
    return escaped if len(escaped) <= LONGEST_BYTES else f"{escaped[:LONGEST_BYTES]}…"


def _some(paths: Sequence[str]) -> str:
    """The first of the paths of which all have the same text, and how many more there are."""
    more = len(paths) - 1
    return f"{paths[0]} and {more} more of the same text" if more else paths[0]


def _conditions(case: Case) -> Iterator[str]:
    if case.options:
        yield "with these options"
    if case.house:
        yield "in this house"
    if case.site:
        yield "in this site"
    if case.path != Case("").path:
        yield f"in `{case.path}`"
    if case.today:
        yield f"on {case.today}"


# How to live with it


def _allow(rule: Rule) -> Section:
    text = Text("Before the block in question, or at the end of its line; in front matter as a `#` comment:")
    return Section("Allow it in a post", (text, Code(f"<!-- postlint-allow {rule.id}: say why -->", "markdown")))


def _settings(rule: Rule) -> Section:
    blocks: list[Block] = []
    if is_kept(rule):
        blocks.append(Text("It cannot be switched off: it tells that a post was not checked."))
    else:
        switch, word = ("ignore", "off") if rule.on else ("extend-select", "on")
        blocks += [Text(f"Switch it {word}:"), Code(f"{switch} = {toml.written([rule.id])}", "toml")]
    blocks += [Text("Change it:"), Code("\n".join([f"[rules.{toml.key(rule.id)}]", *_own_settings(rule)]), "toml")]
    return Section("In postlint.toml", tuple(blocks))


ADDED = {
    "list": ["some phrase"],
    "pairs": {"some phrase": "a better one"},
    "licenses": {"Some Product": "BUSL-1.1"},
}


def _own_settings(rule: Rule) -> Iterator[str]:
    step, severity = next(iter(rule.severities.items()))
    other = (Severity.WARNING if severity is Severity.HINT else Severity.HINT).label
    yield f"severity = {toml.written({step: other} if step else other)}"
    for name, option in rule.options.items():
        if not option.is_word_list and option.default is not None:
            yield f"{toml.key(name)} = {toml.written(option.default)}"
    if rule.adds:
        yield f"add = {toml.written(ADDED[rule.adds])}"
        if rule.words:
            yield f"remove = {toml.written([rule.words[0]])}"
