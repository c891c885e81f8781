"""The events of a YAML text, counted as they come: what passes a limit is refused before anything is built from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from postlint.data.node import MAX_DEPTH, MAX_NODES, OWN_LINE_COMMENT, TOO_DEEP, TOO_MANY_NODES, DataSyntaxError, Origin
from postlint.data.yaml_problems import syntax_error
from postlint.expression import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DIRECTIVES = 16
PROPERTY = expression(r"!<[^>\s]*>|[!&][^\s,\[\]{}]*")
HEADER = expression(r"[|>][-+0-9]*")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = expression("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GAP = expression(r"(?:\s|#[^\r\n\x85\u2028\u2029]*)*")
_COMMENT = expression(r"#[^\r\n\x85\u2028\u2029]*")
_DIRECTIVE = expression("[\r\n\x85\u2028\u2029]%")
_LINE_END = expression("[\r\n\x85\u2028\u2029]|$")


def comment_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where comments stand; behind a mistake only those on lines of their own."""
    at = 0
    try:
        for event in guarded_events(Origin(text, 0, "yaml")):
            kind: type = type(event)
            if kind is not yaml.ScalarEvent:
                continue
            end = event.end_mark.index
            start = after_properties(text, event.start_mark.index, end)
            yield from _comments_between(text, at, start)
            if event.style in ("|", ">"):
                header = HEADER.match(text, start)
                yield from _comments_between(text, header.end() if header else start, _line_end(text, start))
            at = end if event.value or event.style else start
    except DataSyntaxError:
        yield from (match.span(1) for match in OWN_LINE_COMMENT.finditer(text, at))
    else:
        yield from _comments_between(text, at, len(text))


def _comments_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _COMMENT.finditer(text, start, end))


def _line_end(text: str, at: int) -> int:
    match = _LINE_END.search(text, at)
    return match.start() if match else len(text)


def guarded_events(origin: Origin) -> Iterator[Any]:
    """The events of the parser, up to the first that passes a limit. Raises DataSyntaxError."""
    text = origin.text
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        message = f"The character U+{ord(unprintable.group()):04X} cannot stand in YAML; remove it."
        raise origin.error("character", message, unprintable.start(), unprintable.end())
    # libyaml compares each %TAG line with all before it.
    if "%" in text and len(_DIRECTIVE.findall(text)) > MAX_DIRECTIVES:
        raise origin.error("syntax", "There are too many lines that start with '%'; remove them.", 0, 1)
    count = depth = documents = 0
    try:
        events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        for event in events:
            kind: type = type(event)
            count += 1
            if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                depth += 1
                if depth > MAX_DEPTH:
                    raise at_event(origin, "depth", TOO_DEEP, event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                depth -= 1
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    start = event.start_mark.index
                    message = "A second YAML document starts here; only one can be read, so remove this '---'."
                    raise origin.error("documents", message, start, start + 3)
            if count > MAX_NODES:
                raise at_event(origin, "events", TOO_MANY_NODES, event)
            yield event
    except yaml.YAMLError as error:
        raise syntax_error(origin, error) from None


def at_event(origin: Origin, problem: str, message: str, event: Any) -> DataSyntaxError:
    return origin.error(problem, message, event.start_mark.index, event.end_mark.index)


def after_properties(text: str, start: int, end: int) -> int:
    """Where a node really starts whose event starts at its tag or anchor; of an empty one, where these end."""
    while start < end and text[start] in "!&":
        matched = PROPERTY.match(text, start)
        after = matched.end() if matched else start + 1
        gap = _GAP.match(text, after)
        start = gap.end() if gap else after
        if start >= end:
            return after
    return start
