"""Front matter: found at the top of a post, read as data with spans; what is wrong with it is told, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from postlint.data import DataError, DataSyntaxError, Node, Repair, Syntax, comments, parse
from postlint.document.fences import FENCES, Fenced, fenced, misplaced, second
from postlint.document.html import comment
from postlint.document.nodes import Comment
from postlint.records import NamedTuple
from postlint.text import Source, Span


class FrontMatter(NamedTuple):
    """The front matter of a post.

    ``format`` is yaml, toml, json or None where there is none. ``span`` is all of it with its fences, ``fence`` the
    opening one (an empty span at 0 where there is none), ``content`` what stands between. ``root`` is the mapping; None
    where it is missing or broken, and then ``errors`` say why. ``body`` is where the body starts.
    """

    format: Syntax | None
    span: Span
    fence: Span
    content: Span
    root: Node | None
    errors: tuple[DataError, ...]
    body: int

    @property
    def data(self) -> dict[str, Any]:
        """Keys and values as plain Python; empty where there is no readable front matter."""
        return self.root.value if self.root is not None else {}

    @property
    def nodes(self) -> Iterator[Node]:
        """All nodes, each once, with no keys among them."""
        seen: set[int] = set()
        todo = [self.root] if self.root is not None else []
        while todo:
            node = todo.pop()
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                todo.extend(entry.value for entry in node.entries)
                todo.extend(node.items)

    def get(self, key: str) -> Node | None:
        return self.root.get(key) if self.root is not None else None

    def key_span(self, *keys: str) -> Span | None:
        """The span of the first of these keys that is there; where a key stands twice, of the one that counts."""
        for key in keys:
            found = [entry for entry in (self.root.entries if self.root else ()) if entry.key.value == key]
            if found:
                return found[-1].key.span
        return None


def read(source: Source) -> FrontMatter:
    """The front matter of a post, however it looks."""
    text = source.text
    found = fenced(text)
    if found is not None:
        return _fenced(source, found)
    if text.startswith("{") and text[1:2] in '\r\n \t"':
        return _json(text)
    error = misplaced(text)
    return FrontMatter(None, Span(0, 0), Span(0, 0), Span(0, 0), None, (error,) if error else (), 0)


def _fenced(source: Source, found: Fenced) -> FrontMatter:
    text = source.text
    span = Span(found.opening.start, found.closing.end)
    errors = found.errors
    if source.has_bom and not errors:
        errors += (_byte_order_mark(text, found.opening),)
    if errors and errors[0].problem == "not-closed" and found.closing.length == 0:
        span = Span(span.start, len(text[: span.end].rstrip()))
        return FrontMatter(found.syntax, span, found.opening, found.content, None, errors, found.content.end)
    root, more = _parsed(text, found.content, found.syntax)
    if more and (other := _other_syntax(text, found)):
        more = (other,)
    body = _next_line(text, found.closing.end)
    if again := second(text, body):
        more += (again,)
    return FrontMatter(found.syntax, span, found.opening, found.content, root, (*errors, *more), body)


def _byte_order_mark(text: str, fence: Span) -> DataError:
    mark = text[slice(*fence)]
    message = f"A byte order mark stands before this '{mark}', and some tools then see no front matter; remove it."
    return DataError(message, fence, "byte-order-mark")


def _other_syntax(text: str, found: Fenced) -> DataError | None:
    """What is wrong with the fences where the data between them is readable by the rules of the other ones."""
    mark = "+++" if found.syntax == "yaml" else "---"
    syntax = FENCES[mark]
    root, errors = _parsed(text, found.content, syntax)
    if errors or root is None or not root.entries:
        return None
    there = text[slice(*found.opening)]
    message = f"'{there}' announces {found.syntax.upper()}, and this is {syntax.upper()}; write '{mark}' around it."
    edits = ((found.opening, mark), (found.closing, mark))
    return DataError(message, found.opening, "other-syntax", Repair(f"Write '{mark}'", edits))


def _json(text: str) -> FrontMatter:
    """JSON has no fences: it reaches from its first brace to the last line that is a lone one."""
    closing = re.compile(r"^\}[ \t]*$", re.M).search(text.replace("\r", "\n"))
    fence = Span(0, 1)
    if closing is None:
        error = DataError(
            "The front matter that this '{' opens is not closed by a '}' on a line of its own.", fence, "not-closed"
        )
        return FrontMatter("json", fence, fence, fence, None, (error,), 0)
    span = Span(0, closing.start() + 1)
    root, errors = _parsed(text, span, "json")
    return FrontMatter("json", span, fence, span, root, errors, _next_line(text, span.end))


def _parsed(text: str, content: Span, syntax: Syntax) -> tuple[Node | None, tuple[DataError, ...]]:
    inner = _readable(text[slice(*content)], syntax)
    if not inner.strip():
        return None, ()
    try:
        root = parse(inner, syntax, content.start)
    except DataSyntaxError as broken:
        return None, (broken.error,)
    if root.kind == "mapping":
        return root, ()
    if root.kind == "scalar" and root.value is None:
        return None, ()
    if no_break_space := re.search(r"(?<=:)\u00a0", inner):
        span = Span(*no_break_space.span()).shifted(content.start)
        message = "A no-break space stands behind this ':', which makes no key of what is before it; write a blank."
        return None, (DataError(message, span, "no-break-space", Repair("Write a blank", ((span, " "),))),)
    return None, (
        DataError("The front matter is no list of keys and values such as 'title: …'.", root.span, "not-a-mapping"),
    )


def _readable(text: str, syntax: Syntax) -> str:
    """TOML alone knows no lone CR as a line end."""
    return re.sub(r"\r(?!\n)", "\n", text) if syntax == "toml" and "\r" in text else text


def _next_line(text: str, at: int) -> int:
    match = re.compile(r"[ \t]*(?:\r\n|\r|\n)?").match(text, at)
    return match.end() if match else at


def strings(node: Node, key: str = "") -> Iterator[tuple[str, Node]]:
    """Every string in front matter with its key (nested ones with dots)."""
    if node.kind == "mapping":
        for entry in node.entries:
            if not entry.merged and not entry.alias:
                name = str(entry.key.value)
                yield from strings(entry.value, f"{key}.{name}" if key else name)
    elif node.kind == "sequence":
        for item in node.items:
            yield from strings(item, key)
    elif isinstance(node.value, str) and node.value:
        yield key, node


def front_matter_comments(text: str, front_matter: FrontMatter) -> list[Comment]:
    """The ``#`` comments of YAML and TOML front matter."""
    if front_matter.format is None or "#" not in text[slice(*front_matter.content)]:
        return []
    inner = text[slice(*front_matter.content)]
    found = comments(inner, front_matter.format, front_matter.content.start)
    return [comment(text, start, start + 1, end, end, "front-matter") for (start, end), _ in found]
