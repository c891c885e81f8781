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


def detect(root: str) -> Detected:
    """The site in ``root``: by config files there, then one level down, then by its folders; else it is plain."""
    if found := _by_config(root, ""):
        return found
    below = [site for name in _folders(root)[:_WIDEST] if name not in _NO_SITE and (site := _by_config(root, name))]
    below = [site for site in below if site.post_folders]
    if below:
        post_folders = tuple(folder for site in below for folder in site.post_folders)
        if len({site.generator for site in below}) > 1:  # no one generator's habits would be right for all
            return Detected("plain", None, post_folders)
        return Detected(below[0].generator, below[0].config_path, post_folders)
    generator = _by_layout(root)
    post_folders = post_folders_of(root, "", CONVENTIONS[generator])
    return Detected(generator, None, post_folders or (".",))


def is_config_of(generator: str, name: str) -> bool:
    """Whether a file of this name is the config of a generator."""
    return any(of == generator and re.fullmatch(pattern, name) for of, pattern in _CONFIG_NAMES)


def post_folders_of(root: str, base: str, conventions: Conventions) -> tuple[str, ...]:
    """The folders below ``base`` that hold posts, sorted; ``base`` is relative to ``root``, and "" is the root."""
    found = {folder for pattern in conventions.post_folders for folder in _matching(root, base, pattern)}
    if conventions.generator == "docusaurus":  # each further blog is a folder of dated names
        found.update(_join(base, name) for name in _folders(_join(root, base)) if _is_dated(_join(root, base, name)))
        found -= {_join(base, name) for name in _NO_SITE}
    return tuple(sorted(folder for folder in found if not any(other.startswith(folder + "/") for other in found)))


def _by_config(root: str, base: str) -> Detected | None:
    files, folders = _listing(_join(root, base))
    for generator, pattern in _CONFIG_NAMES:
        for name in files:
            if re.fullmatch(pattern, name):
                return _detected(root, base, generator, name)
    for name in files:
        if re.fullmatch(_OLD_HUGO_CONFIG, name) and _HUGO_FOLDERS.intersection(folders):
            return _detected(root, base, "hugo", name)
    for folder in _matching(root, base, "config/_default"):
        for name in _listing(_join(root, folder))[0]:
            if name.startswith(("hugo.", "config.")):
                return _detected(root, base, "hugo", f"config/_default/{name}")
    return None


def _detected(root: str, base: str, generator: str, config_name: str) -> Detected:
    return Detected(generator, _join(base, config_name), post_folders_of(root, base, CONVENTIONS[generator]))


def _by_layout(root: str) -> str:
    def has(*patterns: str) -> bool:
        return any(_matching(root, "", pattern) for pattern in patterns)

    if has("_posts", "*/_posts"):
        return "jekyll"
    if has("content") and _has_section_page(_join(root, "content")):
        return "hugo"
    if has("src/content"):
        return "astro"
    if any("index.md" in _listing(_join(root, page))[0] for page in _matching(root, "", "src/posts/*")[:_WIDEST]):
        return "gatsby"
    if has("data/blog"):
        return "next"
    return "docusaurus" if has("blog") and _is_dated(_join(root, "blog")) else "plain"


def _has_section_page(content: str, levels: int = 2) -> bool:
    """Whether ``_index.md``, which is Hugo's, lies in ``content`` or up to ``levels`` folders below it."""
    files, folders = _listing(content)
    if "_index.md" in files:
        return True
    return levels > 0 and any(_has_section_page(_join(content, name), levels - 1) for name in folders[:_WIDEST])


def _is_dated(folder: str) -> bool:
    """Whether most Markdown files and page folders in ``folder`` are named by their date."""
    files, folders = _listing(folder)
    names = [name for name in files if name.endswith((".md", ".mdx"))] + folders
    return sum(bool(re.match(_DATED, name, re.ASCII)) for name in names) * 2 > len(names)


def _matching(root: str, base: str, pattern: str) -> list[str]:
    """The folders that a pattern names, relative to ``root``; links are not followed."""
    found = [base]
    for part in pattern.split("/"):
        before, star, after = part.partition("*")
        found = [
            _join(folder, name)
            for folder in found
            for name in _folders(_join(root, folder))
            if (name.startswith(before) and name.endswith(after) and name not in _NO_SITE if star else name == part)
        ]
    return found


def _folders(folder: str) -> list[str]:
    return _listing(folder)[1]


def _listing(folder: str) -> tuple[list[str], list[str]]:
    """The names of files and of folders in ``folder``, sorted, hidden folders left out; a link counts as a file."""
    look.listed(folder or ".")
    try:
        with os.scandir(folder or ".") as listing:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
    except OSError:
        return [], []
    files = [name for name, is_folder in entries if not is_folder]
    return files, [name for name, is_folder in entries if is_folder and not name.startswith(".")]


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)
