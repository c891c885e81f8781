"""The generated texts of property tests are the same in every run; POSTLINT_FUZZ=1 draws new ones. No test sees the
user's cache."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("fuzz" if os.environ.get("POSTLINT_FUZZ") else "same")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["POSTLINT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
