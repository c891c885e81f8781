"""What a reporter is given of a run. Only type checkers import this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.text import Source


class Report(Protocol):
    """The outcome of a run. ``unchecked`` counts files left out; ``sources`` holds, by path, posts with findings.

    ``links`` counts links into the site: "" those that could be judged, the others by why not.
    """

    @property
    def diagnostics(self) -> Sequence[Diagnostic]: ...
    @property
    def checked(self) -> int: ...
    @property
    def unchecked(self) -> int: ...
    @property
    def sources(self) -> Mapping[str, Source]: ...
    @property
    def links(self) -> Mapping[str, int]: ...
