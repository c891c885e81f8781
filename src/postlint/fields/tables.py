"""Tables, as a config file or an example of a rule has them, become descriptions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.expression import expression
from postlint.fields.model import Description, Field, FieldOverride, When
from postlint.site.registries import listed

if TYPE_CHECKING:
    from postlint.fields.json_schema import JsonSchema
    from postlint.site.registries import Register

USE = expression(r"\s*use\s+['\"`]?(?P<key>[^\s'\"`]+?)['\"`]?\s*\.?\s*", re.IGNORECASE)


def description_of(
    table: Mapping[str, Any], registries: Mapping[str, Register] | None = None, schema: JsonSchema | None = None
) -> Description:
    """The description that a table stands for, with what it names in other files.

    Raises ValueError where it says what no field has.
    """
    return Description(
        preset=table.get("preset"),
        additional=bool(table.get("additional", True)),
        fields=_fields(table),
        overrides=tuple(
            FieldOverride(
                paths=tuple(override.get("paths", ())),
                when=_when(override["when"]) if "when" in override else None,
                additional=override.get("additional"),
                fields=_fields(override),
            )
            for override in table.get("overrides", ())
        ),
        registries={**_listed(table), **(registries or {})},
        schema=schema,
    )


def _listed(table: Mapping[str, Any]) -> dict[str, Register]:
    """The registries that stand in the table itself."""
    return {kind: listed(names) for kind, names in table.get("registries", {}).items() if not isinstance(names, str)}


def _fields(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    said = {key: _attributes(field) for key, field in table.get("fields", {}).items()}
    for key in table.get("required", ()):
        said[key] = {"required": True, **said.get(key, {})}
    return said


def _attributes(field: Any) -> dict[str, Any]:
    """What is said of a field, its type alone or a table, by the names that a Field has for it."""
    renamed = {"type": "types", "min": "least", "max": "most"}
    table = field if isinstance(field, Mapping) else {"type": field}
    said = {renamed.get(key, key.replace("-", "_")): value for key, value in table.items()}
    if unknown := sorted(set(said) - set(Field._fields)):
        raise ValueError(f"a field has no '{unknown[0]}'")
    for key in _MANY:
        if key in said:
            said[key] = (said[key],) if isinstance(said[key], str) else tuple(said[key])
    for key in ("required_if", "required_unless"):
        if key in said:
            said[key] = _when(said[key])
    if use := USE.fullmatch(said.get("deprecated", "")):
        said |= {"use": use["key"], "deprecated": f"Use '{use['key']}'."}
    return said


_MANY = ("types", "needs", "one_of", "aliases")


def _when(condition: Any) -> When:
    if isinstance(condition, Mapping):
        return When(values={key: _several(value) for key, value in condition.items()})
    return When(there=_several(condition))


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
