"""What surrounds a post: the other posts of its site, registries, and what the blog does as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from postlint import habits, look
from postlint.files import NO_OVERLAY, Overlay
from postlint.site import CONVENTIONS, Conventions, Detected, PostFacts, Site, detect
from postlint.site.layout import Layout
from postlint.site.model import Model
from postlint.site.posts import Posts
from postlint.site.registries import found as found_registries
from postlint.site.tree import Tree

if TYPE_CHECKING:
    from postlint.config import Selection
    from postlint.document import Document
    from postlint.engine import Engine
    from postlint.rule import Rule
    from postlint.site.registries import Register


class Surroundings:
    """Makes the site that rules ask, by the config of a selection."""

    def __init__(
        self, engine: Engine, selection: Selection, awake: Iterable[str], overlay: Overlay = NO_OVERLAY
    ) -> None:
        self._overlay = overlay
        self.engine = engine
        self.selection = selection
        self._rules: list[Rule] = [engine.rules[id] for id in awake]

    @cached_property
    def conventions(self) -> Conventions:
        config = self.selection.config
        return CONVENTIONS[config.site.generator] if config.site.generator else self._detected.conventions

    @cached_property
    def _detected(self) -> Detected:
        return detect(self.selection.config.root)

    def model(self, posts: Posts) -> Model:
        """What tells where the links of these posts lead. Nothing is read for it before it is asked."""
        tree = Tree(self.selection.config.root, overlay=self._overlay)
        folders = self.selection.config.posts or self._detected.post_folders
        return Model(lambda: self.layout(tree), tree, posts, folders)

    def layout(self, tree: Tree) -> Layout:
        """How the site is laid out, by the config of its generator and by ours."""
        from postlint.site.layouts import layout_of

        settings = self.selection.config.site
        detected = self._detected
        if settings.generator and settings.generator != detected.generator:
            detected = detected._replace(generator=settings.generator, config_path=None)
        return settings.over(layout_of(tree, detected))

    @cached_property
    def registries(self) -> tuple[dict[str, Register], list[str]]:
        """Those of the config, and others that lie where the generator has them; notes on what cannot be read."""
        config = self.selection.config
        detected, errors = found_registries(config.root, self._detected)
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
            look.doubt()
            return PostFacts(doc.path)

    def alone(self, doc: Document) -> Site:
        """The site of a post of which nothing else is known; no file is opened for it."""
        config = self.selection.config
        conventions = CONVENTIONS[config.site.generator or "plain"]
        kinds = self.engine.asked(conventions).kinds
        return Site([self.facts(doc, conventions)], conventions, config.frontmatter.registries, kinds)

    def site(self, posts: Posts) -> Site:
        """The site of these posts."""
        kinds = self.engine.asked(self.conventions).kinds
        site = Site(posts, self.conventions, self.registries[0], kinds, self.model(posts))
        site.usage.count_habits = lambda: habits.habits(site, self._rules)
        return site

    def around(self, doc: Document, posts: Posts) -> Site:
        """The site of these posts, in which a text stands for the post of its path."""
        return self.site(Posts([*(one for one in posts.values() if one.path != doc.path), self.facts(doc)]))

    @cached_property
    def _yielding(self) -> Mapping[str, Rule]:
        """The rules that say nothing of what is the blog's habit: those that nobody has asked for by name."""
        usual = self.selection.usual.items()
        return {id: one.rule for id, one in usual if one.rule.habit is not None and not one.is_named}

    def notes(self, site: Site, chosen: Iterable[str], *, is_whole: bool = True) -> list[str]:
        """For people: what cannot be read, and what is not told of the chosen posts since the blog has its way.

        Whoever has changed a few posts can do nothing about the ways of the whole, so of these only whoever looks at
        it is told.
        """
        return [*self.registries[1], *(habits.notes(site, chosen, self._yielding) if is_whole else ())]

    def silent(self, site: Site) -> frozenset[str]:
        """The rules that say nothing since the blog has its way."""
        return frozenset(habits.told(site, self._yielding)) if self._yielding else frozenset()

    def habits(self, posts: Posts) -> dict[str, str]:
        """What these posts do as a whole, in words, by the rules that therefore say nothing."""
        return habits.told(self.site(posts), self._yielding) if self._yielding else {}
