"""Running text: what the parser tells of it becomes prose, with bare URLs and template tags found in it."""

from __future__ import annotations

from collections.abc import Callable

from postlint.document.bare_urls import START, bare_url
from postlint.document.builder import Builder
from postlint.document.filler import FILLED, FILLER
from postlint.document.nodes import Link, Tag
from postlint.document.prose import MASK, WHITE_SPACE, Pieces
from postlint.text import Span


class Flow:
    """Takes texts and breaks in order, in byte offsets; ``at`` makes code points of these.

    ``limit`` tells where the construct ends that is being read; no URL goes on behind it.
    """

    def __init__(
        self,
        builder: Builder,
        filled: str,
        at: Callable[[int], int],
        limit: Callable[[], int],
        tags: tuple[Tag, ...],
    ) -> None:
        self.source = builder.source
        self.filled = filled
        self.limit = limit
        self.builder = builder
        self.pieces = builder.pieces
        self.at = at
        self.tags = list(reversed(tags))
        # Texts of images that are open, the outermost first.
        self.images: list[Pieces] = []
        self.link_depth = 0
        self.in_cell = False
        self.url_end = -1
        self._next_byte = -1

    def text(self, text: str, start_byte: int, end_byte: int) -> None:
        """Text is verbatim, or it is one entity, a NUL, or a backslash at the end of a block."""
        pieces = self.pieces
        # Most text goes on where the one before ended; that spares a search.
        start = pieces.next_source
        if start < 0 or start_byte != self._next_byte:
            start = self.at(start_byte)
        if self.images or start < self.url_end or self.builder.silent:
            self._beside(text, start, end_byte)
        elif "://" in text or "www." in text:
            self._with_urls(text, start, end_byte)
        elif self.source.startswith(text, start) and text != "&":
            if text:
                pieces.text(start, text)
                self._next_byte = end_byte
        else:
            self._add(pieces, text, start, end_byte)

    def soft_break(self, start: int, end: int) -> None:
        if start == self._next_byte and end == start + 1 and not self.images and self.pieces.blank():
            self._next_byte = end
        else:
            self._break(start, end, " ")

    def hard_break(self, start: int, end: int) -> None:
        self._break(start, end, " " if self.images else "\n")

    def tags_before(self, offset: int) -> None:
        """Tell the builder of the JSX tags up to here."""
        while self.tags and self.tags[-1].span.start < offset:
            self.builder.tag(self.tags.pop(), in_block=True)

    def _break(self, start: int, end: int, text: str) -> None:
        if self.images:
            self.images[-1].atom(self.at(start), self.at(end), text)
        elif not self.builder.silent:
            self.pieces.atom(self.at(start), self.at(end), text)

    def _add(self, pieces: Pieces, text: str, start: int, end_byte: int) -> None:
        if text != "&" and self.source.startswith(text, start):
            pieces.text(start, text)
        elif FILLER in text:
            self._with_tags(pieces, start, text)
        else:
            pieces.atom(start, self.at(end_byte), " " if text in WHITE_SPACE else text)

    def _beside(self, text: str, start: int, end_byte: int) -> None:
        """Text that lies in an image or a silent element, or begins in a URL."""
        end = self.at(end_byte)
        if self.builder.silent or end <= self.url_end:
            return
        if start < self.url_end:
            text = text[self.url_end - start :] if len(text) == end - start else text
            start = self.url_end
        if text:
            self._add(self.images[-1] if self.images else self.pieces, text, start, end_byte)

    def _with_tags(self, pieces: Pieces, start: int, text: str) -> None:
        done = 0
        for match in FILLED.finditer(text):
            if match.start() > done and not self.builder.silent:
                pieces.text(start + done, text[done : match.start()])
            self._run_of_tags(pieces, start + match.start(), start + match.end())
            done = match.end()
        if done < len(text) and not self.builder.silent:
            pieces.text(start + done, text[done:])

    def _run_of_tags(self, pieces: Pieces, start: int, end: int) -> None:
        """Template tags side by side: JSX tags are told one by one, all else is masked."""
        self.tags_before(start)
        while self.tags and self.tags[-1].span.start < end:
            tag = self.tags.pop()
            if tag.span.start > start and not self.builder.silent:
                pieces.atom(start, tag.span.start, MASK)
            self.builder.tag(tag, in_block=False)
            start = tag.span.end
        if start < end and not self.builder.silent:
            pieces.atom(start, end, MASK)

    def _with_urls(self, text: str, start: int, end_byte: int) -> None:
        done = 0
        for match in START.finditer(self.filled, start, start + len(text)):
            at = match.start() - start
            if at < done:
                continue
            if at > done:
                self._add(self.pieces, text[done:at], start + done, end_byte)
                done = at
            limit = self.limit()
            if self.tags:
                limit = min(limit, self.tags[-1].span.start)
            url = bare_url(self.filled, match, limit, in_cell=self.in_cell, in_link=self.link_depth > 0)
            if url is None:
                continue
            prose_start = self.pieces.length
            self.builder.mask(url)
            if not self.link_depth:
                written = self.source[url.start : url.end]
                prose = Span(prose_start, self.pieces.length)
                self.builder.content.links.append(Link(url, "bare", written, url, written, url, prose=prose))
            done = url.end - start
            self.url_end = url.end
        if done < len(text):
            self._add(self.pieces, text[done:], start + done, end_byte)
            if self.pieces.next_source == start + len(text):
                self._next_byte = end_byte
