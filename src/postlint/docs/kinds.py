"""What each kind of rule can say, from the documentation in its module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from postlint import kinds as modules

if TYPE_CHECKING:
    from postlint.registry import Registry

FIRST = ("forbid", "replace", "spell")
"""The kinds that most rules are of; the others follow by name."""
SHARED = {"things": "Things"}
"""Modules that tell what several kinds have in common, with the headings of what they tell."""


def kinds(registry: Registry) -> str:
    """All kinds, each with its documentation as Markdown, and what several of them have in common."""
    del registry
    names = (*FIRST, *(name for name in modules.names() if name not in FIRST))
    texts = [text for name in names for text in _kind(name)]
    for name, heading in SHARED.items():
        texts += [f"### {heading}\n", markdown(import_module(f"postlint.kinds.grammar.{name}"))]
    return "".join(f"{text}\n" for text in texts)


def _kind(name: str) -> Iterator[str]:
    module = modules.kind(name)
    yield f"### {name}\n"
    yield markdown(module)
    keys = ", ".join(f"`{key}`" for key in module.KEYS)
    words = " A house may `add` words to its list and `remove` some." if getattr(module, "ADDS", None) else ""
    yield f"Keys beside it: {keys}.{words}\n"


def markdown(module: ModuleType) -> str:
    """The documentation of a module as Markdown, without the name that leads it.

    Words between two backticks each are code, and indented lines are a rule's YAML.
    """
    text = (module.__doc__ or "").strip()
    lead, colon, rest = text.partition(": ")
    if colon and lead.startswith("``") and lead.endswith("``"):
        text = rest[:1].upper() + rest[1:]
    return "\n".join(_lines(text.replace("``", "`").split("\n"))) + "\n"


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines with those that are indented by four in a fence."""
    code: list[str] = []
    for line in (*lines, "\0"):
        if line.startswith("    ") or (code and not line):
            code.append(line[4:])
            continue
        if code:
            blank = len(code) - len("\n".join(code).rstrip("\n").split("\n"))
            yield from ("```yaml", *code[: len(code) - blank], "```", *[""] * blank)
            code = []
        if line != "\0":
            yield line
