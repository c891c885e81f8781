"""What libyaml complains of, in plain words and at the place that has to be mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postlint.data.node import TEMPLATE, TEMPLATE_MESSAGE, TOO_DEEP, Origin, shortened
from postlint.expression import expression

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.data.node import DataSyntaxError

    Finder = Callable[["_Complaint"], tuple[str, str, int, int]]  # problem, message, start, end

_UNTIL_BREAK = expression("[^\r\n\x85\u2028\u2029]*")
_LAST_BREAK = expression("[\r\n\x85\u2028\u2029]")
_LINE_ABOVE = expression(r"([^\r\n]*)(?:\r\n|\r|\n)\Z")
_NO_BLANK = expression(r"[\w-]+:[^\s/:].*")


def syntax_error(origin: Origin, error: Any) -> DataSyntaxError:
    """The exception for an error of PyYAML's."""
    complaint = _Complaint(origin.text, error)
    for words, find in _FINDERS:
        if words in complaint.words:
            problem, message, start, end = find(complaint)
            return origin.error(problem, message, start, end)
    at = complaint.at
    return origin.error("syntax", f"From here on this is not valid YAML: {complaint.words.strip()}.", at, at + 1)


class _Complaint:
    """An error of the parser: ``at`` is where it gave up, ``since`` where the construct began that it was reading."""

    def __init__(self, text: str, error: Any) -> None:
        self.text = text
        self.words = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
        mark = getattr(error, "problem_mark", None)
        context_mark = getattr(error, "context_mark", None)
        self.at: int = min(mark.index, len(text)) if mark else 0
        self.since: int = min(context_mark.index, len(text)) if context_mark else self.at

    @property
    def character(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def before(self) -> str:
        """The line up to where the parser gave up."""
        return _LAST_BREAK.split(self.text[max(0, self.at - 2000) : self.at])[-1]

    @property
    def line_above(self) -> tuple[str, int]:
        """The line above that in which the parser gave up, without its indentation, and where it starts."""
        end = self.at - len(self.before)
        start = max(0, end - 2000)
        line = _LINE_ABOVE.search(self.text[start:end])
        above = line[1] if line else ""
        return above.strip(), (start + line.start() if line else 0) + len(above) - len(above.lstrip())

    def line_from(self, at: int) -> tuple[str, int, int]:
        """The rest of a line, without blanks around it."""
        match = _UNTIL_BREAK.match(self.text, at)
        rest = match.group() if match else ""
        start = at + len(rest) - len(rest.lstrip())
        return rest.strip(), start, start + len(rest.strip())


def _colon(complaint: _Complaint) -> tuple[str, str, int, int]:
    at, before = complaint.at, complaint.before
    if len(before) > 1024:
        message = "The key before this ':' is longer than 1,024 characters; put quotes around the value if it is text."
        return "syntax", message, at, at + 1
    if keyed := re.search(r":\s", before):
        key = shortened(before[: keyed.start()])
        message = f"The value of '{key}' has an unquoted ': ' in it; quote the {key}."
        if not key[:1].isalnum():
            what = "list item" if key.startswith("- ") else "value"
            message = f"This {what} has an unquoted ': ' in it; quote the {what}."
        return "colon", message, at, at + 1
    above, start = complaint.line_above
    if _NO_BLANK.fullmatch(above):
        return _no_blank(above, start)
    words = shortened(before.strip())
    message = f"'{words}' cannot be a key here; check how far this line and the line above are indented."
    return "syntax", message, at, at + 1


def _no_blank(words: str, start: int) -> tuple[str, str, int, int]:
    return "no-blank", f"Put a space behind the ':' of '{shortened(words)}'.", start, start + len(words)


def _lost_line(complaint: _Complaint) -> tuple[str, str, int, int]:
    words, start, end = complaint.line_from(complaint.since)
    if _NO_BLANK.fullmatch(words):
        return _no_blank(words, start)
    message = f"'{shortened(words)}' is no 'key: value'; write one, or indent it so that it goes on with the value."
    return "syntax", message, start, end


def _lost_item(complaint: _Complaint) -> tuple[str, str, int, int]:
    words, start, end = complaint.line_from(complaint.since)
    if re.match(r"-\S", words):
        return "syntax", f"Put a space behind the '-' of '{shortened(words)}'.", start, end
    return _lost_line(complaint)


def _tab(complaint: _Complaint) -> tuple[str, str, int, int]:
    at = complaint.at
    return "tab", "A tab cannot indent a line in YAML; write spaces instead.", at, at + 1


def _bad_start(complaint: _Complaint) -> tuple[str, str, int, int]:
    if complaint.character == "\t":
        return _tab(complaint)
    at = complaint.at
    # The C parser points at the '%', the other one at the '{' before it.
    start = at - (complaint.character == "%" and complaint.text.startswith("{", at - 1))
    if template := TEMPLATE.match(complaint.text, start):
        return "template", TEMPLATE_MESSAGE.format(shortened(template.group())), *template.span()
    return "unquoted", f"Text cannot start with '{complaint.character}'; put quotes around it.", at, at + 1


def _bad_name(complaint: _Complaint) -> tuple[str, str, int, int]:
    since = complaint.since
    return "unquoted", f"Text cannot start with '{complaint.text[since]}'; put quotes around it.", since, since + 1


def _open_quote(complaint: _Complaint) -> tuple[str, str, int, int]:
    since = complaint.since
    return "syntax", "The quote that opens here is never closed.", since, since + 1


def _escape(complaint: _Complaint) -> tuple[str, str, int, int]:
    # The C parser points at the backslash, the other one behind it.
    at = complaint.at - (complaint.character != "\\")
    escape = complaint.text[at : at + 2]
    message = f"'{shortened(escape)}' is no escape; write '\\\\' for a backslash, or use single quotes."
    return "syntax", message, at, at + 2


def _hexadecimal(complaint: _Complaint) -> tuple[str, str, int, int]:
    at = max(complaint.text.rfind("\\", 0, complaint.at), 0)
    return "syntax", "This escape names no character; write '\\\\' for a backslash.", at, complaint.at + 1


def _key(complaint: _Complaint) -> tuple[str, str, int, int]:
    before = complaint.before.rstrip()
    words, start, end = complaint.line_from(complaint.at)
    problem = "syntax"
    if not before:
        if words.startswith(":"):
            message = "There is no key before this ':'."
        elif words.startswith("-"):
            message = "A list item cannot stand among keys; check how far it is indented, and that its key ends in ':'."
        else:
            message = f"'{shortened(words)}' is indented like no line above it; line it up with the keys."
    elif before[-1] in "\"'":
        problem = "quotes"
        other, inside = ("single", '\\"') if before[-1] == '"' else ("double", "''")
        advice = f"put {other} quotes around all of it, or write {inside} for a quote inside"
        message = f"The quoted value ends before '{shortened(words)}'; {advice}."
    elif before[-1] in "]}":
        problem = "unquoted"
        message = f"The value ends with the '{before[-1]}' before '{shortened(words)}'; put quotes around all of it."
    else:
        message = f"'{shortened(words)}' cannot stand here; put quotes around the value if it belongs to it."
    return problem, message, start, end


def _no_dash(complaint: _Complaint) -> tuple[str, str, int, int]:
    if complaint.before.rstrip()[-1:] in ("'", '"', "]", "}"):
        return _key(complaint)
    words, start, end = complaint.line_from(complaint.at)
    message = f"'{shortened(words)}' stands in a list, whose lines start with '- '; check how far it is indented."
    return "syntax", message, start, end


def _open_bracket(complaint: _Complaint) -> tuple[str, str, int, int]:
    at, since = complaint.at, complaint.since
    opening = complaint.text[since : since + 1]
    close = {"[": "]", "{": "}"}.get(opening, "]")
    if at >= len(complaint.text) or _LAST_BREAK.search(complaint.text, since, at):
        return "syntax", f"The '{opening}' that opens here is never closed; add '{close}'.", since, since + 1
    return "syntax", f"A ',' or '{close}' is missing before this; put quotes around what is text.", at, at + 1


def _no_content(complaint: _Complaint) -> tuple[str, str, int, int]:
    at, character = complaint.at, complaint.character
    if not character or character in "\r\n":
        return "syntax", "A value is missing here.", at, at + 1
    if "flow" in complaint.words:
        return "syntax", f"A value is missing before this '{character}'.", at, at + 1
    return "unquoted", f"Text cannot start with '{character}'; put quotes around it.", at, at + 1


def _said(message: str, problem: str = "syntax") -> Finder:
    return lambda complaint: (problem, message, complaint.at, complaint.at + 1)


def _tag(complaint: _Complaint) -> tuple[str, str, int, int]:
    since = complaint.since
    return "tag", "Text cannot start with '!'; put quotes around it.", since, since + 1


def _block_header(complaint: _Complaint) -> tuple[str, str, int, int]:
    since = complaint.since
    sign = complaint.text[since : since + 1]
    message = f"The text behind '{sign}' starts on the next line; put quotes around it if the '{sign}' belongs to it."
    return "unquoted", message, since, since + 1


# In this order: the first whose words are among the parser's decides. The second parser of PyYAML has its own words.
def _nested(complaint: _Complaint) -> tuple[str, str, int, int]:
    return "depth", TOO_DEEP, complaint.at, complaint.at + 1


_FINDERS: list[tuple[str, Finder]] = [
    ("exceeded maximum nesting depth", _nested),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _lost_item),
    ("tab character", _tab),
    ("cannot start any token", _bad_start),
    ("unexpected end of stream", _open_quote),
    ("unexpected document separator", _open_quote),
    ("found unexpected document indicator", _open_quote),
    ("unknown escape character", _escape),
    ("hexdecimal", _hexadecimal),
    ("hexadecimal", _hexadecimal),
    ("Unicode character escape", _hexadecimal),
    ("while scanning an alias", _bad_name),
    ("while scanning an anchor", _bad_name),
    ("a tag", _tag),
    ("tag handle", _tag),
    ("block scalar", _block_header),
    ("',' or", _open_bracket),
    ("node content", _no_content),
    ("'-' indicator", _no_dash),
    ("found unexpected ':'", _said("A ':' cannot stand here; put quotes around what it belongs to.")),
    ("expected key", _key),
    ("<block end>", _key),
    (
        "sequence entries are not allowed",
        _said("A list starts on the line below its key; put quotes around text.", "unquoted"),
    ),
    ("mapping keys are not allowed", _said("Text cannot start with '? '; put quotes around it.", "unquoted")),
    ("document start", _said("This does not belong to what stands above; check how far the lines are indented.")),
    ("directive", _said("Lines that start with '%' are not read; remove them.")),
    ("incompatible YAML document", _said("Only YAML 1.1 and 1.2 are read; remove this line.")),
]
