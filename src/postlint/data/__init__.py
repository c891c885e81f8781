"""The only reader of YAML, TOML, JSON and lists that users wrote: text becomes guarded nodes that know their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from postlint.data.node import MAX_BYTES, MAX_DEPTH, DataError, DataSyntaxError, Entry, Node, Origin, Repair
from postlint.text import BOM, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "DataError",
    "DataSyntaxError",
    "Entry",
    "Node",
    "Repair",
    "Syntax",
    "comments",
    "duplicates",
    "parse",
]

Syntax = Literal["yaml", "toml", "json", "lines"]


def parse(text: str, syntax: Syntax, offset: int = 0) -> Node:
    """The root node of a text, with spans in code points that count from ``offset``.

    A byte order mark at the start is skipped. Raises DataSyntaxError, and nothing else, whatever the text.
    """
    origin = _origin(text, syntax, offset)
    _refuse_oversized(origin)
    if syntax == "yaml":
        from postlint.data.simple_yaml import parse_simple

        simple = parse_simple(origin)
        if simple is not None:
            return simple
        from postlint.data.from_yaml import parse_yaml

        return parse_yaml(origin)
    if syntax == "toml":
        from postlint.data.from_toml import parse_toml

        return parse_toml(origin)
    if syntax == "lines":
        from postlint.data.from_lines import parse_lines

        return parse_lines(origin)
    from postlint.data.from_json import parse_json

    return parse_json(origin)


def duplicates(node: Node) -> Iterator[Entry]:
    """The second and later entries of one key in one mapping, at any depth. What a merge brought is no duplicate."""
    seen: set[int] = set()
    todo = [node]
    while todo:
        current = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        keys = set()
        for entry in current.entries:
            if not entry.merged:
                if entry.key.value in keys:
                    yield entry
                keys.add(entry.key.value)
        todo.extend(reversed([*(entry.value for entry in current.entries), *current.items]))


def comments(text: str, syntax: Syntax, offset: int = 0) -> list[tuple[Span, str]]:
    """Each ``#`` comment outside of strings and block scalars: its span from the ``#``, and the stripped text after it.

    Where the text is broken, from there on only comments on lines of their own are found. Raises nothing.
    """
    if syntax == "json" or "#" not in text:
        return []
    origin = _origin(text, syntax, offset)
    try:
        _refuse_oversized(origin)
    except DataSyntaxError:
        return []
    if syntax == "yaml":
        spans = _yaml_comments(origin)
    else:
        from postlint.data.from_toml import comment_spans

        spans = comment_spans(origin.text)
    found = []
    for start, end in spans:
        words = origin.text[start + 1 : end].rstrip()
        found.append((Span(origin.base + start, origin.base + start + 1 + len(words)), words.lstrip()))
    return found


def _yaml_comments(origin: Origin) -> Iterable[tuple[int, int]]:
    from postlint.data.simple_yaml import simple_comments

    spans = simple_comments(origin)
    if spans is not None:
        return spans
    from postlint.data.yaml_events import comment_spans

    return comment_spans(origin.text)


def _origin(text: str, syntax: str, offset: int) -> Origin:
    if not text.startswith(BOM):
        return Origin(text, offset, syntax)
    without = text.lstrip(BOM)
    return Origin(without, offset + len(text) - len(without), syntax)


def _refuse_oversized(origin: Origin) -> None:
    text = origin.text
    if len(text) * 4 > MAX_BYTES and len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise origin.error(
            "size", f"This is longer than {MAX_BYTES // 1024} KiB, the most that is read; shorten it.", 0, 0
        )
