"""Front matter: found at the top of a post, read as data with spans; what is wrong with it is told, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from postlint.data import DataError, DataSyntaxError, Node, Syntax, comments, parse
from postlint.document.html import comment
from postlint.document.nodes import Comment
from postlint.text import Source, Span

FENCES: dict[str, Syntax] = {"---": "yaml", "+++": "toml"}
OPENING = re.compile(r"(?P<blank>[ \t\r\n]*)(?P<fence>-{3,}|\+{3})[ \t]*(?:\r\n|\r|\n|\Z)")
DATA_LINE = re.compile(r"(?:[\w\"'.-]+[ \t]*[:=]|[ \t#-])[^\r\n]*(?:\r\n|\r|\n|\Z)")
KEY_LINE = re.compile(r"[\w\"'.-]+[ \t]*[:=]")


class FrontMatter(NamedTuple):
    """The front matter of a post.

    ``format`` is yaml, toml, json or None where there is none. ``span`` is all of it with its fences, ``fence`` the
    opening one (an empty span at 0 where there is none), ``content`` what stands between. ``root`` is the mapping; None
    where it is missing or broken, and then ``errors`` say why. ``body`` is where the body starts.
    """

    format: Syntax | None
    span: Span
    fence: Span
    content: Span
    root: Node | None
    errors: tuple[DataError, ...]
    body: int

    @property
    def data(self) -> dict[str, Any]:
        """Keys and values as plain Python; empty where there is no readable front matter."""
        return self.root.value if self.root is not None else {}

    def get(self, key: str) -> Node | None:
        return self.root.get(key) if self.root is not None else None

    def key_span(self, *keys: str) -> Span | None:
        """The span of the first of these keys that is there; where a key stands twice, of the one that counts."""
        for key in keys:
            found = [entry for entry in (self.root.entries if self.root else ()) if entry.key.value == key]
            if found:
                return found[-1].key.span
        return None


def read(source: Source) -> FrontMatter:
    """The front matter of a post, however it looks."""
    text = source.text
    opening = OPENING.match(text)
    if opening is not None:
        return _fenced(source, opening)
    if text.startswith("{") and text[1:2] in '\r\n \t"':
        return _json(text)
    return _none()


def _none() -> FrontMatter:
    return FrontMatter(None, Span(0, 0), Span(0, 0), Span(0, 0), None, (), 0)


def _fenced(source: Source, opening: re.Match[str]) -> FrontMatter:
    text = source.text
    mark = opening.group("fence")[:3]
    fence = Span(*opening.span("fence"))
    syntax = FENCES[mark]
    closing_mark = r"(?:-{3,}|\.{3})" if syntax == "yaml" else r"\+{3}"
    closing = re.compile(rf"^{closing_mark}[ \t]*$", re.M).search(text.replace("\r", "\n"), opening.end())
    if closing is None:
        if opening.group("blank") or not KEY_LINE.match(text, opening.end()):
            # A thematic break at the top of a post without front matter.
            return _none()
        return _unclosed(text, opening, fence, syntax)
    content = Span(opening.end(), closing.start())
    closing_end = closing.start() + len(text[closing.start() : closing.end()].rstrip("\r\n"))
    if opening.group("blank") and not KEY_LINE.match(text, opening.end()):
        return _none()
    root, errors = _parsed(text, content, syntax)
    return FrontMatter(
        syntax, Span(fence.start, closing_end), fence, content, root, errors, _next_line(text, closing_end)
    )


def _unclosed(text: str, opening: re.Match[str], fence: Span, syntax: Syntax) -> FrontMatter:
    """Front matter that nothing closes: it is taken to reach as far as its lines look like data."""
    at = opening.end()
    while (line := DATA_LINE.match(text, at)) and line.group():
        at = line.end()
    mark = text[slice(*fence)]
    error = DataError(
        f"The front matter that this '{mark}' opens is not closed by another '{mark}'.", fence, "not-closed"
    )
    return FrontMatter(
        syntax, Span(fence.start, len(text[:at].rstrip())), fence, Span(opening.end(), at), None, (error,), at
    )


def _json(text: str) -> FrontMatter:
    """JSON has no fences: it reaches from its first brace to the last line that is a lone one."""
    closing = re.compile(r"^\}[ \t]*$", re.M).search(text.replace("\r", "\n"))
    fence = Span(0, 1)
    if closing is None:
        error = DataError(
            "The front matter that this '{' opens is not closed by a '}' on a line of its own.", fence, "not-closed"
        )
        return FrontMatter("json", fence, fence, fence, None, (error,), 0)
    span = Span(0, closing.start() + 1)
    root, errors = _parsed(text, span, "json")
    return FrontMatter("json", span, fence, span, root, errors, _next_line(text, span.end))


def _parsed(text: str, content: Span, syntax: Syntax) -> tuple[Node | None, tuple[DataError, ...]]:
    inner = _readable(text[slice(*content)], syntax)
    if not inner.strip():
        return None, ()
    try:
        root = parse(inner, syntax, content.start)
    except DataSyntaxError as broken:
        return None, (broken.error,)
    if root.kind == "mapping":
        return root, ()
    if root.kind == "scalar" and root.value is None:
        return None, ()
    return None, (
        DataError("The front matter is no list of keys and values such as 'title: …'.", root.span, "not-a-mapping"),
    )


def _readable(text: str, syntax: Syntax) -> str:
    """TOML alone knows no lone CR as a line end."""
    return re.sub(r"\r(?!\n)", "\n", text) if syntax == "toml" and "\r" in text else text


def _next_line(text: str, at: int) -> int:
    match = re.compile(r"[ \t]*(?:\r\n|\r|\n)?").match(text, at)
    return match.end() if match else at


def strings(node: Node, key: str = "") -> Iterator[tuple[str, Node]]:
    """Every string in front matter with its key (nested ones with dots)."""
    if node.kind == "mapping":
        for entry in node.entries:
            if not entry.merged and not entry.alias:
                name = str(entry.key.value)
                yield from strings(entry.value, f"{key}.{name}" if key else name)
    elif node.kind == "sequence":
        for item in node.items:
            yield from strings(item, key)
    elif isinstance(node.value, str) and node.value:
        yield key, node


def front_matter_comments(text: str, front_matter: FrontMatter) -> list[Comment]:
    """The ``#`` comments of YAML and TOML front matter."""
    if front_matter.format is None or "#" not in text[slice(*front_matter.content)]:
        return []
    inner = text[slice(*front_matter.content)]
    found = comments(inner, front_matter.format, front_matter.content.start)
    return [comment(text, start, start + 1, end, end, "front-matter") for (start, end), _ in found]
