"""Where the examples and entries of a rule are written, and how a right example looks there: ready to be pasted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from postlint.carets import LINE
from postlint.data import parse
from postlint.kinds.grammar.list_files import is_file, opened
from postlint.packs import shown
from postlint.records import NamedTuple
from postlint.text import Source

if TYPE_CHECKING:
    import ast

    from postlint.data import Node
    from postlint.rule import Rule

STEP = "  "


class Place(NamedTuple):
    """A line and column, counted from 1, in a rule's file, or in the list that the path as shown leads to."""

    line: int
    column: int
    path: str = ""


class Written(Protocol):
    """A text in a rule file."""

    def place(self, offset: int) -> Place:
        """Where the character at this offset of the text stands."""

    def pasted(self, text: str) -> list[str]:
        """The lines of the file with another text in place of this one."""


class RuleFile(Protocol):
    """The file of a rule."""

    def example(self, is_bad: bool, number: int) -> Written | None:
        """The text of an example, counted from 0."""

    def fixed(self, number: int) -> Written | None:
        """The fixed text of a bad example."""

    def entry(self, text: str) -> Place:
        """Where an entry stands; the top of the rule where that is not known."""

    @property
    def places(self) -> list[str]:
        """What stands under ``in``; for a rule in Python all places."""


def rule_file(rule: Rule) -> RuleFile:
    """The file that a rule is written in. Raises OSError where it cannot be read any more."""
    with open(rule.file, encoding="utf-8", newline="") as file:
        text = file.read()
    return PythonFile(rule, text) if rule.file.endswith(".py") else YamlFile(rule, text)


def shown_path(rule: Rule) -> str:
    """The path of a rule's file as people read it: relative to the current folder where it lies below it."""
    relative = shown(rule.file)
    return rule.file.replace(os.sep, "/") if relative.startswith(os.pardir + "/" + os.pardir) else relative


class YamlFile:
    """A rule file of a pack."""

    def __init__(self, rule: Rule, text: str) -> None:
        self.rule = rule
        self.source = Source(text)
        self.root = parse(self.source.text, "yaml")

    def example(self, is_bad: bool, number: int) -> Written | None:
        return self._written("bad" if is_bad else "good", number, "text")

    def fixed(self, number: int) -> Written | None:
        return self._written("bad", number, "fixed")

    def entry(self, text: str) -> Place:
        if place := self._places.get(" ".join(text.split())):
            return place
        entries = [entry for entry in self.root.entries if entry.key.text == self.rule.kind]
        return self._place(entries[0].key.span.start) if entries else Place(1, 1)

    @cached_property
    def _places(self) -> dict[str, Place]:
        """Where each text stands first: under the rule's kind, in a list that it names, or under another key."""
        kind = self.root.get(self.rule.kind)
        own = list(_scalars(kind)) if kind is not None else []
        places: dict[str, Place] = {}
        for node in own:
            places.setdefault(" ".join(node.text.split()), self._place(node.span.start))
        for name in _files(kind) if kind is not None else ():
            listed = opened(name, os.path.dirname(self.rule.file), os.path.dirname(shown_path(self.rule)), 0)
            for node in _scalars(parse(listed.source.text, listed.syntax)):
                at = listed.source.position(node.span.start)
                places.setdefault(" ".join(node.text.split()), Place(at.line, at.column, listed.path))
        for node in _scalars(self.root):
            places.setdefault(" ".join(node.text.split()), self._place(node.span.start))
        return places

    @property
    def places(self) -> list[str]:
        found = self.root.get("in")
        return [] if found is None else [node.text for node in _scalars(found)]

    def _written(self, key: str, number: int, part: str) -> Written | None:
        found = self.root.get(key)
        if found is None:
            return None
        node = found.items[number] if found.kind == "sequence" else found
        wanted = node if node.kind == "scalar" and part == "text" else node.get(part)
        return None if wanted is None else YamlText(self.source, wanted)

    def _place(self, offset: int) -> Place:
        position = self.source.position(offset)
        return Place(position.line, position.column)


