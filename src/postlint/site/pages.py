"""The pages of a site by their paths: posts by their facts, other pages by their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from postlint.records import NamedTuple
from postlint.site import learned
from postlint.site.conventions import CONVENTIONS
from postlint.site.index import PostFacts
from postlint.site.index import page as facts_of_page
from postlint.site.layout import Layout, Scheme, inside
from postlint.site.once import once
from postlint.site.page_list import Page, PageList, normal
from postlint.site.posts import Posts
from postlint.site.routes import alias_routes, below, routes
from postlint.site.similar import closest
from postlint.site.sources import Sources
from postlint.site.target import UNKNOWN_PART, UNKNOWN_URLS
from postlint.site.tree import Tree

MOST_PAGES = 20_000
MOST_HELD = 5_000
"""What so many paths were probably meant to be is held, and looked for again for more."""
MOST_READ = 5_000
"""Pages that are no posts and whose front matter is read for a URL; the others have that of their file."""
LEAST_KNOWN = 0.9
"""So much of the posts must have known URLs before any is missed."""
_SHORT = 4
_MARKDOWN: Final[tuple[str, ...]] = (".md", ".mdx", ".markdown")
_CODE: Final[tuple[str, ...]] = (".njk", ".liquid", ".astro", ".js", ".jsx", ".ts", ".tsx")


class Near(NamedTuple):
    """The path of what was probably meant; ``is_certain`` where there is no doubt."""

    url: str
    is_certain: bool


class Pages:
    """All pages. ``posts`` are looked up first; the tree is searched for others when one is missed."""

    def __init__(
        self, layout: Layout, tree: Tree, posts: Posts, schemes: tuple[Scheme, ...], *, only_posts: bool = False
    ) -> None:
        self.layout = layout
        self.tree = tree
        self.schemes = schemes
        self._posts = posts
        self._only_posts = only_posts
        self._nearest: dict[str, Near | None] = {}
        self._own = PageList(posts.paths)
        self.count_known = 0
        """How many posts have URLs that are known."""
        aliases: list[tuple[int, str]] = []
        for number, post in enumerate(posts.values()):
            urls = self._urls(post)
            for url in urls:
                self._own.add(number, url)
            self.count_known += bool(urls)
            aliases += ((number, url) for url in (alias_routes(post, layout) if post.aliases else ()))
        for number, url in aliases:
            self._own.add_alias(number, url)

    @property
    def _lists(self) -> tuple[PageList, ...]:
        return (self._own,) if self._only_posts else (self._own, self._others)

    @once
    def sources(self) -> Sources:
        """The sources of all pages."""
        return Sources(self._posts, self._other_sources)

    def urls(self, source: str) -> list[str]:
        """The paths of the page at a source, the likeliest first."""
        number = self._posts.number(source)
        if number is not None:
            return self._own.urls(number)
        number = self._other_sources.get(source) if not self._only_posts else None
        return self._others.urls(number) if number is not None else []

    def source_of_post(self, key: str) -> str | None:
        """The source of the post that is known by a key, see ``normal``."""
        found = self._own.at(key)
        return found.source if found is not None else None

    def at(self, path: str) -> Page | None:
        """The page at a path, in the form in which it is published, as far as that is known."""
        found = self._at(normal(path))
        return found if found is None or found.is_alias or self._is_form(path, found.url) else None

    def _at(self, key: str) -> Page | None:
        return self._own.at(key) or (None if self._only_posts else self._others.at(key))

    def _is_form(self, path: str, url: str) -> bool:
        """Whether a server has a page of this URL at a path: ``/a/`` is no name of ``/a.html``, nor the other way."""
        if path.endswith(".html") and not path.endswith("/index.html"):
            is_folder = url.endswith("/") or self.layout.generator == "docusaurus"
            return not is_folder
        return not (url.endswith(".html") and path.endswith("/"))

    def alike(self, path: str) -> Page | None:
        """The page at a path but for case and Unicode form, where there is just one."""
        key = normal(path)
        alike = (page for pages in self._lists for page in pages.alike(key))
        found = [page for page in alike if normal(page.url) != key and self._is_form(path, page.url)]
        return found[0] if len({page.source for page in found}) == 1 else None

    def nearest(self, path: str) -> Near | None:
        """The page that was probably meant by a path at which there is none."""
        if path not in self._nearest:
            if len(self._nearest) >= MOST_HELD:
                self._nearest.clear()
            self._nearest[path] = self._found_near(path)
        return self._nearest[path]

    def _found_near(self, path: str) -> Near | None:
        key = normal(path)
        name = key.rpartition("/")[2]
        if (same := self._at(key)) is not None:
            return Near(same.url, is_certain=True)
        moved = [page for pages in self._lists for page in pages.named(name)] if len(name) > _SHORT else []
        if len({page.source for page in moved}) == 1:
            return Near(moved[0].url, is_certain="-" in name)
        folder = key.rpartition("/")[0]
        likely = [other for pages in self._lists for other in pages.similar.likely(key)]
        for those in ([other for other in likely if other.rpartition("/")[0] == folder], likely):
            if (close := closest(key, those)) is not None and (found := self._at(close)) is not None:
                return Near(found.url, is_certain=False)
        return None

    def why_unknown(self, path: str) -> str:
        """Why nobody can tell whether there is a page at a path; empty where there would be a source of it."""
        if any(learned.fits(scheme, path) for scheme in self.schemes):
            return ""
        if self.count_known < LEAST_KNOWN * len(self._posts) or not self.count_known:
            return UNKNOWN_URLS
        first, _, rest = path.strip("/").partition("/")
        if self.layout.is_whole or (rest and self._is_section(first)):
            return ""
        return UNKNOWN_PART

    def _is_section(self, first: str) -> bool:
        layout = self.layout
        if layout.generator in ("hugo", "jekyll", "eleventy"):
            folders = [inside(mount.folder, first) for mount in layout.contents]
            if any(self.tree.is_folder(folder) for folder in folders) and self._sections.get(first):
                return True
        if any(mount.url.split("/")[1:2] == [first] for mount in (*layout.blogs, *layout.docs)):
            return True
        return self._sections.get(first, 0) > 1 or bool(re.fullmatch(r"\d{4}", first) and self._has_years)

    @once
    def _sections(self) -> dict[str, int]:
        """How many pages there are below each first part of a path."""
        counts: dict[str, int] = {}
        for path in (path for pages in self._lists for path in pages.owned()):
            first, _, rest = path.strip("/").partition("/")
            if rest:
                counts[first] = counts.get(first, 0) + 1
        return counts

    @once
    def _has_years(self) -> bool:
        return any(re.fullmatch(r"\d{4}", first) for first, count in self._sections.items() if count > 1)

    @once
    def _other_sources(self) -> dict[str, int]:
        """The sources of the pages that are no posts, each with its number."""
        return {source: number for number, source in enumerate(islice(dict.fromkeys(self._sources()), MOST_PAGES))}

    @once
    def _others(self) -> PageList:
        """The pages that are no posts."""
        pages = PageList(list(self._other_sources), is_taken=lambda key: self._own.at(key) is not None)
        aliases: list[tuple[int, str]] = []
        for source, number in self._other_sources.items():
            facts = self._facts(source) if number < MOST_READ else PostFacts(source)
            for url in self._urls(facts):
                pages.add(number, url)
            aliases += ((number, url) for url in (alias_routes(facts, self.layout) if facts.aliases else ()))
        for number, url in aliases:
            pages.add_alias(number, url)
        return pages

    def _sources(self) -> Iterator[str]:
        if self._only_posts:
            return
        layout = self.layout
        wanted = (*_MARKDOWN, ".html") if layout.generator in ("hugo", "jekyll") else (*_MARKDOWN, ".html", *_CODE)
        for mount in (*layout.contents, *layout.blogs, *layout.docs):
            for path in self.tree.files(mount.folder):
                if path in self._posts or not path.endswith(wanted):
                    continue
                inner = below(path, mount) or ""
                if (
                    "[" in inner
                    or (layout.generator == "jekyll" and self._is_left_out(inner))
                    or "/_includes/" in f"/{path}"
                ):
                    continue
                yield path

    def _is_left_out(self, inner: str) -> bool:
        """Whether Jekyll publishes nothing of a path: what begins with ``_``, unless it is a collection or posts."""
        parts = inner.split("/")
        hidden = [part for part in parts if part.startswith("_")]
        return any(part[1:] not in self.layout.permalinks and part != "_posts" for part in hidden)

    def _facts(self, source: str) -> PostFacts:
        """What is known of a page that is no post."""
        from postlint.document import Document

        text = self.tree.read_text(source) if source.endswith((*_MARKDOWN, ".html", ".njk", ".liquid")) else None
        if not text or not text.lstrip("\ufeff").startswith(("---", "+++", "{")):
            return PostFacts(source)
        data = Document(text, source).front_matter.data
        return facts_of_page(data, source, CONVENTIONS[self.layout.generator])

    def _urls(self, facts: PostFacts) -> list[str]:
        found = routes(facts, self.layout)
        found += [url for scheme in self.schemes if (url := learned.filled(scheme, facts))]
        return list(dict.fromkeys(found))
