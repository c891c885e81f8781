"""The marks of a merge that nobody finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.text import Span


@cache
def _conflict() -> re.Pattern[str]:
    """The three marks of git, each on a line of its own, in this order."""
    return re.compile(
        r"^(?P<ours><{7})(?: [^\r\n]*)?\r?$(?:(?!^(?:<{7}|>{7})(?: |\r?$)).)*?"
        r"^(?P<middle>={7})\r?$(?:(?!^(?:<{7}|={7})(?: |\r?$)).)*?^(?P<theirs>>{7})(?: [^\r\n]*)?\r?$",
        re.MULTILINE | re.DOTALL,
    )


@rule(
    severity=Severity.ERROR,
    why="Both versions of the text, and the marks between them, are on the page for everyone to see.",
    bad=Bad("""
        <<<<<<< HEAD
        ^^^^^^^ A merge conflict is left in the post.
        We ship on Monday.
        =======
        We ship on Tuesday.
        >>>>>>> launch
    """),
    good="""
        Git marks a conflict like this:

        ```
        <<<<<<< HEAD
        ours
        =======
        theirs
        >>>>>>> branch
        ```
    """,
)
def merge_conflict(doc: Document) -> Iterator[Finding]:
    """No merge conflict is left in a post."""
    if "<<<<<<<" not in doc.source.text or ">>>>>>>" not in doc.source.text:
        return
    for match in _conflict().finditer(doc.source.text):
        whole = Span(*match.span())
        if not any(code.span.contains(whole) for code in doc.code):
            span = Span(*match.span("ours"))
            message = "A merge conflict is left in the post."
            yield Finding(span, message, help="Keep one of the two versions, and take out the lines of marks.")
