"""The one door: text or paths in, diagnostics out. Whatever checks posts goes through ``Linter``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from postlint import fix, git
from postlint.config import Config, Selection
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.engine import UNCHECKED, Engine, unchecked
from postlint.errors import UsageError
from postlint.files import NO_OVERLAY, Root, Unreadable, find_posts, is_inside, text_of
from postlint.records import NamedTuple
from postlint.site import Conventions, PostFacts, Site, detect
from postlint.surroundings import Surroundings
from postlint.text import BOM, Source

if TYPE_CHECKING:
    from postlint.registry import Registry
    from postlint.site.model import Model

MOST_ROUNDS = 10
# Posts whose texts together are no larger than this are kept from the first pass to the second; others are read again.
KEPT_CHARACTERS = 64 * 1024 * 1024


class Report(NamedTuple):
    """The outcome of a run.

    ``diagnostics`` are sorted. ``checked`` counts posts, ``unchecked`` those that could not be checked as asked.
    ``notes`` are for people; ``sources`` holds, by path, the posts with findings. ``covered`` are the posts that
    were checked by all rules but the ``silent`` ones, which say nothing of what is the blog's way; ``posts`` are their
    facts, where they are files. ``links`` counts the links into the site that a rule asked about: "" those
    that could be judged, the others by why not.
    """

    diagnostics: list[Diagnostic]
    checked: int
    unchecked: int
    notes: list[str]
    sources: dict[str, Source]
    covered: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    posts: tuple[PostFacts, ...] = ()
    links: Mapping[str, int] = {}


class FixResult(NamedTuple):
    """A text with its fixes carried out, and how many these were, by rule.

    ``unsettled`` names rules whose fixes call for each other without end; ``text`` is then as it was.
    """

    text: str
    rules: Mapping[str, int] = {}
    unsettled: tuple[str, ...] = ()

    @property
    def fixes(self) -> int:
        return sum(self.rules.values())


class FixedPost(NamedTuple):
    """A post of a folder, and what its fixes make of it; ``path`` is relative to the root."""

    path: str
    text: str
    result: FixResult


class OpenPost(NamedTuple):
    """A post of a folder, what is found in it, and what checks other texts as if they stood there."""

    path: str
    source: Source
    diagnostics: list[Diagnostic]
    check: Callable[[str], list[Diagnostic]]


class Progress(Protocol):
    """Is told, before each post, how many are done and how many there are."""

    def __call__(self, done: int, total: int) -> None: ...


class Chosen(NamedTuple):
    """The posts to check, notes on what narrowed them down to nothing, and the folders that were searched for them."""

    posts: list[str]
    notes: list[str]
    folders: tuple[str, ...]


class Linter:
    """Checks posts by one config. No check leaves anything to the next but what kind of site it is."""

    def __init__(self, config: Config, registry: Registry) -> None:
        self.config = config
        self.registry = registry
        self.selection = Selection(config, registry)
        self.only: Collection[str] | None = None  # of all posts that are named, the ones to check
        self.takes_none = False  # whether it is no mistake that there are no posts
        self.overlay = NO_OVERLAY  # what is read otherwise than the disk has it

    @cached_property
    def engine(self) -> Engine:
        config = self.config
        return Engine(
            self.registry.rules, self._awake, house=config.house, frontmatter=config.frontmatter, today=config.today
        )

    @cached_property
    def _awake(self) -> list[str]:
        """The rules that may run on some post."""
        may_add = any(override.extend_select for override in self.config.overrides)
        return sorted(self.registry.rules if may_add else self.selection.usual)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.engine, self.selection, self._awake, self.overlay)

    @property
    def conventions(self) -> Conventions:
        """Which keys of front matter mean what on this site."""
        return self._surroundings.conventions

    # Which files

    def files(self, paths: Sequence[str] = ()) -> list[str]:
        """The posts that PATHs mean, relative to the root, sorted; without PATHs, those of the config or the site.

        A file that is reached under several names counts once. Raises UsageError where a PATH is not there or lies
        outside of the root, or nothing is found.
        """
        return self._chosen(paths, Root(self.config.root)).posts

    def _chosen(self, paths: Sequence[str], root: Root) -> Chosen:
        found: set[str] = set()
        excluded: set[str] = set()
        is_none_fine = self.takes_none
        named = list(paths) if paths else self._site_paths()
        for path in named:
            for post in self._posts_of(path):
                relative = root.relative(post)
                if relative is None:
                    raise UsageError(_outside(post, self.config.root))
                if relative in self.overlay.absent:
                    is_none_fine = True
                    continue
                is_named = post == path and bool(paths)
                (excluded if self._is_excluded(relative, is_named=is_named) else found).add(relative)
        if found and self.only is not None:
            return Chosen([path for path in self._each_once(found, root) if path in self.only], [], ())
        if found:
            folders = tuple(os.path.realpath(path) for path in named if os.path.isdir(path))
            return Chosen(self._each_once(found, root), [], folders)
        if excluded and self.config.force_exclude:
            return Chosen([], ["All posts that were named are excluded by the config, so nothing was checked."], ())
        if is_none_fine:
            return Chosen([], [], ())
        raise UsageError(_nothing_found(named, len(excluded)))

    def _each_once(self, paths: Iterable[str], root: Root) -> list[str]:
        """The paths, sorted; a link is left out where its target or another link to it is there."""
        solid = self.overlay.contents
        kept = {path: None if path in solid else _target(path, root) for path in sorted(paths)}
        taken = {path for path, target in kept.items() if target is None}
        once = list(taken)
        for path, target in kept.items():
            if target is not None and target not in taken:
                taken.add(target)
                once.append(path)
        return sorted(once)

    def _site_paths(self) -> list[str]:
        root = self.config.root
        folders = self.config.posts or detect(root).post_folders
        if not folders and not self.takes_none:
            raise UsageError(
                f"No posts were found below {_shown(root)}. Name a folder, as in 'postlint check content/blog', "
                "or set 'posts' in postlint.toml."
            )
        return [os.path.relpath(os.path.join(root, folder)) for folder in folders]

    def _posts_of(self, path: str) -> Iterator[str]:
        if os.path.isdir(path):
            if not is_inside(path, self.config.root):
                raise UsageError(_outside(path, self.config.root))
            yield from find_posts(path, self.config.root, ignored=self._ignored(path))
            yield from self._laid_over(path)
        elif os.path.lexists(path) or Root(self.config.root).relative(path) in self.overlay.contents:
            yield path
        elif not self.takes_none:
            raise UsageError(f"There is no file or folder '{path}'.")

    def _laid_over(self, folder: str) -> Iterator[str]:
        """The posts below a folder that are read otherwise than the disk has them."""
        if self.overlay.contents and (relative := Root(self.config.root).relative(folder)) is not None:
            yield from (os.path.join(self.config.root, path) for path in self.overlay.posts(relative))

    def _ignored(self, folder: str) -> git.Ignored:
        top = git.top_of(folder)
        return git.ignored(top, folder) if top is not None else git.NOTHING_IGNORED

    def _is_excluded(self, path: str, *, is_named: bool) -> bool:
        from postlint.globs import matches_any

        if is_named and not self.config.force_exclude:
            return False
        return bool(self.config.exclude) and matches_any(path, self.config.exclude)

    # Checking

    def lint_paths(self, paths: Sequence[str] = (), *, progress: Progress | None = None) -> Report:
        """Check the posts that PATHs mean. Raises UsageError as ``files`` does."""
        root = Root(self.config.root)
        chosen, notes, folders = self._chosen(paths, root)
        documents, facts, failed = self._indexed(chosen, root, folders)
        site = self._surroundings.site(facts)
        diagnostics: list[Diagnostic] = []
        sources: dict[str, Source] = {}
        links: Counter[str] = Counter()
        for done, path in enumerate(chosen):
            if progress is not None:
                progress(done, len(chosen))
            if path in failed:
                continue
            try:
                doc = documents.pop(path, None) or self.read(path, root)
            except Unreadable as error:  # It was there in the first pass.
                failed[path] = error
                continue
            found = self._check(doc, site, links)
            if found:
                diagnostics.extend(found)
                sources[path] = doc.source
        diagnostics.extend(self._unchecked(path, error) for path, error in failed.items())
        diagnostics.sort(key=lambda diagnostic: diagnostic.order)
        left_out = {diagnostic.path for diagnostic in diagnostics if diagnostic.rule in UNCHECKED}
        notes += self._surroundings.notes(site, chosen)
        covered = tuple(path for path in chosen if path not in left_out)
        silent = self._surroundings.silent(site)
        whole = set(covered)
        posts = tuple(one for one in facts if one.path in whole)
        checked = len(chosen) - len(failed)
        return Report(diagnostics, checked, len(left_out), notes, sources, covered, silent, posts, links)

    def lint_bytes(self, data: bytes, path: str = "-") -> Report:
        """Check a post that is no file, such as standard input; ``path`` is what it is called.

        Raises UsageError where it lies outside of the root.
        """
        relative = self._called(path)
        if self.config.force_exclude and self._is_excluded(relative, is_named=True):
            return Report([], 0, 0, [f"'{path}' is excluded by the config, so nothing was checked."], {})
        try:
            text = text_of(data)
        except Unreadable as error:
            return Report([self._unchecked(relative, error)], 0, 1, [], {})
        doc = Document(text, relative)
        site = self._surroundings.around(doc, self._indexed([], Root(self.config.root))[1])
        links: Counter[str] = Counter()
        found = self._check(doc, site, links)
        is_unchecked = any(diagnostic.rule in UNCHECKED for diagnostic in found)
        notes = self._surroundings.notes(site, [relative])
        covered = () if is_unchecked else (relative,)
        silent = self._surroundings.silent(site)
        return Report(found, 1, int(is_unchecked), notes, {relative: doc.source}, covered, silent, links=links)

    def _called(self, path: str) -> str:
        """What a post that is no file is called, relative to the root. Raises UsageError where that is outside."""
        relative = path if path == "-" else Root(self.config.root).relative(path)
        if relative is None:
            raise UsageError(_outside(path, self.config.root))
        return relative

    def lint_text(self, text: str, path: str = "post.md") -> list[Diagnostic]:
        """Check a post in memory. Only this post is known of its site; nothing is read or written."""
        doc = Document(text, path)
        return self._check(doc, self._surroundings.alone(doc))

    def fix_text(self, text: str, path: str = "post.md", *, unsafe: bool = False) -> FixResult:
        """Carry out the fixes in a text, again and again until there is none left; the safe ones, or all of them."""
        return _fixed(text, self.lint_text(text, path), lambda fixed: self.lint_text(fixed, path), unsafe=unsafe)

    def fix_paths(
        self, paths: Sequence[str] = (), *, unsafe: bool = False, progress: Progress | None = None
    ) -> Iterator[FixedPost]:
        """What the fixes make of the posts that PATHs mean: those that change or do not settle. Writes nothing.

        Raises UsageError as ``files`` does. Posts that cannot be read are left out; ``lint_paths`` tells them.
        """
        for post in self.open_paths(paths, progress=progress):
            text = post.source.written
            result = _fixed(text, post.diagnostics, post.check, unsafe=unsafe)
            if result.text != text or result.unsettled:
                yield FixedPost(post.path, text, result)

    def open_paths(self, paths: Sequence[str] = (), *, progress: Progress | None = None) -> Iterator[OpenPost]:
        """The posts that PATHs mean, to be changed: what is found in them, and in whatever becomes of them.

        Raises UsageError as ``files`` does. Posts that cannot be read are left out; ``lint_paths`` tells them.
        """
        root = Root(self.config.root)
        chosen, _, folders = self._chosen(paths, root)
        documents, facts, failed = self._indexed(chosen, root, folders)
        site = self._surroundings.site(facts)
        for done, path in enumerate(chosen):
            if progress is not None:
                progress(done, len(chosen))
            if path in failed:
                continue
            try:
                doc = documents.pop(path, None) or self.read(path, root)
            except Unreadable:
                continue
            yield OpenPost(path, doc.source, self._check(doc, site), self._checker(path, facts))

    def fix_bytes(self, data: bytes, path: str = "-", *, unsafe: bool = False) -> FixedPost | None:
        """What the fixes make of a post that is no file; None where it is excluded or no text.

        Raises UsageError as ``lint_bytes`` does.
        """
        relative = self._called(path)
        if self.config.force_exclude and self._is_excluded(relative, is_named=True):
            return None
        try:
            text = text_of(data)
        except Unreadable:
            return None
        check = self._checker(relative, self._indexed([], Root(self.config.root))[1])
        return FixedPost(relative, text, _fixed(text, check(text), check, unsafe=unsafe))

    def _checker(self, path: str, facts: Sequence[PostFacts]) -> Callable[[str], list[Diagnostic]]:
        """Checks further texts of one post of the site that the others make up."""

        def check(text: str) -> list[Diagnostic]:
            doc = Document(text, path)
            return self._check(doc, self._surroundings.around(doc, facts))

        return check

    def _check(self, doc: Document, site: Site, links: Counter[str] | None = None) -> list[Diagnostic]:
        """The findings of a post; its links into the site are counted in ``links``."""
        asked = site.for_post()
        active = self.selection.at(doc.path, lambda: asked.date(doc.path))
        found = self.engine.check(doc, asked, active)
        if links is not None:
            links.update(target.reason for target in asked.targets if target.kind != "elsewhere")
        return found

    def read(self, path: str, root: Root) -> Document:
        """A post as it is checked. Raises Unreadable."""
        contents = self.overlay.contents
        if contents:
            held = path if path in contents else _target(path, root)
            if held in contents:
                return Document(text_of(contents[held]), path)
        return Document(root.read_text(os.path.join(self.config.root, path)), path)

    def _unchecked(self, path: str, error: Unreadable) -> Diagnostic:
        return unchecked(self.registry.rules, f"postlint/{error.rule}", path, error.message, error.position)

    # The site

    def habits(self) -> dict[str, str]:
        """What the posts of the config or the detected site do as a whole, by the rules that therefore say nothing.

        Raises UsageError where there are no posts.
        """
        return self._surroundings.habits(self._indexed(self.files(), Root(self.config.root))[1])

    def model(self) -> Model:
        """What tells where links of the posts of the config or the detected site lead.

        Raises UsageError where there are no posts.
        """
        return self._surroundings.model(self._indexed(self.files(), Root(self.config.root))[1])

    def _indexed(
        self, chosen: Sequence[str], root: Root, folders: Sequence[str] = ()
    ) -> tuple[dict[str, Document], list[PostFacts], dict[str, Unreadable]]:
        """The first pass: facts of all posts; of the chosen ones also the documents, as far as there is room."""
        documents: dict[str, Document] = {}
        failed: dict[str, Unreadable] = {}
        facts: list[PostFacts] = []
        room = KEPT_CHARACTERS
        wanted = set(chosen)
        for path in sorted(wanted | self._others_of_site(wanted, root, folders)):
            try:
                doc = self.read(path, root)
            except Unreadable as error:
                if path in wanted:
                    failed[path] = error
                continue
            facts.append(self._surroundings.facts(doc))
            if path in wanted and len(doc.source.text) <= room:
                documents[path] = doc
                room -= len(doc.source.text)
        return documents, facts, failed

    def _others_of_site(self, chosen: set[str], root: Root, folders: Sequence[str]) -> set[str]:
        """All other posts of the config or the detected site; none where no rule rests on other posts.

        ``folders`` are those of which all posts are chosen already.
        """
        if not any(rule.site or rule.habit for rule in map(self.registry.rules.__getitem__, self._awake)):
            return set()
        top = self.config.root
        posts: set[str] = set()
        for folder in self.config.posts or detect(top).post_folders:
            place = os.path.join(top, folder)
            if any(is_inside(place, searched) for searched in folders):
                continue
            found = find_posts(place, top, ignored=self._ignored(place)) if os.path.isdir(place) else (place,)
            found = (*found, *self._laid_over(place))
            posts.update(path for post in found if (path := root.relative(post)) is not None)
        posts -= self.overlay.absent
        # A chosen link stands for the post that it leads to.
        targets = {target for path in chosen if (target := _target(path, root)) is not None}
        return {path for path in posts - chosen - targets if not self._is_excluded(path, is_named=False)}


def _fixed(text: str, first: list[Diagnostic], check: Callable[[str], list[Diagnostic]], *, unsafe: bool) -> FixResult:
    """Carry out the fixes of ``first``, then those that ``check`` finds, until there is none left."""
    mark = BOM if Source(text).has_bom else ""
    fixed = Source(text).text
    seen = {fixed: 0}
    rounds: list[dict[str, int]] = []
    found = first
    while len(rounds) <= MOST_ROUNDS:
        proposed = ((one.fix, one.rule) for one in found)
        rules = {fix.unplaced(placed): rule for placed, rule in proposed if placed and (placed.safe or unsafe)}
        applied = fix.apply(fixed, rules)
        if not applied.fixes:
            return FixResult(mark + fixed, _sums(rounds))
        fixed = applied.text
        rounds.append(_sums({rules[one]: 1} for one in applied.fixes))
        if fixed in seen:
            break
        seen[fixed] = len(rounds)
        found = check(mark + fixed)
    at_odds = rounds[seen[fixed] :] or rounds[-1:]
    return FixResult(text, unsettled=tuple(sorted(set().union(*at_odds))))


def _sums(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        for name, number in count.items():
            total[name] = total.get(name, 0) + number
    return total


def _target(path: str, root: Root) -> str | None:
    """Where a link leads, relative to the root; None for what is no link."""
    place = os.path.join(root.real, path)
    return os.path.relpath(os.path.realpath(place), root.real).replace(os.sep, "/") if os.path.islink(place) else None


def _outside(path: str, root: str) -> str:
    return f"'{path}' lies outside of {root}, and nothing there is opened."


def _nothing_found(paths: Sequence[str], excluded: int) -> str:
    listed = ", ".join(f"'{_shown(path)}'" for path in paths)
    if excluded:
        return f"All {excluded} posts of {listed} are excluded by the config, so there is nothing to check."
    return f"There is no post in {listed}: no .md, .markdown or .mdx file, and no .html file with front matter."


def _shown(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")
