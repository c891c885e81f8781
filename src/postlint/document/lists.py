"""Lists of Markdown: noted while a post is read, made into nodes only if somebody asks."""

from __future__ import annotations

from collections.abc import Callable

from postlint.document.nodes import Item, List
from postlint.text import Span


class Lists:
    """Notes where lists and items start and end, in whatever offsets a parser counts."""

    def __init__(self) -> None:
        self.depth = 0
        self._open: list[list[tuple[int, int, bool | None]]] = []
        self._checked: list[bool | None] = []
        self._found: list[tuple[int, int, int | None, list[tuple[int, int, bool | None]]]] = []

    def start(self) -> None:
        self.depth += 1
        self._open.append([])

    def end(self, start: int, end: int, first: int | None) -> None:
        self.depth -= 1
        self._found.append((start, end, first, self._open.pop()))

    def start_item(self) -> None:
        self._checked.append(None)

    def task(self, checked: bool) -> None:
        """The item that is open is a task."""
        self._checked[-1] = checked

    def end_item(self, start: int, end: int) -> None:
        self._open[-1].append((start, end, self._checked.pop()))

    def nodes(self, span: Callable[[int, int], Span]) -> list[List]:
        """All lists, in the order of their ends; ``span`` makes spans of the parser's offsets."""
        return [
            List(span(start, end), first, tuple(Item(span(*item[:2]), item[2]) for item in items))
            for start, end, first, items in self._found
        ]
