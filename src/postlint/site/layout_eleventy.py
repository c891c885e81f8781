"""The layout of a site of Eleventy, by the literals in its config and its data files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.site import literals
from postlint.site.config_values import data_of, text_of
from postlint.site.layout import Layout, Mount, inside, joined

if TYPE_CHECKING:
    from postlint.site.detect import Detected
    from postlint.site.tree import Tree

_DATA_FILES = ("json", "11tydata.json", "11tydata.js", "11tydata.cjs", "11tydata.mjs")


def eleventy(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    text = (tree.read_text(path) if path else None) or ""
    folders: dict[str, str] = {}
    for found in literals.objects_of(literals.returned(text)):
        if isinstance(found.get("dir"), dict):
            folders = {key: value for key, value in found["dir"].items() if isinstance(value, str)}
    match = re.search(r"setInputDirectory\(\s*[\"'`]([^\"'`$]+)[\"'`]", text)
    written = match[1] if match else folders.get("input", "")
    source = inside(base, written)
    prefix = re.search(r"pathPrefix:\s*[\"'`]([^\"'`$]*)[\"'`]", text)
    statics = tuple(_passthroughs(tree, base, source, text))
    return Layout(
        "eleventy",
        base,
        joined(prefix[1]) if prefix else "",
        statics=statics,
        contents=(Mount(source),),
        form="folder",
        keeps_case=True,
        permalinks=dict(_eleventy_permalinks(tree, source)),
        anchors="any" if not path or re.search("anchor|IdAttribute|slug|heading", text, re.I) else "none",
        takes_sources=not path or "InputPath" in text,
        is_whole=bool(path) and any(name.startswith("index.") for name in tree.names(source)),
        made=("/tags", "/page", "/feed", "/feed.xml", "/sitemap.xml"),
        unknown=("Eleventy is not told its own hosts by its config; set 'hosts' under [site].",),
    )


def _eleventy_permalinks(tree: Tree, source: str) -> Iterator[tuple[str, str]]:
    """By folder, the permalink that its data file gives to what lies below: "" where that cannot be read."""
    for path in tree.files(source):
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.partition(".")
        if stem != folder.rpartition("/")[2] or ending not in _DATA_FILES:
            continue
        text = tree.read_text(path) or ""
        if "permalink" in text or "eleventyComputed" in text:
            data = data_of(tree, path) if ending.endswith("json") else literals.config(text)
            yield folder, text_of(data.get("permalink"))


def _passthroughs(tree: Tree, base: str, source: str, text: str) -> Iterator[Mount]:
    """The folders and files that Eleventy copies as they are."""
    for match in re.finditer(r"addPassthroughCopy\(\s*(?=[\"'`{])", text):
        value = literals.value_at(text, match.end())
        pairs = value.items() if isinstance(value, dict) else [(value, None)]
        for folder, target in pairs:
            if not isinstance(folder, str) or "*" in folder:
                continue
            path = inside(base, folder)
            below = path.removeprefix(f"{source}/") if source else path
            if isinstance(target, str):
                yield Mount(path, joined(target))
            elif target is None:
                yield Mount(path, joined(below))
