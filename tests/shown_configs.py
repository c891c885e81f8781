"""Configs that pages show in pieces, put together so that all of them can be read at once."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable


def in_one_config(blocks: Iterable[str]) -> str:
    """Blocks of a config, such as a documentation shows one by one, as one config: lists at its top become one list."""
    lists: dict[str, list[str]] = {}
    tables = []
    for block in blocks:
        if block.lstrip().startswith("["):
            tables.append(block)
            continue
        for key, listed in tomllib.loads(block).items():
            lists.setdefault(key, []).extend(listed)
    return "\n\n".join([*(f"{key} = {json.dumps(listed)}" for key, listed in lists.items()), *tables])
