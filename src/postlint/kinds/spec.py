"""What all kinds of YAML rules share: reading a rule file's keys, and telling its author what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from postlint.diagnostic import SEVERITIES, Severity
from postlint.errors import PackError, did_you_mean
from postlint.kinds.places import Place, place
from postlint.rule import Check, Ladder, Needle, Pattern
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Node

CALLED = {"bool": "yes or no", "int": "a number", "float": "a number", "date": "a date", "datetime": "a time"}


class Built(NamedTuple):
    """What a kind makes of a rule file: what wakes the rule, and what it then does."""

    needles: tuple[Needle | Pattern, ...]
    check: Check


class Entry(NamedTuple):
    """One phrase of a rule file, with what it says otherwise than the rule; ``regex`` is set where it is a pattern."""

    phrase: str
    regex: bool = False
    replacement: str | None = None
    message: str | None = None
    help: str | None = None
    severity: Severity | None = None
    step: str | None = None


class Spec:
    """The keys of one rule file. Mistakes are gathered in ``errors``, so that all of them are told at once."""

    def __init__(self, root: Node, source: Source, path: str) -> None:
        self.root = root
        self.source = source
        self.path = path
        self.errors: list[PackError] = []
        self._told: set[tuple[int, str]] = set()

    def error(self, span: Span, message: str) -> None:
        """Tell a mistake; the same one at the same place is told once."""
        if (span.start, message) not in self._told:
            self._told.add((span.start, message))
            position = self.source.position(span.start)
            self.errors.append(PackError(message, path=self.path, line=position.line, column=position.column))

    def line(self, span: Span) -> int:
        return self.source.position(span.start).line

    def unknown_keys(self, node: Node, known: Iterable[str], of: str) -> None:
        names = sorted(known)
        for entry in node.entries:
            key = entry.key.text
            if key not in names:
                self.error(entry.key.span, f"'{key}' is no key of {of}.{did_you_mean(key, names)}")

    def string(self, key: str, node: Node | None = None, *, required: bool = False) -> str:
        """The text under a key; empty where there is none."""
        holder = self.root if node is None else node
        found = holder.get(key)
        if found is not None:
            return self.text_of(found, f"'{key}'")
        if required:
            self.error(holder.span, f"The rule lacks '{key}'.")
        return ""

    def text_of(self, node: Node, what: str) -> str:
        """A scalar as text; a value that YAML took for something else is told, with the way to write it."""
        if node.kind == "scalar" and isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        if node.kind == "scalar" and node.value is not None and not isinstance(node.value, str):
            kind = CALLED.get(type(node.value).__name__, "something else")
            self.error(node.span, f'{what} is a text, but YAML reads {node.text} as {kind}; write "{node.text}".')
        else:
            self.error(node.span, f"{what} is a text, and this is {_named(node)}.")
        return ""

    def choice(self, key: str, choices: Mapping[str, Any], default: Any, node: Node | None = None) -> Any:
        """What the word under a key stands for; the default where there is none."""
        found = (self.root if node is None else node).get(key)
        return default if found is None else self.chosen(key, found, choices, default)

    def chosen(self, key: str, found: Node, choices: Mapping[str, Any], default: Any) -> Any:
        """What a word stands for."""
        if found.kind == "scalar" and found.text in choices:
            return choices[found.text]
        listed = ", ".join(choices)
        given = f"'{found.text}'" if found.kind == "scalar" and found.text else _named(found)
        self.error(found.span, f"'{key}' is one of {listed}, not {given}.{did_you_mean(found.text, choices)}")
        return default

    @cached_property
    def severity(self) -> Severity | Ladder:
        """One severity, or a ladder from step to severity."""
        found = self.root.get("severity")
        if found is None or found.kind != "mapping" or not found.entries:
            severity: Severity = self.choice("severity", SEVERITIES, Severity.WARNING)
            return severity
        return {
            entry.key.text: self.chosen(entry.key.text, entry.value, SEVERITIES, Severity.WARNING)
            for entry in found.entries
        }

    def place(self) -> Place:
        """The ``in:`` of the rule; prose where it says nothing."""
        nodes = self.listed("in", "a place or a list of places, such as headings")
        for node in nodes:
            if node.kind != "scalar":
                self.error(node.span, f"A place is a name such as headings, and this is {_named(node)}.")
            elif isinstance(problem := place([node.text]), str):
                self.error(node.span, problem)
        made = place([node.text for node in nodes if node.kind == "scalar"])
        return Place() if isinstance(made, str) else made

    def phrases(self, key: str) -> list[str]:
        """A list of phrases, or one."""
        nodes = self.listed(key, "a phrase or a list of phrases")
        return [text for node in nodes if (text := self.text_of(node, f"An entry of '{key}'"))]

    def listed(self, key: str, what: str) -> list[Node]:
        """The node under a key as a list, also where it is a single scalar; ``what`` says what belongs there."""
        found = self.root.get(key)
        if found is None:
            return []
        if found.kind == "mapping" or (found.kind == "scalar" and found.value is None):
            self.error(found.span, f"'{key}' is {what}, and this is {_named(found)}.")
            return []
        if found.kind == "sequence" and not found.items:
            self.error(found.span, f"'{key}' is {what}, and this list is empty.")
        return [found] if found.kind == "scalar" else list(found.items)

    def needle(self, entry: Entry, span: Span, *, case_sensitive: bool) -> Needle | Pattern:
        if not entry.regex:
            return Needle(entry.phrase, case_sensitive)
        from postlint.matching.patterns import refuse_broken, required_literals

        try:
            refuse_broken(Pattern(entry.phrase, case_sensitive))
        except Exception as broken:  # `regex` raises its own error, and RecursionError or OverflowError on odd ones.
            self.error(span, f"'{entry.phrase}' cannot be used as a regular expression: {broken}.")
            return Needle(entry.phrase)
        return Pattern(entry.phrase, case_sensitive, required_literals(entry.phrase))

    def placeholders(self, span: Span, text: str, known: Iterable[str]) -> None:
        """Tell which ``{words}`` of a message are none that it may have."""
        import string

        names = sorted(known)
        listed = " or ".join(f"{{{name}}}" for name in names)
        try:
            used = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
        except ValueError:
            self.error(span, f"The braces in '{text}' are not in pairs; write a brace that is meant so twice.")
            return
        for name, details, conversion in used:
            if name not in names:
                hint = did_you_mean(name or "", names)
                self.error(span, f"'{{{name}}}' is not known here; a message may say {listed}.{hint}")
            elif details or conversion:
                self.error(span, f"In braces stands a word and nothing else; a message may say {listed}.")


def _named(node: Node) -> str:
    return {"mapping": "a mapping", "sequence": "a list", "scalar": "empty"}[node.kind]


Build = Callable[[Spec, "Node"], Built | None]
