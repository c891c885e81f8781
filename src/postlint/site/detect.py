"""Which generator builds a site, and where its posts lie: told from names alone, no file is opened."""

from __future__ import annotations

import os
import re

from postlint import look
from postlint.records import NamedTuple
from postlint.site.conventions import CONVENTIONS, Conventions

# A generator's own config file outranks names that several tools share.
_CONFIG_NAMES = (
    ("hugo", r"hugo\.(toml|ya?ml|json)"),
    ("docusaurus", r"docusaurus\.config\.[cm]?[jt]s"),
    ("astro", r"astro\.config\.[cm]?[jt]s"),
    ("gatsby", r"gatsby-config\.[cm]?[jt]s"),
    ("eleventy", r"eleventy\.config\.[cm]?[jt]s|\.eleventy\.[cm]?js"),
    ("next", r"next\.config\.[cm]?[jt]s"),
    ("jekyll", r"_config\.ya?ml"),
)
_OLD_HUGO_CONFIG = r"config\.(toml|ya?ml|json)"
_HUGO_FOLDERS = frozenset({"content", "themes", "archetypes"})
_DATED = r"\d{4}-\d{1,2}-\d{1,2}(?=[-_. ]|$)"
_NO_SITE = frozenset({"node_modules", "vendor", "themes", "public", "build", "dist"})
_WIDEST = 500  # a folder with more subfolders than this is not searched for sites


class Detected(NamedTuple):
    """A site below a root. Paths are relative to the root, with ``/``; ``.`` is the root itself."""

    generator: str
    config_path: str | None
    post_folders: tuple[str, ...]

    @property
    def conventions(self) -> Conventions:
        return CONVENTIONS[self.generator]


Listing = tuple[list[str], list[str]]
"""The names of the files and of the folders in a folder."""
Listings = dict[str, Listing]
"""What was listed, by folder: dozens of patterns ask about the same ones, in which there may be thousands of posts."""


def detect(root: str) -> Detected:
    """The site in ``root``: by config files there, then one level down, then by its folders; else it is plain."""
    seen: Listings = {}
    if found := _by_config(root, "", seen):
        return found
    below = [
        site
        for name in _folders(root, seen)[:_WIDEST]
        if name not in _NO_SITE and (site := _by_config(root, name, seen))
    ]
    below = [site for site in below if site.post_folders]
    if below:
        post_folders = tuple(folder for site in below for folder in site.post_folders)
        if len({site.generator for site in below}) > 1:  # no one generator's habits would be right for all
            return Detected("plain", None, post_folders)
        return Detected(below[0].generator, below[0].config_path, post_folders)
    generator = _by_layout(root, seen)
    post_folders = _post_folders(root, "", CONVENTIONS[generator], seen)
    return Detected(generator, None, post_folders or (".",))


def is_config_of(generator: str, name: str) -> bool:
    """Whether a file of this name is the config of a generator."""
    return any(of == generator and re.fullmatch(pattern, name) for of, pattern in _CONFIG_NAMES)


def _post_folders(root: str, base: str, conventions: Conventions, seen: Listings) -> tuple[str, ...]:
    """The folders below ``base`` that hold posts, sorted; ``base`` is relative to ``root``, and "" is the root."""
    found = {folder for pattern in conventions.post_folders for folder in _matching(root, base, pattern, seen)}
    if conventions.generator == "docusaurus":  # each further blog is a folder of dated names
        found.update(
            _join(base, name) for name in _folders(_join(root, base), seen) if _is_dated(_join(root, base, name), seen)
        )
        found -= {_join(base, name) for name in _NO_SITE}
    return tuple(sorted(folder for folder in found if not any(other.startswith(folder + "/") for other in found)))


def _by_config(root: str, base: str, seen: Listings) -> Detected | None:
    files, folders = _listing(_join(root, base), seen)
    for generator, pattern in _CONFIG_NAMES:
        for name in files:
            if re.fullmatch(pattern, name):
                return _detected(root, base, generator, name, seen)
    for name in files:
        if re.fullmatch(_OLD_HUGO_CONFIG, name) and _HUGO_FOLDERS.intersection(folders):
            return _detected(root, base, "hugo", name, seen)
    for folder in _matching(root, base, "config/_default", seen):
        for name in _listing(_join(root, folder), seen)[0]:
            if name.startswith(("hugo.", "config.")):
                return _detected(root, base, "hugo", f"config/_default/{name}", seen)
    return None


def _detected(root: str, base: str, generator: str, config_name: str, seen: Listings) -> Detected:
    return Detected(generator, _join(base, config_name), _post_folders(root, base, CONVENTIONS[generator], seen))


def _by_layout(root: str, seen: Listings) -> str:
    def has(*patterns: str) -> bool:
        return any(_matching(root, "", pattern, seen) for pattern in patterns)

    if has("_posts", "*/_posts"):
        return "jekyll"
    if has("content") and _has_section_page(_join(root, "content"), seen):
        return "hugo"
    if has("src/content"):
        return "astro"
    if any(
        "index.md" in _listing(_join(root, page), seen)[0]
        for page in _matching(root, "", "src/posts/*", seen)[:_WIDEST]
    ):
        return "gatsby"
    if has("data/blog"):
        return "next"
    return "docusaurus" if has("blog") and _is_dated(_join(root, "blog"), seen) else "plain"


def _has_section_page(content: str, seen: Listings, levels: int = 2) -> bool:
    """Whether ``_index.md``, which is Hugo's, lies in ``content`` or up to ``levels`` folders below it."""
    files, folders = _listing(content, seen)
    if "_index.md" in files:
        return True
    return levels > 0 and any(_has_section_page(_join(content, name), seen, levels - 1) for name in folders[:_WIDEST])


def _is_dated(folder: str, seen: Listings) -> bool:
    """Whether most Markdown files and page folders in ``folder`` are named by their date."""
    files, folders = _listing(folder, seen)
    names = [name for name in files if name.endswith((".md", ".mdx"))] + folders
    return sum(bool(re.match(_DATED, name, re.ASCII)) for name in names) * 2 > len(names)


def _matching(root: str, base: str, pattern: str, seen: Listings) -> list[str]:
    """The folders that a pattern names, relative to ``root``; links are not followed."""
    found = [base]
    for part in pattern.split("/"):
        before, star, after = part.partition("*")
        found = [
            _join(folder, name)
            for folder in found
            for name in _folders(_join(root, folder), seen)
            if (name.startswith(before) and name.endswith(after) and name not in _NO_SITE if star else name == part)
        ]
    return found


def _folders(folder: str, seen: Listings) -> list[str]:
    return _listing(folder, seen)[1]


def _listing(folder: str, seen: Listings) -> Listing:
    """The names of files and of folders in ``folder``, sorted, hidden folders left out; a link counts as a file."""
    if folder not in seen:
        seen[folder] = _listed(folder or ".")
    return seen[folder]


def _listed(folder: str) -> Listing:
    look.listed(folder)
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
    except OSError:
        return [], []
    files = [name for name, is_folder in entries if not is_folder]
    return files, [name for name, is_folder in entries if is_folder and not name.startswith(".")]


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)
