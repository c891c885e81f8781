"""A date that is still to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.rule import Bad, option, rule
from postlint.site import Site
from postlint.site.dates import date_in_path, day_in_utc
from postlint.site.entries import entry, words

if TYPE_CHECKING:
    import datetime


@rule(
    options={
        "hours-from-utc": option(
            0.0, "How many hours the house's clock is ahead of UTC; it holds for dates that name no time zone."
        )
    },
    why="Some site generators leave such a post out, and others put it on top of the list until that day has come.",
    bad=(
        Bad(
            """
                ---
                date: 2030-01-02
                      ^^^^^^^^^^ '2030-01-02' is still to come, and this post is no draft.
                ---
            """,
            today="2029-12-31",
        ),
        Bad(
            """
                +++
                date = "2029-12-31 23:30 -05:00"
                        ^^^^^^^^^^^^^^^^^^^^^^^ '2029-12-31 23:30 -05:00' is still to come, and this post is no draft.
                +++
            """,
            today="2029-12-31",
        ),
    ),
    good=(
        Bad(
            """
                ---
                date: 2030-01-01T00:30:00+02:00
                ---
            """,
            today="2029-12-31",
        ),
        Bad(
            """
                ---
                date: 2030-01-01
                ---
            """,
            today="2029-12-31",
            options={"hours-from-utc": 9.0},
        ),
        Bad(
            """
                ---
                date: 2030-01-02
                draft: true
                ---
            """,
            today="2029-12-31",
        ),
    ),
)
def future_date(doc: Document, site: Site, options: Mapping[str, Any], today: datetime.date) -> Iterator[Finding]:
    """The date of a post that is no draft has come."""
    conventions = site.conventions
    if site.is_draft(doc.path):
        return
    help_text = "Mark the post as a draft until then, or write the day on which it goes out."
    dated = entry(doc, conventions.date_keys, conventions)
    if dated is None:
        day = date_in_path(doc.path) if conventions.dated_names else None
        if day is not None and day > today:
            message = f"The path of this post is dated {day}, which is still to come, and this post is no draft."
            yield Finding(doc.whole, message, help=help_text)
        return
    there = day_in_utc(dated.value.value, _zone(options["hours-from-utc"]))
    if there is not None and there > today:
        message = f"'{dated.value.text.strip()}' is still to come, and this post is no draft."
        yield Finding(words(dated.value), message, help=help_text)


def _zone(hours: float) -> datetime.tzinfo | None:
    import datetime

    return datetime.timezone(datetime.timedelta(hours=max(-23.0, min(hours, 23.0)))) if hours else None
