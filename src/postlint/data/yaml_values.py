"""What a YAML scalar means by the rules of YAML 1.1, told exactly as PyYAML tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from postlint.data.node import MAX_NUMBER_LENGTH, DataError, shortened

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from postlint.text import Span

CORE = "tag:yaml.org,2002:"
_MERGE, _VALUE = CORE + "merge", CORE + "value"
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers


def resolved(text: str) -> str | None:
    """The tag that YAML 1.1 gives a plain scalar; None for a string."""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return None


_constructor = yaml.constructor.SafeConstructor()
CONSTRUCTORS: dict[str, tuple[Callable[[Any], Any], str]] = {
    CORE + "str": (_constructor.construct_yaml_str, "text"),
    CORE + "null": (_constructor.construct_yaml_null, "null"),
    CORE + "bool": (_constructor.construct_yaml_bool, "true or false"),
    CORE + "int": (_constructor.construct_yaml_int, "a whole number"),
    CORE + "float": (_constructor.construct_yaml_float, "a number"),
    CORE + "timestamp": (_constructor.construct_yaml_timestamp, "a date that exists"),
}


def constructed(tag: str, text: str, span: Span) -> tuple[Any, DataError | None]:
    """The value of a scalar as PyYAML makes it, or its text and why there is none."""
    if tag in (_MERGE, _VALUE):
        problem = "merge" if tag == _MERGE else "indicator"
        return text, DataError(f"'{text}' has a meaning of its own in YAML; put quotes around it.", span, problem)
    construct, expected = CONSTRUCTORS[tag]
    if len(text) > MAX_NUMBER_LENGTH and tag != CORE + "str":
        return text, DataError(f"'{shortened(text)}' is too long to be {expected}.", span, "value")
    try:
        return construct(yaml.ScalarNode(tag, text)), None
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
        problem = "date" if tag == CORE + "timestamp" else "value"
        return text, DataError(f"'{shortened(text)}' is not {expected}.", span, problem)
