"""Where the baseline lies, how paths are shown, and what stands for standard input."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from postlint import look

if TYPE_CHECKING:
    from postlint.config import Config

STDIN = "-"
BASELINE = ".postlint-baseline.json"


def path_shower(root: str, folder: str = ".") -> Callable[[str], str]:
    """Makes paths relative to a folder, the current one by default, of paths relative to the root; both with ``/``."""
    here = look.realpath(folder)
    if look.realpath(root) == here:
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


def baseline_file(given: str | None, config: Config) -> str:
    """The path of the baseline: as given, else at the root, or beside the config where one is there."""
    from postlint.files import is_inside

    if given is not None:
        return given
    file = os.path.join(config.root, BASELINE)
    if config.path is not None and not look.lexists(file):
        beside = os.path.join(os.path.dirname(config.path), BASELINE)
        if look.lexists(beside) and is_inside(beside, config.root):
            return beside
    return file
