"""Which rules a test is about: packs by name or folder, or single rules by id or file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from postlint import packs
from postlint.errors import UsageError, did_you_mean
from postlint.registry import Registry, load
from postlint.rule import Rule


def chosen(names: Sequence[str], pack_folders: Sequence[str]) -> tuple[Registry, list[Rule]]:
    """All known rules, and those that are to be tested: all of them where no name is given.

    ``pack_folders`` are known beside the shipped packs. Raises UsageError where a name is that of nothing or of a
    folder without rules, and UserErrors where a pack has mistakes.
    """
    folders = list(dict.fromkeys(folder for name in names for folder in _folders(name)))
    known = {os.path.realpath(folder) for folder in (*packs.shipped(), *pack_folders)}
    registry = load((*pack_folders, *(folder for folder in folders if os.path.realpath(folder) not in known)))
    rules = registry.rules
    ids = list(dict.fromkeys(id for name in names for id in _ids(name, rules.values()))) if names else list(rules)
    return registry, [rules[id] for id in ids]


def _folders(name: str) -> Iterator[str]:
    """The folders that a name means; of one that holds packs, these."""
    if os.path.isfile(name):
        if not packs.is_yaml(name):
            raise UsageError(f"'{name}' is no rule file; these end in .yml. Name a pack, a rule or a folder of rules.")
        yield os.path.dirname(name) or "."
    elif os.path.isdir(name):
        inner = [os.path.join(name, folder) for folder in sorted(os.listdir(name)) if folder != packs.DATA_FOLDER]
        with_rules = [folder for folder in inner if os.path.isdir(folder) and _has_rules(folder)]
        yield from [name] if _has_rules(name) else with_rules


def _has_rules(folder: str) -> bool:
    return any(packs.is_yaml(name) and name not in packs.NOT_RULES for name in os.listdir(folder))


def _ids(name: str, rules: Iterable[Rule]) -> list[str]:
    """The ids of the rules that a name means."""
    if os.path.isfile(name):
        place = os.path.realpath(name)
        return [rule.id for rule in rules if os.path.realpath(rule.file) == place]
    places = {os.path.realpath(folder) for folder in _folders(name)}
    if places:
        return [rule.id for rule in rules if os.path.dirname(os.path.realpath(rule.file)) in places]
    found = [rule.id for rule in rules if name in (rule.id, rule.pack)]
    if not found and os.path.isdir(name):
        raise UsageError(f"There is no rule in '{name}': a pack is a folder with a .yml file for each rule.")
    if not found:
        names = {name for rule in rules for name in (rule.id, rule.pack)}
        advice = did_you_mean(name, names) or " Name one, or leave it out to test them all."
        raise UsageError(f"There is no pack, rule or folder '{name}'.{advice}")
    return found
