"""Under which paths a site publishes a page, by its layout, its file and its front matter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.site.layout import Layout, Mount, joined
from postlint.site.urls import alias_of

if TYPE_CHECKING:
    from postlint.site.index import PostFacts

_BLOG_NAME = expression(r"(?P<folder>.*?)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>[^/]*)")
_POST_NAME = expression(
    r"(?:(?P<folders>.*)/)?_(?:posts|drafts)/(?:.*/)?(?:(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-)?(?P<name>[^/]+)"
)
_MONTHS = "january february march april may june july august september october november december".split()
_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_FILES = (".html", ".htm", ".xml", ".json", ".txt")
_TEMPLATED = ("{{", "{%", "${")
ENDING = expression(r"\.(?:md|mdx|markdown|html?|njk|liquid|astro|[jt]sx?)$", re.I)


def routes(facts: PostFacts, layout: Layout) -> list[str]:
    """The paths of a page, the likeliest first, without the prefix of the site; none where they are not known.

    One that ends with ``/`` is a folder's, one with ``.html`` a file's; others may be either.
    """
    key, text = facts.address or ("", "")
    if any(mark in text for mark in _TEMPLATED):
        return []
    make = {
        "hugo": _hugo,
        "jekyll": _jekyll,
        "docusaurus": _docusaurus,
        "astro": _astro,
        "eleventy": _eleventy,
        "next": _next,
        "gatsby": _gatsby,
    }.get(layout.generator)
    found = make(facts, layout, key.lower(), text) if make else ()
    return list(dict.fromkeys(_published(url, layout) for url in found))


def _published(url: str, layout: Layout) -> str:
    """A path in the form in which the generator publishes pages."""
    if layout.form == "any" or url.endswith(("/", *_FILES)):
        return url
    return f"{url}/" if layout.form == "folder" else f"{url}.html"


def alias_routes(facts: PostFacts, layout: Layout) -> Iterator[str]:
    """The further paths that lead to a page."""
    own = routes(facts, layout)
    for alias in facts.aliases:
        for path in [alias] if alias.startswith("/") else [alias_of(alias, url) for url in own or ["/"]]:
            if path is not None:
                yield joined(re.sub(r"^[a-z]+://[^/]*", "", path)) or "/"


def stem(path: str) -> list[str]:
    """The parts of a path without its ending, and without ``index``."""
    parts = ENDING.sub("", path).split("/")
    return parts[:-1] if parts[-1] in ("index", "_index") else parts


def below(path: str, mount: Mount) -> str | None:
    """The part of a path that is below a mount; None where it is not."""
    if not mount.folder:
        return path
    return path[len(mount.folder) + 1 :] if path.startswith(mount.folder + "/") else None


def dates(facts: PostFacts) -> dict[str, str]:
    """Year, month and day of a page, where its day is known."""
    if not facts.iso_date:
        return {}
    year, month, day = facts.iso_date.split("-")
    return {
        "year": year,
        "month": month,
        "day": day,
        "monthname": _MONTHS[int(month) - 1],
        "i_month": month.lstrip("0"),
        "i_day": day.lstrip("0"),
        "short_year": year[2:],
    }


# Hugo


def _hugo(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    for mount in layout.contents:
        path = below(facts.path, mount)
        if path is not None:
            break
    else:
        return
    language = mount.language
    if (suffixed := re.search(r"\.([A-Za-z]{2}(?:-[A-Za-z]+)?)\.\w+$", path)) and suffixed[
        1
    ].lower() in layout.languages:
        language = suffixed[1].lower()
        path = path[: suffixed.start()] + path[suffixed.end(1) :]
    first = layout.prefixes.get((language or "").lower())
    for url in _hugo_paths(facts, layout, mount, path, key, text):
        if first is not None:
            yield f"{first}{url}"
            continue
        yield url
        if language:
            yield joined(language, url)


def _hugo_paths(facts: PostFacts, layout: Layout, mount: Mount, path: str, key: str, text: str) -> Iterator[str]:
    if key == "url" and text:
        yield joined(text)
        return
    parts = stem(path)
    section = parts[0] if len(parts) > 1 else ""
    pattern = None if facts.is_section else layout.permalinks.get(section)
    if pattern is not None:
        url = _hugo_pattern(pattern, facts, parts, text)
        if url is not None:
            yield _hugo_clean(joined(url), layout)
        return
    if text and parts:
        parts = [*parts[:-1], text]
    yield _hugo_clean(joined(mount.url, *parts), layout) or "/"


def _hugo_pattern(pattern: str, facts: PostFacts, parts: list[str], slug: str) -> str | None:
    title = re.sub(r"[^\w\s./~@-]", "", facts.title or parts[-1])
    values = {
        **dates(facts),
        "section": parts[0],
        "sections": "/".join(parts[:-1]),
        "title": title,
        "slug": slug or title,
        "slugorfilename": slug or parts[-1],
        "slugorcontentbasename": slug or parts[-1],
        "filename": parts[-1],
        "contentbasename": parts[-1],
    }
    values["month"] = values.get("month", "")
    names = re.findall(r":(\w+)", pattern)
    if any(not values.get(name) for name in names) or "[" in pattern:
        return None
    return re.sub(r":(\w+)", lambda match: values[match[1]], pattern)


def _hugo_clean(url: str, layout: Layout) -> str:
    url = re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s./~@#+%-]", "", url))
    return url if layout.keeps_case else url.lower()


# Jekyll


def _jekyll(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    path = below(facts.path, layout.contents[0]) if layout.contents else None
    if path is None:
        return
    name = _POST_NAME.fullmatch(ENDING.sub("", path))
    if name is None:
        collection = next((one for one in layout.permalinks if path.startswith(f"_{one}/")), None)
        if key == "permalink" and text:
            yield _slashed(text)
        elif collection is not None:
            is_pretty = layout.permalinks.get("posts", "").endswith(("/", "pretty"))
            pattern = layout.permalinks[collection] or "/:collection/:path" + ("/" if is_pretty else ":output_ext")
            inner = ENDING.sub("", path).partition("/")[2]
            values = {
                "collection": collection,
                "path": inner,
                "name": inner.rpartition("/")[2],
                "title": inner,
                "output_ext": ".html",
            }
            yield from _filled(pattern, values)
        elif not stem(path) or stem(path)[-1] != ENDING.sub("", path).rpartition("/")[2]:
            yield f"{joined(*stem(path))}/"
        else:
            is_pretty = layout.permalinks.get("posts", "").endswith(("/", "pretty"))
            yield joined(*stem(path)) + ("/" if is_pretty else ".html")
        return
    pattern = text if key == "permalink" else layout.permalinks.get("posts", "date")
    pattern = _JEKYLL_STYLES.get(pattern, pattern)
    above = [part for part in (name["folders"] or "").split("/") if part]
    slug = text if key == "slug" else name["name"]
    lowered = re.sub(r"[^\w.]+", "-", slug.lower()).strip("-")
    categories = list(dict.fromkeys([*above, *(category.lower() for category in facts.categories)]))
    for day in dict.fromkeys([facts.iso_date, _iso(name["date"])]):
        values = {
            **dates(facts._replace(iso_date=day)),
            "categories": "/".join(categories),
            "slugified_categories": "/".join(re.sub(r"[^\w.]+", "-", each).strip("-") for each in categories),
            "title": slug,
            "slug": lowered,
            "output_ext": ".html",
        }
        yield from _filled(pattern, values)


def _filled(pattern: str, values: dict[str, str]) -> Iterator[str]:
    url = re.sub(r":([a-z_]+)", lambda match: _longest(match[1], values), pattern)
    if not re.search(r":[a-z]", url):
        yield _slashed(url)


def _slashed(url: str) -> str:
    """A path with a slash at its end if it had one."""
    return joined(url) + "/" * url.endswith("/") if url.strip("/") else "/"


def _longest(name: str, values: dict[str, str]) -> str:
    """The value of a name such as ``title``, also where more letters or ``_`` follow it at once."""
    for end in range(len(name), 0, -1):
        if name[:end] in values:
            return values[name[:end]] + name[end:]
    return f":{name}"


def _iso(written: str | None) -> str | None:
    if written is None:
        return None
    year, month, day = written.split("-")
    return f"{'20' if len(year) == 2 else ''}{year}-{month:0>2}-{day:0>2}"


# Docusaurus


def _docusaurus(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    for mount in layout.blogs:
        path = below(facts.path, mount)
        if path is not None:
            yield _docusaurus_post(path, mount, text)
            return
    for mount in layout.docs:
        path = below(facts.path, mount)
        if path is not None:
            yield _docusaurus_doc(path, mount, text if key == "slug" else "", facts.id)
            return
    for mount in layout.contents:
        path = below(facts.path, mount)
        if path is not None:
            yield joined(mount.url, *stem(path)) or "/"


def _docusaurus_post(path: str, mount: Mount, slug: str) -> str:
    if slug:
        return joined(mount.url, slug) or "/"
    inner = "/".join(stem(path))
    dated = _BLOG_NAME.fullmatch(inner)
    if dated is None:
        return joined(mount.url, inner) or "/"
    return joined(mount.url, dated["date"].replace("-", "/"), dated["folder"], dated["text"])


def _docusaurus_doc(path: str, mount: Mount, slug: str, id: str | None) -> str:
    """By the slug, else the id, else the name, but for the page of a folder; numbers in front of names are dropped."""
    parts = [re.sub(r"^\d+\s*[-_.]+\s*(?=[^-_.\s\d])", "", part) for part in ENDING.sub("", path).split("/")]
    if slug.startswith("/"):
        return joined(mount.url, slug) or "/"
    *folders, name = parts
    if slug:
        return joined(mount.url, posixpath.normpath(posixpath.join("/", *folders, slug))) or "/"
    if name.lower() in ("index", "readme") or (folders and name.lower() == folders[-1].lower()):
        return joined(mount.url, *folders) or "/"
    return joined(mount.url, *folders, id or name) or "/"


# The others


def _astro(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    """Pages by their file; what lies in a collection by the route of its name, as the starters have it."""
    for mount in layout.contents:
        path = below(facts.path, mount)
        if path is not None:
            yield joined(mount.url, *stem(path)) or "/"
            return
    src = layout.contents[0].folder.removesuffix("/pages") if layout.contents else "src"
    match = re.match(rf"{re.escape(src)}/(?:content|data)/(.+)", facts.path)
    if match is not None:
        parts = stem(match[1])
        if key == "slug" and text:
            parts = [parts[0], text]
        parts = [re.sub(r"[^\w-]+", "-", part.lower()) for part in parts]
        if parts[0] in layout.permalinks:
            yield joined(layout.permalinks[parts[0]], *parts[1:])
        elif "" in layout.permalinks:
            yield joined(*parts[1:])


def _eleventy(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    path = below(facts.path, layout.contents[0]) if layout.contents else facts.path
    if path is None:
        return
    if key == "permalink" and text:
        yield joined(text) or "/"
        return
    parts = stem(path)
    if len(parts) > 1 and parts[-1] == parts[-2]:
        parts = parts[:-1]
    above = facts.path.split("/")[:-1]
    folders = ("/".join(above[:length]) for length in range(len(above), -1, -1))
    pattern = next((layout.permalinks[folder] for folder in folders if folder in layout.permalinks), None)
    if pattern is not None:
        slug = re.sub(r"^\d{4}-\d\d-\d\d-", "", parts[-1]) if parts else ""
        url = re.sub(r"\{\{\s*page\.fileSlug\s*(?:\|\s*slug(?:ify)?\s*)?\}\}", slug, pattern)
        url = re.sub(r"\{\{\s*page\.filePathStem\s*\}\}", "/".join([*parts[:-1], slug]), url)
        if url and "{" not in url:
            yield _slashed(url)
        return
    yield joined(*parts) or "/"
    if parts and (undated := re.sub(r"^\d{4}-\d\d-\d\d-", "", parts[-1])) != parts[-1]:
        yield joined(*parts[:-1], undated)


def _next(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    for mount in layout.contents:
        path = below(facts.path, mount)
        if path is None:
            continue
        parts = stem(path)
        if mount.folder.endswith("app"):
            if parts[-1:] not in (["page"], ["route"]):
                return
            parts = [part for part in parts[:-1] if not part.startswith("(")]
        yield joined(mount.url, *parts) or "/"
        return


def _gatsby(facts: PostFacts, layout: Layout, key: str, text: str) -> Iterator[str]:
    if (key == "path" and text) or text.startswith("/"):
        yield joined(text)
        return
    for mount in layout.contents:
        path = below(facts.path, mount)
        if path is not None:
            yield joined(mount.url, *stem(path)) or "/"
