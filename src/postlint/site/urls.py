"""Under which URL each site generator publishes a post, as far as front matter and path tell: without its config.

``routes`` knows more, from the layout of the site, and gives several paths where the config leaves it open or links of
the posts tell of others. That is right for links, where any of them will do, and wrong for posts that collide: two may
share a path that neither has. So rules on posts that share a URL ask here, for one path of each, there also for
a site whose layout nobody has read. Where a config gives patterns of URLs it is not the published one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.expression import expression

if TYPE_CHECKING:
    from postlint.site.conventions import Conventions
    from postlint.site.index import PostFacts

_CONTENT = {
    "hugo": r"content(?:\.[\w-]+)?",
    "eleventy": r"(?:content|src(?:/content)?)",
    "astro": r"src/(?:content|data|pages)",
    "gatsby": r"(?:content|src/(?:content|pages)|src|data)",
}
_POST_NAME = expression(r"(?:(?P<folders>.*)/)?_(?:posts|drafts)/(?:.*/)?(?:\d{4}-\d{1,2}-\d{1,2}-)?(?P<name>[^/]+)")
_BLOG_NAME = expression(r"(?P<folder>.*?)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>[^/]*)")


def url_of(facts: PostFacts, conventions: Conventions) -> str | None:
    """The path of a post's URL, from ``/`` on; None where it rests on a template.

    Left out is what stands before it: the language of the post, and the folder under which the site is served.
    """
    key, text = facts.address or ("", "")
    if "{{" in text or "{%" in text:
        return None
    if conventions.generator == "jekyll":
        return _jekyll(facts, key.lower(), text)
    if key and (text.startswith("/") or key.lower() in ("url", "path", "permalink")):
        is_below_blog = conventions.generator == "docusaurus"
        return _joined(*_folders(facts)[:1] if is_below_blog else (), text)
    if conventions.generator == "docusaurus":
        return _docusaurus(facts, text)
    parts = _page(facts, conventions)
    if text and parts:
        parts[-1] = text
    if conventions.generator in ("hugo", "astro"):
        parts = [re.sub(r"[\s-]+", "-", part.lower()) for part in parts]
    return _joined(*parts)


def same_page(url: str) -> str:
    """What is the same of two URLs that lead to one page, but for case."""
    path = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "", url.strip()).partition("#")[0].partition("?")[0]
    return _joined(path).removesuffix("/").removesuffix(".html").removesuffix("/index") or "/"


def alias_of(alias: str, url: str | None) -> str | None:
    """The path of an alias; one without ``/`` in front counts from the folder of the post's own URL, as Hugo has it."""
    if alias.startswith("/") or "://" in alias:
        return alias
    return None if url is None else _joined(url.rstrip("/").rpartition("/")[0], alias)


def _joined(*parts: str) -> str:
    path = "/".join(segment for part in parts for segment in part.split("/") if segment)
    return f"/{path}" if not path or path.endswith(".html") else f"/{path}/"


def _folders(facts: PostFacts) -> list[str]:
    """The path of a post without its ending, without what only names its language, and without ``index``."""
    path = re.sub(r"\.\w+$", "", facts.path)
    if facts.language:
        path = re.sub(rf"\.{re.escape(facts.language)}$", "", path, flags=re.I)
    segments = path.split("/")
    return segments[:-1] if segments[-1] in ("index", "_index") and len(segments) > 1 else segments


def _page(facts: PostFacts, conventions: Conventions) -> list[str]:
    """The path of a post below the folder of the site's content."""
    segments = _folders(facts)
    content = _CONTENT.get(conventions.generator)
    if content and (match := re.match(rf"(?:.*?/)?{content}/(?=.)", "/".join(segments) + "/")):
        segments = [segment for segment in ("/".join(segments) + "/")[match.end() :].split("/") if segment]
    if facts.language and segments and segments[0].lower().replace("_", "-") == facts.language:
        del segments[0]
    if conventions.generator == "eleventy" and len(segments) > 1 and segments[-1] == segments[-2]:
        del segments[-1]
    return segments


def _docusaurus(facts: PostFacts, slug: str) -> str:
    """``blog/2024-01-02-news/index.md`` is ``/blog/2024/01/02/news``; a slug stands right below the blog."""
    blog, *below = _folders(facts)
    if slug or not below:
        return _joined(blog, slug)
    dated = _BLOG_NAME.fullmatch("/".join(below))
    if dated is None:
        return _joined(blog, *below)
    return _joined(blog, dated["date"].replace("-", "/"), dated["folder"], dated["text"])


def _jekyll(facts: PostFacts, key: str, text: str) -> str | None:
    """``_posts/2024-01-02-news.md`` in the category Logs is ``/logs/2024/01/02/news.html``, or by ``permalink``."""
    name = _POST_NAME.fullmatch("/".join(_folders(facts)))
    if name is None:
        return _joined(text or "/".join(_folders(facts)))
    year, month, day = (facts.iso_date or "--").split("-")
    above = [part for part in (name["folders"] or "").split("/") if part]
    values = {
        "categories": "/".join([*above, *(category.lower() for category in facts.categories)]),
        "year": year,
        "month": month,
        "day": day,
        "title": text if key == "slug" else name["name"],
        "slug": text if key == "slug" else name["name"],
        "output_ext": ".html",
    }
    template = text if key == "permalink" else "/:categories/:year/:month/:day/:title:output_ext"
    url = re.sub(r":(\w+?)(?=:|\W|$)", lambda match: values.get(match[1], match[0]), template)
    return None if re.search(r":\w", url) else _joined(url)
