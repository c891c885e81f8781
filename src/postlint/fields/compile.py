"""The short form as a JSON Schema, by which editors complete and check front matter.

What rests on other posts is no part of it, nor are earliest and latest days, for which JSON Schema has no keyword.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postlint.document.paths import ITEMS, keys_of
from postlint.fields import types
from postlint.fields.json_schema import BASE
from postlint.fields.model import LIST_OF, Description, Field, FieldOverride, When
from postlint.fields.presets import preset

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EMPTY: tuple[Any, ...] = (None, "", [], {})


def compiled(description: Description, generator: str, path: str | None = None) -> dict[str, Any]:
    """The JSON Schema of a post's front matter.

    ``path`` tells which overrides by path hold; without one none does. ``generator`` is the one whose keys are known
    where the description names none.
    """
    from postlint.globs import matches_any

    overrides = [
        override
        for override in description.overrides
        if not override.paths or (path is not None and matches_any(path, override.paths))
    ]
    said = dict(description.fields)
    said.update({name: {} for override in overrides for name in override.fields if name not in said})
    only = _is_closed(description, overrides)
    known = said if only else {**preset(description.preset or generator), **said}
    schema: dict[str, Any] = {"$schema": DIALECT, "title": "Front matter", "type": "object"}
    conditions: list[dict[str, Any]] = []
    for name, attributes in known.items():
        own = [override for override in overrides if name in override.fields]
        if any(override.when for override in own):
            _merge(schema, _place(keys_of(name), {}))
            conditions.append(_resolved(name, own, attributes))
        else:
            merged = {**attributes, **{key: value for one in own for key, value in one.fields[name].items()}}
            field = Field(name, **merged)
            _merge(schema, _present(field))
            conditions += _required(field)
    closed = _closed(schema, overrides, description.additional)
    conditions += [closed] if closed else []
    if description.schema is not None:
        conditions.append({"$ref": BASE + description.schema.main})
        files = description.schema.files.items()
        schema["$defs"] = {name: {"$id": BASE + name, **contents} for name, contents in files}
    return {**schema, "allOf": conditions} if conditions else schema


def _is_closed(description: Description, overrides: Sequence[FieldOverride]) -> bool:
    return not description.additional or any(override.additional is False for override in overrides)


def _resolved(name: str, overrides: Sequence[FieldOverride], said: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for a field, by which of its overrides hold; of these the later wins."""
    for index, override in enumerate(overrides):
        changed = {**said, **override.fields[name]}
        if override.when is not None:
            rest = overrides[index + 1 :]
            return {
                "if": _when(override.when),
                "then": _resolved(name, rest, changed),
                "else": _resolved(name, rest, said),
            }
        said = changed
    field = Field(name, **said)
    schema = _present(field)
    required = _required(field)
    return {**schema, "allOf": required} if required else schema


def _closed(schema: dict[str, Any], overrides: Sequence[FieldOverride], additional: bool) -> dict[str, Any]:
    """Where only described keys may stand, said of the schema itself or, where that depends, of a condition."""
    for index, override in enumerate(overrides):
        if override.additional is None:
            continue
        if override.when is not None:
            rest = overrides[index + 1 :]
            names = {"properties": _names(schema)}
            then, other = ({**names}, {**names})
            _closed(then, rest, override.additional)
            _closed(other, rest, additional)
            return {"if": _when(override.when), "then": then, "else": other}
        additional = override.additional
    if not additional:
        _close(schema)
    return {}


def _close(schema: dict[str, Any]) -> None:
    if "properties" in schema:
        schema["additionalProperties"] = False
        for inner in schema["properties"].values():
            _close(inner)
    if "items" in schema:
        _close(schema["items"])


