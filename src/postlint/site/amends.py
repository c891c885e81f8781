"""What rules say of links and images that lead into the site and miss, with the way to mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Finding, Fix, Related
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.site.target import Target


def lost(
    span: Span, message: str, target: Target, otherwise: str, *, step: str | None = None, fixable: bool = True
) -> Finding:
    """The finding of a URL that leads to nothing: what was probably meant, and if there is no doubt, the fix.

    ``otherwise`` is the help where nobody can tell what was meant.
    """
    nearest = target.nearest
    return Finding(
        span,
        message,
        help=f"Did you mean '{nearest}'?" if nearest else otherwise,
        fix=_written(span, nearest) if nearest and target.certain and fixable else None,
        related=(Related(target.path, Span(0, 0), "was probably meant"),) if target.path else (),
        step=step,
    )


def respelled(span: Span, message: str, target: Target, *, fixable: bool = True) -> Finding:
    """The finding of a URL that is found only where case and the form of characters do not count."""
    fix = _written(span, target.spelled) if fixable else None
    return Finding(span, message, help="Spell it as the file is named.", fix=fix)


def _written(span: Span, url: str) -> Fix:
    return Fix(f"Write '{url}'", (Edit(span, url),))
