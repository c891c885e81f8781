"""HTML and JSX as tokens with exact spans: tags and their attributes, comments and the text between.

Tokens are cut from ``text``, in which template tags may be filled up; values are taken from ``original``, which is of
the same length. Every search is linear: what has no end is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from postlint.document.finder import Finder
from postlint.document.nodes import Attribute, Comment, Tag
from postlint.expression import expression
from postlint.text import Span

NAME = expression(r"[A-Za-z][A-Za-z0-9:._-]*")
SPACE = expression(r"\s*")
ATTRIBUTE = expression(r"([^\s\"'<>/={}]+)(?:\s*=\s*(?=[^\s>])(\"[^\"]*\"|'[^']*'|(?=\{)|[^\s\"'=<>`{]+))?")
BRACE_OR_QUOTE = expression(r"[{}\"'`]")
STRING_ENDS = {
    '"': expression(r'(?:[^"\\\n]|\\.)*"', re.S),
    "'": expression(r"(?:[^'\\\n]|\\.)*'", re.S),
    "`": expression(r"(?:[^`\\]|\\.)*`", re.S),
}
STRING_EXPRESSION = expression(r"\{\s*(?:\"([^\"\\]*)\"|'([^'\\]*)'|`([^`\\$]*)`)\s*\}")

RAW_TEXT = frozenset({"script", "style", "textarea", "title"})
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
LONGEST_EXPRESSION = 20_000
MOST_ATTRIBUTES = 200


class Text(Span):
    """A stretch of text between tags, entities not yet decoded."""


Token = Tag | Comment | Text


class Tokenizer:
    """Cuts one text; ``original`` has the values. ``braces`` says whether attributes may be ``{expressions}``."""

    def __init__(self, text: str, original: str | None = None) -> None:
        self.text = text
        self.original = text if original is None else original
        self._finder = Finder(text)
        # What may be spent on expressions that turn out not to be closed; without it a flood of `<a {` is quadratic.
        self._patience = 50_000 + 4 * len(text)

    def tokens(self, start: int, end: int) -> Iterator[Token]:
        """The tokens from ``start`` to ``end``, without gaps."""
        done = at = start
        while (at := self.text.find("<", at, end)) >= 0:
            token = self.token(at, end)
            if token is None:
                at += 1
                continue
            if at > done:
                yield Text(done, at)
            yield token
            done = at = token.span.end
            if isinstance(token, Tag) and not token.closing and token.name.lower() in RAW_TEXT:
                at = self._raw_text_end(token.name, done, end)
        if done < end:
            yield Text(done, end)

    def token(self, at: int, end: int) -> Tag | Comment | None:
        """The tag, comment or declaration that starts at ``at``; None where it is text."""
        if self.text.startswith("<!--", at):
            return self._comment(at, end)
        for opening, closing in (("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")):
            if self.text.startswith(opening, at):
                stop = self._finder.find(closing, at + len(opening))
                if not 0 <= stop <= end - len(closing):
                    return None
                return Comment(Span(at, stop + len(closing)), "html", "", Span(stop, stop))
        return self.tag(at, end)

    def tag(self, at: int, end: int) -> Tag | None:
        """The tag that starts at ``at``; None where it is no whole tag."""
        closing = self.text.startswith("</", at)
        name_start = at + 1 + closing
        name = NAME.match(self.text, name_start, end)
        if name is None:
            return self._fragment(at, closing, name_start)
        name_span = Span(*name.span())
        attributes: list[Attribute] = []
        place = name.end()
        while len(attributes) <= MOST_ATTRIBUTES:
            after_space = SPACE.match(self.text, place, end).end()  # type: ignore[union-attr]
            if self.text.startswith(">", after_space):
                return Tag(Span(at, after_space + 1), name.group(), name_span, tuple(attributes), closing)
            if self.text.startswith("/>", after_space):
                span = Span(at, after_space + 2)
                return Tag(span, name.group(), name_span, tuple(attributes), closing, self_closing=True)
            attribute = self._attribute(after_space, end) if after_space > place or attributes else None
            if attribute is None:
                return None
            attributes.append(attribute)
            place = attribute.span.end
        return None

    def _fragment(self, at: int, closing: bool, name_start: int) -> Tag | None:
        """JSX's nameless ``<>`` and ``</>``."""
        if not self.text.startswith(">", name_start):
            return None
        return Tag(Span(at, name_start + 1), "", Span(name_start, name_start), (), closing)

    def _attribute(self, at: int, end: int) -> Attribute | None:
        if self.text.startswith("{", at):
            stop = self.expression_end(at, end)
            return Attribute(Span(at, stop), "", Span(at, at), None, Span(at, stop)) if stop > 0 else None
        match = ATTRIBUTE.match(self.text, at, end)
        if match is None:
            return None
        name_span = Span(*match.span(1))
        if match.group(2) is None:
            return Attribute(name_span, self.original[slice(*name_span)], name_span, None, None)
        name = self.original[slice(*name_span)]
        value_start, value_end = match.span(2)
        if value_start == value_end:
            return self._expression_value(name, name_span, value_start, end)
        if self.text[value_start] in "\"'":
            value_span = Span(value_start + 1, value_end - 1)
        else:
            value_span = Span(value_start, value_end)
        return Attribute(Span(at, value_end), name, name_span, unescape(self.original[slice(*value_span)]), value_span)

    def _expression_value(self, name: str, name_span: Span, at: int, end: int) -> Attribute | None:
        stop = self.expression_end(at, end)
        if stop < 0:
            return None
        string = STRING_EXPRESSION.fullmatch(self.original, at, stop)
        if string is None:
            return Attribute(Span(name_span.start, stop), name, name_span, None, Span(at, stop))
        value_span = Span(*string.span(string.lastindex or 0))
        return Attribute(Span(name_span.start, stop), name, name_span, self.original[slice(*value_span)], value_span)

    def expression_end(self, at: int, end: int) -> int:
        """Where the ``{`` at ``at`` is closed, strings in it passed over; -1 where it isn't."""
        depth = 0
        stop = min(end, at + LONGEST_EXPRESSION, at + self._patience)
        place = at
        # Up to where there is none of this quotation mark that closes a string: an apostrophe opens none.
        unpaired: dict[str, int] = {}
        while mark := BRACE_OR_QUOTE.search(self.text, place, stop):
            place = mark.end()
            if mark.group() == "{":
                depth += 1
            elif mark.group() == "}":
                depth -= 1
                if depth == 0:
                    return place
            elif unpaired.get(mark.group(), 0) < place:
                string_end = STRING_ENDS[mark.group()].match(self.text, place, stop)
                if string_end is not None:
                    place = string_end.end()
                else:
                    line_end = -1 if mark.group() == "`" else self.text.find("\n", place, stop)
                    unpaired[mark.group()] = stop if line_end < 0 else line_end
        self._patience -= max(0, stop - at)
        return -1

    def _comment(self, at: int, end: int) -> Comment | None:
        for short in ("<!-->", "<!--->"):
            if self.text.startswith(short, at):
                return Comment(Span(at, at + len(short)), "html", "", Span(at, at))
        stop = self._finder.find("-->", at + 4)
        if not 0 <= stop <= end - 3:
            return None
        return comment(self.original, at, at + 4, stop, stop + 3, "html")

    def _raw_text_end(self, name: str, at: int, end: int) -> int:
        closing = self._finder.search(f"(?i:</{name}[\\s/>])", at)
        return min(closing.start(), end) if closing else end


def comment(text: str, start: int, text_start: int, text_end: int, end: int, syntax: str) -> Comment:
    """A comment whose text stands between two places, white space around it left out."""
    written = text[text_start:text_end]
    stripped = written.strip()
    text_start += len(written) - len(written.lstrip()) if stripped else 0
    return Comment(Span(start, end), syntax, stripped, Span(text_start, text_start + len(stripped)))


def moved(node: Any, by: int) -> Any:
    """A node, or a part of one, with all of its spans moved."""
    if isinstance(node, Span):
        return type(node)(node.start + by, node.end + by)
    if isinstance(node, tuple):
        parts = [moved(part, by) for part in node]
        return type(node)(*parts) if hasattr(node, "_fields") else tuple(parts)
    return node


def unescape(text: str) -> str:
    """The text with its entities decoded."""
    if "&" not in text:
        return text
    import html

    return html.unescape(text)