def _names(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a schema, with nothing said of them but what they are called."""
    return {
        key: {
            **({"properties": _names(inner)} if "properties" in inner else {}),
            **({"items": {"properties": _names(inner["items"])}} if "properties" in inner.get("items", {}) else {}),
        }
        for key, inner in schema.get("properties", {}).items()
    }


def _present(field: Field) -> dict[str, Any]:
    """What holds of a field where it is there, under any of its names."""
    schema: dict[str, Any] = {}
    for name in (field.name, *field.aliases):
        _merge(schema, _place(keys_of(name), _value(field)))
    return schema


def _required(field: Field) -> list[dict[str, Any]]:
    """What asks for a field, as conditions on the front matter as a whole."""
    *above, last = keys_of(field.name)
    if last == ITEMS:
        return []
    filled = {"not": {"enum": list(EMPTY)}}
    names = [last, *(keys_of(alias)[-1] for alias in field.aliases)]
    each = [{"required": [name], "properties": {name: filled}} for name in names]
    demand = _place(tuple(above), each[0] if len(each) == 1 else {"anyOf": each})
    found: list[dict[str, Any]] = []
    if field.required:
        found.append(demand)
    if field.required_if is not None:
        found.append({"if": _when(field.required_if), "then": demand})
    if field.required_unless is not None:
        found.append({"if": _when(field.required_unless), "else": demand})
    found += [{"if": _when(When((field.name,))), "then": _when(When((name,)))} for name in field.needs]
    return found


def _when(when: When) -> dict[str, Any]:
    """A condition: keys that are there and say something, and keys with one of some values."""
    conditions = [_there(keys_of(name), {"not": {"enum": list(EMPTY)}}) for name in when.there]
    conditions += [_there(keys_of(name), {"enum": list(values)}) for name, values in when.values.items()]
    return conditions[0] if len(conditions) == 1 else {"allOf": conditions}


def _there(path: tuple[str, ...], value: dict[str, Any]) -> dict[str, Any]:
    schema = value
    for part in reversed(path):
        schema = {"contains": schema} if part == ITEMS else {"required": [part], "properties": {part: schema}}
    return schema


def _place(path: tuple[str, ...], value: dict[str, Any]) -> dict[str, Any]:
    """A schema at the end of a path of keys; ``[]`` is each item of a list."""
    schema = value
    for part in reversed(path):
        schema = {"items": schema} if part == ITEMS else {"properties": {part: schema}}
    return schema


def _merge(schema: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(schema.get(key), dict):
            _merge(schema[key], value)
        elif key in schema and schema[key] != value:
            schema.setdefault("allOf", []).append({key: value})
        else:
            schema[key] = value


def _value(field: Field) -> dict[str, Any]:
    """What holds of a field's value."""
    schema: dict[str, Any] = {"description": field.help} if field.help else {}
    if field.deprecated is not None:
        schema |= {"deprecated": True, "description": field.deprecated}
    schema |= types.schema(field.types)
    if field.one_of:
        listed = {"enum": [_plain(value) for value in field.one_of]}
        if "array" in _kinds(field):
            schema |= {"if": {"type": "array"}, "then": {"items": listed}, "else": listed}
        else:
            schema |= listed
    if field.pattern is not None:
        _merge(schema, {"allOf": [{"pattern": field.pattern}, {"items": {"pattern": field.pattern}}]})
    for bound, keywords in ((field.least, _LEAST), (field.most, _MOST)):
        if isinstance(bound, int | float):
            schema |= {keyword: bound for kind, keyword in keywords.items() if kind in _kinds(field)}
    return {**schema, "uniqueItems": True} if field.unique else schema


_LEAST = {"string": "minLength", "array": "minItems", "object": "minProperties", "number": "minimum"}
_MOST = {"string": "maxLength", "array": "maxItems", "object": "maxProperties", "number": "maximum"}


def _kinds(field: Field) -> set[str]:
    """The JSON types that a field's value may have."""
    of = {"bool": "boolean", "int": "number", "number": "number", "list": "array", "map": "object"}
    kinds = {"array" if name.startswith(LIST_OF) else of.get(name, "string") for name in field.types}
    return kinds or set(_LEAST)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | int | float | None) else str(value)
