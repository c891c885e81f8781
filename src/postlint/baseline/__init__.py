"""Old findings that a blog has taken note of: ``check`` leaves them out, and what is new is told.

A finding is known again by its post, its rule and a hash of the words that it marks, so that it may stand in another
line tomorrow. Each counts as often as it was there: one more of the same kind is new.
"""

from __future__ import annotations

from postlint.baseline.comparison import Comparison, Run, compare
from postlint.baseline.record import Baseline, Key
from postlint.baseline.update import pruned, with_new_rules, written

__all__ = [
    "Baseline",
    "Comparison",
    "Key",
    "Run",
    "compare",
    "pruned",
    "with_new_rules",
    "written",
]
