"""Edits of front matter that keep quotes, comments, order and all other bytes. Each is tried before it is proposed.

An edit is None where none does what is asked and nothing else: a text that the place cannot hold, a value that an
anchor shares with other places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from postlint.data import DataSyntaxError, parse
from postlint.diagnostic import Edit
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document

CHARACTERS_TO_READ = 50_000

Scalars = list[tuple[int, Any]]  # of each scalar, in source order, the offset and the value


def most_tries(doc: Document) -> int:
    """How many edits a rule may try on a post: each reads the front matter anew, which in a large one takes long."""
    return max(1, CHARACTERS_TO_READ // (1 + doc.front_matter.content.length))


def reworded(
    doc: Document, node: Node, text: str, part: tuple[int, int] | None = None, *, as_text: bool = True
) -> Edit | None:
    """Make a scalar, key or value, read ``text`` in the style that it has; or only the part ``text[start:end]`` of it.

    Where a bare word cannot hold the text, it gets quotes. ``as_text=False`` allows that a bare word becomes a number
    or a date.
    """
    if node.kind != "scalar":
        return None
    whole = len(node.text.rstrip("\n")) if node.style in ("literal", "folded") else len(node.text)
    start, end = part or (0, whole)
    wanted = node.text[:start] + text + node.text[end:]

    def is_done(before: Scalars, after: Scalars) -> bool:
        at = [index for index, (offset, _) in enumerate(before) if offset == node.span.start]
        if len(at) != 1 or len(before) != len(after):
            return False
        (index,) = at
        value = after[index][1]
        same = [old == new for (_, old), (_, new) in zip(before, after, strict=True)]
        fits = value == wanted if as_text or isinstance(value, str) else True
        return fits and all(same[:index]) and all(same[index + 1 :])

    syntax = doc.front_matter.format or "yaml"
    candidates = [Edit(node.source_span(start, end), _escaped(text, node.style, syntax))]
    if node.style in ("plain", "single"):
        candidates += (Edit(node.span, quotes) for quotes in _quotes(wanted, syntax))
    return next((edit for edit in candidates if _tried(doc, (edit,), is_done)), None)


def quoted(doc: Document, node: Node) -> Edit | None:
    """Put quotes around a bare word that is read as a number, a date, true or null, so that it is text."""
    return reworded(doc, node, node.text) if node.style == "plain" and not isinstance(node.value, str) else None


def without_item(doc: Document, sequence: Node, index: int) -> Edit | None:
    """Take an item out of a list that has others: with its comma, or the lines on which it stands."""
    items = sequence.items
    if len(items) < 2 or any(not sequence.span.contains(item.span) for item in items):
        return None
    if sequence.style == "flow":
        if index + 1 < len(items):
            span = Span(items[index].span.start, items[index + 1].span.start)
        else:
            span = Span(items[index - 1].span.end, items[index].span.end)
    else:
        span = _lines(doc, items[index].span)
    removed = [node.span.start for node in _walk([items[index]])]

    def is_done(before: Scalars, after: Scalars) -> bool:
        kept = [value for offset, value in before if offset not in removed]
        return kept == [value for _, value in after] and len(before) == len(kept) + len(removed)

    edit = Edit(span, "")
    return edit if _tried(doc, (edit,), is_done) else None


def without(doc: Document, span: Span) -> Edit | None:
    """Take something out that the data does not need: a key that stands twice with one value."""
    edit = Edit(span, "")
    root = _edited(doc, (edit,))
    return edit if root is not None and root.value == doc.front_matter.data else None


def rearranged(doc: Document, places: Sequence[Span], order: Sequence[int]) -> tuple[Edit, ...] | None:
    """Put into each place what stands at the place of that number now, where the data stays the same but for order."""
    edits = tuple(
        Edit(place, doc.source[places[number]])
        for index, (place, number) in enumerate(zip(places, order, strict=True))
        if index != number
    )
    if any(first.end > second.start for first, second in pairwise(places)):
        return None
    root = _edited(doc, edits)
    return edits if edits and root is not None and root.value == doc.front_matter.data else None


def _tried(doc: Document, edits: Iterable[Edit], is_done: Callable[[Scalars, Scalars], bool]) -> bool:
    """Whether front matter with these edits is read, and is as it should be."""
    root, edited = doc.front_matter.root, _edited(doc, edits)
    return root is not None and edited is not None and is_done(_values(root), _values(edited))


def _edited(doc: Document, edits: Iterable[Edit]) -> Node | None:
    """Front matter with these edits; None where they reach beyond it, or it can no longer be read."""
    syntax = doc.front_matter.format
    if syntax is None:
        return None
    start, end = doc.front_matter.content
    text = doc.source.text
    parts: list[str] = []
    done = start
    for span, new in sorted(edits):
        if not start <= span.start <= span.end <= end:
            return None
        parts += (text[done : span.start], new)
        done = span.end
    try:
        return parse("".join((*parts, text[done:end])), syntax, start)
    except DataSyntaxError:
        return None


def _values(root: Node) -> Scalars:
    """Offset and value of every scalar, keys among them; a shared one as often as it is used."""
    return [(node.span.start, node.value) for node in _walk([root])]


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    todo = list(nodes)
    todo.reverse()
    while todo:
        node = todo.pop()
        if node.kind == "scalar":
            yield node
        inner = [part for entry in node.entries if not entry.merged for part in (entry.key, entry.value)]
        todo.extend(reversed(inner or node.items))


def _lines(doc: Document, span: Span) -> Span:
    """The lines of an item with a dash of its own; only its own span where it has none."""
    text = doc.source.text
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    end = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)").match(text, span.end)
    return Span(start, end.end() if end else span.end) if re.fullmatch(r"\s*-\s+", text[start : span.start]) else span


def _escaped(text: str, style: str, syntax: str) -> str:
    """A text as it stands within the quotes of this style."""
    if style in ("double", "multiline-double"):
        return json.dumps(text, ensure_ascii=False)[1:-1]
    return text.replace("'", "''") if style == "single" and syntax == "yaml" else text


def _quotes(text: str, syntax: str) -> Iterator[str]:
    if syntax == "yaml":
        yield f"'{_escaped(text, 'single', syntax)}'"
    yield f'"{_escaped(text, "double", syntax)}"'
