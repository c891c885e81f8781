"""Which rules run on a post, how bad their findings are and with which options they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postlint.config.model import Config, Override, RuleSettings, Selectors, is_kept
from postlint.diagnostic import Finding, Severity
from postlint.errors import UsageError, did_you_mean
from postlint.records import NamedTuple
from postlint.rule import ENGINE_PACK

if TYPE_CHECKING:
    import datetime

    from postlint.registry import Registry
    from postlint.rule import Rule


class Selected(NamedTuple):
    """How one rule runs on a post. ``severity`` is what the config says; ``options`` are complete.

    ``is_named``: somebody asked for just this rule, by its id.
    """

    rule: Rule
    severity: Severity | Mapping[str, Severity] | None
    options: Mapping[str, Any]
    is_named: bool = False

    def severity_of(self, finding: Finding) -> Severity:
        """How bad a finding is: as the config says, else as the rule does."""
        if isinstance(self.severity, Severity):
            return self.severity
        if self.severity and finding.step is not None and finding.step in self.severity:
            return self.severity[finding.step]
        return self.rule.severity_of(finding)

    @property
    def severities(self) -> dict[str, Severity]:
        """The severity by step; of a rule without steps by the empty name."""
        steps = self.rule.severities
        if isinstance(self.severity, Severity):
            return dict.fromkeys(steps, self.severity)
        return {**steps, **(self.severity or {})}


class Selection:
    """The rules of a config, by post. Posts for which the same overrides hold share one answer.

    Of the config's selectors the narrower wins: a rule id goes before a pack, a pack before ALL, and at the same width
    ``ignore`` before ``select``. What the command line adds comes after, then the overrides in order; what the command
    line ignores is off in any case.
    """

    def __init__(self, config: Config, registry: Registry) -> None:
        self.config = config
        self.registry = registry
        self._by_overrides: dict[tuple[int, ...], dict[str, Selected]] = {}

    @property
    def usual(self) -> Mapping[str, Selected]:
        """The rules for posts that no override is about, by id in order."""
        return self._with(())

    @property
    def anywhere(self) -> set[str]:
        """The rules that run on posts of some kind."""
        return set(self.usual).union(*(self._with((i,)) for i in range(len(self.config.overrides))))

    def at(self, path: str, date: Callable[[], datetime.date | None]) -> Mapping[str, Selected]:
        """The rules for a post, by id in order. ``path`` is relative to the root; ``date`` is called if needed."""
        overrides = enumerate(self.config.overrides)
        return self._with(tuple(i for i, override in overrides if holds(override, path, date)))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_by_overrides": {}}

    def _with(self, holding: tuple[int, ...]) -> dict[str, Selected]:
        if holding not in self._by_overrides:
            overrides = [self.config.overrides[i] for i in holding]
            on = self._on(overrides)
            settings = [self.config.rules, *(override.rules for override in overrides)]
            rules = self.registry.rules
            named = self._named(overrides)
            self._by_overrides[holding] = {
                id: _selected(rules[id], settings)._replace(is_named=id in named) for id in sorted(on)
            }
        return self._by_overrides[holding]

    def _named(self, overrides: Iterable[Override]) -> set[str]:
        """What selectors and settings name one by one, and what the description of front matter asks for."""
        config = self.config
        named = {*(config.select or ()), *config.extend_select, *config.added.extend_select, *config.rules}
        named.update(f"frontmatter/{rule}" for rule in config.frontmatter.asks)
        return named.union(*((*override.extend_select, *override.rules) for override in overrides))

    def _on(self, overrides: Iterable[Override]) -> set[str]:
        config = self.config
        rules = self.registry.rules
        on = {id for id, rule in rules.items() if rule.on and (config.select is None or rule.pack == ENGINE_PACK)}
        on = _apply(on, rules, (*(config.select or ()), *config.extend_select), config.ignore)
        on = _apply(on, rules, config.added.extend_select, config.added.ignore)
        for override in overrides:
            on = _apply(on, rules, override.extend_select, override.ignore)
        on = _apply(on, rules, (), config.added.ignore) if config.added.ignore else on
        return on | {id for id, rule in rules.items() if is_kept(rule)}


def holds(override: Override, path: str, date: Callable[[], datetime.date | None]) -> bool:
    """Whether an override is about this post."""
    from postlint.globs import matches_any

    if override.paths and not matches_any(path, override.paths):
        return False
    if override.before is None:
        return True
    day = date()
    return day is not None and day < override.before


def _apply(on: set[str], rules: Mapping[str, Rule], select: Iterable[str], ignore: Iterable[str]) -> set[str]:
    """What is on after these selectors, the widest first."""
    steps = [(_width(name), is_ignored, name) for is_ignored, names in enumerate((select, ignore)) for name in names]
    for _, is_ignored, name in sorted(steps):
        if is_ignored:
            on = on - _meant(name, rules)
        elif name in rules or name == "ALL":
            on = on | _meant(name, rules)
        else:
            on = on | {id for id in _meant(name, rules) if rules[id].on}
    return on


def _meant(name: str, rules: Mapping[str, Rule]) -> set[str]:
    if name in rules:
        return {name}
    return {id for id, rule in rules.items() if name in ("ALL", rule.pack)}


def _width(name: str) -> int:
    if name == "ALL":
        return 0
    return 2 if "/" in name else 1


def _selected(rule: Rule, settings: Sequence[Mapping[str, RuleSettings]]) -> Selected:
    severity: Severity | Mapping[str, Severity] | None = None
    options = {name: option.default for name, option in rule.options.items()}
    for layer in settings:
        said = layer.get(rule.id)
        if said is None:
            continue
        for name, value in said.options.items():
            options[name] = list(value) if isinstance(options[name], list) else value
        if isinstance(said.severity, Mapping):
            before = dict.fromkeys(rule.steps, severity) if isinstance(severity, Severity) else severity
            severity = {**(before or {}), **said.severity}
        elif said.severity is not None:
            severity = said.severity
    return Selected(rule, severity, options)


def with_selectors(
    config: Config,
    registry: Registry,
    *,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Config:
    """The config with what the command line selects: ``select`` replaces what the config selects and ignores, the
    others add to it.

    Raises UsageError where a selector is unknown.
    """
    for flag, names in (("--select", select), ("--extend-select", extend_select), ("--ignore", ignore)):
        if names:
            _check(flag, names, registry)
    if select:
        config = config._replace(select=tuple(select), extend_select=(), ignore=())
    return config._replace(added=Selectors(tuple(extend_select), tuple(ignore)))


def _check(flag: str, names: Iterable[str], registry: Registry) -> None:
    from postlint.config.schema import selector

    text = selector(registry, ignored=flag == "--ignore")
    for name in names:
        if name in text.choices:
            continue
        advice = text.instead.get(name) or did_you_mean(name, text.choices).strip()
        advice = advice or "Name a rule such as 'images/missing-alt', a pack such as 'images', or ALL."
        raise UsageError(f"{flag}: there is no rule or pack '{name}'. {advice}")
