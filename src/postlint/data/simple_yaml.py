"""The YAML of most front matter, read line by line: keys without nesting, texts, lists of texts.

Loading PyYAML takes longer than reading a post, and most posts have nothing that needs it. Whatever is not plainly
simple is left to the full parser; what is read here gives the very same nodes, which tests hold on real and made texts.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from postlint.data.node import Entry, Node
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data.node import Origin

MOST_CHARACTERS = 20_000
INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`<=~.+")
"""What begins no text that is read here: signs with a meaning of their own, and what numbers begin with."""
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME = LETTERS | frozenset("0123456789-:")
DIGITS = frozenset("0123456789")
IN_NO_NUMBER = frozenset("ghjklmopqrsuvwyGHIJKLMNOPQRSUVWXY/@%&()*!?$'\"")
"""What stands in no number, date or time: if one of these is there, what begins with a digit is a text."""
NOT_IN_ITEMS = frozenset("[]{}:#&*!|>%@`?\\")
BLOCKS = {">": ("folded", "\n"), ">-": ("folded", ""), "|": ("literal", "\n"), "|-": ("literal", "")}
"""What announces a text on the lines below: its style, and what it ends with."""
UNPRINTABLE = dict.fromkeys(map(ord, "\n\u00a0\u00ad\u200b\u200c\u200d\u202f\u2060\u3000"))
"""What is a character like any other for YAML, though Python prints it in no text; and line ends."""
WORDS: dict[str, Any] = {
    spelling: value
    for word, value in (
        *dict.fromkeys(("yes", "true", "on"), True).items(),
        *dict.fromkeys(("no", "false", "off"), False).items(),
        ("null", None),
    )
    for spelling in (word, word.capitalize(), word.upper())
}
"""Words that are no texts by YAML 1.1, as PyYAML has it."""


class NotSimple(Exception):  # noqa: N818 - it is no error
    """The text needs the full parser."""


def parse_simple(origin: Origin) -> Node | None:
    """The mapping that a text is, or None where the full parser has to tell."""
    reader = _read(origin)
    return None if reader is None else reader.root


def simple_comments(origin: Origin) -> list[tuple[int, int]] | None:
    """Where the comments of a text stand, or None where the full parser has to tell."""
    reader = _read(origin)
    return None if reader is None else reader.comments


def _read(origin: Origin) -> _Reader | None:
    text = origin.text
    if len(text) > MOST_CHARACTERS or not text.replace("\r\n", "").translate(UNPRINTABLE).isprintable():
        return None
    try:
        return _Reader(origin)
    except NotSimple:
        return None


class _Reader:
    """Reads one text. Offsets are relative to it; only spans have the origin's base added."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.base = origin.base
        self.comments: list[tuple[int, int]] = []
        self.entries: list[Entry] = []
        self.key: Node | None = None
        self.colon_end = 0
        self.items: list[Node] = []
        self.indent = -1
        self.first_dash = 0
        self.block: _Block | None = None
        self.root = self.mapping()

    def mapping(self) -> Node:
        at = 0
        for line in self.origin.text.split("\n"):
            words = line.rstrip(" \r")
            if self.block is not None and line.startswith(" "):
                self.block.add(line.removesuffix("\r"), at)
            elif words.startswith("#"):
                self.comments.append((at, at + len(line.removesuffix("\r"))))
            elif words:
                self.line(words, at)
            if self.block is not None and not line.startswith(" ") and self.block.at < at:
                self.block.is_over = True
            at += len(line) + 1
        self.close()
        if not self.entries:
            raise NotSimple
        span = Span(self.entries[0].key.span.start, self.entries[-1].value.span.end)
        values = {entry.key.value: entry.value.value for entry in self.entries}
        return Node("mapping", span, values, "block", self.origin, entries=tuple(self.entries))

    def line(self, words: str, at: int) -> None:
        if " #" in words:
            raise NotSimple
        if words[0] in LETTERS:
            self.close()
            self.pair(words, at)
            return
        indent = len(words) - len(words.lstrip(" "))
        if (
            self.key is None
            or self.block is not None
            or not words.startswith("- ", indent)
            or self.indent not in (-1, indent)
        ):
            raise NotSimple
        if self.indent < 0:
            self.indent, self.first_dash = indent, at + indent
        item = words[indent + 2 :]
        start = len(item) - len(item.lstrip(" "))
        if item[start] == "[":
            raise NotSimple
        self.items.append(self.scalar(item[start:], at + indent + 2 + start))

    def pair(self, words: str, at: int) -> None:
        name, colon, value = words.partition(": ")
        value = colon[1:] + value
        if not colon and words[-1] == ":":
            name, colon = words[:-1], ":"
        if not colon or name[-1] == ":" or not NAME.issuperset(name) or name in WORDS:
            raise NotSimple
        key = Node("scalar", self.span(at, at + len(name)), name, "plain", self.origin, text=name)
        if not value:
            self.key, self.colon_end = key, at + len(name) + 1
            return
        start = len(value) - len(value.lstrip(" "))
        place = at + len(name) + 1 + start
        if value[start:] in BLOCKS:
            self.key, self.block = key, _Block(value[start:], place)
            return
        read = self.flow if value[start] == "[" else self.scalar
        self.add(key, read(value[start:], place))

    def close(self) -> None:
        """End a key whose value stands on the lines below it, or is empty."""
        if self.key is None:
            return
        if self.block is not None:
            value = self.block.node(self.origin)
        elif self.items:
            span = Span(self.base + self.first_dash, self.items[-1].span.end)
            values = [item.value for item in self.items]
            value = Node("sequence", span, values, "block", self.origin, items=tuple(self.items))
        else:
            value = Node("scalar", self.span(self.colon_end, self.colon_end), None, "plain", self.origin)
        self.add(self.key, value)
        self.key, self.items, self.indent, self.block = None, [], -1, None

    def add(self, key: Node, value: Node) -> None:
        self.entries.append(Entry(key, value, Span(key.span.start, value.span.end)))

    def flow(self, words: str, at: int) -> Node:
        """A list in brackets, of texts without commas."""
        inner = words[1:-1]
        if words[-1] != "]" or not NOT_IN_ITEMS.isdisjoint(inner):
            raise NotSimple
        items: list[Node] = []
        start = at + 1
        for part in inner.split(",") if inner.strip() else ():
            text = part.strip(" ")
            if not text:
                raise NotSimple
            items.append(self.scalar(text, start + len(part) - len(part.lstrip(" "))))
            start += len(part) + 1
        span = self.span(at, at + len(words))
        return Node("sequence", span, [item.value for item in items], "flow", self.origin, items=tuple(items))

    def scalar(self, words: str, at: int) -> Node:
        span = self.span(at, at + len(words))
        first = words[0]
        if first in "'\"":
            text = words[1:-1]
            if len(words) < 2 or words[-1] != first or first in text or (first == '"' and "\\" in text):
                raise NotSimple
            return Node("scalar", span, text, "double" if first == '"' else "single", self.origin, text=text)
        if ": " in words or words[-1] == ":":
            raise NotSimple
        return Node("scalar", span, _value(words), "plain", self.origin, text=words)

    def span(self, start: int, end: int) -> Span:
        return Span(self.base + start, self.base + end)


