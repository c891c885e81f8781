"""What rules yield and what the engine makes of it. Plain values."""

from __future__ import annotations

from enum import IntEnum

from postlint.records import NamedTuple
from postlint.text import Position, Span


class Severity(IntEnum):
    """How bad a finding is; greater is worse."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


SEVERITIES = {severity.label: severity for severity in Severity}


class Edit(NamedTuple):
    """Replace the source in ``span`` by ``text``; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together. A safe fix keeps the meaning; the others need a person's yes."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Reason(NamedTuple):
    """One signal that a finding rests on, and the words of the post that gave it."""

    signal: str
    words: str


class Related(NamedTuple):
    """Another place that belongs to a finding; ``path`` is relative to the root, with ``/``."""

    path: str
    span: Span
    message: str


class Finding(NamedTuple):
    """What a rule has to say about one place. The engine adds who says it, how bad it is and in which post.

    ``message`` is one sentence about this place, ``help`` one that says what to do. ``step`` names a rung of the
    rule's severity ladder, where it has one. ``severity`` is for rules whose entries differ.
    """

    span: Span
    message: str
    help: str | None = None
    fix: Fix | None = None
    step: str | None = None
    reasons: tuple[Reason, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


class RelatedPlace(NamedTuple):
    """A related place with its positions."""

    path: str
    start: Position
    end: Position
    message: str


class PlacedEdit(NamedTuple):
    """An edit with its positions."""

    start: Position
    end: Position
    text: str


class PlacedFix(NamedTuple):
    """A fix with its positions."""

    title: str
    safe: bool
    edits: tuple[PlacedEdit, ...]


class Diagnostic(NamedTuple):
    """A finding with its rule, severity, path and positions: what reporters print.

    ``path`` is relative to the root, with ``/``. ``end`` is exclusive.
    """

    path: str
    start: Position
    end: Position
    rule: str
    message: str
    severity: Severity
    help: str | None = None
    step: str | None = None
    value: str | None = None
    why: str = ""
    reasons: tuple[Reason, ...] = ()
    related: tuple[RelatedPlace, ...] = ()
    fix: PlacedFix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key by which reports are sorted: path, start, end, rule, message."""
        return (self.path, self.start.offset, self.end.offset, self.rule, self.message)