class YamlText:
    """A scalar of a rule file."""

    def __init__(self, source: Source, node: Node) -> None:
        self.source = source
        self.node = node

    def place(self, offset: int) -> Place:
        position = self.source.position(self.node.source_span(offset, offset + 1).start)
        return Place(position.line, position.column)

    def pasted(self, text: str) -> list[str]:
        if self.node.style == "literal":
            return _indented(text, self._indentation())
        start = self.source.position(self.node.span.start)
        before = self.source[self.source.line_span(start.line)][: start.column - 1]
        dashes = re.match(r" *(?:- +)*", before)
        margin = len(dashes.group()) if dashes else 0
        rest = before[margin:].strip()
        sign = "|2" if text.startswith(" ") else "|"
        if "{" in rest or "[" in rest:  # a block cannot stand among brackets
            key = re.match(r"\w+:", rest)
            if key is None:
                return [f"{before[:margin]}text: {sign}", *_indented(text, " " * margin + STEP)]
            dashed = [f"{before[:margin]}{key.group()}", f"{' ' * margin}{STEP}- text: {sign}"]
            return [*dashed, *_indented(text, " " * margin + STEP * 3)]
        return [f"{before.rstrip()} {sign}", *_indented(text, " " * margin + (STEP if rest else ""))]

    def _indentation(self) -> str:
        """What stands before each line of a block; its first line may be empty."""
        text = self.node.text
        first = len(text) - len(text.lstrip("\r\n"))
        return " " * (self.place(first).column - 1)


class PythonFile:
    """The module of a rule in Python."""

    def __init__(self, rule: Rule, text: str) -> None:
        import ast

        self.rule = rule
        self.texts: dict[str, ast.Constant] = {}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.texts.setdefault(node.value, node)

    def example(self, is_bad: bool, number: int) -> Written | None:
        return self._written((self.rule.bad if is_bad else self.rule.good)[number].text)

    def fixed(self, number: int) -> Written | None:
        return self._written(self.rule.bad[number].fixed or "")

    def entry(self, text: str) -> Place:
        node = self.texts.get(text)
        return Place(node.lineno, node.col_offset + 1) if node is not None else Place(1, 1)

    @property
    def places(self) -> list[str]:
        return ["front-matter"]

    def _written(self, text: str) -> Written | None:
        node = self.texts.get(text)
        return None if node is None else PythonText(node, text)


class PythonText:
    """A string of a module. Its lines are those of the file where it has no escapes, as examples have none."""

    def __init__(self, node: ast.Constant, text: str) -> None:
        self.node = node
        self.text = text

    def place(self, offset: int) -> Place:
        before = self.text[:offset]
        line = before.count("\n")
        if not line:
            return Place(self.node.lineno, self.node.col_offset + 1)
        return Place(self.node.lineno + line, len(before) - before.rfind("\n"))

    def pasted(self, text: str) -> list[str]:
        lines = [line for line in self.text.split("\n")[1:] if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in lines), default=8)
        return _indented(text, " " * margin)


def _scalars(node: Node) -> Iterator[Node]:
    """The scalars of a node, keys and values, from front to back."""
    if node.kind == "scalar":
        yield node
    for entry in node.entries:
        yield entry.key
        yield from _scalars(entry.value)
    for item in node.items:
        yield from _scalars(item)


def _files(node: Node) -> Iterator[str]:
    """The list files that a node names."""
    for item in node.items:
        if is_file(item):
            yield item.entries[0].value.text
    for inner in (*node.items, *(entry.value for entry in node.entries)):
        yield from _files(inner)


def _indented(text: str, margin: str) -> list[str]:
    lines = [line.rstrip("\r\n") for line in LINE.findall(text)]
    return [margin + line if line else "" for line in lines]