class _Block:
    """A text on lines of its own, all of them as far to the right as the first."""

    def __init__(self, header: str, at: int) -> None:
        self.style, self.last = BLOCKS[header]
        self.at = at
        self.lines: list[str] = []
        self.indent = 0
        self.end = at
        self.is_over = False

    def add(self, line: str, at: int) -> None:
        words = line.lstrip(" ")
        indent = len(line) - len(words)
        if not words:
            raise NotSimple
        self.indent = self.indent or indent
        if indent != self.indent or self.is_over:
            raise NotSimple
        self.lines.append(words)
        self.end = at + len(line)

    def node(self, origin: Origin) -> Node:
        """Raises NotSimple where no line belongs to it."""
        if not self.lines:
            raise NotSimple
        text = (" " if self.style == "folded" else "\n").join(self.lines)
        if self.end < len(origin.text):
            text += self.last
        span = Span(origin.base + self.at, origin.base + self.end)
        return Node("scalar", span, text, self.style, origin, text=text)


def _value(text: str) -> Any:
    """What a text without quotes means by YAML 1.1."""
    first = text[0]
    if first in INDICATORS and not text.startswith("./"):
        raise NotSimple
    if first not in DIGITS:
        return WORDS.get(text, text)
    if DIGITS.issuperset(text):
        if (first == "0" and len(text) > 1) or len(text) > 18:
            raise NotSimple  # an octal number, or one that is too long
        return int(text)
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return _day(text)
    if not IN_NO_NUMBER.isdisjoint(text):
        return text
    return _moment(text)


def _moment(text: str) -> datetime.datetime:
    """A day with a time, as in 2024-01-31T10:00:00.5Z, 2024-01-31 10:00:00 or 2024-01-31 10:00:00 +02:00."""
    day, time, rest = text[:10], text[11:19], text[19:]
    if text[10:11] not in ("T", "t", " ") or time[2:3] != ":" or time[5:6] != ":":
        raise NotSimple
    digits = time.replace(":", "", 2)
    fraction = 0
    if rest[:1] == ".":
        length = len(rest) - len(rest[1:].lstrip("0123456789")) - 1
        fraction = int(rest[1 : length + 1][:6].ljust(6, "0"))
        rest = rest[length + 1 :]
    if len(digits) != 6 or not DIGITS.issuperset(digits):
        raise NotSimple
    try:
        clock = datetime.time(int(digits[:2]), int(digits[2:4]), int(digits[4:]), fraction, _zone(rest.lstrip(" ")))
    except ValueError:
        raise NotSimple from None
    return datetime.datetime.combine(_day(day), clock)


def _zone(text: str) -> datetime.timezone | None:
    if text in ("", "Z"):
        return datetime.UTC if text else None
    hours, colon, minutes = text[1:].partition(":")
    if (
        text[0] not in "+-"
        or len(hours) != 2
        or not DIGITS.issuperset(hours + minutes)
        or len(minutes) != 2 * len(colon)
    ):
        raise NotSimple
    offset = datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return datetime.timezone(-offset if text[0] == "-" else offset)


def _day(text: str) -> datetime.date:
    digits = text.replace("-", "", 2)
    if len(digits) == 8 and DIGITS.issuperset(digits):
        try:
            return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            pass
    raise NotSimple
