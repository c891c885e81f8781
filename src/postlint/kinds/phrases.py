"""What ``forbid`` and ``replace`` have in common: phrases that wake a rule, what it says, and what excuses a match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from postlint.diagnostic import SEVERITIES, Finding, Fix, Severity
from postlint.document import MASK
from postlint.errors import did_you_mean
from postlint.kinds.spec import Built, Entry, Spec
from postlint.matching.words import fold
from postlint.rule import Needle

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.rule import Hit

KEYS = ("message", "help", "in", "unless", "case")
ENTRY_KEYS = ("phrase", "regex", "message", "help", "severity", "step")

Placed = tuple[Entry, "Node"]
"""An entry and the node that its mistakes are told at."""
Tell = Callable[["Document", "Hit", Entry], Finding | None]


class Wording(NamedTuple):
    """What a rule says where an entry does not say it otherwise."""

    message: str
    help: str | None

    def finding(self, doc: Document, hit: Hit, entry: Entry, fix: Fix | None = None, **words: str) -> Finding:
        """The finding about a hit; ``words`` are those that stand in braces."""
        span = doc.prose.span(hit.start, hit.end)
        words["match"] = as_told(doc, hit)
        help_text = entry.help or self.help
        return Finding(
            span,
            (entry.message or self.message).format(**words),
            help=help_text.format(**words) if help_text else None,
            fix=fix,
            step=entry.step,
            severity=entry.severity,
        )


def wording(spec: Spec, placeholders: Sequence[str], default: str = "") -> Wording:
    """The message and help of a rule; a kind without a default message wants one."""
    message, help_text = _said(spec, spec.root, placeholders)
    if not message and not default and spec.root.get("message") is None:
        spec.error(spec.root.span, "The rule lacks 'message'.")
    return Wording(message or default, help_text)


def _said(spec: Spec, node: Node, placeholders: Sequence[str]) -> tuple[str | None, str | None]:
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
    spec.unknown_keys(node, (*ENTRY_KEYS, *more_keys), "an entry")
    given = [key for key in ("phrase", "regex") if node.get(key) is not None]
    if len(given) != 1:
        spec.error(node.span, "An entry has either a 'phrase' or a 'regex'.")
        return None
    text = spec.string(given[0], node)
    message, help_text = _said(spec, node, placeholders)
    replacement = spec.string("replacement", node) or None if "replacement" in more_keys else None
    severity = spec.choice("severity", SEVERITIES, None, node)
    step = spec.string("step", node) or None
    return Entry(text, given[0] == "regex", replacement, message, help_text, severity, step) if text else None


def built(spec: Spec, placed: Sequence[Placed], tell: Tell) -> Built:
    """Needles of the entries, then those of ``unless``; a match that one of these overlaps is no finding."""
    case_sensitive = spec.choice("case", {"ignored": False, "exact": True}, False)
    place = spec.place()
    entries = [entry for entry, _ in placed]
    needles = [spec.needle(entry, node.span, case_sensitive=case_sensitive) for entry, node in placed]
    needles.extend(Needle(phrase, excuses=True) for phrase in spec.phrases("unless"))
    _tell_duplicates(spec, placed, case_sensitive=case_sensitive)
    _tell_excused(spec, entries)
    for entry, node in placed:
        _tell_step(spec, entry, node)

    def check(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
        for hit in place.hits_in(doc, hits):
            finding = tell(doc, hit, entries[hit.needle])
            if finding is not None:
                yield finding

    return Built(tuple(needles), check)


def as_told(doc: Document, hit: Hit) -> str:
    """What was hit, as a message quotes it: on one line, and code as it is written."""
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
            spec.error(node.span, f"'{entry.phrase}' already stands in line {spec.line(seen[phrase].span)}.")
        seen.setdefault(phrase, node)


def _tell_excused(spec: Spec, entries: Sequence[Entry]) -> None:
    if spec.root.get("unless") is None:
        return
    phrases = {compared(entry.phrase) for entry in entries if not entry.regex}
    for node in spec.listed("unless", "a phrase or a list of phrases"):
        if compared(node.text) in phrases:
            spec.error(node.span, f"'{node.text}' is itself a phrase of the rule, which would never find it.")


def _tell_step(spec: Spec, entry: Entry, node: Node) -> None:
    ladder = spec.severity
    if isinstance(ladder, Severity):
        if entry.step is not None:
            spec.error(node.span, f"'{entry.phrase}' has the step '{entry.step}', and 'severity' has no steps.")
    elif entry.step is None and entry.severity is None:
        spec.error(node.span, f"'{entry.phrase}' says no 'step'; 'severity' has {', '.join(ladder)}.")
    elif entry.step is not None and entry.step not in ladder:
        hint = did_you_mean(entry.step, ladder)
        spec.error(node.span, f"'{entry.step}' is no step; 'severity' has {', '.join(ladder)}.{hint}")
