"""Posts as python-frontmatter has them, whose front matter knows where it stands; and posts made in memory, checked."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING

import frontmatter
from frontmatter.default_handlers import BaseHandler, JSONHandler, TOMLHandler, YAMLHandler

from postlint.document import Document
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import DataError, Node
    from postlint.diagnostic import Diagnostic
    from postlint.linter import Linter


class Post(frontmatter.Post):
    """A post with ``metadata``, ``content`` and the text that it was read from.

    ``document`` is that text as postlint parses it. Spans are offsets in code points into ``document.source.text``, the
    end exclusive; they stay those of the text as read, whatever is changed in memory.
    """

    def __init__(self, text: str, path: str = "post.md") -> None:
        self.document = Document(text, path)
        front_matter = self.document.front_matter
        super().__init__(self.document.source.text[front_matter.body :].strip())
        self.metadata = copy.deepcopy(front_matter.data)
        self.handler = _handler(front_matter.format)

    @classmethod
    def load(cls, path: str) -> Post:
        """The post in a file. Raises OSError, and UnicodeDecodeError where it is not UTF-8."""
        with open(path, encoding="utf-8", newline="") as file:
            return cls(file.read(), path)

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def errors(self) -> tuple[DataError, ...]:
        """Why the front matter cannot be read; ``metadata`` is then empty."""
        return self.document.front_matter.errors

    def node(self, *keys: str | int) -> Node | None:
        """What stands at a key, a key within it, an item of its list and so on; None where nothing does."""
        node = self.document.front_matter.root
        for key in keys:
            if node is None:
                return None
            if isinstance(key, int):
                node = node.items[key] if -len(node.items) <= key < len(node.items) else None
            else:
                node = node.get(key)
        return node

    def span(self, *keys: str | int) -> Span | None:
        """The span of a value, as in ``post.span("authors", 0)``; None where there is none."""
        node = self.node(*keys)
        return node.span if node is not None else None

    def key_span(self, *keys: str) -> Span | None:
        """The span of a key; None where it is not there."""
        *above, last = keys
        parent = self.node(*above)
        found = [entry.key.span for entry in (parent.entries if parent else ()) if entry.key.value == last]
        return found[-1] if found else None

    @property
    def is_changed(self) -> bool:
        """Whether metadata or content are not those of the text any more."""
        text, front_matter = self.document.source.text, self.document.front_matter
        return bool(self.metadata != front_matter.data or self.content != text[front_matter.body :].strip())


def lint_post(post: frontmatter.Post, path: str | None = None, linter: Linter | None = None) -> list[Diagnostic]:
    """Check a post in memory: a Post, or one of python-frontmatter's own.

    A Post that is as it was read is checked as it was written. Any other is written out first, and the diagnostics are
    about the text that ``frontmatter.dumps(post, sort_keys=False)`` gives. ``path`` is what the post is called; without
    a ``linter`` all rules hold that are on by default.
    """
    linter = linter or _default_linter()
    if isinstance(post, Post) and not post.is_changed:
        return linter.lint_text(post.document.source.text, path or post.path)
    own = post.path if isinstance(post, Post) else "post.md"
    return linter.lint_text(frontmatter.dumps(post, sort_keys=False), path or own)


@cache
def _default_linter() -> Linter:
    from postlint.config import Config
    from postlint.linter import Linter
    from postlint.registry import load

    return Linter(Config(root="."), load())


def _handler(syntax: str | None) -> BaseHandler | None:
    """What writes front matter of this syntax; YAML does where python-frontmatter has no writer for it."""
    if syntax == "json":
        return JSONHandler()
    if syntax == "toml" and TOMLHandler is not None:
        return TOMLHandler()
    return YAMLHandler() if syntax is not None else None
