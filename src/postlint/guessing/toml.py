"""Lines of a commented TOML file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from postlint.expression import expression

WIDTH = 110
COMMENT_COLUMN = 50
_BARE = expression(r"[A-Za-z0-9_-]+")


def value(given: Any) -> str:
    """A text, number, truth or a list of these in TOML, on one line."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return _text(given)
    if isinstance(given, (list, tuple)):
        return f"[{', '.join(map(value, given))}]"
    return str(given)


def key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def setting(name: str, given: Any, comment: str = "") -> list[str]:
    """``name = value  # comment``; a list that is too long for a line has several."""
    line = f"{key(name)} = {value(given)}"
    if len(line) <= WIDTH or not isinstance(given, (list, tuple)):
        return [commented(line, comment)]
    return [commented(f"{key(name)} = [", comment), *_folded(map(value, given)), "]"]


def commented(line: str, comment: str) -> str:
    return (
        f"{line:<{COMMENT_COLUMN}}{'' if len(line) < COMMENT_COLUMN else '  '}# {_plain(comment)}" if comment else line
    )


def remark(text: str) -> list[str]:
    """A comment that takes as many lines as it needs."""
    from textwrap import wrap

    return [f"# {line}" for line in wrap(_plain(text), WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def inline(settings: Iterable[tuple[str, Any]]) -> str:
    """A table on one line."""
    return "{ " + ", ".join(f"{key(name)} = {value(given)}" for name, given in settings) + " }"


def _folded(items: Iterable[str]) -> Iterable[str]:
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > WIDTH and line.strip():
            yield line
            line = "   "
        line += f" {item},"
    yield line


def _text(text: str) -> str:
    from json import dumps

    quoted = dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return re.sub("[\ud800-\udfff]", "\ufffd", quoted)


def _plain(text: str) -> str:
    """A text without what ends a comment or may not stand in it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", "".join(char if char.isprintable() else " " for char in text))
