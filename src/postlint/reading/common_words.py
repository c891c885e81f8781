"""English words that are no names, whether or not they are written with a capital.

The list, and whence it comes: ``common_words.txt``.
"""

from __future__ import annotations

import os
from functools import cache


@cache
def common_words() -> frozenset[str]:
    """Some 6,000 words in small letters, read when first asked for."""
    path = os.path.join(os.path.dirname(__file__), "common_words.txt")
    with open(path, encoding="utf-8") as file:
        return frozenset(word for line in file if not line.startswith("#") for word in line.split())
