"""What a YAML rule can say, one module for each kind; the module's name is the key.

A kind has ``KEYS``, the further keys that it takes, and ``build(spec, node)``, which makes needles and a check of what
stands under its key, or tells ``spec`` what is wrong.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from types import ModuleType

NOT_KINDS = {"__init__", "places", "spec", "phrases"}


@cache
def names() -> tuple[str, ...]:
    """The kinds there are: the modules beside this one."""
    modules = (name.removesuffix(".py") for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    return tuple(sorted(set(modules) - NOT_KINDS))


def kind(name: str) -> ModuleType:
    return import_module(f"postlint.kinds.{name}")


def all_keys() -> set[str]:
    """The further keys of all kinds, for a rule that names none."""
    return {key for name in names() for key in kind(name).KEYS}
