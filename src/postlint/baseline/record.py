"""The baseline as a file: JSON with one record a line, none of which depends on its neighbors.

Lines are in order of the alphabet, and the last one is always the same, so that two branches that change a baseline
merge as long as they change different lines. What a merge may do to it is read all the same: records in any order,
twice, with a comma too many or too few.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.errors import ConfigError, UserErrors, did_you_mean
from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.errors import UserError

VERSION = 1
MARKS = ("<" * 7, ">" * 7, "|" * 7, "=" * 7)
CONFLICT = expression(r"^(?:<{7}|>{7}|\|{7}|={7})(?=[ \r\n]|$)", re.MULTILINE)
BETWEEN = expression(r"[\s,]*")
HEX = expression(r"[0-9a-f]+")
KINDS = ({"path", "rule", "hash", "count"}, {"path", "sketch"}, {"rule"}, {"version"})
KEYS = sorted(set().union(*KINDS))


class Key(NamedTuple):
    """By what findings are known: the post, the rule, and a hash of the words that are marked."""

    path: str
    rule: str
    hash: str


class Baseline(NamedTuple):
    """How often findings were there when the baseline was written.

    Paths count from the baseline's own folder. ``rules`` are those that had run, ``sketches`` tell by path what the
    posts were like (see ``sketch``).
    """

    counts: Mapping[Key, int] = {}
    rules: frozenset[str] = frozenset()
    sketches: Mapping[str, str] = {}

    @property
    def total(self) -> int:
        """How many findings it holds."""
        return sum(self.counts.values())

    @property
    def paths(self) -> set[str]:
        """The posts that it has findings in."""
        return {key.path for key in self.counts}


def dump(baseline: Baseline) -> str:
    """The text of the file; equal for equal baselines."""
    records: list[dict[str, Any]] = [{**key._asdict(), "count": count} for key, count in baseline.counts.items()]
    records += [{"path": path, "sketch": sketch} for path, sketch in baseline.sketches.items()]
    records += [{"rule": rule} for rule in baseline.rules]
    lines = [*sorted(map(json.dumps, records)), json.dumps({"version": VERSION})]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def parse(text: str, path: str) -> Baseline:
    """The baseline that a text says; ``path`` is what its file is called in errors.

    Raises ConfigError, or UserErrors where there are several mistakes.
    """
    if any(mark in text for mark in MARKS) and (conflict := CONFLICT.search(text)):
        message = (
            f"'{conflict[0]}' is left over from a merge. Keep the lines of both sides and take the marks out; "
            "'postlint baseline --prune' then drops what is too many."
        )
        raise ConfigError(message, path=path, line=_line(text, conflict.start()))
    counts: dict[Key, int] = {}
    rules: set[str] = set()
    sketches: dict[str, str] = {}
    errors: list[UserError] = []
    is_complete = False
    for record, start in _records(text, path):
        if problem := _problem(record):
            errors.append(ConfigError(problem, path=path, line=_line(text, start)))
        elif "hash" in record:
            key = Key(record["path"], record["rule"], record["hash"])
            counts[key] = max(record["count"], counts.get(key, 0))
        elif "sketch" in record:
            sketches[record["path"]] = record["sketch"]
        elif "rule" in record:
            rules.add(record["rule"])
        else:
            is_complete = True
    if errors:
        raise errors[0] if len(errors) == 1 else UserErrors(errors)
    if not is_complete:
        message = f'The line {{"version": {VERSION}}} is missing at the end, so other lines may be, too. '
        message += "Take the file from git again, or delete it and run 'postlint baseline'."
        raise ConfigError(message, path=path, line=_line(text, len(text.rstrip())))
    return Baseline(counts, frozenset(rules), sketches)


def _records(text: str, path: str) -> Iterator[tuple[Any, int]]:
    """The members of the list, each with its offset. Raises ConfigError where the text is no list."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    start, end = len(text) - len(text.lstrip("\ufeff \t\r\n")), len(text.rstrip())
    if not text.startswith("[", start):
        raise ConfigError("A baseline is a list that begins with '['.", path=path, line=_line(text, start))
    at = _skip(text, start + 1)
    while at < end and text[at] != "]":
        try:
            record, after = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            where = error.pos if isinstance(error, json.JSONDecodeError) else at
            line = _line(text, min(where, end))
            shown = text[at : end if at + 60 >= end else at + 60].splitlines()[0]
            message = f"'{shown}' is no line of a baseline. Take the file from git again, or take the line out."
            raise ConfigError(message, path=path, line=line) from None
        yield record, at
        at = _skip(text, after)
    if at >= end:
        message = "The file is cut off: ']' is missing. Take it from git again, or delete it and run "
        raise ConfigError(f"{message}'postlint baseline'.", path=path, line=_line(text, end))
    if at + 1 < end:
        message = "Something stands behind the ']' that ends the baseline. Take it out."
        raise ConfigError(message, path=path, line=_line(text, _skip(text, at + 1)))


def _problem(record: Any) -> str | None:
    """What is wrong with a record, in a sentence."""
    if not isinstance(record, dict):
        return f"{json.dumps(record)[:60]} is no record of a baseline, which stands in braces."
    if record.keys() not in KINDS:
        return _misshapen(record)
    for key, value in record.items():
        if not CHECKS[key](value):
            return f"'{key}' cannot be {json.dumps(value)[:60]}; it is {WORDS[key]}."
    if record.get("version", VERSION) > VERSION:
        return f"This baseline is of version {record['version']}, and this postlint reads {VERSION}. Update postlint."
    return None


def _misshapen(record: Mapping[str, Any]) -> str:
    """Which keys a record has too many or too few, in a sentence."""
    for key in record:
        if key not in KEYS:
            return f"There is no '{key}' in a baseline.{did_you_mean(key, KEYS)}"
    wanted = next((kind for kind in KINDS if kind > set(record)), KINDS[0])
    missing = sorted(wanted - set(record))
    return f"A record with {_listed(sorted(record))} lacks {_listed(missing)}." if record else "A record is empty."


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and HEX.fullmatch(value) is not None


CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "path": _is_text,
    "rule": _is_text,
    "hash": _is_hex,
    "sketch": _is_hex,
    "count": _is_number,
    "version": _is_number,
}
WORDS = {
    "path": "the path of a post",
    "rule": "the name of a rule",
    "hash": "made of the digits 0 to 9 and a to f",
    "sketch": "made of the digits 0 to 9 and a to f",
    "count": "a number from 1 on",
    "version": f"{VERSION}",
}


def _listed(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _skip(text: str, at: int) -> int:
    match = BETWEEN.match(text, at)
    return match.end() if match else at


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
