"""What YAML silently makes of text that lacks its quotes: told, so that no word of a rule goes missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from postlint.data.node import shortened
from postlint.expression import expression
from postlint.kinds.grammar.advice import meant_by

if TYPE_CHECKING:
    from postlint.data import Node

ANCHOR = expression(r"&(?P<name>[^\s,\[\]{}]+)[ \t]*\Z")
COMMENT = expression(r"[ \t]+(?P<comment>#\S[^\r\n]*)")
"""A comment that looks like text: other than most, it has no space behind its sign."""
TYPOGRAPHIC = expression(r"[“”„«‘’].*[“”»’‘]", re.DOTALL)
ESCAPE = expression(r"\\(?:[^bNLP_]|(?P<letter>[bNLP_]))", re.DOTALL)
"""Escapes of a string in double quotes; those with a ``letter`` mean something else in an expression."""

UNSEEN = {
    "\\b": "a control character",
    "\\N": "a line end",
    "\\L": "a line end",
    "\\P": "the end of a paragraph",
    "\\_": "a no-break space",
}


def slip(node: Node, text: str, start: int, end: int) -> str:
    """What has gone wrong with the scalar at ``text[start:end]``, as a sentence; empty where nothing has."""
    if anchor := ANCHOR.search(text, _line_start(text, start), start):
        name = anchor.group("name")
        if not re.search(rf"\*{re.escape(name)}(?![\w-])", text):
            return f"'&{name}' is left out, because YAML takes it for a label; put quotes around the text."
    if node.style == "plain" and (comment := COMMENT.match(text, end)):
        words = shortened(comment.group("comment"))
        advice = "put quotes around the text, or a space behind the '#' of a comment"
        return f"'{words}' is left out, because YAML takes it for a comment; {advice}."
    if node.style == "plain" and TYPOGRAPHIC.fullmatch(node.text):
        return f"The quotes around '{shortened(node.text[1:-1])}' are typographic, and YAML knows only \" and '."
    if node.style == "double":
        letters = (found.group() for found in ESCAPE.finditer(text, start, end) if found.group("letter"))
        if escape := next(letters, None):
            return f"In double quotes {escape} stands for {UNSEEN[escape]}; put single quotes around the text."
    return ""


def unquoted(node: Node, keys: Collection[str]) -> str | None:
    """The words of what is meant as a text with a colon and lacks its quotes; None where these may be keys."""
    if len(node.entries) != 1 or node.style != "block":
        return None
    key, value = node.entries[0].key, node.entries[0].value
    if value.kind != "scalar" or key.text in keys or meant_by(key.text, keys):
        return None
    return shortened(f"{key.text}: {value.text}")


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
