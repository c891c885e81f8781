"""Reads a JSON Schema of the house with the files that it refers to, and tells all that is wrong with it.

Only files below the root are read; nothing is fetched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

from postlint import look
from postlint.data import DataSyntaxError, Node, parse
from postlint.errors import ConfigError, UserErrors
from postlint.expression import expression
from postlint.fields.json_schema import BASE, JsonSchema, plain
from postlint.files import Unreadable, is_inside, read_text
from postlint.records import NamedTuple
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Syntax

MOST_FILES = 50
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SYNTAXES: dict[str, Syntax] = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml"}
_SCHEMAS_BY_NAME = frozenset(("properties", "patternProperties", "$defs", "dependentSchemas"))
_NO_SCHEMAS = frozenset(("const", "enum", "default", "examples"))
_REPEATS = expression(r"\\.|\[(?:\\.|[^]\\])*\]|([*+]|\{[0-9]*,[0-9]*\})", re.DOTALL)


class _File(NamedTuple):
    """One file of a schema. ``uri`` is where its relative references start."""

    path: str
    source: Source
    root: Node
    uri: str


class _Reference(NamedTuple):
    """What a ``$ref`` means, worked out, and where it stands."""

    uri: str
    node: Node
    file: _File


def load(path: str, folder: str, root: str) -> JsonSchema:
    """The schema at a path that is relative to ``folder``. Raises UserErrors with all that is wrong with it.

    Raises ConfigError where the library that validates is not installed.
    """
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        message = "A JSON Schema for front matter needs the library jsonschema: pip install 'postlint[schema]'."
        raise ConfigError(message) from None
    reader = _Reader(folder, root)
    first = reader.read(path, None, Span(0, 0))
    if first is not None:
        reader.follow(first)
    for file in reader.files.values():
        reader.check_form(file)
    reader.refuse()
    schema = JsonSchema(path, {file.path: _stripped(plain(file.root)) for file in reader.files.values()})
    reader.check_references(schema)
    reader.refuse()
    return schema


class _Reader:
    """Gathers the files of one schema, and what is wrong with them."""

    def __init__(self, folder: str, root: str) -> None:
        self.folder = folder
        self.root = root
        self.files: dict[str, _File] = {}
        self.references: list[_Reference] = []
        self.errors: list[ConfigError] = []

    def refuse(self) -> None:
        if self.errors:
            raise UserErrors(self.errors)

    def error(self, message: str, path: str, source: Source, span: Span) -> None:
        at = source.position(span.start)
        shown = os.path.relpath(os.path.join(self.folder, path)).replace(os.sep, "/")
        self.errors.append(ConfigError(message, path=shown, line=at.line, column=at.column))

    def read(self, path: str, by: _File | None, span: Span) -> _File | None:
        """A file of the schema; None where it cannot be read, and then an error tells so where it is referred to."""
        where = (by.path, by.source, span) if by else (path, Source(""), span)
        place = os.path.join(self.folder, path)
        if not is_inside(place, self.root) or not look.isfile(place):
            self.error(f"There is no schema '{path}' below the root.", *where)
            return None
        try:
            source = Source(read_text(place, self.root))
        except Unreadable as unreadable:
            self.error(f"The schema '{path}' cannot be read. {unreadable.message}", *where)
            return None
        try:
            node = parse(source.text, SYNTAXES.get(os.path.splitext(path)[1].lower(), "json"))
        except DataSyntaxError as broken:
            self.error(broken.error.message, path, source, broken.error.span)
            return None
        self.files[path] = found = _File(path, source, node, BASE + path)
        return found

    def follow(self, first: _File) -> None:
        """Reads whatever is referred to, from file to file."""
        todo = [first]
        while todo:
            file = todo.pop()
            own = {urldefrag(base)[0] for base, key, _ in _keywords(file) if key == "$id"}
            for base, key, node in _keywords(file):
                if key == "$schema" and str(node.value).rstrip("#") != DIALECT:
                    self.error(f"Only the dialect {DIALECT} is read.", file.path, file.source, node.span)
                if key not in ("$ref", "$dynamicRef") or not isinstance(node.value, str):
                    continue
                uri = urljoin(base, node.value)
                self.references.append(_Reference(uri, node, file))
                target = urldefrag(uri)[0]
                if target not in own and (found := self.referred(target, node, file)) is not None:
                    todo.append(found)

    def referred(self, target: str, node: Node, file: _File) -> _File | None:
        """A file that is referred to and not read yet."""
        if not target.startswith(BASE):
            message = f"'{node.value}' is not fetched. Refer to a file below the root."
            self.error(message, file.path, file.source, node.span)
            return None
        path = unquote(target.removeprefix(BASE))
        if path in self.files:
            return None
        if len(self.files) == MOST_FILES:
            self.error(f"The schema has more than {MOST_FILES} files.", file.path, file.source, node.span)
            return None
        return self.read(path, file, node.span)

    def check_form(self, file: _File) -> None:
        """Whether a file is a JSON Schema, and one that can be worked through in a bounded time."""
        import regex
        from jsonschema import Draft202012Validator

        for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(plain(file.root)):
            message = f"This is no JSON Schema: {' '.join(error.message.split())[:200]}."
            self.error(message, file.path, file.source, _at(file.root, error.absolute_path).span)
        keywords = list(_keywords(file))
        used = {key for _, key, _ in keywords}
        for _, key, node in keywords:
            names = [entry.key for entry in node.entries] if key == "patternProperties" else [node]
            for pattern in names if key in ("pattern", "patternProperties") else ():
                try:
                    regex.compile(pattern.text)
                except (regex.error, RecursionError) as wrong:
                    message = f"'{pattern.text[:60]}' is no pattern: {wrong}."
                    self.error(message, file.path, file.source, pattern.span)
            if not used.intersection(("unevaluatedProperties", "unevaluatedItems")):
                continue
            # These two try other keywords by themselves, where no limit reaches.
            if key == "dependentSchemas":
                message = "Beside 'unevaluatedProperties' write 'if' and 'then' instead of 'dependentSchemas'."
                self.error(message, file.path, file.source, node.span)
            if key == "patternProperties":
                for name in names:
                    if sum(bool(match[1]) for match in _REPEATS.finditer(name.text)) > 1:
                        message = f"Beside 'unevaluatedProperties' the pattern '{name.text[:60]}' may repeat one thing."
                        self.error(message, file.path, file.source, name.span)

    def check_references(self, schema: JsonSchema) -> None:
        """Whether each reference leads somewhere, and all together come to an end."""
        from referencing.exceptions import Unresolvable

        for uri, node, file in self.references:
            try:
                schema.registry.resolver(file.uri).lookup(uri)
            except Unresolvable:
                self.error(f"'{node.value}' leads nowhere.", file.path, file.source, node.span)
        first = self.files[schema.main]
        try:
            if not self.errors:
                schema.violations(parse("{}", "json"))
        except TimeoutError:
            message = "The references of this schema lead on and on."
            self.error(message, first.path, first.source, first.root.span)


def _keywords(file: _File) -> Iterator[tuple[str, str, Node]]:
    """Each keyword of a schema with its value, and the URI that relative references in it start from."""
    todo: list[tuple[str, Node, bool]] = [(file.uri, file.root, True)]
    while todo:
        base, node, is_schema = todo.pop()
        if node.kind == "sequence":
            todo.extend((base, item, True) for item in node.items)
        own_id = node.get("$id") if is_schema and node.kind == "mapping" and node is not file.root else None
        if own_id is not None and isinstance(own_id.value, str):
            base = urljoin(base, own_id.value)
        for entry in node.entries:
            key = entry.key.text
            if is_schema and not (key == "$id" and node is file.root):
                yield base, key, entry.value
            if not (is_schema and key in _NO_SCHEMAS):
                todo.append((base, entry.value, not is_schema or key not in _SCHEMAS_BY_NAME))


def _stripped(schema: Any) -> Any:
    """A schema without the ``$id`` of its file and without any ``$schema``."""
    if not isinstance(schema, dict):
        return schema
    return {key: _without_dialect(value) for key, value in schema.items() if key not in ("$id", "$schema")}


def _without_dialect(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_dialect(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_dialect(value) for key, value in schema.items() if key != "$schema" or not isinstance(value, str)
    }


def _at(node: Node, path: Iterable[str | int]) -> Node:
    """The node that a path of keys and places leads to."""
    for step in path:
        found = node.items[step] if isinstance(step, int) else node.get(step)
        if found is None:
            break
        node = found
    return node
