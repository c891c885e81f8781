"""Examples with carets: the only module that reads and writes the lines under a text that say what is wrong with it.

A line of carets points at the words above it and says what is found there: ``^^^^ message``. Carets count columns in
code points. A place of several lines has ``^…`` (or ``^...``) under its first words, and its message under the last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from postlint.data.node import shortened
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Source, Span

CARETS = expression(r"(?P<indent>[ \t]*)(?P<carets>\^+)(?P<goes_on>…|\.\.\.)?(?:[ \t]+(?P<message>.*))?")
NEARLY_CARETS = expression(r"[ \t]*\^{2,}[^\s^]")
LINE = expression(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Mark(NamedTuple):
    """A place in a text, and the message about it."""

    span: Span
    message: str


class Mistake(NamedTuple):
    """What is wrong with a line of carets; ``offset`` is where it is, in the example as given."""

    offset: int
    message: str


class Annotated(NamedTuple):
    """An example: its text without carets, and what these say.

    ``at`` holds the offset of each mark's carets in the example as given, ``lines`` where each line of the text starts
    in the text and in what was given.
    """

    text: str
    marks: tuple[Mark, ...]
    at: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]
    mistakes: tuple[Mistake, ...]

    def given(self, offset: int) -> int:
        """The offset in the example as given of an offset in its text."""
        if not self.lines:
            return 0
        start, given = self.lines[max(0, bisect_right(self.lines, (offset, len(self.text) * 2 + 2)) - 1)]
        return given + offset - start


def read(example: str) -> Annotated:
    """Take the carets of an example apart from its text."""
    reader = _Reader()
    for at, line in _lines(example):
        reader.add(at, line)
    return reader.annotated()


def plain(example: str) -> Annotated:
    """An example in which carets are text like all else."""
    reader = _Reader()
    for at, line in _lines(example):
        reader.text_line(at, line)
    return reader.annotated()


def write(text: str, marks: Iterable[Mark]) -> str | None:
    """The text with lines of carets for these marks; None where carets cannot say them, such as an empty place."""
    wanted = sorted(set(marks))
    source = Source(text)
    below: dict[int, list[str]] = {}
    for mark in sorted(wanted, key=lambda mark: (_is_long(source, mark), mark)):
        first, last = (source.position(at) for at in (mark.span.start, max(mark.span.start, mark.span.end - 1)))
        line = source[source.line_span(last.line)]
        start = first.column - 1
        if last.line > first.line:
            begun = source[source.line_span(first.line)]
            carets = "^" * max(1, len(begun.rstrip()) - start)
            below.setdefault(first.line, []).append(f"{_blank(begun[:start])}{carets}…")
            start = len(line) - len(line.lstrip())
        words = f"{_blank(line[:start])}{'^' * (last.column - start)} {mark.message}".rstrip()
        # The end of a place that began above goes before all that begins in this line.
        below.setdefault(last.line, []).insert(0 if last.line > first.line else len(below.get(last.line, ())), words)
    parts: list[str] = []
    for number, match in enumerate(LINE.finditer(text), 1):
        end = match.group()[len(match.group().rstrip("\r\n")) :] or "\n"
        parts.append(match.group() if number not in below else match.group().rstrip("\r\n") + end)
        parts += (carets + end for carets in below.get(number, ()))
    written = "".join(parts)
    again = read(written)
    is_same = again.text.rstrip("\r\n") == text.rstrip("\r\n") and sorted(again.marks) == wanted and not again.mistakes
    return written if is_same else None


def dedented(example: str) -> str:
    """An example as it stands in a rule file, without the indentation of the code around it."""
    import textwrap

    if not example.startswith("\n"):
        return example
    before, _, last = example.rpartition("\n")
    return textwrap.dedent((before if not last.strip() else example)[1:]) + "\n"


class _Reader:
    """Takes in an example line by line."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.marks: list[Mark] = []
        self.at: list[int] = []
        self.lines: list[tuple[int, int]] = []
        self.mistakes: list[Mistake] = []
        self.length = 0
        # The last line of text: where it starts, and where its words end.
        self.start = self.end = 0
        self.begun: tuple[int, Mistake] | None = None

    def text_line(self, at: int, line: str) -> None:
        self.lines.append((self.length, at))
        self.start, self.end = self.length, self.length + len(line.rstrip("\r\n"))
        self.length += len(line)
        self.kept.append(line)

    def add(self, at: int, line: str) -> None:
        words = line.rstrip("\r\n")
        carets = CARETS.fullmatch(words)
        at_carets = at + len(words) - len(words.lstrip())
        if carets is None and NEARLY_CARETS.match(words):
            message = f"A space is missing between the carets and the message of '{shortened(words)}'."
            self.mistakes.append(Mistake(at_carets, message))
        elif carets is None:
            self.text_line(at, line)
        elif problem := self._problem(carets):
            self.mistakes.append(Mistake(at_carets, problem))
            self.begun = self.begun if carets.group("goes_on") else None
        else:
            self._take(at_carets, carets)

    def _take(self, at: int, carets: re.Match[str]) -> None:
        start, end = (self.start + offset for offset in carets.span("carets"))
        if carets.group("goes_on"):
            message = f"'{shortened(carets.group())}' goes on to a further line of carets, and none follows."
            self.begun = (start, Mistake(at, message))
            return
        first = start if self.begun is None else self.begun[0]
        self.marks.append(Mark(Span(first, end), (carets.group("message") or "").strip()))
        self.at.append(at)
        self.begun = None

    def _problem(self, carets: re.Match[str]) -> str:
        words = shortened(carets.group())
        if not self.kept:
            return f"Carets stand below the words that they point at, and above '{words}' there are none."
        if self.start + carets.end("carets") > self.end:
            line = shortened("".join(self.kept[-1:]))
            above = f"'{line}', the line above them" if line else "the empty line above them"
            return f"The carets of '{words}' go past the end of {above}."
        if (carets.group("message") or "").lstrip().startswith("^"):
            return f"'{words}' points at two places; give each a line of its own."
        if carets.group("goes_on") and self.begun is not None:
            return f"'{words}' begins a place before the one that goes on from above has ended."
        if carets.group("goes_on") and (carets.group("message") or "").strip():
            return f"'{words}' goes on; its message stands behind its last line of carets."
        return ""

    def annotated(self) -> Annotated:
        mistakes = [*self.mistakes, *([self.begun[1]] if self.begun else [])]
        return Annotated(
            "".join(self.kept), tuple(self.marks), tuple(self.at), tuple(self.lines), tuple(sorted(mistakes))
        )


def _lines(example: str) -> Iterator[tuple[int, str]]:
    """The lines of an example as ``dedented`` gives them, each with its offset in the example as given."""
    is_indented = example.startswith("\n")
    given = LINE.finditer(example, 1 if is_indented else 0)
    for original, line in zip(given, LINE.findall(dedented(example)), strict=False):
        yield original.start() + len(original.group().rstrip("\r\n")) - len(line.rstrip("\r\n")), line


def _is_long(source: Source, mark: Mark) -> bool:
    return source.position(mark.span.start).line < source.position(max(mark.span.start, mark.span.end - 1)).line


def _blank(text: str) -> str:
    """As many columns as the text has, so that what follows stands below what follows the text."""
    return "".join("\t" if character == "\t" else " " for character in text)
