"""What ``check --show-settings`` prints: where settings come from, what is checked and by which rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.config.find import shown
from postlint.config.select import Selected, Selection
from postlint.errors import UsageError
from postlint.reporters.escape import line, visible
from postlint.reporters.summary import counted

ANCHORS = {
    "any": "not known: any usual way counts",
    "astro": "as Astro makes them",
    "github": "as GitHub makes them",
    "goldmark": "as Hugo makes them",
    "kramdown": "as kramdown makes them for GitHub",
    "kramdown-own": "as kramdown makes them",
    "none": "only those that are written out",
}

if TYPE_CHECKING:
    from postlint.config import Config
    from postlint.registry import Registry


def lines(config: Config, registry: Registry, paths: Sequence[str]) -> Iterator[str]:
    """The settings of a run with these PATHs, a line each."""
    selected = Selection(config, registry).usual
    for name, value in _rows(config, registry, paths):
        yield _harmless(f"{name:<10} {value}")
    yield f"{'rules':<10} {len(selected)} of {counted(len(registry.rules), 'rule')}"
    room = max(map(len, selected), default=0)
    for id, rule in selected.items():
        yield _harmless(f"  {id:<{room}}  {_severity(rule)}{_options(rule)}")


def _rows(config: Config, registry: Registry, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    from postlint.site.detect import detect

    detected = detect(config.root)
    by = f" (from {detected.config_path})" if detected.config_path else " (from the folders)"
    generator = config.site.generator or detected.generator + by
    yield "config", shown(config.path) if config.path else "none"
    yield "root", shown(config.root)
    yield "generator", generator
    yield "posts", ", ".join(paths or config.posts or detected.post_folders) or "none"
    if config.exclude:
        yield "exclude", ", ".join(config.exclude)
    if config.packs:
        yield "packs", ", ".join(map(shown, config.packs))
    if config.house.name:
        projects, offers = counted(len(config.house.projects), "project"), counted(len(config.house.offers), "offer")
        yield "house", f"{config.house.name}: {projects}, {offers}"
    yield "fail-on", config.fail_on.label if config.fail_on else "never"
    if config.overrides:
        yield "overrides", f"{len(config.overrides)}, not counted in the rules below"
    if config.today:
        yield "today", config.today.isoformat()
    yield from _site(config, registry)


def _site(config: Config, registry: Registry) -> Iterator[tuple[str, str]]:
    """The site model: which URLs are the site's own, and what is served under them."""
    from postlint.linter import Linter

    try:
        model = Linter(config, registry).model()
    except UsageError:  # There are no posts, and the run will say so.
        return
    layout = model.layout
    learned = "" if model.named_hosts or not model.hosts else " (by the links of the posts)"
    yield "hosts", (", ".join(host + path for host, path in model.hosts) or "none known") + learned
    if layout.prefix:
        yield "served at", layout.prefix
    for mount in layout.statics:
        yield "files", f"{mount.folder or '.'} -> {mount.url or '/'}"
    for mount in (*layout.contents, *layout.blogs, *layout.docs):
        yield "pages", f"{mount.folder or '.'} -> {mount.url or '/'}"
    for name, pattern in layout.permalinks.items():
        yield "urls", f"{name}: {pattern or 'not known'}"
    for scheme in model.learned.schemes:
        by = "" if scheme in layout.schemes else " (by the links of the posts)"
        yield "urls", f"{scheme.folder or '.'}: {scheme.url}{by}"
    yield "anchors", ANCHORS[layout.anchors]
    for path in layout.unjudged:
        yield "not here", path
    for sentence in layout.unknown:
        yield "unknown", sentence


def _severity(rule: Selected) -> str:
    return ", ".join(f"{step}: {level.label}" if step else level.label for step, level in rule.severities.items())


def _options(rule: Selected) -> str:
    changed = [(name, value) for name, value in rule.options.items() if value != rule.rule.options[name].default]
    return "".join(f"  {name} = {list(value) if isinstance(value, tuple) else value!r}" for name, value in changed)


def _harmless(text: str) -> str:
    return line(visible(text.rstrip()))
