"""Rules of packs without the time that reading their files takes: what wakes them comes from the cache.

A rule that is loaded so is whole but for its examples. What it checks is read from its file when it first has a hit.
The cache answers for a pack as long as no file of it, nor the code that reads them, has another size or time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import Any

from postlint import packs, rule_store
from postlint.data.node import Node
from postlint.packs import trees
from postlint.rule import Deferred, Rule
from postlint.rule_store import Stamps

CODE = ("rule.py", "rule_store.py", "house.py", "matching", "kinds", "packs", "data", "reading")
"""What decides, beside its files, which rules a pack makes."""


class Packs:
    """Loads packs for one run, all by the same code."""

    def __init__(self) -> None:
        self._code = rule_store.code_stamps(*CODE)

    def load(self, folder: str) -> list[Rule]:
        """The rules of a pack, from the cache where it knows them. Raises UserErrors as ``packs.load`` does."""
        name = _name(folder)
        stamps = [*self._code, *rule_store.stamps(folder)]
        said = Said(f"{name}-said", stamps)
        known = _known(name, stamps, said)
        if known is not None:
            return known
        rules = packs.load(folder)
        if rule_store.are_settled(stamps):
            rule_store.write(name, stamps, [rule_store.plain(rule) for rule in rules])
            said.write(rules)
        return [_without_examples(rule, said) for rule in rules]


class Said:
    """What the files of a pack say, those of its rules and the lists that these name.

    It is read from the cache when the first of its rules is called for.
    """

    def __init__(self, name: str, stamps: Stamps) -> None:
        self._name = name
        self._stamps = stamps
        self._read: dict[str, Any] | None = None

    @property
    def _held(self) -> dict[str, Any]:
        if self._read is None:
            held = rule_store.read(self._name, self._stamps)
            self._read = held if isinstance(held, dict) else {}
        return self._read

    def root(self, file: str) -> Node | None:
        """What a file says; None where the cache does not know."""
        try:
            return trees.node(self._held[file])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def write(self, rules: Iterable[Rule]) -> None:
        """Store what files say; one that JSON cannot hold is read from its file each time."""
        from postlint.data import DataSyntaxError, parse
        from postlint.files import Unreadable, read_text
        from postlint.kinds.grammar.list_files import named_in, place_of, syntax_of

        held: dict[str, Any] = {}
        for rule in rules:
            with suppress(TypeError, DataSyntaxError, Unreadable):
                folder = os.path.dirname(rule.file)
                root = parse(read_text(rule.file, folder), "yaml")
                held[rule.file] = trees.plain_without(("bad", "good"), root)
                for file in (place_of(name, folder) for name in named_in(root)):
                    if syntax := syntax_of(file):
                        held[file] = trees.plain(parse(read_text(file, folder), syntax))
        rule_store.write(self._name, self._stamps, held)


class RuleFile:
    """The file of a rule, read when a post first calls for the rule."""

    def __init__(self, path: str, said: Said) -> None:
        self._path = path
        self._said = said

    @cached_property
    def rule(self) -> Rule:
        folder = os.path.dirname(self._path)
        pack = os.path.basename(folder)
        root = self._said.root(self._path)
        rule = packs.from_tree(root, self._path, folder, pack, self._said.root) if root is not None else None
        return rule or packs.load_file(self._path, folder, pack)

    def __reduce__(self) -> tuple[Any, ...]:
        return RuleFile, (self._path, self._said)


class FromFile(Deferred):
    """The ``check`` or the ``tally`` of a rule that comes from the cache."""

    __slots__ = ("_file", "_name")

    def __init__(self, file: RuleFile, name: str) -> None:
        self._file = file
        self._name = name

    @property
    def function(self) -> Any:
        return getattr(self._file.rule, self._name)


def _without_examples(rule: Rule, said: Said) -> Rule:
    file = RuleFile(rule.file, said)
    tally = FromFile(file, "tally") if rule.tally is not None else None
    return rule._replace(check=FromFile(file, "check"), tally=tally, bad=(), good=())


def _known(name: str, stamps: Stamps, said: Said) -> list[Rule] | None:
    held = rule_store.read(name, stamps)
    try:
        return [_rule(plain, RuleFile(plain["file"], said)) for plain in held] if held is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _rule(plain: dict[str, Any], file: RuleFile) -> Rule:
    return rule_store.rule(plain, FromFile(file, "check"), FromFile(file, "tally"), None)


def _name(folder: str) -> str:
    from zlib import crc32

    place = os.path.abspath(folder)
    return f"pack-{os.path.basename(place)}-{crc32(os.fsencode(place)):08x}"
