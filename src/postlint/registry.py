"""All rules of a run: the Python rules, found by walking their folder, and those of the packs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from postlint import packs
from postlint.builtin import cached_python_rules, python_rules
from postlint.errors import PackError, UserErrors, did_you_mean
from postlint.records import NamedTuple
from postlint.rule import Rule, Tuning


class Registry(NamedTuple):
    """The known rules by id, in order of their ids."""

    rules: dict[str, Rule]

    def tuned(self, tunings: Mapping[str, Tuning]) -> Registry:
        """The same rules with other word lists where a house changes them."""
        changed = {id: _tuned(self.rules[id], tuning) for id, tuning in tunings.items()}
        return Registry({**self.rules, **changed}) if changed else self

    @property
    def packs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.pack for rule in self.rules.values()))


def load(pack_folders: Sequence[str] = (), *, cached: bool = False) -> Registry:
    """The shipped rules and those of further packs; if they may be ``cached``, they have no examples.

    Raises UserErrors with all mistakes of all rule files, two rules of one id among them.
    """
    found: dict[str, Rule] = {rule.id: rule for rule in (cached_python_rules if cached else python_rules)()}
    errors: list[PackError] = []
    load_pack = _cached_packs() if cached else packs.load
    shipped = packs.shipped()
    own: set[str] = set()
    for folder in (*shipped, *pack_folders):
        try:
            loaded = load_pack(folder)
        except UserErrors as several:
            errors.extend(error for error in several.errors if isinstance(error, PackError))
            continue
        for rule in loaded:
            if problem := _problem(rule, found, own):
                errors.append(PackError(problem, path=packs.shown(rule.file)))
            elif folder not in shipped:
                own.add(rule.id)
            found[rule.id] = rule
    if not cached:
        errors.extend(_unknown_values(found.values(), (*shipped, *pack_folders)))
    if errors:
        raise UserErrors(errors)
    return Registry(dict(sorted(found.items())))


def _unknown_values(rules: Iterable[Rule], folders: Iterable[str]) -> Iterator[PackError]:
    """Mistakes in the files of values, and in rules that serve none of these."""
    from postlint.packs import values

    try:
        known = values.load(folders)
    except UserErrors as several:
        yield from (error for error in several.errors if isinstance(error, PackError))
        return
    if known:
        yield from values.unknown(rules, known)


def _cached_packs() -> Callable[[str], list[Rule]]:
    from postlint.packs.cached import Packs

    return Packs().load


def _problem(rule: Rule, found: Mapping[str, Rule], own: Collection[str]) -> str:
    """Why a rule cannot stand beside those found before, of which a house has its ``own``; empty where it can."""
    if rule.id not in found:
        if not rule.replaces:
            return ""
        return f"There is no rule '{rule.id}' that this one could replace.{did_you_mean(rule.id, found)}"
    if rule.replaces and rule.id not in own:
        return ""
    place = packs.shown(found[rule.id].file)
    advice = "" if rule.id in own else " If this one is to take its place, say 'replaces: true'."
    return f"'{rule.id}' is already a rule, in {place}.{advice}"


def _tuned(rule: Rule, tuning: Tuning) -> Rule:
    if rule.kind != "python":
        return packs.tuned(rule, tuning)
    options = dict(rule.options)
    for name, option in rule.options.items():
        if option.is_word_list:
            options[name] = option._replace(default=[word for word in option.default if word not in tuning.remove])
    first = next(name for name, option in options.items() if option.is_word_list)
    words = options[first].default
    options[first] = options[first]._replace(default=[*words, *(word for word in tuning.add if word not in words)])
    return rule._replace(options=options)
