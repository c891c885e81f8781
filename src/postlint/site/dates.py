"""Dates as people write them into front matter and file names: which day they mean, how ISO 8601 writes the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_CHARACTERS = 64

_NAMES = r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
_NAMES += r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_ZONE = r"(?P<zone>[A-Z]{1,5}|[+-]\d{1,2}(?::?\d\d)?)"
_TIME = rf"(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(?:[ ]?{_ZONE})?"
_DATED_NAME = (
    r"(?<![^/])(?:"
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_. /]|$)"
    r"|(\d{4})/(\d{1,2})/(\d{1,2})(?=/)"
    r"|(\d{4})/(\d{2})-(\d{2})(?=[-_. /])"
    r")"
)

Shape = Literal["iso", "unpadded", "separated", "compact", "named", "numbers", "ambiguous", "impossible", "none"]


class Written(NamedTuple):
    """A date as it was written.

    ``shape``: ``iso``, all others being no ISO 8601: ``unpadded`` (2024-1-2), ``separated`` (2024/01/02), ``compact``
    (20240102), ``named`` (Jan 2, 2024), ``numbers`` (31/12/2024), ``ambiguous`` (04/05/2024), ``impossible``
    (2024-02-30), ``none``. ``day`` is the day that it shows. ``iso`` writes the same moment in ISO 8601; None where its
    time zone is one that only people know.
    """

    shape: Shape
    day: datetime.date | None = None
    iso: str | None = None


@cache
def _shapes() -> tuple[tuple[Shape, re.Pattern[str]], ...]:
    weekday = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?[ ]+)?"
    rest = rf"(?:(?P<between>[ ]*[Tt][ ]*|[ ]+){_TIME})?"
    day = r"(?P<day>\d{1,2})"
    patterns: tuple[tuple[Shape, str], ...] = (
        ("iso", rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){rest}"),
        ("unpadded", rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-{day}{rest}"),
        ("separated", rf"(?P<year>\d{{4}})(?P<mark>[/.])(?P<month>\d{{1,2}})(?P=mark){day}{rest}"),
        ("compact", r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"),
        ("named", rf"{weekday}{_NAMES.format('name')}[ ]+{day}(?:st|nd|rd|th)?,?[ ]+(?P<year>\d{{4}}){rest}"),
        (
            "named",
            rf"{weekday}{day}(?:st|nd|rd|th)?(?:[ ]+of)?[ -]+{_NAMES.format('name')},?[ -]+(?P<year>\d{{4}}){rest}",
        ),
        ("numbers", rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){rest}"),
    )
    return tuple((shape, expression(pattern, re.ASCII | re.IGNORECASE)) for shape, pattern in patterns)


def written(text: str) -> Written:
    """How a date is written; ``none`` for what is none, such as 'next week'."""
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        return Written("none")
    for shape, pattern in _shapes():
        if match := pattern.fullmatch(text):
            return _written(shape, match)
    return Written("none")


def _written(shape: Shape, match: re.Match[str]) -> Written:
    parts = match.groupdict()
    year = int(parts["year"])
    if shape == "named":
        month, day = MONTHS.index(parts["name"][:3].lower()) + 1, int(parts["day"])
    elif shape == "numbers":
        first, second = int(parts["first"]), int(parts["second"])
        # With dots the day stands first wherever people write so.
        day, month = (first, second) if first > 12 or parts["mark"] == "." else (second, first)
        if first <= 12 and second <= 12 and first != second and parts["mark"] != ".":
            return Written("ambiguous")
    else:
        month, day = int(parts["month"]), int(parts["day"])
    there = _day(year, month, day)
    if there is None or not _is_time(parts.get("time")):
        return Written("impossible")
    time = _iso_time(parts)
    return Written(shape, there, None if time is None else f"{there.isoformat()}{time}")


def _day(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    import datetime

    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _is_time(time: str | None) -> bool:
    hours, minutes, *seconds = re.split("[:.,]", time)[:3] if time else ("0", "0")
    return int(hours) <= 24 and int(minutes) < 60 and all(int(second) <= 60 for second in seconds)


def _iso_time(parts: dict[str, str | None]) -> str | None:
    """The time of day as ISO 8601 writes it; empty where there is none, None where the zone is not clear."""
    time, zone = parts.get("time"), (parts.get("zone") or "").upper()
    if not time:
        return ""
    if offset := re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", zone):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        zone = f"{offset[1]}{hours:02}:{minutes:02}" if hours <= 14 and minutes <= 59 else "?"
    elif zone in ("UTC", "GMT"):
        zone = "Z"
    if (zone[:1].isalpha() and zone != "Z") or zone == "?":
        return None
    return f"T{time.replace(',', '.')}{zone}"


def dates_in_path(path: str) -> Iterator[tuple[str, datetime.date | None]]:
    """The dates in a path with ``/``, from its end on, as written and as the day that each is, if there is such a day.

    They stand there as ``2024-01-02-news.md``, ``2024-01-02-news/index.md``, ``2024/01/02/news.md`` or
    ``2024/01-02-news.md``.
    """
    for match in reversed(list(re.finditer(_DATED_NAME, path, re.ASCII))):
        year, month, day = filter(None, match.groups())
        yield match.group(), _day(year, month, day)


def date_in_path(path: str) -> datetime.date | None:
    """The last date in a path that is a day; see ``dates_in_path``."""
    return next((day for _, day in dates_in_path(path) if day is not None), None)


def day_in_utc(value: object, zone: datetime.tzinfo | None = None) -> datetime.date | None:
    """The day in UTC that a front matter value names; ``zone`` holds for what names none, which counts as UTC else."""
    import datetime

    if isinstance(value, str):
        value = _moment(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        if zone is None:
            return value
        value = datetime.datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime.datetime):
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone or datetime.UTC)
    try:
        return value.astimezone(datetime.UTC).date()
    except OverflowError:
        return None


def _moment(text: str) -> datetime.date | datetime.datetime | None:
    import datetime

    iso = written(text).iso
    if iso is None:
        return None
    try:
        return datetime.datetime.fromisoformat(iso) if "T" in iso else datetime.date.fromisoformat(iso)
    except ValueError:  # 24:00 and leap seconds are ISO 8601, and not known to Python.
        return datetime.date.fromisoformat(iso[:10])
