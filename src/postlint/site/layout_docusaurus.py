"""The layout of a site of Docusaurus, by the literals in its config."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.site import literals
from postlint.site.config_values import code_of, table_of, text_of, texts_of
from postlint.site.layout import Layout, Mount, inside, joined, split_url

if TYPE_CHECKING:
    from postlint.site.detect import Detected
    from postlint.site.tree import Tree


def docusaurus(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = code_of(tree, path)
    host, _ = split_url(_docusaurus_url(tree, path, config))
    blogs: list[Mount] = []
    docs: list[Mount] = []
    redirects: list[tuple[str, str]] = []
    unknown: list[str] = []
    for name, options in _plugins(config):
        short = re.sub(r"^@docusaurus/(?:plugin-|preset-)?(?:content-)?", "", name)
        if short == "classic":
            for part, found, default in (("blog", blogs, "blog"), ("docs", docs, "docs")):
                part_options = options.get(part)
                if part_options is not False:
                    found.append(_docusaurus_mount(base, part_options, default))
        elif short in ("blog", "docs"):
            (blogs if short == "blog" else docs).append(_docusaurus_mount(base, options, short))
        elif short == "client-redirects":
            redirects += _docusaurus_redirects(options)
    if not path:
        unknown.append("No config of Docusaurus was found, so the site's own hosts are known only from its posts.")
    known = {mount.folder for mount in blogs}
    blogs += [
        Mount(folder, joined(os.path.relpath(folder or ".", base or ".")))
        for folder in detected.post_folders
        if folder not in known and not folder.startswith(inside(base, "i18n"))
    ]
    i18n = table_of(config.get("i18n"))
    statics = texts_of(config.get("staticDirectories")) or ["static"]
    pages = inside(base, "src/pages")
    return Layout(
        "docusaurus",
        base,
        joined(text_of(config.get("baseUrl"))),
        hosts=(host,) if host else (),
        statics=tuple(Mount(inside(base, folder)) for folder in statics if tree.is_folder(inside(base, folder))),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        blogs=tuple(mount for mount in blogs if tree.is_folder(mount.folder)),
        docs=tuple(mount for mount in docs if tree.is_folder(mount.folder)),
        languages=tuple(texts_of(i18n.get("locales"))),
        form="folder" if config.get("trailingSlash") is True else "any",
        keeps_case=True,
        is_whole=bool(path) and (tree.is_folder(pages) or any(not mount.url for mount in blogs)),
        anchors="github",
        made=tuple(
            f"{mount.url}/{name}"
            for mount in blogs
            for name in ("tags", "page", "archive", "authors", "rss.xml", "atom.xml", "feed.json")
        )
        + tuple(f"{mount.url}/{name}" for mount in docs for name in ("tags", "category"))
        + ("/search", "/sitemap.xml"),
        lists=tuple(mount.url for mount in blogs),
        redirects=tuple(redirects),
        prefixes_links=True,
        keeps_raw=bool(path) and _keeps_raw(tree, base, config),
        unknown=tuple(unknown),
    )


def _keeps_raw(tree: Tree, base: str, config: Mapping[str, Any]) -> bool:
    """Whether links in HTML stay as they are: from the third version on, in MDX, which is also what .md files are."""
    version = re.search(r'"@docusaurus/core"\s*:\s*"[^"\d]*(\d+)\.', tree.read_text(inside(base, "package.json")) or "")
    return version is not None and int(version[1]) >= 3 and not table_of(config.get("markdown")).get("format")


def _docusaurus_url(tree: Tree, path: str | None, config: Mapping[str, Any]) -> str:
    """The URL of the site; where it is a template of one variable, with its value."""
    if isinstance(config.get("url"), str):
        return str(config["url"])
    text = (tree.read_text(path) if path else None) or ""
    match = re.search(r"\burl:\s*`(https?://)\$\{(?:\w+\.)?(\w+)\}`", text)
    value = literals.variables(text).get(match[2]) if match else None
    return f"{match[1]}{value}" if match and isinstance(value, str) else ""


def _plugins(config: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in ("presets", "plugins"):
        entries = config.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, str):
                yield entry, {}
            elif isinstance(entry, list) and entry and isinstance(entry[0], str):
                yield entry[0], entry[1] if len(entry) > 1 and isinstance(entry[1], dict) else {}


def _docusaurus_mount(base: str, options: Any, default: str) -> Mount:
    options = options if isinstance(options, dict) else {}
    folder = inside(base, text_of(options.get("path"), default))
    return Mount(folder, joined(text_of(options.get("routeBasePath"), default)))


def _docusaurus_redirects(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in options.get("redirects") or () if isinstance(options.get("redirects"), list) else ():
        if isinstance(one, dict):
            yield from ((old, text_of(one.get("to"))) for old in texts_of(one.get("from")))
    if options.get("createRedirects") is literals.OPAQUE:
        yield "/*", ""
