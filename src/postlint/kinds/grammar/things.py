"""The things that ``require``, ``limit``, ``order`` and ``ratio`` count and look for, as they stand in a rule.

A thing is written in one of three ways: by a name, by a name with conditions, or as a list of phrases, any of which
counts. Here they stand under ``of``; ``first``, ``then``, ``when`` and ``to`` take the same.

    limit: {of: links, most: 30}
    limit: {of: {links: {host: github.com}}, most: 10}
    limit: {of: [sign up, {regex: "free trials?"}], most: 1}

A list may hold both, as in ``[Slack, {links: {role: community}}, {images}]``; a name alone would be the word there.
The names are links, images, headings, code-blocks, tables, lists, quotes, words, sentences and paragraphs. A list
within a list is a part of it; code is one word; a heading, item or cell without a full stop is one sentence.

A condition has a value or a list of values:

- links have a ``host``, with or without the beginning of a path: ``github.com/acme``;
- links have a ``role`` by the ``[house]`` of the config: commercial (to what it sells), project (to what it gives
  away), community (to its places to answer back), own (to the rest of its pages), partner, elsewhere. Where the house
  has no such hosts, a rule that would miss these links says nothing;
- headings have a ``level`` from 1 to 6;
- code-blocks have a ``language``, as it stands behind the fence, or ``none``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.errors import did_you_mean
from postlint.house import host_and_path
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.look import Look
from postlint.kinds.grammar.parts import ROLES, SORTS, Conditions
from postlint.kinds.grammar.places import FIRST_WORDS
from postlint.kinds.grammar.spec import Built, Entry, Spec
from postlint.kinds.grammar.wanted import Thing, Wanted, thing
from postlint.reading.presence import EVERY_POST

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.reading import Reading
    from postlint.rule import Hit

SAID_BY_ENTRIES = ("message", "help", "severity", "step")
WHERE_PARTS_STAND = ("prose", "quotes", "first-section", "last-section")


def values(spec: Spec, node: Node, called: str, required: Sequence[str], more: Sequence[str] = ()) -> list[Node]:
    """What stands under the keys that a kind needs; nothing where one of them lacks, which is told."""
    if node.kind != "mapping":
        keys = [*(f"'{key}'" for key in required), *(f"'{key}'" for key in more[:1])]
        spec.error(node.span, f"{called} is a mapping with {' and '.join(keys)}.")
        return []
    spec.unknown_keys(node, (*required, *more), called)
    found = [node.get(key) for key in required]
    for key, value in zip(required, found, strict=True):
        if value is None:
            spec.error(node.span, f"{called} lacks '{key}'.")
    given = [value for value in found if value is not None]
    return given if len(given) == len(required) else []


def tell_stepless(spec: Spec, node: Node) -> None:
    """Tell that what is missing has no entry that could say a step."""
    if not isinstance(spec.severity, Severity):
        found = spec.root.get("severity") or node
        spec.error(found.span, "What is missing has no step; 'severity' is one word here, such as warning.")


def tell_unnamed(spec: Spec, node: Node, missing: Thing | None) -> None:
    """Tell that the rule has to say in its own words what is missing: a pattern is nothing to show to a writer."""
    if missing is not None and not missing.is_nameable and spec.root.get("message") is None:
        message = "The rule lacks 'message': no writer could read what is missing from patterns or words in braces."
        spec.error(node.span, message)


class Things:
    """Reads the things of one rule, and makes the rule once all are read."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._place = spec.place()
        self._placed: list[phrases.Placed] = []
        self._sorts: list[str] = []

    def told(self, node: Node, placeholders: Sequence[str], *, counted: bool = False) -> Thing | None:
        """The thing that findings are about; where severity is a ladder, each of its entries has a step.

        Words, sentences and paragraphs are things only where these are ``counted``.
        """
        listed, parts = self._read(node, placeholders, counted)
        for entry, item in (*listed, *((wanted.entry, item) for wanted, item in parts)):
            phrases.tell_step(self._spec, entry, item)
        return self._thing(listed, parts, adds=True)

    def untold(self, node: Node, told: str, *, counted: bool = False, adds: bool = False) -> Thing | None:
        """The thing of which no finding tells; ``told`` says what findings are about instead.

        The house ``adds`` phrases to it where the rule has no other list.
        """
        listed, parts = self._read(node, (), counted)
        for _, item in (*listed, *parts):
            for key in SAID_BY_ENTRIES:
                if (said := item.get(key)) is not None:
                    self._spec.error(said.span, f"'{key}' has no use here, since findings are about {told}.")
        return self._thing(listed, parts, adds=adds)

    def _read(
        self, node: Node, placeholders: Sequence[str], counted: bool
    ) -> tuple[list[phrases.Placed], list[tuple[Wanted, Node]]]:
        """The phrases and the parts under a node, each with its own."""
        listed: list[phrases.Placed] = []
        parts: list[tuple[Wanted, Node]] = []
        for item in self._items(node):
            if item is node or any(entry.key.text in SORTS for entry in item.entries):
                if wanted := self._wanted(item, placeholders, counted):
                    parts.append((wanted, item))
            elif item.kind == "scalar" and item.text in SORTS:
                word = item.text
                self._spec.error(item.span, f"Write {{{word}}} for {word}, {{phrase: {word}}} for the word.")
            elif entry := phrases.entry_of(self._spec, item, placeholders, more_keys=tuple(SORTS)):
                listed.append((entry, item))
        return listed, parts

    def _thing(
        self, listed: Sequence[phrases.Placed], parts: Sequence[tuple[Wanted, Node]], *, adds: bool
    ) -> Thing | None:
        if not listed and not parts:
            return None
        first = len(self._placed)
        self._placed.extend(phrases.tuned(self._spec, listed, adds=adds))
        entries = [entry for entry, _ in self._placed[first:]]
        return thing(range(first, len(self._placed)), entries, [wanted for wanted, _ in parts])

    def _items(self, node: Node) -> Iterator[Node]:
        if node.kind != "sequence":
            yield node
        elif not node.items:
            self._spec.error(node.span, "This list of phrases is empty.")
        else:
            yield from self._spec.items(node)

    def _wanted(self, node: Node, placeholders: Sequence[str], counted: bool) -> Wanted | None:
        """A sort of parts by its name alone, or by a mapping from its name to conditions."""
        spec = self._spec
        keys = [node] if node.kind == "scalar" else [entry.key for entry in node.entries]
        named = [key for key in keys if key.text in SORTS]
        if len(named) != 1:
            self._tell_no_sort(node, keys, named)
            return None
        name = named[0].text
        if not counted and SORTS[name].stretches:
            spec.error(named[0].span, f"'{name}' can be counted, but not looked for.")
        self._sorts.append(name)
        if node.kind == "scalar":
            return Wanted(name, Conditions(), Entry(name))
        spec.unknown_keys(node, (name, *SAID_BY_ENTRIES), "an entry")
        found = node.get(name)
        conditions = self._conditions(name, found) if found is not None else Conditions()
        return Wanted(name, conditions, phrases.entry(spec, node, name, placeholders))

    def _tell_no_sort(self, node: Node, keys: Sequence[Node], named: Sequence[Node]) -> None:
        if named:
            several = ", ".join(f"{{{key.text}: }}" for key in named)
            self._spec.error(named[1].span, f"Each thing is an entry of its own: [{several}].")
            return
        text = keys[0].text if keys else ""
        if text in ("phrase", "regex", "file"):
            message = f"An entry with '{text}' stands in a list, behind a hyphen or in brackets."
        elif text:
            phrase = f" A phrase stands in a list: [{text}]." if node.kind == "scalar" else ""
            message = f"'{text}' is nothing that a post is made of.{did_you_mean(text, SORTS)}{phrase}"
        else:
            message = f"Here stands a list of phrases, or one of {', '.join(SORTS)}."
        self._spec.error(node.span, message)

    def _conditions(self, sort: str, node: Node) -> Conditions:
        spec, known = self._spec, SORTS[sort].conditions
        if node.kind == "scalar" and node.value is None:
            return Conditions()
        if node.kind != "mapping" or not known:
            may = f"'{sort}' has conditions such as {known[0]}." if known else f"'{sort}' has no conditions."
            spec.error(node.span, f"{may} Leave it empty for all of them.")
            return Conditions()
        spec.unknown_keys(node, known, f"'{sort}'")
        chosen = {}
        for key in known:
            if (found := node.get(key)) is not None:
                items = [found] if found.kind != "sequence" else list(found.items)
                if not items:
                    spec.error(found.span, f"This list under '{key}' is empty.")
                chosen[key] = tuple(value for item in items if (value := READERS[key](spec, item)) is not None)
        return Conditions(**chosen)

    def built(self, check: Callable[[Look], Iterator[Finding]], *, needs_hits: bool) -> Built:
        """The rule that does ``check``, on every post unless it ``needs_hits`` of its phrases."""
        place = self._place
        self._tell_places()
        self._tell_idle_keys()
        needles = phrases.needles(self._spec, self._placed)
        entries = [entry for entry, _ in self._placed]

        def run(reading: Reading, hits: Sequence[Hit]) -> Iterator[Finding]:
            return check(Look(reading, hits, place, entries))

        return Built(needles, run, ("reading", "hits"), wakes=() if needs_hits else (EVERY_POST,))

    def _tell_places(self) -> None:
        """Tell places in which parts of a post would never be found."""
        for node in self._spec.listed("in", "a place or a list of places"):
            for sort in self._sorts:
                if sort == "links" or node.text in WHERE_PARTS_STAND or FIRST_WORDS.fullmatch(node.text):
                    continue
                if SORTS[sort].nodes:
                    may = ", ".join(WHERE_PARTS_STAND)
                    self._spec.error(node.span, f"'{sort}' are looked for in {may} or 'first N words', not in this.")
                elif node.text == "link-text":
                    self._spec.error(node.span, f"'{sort}' are counted in whole paragraphs, headings or cells.")

    def _tell_idle_keys(self) -> None:
        """Tell keys that mean something only to phrases."""
        for key in ("unless", "unless-sentence", "case"):
            found = self._spec.root.get(key)
            if found is not None and not self._placed:
                self._spec.error(found.span, f"'{key}' is about phrases, and this rule looks for none.")


def _host(spec: Spec, node: Node) -> str | None:
    text = spec.text_of(node, "A host")
    host = host_and_path(text)
    if text and ("." not in host.partition("/")[0] or " " in host):
        spec.error(node.span, f"'{text}' is no host such as github.com.")
    return host or None


def _role(spec: Spec, node: Node) -> str | None:
    role: str | None = spec.chosen("role", node, {name: name for name in ROLES}, None)
    return role


def _level(spec: Spec, node: Node) -> str | None:
    if node.kind == "scalar" and node.text in ("1", "2", "3", "4", "5", "6"):
        return node.text
    spec.error(node.span, "'level' is a number from 1 to 6, or a list of these.")
    return None


def _language(spec: Spec, node: Node) -> str | None:
    return spec.text_of(node, "A language").lower() or None


READERS: dict[str, Callable[[Spec, Node], str | None]] = {
    "host": _host,
    "role": _role,
    "level": _level,
    "language": _language,
}
