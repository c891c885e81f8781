"""What the exit code of a run says: the only module that decides it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from postlint.diagnostic import Severity

CLEAN = 0
FOUND = 1
NOT_DONE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def exit_code(worst: Severity | None, fail_on: Severity | None, *, unchecked: bool, exit_zero: bool) -> int:
    """The exit code of a run that was carried out.

    ``worst`` is the worst severity found, None where nothing was; ``fail_on`` None means that no finding counts. That
    a file was left unchecked is never hidden.
    """
    if unchecked:
        return NOT_DONE
    if exit_zero or worst is None or fail_on is None or worst < fail_on:
        return CLEAN
    return FOUND
