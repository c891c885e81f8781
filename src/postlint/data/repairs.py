"""Data that cannot be read, mended where there is one right way: what to write, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.data import DataError, DataSyntaxError, Repair, Syntax, parse
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = expression(r"\r\n|\r|\n|\Z")
_KEY = r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|(?:[^\s:\"'\[\]{},#]|:(?=\S))(?:[^\s:]|:(?=\S)|[ \t]+(?=[^\s:]))*)"
_BEFORE_VALUE = {
    "yaml": expression(rf"[ \t]*(?P<item>- +)*(?:{_KEY}[ \t]*:[ \t]+)?(?=\S)"),
    "toml": expression(r"[ \t]*[^\s=]+[ \t]*=[ \t]*"),
    "json": expression(r'[ \t]*"[^"\r\n]*"[ \t]*:[ \t]*'),
}
_COMMENT = expression(r"[ \t]+#.*")
_BARE = frozenset({"colon", "template", "unquoted", "tag"})


def repair(text: str, content: Span, syntax: Syntax, error: DataError) -> Repair | None:
    """How to mend what an error tells of the data in ``text[content]``; None where it takes a person to say.

    Spans count as those of the error do. What is proposed was tried: with it, the data can be read up to behind it.
    """
    for candidate in _candidates(text, content, syntax, error):
        broken = _broken(candidate, text, content, syntax)
        last = candidate.edits[-1]
        is_behind = broken is not None and broken.span.start > last[0].start + len(last[1])
        if broken is None or (is_behind and error.problem != "tab"):
            return candidate
    return None


def _candidates(text: str, content: Span, syntax: Syntax, error: DataError) -> Iterator[Repair]:
    start = error.span.start
    if error.problem in _BARE:
        yield from _quoted(text, error, syntax)
    elif error.problem == "quotes":
        yield from _requoted(text, start)
    elif error.problem == "no-blank":
        colon = text.index(":", start)
        yield Repair("Put a space behind the ':'", ((Span(colon + 1, colon + 1), " "),))
    elif error.problem == "tab":
        line_start = _line_start(text, start)
        tabs = re.compile(r"(?<=[\r\n])(?P<blanks> *)\t[ \t]*").finditer(text, *content)
        # Tabs behind blanks may be those of a text in a block.
        misplaced = [tab for tab in tabs if not tab["blanks"] or tab.start() == line_start]
        edits = tuple((Span(*tab.span()), tab.group().replace("\t", "  ")) for tab in misplaced)
        if edits:
            yield Repair("Indent with spaces", edits)
    elif error.problem == "comma":
        before = content.start + len(text[content.start : start].rstrip())
        if text[before - 1] == ",":
            yield Repair("Take the comma out", ((Span(before - 1, before), ""),))
        else:
            yield Repair("Add the comma", ((Span(before, before), ","),))


def _quoted(text: str, error: DataError, syntax: Syntax) -> Iterator[Repair]:
    """The whole value of the line in quotes; not where a colon in a list item may be that of a key."""
    found = _value(text, error.span.start, syntax)
    if found is None or (error.problem == "colon" and found.in_list):
        return
    start, end = found.span
    yield Repair("Put the value in quotes", ((Span(start, end), in_quotes(text[start:end], syntax)),))


def _requoted(text: str, at: int) -> Iterator[Repair]:
    """Quotes inside of a quoted value escaped; other quotes around a value that only begins with a quoted part."""
    found = _value(text, at, "yaml")
    if found is None:
        return
    start, end = found.span
    value = text[start:end]
    quote, inner = value[0], value[1:-1]
    if value.endswith(quote) and not inner.endswith("\\"):
        escaped = inner.replace("'", "''") if quote == "'" else re.sub(r'(\\.)|"', lambda m: m[1] or '\\"', inner)
        yield Repair("Escape the quotes inside", ((Span(start, end), f"{quote}{escaped}{quote}"),))
    yield Repair("Put the value in quotes", ((Span(start, end), in_quotes(value, "yaml")),))


class _Value(NamedTuple):
    span: Span
    in_list: bool


def _value(text: str, at: int, syntax: Syntax) -> _Value | None:
    """The value that stands in the line of an offset, without a comment; None where it goes on in the next line."""
    start = _line_start(text, at)
    line_end = _LINE_END.search(text, at)
    end = line_end.start() if line_end else len(text)
    before = _BEFORE_VALUE[syntax].match(text, start, end)
    if before is None or before.end() > at + 1:
        return None
    value = text[before.end() : end]
    if syntax == "json":
        value = value.rstrip().removesuffix(",")
    elif comment := _COMMENT.search(value):
        value = value[: comment.start()]
    value = value.rstrip()
    if not value or (syntax == "yaml" and _goes_on(text, start, end)):
        return None
    return _Value(Span(before.end(), before.end() + len(value)), bool(before.groupdict().get("item")))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the line behind ``end`` is indented deeper than the one from ``start``, as a second line of a text is."""
    following = re.compile(r"(?:\r\n|\r|\n)([ \t]*)(?=[^\s#])").match(text, end)
    line = text[start:end]
    return following is not None and len(following[1]) > len(line) - len(line.lstrip(" \t"))


def in_quotes(value: str, syntax: Syntax) -> str:
    """A value of one line in the quotes that need the fewest escapes."""
    if "\\" not in value and '"' not in value:
        return f'"{value}"'
    if syntax != "json" and ("'" not in value or syntax == "yaml"):
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _broken(candidate: Repair, text: str, content: Span, syntax: Syntax) -> DataError | None:
    """What is still wrong with the data once it is repaired."""
    parts: list[str] = []
    done = content.start
    for (start, end), new in candidate.edits:
        parts += (text[done:start], new)
        done = end
    parts.append(text[done : content.end])
    try:
        root = parse("".join(parts), syntax, content.start)
    except DataSyntaxError as broken:
        return broken.error
    return None if root.kind == "mapping" else DataError("", content, "not-a-mapping")
