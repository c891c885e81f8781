"""Reads the layout of a site from the config of its generator: as data, never by running it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.site.config_values import code_of, data_of, table_of, tables_of, text_of, texts_of
from postlint.site.layout import Layout, Mount, inside, joined, split_url

if TYPE_CHECKING:
    from postlint.site.detect import Detected
    from postlint.site.tree import Tree


def layout_of(tree: Tree, detected: Detected) -> Layout:
    """The layout that the generator's own config gives."""
    path = detected.config_path
    base = os.path.dirname(path or "")
    if detected.generator == "hugo" and base.endswith("config/_default"):
        base = base.removesuffix("config/_default").rstrip("/")
    layout = _maker(detected.generator)(tree, base, path, detected)
    is_configured = path is not None or detected.generator == "plain"
    return layout._replace(is_configured=is_configured, redirects=(*layout.redirects, *_redirects(tree, layout)))


Maker = Callable[["Tree", str, str | None, "Detected"], Layout]


def _maker(generator: str) -> Maker:
    """What reads the config of a generator; some have a module of their own, which other sites do not wait for."""
    if generator == "hugo":
        from postlint.site.layout_hugo import hugo

        return hugo
    if generator == "docusaurus":
        from postlint.site.layout_docusaurus import docusaurus

        return docusaurus
    if generator == "eleventy":
        from postlint.site.layout_eleventy import eleventy

        return eleventy
    return _MAKERS.get(generator, _plain)


# Jekyll


def _jekyll(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = data_of(tree, path)
    if path is None and not tree.is_folder("_posts"):
        base = next(
            (folder.removesuffix("/_posts") for folder in detected.post_folders if folder.endswith("/_posts")), base
        )
    host, _ = split_url(text_of(config.get("url")))
    source = inside(base, text_of(config.get("source")))
    permalinks = {"posts": text_of(config.get("permalink"), "date")}
    collections = config.get("collections")
    for name, table in collections.items() if isinstance(collections, dict) else ():
        if isinstance(table, dict) and table.get("output"):
            permalinks[str(name)] = text_of(table.get("permalink"))
    kramdown = table_of(config.get("kramdown"))
    engine = text_of(config.get("markdown"), "kramdown").lower()
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
        joined(text_of(config.get("baseurl"))),
        hosts=(host,) if host else (),
        statics=(Mount(source),),
        contents=(Mount(source),),
        permalinks=permalinks,
        keeps_case=True,
        is_whole=bool(path) and has_home,
        takes_sources=_jekyll_takes_sources(tree, base, config),
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


def _jekyll_takes_sources(tree: Tree, base: str, config: Mapping[str, Any]) -> bool:
    """Whether links to files become links to their pages: a plugin does so, which GitHub has unless told otherwise."""
    gems = tree.read_text(inside(base, "Gemfile"))
    plugins = [*texts_of(config.get("plugins")), *texts_of(config.get("gems"))]
    named = f"{gems} {plugins}"
    return gems is None or "jekyll-relative-links" in named or "github-pages" in named


# Astro, Gatsby, Eleventy, Next.js, and sites of no generator that is known


def _astro(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = code_of(tree, path)
    host, _ = split_url(text_of(config.get("site")))
    src = inside(base, text_of(config.get("srcDir"), "src"))
    public = inside(base, text_of(config.get("publicDir"), "public"))
    pages = f"{src}/pages"
    redirects = config.get("redirects")
    return Layout(
        "astro",
        base,
        joined(text_of(config.get("base"))),
        hosts=(host,) if host else (),
        statics=(Mount(public),) if tree.is_folder(public) else (),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        is_whole=bool(path) and tree.is_folder(pages),
        anchors="astro",
        permalinks=_astro_routes(tree, pages),
        made=("/rss.xml", "/sitemap-index.xml", "/sitemap.xml", "/tags", "/page"),
        form="any" if table_of(config.get("build")).get("format") else "folder",
        takes_sources=not path or "lugins" in (tree.read_text(path) or ""),
        redirects=tuple((str(old), text_of(new)) for old, new in redirects.items())
        if isinstance(redirects, dict)
        else (),
        unknown=() if path else ("No config of Astro was found, so URLs are known only from the links of the posts.",),
    )


def _astro_routes(tree: Tree, pages: str) -> dict[str, str]:
    """The routes with a parameter, by the first part of their path: there the site serves what lies in a collection."""
    routes = (path[len(pages) + 1 :].partition("[")[0] for path in tree.files(pages) if "[" in path)
    return {route.partition("/")[0]: route for route in routes}


def _gatsby(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = code_of(tree, path)
    metadata = config.get("siteMetadata")
    urls = (text_of(metadata.get(key)) for key in ("siteUrl", "url")) if isinstance(metadata, dict) else ()
    hosts = tuple(host for host in (split_url(url)[0] for url in urls) if host)
    pages = inside(base, "src/pages")
    static = inside(base, "static")
    return Layout(
        "gatsby",
        base,
        joined(text_of(config.get("pathPrefix"))),
        prefixes_links=True,
        hosts=hosts[:1],
        statics=(Mount(static),) if tree.is_folder(static) else (),
        contents=(Mount(pages),) if tree.is_folder(pages) else (),
        anchors="github",
        unknown=("Gatsby makes URLs in code: those of posts without 'path' are known only from the posts' links.",),
    )


def _next(tree: Tree, base: str, path: str | None, detected: Detected) -> Layout:
    config = code_of(tree, path)
    public = inside(base, "public")
    pages = [inside(base, folder) for folder in ("pages", "src/pages", "app", "src/app")]
    return Layout(
        "next",
        base,
        joined(text_of(config.get("basePath"))),
        statics=(Mount(public),) if tree.is_folder(public) else (),
        contents=tuple(Mount(folder) for folder in pages if tree.is_folder(folder)),
        unknown=("Next.js makes URLs in code: those of posts are known only from the posts' links.",),
    )


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
        for one in tables_of(data_of(tree, inside(folder, "netlify.toml")), "redirects"):
            yield text_of(one.get("from")), text_of(one.get("to"))
        for one in tables_of(data_of(tree, inside(folder, "vercel.json")), "redirects"):
            yield re.sub(r"[:(].*", "*", text_of(one.get("source"))), text_of(one.get("destination"))


_MAKERS: dict[str, Maker] = {"jekyll": _jekyll, "astro": _astro, "gatsby": _gatsby, "next": _next}
