"""The text of a config that an editor can go on with: what was found is said, and what was guessed is marked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.guessing import toml
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.guessing.fields import Fields, GuessedField
    from postlint.guessing.house import Guess
    from postlint.guessing.site import SiteFacts
    from postlint.guessing.vocabularies import GuessedRegistry
    from postlint.house import License, Offer, Project
    from postlint.site.detect import Detected

MOST_NAMED = 5


class Findings(NamedTuple):
    """What a first check found: of ``checked`` posts, by rule how many have findings of which severity, and the habits.

    ``loud`` are rules that object, as errors or warnings, to what so many posts do that it is their way; ``kept`` are
    those among them that serve a value. ``notes`` tell what most posts do and no rule says.
    """

    checked: int
    loud: tuple[tuple[str, int], ...] = ()
    kept: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()


class Draft(NamedTuple):
    """All that a config is drafted from. ``version`` is that of postlint, ``posts`` counts them."""

    version: str
    posts: int
    detected: Detected
    site: SiteFacts
    guess: Guess
    fields: Fields
    registries: Sequence[GuessedRegistry]
    findings: Findings | None = None

    def text(self) -> str:
        """The config."""
        parts = (self._top(), self._site(), self._house(), self._frontmatter(), self._rules())
        return "\n".join("\n".join(lines) + "\n" for lines in map(list, parts) if lines)

    def _top(self) -> Iterator[str]:
        yield from toml.remark(
            f"Drafted by `postlint init` from {_counted(self.posts, 'post')}. What is a guess says so: put it right, "
            "and take out what you do not need. `postlint check --show-settings` prints what holds."
        )
        yield ""
        yield from toml.setting("required-version", f">={self.version}")
        yield from toml.setting("posts", self.detected.post_folders, "what `postlint check` takes")

    def _site(self) -> Iterator[str]:
        generator, path = self.detected.generator, self.detected.config_path
        yield "[site]"
        if generator == "plain":
            yield from toml.remark("No generator was found out. If one builds the site, name it, for its keys:")
            yield '# generator = "hugo"'
        else:
            yield from toml.setting("generator", generator, f"by {path}" if path else "a guess, by folders and names")
        if self.site.host:
            yield from toml.setting("hosts", (self.site.host,), f"by {self.site.config_path}")

    # The house

    def _house(self) -> Iterator[str]:
        house = self.guess.house
        yield from toml.remark(
            "Whose blog this is, guessed from the names and links in the posts. The values pack judges by it, so read "
            "it through: what you give away, what you sell, and where each lives."
        )
        if not house.name:
            yield from toml.remark("Nothing told whose blog this is. Fill it in as in docs/configuration.md:")
            yield from ("# [house]", '# name = "Acme"')
            return
        yield "[house]"
        yield from toml.setting("name", house.name, "a guess")
        if house.hosts:
            yield from toml.setting("hosts", house.hosts, "neither project nor offer")
        if house.places:
            yield from toml.setting("places", house.places, "where readers answer back")
        for project in house.projects:
            yield from self._project(project, is_first=project is house.projects[0])
        yield from self._candidates()
        if not house.projects:
            yield ""
            yield from toml.remark("No project that you give away was found. If there is one, add [[house.projects]].")
        for offer in house.offers:
            yield from _offer(offer)
        if not house.offers:
            yield ""
            yield from toml.remark("Nothing that you sell was found. If there is something, add [[house.offers]].")

    def _project(self, project: Project, *, is_first: bool) -> Iterator[str]:
        yield ""
        yield toml.commented("[[house.projects]]", "given away; a guess")
        yield from toml.setting("name", project.name)
        if project.aliases:
            yield from toml.setting("aliases", project.aliases)
        yield from self._license(project.licenses, is_first=is_first)
        if project.hosts:
            yield from toml.setting("hosts", project.hosts)

    def _license(self, licenses: Sequence[License], *, is_first: bool) -> Iterator[str]:
        if licenses:
            yield from toml.setting("license", licenses[0].spdx, "by the license in this repository")
        elif is_first and self.guess.license:
            said = f'license = "{self.guess.license}"'
            yield toml.commented(f"# {said}", f"{self.guess.license_path} of this repository; is it the project's too?")

    def _candidates(self) -> Iterator[str]:
        """Repositories that may be projects too, as a comment that can be turned into a table."""
        if not self.guess.candidates:
            return
        yield ""
        yield from toml.remark("Posts also link to these repositories. Those that are projects of yours, take in:")
        for name, one, count in self.guess.candidates[:MOST_NAMED]:
            yield "# [[house.projects]]"
            yield toml.commented(f"# name = {toml.value(name)}", f"linked in {_counted(count, 'post')}")
            yield f"# hosts = {toml.value([f'{one.forge}/{one.owner}/{one.name}'])}"

    # Front matter

    def _frontmatter(self) -> Iterator[str]:
        fields = self.fields
        if not fields.described:
            return
        yield from toml.remark(
            f"The keys of front matter as {_counted(fields.posts, 'post')} have them. "
            "Required is what (nearly) all have."
        )
        yield "[frontmatter.fields]"
        for field in fields.described:
            settings = list(_settings(field))
            line = f"{toml.key(field.name)} = {toml.inline(settings)}" if settings else f"# {toml.key(field.name)}"
            yield toml.commented(line, self._use(field))
        if fields.rare:
            listed = ", ".join(fields.rare[: 2 * MOST_NAMED])
            yield from toml.remark(f"In hardly any post, and not described: {listed}.")
        yield from self._registries()

    def _use(self, field: GuessedField) -> str:
        count, posts = field.posts, self.fields.posts
        said = "in all posts" if count == posts else f"in {count} of {posts} posts"
        return said if field.types else f"{said}; values of several types"

    def _registries(self) -> Iterator[str]:
        if not self.registries:
            return
        yield ""
        yield from toml.remark("The names that posts may use. A new one is told until it is added here.")
        yield "[frontmatter.registries]"
        for one in self.registries:
            yield from _registry(one)

    # Rules

    def _rules(self) -> Iterator[str]:
        found = self.findings
        if found is None or not (found.loud or found.kept or found.notes):
            return
        hints = "Rules that would object to it are hints here, which `postlint check --hints` shows."
        yield from toml.remark(
            f"What so many posts do that it is their way, by a check of {_counted(found.checked, 'post')}. "
            f"{hints if found.loud else ''}"
        )
        for rule, count in found.loud:
            if rule != found.loud[0][0]:
                yield ""
            yield toml.commented(f'[rules."{rule}"]', f"{count} of {found.checked} posts")
            yield from toml.setting("severity", "hint")
        if found.loud and (found.kept or found.notes):
            yield ""
        for rule, count in found.kept:
            yield from toml.remark(
                f"{rule}: {count} of {found.checked} posts. It serves a value, so it stays as it is."
            )
        for note in found.notes:
            yield from toml.remark(note)


def _offer(offer: Offer) -> Iterator[str]:
    yield ""
    yield toml.commented("[[house.offers]]", "sold; a guess")
    yield from toml.setting("name", offer.name)
    if offer.aliases:
        yield from toml.setting("aliases", offer.aliases)
    if offer.kind:
        yield from toml.setting("kind", offer.kind)
    if offer.hosts:
        yield from toml.setting("hosts", offer.hosts)
    if offer.components:
        yield from toml.setting("components", offer.components, "calls to action, by their names")


def _settings(field: GuessedField) -> Iterator[tuple[str, object]]:
    if field.values:
        yield "one-of", field.values
    elif field.types:
        yield "type", field.types[0] if len(field.types) == 1 else field.types
    if field.required:
        yield "required", field.required


def _registry(one: GuessedRegistry) -> Iterator[str]:
    if one.place:
        lacking = f"; {', '.join(one.unknown[:MOST_NAMED])} not in it" if one.unknown else ""
        yield from toml.setting(one.kind, one.place, f"{one.total} in use{lacking}")
    elif one.listed:
        yield from toml.setting(one.kind, one.listed, f"{one.total}, learnt from the posts")
    elif one.found_at:
        said = (
            f"{one.found_at} lacks {len(one.unknown)} of the {one.total} {one.kind} that posts use. When it has them:"
        )
        yield from (*toml.remark(said), f"# {one.kind} = {toml.value(one.found_at)}")
    else:
        said = f"{one.total} {one.kind} are too many to be listed here. A data file of those that you want to keep:"
        yield from (*toml.remark(said), f'# {one.kind} = "data/{one.kind}.yml"')
    if one.variants and one.listed:
        spelled = "; ".join(f"{kept}, not {name}" for name, kept in one.variants[: 2 * MOST_NAMED])
        more = f"; and {len(one.variants) - 2 * MOST_NAMED} more" if len(one.variants) > 2 * MOST_NAMED else ""
        yield from toml.remark(f"Spellings chosen: {spelled}{more}.")


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
