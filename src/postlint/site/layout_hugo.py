"""The layout of a site of Hugo, by its config and its folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from postlint.site.config_values import ENDINGS, data_of, lowered, table_of, text_of, texts_of
from postlint.site.layout import Layout, Mount, inside, joined, split_url

if TYPE_CHECKING:
    from postlint.site.detect import Detected
    from postlint.site.tree import Tree


def hugo(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _config(tree, base, path)
    host, prefix = split_url(text_of(config.get("baseurl")))
    languages = table_of(config.get("languages"))
    codes = {str(code).lower() for code in languages} | {text_of(config.get("defaultcontentlanguage")).lower() or "en"}
    contents = _contents(tree, base, config, codes, is_configured=path is not None)
    themes = _themes(tree, base, config)
    hosts = [host, *(split_url(text_of(lowered(table_of(one)).get("baseurl")))[0] for one in languages.values())]
    unknown = [] if path else ["No config of Hugo was found, so the site's own hosts are known only from its posts."]
    absent = [theme for theme, is_there in themes.items() if not is_there]
    if absent:
        unknown.append(f"The theme {absent[0]} is not here, so files that it may serve are not judged.")
    ugly = config.get("uglyurls")
    permalinks = _permalinks(config)
    taxonomies = table_of(config.get("taxonomies"))
    made = [*taxonomies.values(), "tags", "categories", "series", "authors", "author", "page"]
    return Layout(
        "hugo",
        base,
        prefix,
        hosts=tuple(dict.fromkeys(filter(None, hosts))),
        statics=tuple(Mount(folder) for folder in _statics(base, config, themes) if tree.is_folder(folder)),
        contents=tuple(contents),
        permalinks=permalinks,
        languages=tuple(sorted({mount.language for mount in contents if mount.language} | codes)),
        form="any" if isinstance(ugly, dict) else "file" if ugly is True else "folder",
        keeps_case=config.get("disablepathtolower") is True,
        is_whole=bool(path) and not absent and _has_home(tree, contents),
        takes_sources=not path or bool(absent) or len(languages) > 1 or _has_link_hook(tree, base, themes),
        anchors=_anchors(config),
        made=tuple(f"/{name}" for name in made if isinstance(name, str)),
        lists=_sections(tree, contents),
        prefixes=_prefixes(config, languages) if path and not _is_guessed(contents) else {},
        unknown=tuple(unknown),
    )


def _contents(tree: Tree, base: str, config: Mapping[str, Any], codes: set[str], *, is_configured: bool) -> list[Mount]:
    """The folders of pages: those that are mounted, those of the languages, else ``content`` with its languages."""
    contents = [
        Mount(inside(base, source), joined(target.partition("/")[2]), text_of(lang) or None)
        for source, target, lang in _mounts(config)
        if target.split("/")[0] == "content"
    ]
    for code, language in table_of(config.get("languages")).items():
        if folder := text_of(lowered(table_of(language)).get("contentdir")):
            contents.append(Mount(inside(base, folder), "", str(code).lower()))
    content = inside(base, text_of(config.get("contentdir"), "content"))
    if not contents and tree.is_folder(content):
        names = [name for name in tree.names(content) if _is_language(name, codes, is_configured=is_configured)]
        folders = [f"{content}/{name}" for name in names if tree.is_folder(f"{content}/{name}")]
        contents = [Mount(folder, "", folder.rpartition("/")[2].lower()) for folder in folders]
        contents.append(Mount(content, ""))
    return contents


def _is_guessed(contents: Iterable[Mount]) -> bool:
    """Whether only the names of folders tell the language of what lies in them."""
    folders = {mount.folder for mount in contents if not mount.language}
    return any(mount.language and mount.folder.rpartition("/")[0] in folders for mount in contents)


def _statics(base: str, config: Mapping[str, Any], themes: Iterable[str]) -> dict[str, None]:
    """The folders that are served as they are: named ones, mounted ones, and those of the themes."""
    named = [inside(base, folder) for key in _static_keys(config) for folder in texts_of(config[key])]
    mounted = [inside(base, source) for source, target, _ in _mounts(config) if target.split("/")[0] == "static"]
    of_themes = (inside(base, "themes", theme, "static") for theme in themes)
    return dict.fromkeys([*(named or [inside(base, "static")]), *mounted, *of_themes])


def _config(tree: Tree, base: str, path: str | None) -> dict[str, Any]:
    config = lowered(data_of(tree, path))
    folder = inside(base, "config/_default")
    for name in tree.names(folder):
        stem, ending = os.path.splitext(name)
        if ending in ENDINGS and f"{folder}/{name}" != path:
            found = lowered(data_of(tree, f"{folder}/{name}"))
            if stem in ("hugo", "config"):
                config = {**config, **found}
            else:
                config.setdefault(stem.lower(), found)
    return config


def _prefixes(config: Mapping[str, Any], languages: Mapping[str, Any]) -> dict[str, str]:
    """By language, the beginning of its paths; "" stands for pages that name none, which are in the usual one."""
    usual = text_of(config.get("defaultcontentlanguage")).lower() or "en"
    below = config.get("defaultcontentlanguageinsubdir") is True
    found = {}
    for code, language in {usual: {}, **languages}.items():
        has_host = bool(lowered(table_of(language)).get("baseurl"))
        is_bare = has_host or (str(code).lower() == usual and not below)
        found[str(code).lower()] = "" if is_bare else joined(str(code).lower())
    found[""] = found[usual]
    return found


def _sections(tree: Tree, contents: Iterable[Mount]) -> tuple[str, ...]:
    """The folders of the first level: Hugo makes a list of each, also where it has no page of its own."""
    return tuple(
        joined(mount.url, name)
        for mount in contents
        for name in tree.names(mount.folder)
        if tree.is_folder(inside(mount.folder, name))
    )


def _mounts(config: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    module = config.get("module")
    mounts = lowered(module).get("mounts") if isinstance(module, dict) else None
    found = [lowered(mount) for mount in mounts if isinstance(mount, dict)] if isinstance(mounts, list) else []
    return [(text_of(mount.get("source")), text_of(mount.get("target")), mount.get("lang")) for mount in found]


def _themes(tree: Tree, base: str, config: Mapping[str, Any]) -> dict[str, bool]:
    """The themes and modules of a site, each with whether it is here."""
    module = config.get("module")
    imports = lowered(module).get("imports") if isinstance(module, dict) else None
    names = texts_of(config.get("theme"))
    names += (
        [text_of(lowered(one).get("path")) for one in imports or () if isinstance(one, dict)]
        if isinstance(imports, list)
        else []
    )
    return {name: tree.is_folder(inside(base, "themes", name)) for name in names if name}


def _has_link_hook(tree: Tree, base: str, themes: Iterable[str]) -> bool:
    """Whether templates of the site make links, which may turn files into pages."""
    folders = [inside(base, "layouts"), *(inside(base, "themes", theme, "layouts") for theme in themes)]
    return any("/render-link" in path for folder in folders for path in tree.files(folder))


def _anchors(config: Mapping[str, Any]) -> str:
    parser = table_of(lowered(table_of(lowered(table_of(config.get("markup"))).get("goldmark"))).get("parser"))
    usual = lowered(parser).get("autoheadingidtype", "github") == "github"
    return "goldmark" if usual and lowered(parser).get("autoheadingid", True) else "any"


def _static_keys(config: Mapping[str, Any]) -> list[str]:
    return [key for key in config if re.fullmatch(r"staticdir\d*", key)]


def _permalinks(config: Mapping[str, Any]) -> dict[str, str]:
    permalinks = config.get("permalinks")
    found: dict[str, str] = {}
    for key, value in permalinks.items() if isinstance(permalinks, dict) else ():
        if isinstance(value, str):
            found[str(key)] = value
        elif isinstance(value, dict) and key == "page":
            found.update((str(section), each) for section, each in value.items() if isinstance(each, str))
    return found


def _is_language(name: str, codes: set[str], *, is_configured: bool) -> bool:
    """Whether a folder of the content is that of a language: one of the config, or of two letters without one."""
    from postlint.site.index import language

    return name.lower() in codes or (not is_configured and language({}, f"{name}/x.md") is not None)


def _has_home(tree: Tree, contents: list[Mount]) -> bool:
    """Whether pages of the first level are here too, and not the blog alone."""
    return any(
        name.endswith((".md", ".html")) and tree.is_file(f"{mount.folder}/{name}")
        for mount in contents
        for name in tree.names(mount.folder)
    )
