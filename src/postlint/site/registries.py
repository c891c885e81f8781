"""Registries: data files of the site that list its authors, tags, categories or series."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from postlint import look
from postlint.data import DataSyntaxError, Node, parse
from postlint.files import Root, Unreadable, is_inside, read_text
from postlint.records import NamedTuple
from postlint.site.names import folded
from postlint.text import Position, Source

if TYPE_CHECKING:
    from postlint.data import Syntax
    from postlint.site.detect import Detected

ENDINGS: dict[str, Syntax] = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml", ".json": "json"}
TEXTS = (".md", ".mdx", ".markdown")
MOST_FILES = 5_000
_KEYS = ("key", "id", "slug", "username", "handle", "login", "short_name")
_NAMES = ("name", "title", "label", "display_name", "displayName", "fullName", "full_name")
# Where each generator, by its documentation or its starters, keeps data that posts refer to.
_FOLDERS = {
    "hugo": ("data", "content"),
    "jekyll": ("_data", "src/_data", "_authors"),
    "astro": ("src/content", "src/data", "content"),
    "gatsby": ("content", "src/content", "data", "src/data"),
    "eleventy": ("_data", "src/_data"),
    "next": ("data", "content", "src/content", "src/data"),
    "plain": ("data", "_data", "content", "src/content", "src/data"),
}
_STEMS = {"authors": ("authors", "author", "people", "team"), "tags": ("tags",), "categories": ("categories",)}


class Register(NamedTuple):
    """The names of one kind: by the key that posts may write, the names that people read.

    ``place`` is what messages call it, a path; empty where the config lists the names itself.
    """

    keys: Mapping[str, tuple[str, ...]]
    place: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that posts may write, keys first."""
        return tuple(dict.fromkeys([*self.keys, *(name for names in self.keys.values() for name in names)]))


class RegistryError(Exception):
    """A registry cannot be read: its path, why, and at what position."""

    def __init__(self, path: str, message: str, position: Position | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.position = position


def listed(names: Iterable[str]) -> Register:
    """The registry of names that the config lists."""
    return Register(dict.fromkeys(names, ()))


def read(root: str, path: str, kind: str) -> Register:
    """The registry in a data file, or in a folder with one file for each name; ``path`` is relative to the root.

    Raises RegistryError.
    """
    place = os.path.join(root, path)
    if not is_inside(place, root):
        raise RegistryError(path, f"'{path}' leads out of the root.")
    if look.isdir(place):
        return Register(dict(_of_folder(root, path)), path)
    if not look.isfile(place):
        raise RegistryError(path, f"There is no '{path}'.")
    source, node = _parsed(root, path)
    entries = dict(_entries(_unwrapped(node, kind)))
    if not entries and node.value:
        raise RegistryError(path, f"'{path}' lists no {kind}.", source.position(node.span.start))
    return Register(entries, path)


def found(root: str, site: Detected) -> tuple[dict[str, Register], list[RegistryError]]:
    """The registries that lie where the generator has them, by kind, and those that cannot be read."""
    registries: dict[str, Register] = {}
    errors: list[RegistryError] = []
    for kind, path in _candidates(root, site):
        try:
            registry = read(root, path, kind)
        except RegistryError as error:
            errors.append(error)
            continue
        known = registries.get(kind)
        if known is None:
            registries[kind] = registry
        elif site.generator == "docusaurus":  # each blog has its own
            registries[kind] = Register({**known.keys, **registry.keys}, known.place)
    return registries, errors


def _candidates(root: str, site: Detected) -> Iterator[tuple[str, str]]:
    """Files and folders that are there, the likeliest first."""
    base = os.path.dirname(site.config_path or "")
    top = Root(root)
    if site.generator == "docusaurus":
        folders = list(site.post_folders)
    else:
        folders = [_join(start, name) for name in _FOLDERS[site.generator] for start in dict.fromkeys((base, ""))]
    folders = [folder for folder in folders if top.isdir(os.path.join(root, folder))]
    for kind, stems in _STEMS.items():
        for folder in folders:
            if folder.endswith("_authors"):
                paths = [folder] if kind == "authors" else []
            elif folder.endswith("content") and kind != "authors":
                paths = []  # pages about a tag or category, of which there need not be one for each
            else:
                paths = [_join(folder, stem + ending) for stem in stems for ending in ("", *ENDINGS)]
            for path in paths:
                place = os.path.join(root, path)
                if top.isfile(place) or (kind == "authors" and top.isdir(place)):
                    yield kind, path


def _parsed(root: str, path: str) -> tuple[Source, Node]:
    try:
        source = Source(read_text(os.path.join(root, path), root))
    except Unreadable as unreadable:
        raise RegistryError(path, unreadable.message) from None
    ending = os.path.splitext(path)[1].lower()
    if ending == ".txt":
        return source, _lines(source)
    if ending in TEXTS:
        from postlint.document.frontmatter import read as read_front_matter

        return source, read_front_matter(source).root or parse("{}", "json")
    try:
        return source, parse(source.text, ENDINGS.get(ending, "yaml"))
    except DataSyntaxError as broken:
        raise RegistryError(path, broken.error.message, source.position(broken.error.span.start)) from None


def _lines(source: Source) -> Node:
    """A plain text with a name on each line, as YAML would have it."""
    import json

    return parse(json.dumps([line.strip() for line in source.text.splitlines() if line.strip()]), "json")


def _of_folder(root: str, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each file of a folder, or each folder in it with an index page, by its name."""
    top = Root(root)
    look.listed(os.path.join(root, path))
    with os.scandir(os.path.join(root, path)) as listing:
        entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
    for name, is_folder in entries[:MOST_FILES]:
        stem, ending = os.path.splitext(name)
        files = [f"{name}/{index}{text}" for index in ("_index", "index") for text in TEXTS] if is_folder else [name]
        key = name if is_folder else stem
        is_entry = is_folder or (ending in (*ENDINGS, *TEXTS) and stem.lower() not in ("index", "readme"))
        if name.startswith((".", "_")) or not is_entry:
            continue
        for file in files:
            if top.isfile(os.path.join(root, path, file)):
                yield key, _names_of(_parsed(root, f"{path}/{file}")[1])
                break


def _unwrapped(node: Node, kind: str) -> Node:
    """The list below one key that is called as what it lists: ``tags: [...]``."""
    if node.kind == "mapping" and len(node.entries) == 1:
        only = node.entries[0]
        inner = only.value.kind == "sequence" or any(entry.value.kind == "mapping" for entry in only.value.entries)
        if inner and folded(str(only.key.value)) in (kind, kind.removesuffix("s"), "items"):
            return only.value
    return node


def _entries(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in node.entries:
        if not entry.merged:
            yield entry.key.text, _names_of(entry.value)
    for item in node.items:
        if item.kind == "mapping":
            if len(item.entries) == 1 and item.entries[0].value.kind == "mapping":
                yield item.entries[0].key.text, _names_of(item.entries[0].value)
                continue
            keys = [value.text for key in _KEYS if (value := item.get(key)) is not None and value.text.strip()]
            names = _names_of(item)
            if keys or names:
                yield (keys or names)[0], tuple(dict.fromkeys([*keys[1:], *names]))
        elif item.text.strip():
            yield item.text, ()


def _names_of(node: Node) -> tuple[str, ...]:
    if node.kind == "scalar":
        return (node.value,) if isinstance(node.value, str) and node.value.strip() else ()
    values = (node.get(key) for key in _NAMES)
    return tuple(value.text for value in values if value is not None and value.text.strip())


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)
