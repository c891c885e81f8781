"""The process of the command ``postlint``, and of ``python -m postlint``, which nothing else runs in."""

from __future__ import annotations

import gc
import os
import sys

from postlint.cli import main

MOST_NEW = 75_000
"""So many objects may come before garbage is looked for: more than one post makes, and little of that is garbage."""


def run() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(MOST_NEW)
    code = main()
    if _may_just_end():
        os._exit(code)
    raise SystemExit(code)


def _may_just_end() -> bool:
    """Whether the process can go without taking itself apart first, which takes a twentieth of the time of one post."""
    is_watched = sys.getprofile() is not None or sys.gettrace() is not None
    if is_watched or "multiprocessing" in sys.modules:
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False  # then Python tells it as it always does
    return True


if __name__ == "__main__":
    run()
