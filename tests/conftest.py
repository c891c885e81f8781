"""The generated texts of property tests are the same in every run; POSTLINT_FUZZ=1 draws new ones."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("fuzz" if os.environ.get("POSTLINT_FUZZ") else "same")
