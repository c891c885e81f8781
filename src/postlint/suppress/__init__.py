"""Suppressions: ``postlint-allow`` comments and the front matter key ``postlint``, and what is wrong with them.

A finding belongs to the line on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from postlint.rule import ENGINE_PACK
from postlint.suppress.model import Allow, Directive, Suppressions

if TYPE_CHECKING:
    from postlint.diagnostic import Finding
    from postlint.document import Document
    from postlint.rule import Rule

__all__ = ["Allow", "Directive", "Suppressions", "suppressions", "unused"]


def suppressions(doc: Document, rules: Mapping[str, Rule]) -> Suppressions:
    """The suppressions of a post; ``rules`` are those that exist."""
    if ENGINE_PACK not in doc.source.text.lower():
        return Suppressions()
    from postlint.suppress.reader import Reader

    return Reader(doc, rules).read()


def unused(
    doc: Document,
    allowed: Suppressions,
    needed: Iterable[tuple[str, int]],
    ran: Iterable[str],
    rules: Mapping[str, Rule],
) -> Iterator[tuple[str, Finding]]:
    """Findings about allows that nothing needed, each with its rule; only where all rules that they name ran.

    ``needed`` are the rules and lines of what was found and allowed, ``ran`` the rules that ran to their end.
    """
    if allowed.allows:
        from postlint.suppress.needed import findings

        yield from findings(doc, allowed.allows, needed, ran, rules)
