"""Which anchors the pages of a site have, and which of them posts link to: read from the sources when first asked."""

from __future__ import annotations

from collections.abc import Callable

from postlint.document import Document
from postlint.site.anchors import Anchors, of_document
from postlint.site.once import once
from postlint.site.posts import Posts
from postlint.site.target import Target
from postlint.site.tree import Tree

MOST_HELD = 2_000
"""The anchors of so many pages are held; those of further ones are read again."""
READ = (".md", ".mdx", ".markdown", ".html")


class PageAnchors:
    """The anchors of all pages. ``algorithm`` tells how the site makes them, ``resolve`` where a post's link leads."""

    def __init__(
        self,
        tree: Tree,
        posts: Posts,
        algorithm: Callable[[], str],
        resolve: Callable[[str, str], Target],
    ) -> None:
        self._tree = tree
        self._posts = posts
        self._algorithm = algorithm
        self._resolve = resolve
        self._known: dict[str, Anchors | None] = {}

    def of(self, path: str) -> Anchors | None:
        """All anchors of the page at a source; None where what it includes may have more, or it cannot be read."""
        if path not in self._known:
            if len(self._known) >= MOST_HELD:
                self._known.clear()
            text = self._tree.read_text(path) if path.endswith(READ) else None
            self._known[path] = of_document(Document(text, path), self._algorithm()) if text is not None else None
        return self._known[path]

    def has(self, path: str, anchor: str) -> bool | None:
        """Whether a page has an anchor; None where nobody can tell."""
        found = self.of(path)
        return None if found is None else anchor in found

    def nearest(self, path: str, anchor: str) -> str | None:
        """The anchor of a page that was probably meant."""
        found = self.of(path)
        return found.nearest(anchor) if found is not None else None

    def lost(self, path: str) -> tuple[tuple[str, str], ...]:
        """The anchors that other posts link to and a page has not, each with a post that does."""
        there = self.of(path) if path in self._asked else None
        if there is None:
            return ()
        asked = sorted(self._asked[path].items())
        return tuple(
            (anchor, post) for anchor, (post, link) in asked if anchor not in there and self._has_link(post, link)
        )

    @once
    def _asked(self) -> dict[str, dict[str, tuple[str, str]]]:
        """By source, the anchors to which posts link from elsewhere, each with one of those posts and its link."""
        found: dict[str, dict[str, tuple[str, str]]] = {}
        for post in self._posts.values():
            for link in post.links:
                if "#" in link and not link.startswith("#"):
                    target = self._resolve(post.path, link)
                    if target.kind == "page" and target.fragment and target.path != post.path:
                        found.setdefault(target.path, {}).setdefault(target.fragment, (post.path, link))
        return found

    def _has_link(self, post: str, link: str) -> bool:
        """Whether a post really has a link, and not in code."""
        text = self._tree.read_text(post)
        return text is not None and any(link == one.url for one in Document(text, post).links)
