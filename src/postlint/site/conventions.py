"""What each site generator reads from front matter and from file names: the only module that knows their habits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.records import NamedTuple
from postlint.site.dates import date_in_path, written

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping


class Conventions(NamedTuple):
    """The front matter keys of one generator, each list in order of preference, and where its posts lie.

    ``post_folders`` are patterns of folders below the root; ``*`` stands for any part of one name. Where several match,
    all of them hold posts, but a folder around another match is no post folder itself.
    """

    generator: str
    title_keys: tuple[str, ...]
    date_keys: tuple[str, ...]
    updated_keys: tuple[str, ...]
    summary_keys: tuple[str, ...]
    author_keys: tuple[str, ...]
    tag_keys: tuple[str, ...]
    category_keys: tuple[str, ...]
    image_keys: tuple[str, ...]
    draft_keys: tuple[str, ...]
    url_keys: tuple[str, ...]
    post_folders: tuple[str, ...]
    dated_names: bool = True  # a name such as 2024-01-02-news.md dates a post that has no date key
    titled_by_heading: bool = False  # the first h1 is the title of a post that has no title key
    folds_case: bool = False  # Title and title are the same key
    alias_keys: tuple[str, ...] = ("aliases", "redirect_from")
    date_shapes: tuple[str, ...] = ()  # ways to write a date, beside ISO 8601, that it reads: see dates.Written


class Value(NamedTuple):
    """What a front matter key says, and the key as it is written there."""

    key: str
    value: Any


STUB_KEYS = ("externalUrl", "external_url", "externalLink", "external_link", "redirect_to", "redirectTo")
_BLOGS = ("blog", "blogs", "post", "posts", "articles", "news")


def _in(*parents: str) -> tuple[str, ...]:
    return tuple(f"{parent}/{name}" for parent in parents for name in _BLOGS)


_HUGO = Conventions(
    "hugo",
    title_keys=("title",),
    date_keys=("date", "publishDate", "pubdate", "published"),
    updated_keys=("lastmod", "modified", "updated"),
    summary_keys=("summary", "description"),
    author_keys=("authors", "author"),
    tag_keys=("tags",),
    category_keys=("categories",),
    image_keys=("images", "image", "cover", "featured_image", "featuredImage", "thumbnail"),
    draft_keys=("draft",),
    url_keys=("url", "slug"),
    post_folders=(*_in("content", "content/*", "content.*"), "content"),
    dated_names=False,
    folds_case=True,
)
_JEKYLL = Conventions(
    "jekyll",
    title_keys=("title",),
    date_keys=("date",),
    updated_keys=("last_modified_at", "updated", "last_updated"),
    summary_keys=("description", "excerpt", "summary", "subtitle"),
    author_keys=("authors", "author"),
    tag_keys=("tags", "tag"),
    category_keys=("categories", "category"),
    image_keys=("image", "cover", "thumbnail", "header"),
    draft_keys=("draft", "published"),
    url_keys=("permalink", "slug"),
    post_folders=("_posts", "*/_posts"),
    date_shapes=("named", "separated", "unpadded"),
)
_DOCUSAURUS = Conventions(
    "docusaurus",
    title_keys=("title",),
    date_keys=("date",),
    updated_keys=("last_update",),
    summary_keys=("description",),
    author_keys=("authors", "author"),
    tag_keys=("tags",),
    category_keys=(),
    image_keys=("image",),
    draft_keys=("draft",),
    url_keys=("slug",),
    post_folders=("blog", "i18n/*/docusaurus-plugin-content-blog"),
    titled_by_heading=True,
    date_shapes=("named",),
)
_ASTRO = Conventions(
    "astro",
    title_keys=("title",),
    date_keys=("pubDate", "pubDatetime", "publishDate", "publishedDate", "publishedAt", "published", "date"),
    updated_keys=("updatedDate", "modDatetime", "updatedAt", "updateDate", "lastModified", "updated"),
    summary_keys=("description", "excerpt", "summary"),
    author_keys=("authors", "author"),
    tag_keys=("tags",),
    category_keys=("categories", "category"),
    image_keys=("heroImage", "image", "cover", "coverImage", "ogImage"),
    draft_keys=("draft", "published", "isDraft"),
    url_keys=("slug", "permalink"),
    post_folders=(*_in("src/content", "src/content/*", "src/data", "src/pages", "content"), "src/content"),
    date_shapes=("named",),
)
_GATSBY = Conventions(
    "gatsby",
    title_keys=("title",),
    date_keys=("date", "publishedAt", "publishDate"),
    updated_keys=("updated", "updatedAt", "lastModified"),
    summary_keys=("description", "excerpt", "summary", "ogSummary"),
    author_keys=("authors", "author"),
    tag_keys=("tags",),
    category_keys=("categories", "category"),
    image_keys=("featuredImage", "image", "cover", "hero", "thumbnail", "ogImage", "ogImageUrl"),
    draft_keys=("draft", "published"),
    url_keys=("path", "slug", "permalink"),
    post_folders=(*_in("content", "src", "src/content", "src/pages", "data"), *_BLOGS),
)
_ELEVENTY = Conventions(
    "eleventy",
    title_keys=("title",),
    date_keys=("date",),
    updated_keys=("updated", "modified", "lastmod"),
    summary_keys=("description", "excerpt", "summary"),
    author_keys=("authors", "author"),
    tag_keys=("tags",),
    category_keys=("categories", "category"),
    image_keys=("image", "cover", "thumbnail", "ogImage"),
    draft_keys=("draft",),
    url_keys=("permalink",),
    post_folders=(*_in("content", "src", "src/content"), *_BLOGS),
)
_NEXT = Conventions(
    "next",
    title_keys=("title",),
    date_keys=("date", "publishedAt", "publishDate", "publishedDate", "published", "pubDate"),
    updated_keys=("updatedAt", "updated", "lastmod", "lastModified", "modified"),
    summary_keys=("description", "summary", "excerpt", "desc"),
    author_keys=("authors", "author"),
    tag_keys=("tags", "tag"),
    category_keys=("categories", "category"),
    image_keys=("image", "images", "coverImage", "cover", "ogImage", "thumbnail"),
    draft_keys=("draft", "published", "isPublish", "isPublished"),
    url_keys=("slug", "permalink", "path"),
    post_folders=(*_in("content", "data", "src/content", "src"), *_BLOGS, "_posts"),
    date_shapes=("named",),
)
# Where nothing tells the generator, any of the usual keys will do.
_PLAIN = Conventions(
    "plain",
    title_keys=("title",),
    date_keys=("date", "pubDate", "pubDatetime", "publishDate", "publishedAt", "publishedDate", "published", "pubdate"),
    updated_keys=("updated", "updatedDate", "updatedAt", "lastmod", "last_modified_at", "last_update", "modified"),
    summary_keys=("description", "summary", "excerpt", "desc", "subtitle"),
    author_keys=("authors", "author"),
    tag_keys=("tags", "tag"),
    category_keys=("categories", "category"),
    image_keys=("image", "images", "cover", "coverImage", "heroImage", "featuredImage", "featured_image", "ogImage"),
    draft_keys=("draft", "isDraft", "published", "isPublish", "isPublished"),
    url_keys=("permalink", "slug", "url", "path"),
    post_folders=(*_in("content", "content/*", "data", "src/content", "src", "docs"), *_BLOGS, "_posts"),
    titled_by_heading=True,
)

CONVENTIONS: dict[str, Conventions] = {
    conventions.generator: conventions
    for conventions in (_HUGO, _JEKYLL, _DOCUSAURUS, _ASTRO, _GATSBY, _ELEVENTY, _NEXT, _PLAIN)
}


def lookup(front_matter: Mapping[str, Any], keys: tuple[str, ...], conventions: Conventions) -> Value | None:
    """The first of ``keys`` that is there and neither null nor blank."""
    by_folded_key: dict[str, str] = {}
    if conventions.folds_case:
        by_folded_key = {key.lower(): key for key in front_matter if isinstance(key, str)}
    for key in keys:
        written = key if key in front_matter else by_folded_key.get(key.lower())
        if written is not None and not _is_blank(front_matter[written]):
            return Value(written, front_matter[written])
    return None


def title(front_matter: Mapping[str, Any], conventions: Conventions) -> Value | None:
    """The title as text; a number or a date counts as it reads, true and false do not."""
    found = lookup(front_matter, conventions.title_keys, conventions)
    if found is None or isinstance(found.value, (bool, list, dict)):
        return None
    return Value(found.key, " ".join(str(found.value).split()))


def summary(front_matter: Mapping[str, Any], conventions: Conventions) -> Value | None:
    """The summary as text."""
    found = lookup(front_matter, conventions.summary_keys, conventions)
    return found if found is not None and isinstance(found.value, str) else None


def authors(front_matter: Mapping[str, Any], conventions: Conventions) -> tuple[str, ...]:
    """The authors as written: names, ids of an authors file, or the names of mappings. One text is one author."""
    found = lookup(front_matter, conventions.author_keys, conventions)
    return tuple(_texts(found.value, ("name", "id", "key"))) if found else ()


def categories(front_matter: Mapping[str, Any], conventions: Conventions) -> tuple[str, ...]:
    """The categories as written; in one text they stand apart by blanks, as Jekyll has it."""
    found = lookup(front_matter, conventions.category_keys, conventions)
    if found is not None and isinstance(found.value, str):
        return tuple(found.value.split())
    return tuple(_texts(found.value, ("name", "title"))) if found else ()


def images(front_matter: Mapping[str, Any], conventions: Conventions) -> tuple[str, ...]:
    """The paths or URLs of the post's own images, as written."""
    found = lookup(front_matter, conventions.image_keys, conventions)
    return tuple(_texts(found.value, ("src", "url", "path", "image", "teaser"))) if found else ()


