"""What was found in posts last time, as far as it still holds."""

from postlint.cache.fingerprint import fingerprint, program
from postlint.cache.plain import Outcome
from postlint.cache.posts import MOST_POSTS, PostCache, stamp_of

__all__ = ["MOST_POSTS", "Outcome", "PostCache", "fingerprint", "program", "stamp_of"]
