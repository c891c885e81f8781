"""What is done with single posts in a run, in its own process or in one of several."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from postlint.files import Overlay, Root

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from postlint.cache import Outcome
    from postlint.config import Config
    from postlint.document import Document
    from postlint.registry import Registry
    from postlint.site import PostFacts, Site
    from postlint.site.posts import Posts
    from postlint.timing import Timing


class Checks(Protocol):
    """What reads single posts and checks them."""

    config: Config
    registry: Registry
    overlay: Overlay
    timing: Timing | None

    def read(self, path: str, root: Root) -> Document:
        """A post as it is checked. Raises Unreadable."""

    def facts(self, doc: Document) -> PostFacts:
        """What the others of its site may ask about a post."""

    def site(self, posts: Posts) -> Site:
        """The site of these posts."""

    def outcome(self, doc: Document, site: Site) -> Outcome:
        """What is found in a post."""

    def prepare(self) -> None:
        """Load what all posts need."""


class Work:
    """What is done with single posts, in this process or in one of several. ``site`` is theirs, where it is known."""

    def __init__(self, linter: Checks, site: Site | None = None) -> None:
        self._linter = linter
        self._root = Root(linter.config.root)
        self._documents: dict[str, Document] = {}
        self._site = site

    def index(self, path: str, *, is_kept: bool) -> PostFacts:
        """The facts of a post, which ``is_kept`` until it is checked. Raises Unreadable."""
        doc = self._read(path)
        if is_kept:
            self._documents[path] = doc
        with self._stage("facts", path):
            return self._linter.facts(doc)

    def know(self, posts: Posts) -> Site:
        """Take in the facts of all posts, and give the site that they make up."""
        with self._stage("site"):
            self._site = self._linter.site(posts)
        return self._site

    def check(self, path: str) -> Outcome:
        """What is found in a post when all facts are known. Raises Unreadable."""
        assert self._site is not None
        doc = self._documents.pop(path, None) or self._read(path)
        return self._linter.outcome(doc, self._site)

    def _read(self, path: str) -> Document:
        if self._linter.timing is None:
            return self._linter.read(path, self._root)
        with self._stage("read", path):
            doc = self._linter.read(path, self._root)
        with self._stage("parse", path):
            _ = doc.front_matter.data, doc.links
        with self._stage("prose", path):
            _ = doc.prose
        return doc

    def _stage(self, name: str, path: str | None = None) -> AbstractContextManager[None]:
        timing = self._linter.timing
        return timing.stage(name, path) if timing is not None else nullcontext()