def aliases(front_matter: Mapping[str, Any], conventions: Conventions) -> tuple[str, ...]:
    """The further URLs that lead to the post, as written."""
    found = lookup(front_matter, conventions.alias_keys, conventions)
    return tuple(_texts(found.value, ("from",))) if found else ()


def stub(front_matter: Mapping[str, Any], conventions: Conventions) -> Value | None:
    """The page elsewhere that a post without text of its own stands for."""
    found = lookup(front_matter, STUB_KEYS, conventions)
    return found if found is not None and isinstance(found.value, str) else None


def url(front_matter: Mapping[str, Any], conventions: Conventions) -> Value | None:
    """The key that sets the post's URL or its last part, with its text as written."""
    found = lookup(front_matter, conventions.url_keys, conventions)
    return found if found is not None and isinstance(found.value, str) else None


def date(front_matter: Mapping[str, Any], path: str, conventions: Conventions) -> datetime.date | None:
    """The day of the post as written, whatever its time zone: of a date key, else of the file's or a folder's name."""
    found = lookup(front_matter, conventions.date_keys, conventions)
    written = date_in_value(found.value) if found else None
    return written or (date_in_path(path) if conventions.dated_names else None)


def updated(front_matter: Mapping[str, Any], conventions: Conventions) -> datetime.date | None:
    """The day of the last change, where a key names it."""
    found = lookup(front_matter, conventions.updated_keys, conventions)
    return date_in_value(found.value) if found else None


