"""What a config says, checked and complete: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Severity
from postlint.engine import UNCHECKED
from postlint.fields.model import Description
from postlint.house import House
from postlint.records import NamedTuple
from postlint.rule import UNTUNED, Tuning
from postlint.site.layout import SiteSettings

if TYPE_CHECKING:
    import datetime

    from postlint.rule import Rule


def is_kept(rule: Rule) -> bool:
    """Whether a rule stays on even where it is ignored: those that tell that a post was not checked."""
    return rule.id in UNCHECKED


class RuleSettings(NamedTuple):
    """What the config says of one rule: a severity, or one by step, or none; the options that it sets; and what it
    changes in its word list.
    """

    severity: Severity | Mapping[str, Severity] | None = None
    options: Mapping[str, Any] = {}
    tuning: Tuning = UNTUNED


class Override(NamedTuple):
    """What differs for some posts: those that a glob of ``paths`` means and that are older than ``before``.

    Where one of both is empty, only the other counts. A post without a date is not older than any day.
    """

    paths: tuple[str, ...] = ()
    before: datetime.date | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    rules: Mapping[str, RuleSettings] = {}


class Selectors(NamedTuple):
    """Rules and packs that the command line adds to what the config selects and ignores."""

    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Config(NamedTuple):
    """One run's settings.

    ``root`` and ``packs`` are absolute, ``posts``, ``exclude`` and the globs of overrides relative to the root with
    ``/``. ``path`` is the config file, if there is one. ``select`` is None where all rules that are on by default are
    meant. ``fail_on`` is None where nothing found makes a run fail. ``added`` comes from the command line and outranks
    ``select`` and ``ignore``. ``today`` is None where the clock is to be asked.
    """

    root: str
    path: str | None = None
    posts: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    added: Selectors = Selectors()
    fail_on: Severity | None = Severity.ERROR
    rules: Mapping[str, RuleSettings] = {}
    overrides: tuple[Override, ...] = ()
    house: House = House()
    site: SiteSettings = SiteSettings()
    frontmatter: Description = Description()
    force_exclude: bool = False
    today: datetime.date | None = None
    notes: tuple[str, ...] = ()
