"""What is new in this version, and therefore only a hint for as long as the next one is not out."""

from __future__ import annotations

import re

from postlint import __version__

FIRST = "0.1"
"""The first minor version, in which all is new and nothing is held back."""
MINOR = ".".join(__version__.split(".")[:2])


def is_minor(text: str) -> bool:
    """Whether a text names a minor version as ``since`` does: ``0.2``."""
    return re.fullmatch(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)", text) is not None


def is_new(since: str | None) -> bool:
    """Whether what came with the minor version ``since`` came with this one."""
    return since == MINOR and since != FIRST
