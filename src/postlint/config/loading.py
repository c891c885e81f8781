"""A config file -> Config, with all its mistakes told at once. The only module that turns TOML into settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postlint import __version__, look
from postlint.config.find import ConfigFile, Found, find, of_text, shown
from postlint.config.model import Config, Override, RuleSettings
from postlint.diagnostic import SEVERITIES, Severity
from postlint.errors import ConfigError, UserErrors
from postlint.fields.model import Description
from postlint.house import house_of
from postlint.registry import Registry
from postlint.registry import load as load_registry
from postlint.rule import UNTUNED, Tuning
from postlint.site.layout import SiteSettings

if TYPE_CHECKING:
    from postlint.config.shapes import Problem


def load(
    paths: Sequence[str] = (), *, config: str | None = None, isolated: bool = False, cached: bool = False
) -> tuple[Config, Registry]:
    """The config that holds for these PATHs (none: the current folder), and the rules that it can speak of.

    Rules that may be ``cached`` have no examples.

    Raises ConfigError or UserErrors for mistakes in the file, PackError or UserErrors for those in the packs that it
    adds, UsageError where ``config`` names no file.
    """
    return _loaded(find(paths, config=config, isolated=isolated), cached=cached)


def load_text(text: str, path: str) -> tuple[Config, Registry]:
    """What a text says as the config at an absolute path, where no file need be yet; its folder is the root.

    Raises what ``load`` raises.
    """
    return _loaded(Found(of_text(text, path), os.path.dirname(path)), cached=True)


def _loaded(found: Found, *, cached: bool) -> tuple[Config, Registry]:
    if found.file is None:
        return Config(root=found.root, notes=found.notes), load_registry(cached=cached)
    _require_version(found.file)
    packs = _packs(found.file, found.root)
    registry = load_registry(packs, cached=cached)
    read = _read(found.file, found.root, registry)
    tunings = {id: settings.tuning for id, settings in read.rules.items() if settings.tuning != UNTUNED}
    return read._replace(packs=packs, notes=found.notes), registry.tuned(tunings)


def _read(file: ConfigFile, root: str, registry: Registry) -> Config:
    from postlint.config.schema import config_table

    problems: list[Problem] = []
    values = config_table(registry).read(file.node, "", problems)
    if problems:
        raise _mistakes(file, problems)
    fail_on = values.get("fail-on", "error")
    return Config(
        root=root,
        path=file.path,
        posts=values.get("posts", ()),
        exclude=values.get("exclude", ()),
        select=values.get("select"),
        extend_select=values.get("extend-select", ()),
        ignore=values.get("ignore", ()),
        fail_on=None if fail_on == "never" else SEVERITIES[fail_on],
        rules=_rules(values),
        overrides=tuple(_override(override) for override in values.get("overrides", ())),
        house=house_of(values.get("house", {})),
        site=SiteSettings(**values.get("site", {})),
        frontmatter=_frontmatter(values.get("frontmatter"), file, root),
    )


def _frontmatter(table: Mapping[str, Any] | None, file: ConfigFile, root: str) -> Description:
    node = file.node.get("frontmatter")
    if table is None or node is None:
        return Description()
    from postlint.config.described import description

    return description(table, node, file, root)


def _rules(values: Mapping[str, Any]) -> dict[str, RuleSettings]:
    return {id: _settings(table) for id, table in values.get("rules", {}).items()}


def _settings(table: Mapping[str, Any]) -> RuleSettings:
    options = {name: value for name, value in table.items() if name not in ("severity", "add", "remove")}
    added = table.get("add", {})
    add = dict(added) if isinstance(added, Mapping) else dict.fromkeys(added)
    severity: Severity | dict[str, Severity] | None = None
    match table.get("severity"):
        case str(label):
            severity = SEVERITIES[label]
        case dict(ladder):
            severity = {step: SEVERITIES[label] for step, label in ladder.items()}
    return RuleSettings(severity, options, Tuning(add, frozenset(table.get("remove", ()))))


def _override(values: Mapping[str, Any]) -> Override:
    return Override(
        paths=values.get("paths", ()),
        before=values.get("before"),
        ignore=values.get("ignore", ()),
        extend_select=values.get("extend-select", ()),
        rules=_rules(values),
    )


def _require_version(file: ConfigFile) -> None:
    """Refuse a config for another version before its unknown keys are told, which that version may know."""
    from postlint.config.shapes import Problem
    from postlint.config.version import satisfies

    node = file.node.get("required-version") if file.node.kind == "mapping" else None
    try:
        if node is None or not isinstance(node.value, str) or satisfies(__version__, node.value):
            return
    except ValueError:
        return  # the table says how it is to be written
    message = f"This config is for postlint {node.value}, and this is {__version__}. Install one that it is for."
    raise _mistakes(file, [Problem(node.span, message)])


def _packs(file: ConfigFile, root: str) -> tuple[str, ...]:
    """The absolute folders of the packs that the config adds; the registry must know them to check the rest."""
    from postlint.config.schema import path as path_shape
    from postlint.config.shapes import Many, Problem
    from postlint.files import is_inside

    node = file.node.get("packs") if file.node.kind == "mapping" else None
    if node is None:
        return ()
    problems: list[Problem] = []
    names = Many(path_shape).read(node, "packs", problems)
    base = os.path.dirname(file.path)
    folders = tuple(os.path.normpath(os.path.join(base, name)) for name in names if name)
    for item, folder in zip(node.items, folders, strict=False):
        if problems:
            break
        if not is_inside(folder, base) and not is_inside(folder, root):
            problems.append(Problem(item.span, f"The pack '{item.value}' is a link that leads out of the root."))
        elif not look.isdir(folder):
            problems.append(Problem(item.span, f"There is no folder '{shown(folder)}' to load rules from."))
    if problems:
        raise _mistakes(file, problems)
    return folders


def _mistakes(file: ConfigFile, problems: Sequence[Problem]) -> ConfigError | UserErrors:
    errors = []
    for problem in sorted(problems):
        place = file.source.position(problem.span.start)
        errors.append(ConfigError(problem.message, path=shown(file.path), line=place.line, column=place.column))
    return errors[0] if len(errors) == 1 else UserErrors(errors)
