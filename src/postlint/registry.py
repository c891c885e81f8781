"""All rules of a run: the Python rules, found by walking their folder, and those of the packs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple

from postlint import packs, rules
from postlint.errors import PackError, UserErrors
from postlint.rule import Rule


class Registry(NamedTuple):
    """The known rules by id, in order of their ids."""

    rules: dict[str, Rule]

    @property
    def packs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.pack for rule in self.rules.values()))


def load(pack_folders: Iterable[str] = ()) -> Registry:
    """The shipped rules and those of further packs.

    Raises UserErrors with all mistakes of all rule files, two rules of one id among them.
    """
    found: dict[str, Rule] = {rule.id: rule for rule in python_rules()}
    errors: list[PackError] = []
    for folder in (*packs.shipped(), *pack_folders):
        try:
            loaded = packs.load(folder)
        except UserErrors as several:
            errors.extend(error for error in several.errors if isinstance(error, PackError))
            continue
        for rule in loaded:
            if rule.id in found:
                message = f"'{rule.id}' is already a rule, in {packs.shown(found[rule.id].file)}."
                errors.append(PackError(message, path=packs.shown(rule.file)))
            found.setdefault(rule.id, rule)
    if errors:
        raise UserErrors(errors)
    return Registry(dict(sorted(found.items())))


@cache
def python_rules() -> tuple[Rule, ...]:
    """The built-in rules. Raises ValueError where a module does not hold the one rule that its name promises."""
    return tuple(_rule(pack, name) for pack, name in _modules())


def _modules() -> Iterator[tuple[str, str]]:
    folder = os.path.dirname(rules.__file__)
    for pack in sorted(os.listdir(folder)):
        if os.path.isdir(os.path.join(folder, pack)) and not pack.startswith(("_", ".")):
            for file in sorted(os.listdir(os.path.join(folder, pack))):
                if file.endswith(".py") and not file.startswith(("_", ".")):
                    yield pack, file.removesuffix(".py")


def _rule(pack: str, name: str) -> Rule:
    module = import_module(f"postlint.rules.{pack}.{name}")
    rule = getattr(module, name, None)
    if not isinstance(rule, Rule):
        raise ValueError(f"{module.__file__} holds no rule named '{name}'; the function is called as its file is")
    return rule._replace(id=f"{pack}/{name}".replace("_", "-"), file=module.__file__ or "")
