"""Fields: the front matter of one post beside what its house, or else its generator, says of front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from postlint.document import paths
from postlint.fields import words
from postlint.fields.model import Description, Field, FieldOverride, When
from postlint.records import NamedTuple
from postlint.site.conventions import STUB_KEYS
from postlint.site.slips import slip_of

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.fields.json_schema import Violation
    from postlint.site import Site
    from postlint.text import Span

__all__ = ["Description", "Field", "FieldOverride", "Fields", "Missing", "Present", "When", "is_empty", "is_one_of"]


ELSEWHERE = (*STUB_KEYS, "canonical", "canonical_url", "canonicalUrl", "canonicalURL")
"""Keys of a post that is at home elsewhere."""


class Present(NamedTuple):
    """A field that is there: its key (that of the list for an item) and its value."""

    field: Field
    key: Node
    node: Node


class Missing(NamedTuple):
    """A field that ought to be there: where that shows, and a sentence that says so."""

    field: Field
    span: Span
    message: str


class Fields:
    """What is described of a post's front matter. ``site`` tells the generator, where the description does not."""

    def __init__(self, doc: Document, site: Site, description: Description | None = None) -> None:
        self.doc = doc
        self.site = site
        self.description = description or Description()
        self._violations: list[Violation] | None = None

    @cached_property
    def _overrides(self) -> list[FieldOverride]:
        """Those that are about this post."""
        from postlint.globs import matches_any

        return [
            override
            for override in self.description.overrides
            if (not override.paths or matches_any(self.doc.path, override.paths)) and self.holds(override.when)
        ]

    @cached_property
    def known(self) -> dict[str, Field]:
        """The fields that are described, by name; those of the preset first."""
        preset = self.preset
        if not self.description.fields and not self._overrides:
            return dict(_preset_fields(preset))
        said: dict[str, dict[str, Any]] = {}
        for layer in (self.description.fields, *(override.fields for override in self._overrides)):
            for name, attributes in layer.items():
                said[name] = {**said.get(name, {}), **attributes}
        return {**_preset_fields(preset), **{name: Field(name, **attributes) for name, attributes in said.items()}}

    @property
    def preset(self) -> str:
        """The generator whose keys are known; ``none`` where no keys are."""
        return self.description.preset or self.site.conventions.generator

    @property
    def is_described(self) -> bool:
        """Whether the house says anything of any key."""
        said = self.description
        return bool(said.fields or said.overrides or said.schema)

    @cached_property
    def additional(self) -> bool:
        """Whether keys may stand that are not described."""
        said = [override.additional for override in self._overrides if override.additional is not None]
        return said[-1] if said else self.description.additional

    @cached_property
    def present(self) -> list[Present]:
        """The described fields that are there, each as often as it is there."""
        return [present for field in self.known.values() for present in self._present(field)]

    def _present(self, field: Field) -> Iterator[Present]:
        """A field under its own name, else under an alias."""
        root = self.doc.front_matter.root
        if root is None:
            return
        for name in (field.name, *field.aliases):
            found = paths.places(root, name, folds_case=self._folds_case)
            if found:
                yield from (Present(field, place.key, place.node) for place in found)
                return

    @property
    def _folds_case(self) -> bool:
        return self.site.conventions.folds_case

    def missing(self) -> Iterator[Missing]:
        """The described fields that ought to be there and are not, or are there without a value."""
        for field in self.known.values():
            because = self._required(field)
            if because is not None:
                yield from self._missing(field, because)
        for field, key, node in self.present:
            for name in field.needs if not is_empty(node) else ():
                if not self._says(name):
                    message = f"'{field.name}' stands here without '{name}'."
                    yield Missing(self.known.get(name, Field(name)), key.span, message)

    def _required(self, field: Field) -> str | None:
        if field.required:
            return ""
        if field.required_if is not None and self.holds(field.required_if):
            return f", which {described(field.required_if)} calls for"
        if field.required_unless is not None and not self.holds(field.required_unless):
            return f", which only {described(field.required_unless)} would make needless"
        return None

    def _missing(self, field: Field, because: str) -> Iterator[Missing]:
        front_matter = self.doc.front_matter
        absent, empty = f"'{field.name}' is missing{because}.", f"'{field.name}' is empty{because}."
        *above, last = paths.keys_of(field.name)
        if last == paths.ITEMS:
            return
        if front_matter.root is None:
            if not front_matter.errors and not above:
                yield Missing(field, self.doc.whole, absent)
            return
        names = (last, *(paths.keys_of(alias)[-1] for alias in field.aliases))
        for parent, _ in paths.parents(front_matter.root, field.name, folds_case=self._folds_case):
            found = (paths.entry(parent, name, folds_case=self._folds_case) for name in names)
            entry = next((entry for entry in found if entry is not None), None)
            if entry is None:
                yield Missing(field, self.doc.whole if parent is front_matter.root else parent.span, absent)
            elif is_empty(entry.value):
                yield Missing(field, entry.key.span, empty)

    def holds(self, when: When | None) -> bool:
        """Whether the front matter is as a condition says."""
        if when is None:
            return True
        there = all(self._says(name) for name in when.there)
        return there and all(
            any(is_one_of(present.node.value, values) for present in self._present(Field(name)))
            for name, values in when.values.items()
        )

    def _says(self, name: str) -> bool:
        return any(not is_empty(present.node) for present in self._present(Field(name)))

    # Keys

    def has(self, name: str) -> bool:
        """Whether a key stands in the front matter, with a value or without."""
        root = self.doc.front_matter.root
        return root is not None and bool(paths.places(root, name, folds_case=self._folds_case))

    def is_expected(self, key: str) -> bool:
        """Whether a key that almost all posts have belongs into every post, and neither it nor another for it is there.

        Only authors, tags and categories do: of titles, dates, summaries and images other rules tell, and the rest are
        there where they are needed. A post that stands for a page elsewhere may leave them to that page.
        """
        of = self.site.conventions
        group = next((keys for keys in (of.author_keys, of.tag_keys, of.category_keys) if key in keys), ())
        return bool(group) and not self.is_required(key) and not any(self.has(name) for name in (*group, *ELSEWHERE))

    def describes(self, keys: Iterable[str], *attributes: str) -> bool:
        """Whether the house itself describes one of these keys, or one of these attributes of it: then it decides."""
        fields = (field for key in keys if (field := self.known.get(key)) is not None and not field.by_preset)
        return any(not attributes or any(getattr(field, name) for name in attributes) for field in fields)

    def is_required(self, key: str) -> bool:
        field = self.known.get(key)
        return field is not None and self._required(field) is not None

    @cached_property
    def _described(self) -> frozenset[str]:
        """All names that are described, aliases and what leads to nested ones too; those of the generator only where
        others may stand."""
        fields = (field for field in self.known.values() if self.additional or not field.by_preset)
        names = {name for field in fields for name in (field.name, *field.aliases)}
        nested = (name.split(".") for name in names if "." in name or paths.ITEMS in name)
        above = {".".join(parts[: count + 1]) for parts in nested for count in range(len(parts))}
        return frozenset(names | above | {name.removesuffix(paths.ITEMS) for name in above})

    @cached_property
    def _usual(self) -> frozenset[str]:
        """Keys that are usual at the top of a post, wherever it stands."""
        from postlint.fields.presets import USUAL

        of = self.site.conventions
        several = (
            of.title_keys, of.date_keys, of.updated_keys, of.summary_keys, of.author_keys, of.tag_keys,
            of.category_keys, of.image_keys, of.draft_keys, of.url_keys, USUAL,
        )  # fmt: skip
        return frozenset(name for names in several for name in names)

    def slip_of(self, key: str) -> str | None:
        """The described or usual key that a key is a slip of."""
        known = (name for name in self._described if "." not in name and paths.ITEMS not in name)
        return slip_of(key, {*known, *(self._usual if self.additional else ())})

    def is_usual(self, key: str) -> bool:
        """Whether a key is usual at the top of any post, if perhaps by another name in this blog."""
        return key in self._usual

    @property
    def undescribed(self) -> Iterator[Node]:
        """The keys that are not described; where others may stand, only those of the top."""
        root = self.doc.front_matter.root
        todo = [(root, "")] if root is not None else []
        known = self._described
        folded = {name.lower() for name in known} if self._folds_case else known
        while todo:
            mapping, above = todo.pop()
            for entry in mapping.entries:
                name = above + entry.key.text
                if entry.merged or name in known or (name.lower() if self._folds_case else name) in folded:
                    continue
                yield entry.key
            if not self.additional:
                todo += self._inner(mapping, above)

    def _inner(self, mapping: Node, above: str) -> Iterator[tuple[Node, str]]:
        """The mappings in a mapping of which keys are described, each with the name that leads into it."""
        for entry in mapping.entries:
            for ending, nodes in ((".", (entry.value,)), ("[].", entry.value.items)):
                name = above + entry.key.text + ending
                if any(one.startswith(name) for one in self._described):
                    yield from ((node, name) for node in nodes if node.kind == "mapping")

    @property
    def typed(self) -> set[int]:
        """The identities of the values, and of the items of lists, of which the house itself says the type."""
        own = [present.node for present in self.present if present.field.types and not present.field.by_preset]
        return {id(node) for value in own for node in (value, *value.items)}

    @property
    def untyped(self) -> Iterator[tuple[Node, Node]]:
        """The keys of the top of which no type is described, with their values."""
        root = self.doc.front_matter.root
        typed = {present.key.span for present in self.present if present.field.types}
        for entry in root.entries if root is not None else ():
            if not entry.merged and entry.key.span not in typed:
                yield entry.key, entry.value

    @property
    def lists(self) -> Iterator[tuple[str, Node]]:
        """The lists of the top, by their keys, and others of which each item is to be there once."""
        root = self.doc.front_matter.root
        for entry in root.entries if root is not None else ():
            if entry.value.kind == "sequence" and not entry.merged and not entry.alias:
                yield entry.key.text, entry.value
        for field, _, node in self.present:
            if field.unique and node.kind == "sequence" and len(paths.keys_of(field.name)) > 1:
                yield field.name, node

    # A JSON Schema

    def violated(self, rule: str) -> Iterator[Violation]:
        """What a rule tells of what does not fit the JSON Schema of the house."""
        return (violation for violation in self.violations if violation.rule == rule)

    @property
    def violations(self) -> list[Violation]:
        """Where the front matter does not fit the JSON Schema of the house.

        Raises TimeoutError, once for a post, where that cannot be found out.
        """
        if self._violations is None:
            self._violations = []
            root, schema = self.doc.front_matter.root, self.description.schema
            if root is not None and schema is not None:
                self._violations = schema.violations(root)
        return self._violations


def is_empty(node: Node) -> bool:
    """Whether a value says nothing: null, blank text, a list or mapping with nothing in it."""
    if node.kind == "scalar":
        return node.value is None or (isinstance(node.value, str) and not node.value.strip())
    return not node.entries and not node.items


def described(when: When) -> str:
    """A condition in words."""
    parts = [f"'{name}'" for name in when.there]
    for name, values in when.values.items():
        parts.append(words.listed(f"'{name}: {words.shown(value)}'" for value in values))
    return " and ".join(parts)


def is_one_of(value: Any, choices: Iterable[Any]) -> bool:
    """Whether a value is among others; true is not 1."""
    return any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in choices)


@cache
def _preset_fields(generator: str) -> Mapping[str, Field]:
    from postlint.fields.presets import preset

    return {name: Field(name, **said) for name, said in preset(generator).items()}
