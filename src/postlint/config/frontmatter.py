"""The ``[frontmatter]`` table of a config: its keys and what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.config.open_shapes import Named, Pattern, Scalar
from postlint.config.shapes import Day, Either, Flag, Key, Many, Number, Problem, Shape, Table, Text
from postlint.fields import types
from postlint.fields.presets import NAMES
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Node

KINDS = ("authors", "tags", "categories", "series")
NAME = r"^[^\s.\[\]]+(?:\[\])*(?:\.[^\s.\[\]]+(?:\[\])*)*$"

name = Text(NAME, "Write a key such as 'title', with dots between the keys of mappings: 'params.author'.")
type_name = Text(choices=types.names(), word="type")
type_names = Either((type_name, Many(type_name, least=1)))
bound = Either((Number(fractions=True), Day()))
values = Named(Either((Scalar(), Many(Scalar(), least=1))), NAME, name.advice)
condition = Either((name, Many(name, least=1), values))

FIELD = Table(
    (
        Key("type", type_names, "What its value is; of several types one."),
        Key("required", Flag(), "It has to be there, and say something."),
        Key("required-if", condition, "It has to be there where another key is, or has a certain value."),
        Key("required-unless", condition, "It has to be there unless another key is, or has a certain value."),
        Key("needs", Many(name, least=1), "Keys that have to be there where this one is."),
        Key("one-of", Many(Scalar(), least=1), "The values that it may have; of a list, its items."),
        Key("pattern", Pattern(), "What its text looks like; of a list, its items."),
        Key("min", bound, "The shortest text, the shortest list, the least number or the first day."),
        Key("max", bound, "The longest text, the longest list, the greatest number or the last day."),
        Key("unique", Flag(), "Of a list: no item stands twice. Else: no other post has the same value."),
        Key("aliases", Many(name, least=1), "Other keys that do as well."),
        Key("deprecated", Text(), "It is out of use, and what to do instead; 'use X' renames it."),
        Key("help", Text(), "What it is for, in a sentence."),
    )
)


class FieldShape(NamedTuple):
    """A field: its type alone, or a table."""

    wants: str = 'a type such as "string", or a table such as { type = "string", required = true }'

    def fits(self, node: Node) -> bool:
        return True

    def read(self, node: Node, name: str, problems: list[Problem]) -> Any:
        if node.kind != "mapping":
            return {"type": type_names.read(node, name, problems)}
        inner = [entry for entry in node.entries if entry.value.kind == "mapping" and entry.key.value not in _TABLES]
        if not inner:
            return FIELD.read(node, name, problems)
        for entry in inner:
            whole = f"{name.removeprefix('frontmatter.fields.')}.{entry.key.value}"
            message = f'A key within a mapping has quotes around all of its name: [frontmatter.fields."{whole}"].'
            problems.append(Problem(entry.key.span, message))
        return {}

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [type_names.schema(), FIELD.schema()]}


_TABLES = ("required-if", "required-unless")
fields = Named(FieldShape(), NAME, name.advice)
additional = Key("additional", Flag(), "Whether other keys may stand than those described here.", default=True)
required = Key("required", Many(name), "Keys that have to be there, for short.")
described = Key("fields", fields, "What may stand in front matter: by key a type, or a table.")


def table(path: Shape) -> Table:
    """The whole table; ``path`` is the shape of a path below the root."""
    override = Table(
        (
            Key("paths", Many(path, least=1), "Globs of the posts for which this holds."),
            Key("when", values, "Keys with values: it holds for posts whose front matter has them."),
            additional,
            required,
            described,
        ),
        one_of=("paths", "when"),
    )
    names = Either((path, Many(Text(), least=1)))
    registries = Table(
        tuple(
            Key(kind, names, f"The {kind} that there are: a data file, a folder of files, or a list.") for kind in KINDS
        )
    )
    return Table(
        (
            Key("preset", Text(choices=NAMES, word="preset"), "The generator whose keys are known; else the site's."),
            additional,
            required,
            described,
            Key("overrides", Many(override), "What differs for some posts; later ones win."),
            Key("registries", registries, "Where the names are from that posts may use."),
            Key("schema", path, "A JSON Schema (2020-12) that front matter has to fit, relative to this file."),
        )
    )
