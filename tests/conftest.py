"""The generated texts of property tests are the same in every run; POSTLINT_FUZZ=1 draws new ones. No test sees the
user's cache."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache

import pytest
from hypothesis import settings

from postlint import packs

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("fuzz" if os.environ.get("POSTLINT_FUZZ") else "same")

# Hundreds of processes are started, and without bytecode each would compile all that it loads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Reading the shipped packs takes a third of a second, and no test changes them; whoever asks gets a list of its own.
_read = packs.load
_read_once = cache(_read)
_shipped = frozenset(packs.shipped())
packs.load = lambda folder: list(_read_once(folder)) if folder in _shipped else _read(folder)


def pytest_collection_finish() -> None:
    """What thousands of collected tests are made of stays to the end, and is not looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["POSTLINT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
