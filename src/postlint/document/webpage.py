"""Posts written in HTML below front matter."""

from __future__ import annotations

from postlint.document.builder import Builder, Content
from postlint.document.html import Text, Tokenizer
from postlint.document.nodes import Comment
from postlint.document.shortcodes import Template
from postlint.text import Span


def read(text: str, body: int, template: Template) -> Content:
    """Read the HTML of ``text`` from the offset ``body`` on."""
    filled = template.text or text
    builder = Builder(text)
    builder.template(template)
    for token in Tokenizer(filled, text).tokens(body, len(text)):
        if isinstance(token, Text):
            builder.html_text(Span(*token), filled)
        elif isinstance(token, Comment):
            builder.comment(token)
        else:
            builder.tag(token, in_block=True)
    return builder.finish()
