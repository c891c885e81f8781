"""The shapes that config values have: each checks a node of the file and describes itself as JSON Schema.

``read`` gives the plain value and adds what is wrong to ``problems``; where something is, the value means nothing.
``name`` is the key as its writer knows it, for messages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from postlint.errors import did_you_mean
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node

DAY = r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$"


class Problem(NamedTuple):
    """A mistake in a config file: where, and what to do about it."""

    span: Span
    message: str


class Shape(Protocol):
    """What all shapes can do. ``wants`` says in words what the shape takes."""

    @property
    def wants(self) -> str: ...

    def fits(self, node: Node) -> bool:
        """Whether the node has the right type; its value may still be wrong."""

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


class Text(NamedTuple):
    """A text; where ``choices`` are given one of them, else one that the pattern finds itself in.

    The schema of one with ``many_choices`` does not list them.
    """

    pattern: str = r"\S"
    advice: str = "Write a text that is not empty."
    choices: tuple[str, ...] = ()
    word: str = "value"
    instead: Mapping[str, str] = {}
    wants: str = "a text in quotes"
    many_choices: bool = False

    def fits(self, node: Node) -> bool:
        return isinstance(node.value, str)

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        text = node.value
        if self.choices and text not in self.choices:
            advice = self.instead.get(text.lower()) or self._near(text)
            problems.append(Problem(node.span, f"There is no {self.word} '{cut(text)}'. {advice.strip()}"))
        elif not self.choices and not re.search(self.pattern, text):
            problems.append(Problem(node.span, f"'{cut(text)}' cannot stand in '{name}'. {self.advice}"))
        return text

    def _near(self, text: str) -> str:
        near = did_you_mean(text, self.choices)
        all_of_them = f" It can be {listed(self.choices)}." if len(self.choices) <= (5 if near else 10) else ""
        return near + all_of_them

    def schema(self) -> dict[str, Any]:
        names_all = self.choices and not self.many_choices
        return {"type": "string", **({"enum": list(self.choices)} if names_all else {"pattern": self.pattern})}


class Flag(NamedTuple):
    """True or false."""

    wants: str = "true or false"

    def fits(self, node: Node) -> bool:
        return isinstance(node.value, bool)

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        return node.value if self.fits(node) else wrong_type(self, node, name, problems)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Number(NamedTuple):
    """A number; a whole one unless ``fractions``."""

    fractions: bool = False

    @property
    def wants(self) -> str:
        return "a number" if self.fractions else "a whole number"

    def fits(self, node: Node) -> bool:
        kinds = (int, float) if self.fractions else (int,)
        return isinstance(node.value, kinds) and not isinstance(node.value, bool)

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        return node.value if self.fits(node) else wrong_type(self, node, name, problems)

    def schema(self) -> dict[str, Any]:
        return {"type": "number" if self.fractions else "integer"}


class Day(NamedTuple):
    """A date, bare as TOML has them or in quotes."""

    wants: str = "a date such as 2024-01-31"

    def fits(self, node: Node) -> bool:
        from datetime import date, datetime

        is_day = isinstance(node.value, date) and not isinstance(node.value, datetime)
        return is_day or (isinstance(node.value, str) and bool(re.match(DAY, node.value)))

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        from datetime import date

        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        if not isinstance(node.value, str):
            return node.value
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            problems.append(Problem(node.span, f"There is no day {node.value}. Write {self.wants}."))
            return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": DAY}


class Many(NamedTuple):
    """A list of values of one shape."""

    of: Shape
    least: int = 0
    wants: str = "a list"

    def fits(self, node: Node) -> bool:
        return node.kind == "sequence"

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if not self.fits(node):
            if self.of.fits(node) and node.kind == "scalar":
                example = f"{name.rpartition('.')[2]} = [{quoted(node)}]"
                problems.append(Problem(node.span, f"'{name}' takes a list. Write {example}."))
                return ()
            return wrong_type(self, node, name, problems)
        if len(node.items) < self.least:
            problems.append(Problem(node.span, f"'{name}' is an empty list. Name something, or leave it out."))
        return tuple(self.of.read(item, name, problems) for item in node.items)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema(), **({"minItems": self.least} if self.least else {})}


class Pairs(NamedTuple):
    """A table whose keys are texts of the writer's own, each with a text."""

    wants: str = 'a table such as {leverage = "use"}'

    def fits(self, node: Node) -> bool:
        return node.kind == "mapping"

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        keyed = ((entry.key.text, entry.value) for entry in node.entries)
        return {key: Text().read(value, dotted(name, key), problems) for key, value in keyed}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": Text().schema()}


