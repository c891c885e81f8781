"""The examples of a rule file, and what is wrong with how they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from postlint import carets
from postlint.kinds.grammar.slips import unquoted
from postlint.rule import Case

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.grammar.spec import Spec

Read = Callable[["Spec", "Node", str], Any]

JOINED = "YAML joins the lines of this example, so that its carets point nowhere; "
UNJOINED = {"folded": "write '|' instead of '>'.", "plain": "put '|' where it begins, and its lines below."}


def cases(spec: Spec, key: str) -> tuple[Case, ...]:
    """The examples under ``bad`` or ``good``."""
    found = spec.root.get(key)
    if found is None:
        return ()
    items = [found] if found.kind != "sequence" else found.items
    if not items:
        spec.error(found.span, f"'{key}' is an example or a list of examples, and this list is empty.")
    return tuple(case for item in items if (case := _case(spec, item, is_bad=key == "bad")) is not None)


def _case(spec: Spec, node: Node, *, is_bad: bool) -> Case | None:
    if node.kind != "mapping":
        text = _text(spec, node, "An example")
        if is_bad:
            _tell_carets(spec, node)
        return Case(text) if text else None
    if (words := unquoted(node, _keys())) is not None:
        spec.error(
            node.span, f"'{words}' is read as a key and its value; put quotes around the example, or '|' above it."
        )
        return None
    spec.unknown_keys(node, _keys(), "an example")
    text_node = node.get("text")
    if text_node is None:
        spec.tell_lacking(node, "text", "The example")
        return None
    if is_bad:
        _tell_carets(spec, text_node)
    elif fixed := node.get("fixed"):
        spec.error(fixed.span, "Nothing is to be fixed in a good example; leave 'fixed' out.")
    given = {key: read(spec, value, f"'{key}'") for key, read in _keys().items() if (value := node.get(key))}
    return Case(**given)


def _tell_carets(spec: Spec, node: Node) -> None:
    """Tell what is wrong with lines of carets; no mistake that keeps a rule from working."""
    if node.kind != "scalar":
        return
    if "^^" in node.text and node.style in UNJOINED:
        spec.error(node.span, JOINED + UNJOINED[node.style])
        return
    for offset, message in carets.read(node.text).mistakes:
        spec.note(node.source_span(offset, offset + 1), message)


def _text(spec: Spec, node: Node, what: str) -> str:
    """A text as it stands, white space at its ends too."""
    return node.text if spec.text_of(node, what) else ""


def _mapping(spec: Spec, node: Node, what: str) -> dict[str, Any]:
    if node.kind != "mapping":
        examples = {"'options'": "{most: 3}", "'house'": "{name: Acme}", "'files'": "{other.md: '# Other'}"}
        spec.error(node.span, f"{what} has keys of its own, as in {examples[what]}.")
        return {}
    return {entry.key.text: entry.value.value for entry in node.entries}


def _texts(spec: Spec, node: Node, what: str) -> dict[str, str]:
    _mapping(spec, node, what)
    return {entry.key.text: _text(spec, entry.value, f"'{entry.key.text}'") for entry in node.entries}


def _day(spec: Spec, node: Node, what: str) -> str | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", node.text) or node.error:
        spec.error(node.span, f"{what} is a day such as 2024-01-31, not '{node.text}'.")
        return None
    return node.text


@cache
def _keys() -> dict[str, Read]:
    return {
        "text": _text,
        "fixed": _text,
        "options": _mapping,
        "house": _mapping,
        "path": _text,
        "files": _texts,
        "today": _day,
    }
