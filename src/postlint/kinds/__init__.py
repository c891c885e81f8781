"""What a YAML rule can say, one module for each kind.

A kind's key is its module's name, with hyphens; what kinds share lies in ``grammar/``. It has ``KEYS``, the further
keys that it takes, and ``build(spec, node)``, which makes needles and a check of what stands under its key, or tells
``spec`` what is wrong.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def names() -> tuple[str, ...]:
    """The kinds there are: the modules beside this one, with hyphens in their names."""
    files = (name for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py") and name != "__init__.py")
    return tuple(sorted(name.removesuffix(".py").replace("_", "-") for name in files))


def kind(name: str) -> ModuleType:
    return import_module(f"postlint.kinds.{name.replace('-', '_')}")


def all_keys() -> set[str]:
    """The further keys of all kinds, for a rule that names none."""
    return {key for name in names() for key in kind(name).KEYS}