class Either(NamedTuple):
    """A value of one of several shapes that differ in type."""

    shapes: tuple[Shape, ...]

    @property
    def wants(self) -> str:
        return " or ".join(shape.wants for shape in self.shapes)

    def fits(self, node: Node) -> bool:
        return any(shape.fits(node) for shape in self.shapes)

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        for shape in self.shapes:
            if shape.fits(node):
                return shape.read(node, name, problems)
        return wrong_type(self, node, name, problems)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [shape.schema() for shape in self.shapes]}


class Key(NamedTuple):
    """A key of a table: the shape of its value, what it does, and what holds where it is left out."""

    name: str
    shape: Shape
    help: str
    default: Any = None
    required: bool = False

    def schema(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": self.default}
        return {"description": self.help, **self.shape.schema(), **default}


class Table(NamedTuple):
    """A table with known keys. Of the keys in ``one_of`` at least one is given.

    ``instead`` says what to do about wrong keys that are easily foreseen; ``word`` is what a key is called there.
    """

    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()
    word: str = "key"
    instead: Mapping[str, str] = {}
    wants: str = "a table"

    def fits(self, node: Node) -> bool:
        return node.kind == "mapping"

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if not self.fits(node):
            return wrong_type(self, node, name, problems)
        known = {key.name: key for key in self.keys}
        values = {}
        for entry in node.entries:
            key = str(entry.key.value)
            if key in known:
                values[key] = known[key].shape.read(entry.value, dotted(name, key), problems)
            else:
                problems.append(Problem(entry.key.span, self._unknown(key, name)))
        self._miss(values, node, name, problems)
        return values

    def _unknown(self, key: str, name: str) -> str:
        names = [known.name for known in self.keys]
        place = f" in '{name}'" if name and self.word == "key" else ""
        advice = self.instead.get(key) or did_you_mean(key, names).strip()
        if not advice and len(names) <= 10:
            advice = f"It can be {listed(names)}." if names else f"There is none to set{' there' if place else ''}."
        return f"There is no {self.word} '{cut(key)}'{place}. {advice}".strip()

    def _miss(self, values: Mapping[str, Any], node: Node, name: str, problems: list[Problem]) -> None:
        missing = [key.name for key in self.keys if key.required and key.name not in values]
        problems.extend(Problem(node.span, f"'{name}' has no '{key}'. Add {key} = \"...\".") for key in missing)
        if self.one_of and not any(key in values for key in self.one_of):
            problems.append(Problem(node.span, f"'{name}' does not say for which posts. Add {listed(self.one_of)}."))

    def schema(self) -> dict[str, Any]:
        required = [key.name for key in self.keys if key.required]
        return {
            "type": "object",
            "properties": {key.name: key.schema() for key in self.keys},
            "additionalProperties": False,
            **({"required": required} if required else {}),
            **({"anyOf": [{"required": [key]} for key in self.one_of]} if self.one_of else {}),
        }


def wrong_type(shape: Shape, node: Node, name: str, problems: list[Problem]) -> None:
    problems.append(Problem(node.span, f"'{name}' takes {shape.wants}, not {_described(node)}."))


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: ``a, b or c``."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def cut(text: str, most: int = 60) -> str:
    """A user's own words, short enough to be quoted."""
    return text if len(text) <= most else text[: most - 1] + "…"


def dotted(name: str, key: str) -> str:
    """The name of a key within a table, as TOML writes it."""
    return f"{name}.{_key(key)}" if name else _key(key)


def quoted(node: Node) -> str:
    """A scalar as it would stand in a list."""
    if not isinstance(node.value, str):
        return cut(node.text)
    text = cut(node.value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'"{key}"'


def _described(node: Node) -> str:
    if node.kind != "scalar":
        return "a table" if node.kind == "mapping" else "a list"
    if isinstance(node.value, str):
        return f"the text '{cut(node.value)}'"
    return cut(node.text)
