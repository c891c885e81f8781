"""What a house says of its front matter, checked and complete: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.records import NamedTuple

if TYPE_CHECKING:
    import datetime

    from postlint.fields.json_schema import JsonSchema
    from postlint.site.registries import Register


LIST_OF = "list of "
KIND_OF_TYPE = {"author": "authors", "tag": "tags", "category": "categories", "series": "series"}


class When(NamedTuple):
    """A condition on a post's own front matter: keys that are there, and keys with one of some values."""

    there: tuple[str, ...] = ()
    values: Mapping[str, tuple[Any, ...]] = {}


class Field(NamedTuple):
    """A key of the front matter and what may stand there.

    ``name`` has a dot between the keys of nested mappings, and ``[]`` behind a key for the items of its list:
    ``params.author``, ``resources[].src``. ``least`` and ``most`` bound the length of a text, the count of a list, a
    number or a date. ``unique`` holds for the items of a list, and for other values over all posts. ``use`` is the key
    to write instead of a deprecated one, where it means the same.
    """

    name: str
    types: tuple[str, ...] = ()
    required: bool = False
    required_if: When | None = None
    required_unless: When | None = None
    needs: tuple[str, ...] = ()
    one_of: tuple[Any, ...] = ()
    pattern: str | None = None
    least: float | datetime.date | None = None
    most: float | datetime.date | None = None
    unique: bool = False
    aliases: tuple[str, ...] = ()
    deprecated: str | None = None
    use: str | None = None
    help: str | None = None
    by_preset: bool = False


class FieldOverride(NamedTuple):
    """What differs for some posts: those that a glob of ``paths`` means and whose front matter is as ``when`` says.

    ``fields`` holds, for each field, only what is said of it here.
    """

    paths: tuple[str, ...] = ()
    when: When | None = None
    additional: bool | None = None
    fields: Mapping[str, Mapping[str, Any]] = {}


class Description(NamedTuple):
    """What the config says of front matter.

    ``preset`` names the generator whose keys are known; empty where none is, None where the site tells. ``fields``
    holds what is said of each field, by the names of Field. ``registries`` list, by kind, the names that posts may use.
    ``additional`` allows keys that are not described.
    """

    preset: str | None = None
    additional: bool = True
    fields: Mapping[str, Mapping[str, Any]] = {}
    overrides: tuple[FieldOverride, ...] = ()
    registries: Mapping[str, Register] = {}
    schema: JsonSchema | None = None

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """The fields that hold authors, tags, categories or series, by what they hold."""
        found: dict[str, tuple[str, ...]] = {}
        for layer in (self.fields, *(override.fields for override in self.overrides)):
            for name, said in layer.items():
                for word in said.get("types", ()):
                    kind = KIND_OF_TYPE.get(word.removeprefix(LIST_OF))
                    if kind is not None and name not in found.get(kind, ()):
                        found[kind] = (*found.get(kind, ()), name)
        return found

    @property
    def asks(self) -> frozenset[str]:
        """The rules that tell what is said here, and so tell it though most posts fail them."""
        names = {"authors": "author", "tags": "tag", "categories": "category", "series": "series"}
        asked = {f"unknown-{names[kind]}" for kind in self.registries}
        layers = (self.fields, *(override.fields for override in self.overrides))
        if any("deprecated" in said for layer in layers for said in layer.values()):
            asked.add("deprecated-field")
        if any({"date", "datetime"}.intersection(said.get("types", ())) for layer in layers for said in layer.values()):
            asked |= {"malformed-date", "impossible-date"}
        return frozenset(asked)

    @property
    def unique(self) -> tuple[str, ...]:
        """The fields of which no two posts may have the same value."""
        layers = (self.fields, *(override.fields for override in self.overrides))
        return tuple(dict.fromkeys(name for layer in layers for name, said in layer.items() if said.get("unique")))
