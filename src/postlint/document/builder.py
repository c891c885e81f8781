"""Gathers nodes and prose while a post is read from front to back, be it Markdown or HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from postlint.document import elements, images
from postlint.document.filler import FILLED
from postlint.document.lists import Lists
from postlint.document.nodes import (
    Code,
    Comment,
    Definition,
    Footnote,
    FootnoteReference,
    Heading,
    Image,
    Link,
    Quote,
    Shortcode,
    Table,
    Tag,
)
from postlint.document.prose import MASK, WHITE_SPACE, Block, Pieces, Prose, is_prose
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document.shortcodes import Template


class OpenLink(NamedTuple):
    """An ``<a>`` that waits for its end."""

    tag: Tag
    prose_start: int
    text_start: int


class Content:
    """The nodes of a post's body in the order of their ends, and its prose."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.code: list[Code] = []
        self.tags: list[Tag] = []
        self.tables: list[Table] = []
        self.quotes: list[Quote] = []
        self.footnotes: list[Footnote] = []
        self.footnote_references: list[FootnoteReference] = []
        self.definitions: list[Definition] = []
        self.shortcodes: list[Shortcode] = []
        self.comments: list[Comment] = []
        # Seldom asked for: the blocks and lists as the parser tells them, and how to make spans of that.
        self.outline: list[tuple[int, int]] = []
        self.lists = Lists()
        self.span: Callable[[int, int], Span] = Span
        self.blocks: list[Block] = []
        self.pieces = Pieces()
        self._asides: list[tuple[Pieces, tuple[str, ...]]] = []

    def aside(self, pieces: Pieces, *scopes: str) -> None:
        """Text that is read beside the flow, such as an alt text."""
        if pieces.length:
            self._asides.append((pieces, scopes))

    def block(self, start: int, scopes: tuple[str, ...]) -> None:
        """End a block that began at an offset of the prose."""
        end = self.pieces.length
        if end > start:
            self.blocks.append(Block(start, end, scopes, is_prose(scopes)))
            self.pieces.separate()

    def prose(self, front_matter: Iterable[tuple[str, Node]]) -> Prose:
        """Body first, then what stands beside it, then the strings of the front matter, each with its key."""
        for pieces, scopes in self._asides:
            start = self.pieces.length
            self.pieces.append(pieces)
            self.block(start, scopes)
        for key, node in front_matter:
            start = self.pieces.length
            self.pieces.data(node)
            self.block(start, ("front-matter", key))
        return Prose(self.pieces, self.blocks)


