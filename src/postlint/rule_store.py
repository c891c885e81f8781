"""Rules as plain data in the cache, which hold as long as the files that they come from have the same size and time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from postlint import __version__, look, store
from postlint.diagnostic import Severity
from postlint.rule import Check, Habit, Needle, Option, Pattern, Rule, Tally

KEPT = tuple(
    "id summary why parameters on site kind value source language file adds replaces fixable listed wakes accepted"
    " since rests_on needs".split()
)
NEEDLE_DEFAULTS = Needle("")[1:]

PACKAGE = os.path.dirname(os.path.abspath(__file__))

Stamps = list[list[Any]]  # path, size and time of change of each file


# Are the files still as they were?


def code_stamps(*names: str) -> Stamps:
    """The version, and the stamps of modules and packages of postlint; of all of them where none is named."""
    return [[__version__, 0, 0], *(stamp for name in names or _parts() for stamp in _code(name))]


@cache
def _parts() -> tuple[str, ...]:
    """All parts of the code: modules and packages."""
    look.listed(PACKAGE)
    try:
        names = os.listdir(PACKAGE)
    except OSError:
        return ()
    return tuple(sorted(name for name in names if not name.startswith(".") and name != "__pycache__"))


@cache
def _code(name: str) -> Stamps:
    """The stamps of a part of the code, looked at once: what runs was loaded before it could change."""
    return list(stamps(os.path.join(PACKAGE, name)))


def stamps(place: str) -> Iterator[list[Any]]:
    """Those of a file, or of each file below a folder. A folder that cannot be listed has none.

    What a link out of the folder leads to is no part of it, and not looked at.
    """
    if not look.isdir(place):
        yield _stamp(place)
        return
    top = look.realpath(place)
    pending, seen = [(place, top)], set()
    while pending:
        place, real = pending.pop()
        if real in seen:  # a link may lead back to a folder that holds it
            continue
        seen.add(real)
        look.listed(place)
        try:
            with os.scandir(place) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            is_link = entry.is_symlink()
            if is_link and _leads_out(os.path.join(real, entry.name), top):
                continue
            if _is_folder(entry):
                inner = look.realpath(entry.path) if is_link else os.path.join(real, entry.name)
                pending.append((entry.path, inner))
            else:
                yield _stamp(entry.path)


def _leads_out(link: str, top: str) -> bool:
    try:
        return look.within(link, top) is None
    except OSError:  # it leads to itself
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return look.isdir(entry.path) if entry.is_symlink() else entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _stamp(path: str) -> list[Any]:
    look.opened(path)
    try:
        status = os.stat(path)
    except OSError:
        return [path, 0, 0]
    return [path, status.st_size, status.st_mtime_ns]


def are_settled(stamps: Stamps) -> bool:
    """Whether none of the files may change unnoticed."""
    from time import time_ns

    return all(changed < time_ns() - look.UNSETTLED_NS for _, _, changed in stamps)


# What the cache holds


def read(name: str, stamps: Stamps) -> Any:
    """What the cache holds under a name, if it is about these files; whatever is odd about it counts as nothing."""
    content = store.read(name)
    if content is None:
        return None
    head = _head(stamps)
    if not content.startswith(head):
        return None
    try:
        return json.loads(content[len(head) :])
    except (ValueError, RecursionError):
        return None


def write(name: str, stamps: Stamps, content: Any) -> None:
    """Hold what was made of files. Raises TypeError or ValueError where JSON cannot hold it."""
    store.write(name, _head(stamps) + json.dumps(content, separators=(",", ":")).encode())


def _head(stamps: Stamps) -> bytes:
    """What stands before the content; it is compared as it is, and never taken apart."""
    return "".join(f"{path!r} {size} {changed}\n" for path, size, changed in stamps).encode() + b"\n"


# Rules as plain data


def plain(rule: Rule) -> dict[str, Any]:
    """All that a rule says but its examples, and what functions it has."""
    severity = rule.severity
    return {
        **{key: getattr(rule, key) for key in KEPT},
        "severity": int(severity) if isinstance(severity, Severity) else {step: int(s) for step, s in severity.items()},
        "needles": [_plain_needle(needle) for needle in rule.needles],
        "options": {name: _plain_option(option) for name, option in rule.options.items()},
        "habit": rule.habit and [rule.habit.says, rule.habit.posts is not None, rule.habit.step],
        "tallies": rule.tally is not None,
        "checks": rule.check is not None,
    }


def rule(plain: dict[str, Any], check: Check, tally: Tally, posts: Any) -> Rule:
    """A rule of plain data, with these functions where it has some. Raises TypeError, ValueError, KeyError,
    AttributeError where the data are none.
    """
    severity = plain["severity"]
    kept = {key: plain[key] for key in KEPT}
    kept |= {key: tuple(kept[key]) for key in ("parameters", "listed", "wakes", "accepted", "rests_on", "needs")}
    ladder = {step: Severity(one) for step, one in severity.items()} if isinstance(severity, dict) else None
    says, counts, step = plain["habit"] or ("", False, None)
    return Rule(
        **kept,
        check=check if plain["checks"] else None,
        tally=tally if plain["tallies"] else None,
        severity=Severity(severity) if ladder is None else ladder,
        needles=_needles(plain["needles"]),
        options={name: _option(option) for name, option in plain["options"].items()},
        habit=Habit(says, posts if counts else None, step) if says else None,
    )


def _plain_needle(needle: Needle | Pattern) -> Any:
    if isinstance(needle, Pattern):
        return {"regex": needle.regex, "case_sensitive": needle.case_sensitive, "literals": needle.literals}
    return needle.text if needle[1:] == NEEDLE_DEFAULTS else list(needle)


def _needles(plain: list[Any]) -> tuple[Needle | Pattern, ...]:
    """There are thousands, and most are no more than their text, so that these are made in the quickest way."""
    new = tuple.__new__
    return tuple([new(Needle, (one, *NEEDLE_DEFAULTS)) if type(one) is str else _needle(one) for one in plain])


def _needle(plain: Any) -> Needle | Pattern:
    if isinstance(plain, dict):
        literals = plain["literals"]
        return Pattern(plain["regex"], plain["case_sensitive"], None if literals is None else tuple(literals))
    return Needle(*plain)


def _plain_option(option: Option) -> list[Any]:
    return [option.default, option.help, option.choices, isinstance(option.default, tuple)]


def _option(plain: Any) -> Option:
    default, help, choices, is_tuple = plain
    return Option(tuple(default) if is_tuple else default, help, tuple(choices))
