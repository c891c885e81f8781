"""Regular expressions that are compiled when first used: a run of one post uses few of those that there are."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

METHODS = "search match fullmatch finditer findall split sub subn pattern flags groups groupindex".split()


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, later. Raises re.error at its first use where the pattern is none."""
    return cast("re.Pattern[AnyStr]", _Expression(pattern, flags))


class _Expression:
    """Stands for a compiled pattern, of which it has the methods from its first use on."""

    __slots__ = ("_flags", "_pattern", *METHODS)

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called once, for the first method that is asked for, since all are set then."""
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._pattern, self._flags)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
