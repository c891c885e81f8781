"""The files that a site serves as they are: from its static folders, and from the bundles of Hugo."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from postlint.site.layout import Layout, inside, joined
from postlint.site.lookup import Lookup, Paths
from postlint.site.once import once
from postlint.site.pages import Near, Pages
from postlint.site.target import is_below
from postlint.site.tree import Found, Tree, folded

SOURCES = (".md", ".mdx", ".markdown")


class ServedFiles:
    """Finds files by their paths on the site."""

    def __init__(self, layout: Layout, tree: Tree, pages: Pages) -> None:
        self.layout = layout
        self.tree = tree
        self.pages = pages

    def resource(self, path: str, find: Callable[[str], Found | None]) -> Found | None:
        """A file of a bundle of Hugo, which is served below the path of its page; ``find`` as for ``static``."""
        bundle = self._bundle(path)
        found = find(f"{bundle}/{path.rpartition('/')[2]}") if bundle else None
        return found if found is not None and not found.is_folder else None

    def _bundle(self, path: str) -> str:
        """The folder of Hugo's bundle whose files are served beside a path; empty where there is none."""
        folder, _, name = path.rpartition("/")
        page = self.pages.at(f"{folder}/") if self.layout.generator == "hugo" and not name.endswith(SOURCES) else None
        is_bundle = page is not None and page.source.rpartition("/")[2].startswith(("index.", "_index."))
        return posixpath.dirname(page.source) if page is not None and is_bundle else ""

    def static(self, path: str, find: Callable[[str], Found | None]) -> Found | None:
        """The file of a static folder at a path; ``find`` looks into the tree, with or without regard to case."""
        for mount in self.layout.statics:
            top = path[: len(mount.url)]
            is_there = top == mount.url or (find == self.tree.folded and folded(top) == folded(mount.url))
            if not is_there or path[len(top) : len(top) + 1] not in ("", "/"):
                continue
            found = find(inside(mount.folder, path[len(top) :]))
            if found is not None and not found.is_folder and self.is_served(found.path):
                return found
        return None

    def is_served(self, path: str) -> bool:
        """Whether a file is copied as it is: Jekyll leaves out what begins with ``_``, and makes pages of others."""
        if self.layout.generator != "jekyll":
            return True
        return "/_" not in f"/{path}" and not (path.endswith(SOURCES) and self._has_front_matter(path))

    def _has_front_matter(self, path: str) -> bool:
        return (self.tree.read_text(path) or "").lstrip("\ufeff").startswith("---")

    def url(self, path: str) -> str:
        """The path under which a static file is served."""
        for mount in self.layout.statics:
            if not mount.folder or path.startswith(mount.folder + "/"):
                return joined(mount.url, path[len(mount.folder) :])
        return joined(path)

    def knows(self, path: str) -> bool:
        """Whether a file at a path would be here: where its folder is, or all that serves files is."""
        if self._bundle(path):
            return True
        if self.layout.is_whole:
            return True
        below = [mount for mount in self.layout.statics if not mount.url or is_below(path, mount.url)]
        first, _, rest = path[1:].partition("/")
        if rest:
            return any(
                self.tree.is_folder(inside(mount.folder, f"/{first}".removeprefix(mount.url))) for mount in below
            )
        return bool(below) and self.layout.generator in ("docusaurus", "astro", "gatsby", "next")

    def nearest(self, path: str) -> Near | None:
        """The only file of this name that is served, under another path."""
        alike = [*self._by_name.numbers(folded(path.rpartition("/")[2]))]
        return Near(self.url(self._static_files[alike[0]]), is_certain=False) if len(alike) == 1 else None

    @once
    def _static_files(self) -> Paths:
        found = Paths()
        for mount in self.layout.statics:
            for file in self.tree.files(mount.folder) if mount.folder else ():
                found.append(file)
        return found

    @once
    def _by_name(self) -> Lookup:
        files = self._static_files
        return Lookup((folded(files[number].rpartition("/")[2]), number) for number in range(len(files)))
