"""Shapes of config values that are the user's own: any one value, patterns, tables with keys of any name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postlint.config.shapes import Problem, Shape, cut, dotted, wrong_type
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node


class Scalar(NamedTuple):
    """Any one value: a text, a number, true or false, a date."""

    wants: str = "a text, a number, a date, true or false"

    def fits(self, node: Node) -> bool:
        return node.kind == "scalar"

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        return node.value if self.fits(node) else wrong_type(self, node, name, problems)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


class Pattern(NamedTuple):
    """A regular expression in the syntax of the ``regex`` package."""

    wants: str = "a regular expression in quotes"

    def fits(self, node: Node) -> bool:
        return isinstance(node.value, str)

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        import regex

        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        try:
            regex.compile(node.value)
        except regex.error as wrong:
            problems.append(Problem(node.span, f"'{name}' is no regular expression: {wrong}."))
        except RecursionError:
            problems.append(Problem(node.span, f"'{name}' is nested too deeply for a regular expression."))
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "regex"}


class Named(NamedTuple):
    """A table whose keys are names that the user chooses, with values of one shape."""

    of: Shape
    pattern: str
    advice: str
    wants: str = "a table"

    def fits(self, node: Node) -> bool:
        return node.kind == "mapping"

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        values = {}
        for entry in node.entries:
            key = str(entry.key.value)
            if not re.match(self.pattern, key):
                problems.append(Problem(entry.key.span, f"'{cut(key)}' cannot stand in '{name}'. {self.advice}"))
            values[key] = self.of.read(entry.value, dotted(name, key), problems)
        return values

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"pattern": self.pattern},
            "additionalProperties": self.of.schema(),
        }
