"""The names that may stand under ``in:``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postlint.kinds.grammar.places import FRONT_MATTER_KEYS, NAMES

if TYPE_CHECKING:
    from postlint.registry import Registry


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def places(registry: Registry) -> str:
    """Two lists of names as Markdown."""
    del registry
    parts = _listed(name for name in NAMES if name not in FRONT_MATTER_KEYS)
    return (
        f"Parts of a post: {parts}, `first 100 words` (or any other number).\n\nKeys: {_listed(FRONT_MATTER_KEYS)}.\n"
    )
