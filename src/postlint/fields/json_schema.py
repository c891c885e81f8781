"""Front matter beside a JSON Schema of the house: the only module that validates by one.

Whatever pattern or reference a schema has, a validation comes to an end: patterns have a time limit, and keywords are
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postlint.fields import words
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from postlint.data import Node
    from postlint.text import Span

BASE = "https://schema.invalid/"
"""What paths of schema files hang on, so that their references to each other can be worked out as URLs are."""
MOST_STEPS = 10_000
SECONDS_PER_PATTERN = 0.1
_RULES = {
    "missing-field": "required dependentRequired",
    "unknown-field": "additionalProperties unevaluatedProperties propertyNames properties patternProperties",
    "wrong-type": "type",
    "unlisted-value": "enum const",
    "out-of-range": (
        "minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems contains"
        " minContains maxContains minProperties maxProperties"
    ),
    "repeated-value": "uniqueItems",
    "deprecated-field": "deprecated",
}
RULE_OF = {keyword: rule for rule, keywords in _RULES.items() for keyword in keywords.split()}
"""The rule that tells what a keyword forbids; what the others forbid, ``malformed-value`` tells."""


class Violation(NamedTuple):
    """What does not fit: by the name of the rule that tells it, where, in a sentence, and what to do about it.

    ``span`` is None where it is about the front matter as a whole.
    """

    rule: str
    span: Span | None
    message: str
    help: str | None = None


class JsonSchema:
    """The files of a schema as data, by their paths; ``main`` is the one to begin with.

    The ``$id`` of a file and every ``$schema`` are taken out before: a path is the identity of a file, and 2020-12 the
    only dialect.
    """

    def __init__(self, main: str, files: Mapping[str, Any]) -> None:
        self.main = main
        self.files = files
        self._steps = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonSchema) and (self.main, self.files) == (other.main, other.files)

    __hash__ = None  # type: ignore[assignment]

    @property
    def settings(self) -> tuple[str, Mapping[str, Any]]:
        """All that makes one schema differ from another."""
        return self.main, self.files

    def __getstate__(self) -> dict[str, Any]:
        return {"main": self.main, "files": self.files, "_steps": 0}

    def violations(self, root: Node) -> list[Violation]:
        """Where front matter does not fit, from front to back. Raises TimeoutError where that cannot be found out."""
        instance = plain(root)
        self._steps = MOST_STEPS
        found: list[Violation] = []
        try:
            for validator in self._validators:
                found.extend(_violation(root, _narrowed(error)) for error in validator.iter_errors(instance))
        except RecursionError:
            raise TimeoutError from None
        return sorted(dict.fromkeys(found), key=lambda violation: violation.span or (-1, -1))

    @cached_property
    def registry(self) -> Any:
        """The files as the library looks them up."""
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        resources = ((BASE + path, DRAFT202012.create_resource(contents)) for path, contents in self.files.items())
        return Registry().with_resources(resources)

    @cached_property
    def _validators(self) -> tuple[Any, ...]:
        """One for what does not fit, one for what is deprecated."""
        from jsonschema import Draft202012Validator, validators

        known = Draft202012Validator.VALIDATORS
        leading = {name: known[name] for name in ("$ref", "items", "prefixItems", "allOf")}
        return tuple(
            validators.create(
                Draft202012Validator.META_SCHEMA,
                {name: self._counted(check) for name, check in keywords.items()},
                type_checker=Draft202012Validator.TYPE_CHECKER,
            )({"$ref": BASE + self.main}, registry=self.registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
            for keywords in ({**known, **_KEYWORDS}, {**leading, "properties": _inner, "deprecated": _deprecated})
        )

    def _counted(self, check: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            self._steps -= 1
            if self._steps < 0:
                raise TimeoutError
            return check(*given)

        return counted


def plain(node: Node) -> Any:
    """The value as JSON has it: dates and times as they are written."""
    if node.kind == "mapping":
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if node.kind == "sequence":
        return [plain(item) for item in node.items]
    return node.value if isinstance(node.value, str | bool | int | float | None) else node.text


# Keywords that need a place of their own for each key, or a time limit


def _error(message: str, *path: str) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(message, path=path)


def _required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        yield from (_error(name) for name in names if name not in instance)


def _dependent(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    for key in names if isinstance(instance, dict) else ():
        if key in instance:
            yield from (_error(name) for name in names[key] if name not in instance)


def _additional(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    patterns = schema.get("patternProperties", {})
    for key in instance:
        if key not in schema.get("properties", {}) and not any(_matches(pattern, key) for pattern in patterns):
            yield from _descended(validator, instance, key, allowed)


def _properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    for key, inner in properties.items() if isinstance(instance, dict) else ():
        if key in instance:
            yield from _descended(validator, instance, key, inner)


def _unevaluated(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator.VALIDATORS["unevaluatedProperties"](validator, allowed, instance, schema):
        named = [key for key in instance if repr(key) in error.message]
        yield from (_error(key, key) for key in named)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _matches(pattern, instance):
        yield _error(pattern)


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    for pattern, inner in patterns.items() if isinstance(instance, dict) else ():
        for key in instance:
            if _matches(pattern, key):
                yield from _descended(validator, instance, key, inner)


def _descended(validator: Any, instance: Any, key: str, schema: Any) -> Iterator[ValidationError]:
    """What is wrong with the value of a key; where there may be none, the key, which the library would not name."""
    if schema is False:
        yield _error(key, key)
    else:
        yield from validator.descend(instance[key], schema, path=key)


def _inner(validator: Any, properties: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    allowed = {key: inner for key, inner in properties.items() if inner is not False}
    yield from _properties(validator, allowed, instance, schema)


def _deprecated(validator: Any, deprecated: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if deprecated is True:
        yield _error(str(schema.get("description") or ""))


_KEYWORDS = {
    "properties": _properties,
    "required": _required,
    "dependentRequired": _dependent,
    "additionalProperties": _additional,
    "unevaluatedProperties": _unevaluated,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
}


def _matches(pattern: str, text: str) -> bool:
    import regex

    return regex.search(pattern, text, timeout=SECONDS_PER_PATTERN) is not None


# From errors to violations


def _narrowed(error: ValidationError) -> ValidationError:
    """Of a value that fits no alternative: what is wrong with the only one that is of its type."""
    while error.context and error.validator in ("anyOf", "oneOf"):
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        near = [found for found in branches.values() if not any(map(_is_about_type, found))]
        if len(near) != 1 or len(near[0]) != 1:
            return error
        error = near[0][0]
    return error


def _is_about_type(inner: ValidationError) -> bool:
    """Whether an alternative fails because the value as a whole is of another type."""
    return inner.validator == "type" and not inner.relative_path


def _violation(root: Node, error: ValidationError) -> Violation:
    node, key, name = root, None, ""
    for step in error.absolute_path:
        if isinstance(step, int):
            node = node.items[step]
        else:
            entry = next(entry for entry in reversed(node.entries) if entry.key.text == step)
            node, key = entry.value, entry.key
            name = f"{name}.{step}" if name else step
    keyword = str(error.validator)
    rule = RULE_OF.get(keyword, "malformed-value")
    about = words.against_schema(keyword, error.validator_value, name, node, error.message)
    span: Span | None = node.span
    if rule == "missing-field" and node is root:
        span = None
    elif key is not None and rule in ("unknown-field", "deprecated-field"):
        span = key.span
    return Violation(rule, span, *about)
