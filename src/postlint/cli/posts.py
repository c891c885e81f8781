"""Reads the posts of the config for commands that do not check them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postlint.cli import terminal
from postlint.cli.paths import path_shower
from postlint.document import Document
from postlint.files import Root, Unreadable

if TYPE_CHECKING:
    from postlint.linter import Linter


class Posts:
    """The posts of a linter's config. ``unread`` counts those that could not be read, which are told."""

    def __init__(self, linter: Linter) -> None:
        self.linter = linter
        self.show = path_shower(linter.config.root)
        self.unread = 0

    def __iter__(self) -> Iterator[Document]:
        """Each post, in order of their paths. Raises UsageError where there are none."""
        folder = self.linter.config.root
        root = Root(folder)
        for path in self.linter.files():
            try:
                yield Document(root.read_text(os.path.join(folder, path)), path)
            except Unreadable as error:
                self.unread += 1
                terminal.tell(f"{self.show(path)}: error: {error.message}")
