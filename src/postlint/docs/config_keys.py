"""All keys of the config, from the table by which it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.catalogue import toml
from postlint.config.frontmatter import FIELD, FieldShape
from postlint.config.open_shapes import Named
from postlint.config.schema import config_table
from postlint.config.shapes import Either, Key, Many, Shape, Table, Text
from postlint.docs.markdown import cell

if TYPE_CHECKING:
    from postlint.registry import Registry

RULES = "rules"
MOST_CHOICES = 40


def config_keys(registry: Registry) -> str:
    """The keys as Markdown tables, one for each table of the config."""
    return "\n".join(_tables("", "", config_table(registry)))


def _tables(name: str, header: str, table: Table) -> Iterator[str]:
    """The table of a dotted name and those below it; what single rules take stands on their pages."""
    if header:
        yield from (f"In `{header}`:", "")
    yield from ("| key | what it takes | what it does |", "|---|---|---|")
    for key in table.keys:
        yield f"| `{key.name}` | {_takes(key.shape)} | {cell(key.help)}{_default(key)} |"
    yield ""
    for key in table.keys:
        below = f"{name}.{key.name}" if name else key.name
        inner = _inner(key.shape)
        # What overrides take is what stands above.
        if inner is None or key.name == RULES or (inner is FIELD and "overrides" in name):
            continue
        if inner is FIELD:
            below += ".NAME"
        yield from _tables(below, f"[{below}]" if isinstance(key.shape, Table | Named) else f"[[{below}]]", inner)


def _inner(shape: Shape) -> Table | None:
    """The table within a shape, if there is one."""
    match shape:
        case Table():
            return shape
        case FieldShape():
            return FIELD
        case Many(of) | Named(of):
            return _inner(of)
        case Either(shapes):
            return next((found for one in shapes if (found := _inner(one)) is not None), None)
    return None


def _takes(shape: Shape) -> str:
    match shape:
        case Text(choices=choices) if choices and len(choices) <= MOST_CHOICES:
            return f"{', '.join(f'`{choice}`' for choice in choices[:-1])} or `{choices[-1]}`"
        case Many(of) if isinstance(of, Table):
            return "a list of tables"
        case Either(shapes):
            return " or ".join(dict.fromkeys(map(_takes, shapes)))
    return shape.wants


def _default(key: Key) -> str:
    if key.required:
        return " Required."
    return f" Default: `{toml.written(key.default)}`." if key.default is not None else ""
