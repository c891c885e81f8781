"""YAML text to nodes, guarded: libyaml's events are counted before anything is built from them.

Deep nesting crashes libyaml's own composer, and merge keys explode in PyYAML's constructor, so neither is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from postlint.data.node import Entry, Node, Origin, shortened
from postlint.data.yaml_events import HEADER, PROPERTY, after_properties, at_event, guarded_events
from postlint.data.yaml_values import CONSTRUCTORS, CORE, constructed, resolved
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postlint.data.node import DataSyntaxError

MAX_ALIASES = 64
# What the text would weigh with every alias written out: characters, and a few more for each node.
MAX_WEIGHT = 1 << 20
NODE_WEIGHT = 8
_BLANKS = " \t\r\n\x85\u2028\u2029"
_STYLES = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}


def parse_yaml(origin: Origin) -> Node:
    """The root of a YAML text with one document; a null scalar where there is none. Raises DataSyntaxError."""
    builder = _Builder(origin)
    for event in guarded_events(origin):
        builder.add(event)
    if builder.root:
        return builder.root
    return Node("scalar", Span(origin.base, origin.base), None, "plain", origin)


class _Part(NamedTuple):
    """A key, value or item as it stands in the source: an alias has its own place."""

    node: Node
    start: int
    end: int
    alias: bool


class _Open:
    """A collection whose end has not come yet."""

    __slots__ = ("event", "parts", "weight")

    def __init__(self, event: Any, weight: int) -> None:
        self.event = event
        self.weight = weight
        self.parts: list[_Part] = []


class _Builder:
    """Events in, nodes out. Offsets inside are relative to the text; only spans have the origin's base added."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.text = origin.text
        self.base = origin.base
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int] | _Open] = {}
        self.aliases = 0
        self.weight = 0
        self.steps: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.MappingStartEvent: self.start,
            yaml.SequenceStartEvent: self.start,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceEndEvent: self.end,
        }

    def add(self, event: Any) -> None:
        step = self.steps.get(type(event))
        if step:
            step(event)

    def place(self, part: _Part) -> None:
        if self.open:
            self.open[-1].parts.append(part)
        else:
            self.root = part.node

    def scalar(self, event: Any) -> None:
        text, start, end = event.value, event.start_mark.index, event.end_mark.index
        style = _STYLES[event.style]
        if event.tag or event.anchor:
            start = after_properties(self.text, start, end)
        if style == "plain":
            if not text:
                start = end = self.empty(start)
        elif style in ("literal", "folded"):
            end = self.block_end(start, end, text)
        span = Span(self.base + start, self.base + end)
        value: Any = text
        error = None
        if event.implicit[0]:
            tag = resolved(text)
            if tag:
                value, error = constructed(tag, text, span)
        elif event.tag and event.tag != "!" and not event.implicit[1]:
            if event.tag not in CONSTRUCTORS:
                raise self.refused_tag(event)
            value, error = constructed(event.tag, text, span)
        node = Node("scalar", span, value, style, self.origin, text=text, error=error)
        before = self.weight
        self.weight += NODE_WEIGHT + len(text)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.weight - before)
        self.place(_Part(node, start, end, False))

    def empty(self, at: int) -> int:
        """An empty value stands right behind what comes before it."""
        while at and self.text[at - 1] in " \t\r\n":
            at -= 1
        return at

    def block_end(self, start: int, end: int, text: str) -> int:
        """The end of the last line of a block scalar that is not blank."""
        if not text.strip(_BLANKS):
            header = HEADER.match(self.text, start)
            return header.end() if header else end
        trimmed = start + len(self.text[start:end].rstrip(_BLANKS))
        while trimmed < end and self.text[trimmed] in " \t":
            trimmed += 1
        return trimmed

    def alias(self, event: Any) -> None:
        name = event.anchor
        target = self.anchors.get(name)
        self.aliases += 1
        if target is None:
            name = shortened(name)
            message = f"'*{name}' repeats what no '&{name}' above it names; put quotes around it if it is text."
            raise at_event(self.origin, "alias", message, event)
        if isinstance(target, _Open):
            message = f"'*{shortened(name)}' stands inside of what it repeats, so it would never end; remove it."
            raise at_event(self.origin, "alias", message, event)
        node, weight = target
        self.weight += weight
        if self.aliases > MAX_ALIASES or self.weight > MAX_WEIGHT:
            message = "Aliases ('*name') make this too large; write the values out."
            raise at_event(self.origin, "aliases", message, event)
        self.place(_Part(node, event.start_mark.index, event.end_mark.index, True))

    def start(self, event: Any) -> None:
        expected = "map" if type(event) is yaml.MappingStartEvent else "seq"
        if event.tag and event.tag not in ("!", CORE + expected):
            raise self.refused_tag(event)
        opened = _Open(event, self.weight)
        self.weight += NODE_WEIGHT
        if event.anchor:
            self.anchors[event.anchor] = opened
        self.open.append(opened)

    def end(self, event: Any) -> None:
        opened = self.open.pop()
        parts = opened.parts
        flow = bool(opened.event.flow_style)
        bracketed = flow and event.end_mark.index > event.start_mark.index
        start, end = opened.event.start_mark.index, event.end_mark.index
        is_mapping = type(event) is yaml.MappingEndEvent
        if bracketed or not is_mapping:
            start = after_properties(self.text, start, end)
        elif parts:
            start = parts[0].start
        if parts and not bracketed:
            end = parts[-1].end
        span = Span(self.base + start, self.base + end)
        node = (self.mapping if is_mapping else self.sequence)(span, "flow" if flow else "block", parts)
        anchor = opened.event.anchor
        if anchor and self.anchors[anchor] is opened:
            self.anchors[anchor] = (node, self.weight - opened.weight)
        self.place(_Part(node, start, end, False))

    def sequence(self, span: Span, style: str, parts: list[_Part]) -> Node:
        items = tuple(part.node for part in parts)
        return Node("sequence", span, [item.value for item in items], style, self.origin, items=items)

    def mapping(self, span: Span, style: str, parts: list[_Part]) -> Node:
        own: list[Entry] = []
        merged: list[Entry] = []
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if key.node.kind != "scalar":
                raise self.refused_key(key)
            if key.node.error and key.node.error.problem == "merge":
                merged.extend(self.merged(value))
                continue
            if key.node.error and key.node.error.problem == "indicator":
                key.node.error = None
            entry_span = Span(self.base + key.start, self.base + value.end)
            own.append(Entry(key.node, value.node, entry_span, False, key.alias or value.alias))
        values: dict[Any, Any] = {}
        if merged:
            winners = {entry.key.value: entry for entry in merged}
            values = {key: entry.value.value for key, entry in winners.items()}
            own_keys = {entry.key.value for entry in own}
            own[:0] = [entry for key, entry in winners.items() if key not in own_keys]
        for entry in own:
            values[entry.key.value] = entry.value.value
        return Node("mapping", span, values, style, self.origin, entries=tuple(own))

    def merged(self, part: _Part) -> Iterator[Entry]:
        """What ``<<`` brings, the later ones overriding the earlier."""
        node = part.node
        sources = [node] if node.kind == "mapping" else list(reversed(node.items))
        if not sources or any(source.kind != "mapping" for source in sources):
            if node.kind == "sequence" and not sources:
                return
            message = "'<<' takes a mapping or a list of mappings; put quotes around it if it is a key of yours."
            raise self.origin.error("merge", message, part.start, part.end)
        for source in sources:
            for entry in source.entries:
                yield entry._replace(merged=True)

    def refused_key(self, key: _Part) -> DataSyntaxError:
        if self.text.startswith("{", key.start) and self.text.startswith("{", key.start - 1):
            # '{{ name }}' is a mapping whose key is a mapping: most often a template that lacks quotes.
            start, end = key.start - 1, key.end + self.text.startswith("}", key.end)
            return self.origin.template_error(start, end)
        message = "A list or a mapping cannot be a key; put quotes around it if it is text."
        return self.origin.error("key", message, key.start, key.end)

    def refused_tag(self, event: Any) -> DataSyntaxError:
        matched = PROPERTY.search(self.text, event.start_mark.index, max(event.end_mark.index, 1))
        while matched and not matched.group().startswith("!"):
            matched = PROPERTY.search(self.text, matched.end())
        start, end = matched.span() if matched else (event.start_mark.index, event.end_mark.index)
        message = f"The tag '{shortened(self.text[start:end])}' is not read; remove it, or put quotes around the value."
        return self.origin.error("tag", message, start, end)
