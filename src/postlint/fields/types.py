"""The types that a field of the front matter may have: each tells whether a value fits, and says so as JSON Schema.

Both say the same of every value; tests hold them to that. One thing a JSON Schema cannot tell: that a bare date is no
text, because it is read as a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from postlint.fields.model import LIST_OF
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node

AUTHOR_KEYS = ("name", "key", "id")

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_ZONE = r"(?:[Zz]|[+-][0-9]{1,2}(?::?[0-9]{2})?)"
_DATETIME = rf"^{_DAY}(?:[Tt]|[ \t]+){_TIME}(?:[ \t]*{_ZONE})?$"
_HTTP = r"[Hh][Tt][Tt][Pp][Ss]?://"
_ENDINGS = "png|jpe?g|gif|svg|webp|avif|PNG|JPE?G|GIF|SVG|WEBP|AVIF"


class Type(NamedTuple):
    """``wants`` says in words what fits; ``is_text`` that a bare number or date fits once it has quotes."""

    wants: str
    fits: Callable[[Node], bool]
    schema: dict[str, Any]
    is_text: bool = False


@cache
def types() -> dict[str, Type]:
    """All types by name; each may also be that of the items of a list: ``list of tag``."""
    return {
        "string": _text("a line of text", r"^[^\r\n]*\n*$"),
        "text": _text("a text", ""),
        "slug": _text("a slug such as how-we-index-logs", r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$"),
        "date": _moment("a date such as 2024-01-31", rf"^{_DAY}$"),
        "datetime": _moment("a date and time such as 2024-01-31T09:00:00Z", _DATETIME),
        "bool": Type("true or false", lambda node: isinstance(node.value, bool), {"type": "boolean"}),
        "int": Type("a whole number", lambda node: _is_number(node.value, int), {"type": "integer"}),
        "number": Type("a number", lambda node: _is_number(node.value, int | float), {"type": "number"}),
        "list": Type("a list", lambda node: node.kind == "sequence", {"type": "array"}),
        "map": Type("keys with values", lambda node: node.kind == "mapping", {"type": "object"}),
        "author": Type("a name, a key, or a mapping with a 'name'", _is_author, _author_schema(), is_text=True),
        "tag": _text("a word or two", r"\S"),
        "category": _text("a word or two", r"\S"),
        "series": _text("a word or two", r"\S"),
        "url": _text("a URL such as https://example.com/post", rf"^{_HTTP}[^\s/]\S*$"),
        "path": _text("a path such as /blog/post", r"^(?![A-Za-z][A-Za-z0-9+.-]*://)\S"),
        "image": _text(
            "the path or URL of an image", rf"^(?:{_HTTP}\S+|[^\r\n]*\.(?:{_ENDINGS})(?:\?[^?#\s]*)?(?:#[^#\s]*)?)$"
        ),
    }


def names() -> tuple[str, ...]:
    """All words that may stand for a type in a config."""
    return (*types(), *(LIST_OF + name for name in types()))


def wanted(names: Iterable[str]) -> str:
    """What a value of one of these types looks like, in words."""
    parts = [f"a list, each item {types()[name[len(LIST_OF) :]].wants}" for name in names if name.startswith(LIST_OF)]
    return " or ".join(
        dict.fromkeys([*(types()[name].wants for name in names if not name.startswith(LIST_OF)), *parts])
    )


def misfits(node: Node, names: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Each node that does not fit, with the types that it might have had: an item of a list, or the value itself."""
    if not names or any(not name.startswith(LIST_OF) and types()[name].fits(node) for name in names):
        return
    of_items = tuple(name.removeprefix(LIST_OF) for name in names if name.startswith(LIST_OF))
    if node.kind != "sequence" or not of_items:
        yield node, names
        return
    for item in node.items:
        if not any(types()[name].fits(item) for name in of_items):
            yield item, of_items


def schema(names: tuple[str, ...]) -> dict[str, Any]:
    """The JSON Schema of a value that has one of these types; empty where any will do."""
    alternatives = [types()[name].schema for name in names if not name.startswith(LIST_OF)]
    of_items = [types()[name.removeprefix(LIST_OF)].schema for name in names if name.startswith(LIST_OF)]
    if of_items:
        alternatives.append({"type": "array", "items": _any_of(of_items)})
    return deepcopy(_any_of(alternatives))


def _any_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    unlike = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
    return unlike[0] if len(unlike) == 1 else {"anyOf": unlike} if unlike else {}


def _text(wants: str, pattern: str) -> Type:
    regex = re.compile(pattern)

    def fits(node: Node) -> bool:
        return isinstance(node.value, str) and not node.error and bool(regex.search(node.value))

    return Type(wants, fits, {"type": "string", **({"pattern": pattern} if pattern else {})}, is_text=True)


def _moment(wants: str, pattern: str) -> Type:
    regex = re.compile(pattern)

    def fits(node: Node) -> bool:
        from datetime import date

        is_written = isinstance(node.value, str | date) and not node.error
        return is_written and bool(regex.search(node.text)) and _exists(node.text)

    return Type(wants, fits, {"type": "string", "pattern": pattern})


def _exists(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _is_number(value: Any, kinds: Any) -> bool:
    if isinstance(value, float) and kinds is int:
        return value.is_integer()  # as JSON Schema has it
    return isinstance(value, kinds) and not isinstance(value, bool)


def _is_author(node: Node) -> bool:
    if node.kind == "mapping":
        return any(isinstance(node.value.get(key), str) and node.value[key].strip() for key in AUTHOR_KEYS)
    return isinstance(node.value, str) and bool(node.value.strip())


def _author_schema() -> dict[str, Any]:
    named = [{"properties": {key: {"type": "string", "pattern": r"\S"}}, "required": [key]} for key in AUTHOR_KEYS]
    return {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "object", "anyOf": named}]}
