"""Values of a site's own configs: as data, whatever stands there; what is of another type counts as nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.site import literals

if TYPE_CHECKING:
    from postlint.data import Syntax
    from postlint.site.tree import Tree

ENDINGS: dict[str, Syntax] = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml", ".json": "json"}


def data_of(tree: Tree, path: str | None) -> dict[str, Any]:
    """What a data file holds; nothing where it cannot be read."""
    from postlint.data import DataSyntaxError, parse

    text = tree.read_text(path) if path else None
    if not path or text is None:
        return {}
    try:
        value = parse(text, ENDINGS.get(os.path.splitext(path)[1].lower(), "yaml")).value
    except DataSyntaxError:
        return {}
    return value if isinstance(value, dict) else {}


def code_of(tree: Tree, path: str | None) -> dict[str, Any]:
    text = tree.read_text(path) if path else None
    return literals.config(text) if text else {}


def text_of(value: Any, default: str = "") -> str:
    return value if isinstance(value, str) else default


def table_of(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def texts_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def lowered(table: Mapping[Any, Any]) -> dict[str, Any]:
    """A table with its keys in lower case."""
    return {str(key).lower(): value for key, value in table.items()}


def tables_of(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