class Builder:
    """Receives the parts of a post in order. ``text`` is the whole source, offsets are into it."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.content = Content()
        self.pieces = self.content.pieces
        # Elements such as `<script>` whose content is not read: those that are open, with their tags.
        self.silent: list[tuple[str, Span]] = []
        self._silent_names: Counter[str] = Counter()
        # Containers that are open: each name once, the outermost first.
        self._containers: tuple[str, ...] = ()
        self._depths: Counter[str] = Counter()
        self._block_start = 0
        self._scopes: tuple[str, ...] = ("paragraph",)
        self._open_link: OpenLink | None = None
        self._open_heading: tuple[Tag, int] | None = None

    # Blocks of prose

    def open_block(self, *scopes: str) -> None:
        """End the block that is open, and begin one."""
        if self.pieces.length > self._block_start:
            self.close_block()
        self._scopes = self._containers + scopes

    def close_block(self) -> None:
        pieces, start = self.pieces, self._block_start
        if pieces.length > start:
            self.content.block(start, self._scopes)
            self._block_start = pieces.length

    def end_block(self) -> None:
        """End the block, and with it inline elements, whether or not their tags say so."""
        self.close_block()
        if self.silent and any(self._silent_names[name] for name in elements.INLINE_CODE):
            self.silent = [(name, start) for name, start in self.silent if name not in elements.INLINE_CODE]
            self._silent_names = Counter(name for name, _ in self.silent)

    def enter(self, container: str) -> None:
        """What comes from here on stands in this container; the block before ends outside of it."""
        self.close_block()
        self._depths[container] += 1
        if self._depths[container] == 1:
            self._containers = (*self._containers, container)

    def leave(self, container: str) -> None:
        """Leave the innermost container of this name; the block before ends inside of it."""
        self.close_block()
        if self._depths[container]:
            self._depths[container] -= 1
            if not self._depths[container]:
                self._containers = tuple(name for name in self._containers if name != container)

    # HTML

    def comment(self, comment: Comment) -> None:
        self.content.comments.append(comment)

    def html_text(self, span: Span, filled: str, by: int = 0) -> None:
        """Text between tags; ``filled`` is the source from ``by`` on, with template tags filled up."""
        if self.silent:
            return
        done = span.start
        for match in FILLED.finditer(filled, span.start - by, span.end - by):
            start, end = match.start() + by, match.end() + by
            self._decoded(done, filled[done - by : match.start()])
            self.pieces.atom(start, end, MASK)
            done = end
        self._decoded(done, filled[done - by : span.end - by])

    def _decoded(self, start: int, text: str) -> None:
        """Entities are decoded piece by piece, so that the way back stays exact."""
        if "&" not in text:
            if text:
                self.pieces.text(start, text)
            return
        from postlint.document.entities import pieces_of

        for piece_start, piece_end, piece in pieces_of(text):
            if piece_end - piece_start == len(piece):
                self.pieces.text(start + piece_start, piece)
            else:
                decoded = " " if piece in WHITE_SPACE else piece
                self.pieces.atom(start + piece_start, start + piece_end, decoded)

    def tag(self, tag: Tag, *, in_block: bool) -> None:
        """An HTML tag or a component. ``in_block`` tells that it stands among blocks, not within a paragraph."""
        self.content.tags.append(tag)
        name = tag.name.lower()
        if name in elements.BLOCKS:
            self._block_tag(tag, name, in_block)
        elif name in elements.INLINE_CODE or name in elements.SILENT:
            self._silence(tag, name)
        elif name == "br" and not self.silent:
            self.pieces.atom(tag.span.start, tag.span.end, "\n")
        if name in elements.SILENT and name in elements.BLOCKS:
            self._silence(tag, name)
        if name == "a":
            self._anchor(tag)
        elif name == "img" or tag.is_component:
            if not tag.closing:
                self._image(images.of_tag(tag))
        elif name in elements.HEADINGS:
            self._heading_tag(tag)

    def _block_tag(self, tag: Tag, name: str, in_block: bool) -> None:
        container = elements.CONTAINERS.get(name)
        if container is not None:
            (self.leave if tag.closing else self.enter)(container)
        if not in_block:
            # A `<pre>` stands for all of its source, tags included, once it is closed.
            if not self.silent and name != "pre":
                self.pieces.atom(tag.span.start, tag.span.end, "\n")
            return
        scope = None if tag.closing else elements.BLOCKS[name]
        if scope == "heading":
            self.open_block(scope, name)
        else:
            self.open_block(scope or "paragraph")

    def _silence(self, tag: Tag, name: str) -> None:
        if tag.self_closing:
            return
        if not tag.closing:
            self.silent.append((name, tag.span))
            self._silent_names[name] += 1
            return
        if not self._silent_names[name]:
            return
        opened = ""
        while opened != name:
            opened, opening = self.silent.pop()
            self._silent_names[opened] -= 1
        if name in elements.INLINE_CODE or name == "pre":
            content = Span(opening.end, max(opening.end, tag.span.start))
            self.code(Code(Span(opening.start, tag.span.end), "html", content))
        elif not self.silent and name not in elements.BLOCKS:
            self.pieces.atom(opening.start, tag.span.end, MASK)

    def _anchor(self, tag: Tag) -> None:
        self._close_anchor(tag if tag.closing else None)
        if not tag.closing and not tag.self_closing and tag.attribute("href"):
            self._open_link = OpenLink(tag, self.pieces.length, tag.span.end)

    def _close_anchor(self, closing: Tag | None) -> None:
        opened, self._open_link = self._open_link, None
        if opened is None:
            return
        end = closing.span.end if closing else opened.tag.span.end
        text_span = Span(opened.text_start, closing.span.start if closing else opened.text_start)
        prose = Span(min(opened.prose_start, self.pieces.length), self.pieces.length if closing else opened.prose_start)
        href, title = opened.tag.attribute("href"), opened.tag.attribute("title")
        if href is None or href.value_span is None or href.value is None:
            return
        self.content.links.append(
            Link(
                Span(opened.tag.span.start, end),
                "html",
                href.value,
                href.value_span,
                self.pieces.since(prose.start).strip() if closing else "",
                text_span,
                title.value if title else None,
                title.value_span if title else None,
                prose=prose,
            )
        )

    def _image(self, image: Image | None) -> None:
        if image is not None:
            self.content.images.append(image)
            if image.alt:
                self._aside(image.alt, image.alt_span, "alt-text")

    def _heading_tag(self, tag: Tag) -> None:
        if not tag.closing:
            self._open_heading = (tag, self.pieces.length)
            return
        if self._open_heading is None or self._open_heading[0].name.lower() != tag.name.lower():
            return
        (opened, prose_start), self._open_heading = self._open_heading, None
        anchor = opened.attribute("id")
        self.content.headings.append(
            Heading(
                Span(opened.span.start, tag.span.end),
                int(tag.name[1]),
                self.pieces.since(min(prose_start, self.pieces.length)).strip(),
                Span(opened.span.end, tag.span.start),
                anchor.value if anchor else None,
                anchor.value_span if anchor else None,
            )
        )

    # Parts that Markdown and HTML share

    def code(self, code: Code) -> None:
        self.content.code.append(code)
        if not self.silent:
            self.pieces.atom(code.span.start, code.span.end, MASK)

    def mask(self, span: Span) -> None:
        """What is no words: a URL, a template tag."""
        if not self.silent:
            self.pieces.atom(span.start, span.end, MASK)

    def template(self, template: Template) -> None:
        """What was found of template tags, but for JSX tags, which come in their places."""
        for shortcode in template.shortcodes:
            self.shortcode(shortcode)
        for comment in template.comments:
            self.comment(comment)
        self.content.code.extend(template.code)

    def shortcode(self, shortcode: Shortcode) -> None:
        """A template tag; one with a picture is an image too."""
        self.content.shortcodes.append(shortcode)
        image = images.of_shortcode(shortcode)
        self._image(image)
        caption = shortcode.parameter("caption") if image else None
        if caption is not None and caption.value and caption.value_span:
            self._aside(caption.value, caption.value_span, "caption")

    def _aside(self, text: str, span: Span, *scopes: str) -> None:
        """The value of an attribute that is read."""
        pieces = Pieces()
        if self.source[span.start : span.end] == text:
            pieces.text(span.start, text)
        else:
            pieces.atom(span.start, span.end, text)
        self.content.aside(pieces, *scopes)

    def finish(self) -> Content:
        self._close_anchor(None)
        self.close_block()
        for nodes in (self.content.links, self.content.images, self.content.headings, self.content.comments):
            nodes.sort(key=lambda node: node.span)
        return self.content
