"""Which of several spellings the posts of a site use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.site.index import PostFacts

Group = tuple[str, ...]


def counts(posts: Iterable[PostFacts]) -> Counter[tuple[Group, str]]:
    """How many posts use a spelling of a group most."""
    return Counter(one for post in posts for one in post.spellings)


def usual(posts: Iterable[PostFacts]) -> dict[Group, tuple[str, str]]:
    """By group, the spelling of most posts, of equals the one that the group names first, and a post that has it."""
    counts: dict[Group, Counter[str]] = {}
    first: dict[tuple[Group, str], str] = {}
    for post in posts:
        for group, spelling in post.spellings:
            counts.setdefault(group, Counter())[spelling] += 1
            first.setdefault((group, spelling), post.path)
    chosen = {group: max(group, key=lambda spelling: counts[group][spelling]) for group in counts}
    return {group: (spelling, first[group, spelling]) for group, spelling in chosen.items()}
