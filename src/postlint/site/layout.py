"""How a generator lays a site out: which folders are served from where, on which hosts, by which pattern of URLs."""

from __future__ import annotations

from collections.abc import Mapping

from postlint.records import NamedTuple


class Mount(NamedTuple):
    """A folder, relative to the root, and the path of the URL below which what lies in it is served: "" or "/docs"."""

    folder: str
    url: str = ""
    language: str | None = None


class Scheme(NamedTuple):
    """The URLs of the posts below a folder: a path, or a whole URL, with words in braces.

    ``{path}`` is what stands below the folder, without its ending; ``{name}`` the name of the file, or of the folder of
    an index page; ``{slug}`` the slug of the front matter, else the name without a date in front; ``{year}``,
    ``{month}`` and ``{day}`` those of the post's day; ``{file}`` is like ``{path}``, with the ending.
    """

    folder: str
    url: str


class Layout(NamedTuple):
    """What is known of a site. ``unknown`` says in sentences what is not, so that links there are not judged.

    ``base`` is the folder of the site, relative to the root; ``prefix`` the path under which all of it is served ("" or
    "/docs"). ``statics`` are served as they are. ``contents`` hold pages; for Docusaurus ``blogs`` and ``docs`` too.
    ``is_configured`` tells that the
    generator's config is here, ``is_whole`` that all pages of the first level are known, too; ``takes_sources`` that a
    link to ``other.md`` becomes one to its page. ``unjudged`` are prefixes of paths that the site
    serves from elsewhere. ``redirects`` lead from paths to others; ``*`` in one stands for anything. ``made`` are paths
    of pages that the generator makes itself, ``schemes`` patterns of URLs that a config gives, ``retired`` old URLs,
    each with what has taken its place, ``anchors`` the algorithm of heading ids. ``lists`` are pages that the generator
    makes too, below which there are others; ``prefixes`` the beginnings of the paths of each language, "" for that
    without a name; where there are none, nobody knows. ``prefixes_links`` tells that the generator puts ``prefix`` in
    front of links in Markdown by itself, ``keeps_raw`` that for certain it does not so with those in HTML.
    """

    generator: str
    base: str = ""
    prefix: str = ""
    hosts: tuple[str, ...] = ()
    statics: tuple[Mount, ...] = ()
    contents: tuple[Mount, ...] = ()
    blogs: tuple[Mount, ...] = ()
    docs: tuple[Mount, ...] = ()
    permalinks: Mapping[str, str] = {}
    languages: tuple[str, ...] = ()
    form: str = "any"
    keeps_case: bool = False
    is_whole: bool = False
    is_configured: bool = False
    takes_sources: bool = True
    anchors: str = "any"
    made: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = {}
    unjudged: tuple[str, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    schemes: tuple[Scheme, ...] = ()
    variables: Mapping[str, str] = {}
    prefixes_links: bool = False
    keeps_raw: bool = False
    retired: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()


class SiteSettings(NamedTuple):
    """What a config says of the site in its table ``[site]``."""

    generator: str | None = None
    roots: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    map: tuple[Mapping[str, str], ...] = ()
    retired: Mapping[str, str] = {}

    def over(self, layout: Layout) -> Layout:
        """A layout put right by these settings."""
        mapped = [(one["url"], one.get("files")) for one in self.map]
        schemes = tuple(Scheme(files.rstrip("/"), url) for url, files in mapped if files)
        return layout._replace(
            hosts=self.hosts or layout.hosts,
            statics=tuple(Mount(root) for root in self.roots) or layout.statics,
            schemes=(*schemes, *layout.schemes),
            unjudged=(*(joined(split_url(url)[1] or url) for url, files in mapped if not files), *layout.unjudged),
            retired=self.retired,
        )


def joined(*parts: str) -> str:
    """A path of URLs from its parts: "" or with ``/`` in front and none at the end."""
    path = "/".join(segment for part in parts for segment in part.split("/") if segment)
    return f"/{path}" if path else ""


def inside(*parts: str) -> str:
    """A path of files below the root, from its parts; what leads out of it stays within."""
    kept: list[str] = []
    for part in parts:
        for segment in part.split("/"):
            if segment == "..":
                del kept[-1:]
            elif segment not in ("", "."):
                kept.append(segment)
    return "/".join(kept)


def split_url(url: str) -> tuple[str, str]:
    """The host and the path of a URL that a config names: "" for what is not there."""
    import re

    match = re.match(r"(?:[A-Za-z][\w+.-]*:)?//([^/?#]*)([^?#]*)", url.strip())
    if match is None:
        return "", joined(url.strip()) if url.strip().startswith("/") else ""
    return match[1].lower().rpartition("@")[2], joined(match[2])
