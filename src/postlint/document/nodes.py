"""The parts of a post that rules deal with. Plain values: each knows its span in the source.

No span includes the line end that closes its node. ``text`` is what a reader reads.
"""

from __future__ import annotations

from postlint.records import NamedTuple
from postlint.text import Span


class Heading(NamedTuple):
    """A heading of level 1 to 6. ``anchor`` is an explicit one (``{#id}`` or an HTML id), never a computed one."""

    span: Span
    level: int
    text: str
    text_span: Span
    anchor: str | None = None
    anchor_span: Span | None = None


class Link(NamedTuple):
    """A link. ``kind`` is inline, reference, autolink, bare or html.

    ``url`` is as written, entities and escapes decoded; ``url_span`` lies in the definition where there is one.
    ``prose`` is the stretch of ``Document.prose.text`` that holds the link's text.
    """

    span: Span
    kind: str
    url: str
    url_span: Span
    text: str
    text_span: Span
    title: str | None = None
    title_span: Span | None = None
    label: str | None = None
    label_span: Span | None = None
    prose: Span = Span(0, 0)


class Image(NamedTuple):
    """An image. ``kind`` is inline, reference, html, shortcode or component; ``alt`` is None where it is missing."""

    span: Span
    kind: str
    url: str
    url_span: Span
    alt: str | None
    alt_span: Span
    title: str | None = None
    title_span: Span | None = None
    label: str | None = None
    label_span: Span | None = None
    tag: Tag | Shortcode | None = None


class Definition(NamedTuple):
    """A link reference definition: ``[label]: url "title"``."""

    span: Span
    label: str
    label_span: Span
    url: str
    url_span: Span
    title: str | None = None
    title_span: Span | None = None


class Code(NamedTuple):
    """Code. ``kind`` is fenced, indented, inline, html or shortcode; ``language`` begins a fence's info."""

    span: Span
    kind: str
    content_span: Span
    language: str | None = None


class Attribute(NamedTuple):
    """An attribute of a tag or a parameter of a shortcode.

    A positional parameter has an empty name. ``value`` is None for a bare attribute and for an expression in braces;
    ``value_span`` lies within the quotes.
    """

    span: Span
    name: str
    name_span: Span
    value: str | None
    value_span: Span | None


class Tag(NamedTuple):
    """An HTML tag or a JSX component's. ``closing`` tells ``</x>``, ``self_closing`` ``<x/>``."""

    span: Span
    name: str
    name_span: Span
    attributes: tuple[Attribute, ...]
    closing: bool = False
    self_closing: bool = False

    @property
    def is_component(self) -> bool:
        return self.name[:1].isupper() or "." in self.name

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of this name, in any case of letters."""
        return next((found for found in self.attributes if found.name.lower() == name), None)


class Shortcode(NamedTuple):
    """A tag of a template language: ``syntax`` is hugo, liquid or directive (``:::note``)."""

    span: Span
    syntax: str
    name: str
    name_span: Span
    parameters: tuple[Attribute, ...] = ()
    closing: bool = False
    self_closing: bool = False

    def parameter(self, name: str) -> Attribute | None:
        return next((found for found in self.parameters if found.name.lower() == name), None)


class Comment(NamedTuple):
    """A comment: ``syntax`` is html, mdx, hugo, liquid or front-matter. ``text`` is stripped."""

    span: Span
    syntax: str
    text: str
    text_span: Span


class Cell(NamedTuple):
    """A cell of a table, with its padding; ``text_span`` is without."""

    span: Span
    text: str
    text_span: Span


class Row(NamedTuple):
    """A row of a table, with the cells that stand in the source: there may be fewer than columns."""

    span: Span
    cells: tuple[Cell, ...]
    is_header: bool


class Table(NamedTuple):
    """A table of Markdown."""

    span: Span
    rows: tuple[Row, ...]


class Item(NamedTuple):
    """An item of a list; ``checked`` is None where it is no task."""

    span: Span
    checked: bool | None


class List(NamedTuple):
    """A list; ``first`` is the number that an ordered one begins with, None for a bulleted one."""

    span: Span
    first: int | None
    items: tuple[Item, ...]


class Quote(NamedTuple):
    """A block quote; ``alert`` is note, tip, important, warning or caution where it is one of these."""

    span: Span
    alert: str | None


class Footnote(NamedTuple):
    """A footnote's definition."""

    span: Span
    label: str


class FootnoteReference(NamedTuple):
    """A reference to a footnote."""

    span: Span
    label: str
