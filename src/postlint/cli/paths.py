"""How paths are shown, and what stands for standard input."""

from __future__ import annotations

import os
from collections.abc import Callable

STDIN = "-"


def path_shower(root: str, folder: str = ".") -> Callable[[str], str]:
    """Makes paths relative to a folder, the current one by default, of paths relative to the root; both with ``/``."""
    here = os.path.realpath(folder)
    if os.path.realpath(root) == here:
        return str
    shown: dict[str, str] = {STDIN: STDIN}

    def show(path: str) -> str:
        if path not in shown:
            place = os.path.join(root, path)
            try:
                shown[path] = os.path.relpath(place, here).replace(os.sep, "/")
            except ValueError:  # on another drive
                shown[path] = place.replace(os.sep, "/")
        return shown[path]

    return show
