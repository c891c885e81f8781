"""HTML within Markdown, in blocks and in lines, where quote marks may stand between its lines."""

from __future__ import annotations

from itertools import pairwise

from postlint.document.builder import Builder
from postlint.document.filler import blanked
from postlint.document.html import Text, Tokenizer, moved
from postlint.document.nodes import Comment
from postlint.expression import expression
from postlint.text import Span

QUOTE_MARKS = expression(r"(?<=[\r\n])[ \t]*>[ \t>]*")


class Markup:
    """Cuts HTML into tokens and hands these to the builder; ``filled`` has the source with template tags filled up."""

    def __init__(self, builder: Builder, filled: str) -> None:
        self._builder = builder
        self._source = builder.source
        self._filled = filled
        self._tokenizer = Tokenizer(filled, builder.source)
        self._lines: list[Span] = []

    def line(self, span: Span) -> None:
        """A line of the block that comes next."""
        self._lines.append(span)

    def block(self, span: Span) -> None:
        """A block, of the lines that were told before; what stands between them is read as blanks."""
        tokenizer, (start, end), by = self._tokenizer, span, 0
        if any(self._source[before.end : after.start] not in ("", "\r") for before, after in pairwise(self._lines)):
            tokenizer, by = self._of_lines(), self._lines[0].start
            start, end = 0, min(len(tokenizer.text), end - by)
        self._lines = []
        for found in tokenizer.tokens(start, end):
            token = moved(found, by) if by else found
            if isinstance(token, Text):
                self._builder.html_text(token, tokenizer.text, by)
            elif isinstance(token, Comment):
                self._builder.comment(token)
            else:
                self._builder.tag(token, in_block=True)

    def inline(self, start: int, end: int, *, in_quote: bool) -> None:
        """A tag or a comment within a line."""
        if in_quote and QUOTE_MARKS.search(self._source, start, end):
            parts = (self._without_marks(text[start:end]) for text in (self._filled, self._source))
            token = moved(Tokenizer(*parts).token(0, end - start), start)
        else:
            token = self._tokenizer.token(start, end)
        if isinstance(token, Comment):
            self._builder.comment(token)
        elif token is not None:
            self._builder.tag(token, in_block=False)

    def _of_lines(self) -> Tokenizer:
        """A tokenizer of just these lines, with blanks for what stands between them."""
        lines = self._lines
        ends = [*(line.start for line in lines[1:]), lines[-1].end]
        filled, text = (
            "".join(
                text[line.start : line.end] + blanked(text[line.end : end])
                for line, end in zip(lines, ends, strict=True)
            )
            for text in (self._filled, self._source)
        )
        return Tokenizer(filled, text)

    @staticmethod
    def _without_marks(text: str) -> str:
        return QUOTE_MARKS.sub(lambda marks: blanked(marks.group()), text)
