"""A date in the front matter that the post's path contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site
from postlint.site.conventions import date_in_value
from postlint.site.dates import date_in_path, day_in_utc
from postlint.site.entries import entry, words

if TYPE_CHECKING:
    pass


FAR = 30  # days


@rule(
    severity={"far": Severity.WARNING, "near": Severity.HINT},
    habit="have a date that is not the one in their path",
    why="One of the two days is wrong; which one readers get to see in the URL, in lists and in the post differs from "
    "site to site.",
    bad=(
        Bad(
            """
                ---
                date: 2024-04-14
                      ^^^^^^^^^^ '2024-04-14' is not the day that the path of this post names, 2024-03-14.
                ---
            """,
            path="_posts/2024-03-14-index.md",
        ),
        Bad(
            """
                +++
                date = 2024-03-14
                       ^^^^^^^^^^ '2024-03-14' is not in the year that the path of this post names, 2023.
                +++
            """,
            path="content/blog/2023/index-logs.md",
        ),
    ),
    good=(
        Bad(
            """
                ---
                date: 2024-03-15T00:30:00+02:00
                ---
            """,
            path="_posts/2024-03-14-index.md",
        ),
        Bad(
            """
                ---
                date: 2024-03-14
                ---
            """,
            path="content/blog/2024/index-logs.md",
        ),
    ),
)
def mismatched_date(doc: Document, site: Site) -> Iterator[Finding]:
    """The date in the front matter is that of the file's or folder's name."""
    dated = entry(doc, site.conventions.date_keys, site.conventions)
    days = {date_in_value(dated.value.value), day_in_utc(dated.value.value)} - {None} if dated else set()
    if dated is None or not days:
        return
    text = dated.value.text.strip()
    help_text = "Rename the file, or put the date right."
    there = date_in_path(doc.path)
    if there is not None:
        if there not in days:
            message = f"'{text}' is not the day that the path of this post names, {there}."
            step = "far" if all(abs((day - there).days) > FAR for day in days if day) else "near"
            yield Finding(words(dated.value), message, help=help_text, step=step)
    elif (year := _year_in_path(doc.path)) and year not in {day.year for day in days if day}:
        message = f"'{text}' is not in the year that the path of this post names, {year}."
        yield Finding(words(dated.value), message, help=help_text, step="far")


def _year_in_path(path: str) -> int | None:
    """The year that the innermost folder of that kind names."""
    years = re.findall(r"(?<![^/])((?:19|20)\d\d)(?=/)", path, re.ASCII)
    return int(years[-1]) if years else None
