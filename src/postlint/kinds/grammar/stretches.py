"""Stretches of a post: those in which rules count, and those in which they look for what belongs together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.document import Section
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.kinds.grammar.look import Found, Look
    from postlint.kinds.grammar.spec import Spec

PER = {"post": "this post", "section": "this section", "heading": "the text under this heading"}
"""What may stand under ``per``, and how messages call it. A section reaches from a heading of the highest level that
the post uses to the next one, what stands under a heading to the next of whatever level; the text before the first
is one, too."""
SO_MANY_WORDS = expression(r"([1-9][\d,]{0,8}) words")
WITHIN = {
    "sentence": "its sentence",
    "paragraph": "its paragraph",
    "heading": "the text under its heading",
    "section": "its section",
    "post": "this post",
}
"""What may stand under ``within``, and how messages call it."""


class Per(NamedTuple):
    """In what things are counted: in each ``unit``, or, where ``words`` is set, in so many words of the post."""

    unit: str = "post"
    words: int = 0


def per(spec: Spec, node: Node) -> Per:
    """What stands under ``per``; the post where nothing does."""
    found = node.get("per")
    if found is not None and (words := SO_MANY_WORDS.fullmatch(found.text)):
        return Per(words=int(words.group(1).replace(",", "")))
    choices = {name: Per(name) for name in PER} | {"1000 words": Per(words=1000)}
    chosen: Per = spec.choice("per", choices, Per(), node)
    return chosen


def units(doc: Document, unit: str) -> Sequence[Section]:
    """The stretches of source of this name that a post has, front to back."""
    if unit == "section":
        return doc.sections
    if unit == "heading":
        return doc.passages
    return [Section(None, Span(0, len(doc.source.text)))]


def around(look: Look, found: Found, within: str) -> Span:
    """The sentence, paragraph, passage, section or post that a thing stands in, as a stretch of source.

    Front matter belongs to no section: there the post is looked through. A table is one paragraph, and a row of it one
    sentence. What is no text, such as an image, has no sentence: that is the paragraph then.
    """
    if within in ("sentence", "paragraph"):
        return _text_around(look, found, within)
    stretches = units(look.doc, within)
    index = bisect_right(stretches, found.at, key=lambda section: section.span.start) - 1
    return stretches[index].span if index >= 0 else Span(0, len(look.doc.source.text))


def _text_around(look: Look, found: Found, within: str) -> Span:
    if found.prose is None:
        return look.paragraph_at(found.at) or found.span(look.doc)
    block = look.doc.prose.block_at(found.prose.start)
    if "table-cell" in block.scopes and (cells := look.cells_at(found.at, within)):
        return cells
    paragraph = look.paragraph_at(found.at) or look.source_of(block.start, block.end)
    if within == "paragraph":
        return paragraph
    sentences = look.reading.sentences.of(block)
    sentence = look.reading.sentences.at(found.prose.start)
    span = look.source_of(*sentence)
    return Span(
        paragraph.start if sentence == sentences[0] else span.start,
        paragraph.end if sentence == sentences[-1] else span.end,
    )
