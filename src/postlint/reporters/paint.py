"""Colors for terminals: the only module that writes color codes. Text that comes here is already harmless."""

from __future__ import annotations

from postlint.diagnostic import Severity

BOLD = "1"
DIM = "2"
GUTTER = "34"
SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}


class Paint:
    """Colors text, or leaves it as it is where colors are off."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
