"""What there is to know of rules without reading a post: which are on, which are idle and why, what they cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Severity
from postlint.errors import UsageError, did_you_mean
from postlint.house import House
from postlint.matching.house_words import lacking, written_out
from postlint.records import NamedTuple
from postlint.rule import Needle, Pattern, Rule

if TYPE_CHECKING:
    from postlint.config import Config
    from postlint.config.select import Selected
    from postlint.registry import Registry

COSTS = {
    "phrases": "woken by its phrases, which are all found in one pass",
    "patterns": "woken by words that its patterns need",
    "slow": "has a pattern without such a word, which is tried on every block",
    "always": "runs on every post",
    "site": "runs on every post, and asks about the others",
    "engine": "found by postlint itself on the way",
}
"""What a rule costs, and what that means."""

WORDS = {
    "house": "name",
    "projects": "projects",
    "offers": "offers",
    "paid-features": "paid-features of an offer",
    "misspelled-names": "names",
}


RESTS: dict[str, tuple[str, Callable[[Config], Collection[str]]]] = {
    "hosts": ("house", lambda config: config.house.every_host),
    "retired": ("site", lambda config: config.site.retired),
}
"""What a rule may rest on beside words, by the names of ``Rule.rests_on``, each with its table of the config."""


class Needles(NamedTuple):
    """What of a rule is looked for, with the words of this house: phrases, patterns, and how the latter are gated.

    ``literals`` are the texts without which no pattern is tried, ``ungated`` the patterns that have none.
    """

    phrases: int = 0
    patterns: int = 0
    literals: tuple[str, ...] = ()
    ungated: tuple[str, ...] = ()


class Listed(NamedTuple):
    """A rule as it stands in the catalogue. ``severities`` are by step, of a rule without steps by the empty name.

    ``idle`` says why it finds nothing though it is on; it is empty for rules that work, and for those that are off.
    """

    rule: Rule
    is_on: bool
    idle: str
    cost: str
    severities: Mapping[str, Severity]
    needles: Needles = Needles()

    @property
    def state(self) -> str:
        return ("idle" if self.idle else "on") if self.is_on else "off"


def listed(
    rules: Iterable[Rule], config: Config, registry: Registry, languages: Collection[str | None] = ()
) -> list[Listed]:
    """The catalogue's entries for these rules. ``languages`` are those of the posts, as far as they are known."""
    from postlint.config import Selection

    on = Selection(config, registry).usual
    return [_listed(rule, on.get(rule.id), config, languages) for rule in rules]


def _listed(rule: Rule, selected: Selected | None, config: Config, languages: Collection[str | None]) -> Listed:
    house = config.house
    idle = why_idle(rule, config, languages) if selected is not None else ""
    severities = selected.severities if selected is not None else rule.severities
    return Listed(rule, selected is not None, idle, cost(rule, house), severities, needles_of(rule, house))


def why_idle(rule: Rule, config: Config, languages: Collection[str | None] = ()) -> str:
    """Why a rule can find nothing, in a sentence without its full stop; empty where it can."""
    missing = [("house", WORDS.get(group, group)) for group in lacking(rule.needles, config.house.words)]
    missing += [(RESTS[fact][0], fact) for fact in rule.rests_on if not RESTS[fact][1](config)]
    if missing:
        lacked = dict.fromkeys(fact for table, fact in missing if table == missing[0][0])
        return f"[{missing[0][0]}] in the config has no {' and no '.join(lacked)}"
    known = {language.partition("-")[0] for language in languages if language is not None}
    if rule.language and languages and None not in languages and rule.language not in known:
        return f"it is for posts in the language '{rule.language}', and there are none"
    return ""


def needles_of(rule: Rule, house: House) -> Needles:
    """What of a rule goes into the one pass over a post."""
    written = [one for needle in rule.needles for one in written_out(needle, house.words)]
    patterns = [one for one in written if isinstance(one, Pattern)]
    literals = dict.fromkeys(literal for pattern in patterns for literal in pattern.literals or ())
    ungated = dict.fromkeys(pattern.regex for pattern in patterns if pattern.literals is None)
    return Needles(len(written) - len(patterns), len(patterns), tuple(literals), tuple(ungated))


def cost(rule: Rule, house: House) -> str:
    """Which of ``COSTS`` a rule belongs to, with the words of this house."""
    if rule.check is None:
        return "engine"
    if rule.site:
        return "site"
    wakes = [one for one in rule.needles if isinstance(one, Pattern) or not one.excuses]
    if not wakes:
        return "always"
    patterns = [one for needle in wakes for one in written_out(needle, house.words) if isinstance(one, Pattern)]
    if any(pattern.literals is None for pattern in patterns):
        return "slow"
    return "phrases" if all(isinstance(one, Needle) for one in wakes) else "patterns"


def chosen(names: Sequence[str], registry: Registry, further: Iterable[str] = ()) -> list[Rule]:
    """The rules that names of rules and packs mean, in order of their ids; all where there are no names.

    Raises UsageError at a name that is neither; ``further`` are names that it may have been meant to be.
    """
    packs = {rule.pack for rule in registry.rules.values()}
    for name in names:
        if name not in registry.rules and name not in packs:
            advice = did_you_mean(name, (*registry.rules, *packs, *further)) or " 'postlint rules' lists all."
            raise UsageError(f"There is no rule or pack '{name}'.{advice}")
    return [rule for rule in registry.rules.values() if not names or rule.id in names or rule.pack in names]
