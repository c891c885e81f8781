"""The description of front matter, with the registries and the JSON Schema that the config names in other files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from postlint import look
from postlint.config.find import ConfigFile, shown
from postlint.data import Node
from postlint.errors import ConfigError, UserErrors
from postlint.fields import schema_files
from postlint.fields.json_schema import JsonSchema
from postlint.fields.model import Description
from postlint.fields.tables import description_of
from postlint.files import is_inside
from postlint.site import registries


def description(values: Mapping[str, Any], table: Node, file: ConfigFile, root: str) -> Description:
    """The description that a table stands for: ``values`` as read and checked, ``table`` with their places.

    Raises ConfigError or UserErrors with all that is wrong in the other files.
    """
    errors: list[ConfigError] = []
    found = dict(_registries(values.get("registries", {}), table.get("registries"), file, root, errors))
    schema = _schema(values["schema"], table.get("schema"), file, root, errors) if "schema" in values else None
    if errors:
        raise errors[0] if len(errors) == 1 else UserErrors(errors)
    return description_of(values, found, schema)


def _registries(
    values: Mapping[str, Any], table: Node | None, file: ConfigFile, root: str, errors: list[ConfigError]
) -> Iterator[tuple[str, registries.Register]]:
    base = os.path.relpath(os.path.dirname(file.path), root)
    for kind, said in values.items():
        if not isinstance(said, str):
            continue
        path = os.path.normpath(os.path.join(base, said)).replace(os.sep, "/")
        try:
            yield kind, registries.read(root, path, kind)
        except registries.RegistryError as error:
            if error.position is None:
                errors.append(_at(table.get(kind) if table else None, error.message, file))
            else:
                at = error.position
                place = shown(os.path.join(root, path))
                errors.append(ConfigError(error.message, path=place, line=at.line, column=at.column))


def _schema(path: str, node: Node | None, file: ConfigFile, root: str, errors: list[ConfigError]) -> JsonSchema | None:
    folder = os.path.dirname(file.path)
    place = os.path.join(folder, path)
    if not is_inside(place, root) or not look.isfile(place):
        errors.append(_at(node, f"There is no schema '{path}' below the root.", file))
        return None
    try:
        return schema_files.load(path, folder, root)
    except UserErrors as several:
        errors.extend(error for error in several.errors if isinstance(error, ConfigError))
    except ConfigError as error:
        errors.append(_at(node, error.message, file))
    return None


def _at(node: Node | None, message: str, file: ConfigFile) -> ConfigError:
    at = file.source.position(node.span.start if node else 0)
    return ConfigError(message, path=shown(file.path), line=at.line, column=at.column)
