"""How findings about fields read: the same sentence whether the house wrote a field or a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from postlint.errors import nearest

if TYPE_CHECKING:
    from postlint.data import Node

MOST_QUOTED = 60
MOST_LISTED = 8


def quoted(text: str) -> str:
    """A user's own words in quotes, on one line and short."""
    line = " ".join(text.split())
    return f"'{line if len(line) <= MOST_QUOTED else line[: MOST_QUOTED - 1] + '…'}'"


def shown(value: Any) -> str:
    """A value as front matter shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def described(node: Node) -> str:
    """What a value is, in words."""
    if node.kind != "scalar":
        return "a mapping" if node.kind == "mapping" else "a list"
    if isinstance(node.value, str):
        return f"the text {quoted(node.value)}{_with_space(node.value)}" if node.value.strip() else "empty"
    if isinstance(node.value, bool) or node.value is None:
        return shown(node.value) if node.text else "empty"
    return f"the {'number' if isinstance(node.value, int | float) else 'date'} {quoted(node.text)[1:-1]}"


def _with_space(text: str) -> str:
    """Says that a text has spaces at its ends, which nobody sees."""
    ends = [end for end, has in (("before", text != text.lstrip()), ("behind", text != text.rstrip())) if has]
    return f" with space {' and '.join(ends)} it" if ends else ""


def subject(name: str) -> str:
    """A field, or the front matter as a whole, at the beginning of a sentence."""
    return f"'{name}'" if name else "The front matter"


def listed(words: Iterable[str]) -> str:
    """Words for a sentence: ``a, b or c``; of many the first."""
    several = list(words)
    if len(several) > MOST_LISTED:
        return f"{', '.join(several[:MOST_LISTED])} or {len(several) - MOST_LISTED} more"
    return " or ".join(part for part in (", ".join(several[:-1]), several[-1]) if part)


def wrong_type(name: str, node: Node, wants: str) -> str:
    return f"{subject(name)} is {described(node)}, and {wants} belongs there."


def unlisted(name: str, node: Node, choices: Iterable[Any]) -> tuple[str, str]:
    """A value that is none of those that may stand there, and what to do about it."""
    names = [shown(choice) for choice in choices]
    near = nearest(node.text, names) if node.text else None
    advice = f"Write '{near}'." if near else f"Write {listed(names)}."
    return f"{quoted(node.text or described(node))} is none of the values that '{name}' takes.", advice


def malformed(name: str, node: Node, pattern: str) -> str:
    return f"{quoted(node.text)} is not of the form that '{name}' has, {quoted(pattern)[1:-1]}."


def size(node: Node) -> tuple[Any, str]:
    """What bounds are about: the length of a text, the count of a list, or the value itself; and its unit."""
    if node.kind != "scalar":
        return (len(node.entries), "keys") if node.kind == "mapping" else (len(node.items), "items")
    if isinstance(node.value, str):
        return len(node.value.strip()), "characters"
    return node.value, ""


def out_of_range(name: str, node: Node, least: Any, most: Any) -> str:
    """A sentence about a value below ``least`` or above ``most``; one of both is None."""
    amount, unit = size(node)
    bound = f"at least {least}" if least is not None else f"at most {most}"
    if unit:
        one = unit[:-1] if amount == 1 else unit
        return f"{subject(name)} has {amount} {one}, and {bound} belong there."
    return f"{subject(name)} is {shown(amount)}, and {bound} belongs there."


JSON_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


def against_schema(keyword: str, said: Any, name: str, node: Node, about: str) -> tuple[str, str | None]:
    """What is wrong with a value by one keyword of a JSON Schema, and what to do about it.

    ``said`` is what the schema says there, ``about`` the key or the words that the check adds.
    """
    inner = f"{name}.{about}" if name else about
    match keyword:
        case "required" | "dependentRequired":
            return f"'{inner}' is missing.", f"Add '{about}'."
        case "additionalProperties" | "unevaluatedProperties" | "propertyNames" | "properties" | "patternProperties":
            return f"{subject(name)} is no key that may stand here.", "Take it out."
        case "type":
            wanted = [said] if isinstance(said, str) else said
            return wrong_type(name, node, listed(JSON_TYPES.get(one, one) for one in wanted)), None
        case "enum" | "const":
            return unlisted(name, node, said if keyword == "enum" else [said])
        case "pattern":
            return malformed(name, node, said), None
        case "minLength" | "minItems" | "minProperties" | "minimum":
            return out_of_range(name, node, said, None), None
        case "maxLength" | "maxItems" | "maxProperties" | "maximum":
            return out_of_range(name, node, None, said), None
        case "uniqueItems":
            return f"{subject(name)} names something twice.", "Take one of both out."
        case "deprecated":
            return f"{subject(name)} is out of use.", about or None
    return f"{subject(name)} is {described(node)}, which '{keyword}' in the schema does not allow.", None
