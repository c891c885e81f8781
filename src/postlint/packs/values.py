"""The values that rules serve: what stands in the ``values.yml`` of packs."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from postlint import look
from postlint.errors import PackError, UserErrors, did_you_mean
from postlint.files import Unreadable, read_text
from postlint.packs import shown
from postlint.records import NamedTuple
from postlint.rule import Rule
from postlint.text import Source

if TYPE_CHECKING:
    from postlint.data import Entry
    from postlint.kinds.grammar.spec import Spec

FILE = "values.yml"
STATED, TAKEN = "stated-in", "taken-from"


class Value(NamedTuple):
    """A value: what it asks of a post, and the source that states it or that it is taken from."""

    id: str
    statement: str
    source: str
    is_stated: bool


def load(packs: Iterable[str]) -> dict[str, Value]:
    """The values of packs, given by their folders, by id and in the order of the files.

    Raises UserErrors with all mistakes of these files.
    """
    found: dict[str, Value] = {}
    errors: list[PackError] = []
    for folder in packs:
        path = os.path.join(folder, FILE)
        if not look.lexists(path):
            continue
        spec = _opened(path, folder, errors)
        if spec is None:
            continue
        for entry in spec.root.entries:
            value = _value(spec, entry)
            if value.id in found:
                spec.error(entry.key.span, f"The value '{value.id}' is already there.")
            found.setdefault(value.id, value)
        errors.extend(sorted(spec.errors, key=lambda error: (error.line or 0, error.column or 0)))
    if errors:
        raise UserErrors(errors)
    return found


def _opened(path: str, folder: str, errors: list[PackError]) -> Spec | None:
    from postlint.data import DataSyntaxError, parse
    from postlint.kinds.grammar.spec import Spec

    source = Source("")
    try:
        source = Source(read_text(path, folder))
        spec = Spec(parse(source.text, "yaml"), source, shown(path), folder)
    except Unreadable as unreadable:
        errors.append(PackError(unreadable.message, path=shown(path)))
        return None
    except DataSyntaxError as broken:
        at = source.position(broken.error.span.start)
        errors.append(PackError(broken.error.message, path=shown(path), line=at.line, column=at.column))
        return None
    if spec.root.kind != "mapping":
        spec.error(spec.root.span, f"{FILE} is a mapping from the names of values to what they ask.")
    return spec


def _value(spec: Spec, entry: Entry) -> Value:
    id, node = entry.key.text, entry.value
    if node.kind != "mapping":
        spec.error(node.span, f"'{id}' is a mapping with 'statement', and '{STATED}' or '{TAKEN}'.")
        return Value(id, "", "", is_stated=False)
    spec.unknown_keys(node, ("statement", STATED, TAKEN), "a value")
    if node.get("statement") is None:
        spec.error(entry.key.span, f"'{id}' lacks its 'statement'.")
    given = [key for key in (STATED, TAKEN) if node.get(key) is not None]
    if len(given) != 1:
        spec.error(entry.key.span, f"'{id}' says by either '{STATED}' or '{TAKEN}' where it comes from.")
    statement = " ".join(spec.string("statement", node).split())
    source = " ".join(spec.string(given[0], node).split()) if given else ""
    return Value(id, statement, source, is_stated=given == [STATED])


def unknown(rules: Iterable[Rule], values: Collection[str]) -> Iterator[PackError]:
    """The mistakes of rules that serve a value which is not among those that there are."""
    for rule in rules:
        if rule.value and rule.value not in values:
            advice = did_you_mean(rule.value, values) or f" Values stand in the {FILE} of a pack."
            yield PackError(f"There is no value '{rule.value}'.{advice}", path=shown(rule.file))
