"""The values, each with its source and the rules that serve it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint import packs
from postlint.docs.markdown import plain
from postlint.packs.values import load

if TYPE_CHECKING:
    from postlint.packs.values import Value
    from postlint.registry import Registry


def values(registry: Registry) -> str:
    """The values of the shipped packs as Markdown."""
    return "".join(line + "\n" for value in load(packs.shipped()).values() for line in _lines(value, registry))


def _lines(value: Value, registry: Registry) -> Iterator[str]:
    yield from (f"### {value.id}", "", plain(value.statement), "")
    yield from (f"{'Stated in' if value.is_stated else 'Taken from'}: {plain(value.source)}", "")
    served = [rule for rule in registry.rules.values() if rule.value == value.id]
    yield from (f"- [{rule.id}](rules/{rule.id}.md): {plain(rule.summary)}" for rule in served)
    yield ""
