"""Bytes by name in the user's cache folder: the only module that reads and writes there.

What is stored can be lost, torn or changed by anybody at any time; then it is as if it had never been stored. It is
plain data, and whoever reads it takes nothing in it for granted.
"""

from __future__ import annotations

import contextlib
import os
import sys

FOLDER_VARIABLE = "POSTLINT_CACHE_DIR"
MAGIC = b"postlint cache 1\n"
SUM_SIZE = 4


def folder() -> str | None:
    """The cache folder of this user; None where there is no place for one."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "postlint") if base and os.path.isabs(base) else None


def read(name: str) -> bytes | None:
    """What is stored under a name; None where nothing is, or not what was stored."""
    place = folder()
    if place is None:
        return None
    try:
        with open(os.path.join(place, name), "rb") as file:
            data = file.read()
    except (OSError, ValueError):
        return None
    head = len(MAGIC) + SUM_SIZE
    content = data[head:]
    is_whole = data.startswith(MAGIC) and data[len(MAGIC) : head] == _sum(content)
    return content if is_whole else None


def write(name: str, content: bytes) -> None:
    """Store bytes under a name, for readers in one step; where that is not possible nothing happens."""
    place = folder()
    if place is None:
        return
    temporary = os.path.join(place, f".{name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(MAGIC + _sum(content) + content)
        os.replace(temporary, os.path.join(place, name))
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.unlink(temporary)


def _sum(content: bytes) -> bytes:
    """A checksum: it guards against accidents, and is quicker to load than a digest."""
    from zlib import crc32

    return crc32(content).to_bytes(SUM_SIZE, "big")
