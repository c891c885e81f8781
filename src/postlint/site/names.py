"""Authors, tags, categories and series as posts write them: each name, and where in its value it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from postlint.document import paths
from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.site.conventions import Conventions

KINDS = ("authors", "tags", "categories", "series")
MOST_COMPARED = 50
"""So many unknown names of a post are held against the known ones, to tell the nearest."""
AUTHOR_KEYS = ("key", "id", "name")
TAG_KEYS = ("label", "name", "title", "id")
_LINK = expression(r"\[(?P<text>[^\]\[]*)\]\([^()\s]*\)")
_AUTHORS_APART = expression(r"\s*(?:[,;\n]|\s(?:and|&|\+)\s)\s*(?:and\s+)?")
_AFTER_NAME = expression(r"\s*[,(].*", re.DOTALL)
_NO_LETTERS = expression(r"[\s_./’'\"-]+")


class Name(NamedTuple):
    """One name: as written, the scalar in which it stands, and its place ``node.text[start:end]`` there."""

    text: str
    node: Node
    start: int
    end: int


def keys(conventions: Conventions) -> dict[str, tuple[str, ...]]:
    """The front matter keys by what kind of names they hold, as far as the generator tells."""
    return {
        "authors": conventions.author_keys,
        "tags": conventions.tag_keys,
        "categories": conventions.category_keys,
        "series": ("series",),
    }


def names(root: Node, key: str, kind: str, conventions: Conventions) -> Iterator[Name]:
    """The names that stand at a key, from front to back."""
    for place in paths.places(root, key, folds_case=conventions.folds_case):
        yield from _names(place.node, kind, splits_blanks=conventions.generator == "jekyll")


def _names(node: Node, kind: str, *, splits_blanks: bool) -> Iterator[Name]:
    if node.kind == "sequence":
        for item in node.items:
            yield from _listed(item, kind)
    elif kind == "authors":
        yield from _listed(node, kind)
    elif isinstance(node.value, str):
        apart = re.compile(r"\s*[,\n]\s*" if "," in node.text or not splits_blanks else r"\s+")
        yield from _split(node, apart, 0, len(node.text))


def _listed(node: Node, kind: str) -> Iterator[Name]:
    """The names of one item of a list; only authors may be several in one text."""
    if node.kind == "mapping":
        for key in AUTHOR_KEYS if kind == "authors" else TAG_KEYS:
            value = node.get(key)
            if value is not None and isinstance(value.value, str) and value.value.strip():
                yield from _split(value, None, 0, len(value.text))
                return
    elif isinstance(node.value, str):
        if kind == "authors":
            yield from _authors(node)
        else:
            yield from _split(node, None, 0, len(node.text))


def _authors(node: Node) -> Iterator[Name]:
    """Authors in a text: a name, a key, several of them, or Markdown links with a company behind them."""
    links = list(_LINK.finditer(node.text))
    if not links:
        yield from _split(node, _AUTHORS_APART, 0, len(node.text))
    for link in links:
        start, end = link.span("text")
        after = _AFTER_NAME.search(node.text, start, end)
        yield from _split(node, None, start, after.start() if after else end)


def _split(node: Node, apart: re.Pattern[str] | None, start: int, end: int) -> Iterator[Name]:
    """The parts of a text, without white space at their ends; what is in parentheses belongs to no name."""
    at = start
    cuts = [match.span() for match in apart.finditer(node.text, start, end)] if apart else []
    for stop, following in [*cuts, (end, end)]:
        part = node.text[at:stop]
        text = part.strip()
        if text:
            first = at + len(part) - len(part.lstrip())
            yield Name(text, node, first, first + len(text))
        at = following


@cache
def folded(name: str) -> str:
    """What is left of a name whatever its case, accents, blanks, hyphens and stops; a stop in front is part of it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char)).strip()
    return ("." if letters.startswith(".") else "") + _NO_LETTERS.sub("", letters) or letters


def has_accent(name: str) -> bool:
    return not name.isascii() and any(unicodedata.combining(char) for char in unicodedata.normalize("NFKD", name))


def asked_keys(conventions: Conventions, more: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The kind of names by front matter key: those of the generator and those that a house describes."""
    return {key: kind for by_kind in (keys(conventions), more) for kind, several in by_kind.items() for key in several}
