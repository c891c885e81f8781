"""TOML text to nodes: tomllib says what the values are, a scanner of our own says where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from postlint.data.node import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_NUMBER_LENGTH,
    OWN_LINE_COMMENT,
    TOO_DEEP,
    TOO_MANY_NODES,
    DataSyntaxError,
    Entry,
    Node,
    Origin,
    shortened,
)
from postlint.data.toml_problems import syntax_error
from postlint.expression import expression
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = expression(r"[ \t]*")
_COMMENT = expression(r"#[^\r\n]*")
_BARE_KEY = expression(r"[A-Za-z0-9_-]+")
_BASIC = expression(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"')
_LITERAL = expression(r"'[^'\n]*'")
_BASIC_END = expression(r'\\.|("{3,5})', re.DOTALL)
_LITERAL_END = expression(r"('{3,5})")
_OTHER = expression(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\[\]{}#=\"']+")


class _UnclearError(Exception):
    """This is not TOML; tomllib knows the reason."""


def parse_toml(origin: Origin) -> Node:
    """The root mapping of a TOML text; raises DataSyntaxError."""
    import tomllib

    scanner = _Scanner(origin)
    try:
        scanner.run()
        unclear = False
    except _UnclearError:
        unclear = True
    try:
        values = tomllib.loads(origin.text)
    except (ValueError, RecursionError) as error:
        raise syntax_error(origin, error) from None
    if unclear:
        raise origin.error("syntax", "This is not valid TOML from here on.", scanner.at, scanner.at + 1)
    return scanner.root.node(origin, values)


def comment_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where comments stand; behind a mistake only those on lines of their own."""
    scanner = _Scanner(Origin(text, 0, "toml"))
    try:
        scanner.run()
    except (_UnclearError, DataSyntaxError):
        yield from scanner.comments
        done = max(scanner.at, scanner.comments[-1][1] if scanner.comments else 0)
        yield from (match.span(1) for match in OWN_LINE_COMMENT.finditer(text, done))
    else:
        yield from scanner.comments


class _Table:
    """A mapping as scanned, before its values are known. It ends at ``end`` or with its last value."""

    def __init__(self, start: int, depth: int, style: str = "block", end: int = 0) -> None:
        self.start = start
        self.end = end or start
        self.depth = depth
        self.style = style
        self.children: dict[str, tuple[Node, _Item]] = {}

    def node(self, origin: Origin, values: dict[str, Any]) -> Node:
        entries = []
        start, end = self.start, self.end
        for name, (key, child) in self.children.items():
            value = child.node(origin, values[name])
            end = max(end, value.span.end - origin.base)
            entries.append(Entry(key, value, Span(key.span.start, max(key.span.end, value.span.end))))
        span = Span(origin.base + start, origin.base + end)
        return Node("mapping", span, values, self.style, origin, entries=tuple(entries))


class _Array:
    """A sequence as scanned."""

    def __init__(self, start: int, style: str) -> None:
        self.start = start
        self.end = start
        self.style = style
        self.items: list[_Item] = []

    def node(self, origin: Origin, values: list[Any]) -> Node:
        items = tuple(item.node(origin, value) for item, value in zip(self.items, values, strict=True))
        end = self.end if self.style == "flow" else items[-1].span.end - origin.base
        span = Span(origin.base + self.start, origin.base + end)
        return Node("sequence", span, values, self.style, origin, items=items)


class _Scalar:
    """A string, number, date or boolean as scanned."""

    def __init__(self, start: int, end: int, style: str) -> None:
        self.start = start
        self.end = end
        self.style = style

    def node(self, origin: Origin, value: Any) -> Node:
        span = Span(origin.base + self.start, origin.base + self.end)
        text = value if isinstance(value, str) else origin.text[self.start : self.end]
        return Node("scalar", span, value, self.style, origin, text=text)


_Item = _Table | _Array | _Scalar


