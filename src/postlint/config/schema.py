"""The one table of all config keys: checking, defaults, JSON Schema and docs are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.config import frontmatter
from postlint.config.model import is_kept
from postlint.config.shapes import Day, Either, Flag, Key, Many, Number, Pairs, Shape, Table, Text
from postlint.config.version import PATTERN as VERSIONS
from postlint.diagnostic import SEVERITIES
from postlint.house import OFFER_KINDS
from postlint.site.conventions import CONVENTIONS

if TYPE_CHECKING:
    from postlint.registry import Registry
    from postlint.rule import Option, Rule

TO_SWITCH_OFF = "To switch a rule off, list it under 'ignore'."
FAIL_ON = ("error", "warning", "hint", "never")
SELECTOR = r"^(?:ALL|[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?)$"
RULE_ID = r"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$"

TOP_KEYS = ("required-version", "posts", "exclude", "packs", "select", "extend-select", "ignore", "fail-on")
# TOML counts a key to the table that stands before it, so that keys easily slip into tables.
SLIPPED = dict.fromkeys(TOP_KEYS, "It belongs above the first [table] of the file.")
SLIPPED_FROM_HOUSE = dict.fromkeys(
    ("places", "names", "partners"), "It belongs into [house], above its projects and offers."
)

path = Text(
    pattern=r"^(?![\s/\\~])(?!.*\\)(?![A-Za-z]:)(?!(?:.*/)?\.\.(?:/|$)).*\S",
    advice="Write a path below the root, with '/' and without '..'.",
)
host = Text(
    pattern=r"^(?:localhost|[^\s/.:]+(?:\.[^\s/.:]+)+)(?:/\S*)?$",
    advice="Write a host, or a host and the start of a path, without 'https://': 'acme.com' or 'acme.com/cloud'.",
)
words = Many(Text())
hosts = Many(host)

license_periods = Table(
    (
        Key("spdx", Text(), "The SPDX id of the license.", required=True),
        Key("since", Day(), "The day from which this license holds; without it, from the beginning."),
    )
)

project = Table(
    (
        Key("name", Text(), "What the project is called.", required=True),
        Key("aliases", words, "Further names that mean it."),
        Key("license", Either((Text(), Many(license_periods, least=1))), "Its SPDX id, or a list of them with dates."),
        Key("hosts", hosts, "Where it lives: hosts, or hosts with the start of a path."),
    ),
    instead=SLIPPED | SLIPPED_FROM_HOUSE,
)

offer = Table(
    (
        Key("name", Text(), "What the offer is called.", required=True),
        Key("aliases", words, "Further names that mean it."),
        Key("kind", Text(choices=OFFER_KINDS, word="kind of offer"), "Whether it is hosted, an edition or a service."),
        Key("hosts", hosts, "Where it is sold: hosts, or hosts with the start of a path."),
        Key("paid-features", words, "Features that need this offer."),
        Key("components", words, "MDX components and shortcodes that are calls to action."),
    ),
    instead=SLIPPED | SLIPPED_FROM_HOUSE,
)

HOUSE_KEYS = (
    Key("name", Text(), "What the house is called.", required=True),
    Key("hosts", hosts, "Hosts of the house that are neither project nor offer."),
    Key("places", hosts, "Where readers answer back: chat, forum, discussions."),
    Key("names", words, "Further names with one right spelling."),
    Key("partners", words, "Names or hosts of companies that sell together with the house."),
    Key("projects", Many(project), "What the house gives away."),
    Key("offers", Many(offer), "What the house sells."),
)

site_map = Table(
    (
        Key(
            "url",
            Text(),
            "The URLs of these files: a path or a whole URL with {path}, {name}, {slug}, {id}, {file}, {year}, {month} "
            "and {day}. Without 'files', a path below which the site serves what is not here.",
            required=True,
        ),
        Key("files", path, "The folder whose posts and pages have these URLs."),
    ),
    instead=SLIPPED,
)

SITE_KEYS = (
    Key("generator", Text(choices=tuple(CONVENTIONS), word="generator"), "What builds the site, where detection errs."),
    Key("roots", Many(path), "Folders whose files the site serves from '/'."),
    Key("hosts", hosts, "Hosts under which the site is served, so that links to them count as its own."),
    Key(
        "map",
        Many(site_map),
        "Under which URLs files are served, where that cannot be told from the generator's config.",
    ),
    Key("retired", Pairs(), "Old URLs, or starts of URLs, each with what has taken its place."),
)


def config_table(registry: Registry) -> Table:
    """The whole config file, for the packs and rules of this registry."""
    rules = rule_tables(registry)
    rules_there = rule_tables(registry, tunes=False)
    selectors = Many(selector(registry))
    ignored = Many(selector(registry, ignored=True))
    override = Table(
        (
            Key("paths", Many(path, least=1), "Globs of the posts for which this holds."),
            Key("before", Day(), "It holds for posts of an earlier date than this."),
            Key("ignore", ignored, "Rules and packs that are off there."),
            Key("extend-select", selectors, "Rules and packs that are on there."),
            Key("rules", rules_there, "Severities and options of single rules there."),
        ),
        one_of=("paths", "before"),
        instead=SLIPPED,
    )
    severities = Text(choices=FAIL_ON, word="severity")
    required_version = Text(VERSIONS, "Write it like '>=0.1' or '>=0.1,<2'.")
    return Table(
        (
            Key("required-version", required_version, "The versions of postlint that this config is for."),
            Key("posts", Many(path), "Folders and files that 'check' takes when it is given no path."),
            Key("exclude", Many(path), "Globs of what is left out; a path that is named is checked all the same."),
            Key("packs", Many(path), "Folders with further packs of rules, relative to this file."),
            Key("select", selectors, "What is on: rules, packs or 'ALL'. Without it, each rule that is on by default."),
            Key("extend-select", selectors, "What is on beside that."),
            Key("ignore", ignored, "What is off: rules or packs. This is the one way to switch a rule off."),
            Key("fail-on", severities, "The severity from which findings make 'check' exit with 1.", default="error"),
            Key("rules", rules, "Severities and options of single rules."),
            Key("overrides", Many(override), "What differs for some posts; later ones win."),
            Key(
                "house",
                Table(HOUSE_KEYS, instead=SLIPPED),
                "Whose blog this is: what the house gives away and what it sells.",
            ),
            Key("site", Table(SITE_KEYS, instead=SLIPPED), "What detection of the site gets wrong."),
            Key("frontmatter", frontmatter.table(path), "What may stand in the front matter of posts."),
        )
    )


def selector(registry: Registry, *, ignored: bool = False) -> Text:
    """A rule id, a pack or ALL. What tells that a post was not checked cannot be ignored."""
    kept = {id for id, rule in registry.rules.items() if ignored and is_kept(rule)}
    choices = ("ALL", *sorted({*registry.packs, *(rule.pack for rule in registry.rules.values())}), *registry.rules)
    told = "It tells that a post could not be checked, and is always on."
    return Text(
        choices=tuple(choice for choice in choices if choice not in kept),
        word="rule or pack",
        instead=dict.fromkeys(kept, told),
    )


def rule_tables(registry: Registry, *, tunes: bool = True) -> Table:
    """The ``rules`` table: by rule id its severity and options, and where it ``tunes`` the changes of its word list."""
    example = next(iter(registry.rules), "images/missing-alt")
    packs = {rule.pack for rule in registry.rules.values()}
    hint = f'is a pack, and settings go to one rule, as in [rules."{example}"].'
    return Table(
        tuple(Key(id, _rule_table(rule, tunes=tunes), rule.summary) for id, rule in registry.rules.items()),
        word="rule",
        instead={pack: f"'{pack}' {hint} To switch a pack off, list it under 'ignore'." for pack in packs},
    )


def _rule_table(rule: Rule, *, tunes: bool) -> Table:
    options = tuple(_option_key(name, option) for name, option in rule.options.items())
    instead = SLIPPED | dict.fromkeys(("enabled", "enable", "disabled", "disable", "off", "on"), TO_SWITCH_OFF)
    if not tunes and rule.adds:
        advice = f'Word lists are the same for all posts; write it under [rules."{rule.id}"].'
        instead |= dict.fromkeys(("add", "remove"), advice)
    severity = Key("severity", _severity(rule), "How bad a finding of this rule is.")
    return Table((severity, *(_word_keys(rule) if tunes else ()), *options), instead=instead)


ADDED = {
    "list": Key("add", Many(Text()), "Words to add to its list."),
    "pairs": Key("add", Pairs(), "Phrases to add to its list, each with what to write instead."),
    "licenses": Key("add", Pairs(), "Products to add to its list, each with the SPDX id of its license."),
}


def _word_keys(rule: Rule) -> tuple[Key, ...]:
    """What changes the word list of a rule, if it has one."""
    if not rule.adds:
        return ()
    added = ADDED[rule.adds]
    word = Text(choices=rule.words, word=f"word in the list of '{rule.id}'", many_choices=True)
    return added, Key("remove", Many(word), "Words to take out of its list.")


def _severity(rule: Rule) -> Shape:
    off = dict.fromkeys(("off", "none", "never", "ignore", "disabled", "disable", "no"), TO_SWITCH_OFF)
    one = Text(choices=tuple(reversed(SEVERITIES)), word="severity", instead=off)
    if not rule.steps:
        return one
    return Either((one, Table(tuple(Key(step, one, f"How bad '{step}' is.") for step in rule.steps), word="step")))


def _option_key(name: str, option: Option) -> Key:
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    return Key(name, option_shape(option.default, option.choices), option.help, default)


def option_shape(default: Any, choices: tuple[Any, ...] = ()) -> Shape:
    """The shape of an option whose values are of the type of its default.

    Raises TypeError where config files have no such type.
    """
    match default:
        case bool():
            return Flag()
        case int():
            return Number()
        case float():
            return Number(fractions=True)
        case str() | None:
            return Text(pattern="", choices=choices)
        case tuple() | list():
            return Many(option_shape(default[0] if default else "", choices))
    raise TypeError(f"an option of a rule cannot be a {type(default).__name__}")


def json_schema(registry: Registry) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the config file, for editors.

    Rules and packs by other names are allowed only in a config that adds ``packs``.
    """
    schema = config_table(registry).schema()
    properties = schema["properties"]
    override = properties["overrides"]["items"]["properties"]
    named = {"select": "selector", "extend-select": "selector", "ignore": "ignorable"}
    definitions = {
        "selector": selector(registry).schema(),
        "ignorable": selector(registry, ignored=True).schema(),
        "rules": {**rule_tables(registry).schema(), "additionalProperties": _unknown_rule()},
        "rule": {"enum": list(registry.rules)},
    }
    closed: list[Mapping[str, Any]] = []
    for table in (properties, override):
        here = {key: definition for key, definition in named.items() if key in table}
        for key in here:
            table[key]["items"] = {"type": "string", "pattern": SELECTOR}
        table["rules"] = {"description": table["rules"]["description"], "$ref": "#/$defs/rules"}
        closed.append(
            {key: {"items": {"$ref": f"#/$defs/{definition}"}} for key, definition in here.items()}
            | {"rules": {"propertyNames": {"$ref": "#/$defs/rule"}}}
        )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "postlint",
        "description": "The config of postlint: postlint.toml, or [tool.postlint] in pyproject.toml.",
        **schema,
        "if": {"required": ["packs"]},
        "else": {"properties": {**closed[0], "overrides": {"items": {"properties": closed[1]}}}},
        "$defs": definitions,
    }


def _unknown_rule() -> dict[str, Any]:
    """What may be said of a rule from a pack of the reader's own: its severity, and options that are not known here."""
    one = {"enum": list(reversed(SEVERITIES))}
    return {
        "type": "object",
        "properties": {"severity": {"anyOf": [one, {"type": "object", "additionalProperties": one}]}},
    }
