"""Reads the layout of a site from the config of its generator: as data, never by running it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.site import literals
from postlint.site.layout import Layout, Mount, inside, joined, split_url

if TYPE_CHECKING:
    from postlint.data import Syntax
    from postlint.site.detect import Detected
    from postlint.site.tree import Tree

_ENDINGS: dict[str, Syntax] = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml", ".json": "json"}


_DATA_FILES = ("json", "11tydata.json", "11tydata.js", "11tydata.cjs", "11tydata.mjs")


def layout_of(tree: Tree, detected: Detected) -> Layout:
    """The layout that the generator's own config gives."""
    path = detected.config_path
    base = os.path.dirname(path or "")
    if detected.generator == "hugo" and base.endswith("config/_default"):
        base = base.removesuffix("config/_default").rstrip("/")
    make = _MAKERS.get(detected.generator, _plain)
    layout = make(tree, base, path, detected)
    is_configured = path is not None or detected.generator == "plain"
    return layout._replace(is_configured=is_configured, redirects=(*layout.redirects, *_redirects(tree, layout)))


def _data(tree: Tree, path: str | None) -> dict[str, Any]:
    """What a data file holds; nothing where it cannot be read."""
    from postlint.data import DataSyntaxError, parse

    text = tree.read_text(path) if path else None
    if not path or text is None:
        return {}
    try:
        value = parse(text, _ENDINGS.get(os.path.splitext(path)[1].lower(), "yaml")).value
    except DataSyntaxError:
        return {}
    return value if isinstance(value, dict) else {}


def _code(tree: Tree, path: str | None) -> dict[str, Any]:
    text = tree.read_text(path) if path else None
    return literals.config(text) if text else {}


def _text(value: Any, default: str = "") -> str:
    return value if isinstance(value, str) else default


