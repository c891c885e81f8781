"""What all kinds of YAML rules share: reading a rule file's keys, and telling its author what is wrong where."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postlint.data import DataSyntaxError, parse
from postlint.data.node import shortened
from postlint.diagnostic import SEVERITIES, Severity
from postlint.errors import did_you_mean
from postlint.house import WORD_GROUPS
from postlint.kinds.grammar.advice import meant_by, on_regex
from postlint.kinds.grammar.list_files import BASE_OF_FILES, is_file, opened, place_of
from postlint.kinds.grammar.mistakes import Mistakes
from postlint.kinds.grammar.places import Place, place
from postlint.kinds.grammar.slips import slip
from postlint.matching.house_words import groups_in
from postlint.records import NamedTuple
from postlint.releases import is_minor, is_new
from postlint.rule import UNTUNED, Check, Ladder, Needle, Pattern, Tally, Tuning
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Node

CALLED = {"bool": "yes or no", "int": "a number", "float": "a number", "date": "a date", "datetime": "a time"}


class Built(NamedTuple):
    """What a kind makes of a rule file: what wakes the rule, what it then does, and what it wants to be given.

    ``tally`` is for a kind that asks the site about the spellings of other posts; see ``Rule``. ``words`` is its list
    where it makes no needles of that. ``wakes`` names what wakes it beside its needles, see ``Reading.has``.
    ``accepted`` are texts that are no hit where they stand in just these letters.
    """

    needles: tuple[Needle | Pattern, ...]
    check: Check
    parameters: tuple[str, ...] = ("doc", "hits")
    tally: Tally | None = None
    words: tuple[str, ...] = ()
    wakes: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One phrase of a rule file, with what it says otherwise than the rule; ``regex`` is set where it is a pattern."""

    phrase: str
    regex: bool = False
    replacement: str | None = None
    message: str | None = None
    help: str | None = None
    severity: Severity | None = None
    step: str | None = None
    since: str | None = None

    @property
    def graded(self) -> Severity | None:
        """The severity of its findings, where that is not the rule's: what a list was widened by begins as a hint."""
        return Severity.HINT if is_new(self.since) else self.severity


