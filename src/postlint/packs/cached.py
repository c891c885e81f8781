"""Rules of packs without the time that reading their files takes: what wakes them comes from the cache.

A rule that is loaded so is whole but for its examples. What it checks is read from its file when it first has a hit.
The cache answers for a pack as long as no file of it, nor the code that reads them, has another size or time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from postlint import __version__, packs, store
from postlint.diagnostic import Severity
from postlint.rule import Needle, Pattern, Rule

UNSETTLED_NS = 2_000_000_000
"""A file that is younger than this when it is read may change again within one tick of its clock."""
CODE = ("rule.py", "matching", "kinds", "packs", "data")
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
        known = _known(name, stamps)
        if known is not None:
            return known
        rules = packs.load(folder)
        if _are_settled(stamps):
            content = {"stamps": stamps, "rules": [_plain(rule) for rule in rules]}
            store.write(name, json.dumps(content, separators=(",", ":")).encode())
        return [_without_examples(rule) for rule in rules]


class FromFile:
    """The check or tally of a rule whose file is read when a post first calls for it."""

    __slots__ = ("_file", "_made", "_name", "_pack")

    def __init__(self, file: str, pack: str, name: str = "check") -> None:
        self._file = file
        self._pack = pack
        self._name = name
        self._made: Any = None

    def __call__(self, **given: Any) -> Any:
        if self._made is None:
            self._made = getattr(packs.load_file(self._file, os.path.dirname(self._file), self._pack), self._name)
        return self._made(**given)

    def __reduce__(self) -> tuple[Any, ...]:
        return FromFile, (self._file, self._pack, self._name)


def _without_examples(rule: Rule) -> Rule:
    tally = FromFile(rule.file, rule.pack, "tally") if rule.tally is not None else None
    return rule._replace(check=FromFile(rule.file, rule.pack), tally=tally, bad=(), good=())


def _name(folder: str) -> str:
    from zlib import crc32

    place = os.path.abspath(folder)
    return f"pack-{os.path.basename(place)}-{crc32(os.fsencode(place)):08x}.json"


# Is it still as it was?


def _stamps(folder: str) -> Iterator[list[Any]]:
    """Path, size and time of change of each file of a pack. A folder that cannot be listed has none."""
    pending = [folder]
    while pending:
        place = pending.pop()
        try:
            with os.scandir(place) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_dir():
                pending.append(entry.path)
            else:
                yield _stamp(entry.path)


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


def _known(name: str, stamps: list[list[Any]]) -> list[Rule] | None:
    """What the cache holds, if it is about these files; whatever is odd about it counts as nothing."""
    content = store.read(name)
    if content is None:
        return None
    try:
        held = json.loads(content)
        return [_rule(plain) for plain in held["rules"]] if held["stamps"] == stamps else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
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
    "id summary why parameters on site kind value source language file adds replaces fixable listed wakes".split()
)


def _plain_needle(needle: Needle | Pattern) -> Any:
    if isinstance(needle, Pattern):
        return {"regex": needle.regex, "case_sensitive": needle.case_sensitive, "literals": needle.literals}
    return needle.text if needle[1:] == NEEDLE_DEFAULTS else list(needle)


def _rule(plain: dict[str, Any]) -> Rule:
    severity = plain["severity"]
    kept = {key: plain[key] for key in KEPT}
    kept |= {key: tuple(kept[key]) for key in ("parameters", "listed", "wakes")}
    ladder = {step: Severity(one) for step, one in severity.items()} if isinstance(severity, dict) else None
    file, pack = kept["file"], kept["id"].partition("/")[0]
    return Rule(
        **kept,
        check=FromFile(file, pack),
        tally=FromFile(file, pack, "tally") if plain["tallies"] else None,
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
