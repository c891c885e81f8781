"""The pages of rules, their index, and the README's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from postlint.catalogue.page import rule_page
from postlint.docs.markdown import cell, page
from postlint.releases import FIRST, MINOR
from postlint.rule import Rule

if TYPE_CHECKING:
    from postlint.packs.values import Value
    from postlint.registry import Registry

INDEX_HEAD = """\
# Rules

Each rule has a page with posts that fail and pass it. `postlint explain RULE` shows the same in the terminal, and
`postlint rules` says which rules are on in your config. This page and those of the rules are written by
`python -m postlint.docs`.
"""


def pages(registry: Registry, values: Mapping[str, Value]) -> dict[str, str]:
    """The index and the page of each rule, by their paths within the folder of pages."""
    made = {"README.md": f"{INDEX_HEAD}\n{_index(registry)}"}
    links = {id: f"../../values.md#{id}" for id in values}
    for id, rule in registry.rules.items():
        made[f"{id}.md"] = page(rule_page(rule, values.get(rule.value or "")), links)
    return made


def by_pack(registry: Registry) -> str:
    """All packs with the rules that they have, as a Markdown table."""
    lines = ["| pack | rules |", "|---|---|"]
    for pack in registry.packs:
        names = (f"[{rule.id.partition('/')[2]}](docs/rules/{rule.id}.md)" for rule in _of(pack, registry))
        lines.append(f"| `{pack}` | {', '.join(names)} |")
    return "\n".join(lines) + "\n"


def new(registry: Registry) -> str:
    """The rules that came with this version, a line for each pack."""
    return "".join(f"{line}\n" for pack in registry.packs for line in _new(pack, registry))


def _new(pack: str, registry: Registry) -> Iterator[str]:
    names = [rule.id.partition("/")[2] for rule in _of(pack, registry) if (rule.since or FIRST) == MINOR]
    if names:
        yield f"- `{pack}`: {', '.join(f'`{name}`' for name in names)}"


def _index(registry: Registry) -> str:
    return "\n".join(line for pack in registry.packs for line in _table(pack, _of(pack, registry)))


def _table(pack: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield from (f"## {pack}", "", "| rule | what it asks for | severity | fix |", "|---|---|---|---|")
    for rule in rules:
        severity = " or ".join(dict.fromkeys(severity.label for severity in rule.severities.values()))
        standing = severity if rule.on else f"{severity}, off by default"
        fix = "yes" if rule.fixable else ""
        yield f"| [{rule.id}]({rule.id}.md) | {cell(rule.summary)} | {standing} | {fix} |"
    yield ""


def _of(pack: str, registry: Registry) -> list[Rule]:
    return [rule for rule in registry.rules.values() if rule.pack == pack]
