"""What the site's own files say of its house: title and address in its config, its repository, README and license."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint import git
from postlint.data import DataSyntaxError, Node, parse
from postlint.expression import expression
from postlint.files import Unreadable, read_text
from postlint.guessing.license_text import spdx_of
from postlint.guessing.places import Repository
from postlint.house import host_and_path
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.data import Syntax
    from postlint.site.detect import Detected

_SYNTAXES: dict[str, Syntax] = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml", ".json": "json"}
_QUOTED = r"""(?:'([^'\n]*)'|"([^"\n]*)"|`([^`\n$]*)`)"""
_SCRIPT_KEY = r"""(?m)^[ \t]*['"]?(?:{})['"]?[ \t]*:[ \t]*""" + _QUOTED
_TITLE_KEYS = ("title", "siteTitle", "siteName", "site_name")
_URL_KEYS = ("baseURL", "baseUrl", "baseurl", "url", "siteUrl", "site", "siteURL", "site_url")
_LINK = expression(r"""\b(?:to|href|url|link|path)\s*:\s*['"]([^'"\n]+)['"]""")
_LABEL = expression(r"""\b(?:label|name|title|text)\s*:\s*['"]([^'"\n]+)['"]""")
_NEAR = 160  # characters between the label and the target of an entry of a menu
_README = ("README.md", "readme.md", "Readme.md", "README.markdown")
_LICENSE = expression(r"(?:LICEN[CS]E|COPYING)(?:[.-].*)?", re.IGNORECASE)
_HEADING = expression(r"(?m)^(?:#[ \t]+(.+?)[ \t#]*$|(\S.*)\n=+[ \t]*$)")
_REMOTE = expression(r"(?:\w+://(?:[^@/\s]+@)?|[^@/\s]+@)?([\w.-]+\.\w+)(?::\d+)?[:/]([^/\s]+)/([^/\s]+?)(?:\.git)?/?")


class MenuEntry(NamedTuple):
    """What a menu in the site's config says, and where it leads."""

    label: str
    url: str


class SiteFacts(NamedTuple):
    """What the site says of itself; what it does not say is empty. ``config_path`` is the file that says it."""

    title: str = ""
    url: str = ""
    config_path: str = ""
    menu: tuple[MenuEntry, ...] = ()
    remote: Repository | None = None
    readme: str = ""
    license: str = ""
    license_path: str = ""

    @property
    def host(self) -> str:
        return host_and_path(self.url).partition("/")[0] if "//" in self.url else ""


def read(root: str, detected: Detected) -> SiteFacts:
    """What the files in ``root`` say; a file that cannot be read says nothing."""
    facts = _of_config(root, detected.config_path) if detected.config_path else SiteFacts()
    license_path, license = next(_licenses(root), ("", ""))
    readme = next((text for name in _README if (text := _text(root, name))), "")
    heading = _HEADING.search(readme)
    return facts._replace(
        remote=remote(git.remote(root)),
        readme=(heading[1] or heading[2]) if heading else "",
        license=license,
        license_path=license_path,
    )


def remote(url: str) -> Repository | None:
    """The repository at the URL of a git remote: 'git@github.com:acme/blog.git' or 'https://github.com/acme/blog'."""
    found = _REMOTE.fullmatch(url.strip())
    return Repository(found[1].lower(), found[2], found[3]) if found else None


def _of_config(root: str, path: str) -> SiteFacts:
    text = _text(root, path)
    syntax = _SYNTAXES.get(os.path.splitext(path)[1].lower())
    if syntax is None:
        return _of_script(text, path)
    try:
        node = parse(text, syntax)
    except DataSyntaxError:
        return SiteFacts(config_path=path)
    title, *urls = (_value(node, keys) for keys in (_TITLE_KEYS, *((key,) for key in _URL_KEYS)))
    url = next((url for url in urls if "//" in url), "")
    return SiteFacts(title, url, path, tuple(_menu(node)))


def _value(node: Node, keys: tuple[str, ...]) -> str:
    values = (node.get(key) for key in keys)
    return next((value.text.strip() for value in values if value is not None and value.kind == "scalar"), "")


def _menu(node: Node) -> Iterator[MenuEntry]:
    """Each mapping, at any depth, that has both words and a target."""
    label, url = _value(node, ("label", "name", "title")), _value(node, ("url", "href", "to", "link", "pageRef"))
    if node.kind == "mapping" and label and url:
        yield MenuEntry(label, url)
    for inner in (*(entry.value for entry in node.entries), *node.items):
        yield from _menu(inner)


def _of_script(text: str, path: str) -> SiteFacts:
    """What a config in JavaScript says; it is read as text and never run."""

    def first(keys: tuple[str, ...], fits: Any = bool) -> str:
        found = re.finditer(_SCRIPT_KEY.format("|".join(keys)), text)
        return next((said for match in found if (said := next(filter(None, match.groups()), "")) and fits(said)), "")

    labels = [(match.start(), match[1]) for match in _LABEL.finditer(text)]
    menu = []
    for link in _LINK.finditer(text):
        at = bisect_left(labels, (link.start(), ""))
        near = min(labels[max(0, at - 1) : at + 1], key=lambda one: abs(one[0] - link.start()), default=None)
        if near is not None and abs(near[0] - link.start()) <= _NEAR:
            menu.append(MenuEntry(near[1], link[1]))
    return SiteFacts(first(_TITLE_KEYS), first(_URL_KEYS, lambda said: "//" in said), path, tuple(menu))


def _licenses(root: str) -> Iterator[tuple[str, str]]:
    """The files in ``root`` that are licenses, each with the SPDX id of what it says."""
    try:
        names = sorted(os.listdir(root))
    except OSError:
        return
    for name in names:
        if _LICENSE.fullmatch(name) and (found := spdx_of(_text(root, name))):
            yield name, found


def _text(root: str, path: str) -> str:
    try:
        return read_text(os.path.join(root, path), root)
    except Unreadable:
        return ""
