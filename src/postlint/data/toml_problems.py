"""What tomllib complains of, in plain words and at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.data.node import TEMPLATE, Origin, shortened
from postlint.expression import expression

if TYPE_CHECKING:
    from postlint.data.node import DataSyntaxError

_PLACE = expression(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_WORD = expression(r"[^\s,\]}]*")
_DATE = expression(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:)?[^\s,\]}#]*")
_HEADER = expression(r"[ \t]*(\[\[?[^\]\r\n]*\]{0,2})")
_MESSAGES = [
    ("Expected '='", "A '=' is missing behind the key."),
    ("Invalid initial character for a key", "A key is missing here, or has to be in quotes."),
    ("Invalid statement", "A line starts with a key or with '['; this does neither."),
    ("Expected newline", "The value ends before '{words}'; put quotes around all of it, or start a new line."),
    ("Unclosed array", "A ',' or ']' is missing before this."),
    ("Unclosed inline table", "A ',' or '}}' is missing before this."),
    ("Unterminated string", "A quote is not closed before this."),
    ("Illegal character", "A control character or line end cannot stand here; close the quote, or remove it."),
    ("Found invalid character", "A control character or line end cannot stand here; remove it."),
    ("Unescaped '\\' in a string", "'{words}' is no escape; write '\\\\' for a backslash, or use single quotes."),
    ("Invalid hex value", "This escape needs hexadecimal digits; write '\\\\' for a backslash."),
    ("Escaped character is not", "This escape names no character; write '\\\\' for a backslash."),
    ("Cannot declare", "'{words}', or a table that it belongs to, is complete already; put its keys there."),
    ("Cannot mutate immutable", "'{words}', or a table that it belongs to, is complete already; put its keys there."),
    ("Cannot overwrite", "'{words}' has a value already; keep one of them."),
    ("Cannot redefine", "'{words}' has a value already; keep one of them."),
    ("Duplicate inline table key", "'{words}' stands twice in one table; keep one of them."),
    ("Expected ']", "A ']' is missing at the end of the table's name."),
]


def syntax_error(origin: Origin, error: Exception) -> DataSyntaxError:
    """The exception for an error of tomllib's, at the place that its message names."""
    problem = _PLACE.sub("", str(error))
    at, line_start = _place(origin.text, str(error))
    date = next((date for date in _DATE.finditer(origin.text, line_start) if date.end() > at), None)
    if date and date.start() <= at:
        message = f"'{shortened(date.group())}' is not a date that exists."
        return origin.error("date", message, date.start(), date.end())
    word = _WORD.match(origin.text, at)
    start, end = at, max(word.end() if word else at, at + 1)
    if problem.startswith("Unescaped"):
        # tomllib points behind the escape.
        start, end = at - 2, at
    header = _HEADER.match(origin.text, line_start)
    is_duplicate = problem.startswith(("Cannot", "Duplicate"))
    if header and is_duplicate:
        start, end = header.span(1)
    words = shortened(origin.text[start:end])
    if template := TEMPLATE.match(origin.text, max(at - 1, 0)):
        return origin.template_error(*template.span())
    if problem.startswith("Invalid value"):
        return origin.error("unquoted", f"'{words}' is no TOML value; put double quotes around text.", start, end)
    for known, message in _MESSAGES:
        if problem.startswith(known):
            return origin.error("duplicate-key" if is_duplicate else "syntax", message.format(words=words), start, end)
    return origin.error("syntax", f"From here on this is not valid TOML: {problem}.", start, end)


def _place(text: str, message: str) -> tuple[int, int]:
    """The offset that a message of tomllib's names, and that of its line."""
    place = _PLACE.search(message)
    if not place or not place[1]:
        at = len(text) if place else 0
        return at, text.rfind("\n", 0, at) + 1
    lines = text.split("\n", int(place[1]) - 1)
    line_start = len(text) - len(lines[-1])
    return line_start + int(place[2]) - 1, line_start
