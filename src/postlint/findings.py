"""All that a run finds, held so that it takes little memory however many posts there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from postlint.cache.plain import diagnostics_of, plain_diagnostics

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.rule import Rule

MOST_WHOLE = 10_000
"""So many findings are held as they are. Further ones are text, of a fourth of the size, until they are asked for."""


class Findings(Sequence["Diagnostic"]):
    """The findings of posts, sorted. ``rules`` are those that find something."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._found: dict[str, list[Diagnostic] | bytes] = {}
        self._counts: dict[str, int] = {}
        self._count = 0

    def add(self, path: str, diagnostics: Iterable[Diagnostic]) -> None:
        """Add what is found in a post. Nothing is known of it yet."""
        found = sorted(diagnostics, key=lambda one: one.order)
        if not found:
            return
        self._counts[path] = len(found)
        self._count += len(found)
        self._found[path] = found if self._count <= MOST_WHOLE else _packed(found)

    def of(self, posts: Iterable[str]) -> Findings:
        """The findings of some posts, each named once."""
        some = Findings(self._rules)
        some._found = {path: self._found[path] for path in posts if path in self._found}
        some._counts = {path: self._counts[path] for path in some._found}
        some._count = sum(some._counts.values())
        return some

    def __iter__(self) -> Iterator[Diagnostic]:
        for path in sorted(self._found):
            found = self._found[path]
            yield from found if isinstance(found, list) else _unpacked(found, path, self._rules)

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


def _packed(found: Sequence[Diagnostic]) -> bytes:
    import json

    return json.dumps(plain_diagnostics(found), separators=(",", ":")).encode()


def _unpacked(packed: bytes, path: str, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    import json

    return diagnostics_of(json.loads(packed), path, rules)
