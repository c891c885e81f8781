"""What surrounds a post: the other posts of its site, registries, and what the blog does as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from postlint import habits
from postlint.site import CONVENTIONS, Conventions, PostFacts, Site, detect, registries

if TYPE_CHECKING:
    from postlint.config import Selection
    from postlint.document import Document
    from postlint.engine import Engine
    from postlint.rule import Rule
    from postlint.site.registries import Register


class Surroundings:
    """Makes the site that rules ask, by the config of a selection."""

    def __init__(self, engine: Engine, selection: Selection, awake: Iterable[str]) -> None:
        self.engine = engine
        self.selection = selection
        self._rules: list[Rule] = [engine.rules[id] for id in awake]

    @cached_property
    def conventions(self) -> Conventions:
        config = self.selection.config
        return CONVENTIONS[config.site.generator] if config.site.generator else detect(config.root).conventions

    @cached_property
    def _registries(self) -> tuple[dict[str, Register], list[str]]:
        """Those of the config, and others that lie where the generator has them; notes on what cannot be read."""
        config = self.selection.config
        detected, errors = registries.found(config.root, detect(config.root))
        notes = [f"{error.path} cannot be read, so nothing is compared with it: {error.message}" for error in errors]
        return {**detected, **config.frontmatter.registries}, notes

    def facts(self, doc: Document, conventions: Conventions | None = None) -> PostFacts:
        """The facts of a post; nothing but its path where it cannot be read, which the engine then tells."""
        conventions = conventions or self.conventions
        try:
            facts = self.engine.facts(doc, conventions)
            alone = Site([facts], conventions, kinds=self.engine.asked(conventions).kinds)
            active = self.selection.at(doc.path, lambda: facts.date)
            return facts._replace(habits=self.engine.failed_habits(doc, alone, active))
        except KeyboardInterrupt:
            raise
        except BaseException:  # A panic in the parser's native code is no Exception.
            return PostFacts(doc.path)

    def alone(self, doc: Document) -> Site:
        """The site of a post of which nothing else is known; no file is opened for it."""
        config = self.selection.config
        conventions = CONVENTIONS[config.site.generator or "plain"]
        kinds = self.engine.asked(conventions).kinds
        return Site([self.facts(doc, conventions)], conventions, config.frontmatter.registries, kinds)

    def site(self, facts: Iterable[PostFacts]) -> Site:
        """The site of these posts."""
        site = Site(facts, self.conventions, self._registries[0], self.engine.asked(self.conventions).kinds)
        site.usage.count_habits = lambda: habits.habits(site, self._rules)
        return site

    def around(self, doc: Document, facts: Iterable[PostFacts]) -> Site:
        """The site of these posts, in which a text stands for the post of its path."""
        return self.site([*(one for one in facts if one.path != doc.path), self.facts(doc)])

    @cached_property
    def _yielding(self) -> Mapping[str, Rule]:
        """The rules that say nothing of what is the blog's habit: those that nobody has asked for by name."""
        usual = self.selection.usual.items()
        return {id: one.rule for id, one in usual if one.rule.habit is not None and not one.is_named}

    def notes(self, site: Site, chosen: Iterable[str]) -> list[str]:
        """For people: what cannot be read, and what is not told of the chosen posts since the blog has its way."""
        return [*self._registries[1], *habits.notes(site, chosen, self._yielding)]

    def silent(self, site: Site) -> frozenset[str]:
        """The rules that say nothing since the blog has its way."""
        return frozenset(habits.told(site, self._yielding)) if self._yielding else frozenset()

    def habits(self, facts: Iterable[PostFacts]) -> dict[str, str]:
        """What these posts do as a whole, in words, by the rules that therefore say nothing."""
        return habits.told(self.site(facts), self._yielding) if self._yielding else {}
