"""What rules with phrases have in common: the needles that wake them, what they say, and what excuses a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import SEVERITIES, Edit, Finding, Fix, Related, Severity
from postlint.document import MASK
from postlint.errors import did_you_mean
from postlint.kinds.grammar.circumstances import KEYS as CIRCUMSTANCES
from postlint.kinds.grammar.circumstances import circumstances
from postlint.kinds.grammar.slips import unquoted
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.matching.words import fold
from postlint.records import NamedTuple
from postlint.rule import UNTUNED

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.rule import Hit, Needle, Pattern
    from postlint.text import Span

PLAIN_KEYS = ("message", "help", "in", "unless", "unless-sentence", "case")
"""The keys of all rules with phrases; ``built`` takes more."""
KEYS = (*PLAIN_KEYS, *CIRCUMSTANCES)
ENTRY_KEYS = ("phrase", "regex", "message", "help", "severity", "step", "since")

Placed = tuple[Entry, "Node"]
"""An entry and the node that its mistakes are told at."""
Tell = Callable[["Document", "Hit", Entry], Finding | None]


class Wording(NamedTuple):
    """What a rule says where an entry does not say it otherwise."""

    message: str
    help: str | None

    def finding(self, doc: Document, hit: Hit, entry: Entry, fix: Fix | None = None, **words: str) -> Finding:
        """The finding about a hit; ``words`` are those that stand in braces."""
        words["match"] = as_told(doc, hit)
        return self.at(doc.prose.span(hit.start, hit.end), words, fix, entry=entry)

    def at(
        self,
        span: Span,
        words: Mapping[str, str],
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
        entry: Entry | None = None,
    ) -> Finding:
        """The finding about a place; ``words`` are those that stand in braces."""
        message, help_text = self
        if entry is not None:
            message, help_text = entry.message or message, entry.help or help_text
        return Finding(
            span,
            message.format(**words),
            help=help_text.format(**words) if help_text else None,
            fix=fix,
            step=entry.step if entry else None,
            related=related,
            severity=entry.graded if entry else None,
        )


def wording(spec: Spec, placeholders: Sequence[str], default: str = "") -> Wording:
    """The message and help of a rule; a kind without a default message wants one."""
    message, help_text = said(spec, spec.root, placeholders)
    if not message and not default and spec.root.get("message") is None:
        spec.tell_lacking(spec.root, "message")
    return Wording(message or default, help_text)


def said(spec: Spec, node: Node, placeholders: Sequence[str]) -> tuple[str | None, str | None]:
    """The message and help that stand in a mapping."""
    said: list[str | None] = []
    for key in ("message", "help"):
        text = spec.string(key, node)
        if text and (found := node.get(key)) is not None:
            spec.placeholders(found.span, text, placeholders)
        said.append(text or None)
    return said[0], said[1]


def entry_of(spec: Spec, node: Node, placeholders: Sequence[str], *, more_keys: Sequence[str] = ()) -> Entry | None:
    """An entry of a list: a phrase alone, or a mapping with what it says otherwise than the rule."""
    if node.kind != "mapping":
        phrase = spec.text_of(node, "A phrase")
        return Entry(phrase) if phrase else None
    keys = (*ENTRY_KEYS, *more_keys)
    if (pair := unquoted(node, keys)) is not None:
        advice = "is read as a key and its value; put quotes around a phrase with a colon"
        if spec.root.get("replace") is not None:
            advice = "stands behind a '-'; write the lines under 'replace' without it"
        spec.error(node.span, f"'{pair}' {advice}.")
        return None
    spec.unknown_keys(node, keys, "an entry")
    given = [key for key in ("phrase", "regex") if node.get(key) is not None]
    if len(given) != 1:
        if given or not any(spec.means(node, key) for key in ("phrase", "regex")):
            spec.error(node.span, "An entry has either a 'phrase' or a 'regex'.")
        return None
    text = spec.string(given[0], node)
    replacement = spec.string("replacement", node) or None if "replacement" in more_keys else None
    made = entry(spec, node, text, placeholders)._replace(regex=given[0] == "regex", replacement=replacement)
    return made if text else None


def entry(spec: Spec, node: Node, text: str, placeholders: Sequence[str]) -> Entry:
    """The entry of this text, with what its mapping says otherwise than the rule."""
    message, help_text = said(spec, node, placeholders)
    severity = spec.choice("severity", SEVERITIES, None, node)
    step = spec.string("step", node) or None
    return Entry(text, message=message, help=help_text, severity=severity, step=step, since=spec.since(node))


def needles(spec: Spec, placed: Sequence[Placed]) -> tuple[Needle | Pattern, ...]:
    """Needles of the entries, then those of ``unless`` and ``unless-sentence``, which excuse matches."""
    case_sensitive = spec.choice("case", {"ignored": False, "exact": True}, False)
    made = [spec.needle(entry, node.span, case_sensitive=case_sensitive) for entry, node in placed]
    if spec.known is None:
        _tell_duplicates(spec, placed, case_sensitive=case_sensitive)
        _tell_excused(spec, [entry for entry, _ in placed])
    return (*made, *spec.excuses())


def built(spec: Spec, placed: Sequence[Placed], tell: Tell) -> Built:
    """The rule that ``tell``s of each hit in its place."""
    place = spec.place()
    placed = tuned(spec, placed)
    entries = [entry for entry, _ in placed]
    for entry, node in placed:
        tell_step(spec, entry, node)

    around = circumstances(spec)

    def check(doc: Document, hits: Iterable[Hit]) -> Iterator[Finding]:
        yield from told(doc, place.hits_in(doc, hits))

    def check_around(doc: Document, reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
        yield from told(doc, around.kept(reading, place.hits_in(doc, hits)))

    def told(doc: Document, placed_hits: Iterable[Hit]) -> Iterator[Finding]:
        for hit in placed_hits:
            finding = tell(doc, hit, entries[hit.needle])
            if finding is not None:
                yield finding

    if around.ask:
        return Built(needles(spec, placed), check_around, ("doc", "reading", "hits"))
    return Built(needles(spec, placed), check)


def tuned(spec: Spec, placed: Sequence[Placed], *, adds: bool = True) -> list[Placed]:
    """The entries without those that the house removes, and with those that it ``adds``."""
    if spec.tuning == UNTUNED:
        return list(placed)
    removed = set(map(compared, spec.tuning.remove))
    kept = [one for one in placed if compared(one[0].phrase) not in removed]
    there = {compared(entry.phrase) for entry, _ in kept}
    mildest = None if isinstance(spec.severity, Severity) else min(spec.severity, key=spec.severity.__getitem__)
    for phrase, replacement in spec.tuning.add.items() if adds else ():
        if compared(phrase) not in there:
            kept.append((Entry(phrase, replacement=replacement, step=mildest), spec.root))
    return kept


def fix_of(doc: Document, hit: Hit, replacement: str) -> Fix | None:
    """The replacement where the words stand in the source as they read, and it cannot break what surrounds them."""
    span = doc.prose.span(hit.start, hit.end)
    if doc.source[span] != doc.prose.text[hit.start : hit.end]:
        return None
    block = doc.prose.block_at(hit.start)
    if not block.is_prose and (hit[:2] == (block.start, block.end) or not re.fullmatch(r"\w[\w .-]*", replacement)):
        # In front matter and alt texts signs have a meaning, and so have words such as 'no' that are all of a value.
        return None
    return Fix(f"Write '{replacement}'", (Edit(span, replacement),))


def as_told(doc: Document, hit: Hit | Span) -> str:
    """A stretch of prose, as a message quotes it: on one line, and code as it is written."""
    words = doc.prose.text[hit.start : hit.end]
    if MASK in words:
        words = doc.source[doc.prose.span(hit.start, hit.end)]
    return " ".join(words.split())


def compared(phrase: str, *, case_sensitive: bool = False) -> str:
    """A phrase as phrases are compared."""
    squeezed = " ".join(phrase.split())
    return squeezed if case_sensitive else fold(squeezed)


def _tell_duplicates(spec: Spec, placed: Sequence[Placed], *, case_sensitive: bool) -> None:
    seen: dict[str, Node] = {}
    for entry, node in placed:
        phrase = entry.phrase if entry.regex else compared(entry.phrase, case_sensitive=case_sensitive)
        if phrase in seen:
            line = spec.told_line(seen[phrase].span, node.span)
            spec.error(node.span, f"'{entry.phrase}' already stands in {line}.")
        seen.setdefault(phrase, node)


def _tell_excused(spec: Spec, entries: Sequence[Entry]) -> None:
    if spec.root.get("unless") is None:
        return
    phrases = {compared(entry.phrase) for entry in entries if not entry.regex}
    for node in spec.listed("unless", "a phrase or a list of phrases"):
        if compared(node.text) in phrases:
            spec.error(node.span, f"'{node.text}' is itself a phrase of the rule, which would never find it.")


def tell_step(spec: Spec, entry: Entry, node: Node) -> None:
    """Tell of an entry whose step is none of the ladder, and of one that lacks its step."""
    ladder = spec.severity
    if isinstance(ladder, Severity):
        if entry.step is not None:
            message = f"'{entry.phrase}' has the step '{entry.step}', and 'severity' has no steps."
            spec.error_at(entry.step, node.span, message)
    elif entry.step is None and entry.severity is None:
        spec.error(node.span, f"'{entry.phrase}' says no 'step'; 'severity' has {', '.join(ladder)}.")
    elif entry.step is not None and entry.step not in ladder:
        hint = did_you_mean(entry.step, ladder)
        message = f"'{entry.step}' is no step; 'severity' has {', '.join(ladder)}.{hint}"
        spec.error_at(entry.step, node.span, message)
