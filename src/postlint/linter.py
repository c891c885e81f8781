"""The one door: text or paths in, diagnostics out. Whatever checks posts goes through ``Linter``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from postlint import git, look
from postlint.cache import Outcome
from postlint.config import Config, Selection
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.engine import UNCHECKED, Engine, unchecked
from postlint.errors import UsageError
from postlint.files import NO_OVERLAY, Root, Unreadable, find_posts, is_inside, text_of
from postlint.findings import Findings
from postlint.fix_rounds import FixResult, fixed
from postlint.passes import Keys, Passes
from postlint.records import NamedTuple
from postlint.report import FixedPost, OpenPost, Report, Sources
from postlint.site import Conventions, PostFacts, Site, detect
from postlint.site.posts import Posts
from postlint.surroundings import Surroundings
from postlint.text import Source

if TYPE_CHECKING:
    from postlint.registry import Registry
    from postlint.site.model import Model
    from postlint.timing import Timing


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
        self.checks_others = False  # whether these are told, and the others are checked too, for ``Report.whole``
        self.takes_none = False  # whether it is no mistake that there are no posts
        self.overlay = NO_OVERLAY  # what is read otherwise than the disk has it
        self.jobs = 1  # in how many processes posts may be checked
        self.is_cached = False  # whether to keep what is found, and to trust what was kept
        self.timing: Timing | None = None  # takes the time of runs in one process
        self.ignored: dict[str, git.Ignored] | None = None  # by folder, to ask git once for several checks

    @cached_property
    def engine(self) -> Engine:
        config = self.config
        engine = Engine(
            self.registry.rules, self._awake, house=config.house, frontmatter=config.frontmatter, today=config.today
        )
        engine.timing = self.timing
        return engine

    @cached_property
    def _awake(self) -> list[str]:
        """The rules that may run on some post."""
        may_add = any(override.extend_select for override in self.config.overrides)
        return sorted(self.registry.rules if may_add else self.selection.usual)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What makes the site of a post."""
        return Surroundings(self.engine, self.selection, self._awake, self.overlay)

    @property
    def conventions(self) -> Conventions:
        """Which keys of front matter mean what on this site."""
        return self.surroundings.conventions

    def prepare(self) -> None:
        """Load what all posts need, so that processes that are forked need not do so."""
        self.engine.prepare()
        _ = self.conventions

    def __getstate__(self) -> dict[str, Any]:
        """What it was made of; what it makes of that at first use, another process makes anew."""
        made = {name for name, value in vars(type(self)).items() if isinstance(value, cached_property)}
        return {name: value for name, value in self.__dict__.items() if name not in made}

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
            for post in self._posts_of(path, root, is_named=bool(paths)):
                relative = root.relative(post)
                if relative is None:
                    raise UsageError(_outside(post, self.config.root))
                if relative in self.overlay.absent:
                    is_none_fine = True
                    continue
                is_named = post == path and bool(paths)
                (excluded if self._is_excluded(relative, is_named=is_named) else found).add(relative)
        if found and self.only is not None and not self.checks_others:
            return Chosen([path for path in self._each_once(found, root) if path in self.only], [], ())
        if found:
            is_folder = look.isdir if paths else root.isdir
            folders = tuple(look.realpath(path) for path in named if is_folder(path))
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

    def _posts_of(self, path: str, root: Root, *, is_named: bool) -> Iterator[str]:
        if (look.isdir if is_named else root.isdir)(path):
            if not is_inside(path, self.config.root):
                raise UsageError(_outside(path, self.config.root))
            yield from find_posts(path, self.config.root, ignored=self._ignored(path))
            yield from self._laid_over(path)
        elif not is_named and root.relative(path) is None:
            raise UsageError(_outside(path, self.config.root))
        elif look.lexists(path) or root.relative(path) in self.overlay.contents:
            yield path
        elif not self.takes_none:
            raise UsageError(f"There is no file or folder '{path}'.")

    def _laid_over(self, folder: str) -> Iterator[str]:
        """The posts below a folder that are read otherwise than the disk has them."""
        if self.overlay.contents and (relative := Root(self.config.root).relative(folder)) is not None:
            yield from (os.path.join(self.config.root, path) for path in self.overlay.posts(relative))

    def _ignored(self, folder: str) -> git.Ignored:
        top = git.top_of(folder)
        if top is None:
            return git.NOTHING_IGNORED
        if self.ignored is None:
            return git.ignored(top, folder)
        real = os.path.realpath(folder)
        if real not in self.ignored:
            self.ignored[real] = git.ignored(top, real)
        return self.ignored[real]

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
        if not chosen:
            return Report([], 0, 0, notes, {})
        found = Findings(self.registry.rules)
        links: Counter[str] = Counter()
        links_of_only: Counter[str] = Counter()
        left_out: set[str] = set()
        others = self._others_of_site(set(chosen), root, folders)
        with Passes(self, chosen, others, self.jobs, self._keys) as passes:
            site = passes.site()
            for path, outcome in passes.outcomes(site, progress):
                found.add(path, outcome.diagnostics)
                if any(one.rule in UNCHECKED for one in outcome.diagnostics):
                    left_out.add(path)
                links.update(outcome.links)
                if self.only is not None and path in self.only:
                    links_of_only.update(outcome.links)
            for path, error in passes.failed.items():
                found.add(path, [self._unchecked(path, error)])
                left_out.add(path)
            notes += _retried(passes.retried)
        silent = self.surroundings.silent(site)

        def told(posts: Sequence[str], notes: list[str], links: Counter[str]) -> Report:
            wanted = set(posts)
            diagnostics = found if len(posts) == len(chosen) else found.of(posts)
            whole = wanted - left_out
            return Report(
                diagnostics,
                checked=len(wanted - passes.failed.keys()),
                unchecked=len(wanted & left_out),
                notes=notes,
                sources=Sources(self._source, (one for one in diagnostics if one.path not in passes.failed)),
                covered=tuple(path for path in posts if path in whole),
                silent=silent,
                facts=passes.facts,
                links=dict(sorted(links.items())),
            )

        if self.only is None or not self.checks_others:
            notes += self.surroundings.notes(site, chosen, is_whole=self.only is None)
            return told(chosen, notes, links)
        only = [path for path in chosen if path in self.only]
        notes += self.surroundings.notes(site, only, is_whole=False)
        return told(only, notes, links_of_only)._replace(whole=told(chosen, [], links))

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
        site = self.surroundings.around(doc, self._facts_of(()))
        found = self.outcome(doc, site)
        is_unchecked = any(diagnostic.rule in UNCHECKED for diagnostic in found.diagnostics)
        notes = self.surroundings.notes(site, [relative])
        covered = () if is_unchecked else (relative,)
        silent = self.surroundings.silent(site)
        sources = {relative: doc.source}
        links = Counter(found.links)
        return Report(found.diagnostics, 1, int(is_unchecked), notes, sources, covered, silent, links=links)

    def _called(self, path: str) -> str:
        """What a post that is no file is called, relative to the root. Raises UsageError where that is outside."""
        relative = path if path == "-" else Root(self.config.root).relative(path)
        if relative is None:
            raise UsageError(_outside(path, self.config.root))
        return relative

    def lint_text(self, text: str, path: str = "post.md") -> list[Diagnostic]:
        """Check a post in memory. Only this post is known of its site; nothing is read or written."""
        doc = Document(text, path)
        return self.outcome(doc, self.surroundings.alone(doc)).diagnostics

    def fix_text(self, text: str, path: str = "post.md", *, unsafe: bool = False) -> FixResult:
        """Carry out the fixes in a text, again and again until there is none left; the safe ones, or all of them."""
        return fixed(text, self.lint_text(text, path), lambda text: self.lint_text(text, path), unsafe=unsafe)

    def fix_paths(
        self, paths: Sequence[str] = (), *, unsafe: bool = False, progress: Progress | None = None
    ) -> Iterator[FixedPost]:
        """What the fixes make of the posts that PATHs mean: those that change or do not settle. Writes nothing.

        Raises UsageError as ``files`` does. Posts that cannot be read are left out; ``lint_paths`` tells them.
        """

        def is_wanted(one: Diagnostic) -> bool:
            return one.fix is not None and (one.fix.safe or unsafe)

        for post in self.open_paths(paths, is_wanted, progress=progress):
            text = post.source.written
            result = fixed(text, post.diagnostics, post.check, unsafe=unsafe)
            if result.text != text or result.unsettled:
                yield FixedPost(post.path, text, result)

    def open_paths(
        self,
        paths: Sequence[str] = (),
        is_wanted: Callable[[Diagnostic], bool] = bool,
        *,
        progress: Progress | None = None,
    ) -> Iterator[OpenPost]:
        """The posts that PATHs mean, to be changed: what is found in them, and in whatever becomes of them.

        Posts without a finding that ``is_wanted`` are left out, and those that cannot be read, which ``lint_paths``
        tells. Raises UsageError as ``files`` does.
        """
        root = Root(self.config.root)
        chosen, _, folders = self._chosen(paths, root)
        if not chosen:
            return
        others = self._others_of_site(set(chosen), root, folders)
        with Passes(self, chosen, others, self.jobs, self._keys) as passes:
            site = passes.site()
            outcomes = passes.outcomes(site, progress)
            opened = sorted(path for path, outcome in outcomes if any(map(is_wanted, outcome.diagnostics)))
        for path in opened:
            try:
                doc = self.read(path, root)
            except Unreadable:
                continue
            # It is checked again, since the text that is to be changed is the one that is read now.
            found = self.outcome(doc, site).diagnostics
            yield OpenPost(path, doc.source, found, self._checker(path, passes.facts))

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
        check = self._checker(relative, self._facts_of(()))
        return FixedPost(relative, text, fixed(text, check(text), check, unsafe=unsafe))

    def _checker(self, path: str, posts: Posts) -> Callable[[str], list[Diagnostic]]:
        """Checks further texts of one post of the site that the others make up."""

        def check(text: str) -> list[Diagnostic]:
            doc = Document(text, path)
            return self.outcome(doc, self.surroundings.around(doc, posts)).diagnostics

        return check

    def facts(self, doc: Document) -> PostFacts:
        """What the others of its site may ask about a post."""
        return self.surroundings.facts(doc)

    def site(self, posts: Posts) -> Site:
        """The site of these posts."""
        return self.surroundings.site(posts)

    def outcome(self, doc: Document, site: Site) -> Outcome:
        """What is found in a post, and what was asked about its site on the way."""
        asked = site.for_post()
        active = self.selection.at(doc.path, lambda: asked.date(doc.path))
        diagnostics = self.engine.check(doc, asked, active)
        return Outcome(diagnostics, tuple(asked.questions.items()))

    def _source(self, path: str) -> Source:
        return self.read(path, Root(self.config.root)).source

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
        return self.surroundings.habits(self._facts_of(self.files()))

    def model(self) -> Model:
        """What tells where links of the posts of the config or the detected site lead.

        Raises UsageError where there are no posts.
        """
        return self.surroundings.model(self._facts_of(self.files()))

    def _facts_of(self, posts: Sequence[str]) -> Posts:
        """The facts of posts, and of all others of the config or the detected site."""
        others = self._others_of_site(set(posts), Root(self.config.root), ())
        with Passes(self, (), others.union(posts), self.jobs, self._keys) as passes:
            return passes.facts

    @cached_property
    def _keys(self) -> Keys | None:
        """What findings rest on beside posts and what these ask about; None where nothing is to be kept of them."""
        if not self.is_cached:
            return None
        from postlint.cache import fingerprint, program

        config = self.config
        try:
            place = fingerprint(config.root, config.path, config.select, config.extend_select, config.added)
            said = config._replace(fail_on=None, today=None, notes=())
            facts = fingerprint(said, program(config.packs), self.conventions)
            has_today = any("today" in self.registry.rules[id].parameters for id in self._awake)
            today = self.engine.today if has_today else None
            return Keys(place, facts, fingerprint(facts, today, self.surroundings.registries))
        except TypeError:  # something in the config cannot be told from others of its kind
            return None

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
            is_folder = root.isdir(place)
            if is_folder and any(is_inside(place, searched) for searched in folders):
                continue
            found = find_posts(place, top, ignored=self._ignored(place)) if is_folder else (place,)
            found = (*found, *self._laid_over(place))
            posts.update(path for post in found if (path := root.relative(post)) is not None)
        posts -= self.overlay.absent
        # A chosen link stands for the post that it leads to.
        targets = {target for path in chosen if (target := _target(path, root)) is not None}
        return {path for path in posts - chosen - targets if not self._is_excluded(path, is_named=False)}


def _retried(paths: Sequence[str]) -> list[str]:
    """A note on the posts that were given to another process."""
    if not paths:
        return []
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return [f"A process that checked posts was ended, and another took over: {', '.join(paths[:3])}{more}."]


def _target(path: str, root: Root) -> str | None:
    """Where a link leads, relative to the root; None for what is no link."""
    target = root.target(os.path.join(root.real, path))
    return None if target is None else os.path.relpath(target, root.real).replace(os.sep, "/")


def _outside(path: str, root: str) -> str:
    return f"'{path}' lies outside of {root}, and nothing there is opened."


def _nothing_found(paths: Sequence[str], excluded: int) -> str:
    listed = ", ".join(f"'{_shown(path)}'" for path in paths)
    if excluded:
        return f"All {excluded} posts of {listed} are excluded by the config, so there is nothing to check."
    return f"There is no post in {listed}: no .md, .markdown or .mdx file, and no .html file with front matter."


def _shown(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")
