"""All that a run finds, held so that it takes little memory however many posts there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from postlint.cache.plain import diagnostics_of, plain_diagnostics

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.packed import Packed
    from postlint.rule import Rule

MOST_WHOLE = 20_000
"""So many findings are held as they are. Those of more are packed until they are asked for."""


class Findings(Sequence["Diagnostic"]):
    """The findings of posts, sorted. ``rules`` are those that find something."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._count = 0
        self._whole: dict[str, list[Diagnostic]] = {}
        self._packed: Packed | None = None
        self._places: dict[str, int] = {}  # of posts whose findings are packed

    def add(self, path: str, diagnostics: Iterable[Diagnostic]) -> None:
        """Add what is found in a post. Nothing is known of it yet."""
        found = sorted(diagnostics, key=lambda one: one.order)
        if not found:
            return
        self._count += len(found)
        if self._packed is not None:
            self._places[path] = len(self._packed)
            self._packed.append(_plain(found))
            return
        self._whole[path] = found
        if self._count > MOST_WHOLE:
            from postlint.packed import Packed

            self._packed = Packed(map(_plain, self._whole.values()))
            self._places = {path: place for place, path in enumerate(self._whole)}
            self._whole = {}

    def of(self, posts: Iterable[str]) -> Findings:
        """The findings of some posts, each named once."""
        some = Findings(self._rules)
        for path in posts:
            some.add(path, self._in(path))
        return some

    def __iter__(self) -> Iterator[Diagnostic]:
        for path in sorted(self._whole if self._packed is None else self._places):
            yield from self._in(path)

    def _in(self, path: str) -> list[Diagnostic]:
        if self._packed is None:
            return self._whole.get(path, [])
        if path not in self._places:
            return []
        import json

        return diagnostics_of(json.loads(self._packed[self._places[path]]), path, self._rules)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Diagnostic: ...

    @overload
    def __getitem__(self, at: slice) -> list[Diagnostic]: ...

    def __getitem__(self, at: int | slice) -> Diagnostic | list[Diagnostic]:
        return list(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings | list) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Findings({list(self)!r})"


def _plain(found: Sequence[Diagnostic]) -> bytes:
    import json

    return json.dumps(plain_diagnostics(found), separators=(",", ":")).encode()
