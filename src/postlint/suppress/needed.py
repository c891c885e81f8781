"""Which suppressions nothing needs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Finding
from postlint.rule import ENGINE_PACK
from postlint.suppress.removal import Removal

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.rule import Rule
    from postlint.suppress.model import Allow

TITLE = "Take out what nothing needs"


def findings(
    doc: Document,
    allows: Sequence[Allow],
    needed: Iterable[tuple[str, int]],
    ran: Iterable[str],
    rules: Mapping[str, Rule],
) -> Iterator[tuple[str, Finding]]:
    """Findings about those of the allows that nothing needs; see ``unused``."""
    lines = _lines(needed)
    done = set(ran)
    has_run = {name: name in done or _pack_ran(name, done, rules) for name in {allow.name for allow in allows}}
    idle = [allow for allow in allows if has_run[allow.name] and not _is_needed(allow, lines.get(allow.name, ()))]
    fixes = Removal(doc).fixes(TITLE, idle, allows)
    for allow in idle:
        message = f"Nothing here needs '{allow.name}' to be allowed."
        yield (
            f"{ENGINE_PACK}/unused-allow",
            Finding(allow.span, message, help="Take it out.", fix=fixes.get(allow.span)),
        )


def _lines(needed: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The lines on which a rule was allowed, by its name and by that of its pack."""
    lines: dict[str, set[int]] = {}
    for rule, line in needed:
        lines.setdefault(rule, set()).add(line)
        lines.setdefault(rule.partition("/")[0], set()).add(line)
    return {name: sorted(found) for name, found in lines.items()}


def _is_needed(allow: Allow, lines: Sequence[int]) -> bool:
    index = bisect_left(lines, allow.first_line)
    return index < len(lines) and lines[index] <= allow.last_line


def _pack_ran(name: str, ran: set[str], rules: Mapping[str, Rule]) -> bool:
    """Whether all rules of a pack ran but those that are off by default."""
    if name in rules:
        return False
    return {id for id, rule in rules.items() if rule.pack == name and rule.on} <= ran