def is_draft(front_matter: Mapping[str, Any], path: str, conventions: Conventions) -> bool:
    """Whether the generator leaves the post out: by ``draft: true``, ``published: false`` or a folder ``_drafts``."""
    return "_drafts" in path.split("/") or draft_key(front_matter, conventions) is not None


def draft_key(front_matter: Mapping[str, Any], conventions: Conventions) -> str | None:
    """The key, as written, that says that the post is a draft."""
    for key in conventions.draft_keys:
        found = lookup(front_matter, (key,), conventions)
        if found and _truth(found.value) is ("draft" in key.lower()):
            return found.key
    return "status" if str(front_matter.get("status", "")).strip().lower() == "draft" else None


def date_in_value(value: Any) -> datetime.date | None:
    """The day that a front matter value shows: a date, a date and time, a text such as ``2021-4-7`` or ``Jul 08 2022``.

    Days are never guessed: 04/05/2023 names none.
    """
    import datetime

    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, dict):  # last_update: {date: 2024-01-02, author: ada}
        return date_in_value(value.get("date"))
    there = written(value) if isinstance(value, str) else None
    return there.day if there is not None and there.shape != "compact" else None


def _truth(value: Any) -> bool | None:
    """True, False, or None for what is neither, such as the date in ``published: 2024-01-02``."""
    return {"true": True, "yes": True, "false": False, "no": False}.get(str(value).strip().lower())


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def _texts(value: Any, inner_keys: tuple[str, ...]) -> list[str]:
    """The texts of a scalar, of a mapping's first known key, or of each of a list."""
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, inner_keys)]
    if isinstance(value, dict):
        return next((_texts(value[key], inner_keys) for key in inner_keys if not _is_blank(value.get(key))), [])
    return [] if _is_blank(value) or isinstance(value, bool) else [str(value)]
