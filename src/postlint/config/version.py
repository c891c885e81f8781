"""``required-version``: whether this postlint is one that the config was written for."""

from __future__ import annotations

import re

CLAUSE = r"\s*(?:(?:>=|<=|==|!=|~=|>|<)\s*)?\d{1,9}(?:\.\d{1,9})*\s*"
PATTERN = rf"^{CLAUSE}(?:,{CLAUSE})*$"


def satisfies(version: str, required: str) -> bool:
    """Whether a version such as ``0.1.0`` fits requirements such as ``>=0.1, <2``; a bare one means exactly that.

    Raises ValueError where the requirements are written in another way.
    """
    if not re.match(PATTERN, required):
        raise ValueError(required)
    return all(_fits(_numbers(version), clause.strip()) for clause in required.split(","))


def _fits(version: list[int], clause: str) -> bool:
    operator = clause.rstrip("0123456789. ") or "=="
    wanted = _numbers(clause.removeprefix(operator))
    if operator == "~=":
        return version >= wanted and version[: _length(clause) - 1] == wanted[: _length(clause) - 1]
    return {
        ">=": version >= wanted,
        "<=": version <= wanted,
        ">": version > wanted,
        "<": version < wanted,
        "==": version == wanted,
        "!=": version != wanted,
    }[operator]


def _numbers(version: str) -> list[int]:
    """The release of a version as six numbers, so that ``0.1`` equals ``0.1.0``."""
    release = re.search(r"\d+(?:\.\d+)*", version)
    numbers = [int(number) for number in release[0].split(".")[:6]] if release else []
    return numbers + [0] * (6 - len(numbers))


def _length(clause: str) -> int:
    return clause.count(".") + 1
