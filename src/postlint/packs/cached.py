"""Rules of packs without the time that reading their files takes: what wakes them comes from the cache.

A rule that is loaded so is whole but for its examples. What it checks is read from its file when it first has a hit.
The cache answers for a pack as long as no file of it, nor the code that reads them, has another size or time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from postlint import __version__, packs, store
from postlint.data.node import Node
from postlint.diagnostic import Severity
from postlint.packs import trees
from postlint.rule import Needle, Pattern, Rule

UNSETTLED_NS = 2_000_000_000
"""A file that is younger than this when it is read may change again within one tick of its clock."""
CODE = ("rule.py", "house.py", "matching", "kinds", "packs", "data", "reading")
"""What decides, beside its files, which rules a pack makes."""

NEEDLE_DEFAULTS = Needle("")[1:]


class Packs:
    """Loads packs for one run, all by the same code."""

    def __init__(self) -> None:
        self._code = list(_code_stamps())

    def load(self, folder: str) -> list[Rule]:
        """The rules of a pack, from the cache where it knows them. Raises UserErrors as ``packs.load`` does."""
        name = _name(folder)
        stamps = [*self._code, *_stamps(folder)]
        said = Said(f"{name}-said", stamps)
        known = _known(name, stamps, said)
        if known is not None:
            return known
        rules = packs.load(folder)
        if _are_settled(stamps):
            _write(name, stamps, [_plain(rule) for rule in rules])
            said.write([rule.file for rule in rules])
        return [_without_examples(rule, said) for rule in rules]


class Said:
    """What the rule files of a pack say, read from the cache when the first of its rules is called for."""

    def __init__(self, name: str, stamps: list[list[Any]]) -> None:
        self._name = name
        self._stamps = stamps
        self._held: dict[str, Any] | None = None

    def root(self, file: str) -> Node | None:
        """What a file says; None where the cache does not know."""
        if self._held is None:
            held = _held(self._name, self._stamps)
            self._held = held if isinstance(held, dict) else {}
        try:
            return trees.node(self._held[file])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def write(self, files: Iterable[str]) -> None:
        """Store what files say; one that JSON cannot hold is read from its file each time."""
        from postlint.data import DataSyntaxError, parse
        from postlint.files import Unreadable, read_text

        held: dict[str, Any] = {}
        for file in files:
            with suppress(TypeError, DataSyntaxError, Unreadable):
                root = parse(read_text(file, os.path.dirname(file)), "yaml")
                held[file] = trees.plain_without(("bad", "good"), root)
        _write(self._name, self._stamps, held)


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
        rule = packs.from_tree(root, self._path, folder, pack) if root is not None else None
        return rule or packs.load_file(self._path, folder, pack)

    def __reduce__(self) -> tuple[Any, ...]:
        return RuleFile, (self._path, self._said)


class FromFile:
    """The ``check`` or the ``tally`` of a rule that comes from the cache."""

    __slots__ = ("_file", "_name")

    def __init__(self, file: RuleFile, name: str) -> None:
        self._file = file
        self._name = name

    def __call__(self, **given: Any) -> Any:
        return getattr(self._file.rule, self._name)(**given)


def _without_examples(rule: Rule, said: Said) -> Rule:
    file = RuleFile(rule.file, said)
    tally = FromFile(file, "tally") if rule.tally is not None else None
    return rule._replace(check=FromFile(file, "check"), tally=tally, bad=(), good=())


def _name(folder: str) -> str:
    from zlib import crc32

    place = os.path.abspath(folder)
    return f"pack-{os.path.basename(place)}-{crc32(os.fsencode(place)):08x}"


# Is it still as it was?


def _stamps(folder: str) -> Iterator[list[Any]]:
    """Path, size and time of change of each file of a pack. A folder that cannot be listed has none."""
    pending, seen = [folder], set()
    while pending:
        place = pending.pop()
        real = os.path.realpath(place)  # a link may lead back to a folder that holds it
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(place) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if _is_folder(entry):
                pending.append(entry.path)
            else:
                yield _stamp(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _code_stamps() -> Iterator[list[Any]]:
    yield [__version__, 0, 0]
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in CODE:
        place = os.path.join(package, name)
        if os.path.isdir(place):
            yield from _stamps(place)
        else:
            yield _stamp(place)


def _stamp(path: str) -> list[Any]:
    try:
        status = os.stat(path)
    except OSError:
        return [path, 0, 0]
    return [path, status.st_size, status.st_mtime_ns]


def _are_settled(stamps: Iterable[list[Any]]) -> bool:
    from time import time_ns

    return all(changed < time_ns() - UNSETTLED_NS for _, _, changed in stamps)


# Rules as plain data


def _held(name: str, stamps: list[list[Any]]) -> Any:
    """What the cache holds under a name, if it is about these files; whatever is odd about it counts as nothing."""
    content = store.read(name)
    if content is None:
        return None
    try:
        held = json.loads(content)
        return held["content"] if held["stamps"] == stamps else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _write(name: str, stamps: list[list[Any]], content: Any) -> None:
    store.write(name, json.dumps({"stamps": stamps, "content": content}, separators=(",", ":")).encode())


def _known(name: str, stamps: list[list[Any]], said: Said) -> list[Rule] | None:
    held = _held(name, stamps)
    try:
        return [_rule(plain, said) for plain in held] if held is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _plain(rule: Rule) -> dict[str, Any]:
    severity = rule.severity
    return {
        **{key: getattr(rule, key) for key in KEPT},
        "severity": int(severity) if isinstance(severity, Severity) else {step: int(s) for step, s in severity.items()},
        "needles": [_plain_needle(needle) for needle in rule.needles],
        "tallies": rule.tally is not None,
    }


KEPT = tuple(
    "id summary why parameters on site kind value source language file adds replaces fixable listed wakes since".split()
)


def _plain_needle(needle: Needle | Pattern) -> Any:
    if isinstance(needle, Pattern):
        return {"regex": needle.regex, "case_sensitive": needle.case_sensitive, "literals": needle.literals}
    return needle.text if needle[1:] == NEEDLE_DEFAULTS else list(needle)


def _rule(plain: dict[str, Any], said: Said) -> Rule:
    severity = plain["severity"]
    kept = {key: plain[key] for key in KEPT}
    kept |= {key: tuple(kept[key]) for key in ("parameters", "listed", "wakes")}
    ladder = {step: Severity(one) for step, one in severity.items()} if isinstance(severity, dict) else None
    file = RuleFile(kept["file"], said)
    return Rule(
        **kept,
        check=FromFile(file, "check"),
        tally=FromFile(file, "tally") if plain["tallies"] else None,
        severity=Severity(severity) if ladder is None else ladder,
        needles=tuple(map(_needle, plain["needles"])),
    )


def _needle(plain: Any) -> Needle | Pattern:
    if isinstance(plain, str):
        return Needle(plain)
    if isinstance(plain, dict):
        literals = plain["literals"]
        return Pattern(plain["regex"], plain["case_sensitive"], None if literals is None else tuple(literals))
    return Needle(*plain)
