"""What a whole blog does is its own way: which rules therefore say nothing, and the note that tells so once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.rule import Rule
    from postlint.site import Site

MOST_SHARE = 0.3
"""What more than this share of the posts do is the blog's habit."""
LEAST_POSTS = 10
"""A blog of fewer posts has no habits yet."""


def habits(site: Site, rules: Iterable[Rule]) -> dict[str, int]:
    """How many posts do what is this blog's habit, by the ids of the rules that therefore say nothing."""
    posts = site.posts
    if len(posts) < LEAST_POSTS:
        return {}
    failed = Counter(id for post in posts for id in post.habits)
    found = {}
    for rule in rules:
        if rule.habit is not None:
            count = rule.habit.posts(site) if rule.habit.posts else failed[rule.id]
            if count > MOST_SHARE * len(posts):
                found[rule.id] = count
    return found


def told(site: Site, rules: Mapping[str, Rule]) -> dict[str, str]:
    """What posts do that is this blog's habit, in words, by those of the rules that therefore say nothing."""
    counts = {id: count for id, count in site.usage.habits.items() if id in rules}
    return {
        id: f"{count} of {len(site.posts)} posts {habit.says}"
        for id, count in counts.items()
        if (habit := rules[id].habit) is not None
    }


def notes(site: Site, chosen: Iterable[str], rules: Mapping[str, Rule]) -> Iterator[str]:
    """A sentence for each of these rules that would speak of the chosen posts and does not."""
    wanted = set(chosen)
    failed = {id for post in site.posts if post.path in wanted for id in post.habits}
    for id, words in told(site, rules).items():
        habit = rules[id].habit
        if id in failed or (habit is not None and habit.posts):
            yield f"{words}. That is the way of this blog, so {id} is silent."