class _Scanner:
    """One pass over the text; ``at`` is the place that is read next. Takes a little more than TOML does."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.text = origin.text
        self.at = 0
        self.count = 0
        self.root = _Table(0, 1)
        self.comments: list[tuple[int, int]] = []

    def run(self) -> None:
        """Fills ``root``. Raises _UnclearError where the text is no TOML, DataSyntaxError where it passes a limit."""
        table = self.root
        self.skip_lines()
        self.root.start = self.root.end = self.at if self.at < len(self.text) else 0
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            self.skip_blanks()
            if self.at < len(self.text) and self.text[self.at] not in "\r\n":
                raise _UnclearError
            self.skip_lines()

    def skip_blanks(self) -> None:
        """Goes on to the next character in the line that is neither blank nor comment."""
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at
        comment = _COMMENT.match(self.text, self.at)
        if comment:
            self.comments.append(comment.span())
            self.at = comment.end()

    def skip_lines(self) -> None:
        self.skip_blanks()
        while self.text.startswith(("\n", "\r\n"), self.at):
            self.at += 1 if self.text[self.at] == "\n" else 2
            self.skip_blanks()

    def expect(self, token: str) -> None:
        if not self.text.startswith(token, self.at):
            raise _UnclearError
        self.at += len(token)

    def header(self) -> _Table:
        """``[table]`` or ``[[array]]``: the table that the lines below it fill."""
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 2 if is_array else 1
        keys = self.keys()
        self.expect("]]" if is_array else "]")
        table = self.root
        for key in keys[:-1]:
            table = self.child(table, key, start)
        last = keys[-1]
        if not is_array:
            table = self.child(table, last, start)
            table.end = max(table.end, self.at)
            return table
        known = table.children.setdefault(last.text, (last, _Array(start, "block")))[1]
        if not isinstance(known, _Array) or known.style == "flow":
            raise _UnclearError
        self.check_depth(table.depth + 2, last.span)
        item = _Table(start, table.depth + 2, end=self.at)
        known.items.append(item)
        return item

    def child(self, table: _Table, key: Node, start: int) -> _Table:
        """The table at a key, made where it is not there yet; of an array of tables the last."""
        self.check_depth(table.depth + 1, key.span)
        item = table.children.setdefault(key.text, (key, _Table(start, table.depth + 1)))[1]
        if isinstance(item, _Array) and item.style == "block":
            item = item.items[-1]
        if not isinstance(item, _Table) or item.style != "block":
            raise _UnclearError
        return item

    def pair(self, table: _Table) -> None:
        keys = self.keys()
        self.expect("=")
        for key in keys[:-1]:
            table = self.child(table, key, key.span.start - self.origin.base)
        last = keys[-1]
        if last.text in table.children:
            message = f"The key '{shortened(last.text)}' stands here a second time; keep one of them."
            self.fail("duplicate-key", message, last.span)
        self.skip_blanks()
        table.children[last.text] = (last, self.value(table.depth + 1))

    def keys(self) -> list[Node]:
        """A dotted key, with the blanks around its parts."""
        keys = []
        while True:
            self.skip_blanks()
            keys.append(self.key())
            self.skip_blanks()
            if not self.text.startswith(".", self.at):
                return keys
            if len(keys) >= MAX_DEPTH:
                self.check_depth(MAX_DEPTH + 1, keys[-1].span)
            self.at += 1

    def key(self) -> Node:
        start = self.at
        self.count_node()
        for pattern, style in ((_BARE_KEY, "plain"), (_BASIC, "double"), (_LITERAL, "single")):
            match = pattern.match(self.text, start)
            if match:
                self.at = match.end()
                span = Span(self.origin.base + start, self.origin.base + self.at)
                text = self.quoted_key(match.group(), style)
                return Node("scalar", span, text, style, self.origin, text=text)
        raise _UnclearError

    def quoted_key(self, source: str, style: str) -> str:
        if style == "plain":
            return source
        if "\\" not in source or style == "single":
            return source[1:-1]
        import tomllib

        try:
            value = tomllib.loads(f"key = {source}")["key"]
        except ValueError:
            raise _UnclearError from None
        return str(value)

    def value(self, depth: int) -> _Item:
        start = self.at
        self.count_node()
        first = self.text[start : start + 1]
        if first in ('"', "'"):
            return self.string(first)
        if first in ("[", "{"):
            self.check_depth(depth, Span(self.origin.base + start, self.origin.base + start + 1))
            self.at += 1
            return self.array(start, depth) if first == "[" else self.inline_table(start, depth)
        match = _OTHER.match(self.text, start)
        if not match:
            raise _UnclearError
        self.at = match.end()
        span = Span(self.origin.base + start, self.origin.base + self.at)
        if len(match.group()) > MAX_NUMBER_LENGTH:
            self.fail("value", f"'{shortened(match.group())}' is too long for a number; put quotes around text.", span)
        return _Scalar(start, self.at, "plain")

    def array(self, start: int, depth: int) -> _Array:
        array = _Array(start, "flow")
        while not self.closes("]", start):
            array.items.append(self.value(depth + 1))
            if not self.closes("]", start):
                self.expect(",")
        self.at += 1
        array.end = self.at
        return array

    def inline_table(self, start: int, depth: int) -> _Table:
        table = _Table(start, depth, "block")
        while not self.closes("}", start):
            self.pair(table)
            if not self.closes("}", start):
                self.expect(",")
        self.at += 1
        table.style = "flow"  # only now: its own dotted keys may still enter it, those of later lines may not
        table.end = self.at
        return table

    def closes(self, bracket: str, start: int) -> bool:
        """Whether the collection that opened at ``start`` ends with the next character that counts."""
        self.skip_lines()
        if self.at >= len(self.text):
            message = f"The '{self.text[start]}' that opens here is never closed; add '{bracket}'."
            self.fail("syntax", message, Span(start, start + 1).shifted(self.origin.base))
        return self.text.startswith(bracket, self.at)

    def string(self, quote: str) -> _Scalar:
        start = self.at
        style = "double" if quote == '"' else "single"
        if self.text.startswith(quote * 3, start):
            style = f"multiline-{style}"
            ends = (_BASIC_END if quote == '"' else _LITERAL_END).finditer(self.text, start + 3)
            match = next((end for end in ends if end[1]), None)
            quotes, message = 3, "The quotes that open here are never closed."
        else:
            match = (_BASIC if quote == '"' else _LITERAL).match(self.text, start)
            quotes, message = 1, "The quote that opens here is not closed in its line."
        if not match:
            self.fail("syntax", message, Span(start, start + quotes).shifted(self.origin.base))
        self.at = match.end()
        return _Scalar(start, self.at, style)

    def count_node(self) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            here = self.origin.base + self.at
            self.fail("events", TOO_MANY_NODES, Span(here, here + 1))

    def check_depth(self, depth: int, span: Span) -> None:
        if depth > MAX_DEPTH:
            self.fail("depth", TOO_DEEP, span)

    def fail(self, problem: str, message: str, span: Span) -> NoReturn:
        base = self.origin.base
        raise self.origin.error(problem, message, span.start - base, span.end - base)
