"""URLs with a template in them: those that Hugo and Jekyll have for links to pages are looked up, others left alone."""

from __future__ import annotations

import re
from typing import Protocol

from postlint.expression import expression
from postlint.site.layout import Layout, inside
from postlint.site.sources import Sources, name_of
from postlint.site.target import TEMPLATE, UNKNOWN_PART, Target, decoded
from postlint.site.tree import Tree

_REF = expression(
    r"\s*\{\{[<%]\s*(?:rel)?ref\s+(?:path\s*=\s*)?(?:\"([^\"]*)\"|`([^`]*)`|'([^']*)'|([^\s\"'`<>%]+))\s*[>%]\}\}(#\S*)?\s*"
)
_TAG = expression(r"\s*\{%-?\s*(post_url|link)\s+(\S+)\s*-?%\}(#\S*)?\s*")
_VALUE = expression(r"\{\{-?\s*([\w.]+|\"[^\"]*\"|'[^']*')\s*((?:\|\s*(?:relative_url|absolute_url)\s*)?)-?\}\}")
_PLACEHOLDER = expression(r"[{}]|<%|%7[bB]|\$\(")


class Ground(Protocol):
    """What of a site model is needed here; ``sources`` are those of all pages."""

    @property
    def layout(self) -> Layout: ...
    @property
    def tree(self) -> Tree: ...
    @property
    def sources(self) -> Sources: ...


def expanded(url: str, path: str, model: Ground) -> str | Target:
    """A URL without templates, or where it leads as far as the template tells."""
    if not _PLACEHOLDER.search(url):
        return url
    if model.layout.generator == "hugo" and (match := _REF.fullmatch(url)):
        named = next(group for group in match.groups()[:4] if group is not None)
        page, _, fragment = (named + (match[5] or "")).partition("#")
        return _content(page, path, model)._replace(fragment=decoded(fragment))
    if model.layout.generator == "jekyll":
        filled = _VALUE.sub(lambda match: _value(match, model), url)
        if match := _TAG.fullmatch(re.sub(r"^\s*https?://[^/{]*(?=\{)|^\s*/(?=\{)", "", filled)):
            look = _post if match[1] == "post_url" else _source
            return look(match[2], model)._replace(fragment=decoded((match[3] or "")[1:]))
        if not _PLACEHOLDER.search(filled):
            return filled
    return Target("unjudged", reason=TEMPLATE)


def _value(match: re.Match[str], model: Ground) -> str:
    """What Liquid writes for a value of the config, or for a text with a filter for URLs; the tag itself otherwise."""
    word, is_url = match[1], bool(match[2])
    if word[0] in "\"'":
        return (model.layout.prefix if is_url else "") + word[1:-1]
    if word == "site.baseurl":
        return model.layout.prefix
    return model.layout.variables.get(word, match[0])


def _content(page: str, path: str, model: Ground) -> Target:
    """The page that Hugo's ``ref`` names: from the content's root, from the page itself, or by its name alone."""
    if not page:
        return Target("page", path)
    if any(char in page for char in "{}<>"):
        return Target("unjudged", reason=TEMPLATE)
    folder = path.rpartition("/")[0]
    starts = [mount.folder for mount in model.layout.contents]
    if not page.startswith("/"):
        starts.insert(0, folder)
    for start in starts:
        base = inside(start, page)
        for candidate in (base, f"{base}.md", f"{base}/index.md", f"{base}/_index.md", f"{base}.html"):
            if model.tree.is_file(candidate):
                return Target("page", candidate)
    name = name_of(page)
    alike = model.sources.called(name) if not page.startswith("/") and "/" not in page.strip("/") else ()
    if alike:
        return Target("page", alike[0])
    near = model.sources.called_alike(name)
    nearest = next((near[0].removeprefix(start) for start in starts[-1:] if len(near) == 1), "")
    return Target("missing", url=page, nearest=nearest)


def _post(name: str, model: Ground) -> Target:
    """The post that Jekyll's ``post_url`` names."""
    name = name.strip("\"'").removeprefix("/")
    found = model.sources.jekyll_post(name)
    if found is not None:
        return Target("page", found)
    return Target("missing", url=name, nearest=model.sources.near_jekyll_post(name) or "")


def _source(name: str, model: Ground) -> Target:
    """The file that Jekyll's ``link`` names, from the folder of the site on."""
    path = inside(model.layout.base, name.strip("\"'"))
    if model.tree.is_file(path):
        return Target("page" if path in model.sources else "file", path)
    base = f"{model.layout.base}/" if model.layout.base else ""
    near = (model.sources.near(path) or "").removeprefix(base)
    return Target("missing", url=name, nearest=near) if "/" in name else Target("unjudged", reason=UNKNOWN_PART)
