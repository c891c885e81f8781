"""The time that one rule may take on one post."""

from __future__ import annotations

import time

PATIENCE = 10
GRAIN = 0.02


class Budget:
    """So many seconds of processor time from now on; of time on the wall ``PATIENCE`` times as many.

    On a busy machine the clock on the wall runs ahead of the work, and what is found must not depend on that.
    """

    __slots__ = ("_looked", "_seconds", "_started", "_worked")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._looked = float("-inf")
        self.renew()

    def renew(self) -> None:
        """Give all of it again, from now on.

        Asking for processor time takes longer than most rules do. What was asked less than ``GRAIN`` ago is used again,
        as if all time since then had been work on something else.
        """
        now = time.monotonic()
        if now - self._looked > GRAIN:
            self._looked = now
            self._worked = time.thread_time()
        self._started = now

    @property
    def left(self) -> float:
        """The seconds that are left, at least 0. Cheap while half of them are."""
        passed = time.monotonic() - self._started
        if passed < self._seconds / 2:
            return self._seconds - passed
        if passed > self._seconds * PATIENCE:
            return 0.0
        before = self._started - self._looked
        return max(0.0, self._seconds - (time.thread_time() - self._worked - before))
