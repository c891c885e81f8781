"""What must hold for every document: used by the tests on examples, on real posts and on made-up ones."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from postlint.document import MASK, Comment, Document, Link
from postlint.document.nodes import Definition, Image
from postlint.text import LINE_END, Span

NODES = (
    "headings",
    "links",
    "images",
    "code",
    "tags",
    "tables",
    "lists",
    "quotes",
    "footnotes",
    "footnote_references",
    "definitions",
    "shortcodes",
    "comments",
)
ELSEWHERE = {"url_span", "title_span"}
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
LINE_WRAP = re.compile(r"(\r\n|\r|\n)[ \t>]*")


def nodes_of(doc: Document) -> Iterator[tuple[str, Any]]:
    for name in NODES:
        for node in getattr(doc, name):
            yield name, node


def parts(node: Any) -> Iterator[tuple[str, Span]]:
    """Every span of a node and of what is in it, with its name."""
    for name, value in zip(node._fields, node, strict=True):
        if name in ("prose", "tag"):
            continue
        if isinstance(value, Span):
            yield name, value
        elif isinstance(value, tuple):
            for inner in value:
                if hasattr(inner, "_fields"):
                    for inner_name, span in parts(inner):
                        yield f"{name}.{inner_name}", span


def _joined(text: str) -> str:
    """Text without its line wraps, quote marks at the start of lines among them."""
    return " ".join(LINE_WRAP.sub(" ", text).split())


def unescaped(written: str) -> str:
    """Markdown as it reads: escapes and entities decoded."""
    return ESCAPE.sub(lambda found: found[1] or html.unescape(found[2]), written)


def violations(doc: Document) -> list[str]:
    """What is wrong with the spans of a document, in words."""
    return [*_node_violations(doc), *_target_violations(doc), *_prose_violations(doc), *_outline_violations(doc)]


def _node_violations(doc: Document) -> Iterator[str]:
    text = doc.source.text
    for kind, node in nodes_of(doc):
        for name, span in parts(node):
            what = f"{kind} {name} {tuple(span)} of {node!r:.300}"
            if not 0 <= span.start <= span.end <= len(text):
                yield f"out of the file: {what}"
            elif not node.span.contains(span) and not (kind in ("links", "images") and name in ELSEWHERE):
                yield f"out of its node: {what}"
            is_node = name == "span" or (name.endswith(".span") and ".attributes" not in name)
            if is_node and text[span.start : span.end].endswith(("\n", "\r")):
                yield f"ends in a line end: {what}"
            is_block = name == "content_span" and node.kind in ("fenced", "indented")
            if is_block and span.end < node.span.end and text[span.end] not in "\r\n":
                yield f"not the end of a line: {what}"
        if node.span.start == node.span.end:
            yield f"empty: {kind} {node!r:.300}"
        if isinstance(node, Comment) and _joined(text[slice(*node.text_span)]) != _joined(node.text):
            yield f"comment's text: {node!r:.300}"


def _target_violations(doc: Document) -> Iterator[str]:
    text = doc.source.text
    for kind, node in nodes_of(doc):
        if not isinstance(node, (Link, Image, Definition)):
            continue
        written = text[slice(*node.url_span)]
        markdown = kind == "definitions" or node.kind in ("inline", "reference")
        is_missing = not node.url and kind == "images"
        is_right = node.url in (written, unescaped(written), html.unescape(written)) or (markdown and "\0" in written)
        if not is_missing and not is_right:
            yield f"URL {written!r} of {node!r:.300}"
        if node.title is not None:
            assert node.title_span is not None
            title = LINE_WRAP.sub("\n", text[slice(*node.title_span)])
            plain = LINE_WRAP.sub("\n", node.title)
            if plain not in (title, unescaped(title), html.unescape(title)) and "\0" not in title:
                yield f"title {title!r} of {node!r:.300}"
        if isinstance(node, Link):
            read = doc.prose.text[slice(*node.prose)]
            if node.kind in ("inline", "reference", "html") and read.strip() != node.text:
                yield f"text {read!r} of {node!r:.300}"


def _prose_violations(doc: Document) -> Iterator[str]:
    text, prose = doc.source.text, doc.prose
    before = 0
    for block in prose.blocks:
        if not before <= block.start < block.end <= len(prose.text):
            yield f"block out of order: {block}"
        before = block.end
    reached, current = -1, -1
    for start, end, span, is_verbatim in prose.pieces():
        what = f"piece {prose.text[start:end]!r} at {tuple(span)}"
        if not 0 <= span.start <= span.end <= len(text):
            yield f"out of the file: {what}"
        elif is_verbatim and LINE_END.sub(" ", text[slice(*span)]) != prose.text[start:end]:
            yield f"not verbatim: {what} is {text[slice(*span)]!r}"
        if not is_verbatim and span.start == span.end:
            yield f"stands for nothing: {what}"
        block = prose.block_at(start)
        if not block.start <= start < end <= block.end:
            yield f"out of its block {block}: {what}"
        if block.start == current and span.start < reached:
            yield f"read twice: {what}"
        reached, current = span.end, block.start
        if re.search(r"[\t\r]|  ", prose.text[start:end]):
            yield f"white space: {what}"
    for block in prose.blocks:
        words = prose.text[block.start : block.end]
        if "  " in words or " \n " in words:
            yield f"white space: {words!r}"
        whole = prose.span(block.start, block.end)
        if not whole.start < whole.end:
            yield f"no way back: {words!r}"


def _outline_violations(doc: Document) -> Iterator[str]:
    for span in doc.outline:
        if not 0 <= span.start <= span.end <= len(doc.source.text):
            yield f"outline: {span}"


def shifted(doc: Document, by: int) -> list[Any]:
    """All nodes with their spans moved, to be compared with another document's."""
    return [(kind, _shifted(node, by)) for kind, node in nodes_of(doc)]


def _shifted(value: Any, by: int) -> Any:
    if isinstance(value, Span):
        return value.shifted(by)
    if hasattr(value, "_fields"):
        parts = {name: _shifted(part, by) for name, part in value._asdict().items() if name != "prose"}
        return (type(value).__name__, *parts.values())
    if isinstance(value, tuple):
        return tuple(_shifted(part, by) for part in value)
    return value


def readable(prose_text: str) -> str:
    return prose_text.replace(MASK, "*")
