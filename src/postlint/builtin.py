"""The built-in Python rules: found by walking their folder, or without the time that importing them takes.

A rule that comes from the cache is whole but for its examples; its module is imported when a post first calls for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from postlint import rule_store, rules
from postlint.rule import Deferred, Rule

NAME = "python-rules"
CODE = ("rule.py", "rule_store.py", "builtin.py", "diagnostic.py", "rules")
"""What decides which rules there are, and what they say of themselves."""


@cache
def python_rules() -> tuple[Rule, ...]:
    """The built-in rules. Raises ValueError where a module does not hold the one rule that its name promises."""
    return tuple(_imported(pack, name) for pack, name in _modules())


@cache
def cached_python_rules() -> tuple[Rule, ...]:
    """The built-in rules without their examples, from the cache where it knows them. Raises what the others do."""
    stamps = rule_store.code_stamps(*CODE)
    held = rule_store.read(NAME, stamps)
    try:
        if held is not None:
            return tuple(_known(plain) for plain in held)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass  # then the cache is not what was written
    found = [rule_store.plain(rule) for rule in python_rules()]
    if rule_store.are_settled(stamps):
        rule_store.write(NAME, stamps, found)
    return tuple(_known(plain) for plain in found)


class FromModule(Deferred):
    """A function of a rule, in a module that is imported when it is first called."""

    __slots__ = ("_called", "_id", "_name")

    def __init__(self, id: str, name: str) -> None:
        self._id = id
        self._name = name
        self._called: Any = None

    @property
    def function(self) -> Any:
        if self._called is None:
            pack, _, name = self._id.replace("-", "_").partition("/")
            self._called = _imported(pack, name)
            for part in self._name.split("."):
                self._called = getattr(self._called, part)
        return self._called

    def __reduce__(self) -> tuple[Any, ...]:
        return FromModule, (self._id, self._name)


def _known(plain: dict[str, Any]) -> Rule:
    id = plain["id"]
    check, tally, posts = (FromModule(id, name) for name in ("check", "tally", "habit.posts"))
    return rule_store.rule(plain, check, tally, posts)


def _modules() -> Iterator[tuple[str, str]]:
    folder = os.path.dirname(rules.__file__)
    for pack in sorted(os.listdir(folder)):
        if os.path.isdir(os.path.join(folder, pack)) and not pack.startswith(("_", ".")):
            for file in sorted(os.listdir(os.path.join(folder, pack))):
                if file.endswith(".py") and not file.startswith(("_", ".")):
                    yield pack, file.removesuffix(".py")


def _imported(pack: str, name: str) -> Rule:
    module = import_module(f"postlint.rules.{pack}.{name}")
    rule = getattr(module, name, None)
    if not isinstance(rule, Rule):
        raise ValueError(f"{module.__file__} holds no rule named '{name}'; the function is called as its file is")
    return rule._replace(id=f"{pack}/{name}".replace("_", "-"), file=module.__file__ or "")