def _table(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


# Hugo


def _hugo(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _hugo_config(tree, base, path)
    host, prefix = split_url(_text(config.get("baseurl")))
    mounts = _hugo_mounts(config)
    languages = _table(config.get("languages"))
    content = inside(base, _text(config.get("contentdir"), "content"))
    contents = [
        Mount(inside(base, source), joined(target.partition("/")[2]), _text(lang) or None)
        for source, target, lang in mounts
        if target.split("/")[0] == "content"
    ]
    hosts = [host]
    for code, language in languages.items():
        table = _lower(language) if isinstance(language, dict) else {}
        if folder := _text(table.get("contentdir")):
            contents.append(Mount(inside(base, folder), "", str(code).lower()))
        hosts.append(split_url(_text(table.get("baseurl")))[0])
    codes = {str(code).lower() for code in languages} | {_text(config.get("defaultcontentlanguage")).lower() or "en"}
    if not contents and tree.is_folder(content):
        split = [
            name
            for name in tree.names(content)
            if _is_language(name, codes, path) and tree.is_folder(f"{content}/{name}")
        ]
        contents = [Mount(f"{content}/{name}", "", name.lower()) for name in split]
        contents.append(Mount(content, ""))
    themes = _hugo_themes(tree, base, config)
    statics = [inside(base, each) for key in _static_keys(config) for each in _texts(config[key])] or [
        inside(base, "static")
    ]
    statics += [inside(base, source) for source, target, _ in mounts if target.split("/")[0] == "static"]
    unknown = [] if path else ["No config of Hugo was found, so the site's own hosts are known only from its posts."]
    absent = [theme for theme, is_there in themes.items() if not is_there]
    if absent:
        unknown.append(f"The theme {absent[0]} is not here, so files that it may serve are not judged.")
    ugly = config.get("uglyurls")
    permalinks = _hugo_permalinks(config)
    taxonomies = _table(config.get("taxonomies"))
    made = [*taxonomies.values(), "tags", "categories", "series", "authors", "author", "page"]
    return Layout(
        "hugo",
        base,
        prefix,
        hosts=tuple(dict.fromkeys(filter(None, hosts))),
        statics=tuple(
            Mount(folder)
            for folder in dict.fromkeys([*statics, *(inside(base, "themes", theme, "static") for theme in themes)])
            if tree.is_folder(folder)
        ),
        contents=tuple(contents),
        permalinks=permalinks,
        languages=tuple(sorted({mount.language for mount in contents if mount.language} | codes)),
        form="any" if isinstance(ugly, dict) else "file" if ugly is True else "folder",
        keeps_case=config.get("disablepathtolower") is True,
        is_whole=bool(path) and not absent and _has_home(tree, contents),
        takes_sources=not path or bool(absent) or len(languages) > 1 or _has_link_hook(tree, base, themes),
        anchors=_hugo_anchors(config),
        made=tuple(f"/{name}" for name in made if isinstance(name, str)),
        unknown=tuple(unknown),
    )


def _hugo_config(tree: Tree, base: str, path: str | None) -> dict[str, Any]:
    config = _lower(_data(tree, path))
    folder = inside(base, "config/_default")
    for name in tree.names(folder):
        stem, ending = os.path.splitext(name)
        if ending in _ENDINGS and f"{folder}/{name}" != path:
            found = _lower(_data(tree, f"{folder}/{name}"))
            if stem in ("hugo", "config"):
                config = {**config, **found}
            else:
                config.setdefault(stem.lower(), found)
    return config


def _hugo_mounts(config: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    module = config.get("module")
    mounts = _lower(module).get("mounts") if isinstance(module, dict) else None
    found = [_lower(mount) for mount in mounts if isinstance(mount, dict)] if isinstance(mounts, list) else []
    return [(_text(mount.get("source")), _text(mount.get("target")), mount.get("lang")) for mount in found]


def _hugo_themes(tree: Tree, base: str, config: Mapping[str, Any]) -> dict[str, bool]:
    """The themes and modules of a site, each with whether it is here."""
    module = config.get("module")
    imports = _lower(module).get("imports") if isinstance(module, dict) else None
    names = _texts(config.get("theme"))
    names += (
        [_text(_lower(one).get("path")) for one in imports or () if isinstance(one, dict)]
        if isinstance(imports, list)
        else []
    )
    return {name: tree.is_folder(inside(base, "themes", name)) for name in names if name}


def _has_link_hook(tree: Tree, base: str, themes: Iterable[str]) -> bool:
    """Whether templates of the site make links, which may turn files into pages."""
    folders = [inside(base, "layouts"), *(inside(base, "themes", theme, "layouts") for theme in themes)]
    return any("/render-link" in path for folder in folders for path in tree.files(folder))


def _hugo_anchors(config: Mapping[str, Any]) -> str:
    parser = _table(_lower(_table(_lower(_table(config.get("markup"))).get("goldmark"))).get("parser"))
    usual = _lower(parser).get("autoheadingidtype", "github") == "github"
    return "goldmark" if usual and _lower(parser).get("autoheadingid", True) else "any"


def _static_keys(config: Mapping[str, Any]) -> list[str]:
    return [key for key in config if re.fullmatch(r"staticdir\d*", key)]


def _hugo_permalinks(config: Mapping[str, Any]) -> dict[str, str]:
    permalinks = config.get("permalinks")
    found: dict[str, str] = {}
    for key, value in permalinks.items() if isinstance(permalinks, dict) else ():
        if isinstance(value, str):
            found[str(key)] = value
        elif isinstance(value, dict) and key == "page":
            found.update((str(section), each) for section, each in value.items() if isinstance(each, str))
    return found


def _is_language(name: str, codes: set[str], config_path: str | None) -> bool:
    """Whether a folder of the content is that of a language: one of the config, or of two letters without one."""
    from postlint.site.index import language

    known = name.lower() in codes
    return known or (config_path is None and language({}, f"{name}/x.md") is not None)


def _has_home(tree: Tree, contents: list[Mount]) -> bool:
    """Whether pages of the first level are here too, and not the blog alone."""
    return any(
        name.endswith((".md", ".html")) and tree.is_file(f"{mount.folder}/{name}")
        for mount in contents
        for name in tree.names(mount.folder)
    )


def _lower(table: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in table.items()}


# Jekyll


def _jekyll(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _data(tree, path)
    if path is None and not tree.is_folder("_posts"):
        base = next(
            (folder.removesuffix("/_posts") for folder in detected.post_folders if folder.endswith("/_posts")), base
        )
    host, _ = split_url(_text(config.get("url")))
    source = inside(base, _text(config.get("source")))
    permalinks = {"posts": _text(config.get("permalink"), "date")}
    collections = config.get("collections")
    for name, table in collections.items() if isinstance(collections, dict) else ():
        if isinstance(table, dict) and table.get("output"):
            permalinks[str(name)] = _text(table.get("permalink"))
    kramdown = _table(config.get("kramdown"))
    engine = _text(config.get("markdown"), "kramdown").lower()
    anchors = "kramdown" if engine == "kramdown" else "any"
    if anchors == "kramdown" and str(kramdown.get("input", "GFM")).lower() == "kramdown":
        anchors = "kramdown-own"
    unknown = [] if path else ["No _config.yml was found, so the site's own hosts are known only from its posts."]
    if config.get("theme") or config.get("remote_theme"):
        unknown.append("Files that the theme serves are not judged.")
    has_home = any(tree.is_file(inside(source, f"index.{ending}")) for ending in ("html", "md", "markdown"))
    return Layout(
        "jekyll",
        source,
        joined(_text(config.get("baseurl"))),
        hosts=(host,) if host else (),
        statics=(Mount(source),),
        contents=(Mount(source),),
        permalinks=permalinks,
        keeps_case=True,
        is_whole=bool(path) and has_home,
        anchors=anchors,
        made=(
            "/page",
            "/tag",
            "/tags",
            "/category",
            "/categories",
            "/author",
            "/authors",
            "/feed.xml",
            "/sitemap.xml",
            "/robots.txt",
        ),
        variables={f"site.{key}": str(value) for key, value in config.items() if isinstance(value, str)},
        unknown=tuple(unknown),
    )


# Docusaurus


def _docusaurus(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _code(tree, path)
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
        Mount(folder, joined(os.path.relpath(folder, base or ".")))
        for folder in detected.post_folders
        if folder not in known and not folder.startswith(inside(base, "i18n"))
    ]
    i18n = _table(config.get("i18n"))
    statics = _texts(config.get("staticDirectories")) or ["static"]
    pages = inside(base, "src/pages")
    return Layout(
        "docusaurus",
        base,
        joined(_text(config.get("baseUrl"))),
        hosts=(host,) if host else (),
        statics=tuple(Mount(inside(base, folder)) for folder in statics if tree.is_folder(inside(base, folder))),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        blogs=tuple(mount for mount in blogs if tree.is_folder(mount.folder)),
        docs=tuple(mount for mount in docs if tree.is_folder(mount.folder)),
        languages=tuple(_texts(i18n.get("locales"))),
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
        redirects=tuple(redirects),
        unknown=tuple(unknown),
    )


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
    folder = inside(base, _text(options.get("path"), default))
    return Mount(folder, joined(_text(options.get("routeBasePath"), default)))


def _docusaurus_redirects(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in options.get("redirects") or () if isinstance(options.get("redirects"), list) else ():
        if isinstance(one, dict):
            yield from ((old, _text(one.get("to"))) for old in _texts(one.get("from")))
    if options.get("createRedirects") is literals.OPAQUE:
        yield "/*", ""


# Astro, Gatsby, Eleventy, Next.js, and sites of no generator that is known


def _astro(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _code(tree, path)
    host, _ = split_url(_text(config.get("site")))
    src = inside(base, _text(config.get("srcDir"), "src"))
    public = inside(base, _text(config.get("publicDir"), "public"))
    pages = f"{src}/pages"
    redirects = config.get("redirects")
    return Layout(
        "astro",
        base,
        joined(_text(config.get("base"))),
        hosts=(host,) if host else (),
        statics=(Mount(public),) if tree.is_folder(public) else (),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        is_whole=bool(path) and tree.is_folder(pages),
        anchors="astro",
        permalinks=_astro_routes(tree, pages),
        made=("/rss.xml", "/sitemap-index.xml", "/sitemap.xml", "/tags", "/page"),
        form="any" if _table(config.get("build")).get("format") else "folder",
        takes_sources=not path or "lugins" in (tree.read_text(path) or ""),
        redirects=tuple((str(old), _text(new)) for old, new in redirects.items())
        if isinstance(redirects, dict)
        else (),
        unknown=() if path else ("No config of Astro was found, so URLs are known only from the links of the posts.",),
    )


def _astro_routes(tree: Tree, pages: str) -> dict[str, str]:
    """The routes with a parameter, by the first part of their path: there the site serves what lies in a collection."""
    routes = (path[len(pages) + 1 :].partition("[")[0] for path in tree.files(pages) if "[" in path)
    return {route.partition("/")[0]: route for route in routes}


def _gatsby(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _code(tree, path)
    metadata = config.get("siteMetadata")
    urls = (_text(metadata.get(key)) for key in ("siteUrl", "url")) if isinstance(metadata, dict) else ()
    hosts = tuple(host for host in (split_url(url)[0] for url in urls) if host)
    pages = inside(base, "src/pages")
    static = inside(base, "static")
    return Layout(
        "gatsby",
        base,
        joined(_text(config.get("pathPrefix"))),
        hosts=hosts[:1],
        statics=(Mount(static),) if tree.is_folder(static) else (),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        anchors="github",
        unknown=("Gatsby makes URLs in code: those of posts without 'path' are known only from the posts' links.",),
    )


def _next(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = _code(tree, path)
    public = inside(base, "public")
    pages = [inside(base, folder) for folder in ("pages", "src/pages", "app", "src/app")]
    return Layout(
        "next",
        base,
        joined(_text(config.get("basePath"))),
        statics=(Mount(public),) if tree.is_folder(public) else (),
        contents=tuple(Mount(folder) for folder in pages if tree.is_folder(folder)),
        unknown=("Next.js makes URLs in code: those of posts are known only from the posts' links.",),
    )


def _eleventy(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
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
            data = _data(tree, path) if ending.endswith("json") else literals.config(text)
            yield folder, _text(data.get("permalink"))


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


def _plain(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    folders = [folder for folder in ("static", "public") if tree.is_folder(folder)]
    return Layout(
        "plain",
        statics=tuple(Mount(folder) for folder in folders),
        unknown=("No generator was found: URLs are known only from the links of the posts; see [[site.map]].",),
    )


def _redirects(tree: Tree, layout: Layout) -> Iterator[tuple[str, str]]:
    """The redirects that hosts of static sites read from files."""
    folders = dict.fromkeys([layout.base, *(mount.folder for mount in layout.statics), ""])
    for folder in folders:
        for line in (
            (tree.read_text(inside(folder, "_redirects")) or "") if tree.is_file(inside(folder, "_redirects")) else ""
        ).splitlines():
            words = line.split("#")[0].split()
            if len(words) >= 2:
                yield words[0], words[1]
        for one in _list(_data(tree, inside(folder, "netlify.toml")), "redirects"):
            yield _text(one.get("from")), _text(one.get("to"))
        for one in _list(_data(tree, inside(folder, "vercel.json")), "redirects"):
            yield re.sub(r"[:(].*", "*", _text(one.get("source"))), _text(one.get("destination"))


def _list(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


_MAKERS: dict[str, Callable[[Tree, str, str | None, Detected], Layout]] = {
    "hugo": _hugo,
    "jekyll": _jekyll,
    "docusaurus": _docusaurus,
    "astro": _astro,
    "gatsby": _gatsby,
    "next": _next,
    "eleventy": _eleventy,
}
