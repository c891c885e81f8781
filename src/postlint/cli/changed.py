"""What ``--since`` leaves of a check, and ``--staged``: the posts that changed, and of their findings the new ones."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postlint import changes, commits, git
from postlint.changes import Changes, Index, Lines
from postlint.cli import terminal
from postlint.document import Document
from postlint.engine import UNCHECKED
from postlint.errors import UsageError
from postlint.expression import expression
from postlint.files import POSTS, Overlay, Root, Unreadable, text_of
from postlint.site import index

if TYPE_CHECKING:
    import argparse

    from postlint.diagnostic import Diagnostic
    from postlint.document import Image, Link
    from postlint.linter import Linter
    from postlint.report import Report

_INDEXES = ("index", "_index")
_DATE = expression(r"\d{4}-\d\d?-\d\d?-")
_WORD = expression(r"[^/\\\s\"'%{}()?#]+")


def narrowed(linter: Linter, parsed: argparse.Namespace, *, quiet: bool) -> Changed:
    """Let the linter check what changed, and nothing else. Raises UsageError where git cannot tell.

    Unless ``quiet``, says so where that is nothing.
    """
    linter.takes_none = not parsed.paths
    if parsed.staged:
        index = changes.staged(linter.config.root, POSTS)
        linter.overlay = _overlay(index, Root(linter.config.root))
        changed = Changed(linter, parsed.paths, index.changes)
        changed.index = index
        nothing = "No post is staged"
    else:
        top = git.top_of(linter.config.root)
        if top is None:
            raise UsageError("There is no git repository here, and so no history. Leave out --since.")
        changed = Changed(linter, parsed.paths, changes.since(top, parsed.since))
        nothing = f"No post has changed since '{parsed.since}'"
    linter.only = changed.posts
    if not changed.posts and not quiet:
        terminal.tell(f"{nothing}, so nothing was checked.")
    return changed


def _overlay(index: Index, root: Root) -> Overlay:
    """What the index has otherwise than the working tree, as far as it lies below the root."""

    def below(paths: Iterable[str]) -> dict[str, str]:
        found = ((root.relative(os.path.join(index.top, path)), path) for path in paths)
        return {inner: path for inner, path in found if inner is not None}

    contents = {inner: index.contents[path] for inner, path in below(index.contents).items()}
    return Overlay(contents, frozenset(below(index.absent)), frozenset(below(index.present)))


class Changed:
    """The posts of a check that changed, by path relative to the root, with their lines.

    ``own`` changed themselves. ``pointing`` link to what is gone; their lines are those of these links.
    """

    def __init__(self, linter: Linter, named: Sequence[str], found: Changes) -> None:
        self._linter = linter
        self._root = Root(linter.config.root)
        self._new: set[tuple[str, int, int, str, str]] = set()
        lines = {self._relative(os.path.join(found.top, path)): one for path, one in found.lines.items()}
        words = self._words(found)
        self.index: Index | None = None
        self.own: dict[str, Lines] = {}
        self.pointing: dict[str, Lines] = {}
        for post in linter.files(named):
            place = os.path.join(self._root.real, post)
            own = lines.get(post)
            if own is None and os.path.islink(place):
                own = lines.get(self._relative(self._root.target(place) or place))
            if own is not None:
                self.own[post] = own
            elif words and (links := self._links(post, words)):
                self.pointing[post] = Lines(links)

    @property
    def posts(self) -> frozenset[str]:
        """The posts to check."""
        return frozenset((*self.own, *self.pointing))

    def told(self, report: Report) -> Report:
        """The report without findings in old lines, but for those on the post as a whole, its front matter, the site.

        Of a post that changed only elsewhere, by a target that is gone, nothing is told but what is in these links.
        """
        kept: list[Diagnostic] = []
        for path, found in _by_path(report.diagnostics):
            source = report.sources.get(path)
            text = source.written if source is not None else ""
            kept += self._told(found, path, text)
        return report._replace(diagnostics=kept)

    def is_new(self, one: Diagnostic) -> bool:
        """Whether a finding that was told is in a line that changed, or in a link to what is gone."""
        return one.order in self._new

    def _told(self, found: Iterable[Diagnostic], path: str, text: str) -> Iterator[Diagnostic]:
        own = self.own.get(path)
        lines = own if own is not None else self.pointing[path]
        front_matter = Document(text, path).front_matter.span
        text = text.removeprefix("\ufeff")
        for one in found:
            start, end = one.start.offset, one.end.offset
            first = text.count("\n", 0, start) + 1
            is_new = lines.touch(first, first + text.count("\n", start, max(start, end - 1)))
            is_site = self._linter.registry.rules[one.rule].site
            if is_new and (own is not None or is_site):
                self._new.add(one.order)
                yield one
            elif one.rule in UNCHECKED or (own is not None and (is_site or start < max(front_matter.end, 1))):
                yield one

    def _relative(self, path: str) -> str:
        return self._root.relative(path) or ""

    def _words(self, found: Changes) -> set[str]:
        """By what links call the files that are gone: their names and slugs, in lower case."""
        words: set[str] = set()
        for path in found.gone:
            *folders, name = path.lower().split("/")
            stem = name.partition(".")[0] if name.endswith(POSTS) else name
            if stem in _INDEXES:
                words.update(folders[-1:])
            else:
                words.update((name, stem, _DATE.sub("", stem, count=1)))
        posts = {id: path for path, id in found.gone.items() if path.lower().endswith(POSTS)}
        for id, data in commits.blobs(found.top, list(posts), found.environment).items():
            try:
                address = index(Document(text_of(data), posts[id]), self._linter.conventions).address
            except Unreadable:
                continue
            words.update(_names(address[1])[-1:] if address else ())
        return words

    def _links(self, post: str, words: set[str]) -> tuple[tuple[int, int], ...]:
        """The lines of the links in a post that name something by one of these words."""
        try:
            doc = self._linter.read(post, self._root)
        except Unreadable:
            return ()
        text = doc.source.text
        if not any(word in unquote(text.lower()) for word in words):
            return ()
        targets: list[Link | Image] = [*doc.links, *doc.images]
        spans = {one.url_span for one in targets if words.intersection(_names(one.url))}
        return tuple((text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1) for start, end in sorted(spans))


def _names(url: str) -> list[str]:
    """The parts of a URL's path, in lower case, each also without its ending."""
    parts = _WORD.findall(unquote(url.partition("#")[0].partition("?")[0]).lower())
    return [name for part in parts for name in (part, part.partition(".")[0])]


def _by_path(found: Iterable[Diagnostic]) -> Iterator[tuple[str, Iterable[Diagnostic]]]:
    return groupby(found, key=lambda one: one.path)
