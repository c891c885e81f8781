"""A link to lines of a file that may be others tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding
from postlint.document import Document, Url
from postlint.rule import Bad, rule


@cache
def _lines() -> re.Pattern[str]:
    return re.compile(r"(?:L|lines?-|n)\d+(?:C\d+)?(?:[-:](?:L|n)?\d+(?:C\d+)?)?", re.I)


@cache
def _file_on_branch() -> re.Pattern[str]:
    """A file as code hosts show it, and the branch, tag or commit at which it stands."""
    return re.compile(
        r"/[^/]+/[^/]+(?:/[^/]+)*?(?:/-)?/(?:blob|blame|src/branch|src)/"
        r"(?P<ref>(?:release|releases|feature|features|fix|bugfix|hotfix|stable|users?|refs/heads)/[^/]+|[^/]+)/.+"
    )


@cache
def _fixed() -> re.Pattern[str]:
    """A commit, or a tag with a version."""
    return re.compile(r"[0-9a-f]{7,64}|(?:[a-z]+[-_.@])*v?\d+(?:\.\d+)+.*", re.I)


@rule(
    why="Lines move with the next commit on the branch, so that the link points at other code than the post does.",
    needs="fragments",
    bad=(
        Bad("""
            [A loop](https://github.com/acme/acme/blob/main/loop.go#L10-L24).
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Lines move on the branch 'main'.
        """),
        Bad("""
            [The lock](https://gitlab.com/acme/acme/-/blob/master/lock.c#L7) is held.
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Lines move on the branch 'master'.
        """),
    ),
    good=(
        "It is [one loop](https://github.com/acme/acme/blob/4f2d0a1c9e/src/loop.go#L10-L24).",
        "It is [one loop](https://github.com/acme/acme/blob/v1.2.0/src/loop.go#L10).",
        "See [the whole file](https://github.com/acme/acme/blob/main/src/loop.go).",
        "See [the notes](https://github.com/acme/acme/blob/main/NOTES.md#line-protocol).",
    ),
)
def moving_target(doc: Document) -> Iterator[Finding]:
    """Links to lines of code name a commit or a version."""
    for url in doc.urls:
        branch = _branch_of_lines(url)
        if branch is not None:
            yield Finding(
                url.span,
                f"Lines move on the branch '{branch}'.",
                help="Link the same lines at a commit; most code hosts give such a link at the key y.",
            )


def _branch_of_lines(url: Url) -> str | None:
    if not url.fragment or not url.is_web or not _lines().fullmatch(url.fragment):
        return None
    file = _file_on_branch().fullmatch(url.path)
    return None if file is None or _fixed().fullmatch(file["ref"]) else file["ref"]
