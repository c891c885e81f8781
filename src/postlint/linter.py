"""The one door: text or paths in, diagnostics out. Whatever checks posts goes through ``Linter``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from postlint import fix, git
from postlint.config import Config, Selection
from postlint.diagnostic import Diagnostic, Fix
from postlint.document import Document
from postlint.engine import UNCHECKED, Engine, unchecked
from postlint.errors import UsageError
from postlint.files import Root, Unreadable, find_posts, is_inside, text_of
from postlint.site import CONVENTIONS, Conventions, PostFacts, Site, detect, index
from postlint.text import BOM, Source

if TYPE_CHECKING:
    from postlint.registry import Registry

MOST_ROUNDS = 10
# Posts whose texts together are no larger than this are kept from the first pass to the second; others are read again.
KEPT_CHARACTERS = 64 * 1024 * 1024


class Report(NamedTuple):
    """The outcome of a run.

    ``diagnostics`` are sorted. ``checked`` counts posts, ``unchecked`` those that could not be checked as asked.
    ``notes`` are for people; ``sources`` holds, by path, the posts with findings.
    """

    diagnostics: list[Diagnostic]
    checked: int
    unchecked: int
    notes: list[str]
    sources: dict[str, Source]


class FixResult(NamedTuple):
    """A text with its fixes carried out, and how many these were.

    ``unsettled`` names rules whose fixes call for each other without end; ``text`` is then as it was.
    """

    text: str
    fixes: int
    unsettled: tuple[str, ...] = ()


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

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.registry.rules, self._awake, house=self.config.house, today=self.config.today)

    @cached_property
    def _awake(self) -> list[str]:
        """The rules that may run on some post."""
        may_add = any(override.extend_select for override in self.config.overrides)
        return sorted(self.registry.rules if may_add else self.selection.usual)

    @cached_property
    def conventions(self) -> Conventions:
        generator = self.config.site.generator
        return CONVENTIONS[generator] if generator else detect(self.config.root).conventions

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
        named = list(paths) if paths else self._site_paths()
        for path in named:
            for post in self._posts_of(path):
                relative = root.relative(post)
                if relative is None:
                    raise UsageError(_outside(post, self.config.root))
                is_named = post == path and bool(paths)
                (excluded if self._is_excluded(relative, is_named=is_named) else found).add(relative)
        if found:
            folders = tuple(os.path.realpath(path) for path in named if os.path.isdir(path))
            return Chosen(_each_once(found, root), [], folders)
        if excluded and self.config.force_exclude:
            return Chosen([], ["All posts that were named are excluded by the config, so nothing was checked."], ())
        raise UsageError(_nothing_found(named, len(excluded)))

    def _site_paths(self) -> list[str]:
        root = self.config.root
        folders = self.config.posts or detect(root).post_folders
        if not folders:
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
        elif os.path.lexists(path):
            yield path
        else:
            raise UsageError(f"There is no file or folder '{path}'.")

    def _ignored(self, folder: str) -> git.Ignored:
        top = git.top_of(folder)
        return git.ignored(top, folder) if top is not None else git.NOTHING_IGNORED

    def _is_excluded(self, path: str, *, is_named: bool) -> bool:
        from postlint.config.globs import matches_any

        if is_named and not self.config.force_exclude:
            return False
        return bool(self.config.exclude) and matches_any(path, self.config.exclude)

    # Checking

    def lint_paths(self, paths: Sequence[str] = (), *, progress: Progress | None = None) -> Report:
        """Check the posts that PATHs mean. Raises UsageError as ``files`` does."""
        root = Root(self.config.root)
        chosen, notes, folders = self._chosen(paths, root)
        documents, facts, failed = self._indexed(chosen, root, folders)
        site = Site(facts, self.conventions)
        diagnostics: list[Diagnostic] = []
        sources: dict[str, Source] = {}
        for done, path in enumerate(chosen):
            if progress is not None:
                progress(done, len(chosen))
            if path in failed:
                continue
            try:
                doc = documents.pop(path, None) or self._read(path, root)
            except Unreadable as error:  # It was there in the first pass.
                failed[path] = error
                continue
            found = self._check(doc, site)
            if found:
                diagnostics.extend(found)
                sources[path] = doc.source
        diagnostics.extend(self._unchecked(path, error) for path, error in failed.items())
        diagnostics.sort(key=lambda diagnostic: diagnostic.order)
        left_out = {diagnostic.path for diagnostic in diagnostics if diagnostic.rule in UNCHECKED}
        return Report(diagnostics, len(chosen) - len(failed), len(left_out), notes, sources)

    def lint_bytes(self, data: bytes, path: str = "-") -> Report:
        """Check a post that is no file, such as standard input; ``path`` is what it is called.

        Raises UsageError where it lies outside of the root.
        """
        root = Root(self.config.root)
        relative = path if path == "-" else root.relative(path)
        if relative is None:
            raise UsageError(_outside(path, self.config.root))
        if self.config.force_exclude and self._is_excluded(relative, is_named=True):
            return Report([], 0, 0, [f"'{path}' is excluded by the config, so nothing was checked."], {})
        try:
            text = text_of(data)
        except Unreadable as error:
            return Report([self._unchecked(relative, error)], 0, 1, [], {})
        doc = Document(text, relative)
        others = [facts for facts in self._indexed([], root)[1] if facts.path != relative]
        found = self._check(doc, Site([*others, _facts(doc, self.conventions)], self.conventions))
        is_unchecked = any(diagnostic.rule in UNCHECKED for diagnostic in found)
        return Report(found, 1, int(is_unchecked), [], {relative: doc.source})

    def lint_text(self, text: str, path: str = "post.md") -> list[Diagnostic]:
        """Check a post in memory. Only this post is known of its site; nothing is read or written."""
        doc = Document(text, path)
        conventions = CONVENTIONS[self.config.site.generator or "plain"]
        return self._check(doc, Site([_facts(doc, conventions)], conventions))

    def fix_text(self, text: str, path: str = "post.md", *, unsafe: bool = False) -> FixResult:
        """Carry out the fixes in a text, again and again until there is none left; the safe ones, or all of them."""
        mark = BOM if Source(text).has_bom else ""
        fixed = Source(text).text
        seen = {fixed: 0}
        rounds: list[set[str]] = []
        count = 0
        while len(rounds) <= MOST_ROUNDS:
            rules = self._fixes(mark + fixed, path, unsafe=unsafe)
            applied = fix.apply(fixed, rules)
            if not applied.fixes:
                return FixResult(mark + fixed, count)
            fixed = applied.text
            count += len(applied.fixes)
            rounds.append({rules[one] for one in applied.fixes})
            if fixed in seen:
                break
            seen[fixed] = len(rounds)
        at_odds = rounds[seen[fixed] :] or rounds[-1:]
        return FixResult(text, 0, tuple(sorted(set().union(*at_odds))))

    def _fixes(self, text: str, path: str, *, unsafe: bool) -> dict[Fix, str]:
        """The fixes for a text, each with the rule that proposes it."""
        found = ((diagnostic.fix, diagnostic.rule) for diagnostic in self.lint_text(text, path))
        return {fix.unplaced(placed): rule for placed, rule in found if placed and (placed.safe or unsafe)}

    def _check(self, doc: Document, site: Site) -> list[Diagnostic]:
        asked = site.for_post()
        active = self.selection.at(doc.path, lambda: asked.date(doc.path))
        return self.engine.check(doc, asked, active)

    def _read(self, path: str, root: Root) -> Document:
        return Document(root.read_text(os.path.join(self.config.root, path)), path)

    def _unchecked(self, path: str, error: Unreadable) -> Diagnostic:
        return unchecked(self.registry.rules, f"postlint/{error.rule}", path, error.message, error.position)

    # The site

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
                doc = self._read(path, root)
            except Unreadable as error:
                if path in wanted:
                    failed[path] = error
                continue
            facts.append(_facts(doc, self.conventions))
            if path in wanted and len(doc.source.text) <= room:
                documents[path] = doc
                room -= len(doc.source.text)
        return documents, facts, failed

    def _others_of_site(self, chosen: set[str], root: Root, folders: Sequence[str]) -> set[str]:
        """All other posts of the config or the detected site; none where no rule asks about other posts.

        ``folders`` are those of which all posts are chosen already.
        """
        if not any(self.registry.rules[id].site for id in self._awake):
            return set()
        top = self.config.root
        posts: set[str] = set()
        for folder in self.config.posts or detect(top).post_folders:
            place = os.path.join(top, folder)
            if any(is_inside(place, searched) for searched in folders):
                continue
            found = find_posts(place, top, ignored=self._ignored(place)) if os.path.isdir(place) else (place,)
            posts.update(path for post in found if (path := root.relative(post)) is not None)
        # A chosen link stands for the post that it leads to.
        targets = {target for path in chosen if (target := _target(path, root)) is not None}
        return {path for path in posts - chosen - targets if not self._is_excluded(path, is_named=False)}


def _facts(doc: Document, conventions: Conventions) -> PostFacts:
    """The facts of a post; nothing but its path where it cannot be read, which the engine then tells."""
    try:
        return index(doc, conventions)
    except KeyboardInterrupt:
        raise
    except BaseException:  # A panic in the parser's native code is no Exception.
        return PostFacts(doc.path)


def _each_once(paths: Iterable[str], root: Root) -> list[str]:
    """The paths, sorted; a link is left out where its target or another link to it is there."""
    kept = {path: _target(path, root) for path in sorted(paths)}
    taken = {path for path, target in kept.items() if target is None}
    once = list(taken)
    for path, target in kept.items():
        if target is not None and target not in taken:
            taken.add(target)
            once.append(path)
    return sorted(once)


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
