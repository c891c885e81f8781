"""A date in the front matter that the post's path contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, option, rule
from postlint.site import Site
from postlint.site.conventions import date_in_value
from postlint.site.dates import date_in_path
from postlint.site.entries import entry, words

if TYPE_CHECKING:
    import datetime

FAR = 30  # days


@rule(
    severity={"far": Severity.WARNING, "near": Severity.HINT},
    options={"days": option(7, "How many days the two may lie apart; posts often go out a little later than planned.")},
    habit="have a date that is not the one in their path",
    why="One of the two days is wrong; which one readers get to see in the URL, in lists and in the post differs from "
    "site to site.",
    needs="dates",
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
                date: 2024-03-16T00:30:00+02:00
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
def mismatched_date(doc: Document, site: Site, options: Mapping[str, Any]) -> Iterator[Finding]:
    """The date in the front matter is that of the file's or folder's name."""
    dated = entry(doc, site.conventions.date_keys, site.conventions)
    day = date_in_value(dated.value.value) if dated else None
    if dated is None or day is None:
        return
    text = dated.value.text.strip()
    there = date_in_path(doc.path)
    if there is not None:
        apart = abs((day - there).days)
        what, step = f"the day that the path of this post names, {there}", "far" if apart > FAR else "near"
    else:
        year = _year_in_path(doc.path)
        apart = _days_from_year(day, year) if year else 0
        what, step = f"in the year that the path of this post names, {year}", "far"
    if apart > options["days"]:
        message = f"'{text}' is not {what}."
        yield Finding(words(dated.value), message, help="Rename the file, or put the date right.", step=step)


def _year_in_path(path: str) -> int | None:
    """The year that the innermost folder of that kind names."""
    years = re.findall(r"(?<![^/])((?:19|20)\d\d)(?=/)", path, re.ASCII)
    return int(years[-1]) if years else None


def _days_from_year(day: datetime.date, year: int) -> int:
    """How many days lie between a day and the nearest one of a year."""
    first, last = day.replace(year=year, month=1, day=1), day.replace(year=year, month=12, day=31)
    return max((first - day).days, (day - last).days, 0)
