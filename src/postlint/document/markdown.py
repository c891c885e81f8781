"""Markdown: the only module that knows the parser.

The parser counts UTF-8 bytes; everything that leaves this module counts code points.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from postlint.document import code, code_points
from postlint.document.builder import Builder, Content
from postlint.document.flow import Flow
from postlint.document.headings import heading
from postlint.document.markup import Markup
from postlint.document.nodes import (
    Footnote,
    FootnoteReference,
    Image,
    Link,
    Quote,
)
from postlint.document.prose import Pieces
from postlint.document.shortcodes import Template
from postlint.document.tables import Tables
from postlint.document.targets import Target, Targets
from postlint.expression import expression
from postlint.text import Span

Frame = tuple[int, int, Any, int]
"""A construct that is open: its byte offsets, what the parser says of it, and where the prose stood."""

LONE_CR = expression(r"\r(?!\n)")
NEVER = sys.maxsize
UNREAD = frozenset({"Emphasis", "Strong", "Strikethrough"})
"""Constructs without handlers: their text is read as all text is."""

CONSTRUCTS = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "List": "list",
    "Item": "item",
    "BlockQuote": "quote",
    "FootnoteDefinition": "footnote",
    "Table": "table",
    "TableHead": "row",
    "TableRow": "row",
    "TableCell": "cell",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "Link": "link",
    "Image": "image",
}
STARTS = {event: f"_start_{name}" for event, name in CONSTRUCTS.items()}
ENDS = {event: f"_end_{name}" for event, name in CONSTRUCTS.items()}
LEAVES = {
    "SoftBreak": "_soft_break",
    "HardBreak": "_hard_break",
    "Rule": "_rule",
    "Code": "_code",
    "Html": "_html",
    "InlineHtml": "_inline_html",
    "FootnoteReference": "_footnote_reference",
    "TaskListMarker": "_task",
}
OUTLINE = frozenset("Paragraph Heading CodeBlock HtmlBlock Table List BlockQuote FootnoteDefinition".split())


@cache
def parser() -> Any:
    """The parser with the extensions that blogs use."""
    from pyromark import Markdown, Options

    return Markdown(
        options=Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_GFM
    )


def read(text: str, body: int, template: Template, *, is_mdx: bool) -> Content:
    """Read the Markdown of ``text`` from the offset ``body`` on."""
    return _Walk(text, body, template, is_mdx).run()


def _end_of_innermost(frames: list[Frame], at: Callable[[int], int]) -> Callable[[], int]:
    return lambda: at(frames[-1][1])


class _Walk:
    """One pass over the parser's events.

    Handlers take a value and the byte offsets of the event; ``at`` makes code points of these. ``last`` is the byte
    offset at which the last event ended.
    """

    def __init__(self, text: str, body: int, template: Template, is_mdx: bool) -> None:
        self.text = text
        self.is_mdx = is_mdx
        self.filled = template.text or text
        self.template = template
        self.parsed = self.filled[body:]
        if "\r" in self.parsed:
            # The parser takes a lone CR for a line end in some places and not in others.
            self.parsed = LONE_CR.sub("\n", self.parsed)
        self.at = code_points.from_bytes(self.parsed, body)
        self._span = code_points.spans(text, self.at)
        self.builder = Builder(text)
        self.pieces = self.builder.pieces
        self.content = self.builder.content
        self.frames: list[Frame] = []
        self.flow = Flow(self.builder, self.filled, self.at, _end_of_innermost(self.frames, self.at), template.tags)
        self.lists = self.content.lists
        self.tables = Tables(text)
        self.markup = Markup(self.builder, self.filled)
        self.targets = Targets(text, self.filled)
        self.quote_depth = 0
        self.last = 0
        # Within a block of code or HTML, whose texts are taken from the source: where the first began.
        self.raw_start: int | None = None
        self.is_raw = False

    def run(self) -> Content:
        self.builder.template(self.template)
        self._read_definitions()
        text_handler, frames, outline, pieces = self.flow.text, self.frames, self.content.outline, self.pieces
        start_handlers = {event: getattr(self, name) for event, name in STARTS.items()}
        end_handlers = {event: getattr(self, name) for event, name in ENDS.items()}
        leaf_handlers = {event: getattr(self, name) for event, name in LEAVES.items()}
        next_tag = -1 if self.flow.tags else NEVER
        for event, place in parser().events_with_range(self.parsed):
            start, end = place["start"], place["end"]
            if start > next_tag:
                self.flow.tags_before(self.at(start))
                next_tag = start if self.flow.tags else NEVER
            if "Text" in event:
                if not self.is_raw:
                    text_handler(event["Text"], start, end)
                elif self.raw_start is None:
                    self.raw_start = start
            elif "Start" in event:
                kind = event["Start"]
                detail = None
                if type(kind) is dict:
                    ((kind, detail),) = kind.items()
                if kind not in UNREAD:
                    frames.append((start, end, detail, pieces.length))
                    if kind in OUTLINE:
                        outline.append((start, end))
                    start_handlers[kind](detail, start, end)
                continue
            elif "End" in event:
                kind = event["End"]
                if type(kind) is dict:
                    (kind,) = kind
                if kind not in UNREAD:
                    end_handlers[kind](frames.pop())
            elif type(event) is str:
                leaf_handlers[event](None, start, end)
            else:
                ((name, value),) = event.items()
                leaf_handlers[name](value, start, end)
            self.last = end
        self.flow.tags_before(NEVER)
        self.content.tables = self.tables.found
        self.content.span = self._span
        return self.builder.finish()

    def _read_definitions(self) -> None:
        if "]:" not in self.parsed:
            return
        found = list(parser().reference_definitions(self.parsed).values())
        for definition in sorted(found, key=lambda definition: definition["span"]["start"]):
            place = definition["span"]
            self.targets.define(self._span(place["start"], place["end"]), definition["dest"], definition["title"])
        self.content.definitions = self.targets.definitions

    def _soft_break(self, _: None, start: int, end: int) -> None:
        self.flow.soft_break(start, end)

    def _hard_break(self, _: None, start: int, end: int) -> None:
        self.flow.hard_break(start, end)

    # Blocks

    def _rule(self, _: None, start: int, end: int) -> None:
        self.builder.close_block()

    def _start_paragraph(self, _: None, start: int, end: int) -> None:
        self.builder.open_block("list-item" if self.lists.depth else "paragraph")

    def _end_paragraph(self, frame: Frame) -> None:
        self.builder.end_block()

    def _start_heading(self, detail: dict[str, Any], start: int, end: int) -> None:
        self.builder.open_block("heading", detail["level"].lower())
        self.last = start

    def _end_heading(self, frame: Frame) -> None:
        start, end, detail, prose_start = frame
        span = self._span(start, end)
        text = self.pieces.since(prose_start).strip()
        self.builder.end_block()
        text_end = self.at(self.last) if self.last > start else 0
        self.content.headings.append(heading(self.text, span, int(detail["level"][1]), text, text_end, detail["id"]))

    def _start_list(self, _: int | None, start: int, end: int) -> None:
        self.builder.close_block()
        self.lists.start()

    def _end_list(self, frame: Frame) -> None:
        self.lists.end(*frame[:3])

    def _start_item(self, _: None, start: int, end: int) -> None:
        self.builder.open_block("list-item")
        self.lists.start_item()

    def _end_item(self, frame: Frame) -> None:
        self.builder.end_block()
        self.lists.end_item(frame[0], frame[1])

    def _task(self, checked: bool, start: int, end: int) -> None:
        self.lists.task(checked)

    def _start_quote(self, alert: str | None, start: int, end: int) -> None:
        self.quote_depth += 1
        # An alert such as `> [!NOTE]` is the author's own word, not a quotation.
        self.builder.enter("alert" if alert else "quote")

    def _end_quote(self, frame: Frame) -> None:
        start, end, alert, _ = frame
        self.quote_depth -= 1
        self.builder.leave("alert" if alert else "quote")
        self.content.quotes.append(Quote(self._span(start, end), alert.lower() if alert else None))

    def _start_footnote(self, _: str, start: int, end: int) -> None:
        self.builder.enter("footnote")

    def _end_footnote(self, frame: Frame) -> None:
        start, end, label, _ = frame
        self.builder.leave("footnote")
        self.content.footnotes.append(Footnote(self._span(start, end), label))

    def _footnote_reference(self, label: str, start: int, end: int) -> None:
        self.content.footnote_references.append(FootnoteReference(Span(self.at(start), self.at(end)), label))

    def _start_table(self, _: Any, start: int, end: int) -> None:
        self.builder.close_block()
        self.flow.in_cell = True

    def _end_table(self, frame: Frame) -> None:
        self.flow.in_cell = False
        self.tables.end(self._span(frame[0], frame[1]))

    def _start_row(self, _: None, start: int, end: int) -> None:
        """A row begins with its first cell."""

    def _end_row(self, frame: Frame) -> None:
        self.tables.end_row(self._span(frame[0], frame[1]))

    def _start_cell(self, _: None, start: int, end: int) -> None:
        self.builder.open_block("table-cell")

    def _end_cell(self, frame: Frame) -> None:
        if frame[0] == self.frames[-1][1]:
            # The parser fills up rows in which cells are missing.
            return
        text = self.pieces.since(frame[3]).strip()
        self.builder.end_block()
        self.tables.end_cell(self.at(frame[0]), self.at(frame[1]), text)

    # Code and HTML

    def _start_code(self, _: Any, start: int, end: int) -> None:
        self.builder.close_block()
        self.is_raw, self.raw_start = True, None

    def _end_code(self, frame: Frame) -> None:
        start, end, kind, _ = frame
        self.is_raw = False
        lines = None if self.raw_start is None else Span(self.at(self.raw_start), self.at(self.last))
        found = code.block(self.text, self._span(start, end), lines, None if kind == "Indented" else kind["Fenced"])
        if self.is_mdx and found.kind == "indented":
            # MDX has no indented code: what is deeply indented is the content of components.
            self.builder.open_block("paragraph")
            self.markup.block(found.content_span)
            self.builder.end_block()
        else:
            self.content.code.append(found)

    def _code(self, _: str, start: int, end: int) -> None:
        found = code.inline(self.text, Span(self.at(start), self.at(end)))
        if self.flow.images:
            written = self.text[slice(*found.content_span)]
            self.flow.images[-1].atom(*found.span, " ".join(written.split()) or " ")
            self.content.code.append(found)
        else:
            self.builder.code(found)

    def _start_html(self, _: None, start: int, end: int) -> None:
        self.builder.open_block("list-item" if self.lists.depth else "paragraph")
        self.is_raw = True

    def _html(self, _: str, start: int, end: int) -> None:
        self.markup.line(Span(self.at(start), self.at(end)))

    def _end_html(self, frame: Frame) -> None:
        self.is_raw = False
        self.markup.block(self._span(frame[0], frame[1]))
        self.builder.close_block()

    def _inline_html(self, _: str, start: int, end: int) -> None:
        if not self.flow.images:
            self.markup.inline(self.at(start), self.at(end), in_quote=self.quote_depth > 0)

    # Links and images

    def _start_link(self, _: Any, start: int, end: int) -> None:
        self.flow.link_depth += 1
        self.last = start + 1

    def _start_image(self, _: Any, start: int, end: int) -> None:
        self.flow.images.append(Pieces())
        self.last = start + 2

    def _end_link(self, frame: Frame) -> None:
        self.flow.link_depth -= 1
        if self.flow.images:
            return
        start, end, value, prose_start = frame
        span, prose = self._link_span(value, start, end), Span(prose_start, self.pieces.length)
        if value["link_type"] in ("Autolink", "Email"):
            inner = Span(span.start + 1, span.end - 1)
            written = self.text[slice(*inner)]
            self.content.links.append(Link(span, "autolink", written, inner, written, inner, prose=prose))
            return
        text_span = Span(span.start + 1, self._text_end(span.end))
        text = self.pieces.since(prose_start).strip()
        target = self._target(value, span, text_span)
        self.content.links.append(
            Link(span, target.kind, target.url, target.url_span, text, text_span, *target[3:], prose=prose)
        )

    def _end_image(self, frame: Frame) -> None:
        pieces = self.flow.images.pop()
        if self.flow.images:
            self.flow.images[-1].append(pieces)
            return
        start, end, value, _ = frame
        span = self._link_span(value, start, end)
        alt_span = Span(span.start + 2, self._text_end(span.end))
        target = self._target(value, span, alt_span)
        alt = "".join(pieces.parts)
        self.content.images.append(Image(span, target.kind, target.url, target.url_span, alt, alt_span, *target[3:]))
        self.content.aside(pieces, "alt-text")

    def _link_span(self, value: dict[str, str], start_byte: int, end_byte: int) -> Span:
        """The parser leaves the ``[]`` of a collapsed reference out, and at the end of a heading takes blanks in."""
        end = self.at(end_byte)
        if value["link_type"] == "Collapsed" and self.text.startswith("[]", end):
            end += 2
        while self.text[end - 1].isspace():
            end -= 1
        return Span(self.at(start_byte), end)

    def _text_end(self, end: int) -> int:
        """Where the bracket stands that closes the text of a link or an image."""
        return max(0, self.text.find("]", self.at(self.last), end))

    def _target(self, value: dict[str, str], span: Span, text_span: Span) -> Target:
        link_type = value["link_type"]
        if link_type == "Inline":
            return self.targets.inline(span, text_span.end, value["dest_url"], value["title"])
        label_span = text_span
        if link_type.startswith("Reference"):
            label_start = self.text.index("[", text_span.end) + 1
            label_span = Span(label_start, max(label_start, span.end - 1))
        return self.targets.reference(label_span, value["id"], value["dest_url"])
