"""A post as rules see it: parsed once, when first asked, with exact spans."""

from __future__ import annotations

from functools import cached_property

from postlint.document.builder import Content
from postlint.document.frontmatter import FrontMatter, front_matter_comments, read, strings
from postlint.document.nodes import (
    Attribute,
    Cell,
    Code,
    Comment,
    Definition,
    Footnote,
    FootnoteReference,
    Heading,
    Image,
    Item,
    Link,
    List,
    Quote,
    Row,
    Shortcode,
    Table,
    Tag,
)
from postlint.document.prose import MASK, Block, Prose
from postlint.document.sections import Section, outside, passages, sections
from postlint.document.shortcodes import scan
from postlint.document.urls import Url, urls
from postlint.text import Source, Span

__all__ = [
    "MASK",
    "Attribute",
    "Block",
    "Cell",
    "Code",
    "Comment",
    "Definition",
    "Document",
    "Footnote",
    "FootnoteReference",
    "FrontMatter",
    "Heading",
    "Image",
    "Item",
    "Link",
    "List",
    "Prose",
    "Quote",
    "Row",
    "Section",
    "Shortcode",
    "Table",
    "Tag",
    "Url",
]


class Document:
    """A post. ``path`` is relative to the root, with ``/``; its ending tells Markdown, MDX and HTML apart.

    Every node lies in ``source.text``; spans count code points.
    """

    def __init__(self, text: str, path: str = "post.md") -> None:
        self.path = path
        self.source = Source(text)

    @cached_property
    def front_matter(self) -> FrontMatter:
        return read(self.source)

    @cached_property
    def _content(self) -> Content:
        text, body = self.source.text, self.front_matter.body
        is_mdx = self.path.endswith(".mdx")
        template = scan(text, body, is_mdx=is_mdx)
        if self.path.endswith(".html"):
            from postlint.document import webpage

            return webpage.read(text, body, template)
        from postlint.document import markdown

        return markdown.read(text, body, template, is_mdx=is_mdx)

    @property
    def headings(self) -> list[Heading]:
        return self._content.headings

    @property
    def links(self) -> list[Link]:
        return self._content.links

    @property
    def images(self) -> list[Image]:
        return self._content.images

    @cached_property
    def urls(self) -> list[Url]:
        """What links, images and definitions point at, each place once; those that a template makes are left out."""
        return list(urls(self))

    @property
    def code(self) -> list[Code]:
        return self._content.code

    @property
    def tags(self) -> list[Tag]:
        return self._content.tags

    @property
    def tables(self) -> list[Table]:
        return self._content.tables

    @cached_property
    def lists(self) -> list[List]:
        return self._content.lists.nodes(self._content.span)

    @property
    def quotes(self) -> list[Quote]:
        return self._content.quotes

    @property
    def footnotes(self) -> list[Footnote]:
        return self._content.footnotes

    @property
    def footnote_references(self) -> list[FootnoteReference]:
        return self._content.footnote_references

    @property
    def definitions(self) -> list[Definition]:
        return self._content.definitions

    @property
    def shortcodes(self) -> list[Shortcode]:
        return self._content.shortcodes

    @cached_property
    def outline(self) -> list[Span]:
        """The blocks of the body, from first to last, each before those in it."""
        return [self._content.span(start, end) for start, end in self._content.outline]

    @cached_property
    def sections(self) -> list[Section]:
        """The opening, and what stands under each heading of the highest level in use; at least one."""
        return sections(self.source.text, self._body, outside(self.quotes, self.headings))

    @cached_property
    def passages(self) -> list[Section]:
        """The opening, and what stands between each heading and the next, of whatever level; at least one."""
        return passages(self.source.text, self._body, outside(self.quotes, self.headings))

    @property
    def _body(self) -> Span:
        return Span(self.front_matter.body, len(self.source.text))

    @cached_property
    def comments(self) -> list[Comment]:
        """All comments, those of the front matter first."""
        return [*front_matter_comments(self.source.text, self.front_matter), *self._content.comments]

    @cached_property
    def prose(self) -> Prose:
        """All that is read: the body's blocks, then alt texts, then the strings of the front matter."""
        root = self.front_matter.root
        return self._content.prose(strings(root) if root is not None else ())

    @property
    def whole(self) -> Span:
        """Where a finding about the post as a whole points: the opening fence, else the first line."""
        front_matter = self.front_matter
        return front_matter.fence if front_matter.format else self.source.line_span(1)
