"""The pages of a site by their paths: posts by their facts, other pages by their files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.site import learned
from postlint.site.conventions import CONVENTIONS
from postlint.site.index import PostFacts
from postlint.site.index import page as facts_of_page
from postlint.site.layout import Layout, Scheme, inside
from postlint.site.routes import alias_routes, below, routes
from postlint.site.target import UNKNOWN_PART, UNKNOWN_URLS
from postlint.site.tree import Tree, folded

MOST_PAGES = 20_000
MOST_READ = 5_000
"""Pages that are no posts and whose front matter is read for a URL; the others have that of their file."""
LEAST_KNOWN = 0.9
"""So much of the posts must have known URLs before any is missed."""
MOST_COMPARED = 300
"""So many paths are compared letter by letter with one that leads nowhere."""
COMMON = 2_000
"""A word that more paths have tells nothing."""
CLOSE = 0.8
_WORD = expression(r"[^\W_]+")
_SHORT = 4
_MARKDOWN: Final[tuple[str, ...]] = (".md", ".mdx", ".markdown")
_CODE: Final[tuple[str, ...]] = (".njk", ".liquid", ".astro", ".js", ".jsx", ".ts", ".tsx")


class Page(NamedTuple):
    """A page: its source and its path on the site; ``is_alias`` where that only leads there."""

    source: str
    url: str
    is_alias: bool = False


class Near(NamedTuple):
    """The path of what was probably meant; ``is_certain`` where there is no doubt."""

    url: str
    is_certain: bool


class Pages:
    """All pages. ``posts`` are looked up first; the tree is searched for others when one is missed."""

    def __init__(
        self,
        layout: Layout,
        tree: Tree,
        posts: Iterable[PostFacts],
        schemes: tuple[Scheme, ...],
        *,
        only_posts: bool = False,
    ) -> None:
        self.layout = layout
        self.tree = tree
        self.schemes = schemes
        self._posts = {post.path: post for post in posts}
        self._only_posts = only_posts
        self.known: dict[str, list[str]] = {}
        self._by_path: dict[str, Page] = {}
        self._nearest: dict[str, Near | None] = {}
        for post in self._posts.values():
            urls = self._urls(post)
            if urls:
                self.known[post.path] = urls
            self._add(post.path, urls)
        for post in self._posts.values():
            for url in alias_routes(post, layout):
                self._by_path.setdefault(normal(url), Page(post.path, url, is_alias=True))

    @property
    def sources(self) -> Mapping[str, str]:
        """The sources of the pages known so far, by path."""
        return {path: page.source for path, page in self._by_path.items()}

    @property
    def others(self) -> list[str]:
        """The sources of the pages that are no posts."""
        return list(self._others)

    def urls(self, source: str) -> list[str]:
        """The paths of the page at a source, the likeliest first."""
        if source in self.known or self._only_posts:
            return self.known.get(source, [])
        return self._others.get(source, [])

    def at(self, path: str) -> Page | None:
        """The page at a path, in the form in which it is published, as far as that is known."""
        key = normal(path)
        found = self._by_path.get(key)
        if found is None and not self._only_posts:
            _ = self._others
            found = self._by_path.get(key)
        return found if found is None or found.is_alias or self._is_form(path, found.url) else None

    def _is_form(self, path: str, url: str) -> bool:
        """Whether a server has a page of this URL at a path: ``/a/`` is no name of ``/a.html``, nor the other way."""
        if path.endswith(".html") and not path.endswith("/index.html"):
            is_folder = url.endswith("/") or self.layout.generator == "docusaurus"
            return not is_folder
        return not (url.endswith(".html") and path.endswith("/"))

    def alike(self, path: str) -> Page | None:
        """The page at a path but for case and Unicode form, where there is just one."""
        key = normal(path)
        alike = self._by_folded.get(folded(key), [])
        found = [page for page in alike if normal(page.url) != key and self._is_form(path, page.url)]
        return found[0] if len({page.source for page in found}) == 1 else None

    def nearest(self, path: str) -> Near | None:
        """The page that was probably meant by a path at which there is none."""
        if path not in self._nearest:
            self._nearest[path] = self._found_near(path)
        return self._nearest[path]

    def _found_near(self, path: str) -> Near | None:
        key = normal(path)
        name = key.rpartition("/")[2]
        if (same := self._by_path.get(key)) is not None:
            return Near(same.url, is_certain=True)
        moved = self._by_name.get(folded(name), []) if len(name) > _SHORT else []
        if len({self._by_path[other].source for other in moved}) == 1:
            return Near(self._by_path[moved[0]].url, is_certain="-" in name)
        from difflib import get_close_matches

        folder = key.rpartition("/")[0]
        likely = self._likely(key)
        for those in ([path for path in likely if path.rpartition("/")[0] == folder], likely):
            if close := get_close_matches(key, those, 1, CLOSE):
                return Near(self._by_path[close[0]].url, is_certain=False)
        return None

    def _likely(self, key: str) -> list[str]:
        """The paths that are worth a close look: of many, those that share words with this one, and rare ones first."""
        if len(self._by_path) <= MOST_COMPARED:
            return list(self._by_path)
        shared: dict[str, float] = {}
        for word in set(_WORD.findall(key)):
            having = self._by_word.get(word, ())
            for path in having if len(having) <= COMMON else ():
                shared[path] = shared.get(path, 0) + 1 / len(having)
        return sorted(shared, key=lambda path: -shared[path])[:MOST_COMPARED]

    def why_unknown(self, path: str) -> str:
        """Why nobody can tell whether there is a page at a path; empty where there would be a source of it."""
        if any(learned.fits(scheme, path) for scheme in self.schemes):
            return ""
        if len(self.known) < LEAST_KNOWN * len(self._posts) or not self.known:
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

    @cached_property
    def _sections(self) -> dict[str, int]:
        """How many pages there are below each first part of a path."""
        _ = self._others
        counts: dict[str, int] = {}
        for path, found in self._by_path.items():
            first, _, rest = path.strip("/").partition("/")
            if rest and not found.is_alias:
                counts[first] = counts.get(first, 0) + 1
        return counts

    @cached_property
    def _has_years(self) -> bool:
        return any(re.fullmatch(r"\d{4}", first) for first, count in self._sections.items() if count > 1)

    @cached_property
    def _by_folded(self) -> dict[str, list[Page]]:
        _ = self._others
        found: dict[str, list[Page]] = {}
        for path, page in self._by_path.items():
            if not page.is_alias:
                found.setdefault(folded(path), []).append(page)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The paths by the words in them."""
        _ = self._others
        found: dict[str, list[str]] = {}
        for path in self._by_path:
            for word in set(_WORD.findall(path)):
                found.setdefault(word, []).append(path)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        _ = self._others
        found: dict[str, list[str]] = {}
        for path, page in self._by_path.items():
            if not page.is_alias:
                found.setdefault(folded(path.rpartition("/")[2]), []).append(path)
        return found

    @cached_property
    def _others(self) -> dict[str, list[str]]:
        """The paths of the pages that are no posts, by source."""
        found: dict[str, list[str]] = {}
        pages = []
        for number, source in enumerate(dict.fromkeys(self._sources())):
            if number >= MOST_PAGES:
                break
            facts = self._facts(source) if number < MOST_READ else PostFacts(source)
            found[source] = self._urls(facts)
            self._add(source, found[source])
            pages.append(facts)
        for facts in pages:
            for url in alias_routes(facts, self.layout) if facts.aliases else ():
                self._by_path.setdefault(normal(url), Page(facts.path, url, is_alias=True))
        return found

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

    def _add(self, source: str, urls: list[str]) -> None:
        for url in urls:
            self._by_path.setdefault(normal(url), Page(source, url))


def normal(path: str) -> str:
    """A path as pages are looked up by it: without what a server adds."""
    path = path if path.isascii() else unicodedata.normalize("NFC", path)
    if path.endswith("/index/"):
        return path  # no server has a folder for it
    path = path.rstrip("/").removesuffix(".html").removesuffix(".htm").removesuffix("/index")
    return path or "/"
