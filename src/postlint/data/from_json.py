"""JSON text to nodes: a scanner of its own, because the standard one keeps no positions."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NoReturn

from postlint.data.node import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_NUMBER_LENGTH,
    TEMPLATE,
    TOO_DEEP,
    TOO_MANY_NODES,
    DataError,
    Entry,
    Node,
    Origin,
    shortened,
)
from postlint.expression import expression
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = expression(r"[ \t\r\n]*")
_NUMBER = expression(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = expression(r"[^\s,:\[\]{}\"]+|.", re.DOTALL)
_LITERALS = {"true": True, "false": False, "null": None}


def parse_json(origin: Origin) -> Node:
    """The root of a JSON text; raises DataSyntaxError."""
    scanner = _Scanner(origin)
    root = scanner.value(1)
    if scanner.skip_blanks():
        scanner.fail("After the end of the JSON there is more text; remove it.")
    return root


class _Scanner:
    """One pass over the text; ``at`` is the place that is read next."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.text = origin.text
        self.at = 0
        self.count = 0

    def skip_blanks(self) -> str:
        """The next character that is no blank; empty at the end."""
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def fail(self, message: str, problem: str = "syntax") -> NoReturn:
        word = _WORD.match(self.text, self.at)
        raise self.origin.error(problem, message, self.at, word.end() if word else self.at)

    def refuse_template(self) -> None:
        template = TEMPLATE.match(self.text, max(self.at - 1, 0))
        if template:
            raise self.origin.template_error(*template.span())

    def span(self, start: int) -> Span:
        return Span(self.origin.base + start, self.origin.base + self.at)

    def value(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.fail(TOO_DEEP, "depth")
        self.count += 1
        first = self.skip_blanks()
        if self.count > MAX_NODES:
            self.fail(TOO_MANY_NODES, "events")
        if first == "{":
            return self.mapping(depth)
        if first == "[":
            return self.sequence(depth)
        if first == '"':
            return self.string()
        return self.plain()

    def mapping(self, depth: int) -> Node:
        start = self.at
        entries = []
        for _ in self.parts("}"):
            if self.skip_blanks() != '"':
                self.refuse_template()
                self.fail("A key in double quotes is missing here.")
            key = self.string()
            self.count += 1
            if self.skip_blanks() != ":":
                self.fail(f"After the key '{shortened(key.text)}' a ':' is missing.")
            self.at += 1
            value = self.value(depth + 1)
            entries.append(Entry(key, value, Span(key.span.start, value.span.end)))
        values = {entry.key.value: entry.value.value for entry in entries}
        return Node("mapping", self.span(start), values, "flow", self.origin, entries=tuple(entries))

    def sequence(self, depth: int) -> Node:
        start = self.at
        items = tuple(self.value(depth + 1) for _ in self.parts("]"))
        return Node("sequence", self.span(start), [item.value for item in items], "flow", self.origin, items=items)

    def parts(self, close: str) -> Iterator[None]:
        """Stops before each part of a collection, for the caller to read it, and behind its closing bracket."""
        opening = self.at
        self.at += 1
        if self.skip_blanks() != close:
            while True:
                yield
                following = self.skip_blanks()
                if following == close:
                    break
                if following != ",":
                    if following:
                        self.fail(f"A ',' or '{close}' is missing before this.", "comma")
                    self.at = opening
                    self.fail(f"The '{self.text[opening]}' that opens here is never closed.")
                self.at += 1
                if self.skip_blanks() == close:
                    self.fail(f"Remove the ',' before this '{close}'.", "comma")
        self.at += 1

    def string(self) -> Node:
        start = self.at
        try:
            text, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            self.at = error.pos
            self.fail(_string_problem(error.msg))
        return Node("scalar", self.span(start), text, "double", self.origin, text=text)

    def plain(self) -> Node:
        start = self.at
        word = _WORD.match(self.text, start)
        if not word:
            self.fail("A value is missing here.")
        text = word.group()
        number = _NUMBER.fullmatch(text)
        if not number and text not in _LITERALS:
            self.fail(f"'{shortened(text)}' is no JSON value; text needs double quotes.", "unquoted")
        self.at = word.end()
        value: Any = _LITERALS.get(text, text)
        error = None
        if number and len(text) > MAX_NUMBER_LENGTH:
            error = DataError("This number has too many digits.", self.span(start), "value")
        elif number:
            value = float(text) if number[1] or number[2] else int(text)
        return Node("scalar", self.span(start), value, "plain", self.origin, text=text, error=error)


def _string_problem(message: str) -> str:
    if message.startswith("Unterminated"):
        return "The quote that opens here is never closed."
    if "escape" in message:
        return "This is no escape that JSON knows; write a backslash as '\\\\'."
    return "A line end or control character cannot stand in a JSON string; write it as an escape."
