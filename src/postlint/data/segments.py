"""How the text of a quoted, folded or block scalar lies in its source, piece by piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.expression import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.text import Span

    Piece = tuple[int, int, str]  # source start, source end, what it stands for

_BREAK = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_YAML_BREAK = expression(_BREAK)
_FOLD = rf"(?P<fold>[ \t]*{_BREAK}(?:[ \t]|{_BREAK})*)"
_HEX = r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}"
_SURROGATES = r"u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
# Blanks are taken as a whole where they are no fold: else a long run of them would cost the square of its length.
_PLAIN = expression(rf"{_FOLD}|(?P<plain>\S+|[ \t]+|.)", re.DOTALL)
_SINGLE = expression(rf"{_FOLD}|(?P<escape>'')|(?P<plain>[^'\s]+|[ \t]+|.)", re.DOTALL)
_DOUBLE = expression(
    rf"(?P<joined>\\{_BREAK}[ \t]*(?:{_BREAK}[ \t]*)*)|{_FOLD}|(?P<escape>\\(?:{_HEX}|.))|(?P<plain>[^\\\s]+|[ \t]+|.)",
    re.DOTALL,
)
_JSON = expression(rf"(?P<escape>\\(?:{_SURROGATES}|u[0-9A-Fa-f]{{4}}|.))|(?P<plain>[^\\]+)", re.DOTALL)
_TOML_BASIC = expression(
    rf"(?P<joined>\\[ \t]*\r?\n[ \t\r\n]*)|(?P<escape>\\(?:{_HEX}|.))|(?P<crlf>\r\n)|(?P<plain>[^\\\r]+|.)", re.DOTALL
)
_TOML_LITERAL = expression(r"(?P<crlf>\r\n)|(?P<plain>[^\r]+|.)", re.DOTALL)
_SIMPLE_ESCAPES = {
    "yaml": dict(zip("0abt\tnvfre \"/\\N_LP'", "\0\a\b\t\t\n\v\f\r\x1b \"/\\\x85\xa0\u2028\u2029'", strict=True)),
    "toml": dict(zip('btnfre"\\', '\b\t\n\f\r\x1b"\\', strict=True)),
    "json": dict(zip('bfnrt"\\/', '\b\f\n\r\t"\\/', strict=True)),
}


def segments(
    origin: tuple[str, int, str], span: Span, content: Span, style: str, text: str
) -> list[tuple[int, int, int]]:
    """The pieces of a scalar, as Node.segments tells; one for all where what is decoded here is not the text."""
    source, base, syntax = origin
    start, end = content.start - base, content.end - base
    if style in ("literal", "folded"):
        pieces = _block_pieces(source, start, style == "folded", text)
    elif syntax == "yaml":
        pieces = _flow_pieces(source, start, end, style)
    else:
        pieces = _string_pieces(source, start, end, style, syntax)
    # One piece for all must not look verbatim.
    whole = (0, span.start, span.end - (span.length == len(text)))
    return _joined(source, pieces, text, base) or [whole]


def _joined(source: str, pieces: Iterator[Piece], text: str, base: int) -> list[tuple[int, int, int]]:
    """Pieces with neighbors joined where both are verbatim; none where together they are not the text."""
    joined: list[tuple[int, int, int]] = []
    at = 0
    verbatim_until = -1
    for start, end, decoded in pieces:
        if at == len(text):
            break
        if not decoded:
            continue
        if not text.startswith(decoded, at):
            return []
        verbatim = source[start:end] == decoded
        if verbatim and verbatim_until == start:
            joined[-1] = (joined[-1][0], joined[-1][1], base + end)
        elif len(decoded) == end - start and not verbatim:
            # Line ends of other kinds, one for one.
            joined.extend((at + index, base + start + index, base + start + index + 1) for index in range(end - start))
        else:
            joined.append((at, base + start, base + end))
        verbatim_until = end if verbatim else -1
        at += len(decoded)
    return joined if at == len(text) else []


def _flow_pieces(source: str, start: int, end: int, style: str) -> Iterator[Piece]:
    """A plain or quoted scalar of YAML, in which lines are folded."""
    tokens = {"plain": _PLAIN, "single": _SINGLE}.get(style, _DOUBLE)
    for match in tokens.finditer(source, start, end):
        token, kind = match.group(), match.lastgroup
        if kind == "fold":
            token = _folded(token)
        elif kind == "joined":
            token = "".join(map(_normal, _YAML_BREAK.findall(token)[1:]))
        elif kind == "escape":
            token = "'" if style == "single" else _escaped(token, "yaml")
        yield match.start(), match.end(), token


def _string_pieces(source: str, start: int, end: int, style: str, syntax: str) -> Iterator[Piece]:
    """A string of JSON or TOML."""
    if style.startswith("multiline"):
        # TOML drops a line end right behind the opening quotes.
        start += 2 if source.startswith("\r\n", start) else source.startswith("\n", start)
    tokens = _JSON if syntax == "json" else _TOML_BASIC if style.endswith("double") else _TOML_LITERAL
    for match in tokens.finditer(source, start, end):
        token, kind = match.group(), match.lastgroup
        if kind == "crlf":
            token = "\n"
        elif kind == "joined":
            token = ""
        elif kind == "escape":
            token = _escaped(token, syntax)
        yield match.start(), match.end(), token


def _block_pieces(source: str, start: int, folded: bool, text: str) -> Iterator[Piece]:
    """A block scalar of YAML as if every line end at its end were kept; the text tells how many really are."""
    header = _YAML_BREAK.search(source, start)
    start = header.end() if header else len(source)
    first_line = next((line for line in _YAML_BREAK.split(text) if line.strip(" ")), None)
    first = next((source[line:end] for line, end, _ in _lines(source, start) if source[line:end].strip(" ")), None)
    if first_line is not None and first is not None:
        indentation = _leading(first) - _leading(first_line)
    elif " " in text:
        return iter(())  # nothing but blanks: what of them is indentation cannot be told
    else:
        indentation = len(source)
    lines = _indented_lines(source, start, indentation)
    return _folded_lines(source, lines) if folded else _literal_lines(source, lines)


def _literal_lines(source: str, lines: Iterator[tuple[int, int, int]]) -> Iterator[Piece]:
    for start, end, line_end in lines:
        yield start, end, source[start:end]
        yield end, line_end, _normal(source[end:line_end])


def _folded_lines(source: str, lines: Iterator[tuple[int, int, int]]) -> Iterator[Piece]:
    """As libyaml folds: a line end becomes a blank between two lines of which neither starts with a blank or tab."""
    pending: list[Piece] = []
    foldable = False
    for start, end, line_end in lines:
        line_break = (end, line_end, _normal(source[end:line_end]))
        if start == end:
            pending.append(line_break)
            continue
        indented = source[start] in " \t"
        if foldable and not indented and pending[0][2] == "\n":
            yield pending[0][0], start, "".join(decoded for _, _, decoded in pending[1:]) or " "
        else:
            yield from pending
        yield start, end, source[start:end]
        pending = [line_break]
        foldable = not indented
    yield from pending


def _indented_lines(source: str, start: int, indentation: int) -> Iterator[tuple[int, int, int]]:
    """The lines of a block scalar without their indentation; a line that is indented less ends it."""
    for line, end, line_end in _lines(source, start):
        content = min(line + indentation, end)
        if source[line:content].strip(" "):
            return
        yield content, end, line_end


def _lines(source: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Each line from an offset on: its start, the end of its content, the end of its line end."""
    for match in _YAML_BREAK.finditer(source, start):
        yield start, match.start(), match.end()
        start = match.end()
    yield start, len(source), len(source)


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _folded(blanks: str) -> str:
    """What YAML reads for a run of blanks with line ends in it."""
    first, *rest = map(_normal, _YAML_BREAK.findall(blanks))
    return "".join(rest) or " " if first == "\n" else first + "".join(rest)


def _normal(line_end: str) -> str:
    return "\n" if line_end in ("\r\n", "\r", "\n", "\x85") else line_end


def _escaped(escape: str, syntax: str) -> str:
    """The character that an escape stands for; what is no escape stands for itself, which fits no text."""
    simple = _SIMPLE_ESCAPES[syntax].get(escape[1:])
    if simple is not None:
        return simple
    if escape[1] not in "xuU" or len(escape) == 2:
        return escape
    if len(escape) == 12:
        return chr(0x10000 + ((int(escape[2:6], 16) & 0x3FF) << 10) + (int(escape[8:12], 16) & 0x3FF))
    code = int(escape[2:], 16)
    return chr(code) if code <= 0x10FFFF else escape
