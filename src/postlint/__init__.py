"""postlint reads blog posts as a careful editor who knows the house would."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["Post", "__version__", "lint_post"]


def __getattr__(name: str) -> object:
    """``Post`` and ``lint_post``, which take a library along that the command line does not need."""
    if name in ("Post", "lint_post"):
        from importlib import import_module

        return getattr(import_module("postlint.post"), name)
    raise AttributeError(f"module 'postlint' has no attribute '{name}'")