class Spec(Mistakes):
    """The keys of one rule file. ``folder`` is the pack's; the lists that a rule names lie in it.

    ``known`` gives what a list file is known to hold, by its path, of a rule that is known to have no mistakes; places
    are not known then, nor is looked for what only costs time.
    """

    def __init__(
        self,
        root: Node,
        source: Source,
        path: str,
        folder: str = "",
        tuning: Tuning = UNTUNED,
        known: Callable[[str], Node | None] | None = None,
    ) -> None:
        super().__init__(source, path)
        self.known = known
        if known is not None:
            self.files[0] = self.files[0]._replace(syntax="json")  # no slip of YAML is looked for
        self.root = root
        self.path = path
        self.folder = folder
        self.tuning = tuning

    def unknown_keys(self, node: Node, known: Iterable[str], of: str) -> None:
        if self.known is None:
            super().unknown_keys(node, known, of)

    def lists(self, node: Node) -> Iterator[Node]:
        """The node, and for each ``file: …`` among its items what that file holds."""
        yield node
        for item in node.items:
            if is_file(item) and (held := self._held(item.entries[0].value)) is not None:
                yield held

    def items(self, node: Node) -> Iterator[Node]:
        """The items of a list, and those of the files that it names."""
        for listed in self.lists(node):
            if listed.kind != "sequence":
                self.error(listed.span, "This file is to hold a list.")
            yield from (item for item in listed.items if not is_file(item))

    def _held(self, node: Node) -> Node | None:
        """What a list file holds; spans in it count from a base of its own, so that its mistakes find their file."""
        name = self.text_of(node, "A file")
        if not name:
            return None
        if self.known is not None and (held := self.known(place_of(name, self.folder))) is not None:
            return held
        base = BASE_OF_FILES * len(self.files)
        try:
            file = opened(name, self.folder, os.path.dirname(self.path), base)
        except ValueError as wrong:
            self.error(node.span, str(wrong))
            return None
        self.files.append(file)
        try:
            return parse(file.source.text, file.syntax, base)
        except DataSyntaxError as broken:
            self.error(broken.error.span, broken.error.message)
            return None

    def string(self, key: str, node: Node | None = None, *, required: bool = False) -> str:
        """The text under a key; empty where there is none."""
        holder = self.root if node is None else node
        found = holder.get(key)
        if found is not None:
            return self.text_of(found, f"'{key}'")
        if required:
            self.tell_lacking(holder, key, "The rule" if node is None else "The entry")
        return ""

    def text_of(self, node: Node, what: str) -> str:
        """A scalar as text; a value that YAML took for something else is told, with the way to write it."""
        if self.known is not None and isinstance(node.value, str) and (text := node.value.strip()):
            return text
        file = self.file_at(node.span)
        slipped = ""
        if node.kind == "scalar" and file.syntax == "yaml":
            slipped = slip(node, file.source.text, node.span.start - file.base, node.span.end - file.base)
        if slipped:
            self.error(node.span, slipped)
        elif node.kind == "scalar" and isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        elif node.kind == "scalar" and node.value is not None and not isinstance(node.value, str):
            kind = CALLED.get(type(node.value).__name__, "something else")
            message = f'{what} is a text, but YAML reads {node.text} as {kind}; put quotes around it: "{node.text}".'
            self.error(node.span, message)
        else:
            quotes = "; put quotes around it if it is meant as text" if node.style == "flow" else ""
            self.error(node.span, f"{what} is a text, and this is {_named(node)}{quotes}.")
        return ""

    def number(self, key: str, node: Node) -> int | None:
        """The whole number from 0 on under a key, None where there is none."""
        found = node.get(key)
        if found is None:
            return None
        if isinstance(found.value, int) and not isinstance(found.value, bool) and found.value >= 0:
            return found.value
        given = f"'{found.text}'" if found.kind == "scalar" and found.text else _named(found)
        self.error(found.span, f"'{key}' is a whole number such as 3, not {given}.")
        return None

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
        meant = meant_by(found.text, list(choices)) if found.kind == "scalar" else None
        hint = f" Did you mean '{meant}'?" if meant else ""
        self.error(found.span, f"'{key}' is one of {listed}, not {given}.{hint}")
        return default

    def since(self, node: Node) -> str | None:
        """The minor version of postlint in which a rule or an entry came; None for the first."""
        text = self.string("since", node)
        if text and not is_minor(text):
            self.error(node.span, f"'since' is a minor version of postlint such as 0.2, not '{text}'.")
        return text or None

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

    def excuses(self) -> Iterator[Needle]:
        """The needles of ``unless`` and ``unless-sentence``."""
        for phrase in self.phrases("unless"):
            yield Needle(phrase, excuses="match")
        for phrase in self.phrases("unless-sentence"):
            yield Needle(phrase, excuses="sentence")

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
        if self.known is None:
            self._tell_unknown_groups(entry.phrase, span)
        if not entry.regex:
            return Needle(entry.phrase, case_sensitive)
        if self.known is not None:
            return Pattern(entry.phrase, case_sensitive)  # its literals are known, and are asked for elsewhere
        from postlint.matching.house_words import sample
        from postlint.matching.patterns import refuse_broken, required_literals

        try:
            refuse_broken(sample(Pattern(entry.phrase, case_sensitive)))
        except Exception as broken:  # `regex` raises its own error, and RecursionError or OverflowError on odd ones.
            message = f"'{shortened(entry.phrase)}' is no regular expression: {on_regex(broken)}."
            self.error_at(entry.phrase, span, message)
            return Needle(entry.phrase)
        return Pattern(entry.phrase, case_sensitive, required_literals(entry.phrase))

    def _tell_unknown_groups(self, text: str, span: Span) -> None:
        for group in groups_in(text):
            if group not in WORD_GROUPS:
                hint = did_you_mean(group, WORD_GROUPS) or f" It can be {', '.join(WORD_GROUPS)}."
                self.error_at(f"{{{group}}}", span, f"'{{{group}}}' stands for no words of the house.{hint}")

    def placeholders(self, span: Span, text: str, known: Iterable[str]) -> None:
        """Tell which ``{words}`` of a message are none that it may have."""
        if self.known is not None:
            return
        import string

        names = sorted(known)
        listed = " or ".join(f"{{{name}}}" for name in names)
        try:
            used = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
        except ValueError:
            message = f"A brace in '{text}' has no partner; write it twice, '{{{{' or '}}}}', where a brace is meant."
            self.error(span, message)
            return
        for name, details, conversion in used:
            if name not in names:
                hint = did_you_mean(name or "", names)
                self.error_at(f"{{{name}}}", span, f"'{{{name}}}' is not known here; a message may say {listed}.{hint}")
            elif details or conversion:
                self.error_at(
                    f"{{{name}", span, f"In braces stands a word and nothing else; a message may say {listed}."
                )


def _named(node: Node) -> str:
    return {"mapping": "a set of keys", "sequence": "a list", "scalar": "empty"}[node.kind]


Build = Callable[[Spec, "Node"], Built | None]
