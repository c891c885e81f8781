"""Plain values as TOML writes them, for settings that pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def written(value: Any) -> str:
    """A value on one line. Raises TypeError for what TOML does not have."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _quoted(value)
        case list() | tuple():
            return f"[{', '.join(map(written, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key(name)} = {written(held)}' for name, held in value.items())}}}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"TOML has no {type(value).__name__}")


def key(name: str) -> str:
    """A key, in quotes where it has to be."""
    is_bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if is_bare else _quoted(name)


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
