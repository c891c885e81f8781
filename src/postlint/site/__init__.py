"""Site: the only one to ask about other posts. It notes each question with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.site.conventions import CONVENTIONS, Conventions
from postlint.site.detect import Detected, detect
from postlint.site.index import Asked, PostFacts, index
from postlint.site.lookup import Lookup
from postlint.site.names import Name, asked_keys, names
from postlint.site.posts import Posts
from postlint.site.shared import Shared
from postlint.site.spellings import counts, usual
from postlint.site.target import Target, resolved_alone
from postlint.site.urls import written_url
from postlint.site.usage import Usage

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from postlint.document import Document
    from postlint.pictures import Picture
    from postlint.site.model import Model
    from postlint.site.registries import Register
    from postlint.site.shared import What

__all__ = ["CONVENTIONS", "Asked", "Conventions", "Detected", "PostFacts", "Site", "Target", "detect", "index"]

Question = tuple[Any, ...]  # the name of a method of Site and its arguments
Answer = Any  # text, true, false, None, or a tuple of these


class Site:
    """All posts of the config, by their facts. Paths are relative to the root, with ``/``.

    ``questions`` holds each question that was asked, with its plain answer: what a diagnostic rests on. An answer that
    ``ask`` gives again means that the diagnostic still holds. ``kinds`` tells, by front matter key,
    what kind of names stands there (authors, tags, categories or series), and ``registries`` list them by kind.
    ``model`` tells where links lead; without one that is not known.
    """

    def __init__(
        self,
        facts: Posts | Iterable[PostFacts],
        conventions: Conventions = CONVENTIONS["plain"],
        registries: Mapping[str, Register] | None = None,
        kinds: Mapping[str, str] | None = None,
        model: Model | None = None,
    ) -> None:
        self.conventions = conventions
        self.kinds = asked_keys(conventions, {}) if kinds is None else kinds
        self.registries = registries or {}
        self.questions: dict[Question, Answer] = {}
        self._posts = Posts.of(facts)
        self._by_title = Lookup(_titles(self._posts))
        self._usage = Usage(self._posts, conventions, self.registries, self.kinds)
        self._usual = usual(self._posts.values())
        self._counts = counts(self._posts.values())
        self._shared = Shared(self._posts, model.url if model is not None else written_url)
        self.model = model

    def for_post(self) -> Site:
        """The same site with no questions noted yet, at no cost: one for each post that is checked."""
        site = Site.__new__(Site)
        site.conventions, site._posts, site._by_title = self.conventions, self._posts, self._by_title
        site.kinds, site.registries, site._usage = self.kinds, self.registries, self._usage
        site._usual, site._counts, site._shared = self._usual, self._counts, self._shared
        site.model = self.model
        site.questions = {}
        return site

    @property
    def posts(self) -> Collection[PostFacts]:
        """The facts of all posts but sections, by path. Nothing is noted: what a rule rests on it asks."""
        return self._posts.but_sections

    def has_others(self, path: str) -> bool:
        """Whether the site has any post beside this one."""
        answer: bool = self._noted("has_others", path)
        return answer

    def posts_titled(self, title: str, language: str | None = None, drafts: bool = False) -> tuple[str, ...]:
        """The paths of the posts of this title, sorted; case and the amount of white space do not matter.

        Sections are left out, drafts too unless ``drafts``. Where ``language`` is given, posts known to be in another
        language are left out: a translation may keep its title.
        """
        answer: tuple[str, ...] = self._noted("posts_titled", title, language, drafts)
        return answer

    def title(self, path: str) -> str | None:
        """The title of a post, None where it has none or there is no such post."""
        answer: str | None = self._noted("title", path)
        return answer

    def date(self, path: str) -> datetime.date | None:
        """The day of a post, None where it has none or there is no such post."""
        import datetime

        answer: str | None = self._noted("date", path)
        return datetime.date.fromisoformat(answer) if answer else None

    def language(self, path: str) -> str | None:
        """The language of a post as a tag in lower case, None where nothing names it."""
        answer: str | None = self._noted("language", path)
        return answer

    def is_draft(self, path: str) -> bool:
        """Whether there is such a post and the generator leaves it out."""
        answer: bool = self._noted("is_draft", path)
        return answer

    def is_section(self, path: str) -> bool:
        """Whether there is such a page and it is a section's."""
        answer: bool = self._noted("is_section", path)
        return answer

    def usual_spelling(self, group: tuple[str, ...]) -> tuple[str, str] | None:
        """The spelling of a group that most posts use, and the first post that does; None where no post has any.

        Only groups that a rule tallies (see ``Rule.tally``) are known.
        """
        answer: tuple[str, str] | None = self._noted("usual_spelling", group)
        return answer

    def is_used_elsewhere(self, spelling: str, path: str, least: int) -> bool:
        """Whether so many other posts than that at ``path`` use a spelling that is alone in its group.

        Only spellings that a rule tallies (see ``Rule.tally``) are known.
        """
        answer: bool = self._noted("is_used_elsewhere", spelling, path, least)
        return answer

    @property
    def usage(self) -> Usage:
        """What the posts do with their front matter, for counts; nothing is noted."""
        return self._usage

    def names_in(self, doc: Document, kind: str) -> list[tuple[str, Name]]:
        """The authors, tags, categories or series of a post, each with its key, from front to back."""
        root = doc.front_matter.root
        if root is None:
            return []
        keys = [key for key, of in self.kinds.items() if of == kind]
        found = [(key, name) for key in keys for name in names(root, key, kind, self.conventions)]
        return sorted(found, key=lambda each: (each[1].node.span, each[1].start))

    def usual_keys(self) -> tuple[str, ...]:
        """The front matter keys that almost all posts fill."""
        answer: tuple[str, ...] = self._noted("usual_keys")
        return answer

    def usual_class(self, key: str) -> str | None:
        """The class of almost all values of a key: text, bool, list or map; None where they differ or are few."""
        answer: str | None = self._noted("usual_class", key)
        return answer

    def is_rare_key(self, key: str) -> bool:
        """Whether hardly any post has a key."""
        answer: bool = self._noted("is_rare_key", key)
        return answer

    def near_key(self, key: str) -> str | None:
        """The key of many posts that a rare one is a slip of."""
        answer: str | None = self._noted("near_key", key)
        return answer

    def spelling(self, key: str, name: str) -> str | None:
        """The right spelling of a name at a key, where the post has another one."""
        answer: str | None = self._noted("spelling", key, name)
        return answer

    def is_known_name(self, key: str, name: str) -> bool:
        """Whether the registry of what stands at a key has a name; where there is no registry, all are known."""
        answer: bool = self._noted("is_known_name", key, name)
        return answer

    def is_only_use(self, key: str, name: str) -> bool:
        """Whether of many posts no other has this name at a key."""
        answer: bool = self._noted("is_only_use", key, name)
        return answer

    def is_followed(self, path: str) -> bool:
        """Whether several posts are younger than this one, or its day is not known."""
        answer: bool = self._noted("is_followed", path)
        return answer

    def slip_of_name(self, key: str, name: str) -> str | None:
        """The name at a key that one is a slip of."""
        answer: str | None = self._noted("slip_of_name", key, name)
        return answer

    def near_name(self, key: str, name: str) -> str | None:
        """The known name that one was probably meant to be."""
        answer: str | None = self._noted("near_name", key, name)
        return answer

    def posts_with(self, field: str, value: str) -> tuple[str, ...]:
        """The paths of the posts that have a value at a field of which no two posts may have the same."""
        answer: tuple[str, ...] = self._noted("posts_with", field, value)
        return answer

    @property
    def shared(self) -> Shared:
        """What posts have in common that they should not, for counts; nothing is noted."""
        return self._shared

    def url(self, path: str) -> str | None:
        """The path of a post's URL; None where it is not known, or there is no such post."""
        answer: str | None = self._noted("url", path)
        return answer

    def posts_sharing(self, what: What, value: str, path: str) -> tuple[str, ...]:
        """The paths of the other posts with the URL, alias, summary or page elsewhere of a post."""
        answer: tuple[str, ...] = self._noted("posts_sharing", what, value, path)
        return answer

    def resolve(self, path: str, url: str, *, is_raw: bool = False) -> Target:
        """Where a URL that stands in the post at ``path`` leads, see Target; one that ``is_raw`` stands in HTML."""
        return Target(*(self._noted("resolve", path, url, True) if is_raw else self._noted("resolve", path, url)))

    @property
    def targets(self) -> list[Target]:
        """Where the links led that were asked about."""
        return [Target(*answer) for question, answer in self.questions.items() if question[0] == "resolve"]

    def picture(self, path: str) -> Picture | None:
        """What the file of an image tells of itself; None where it cannot be read, or no file is known."""
        from postlint.pictures import Picture

        answer: tuple[Any, ...] | None = self._noted("picture", path)
        return None if answer is None else Picture(*answer)

    def unshown_images(self, path: str) -> tuple[str, ...]:
        """The images in the folder of a page that no other page or file names, which the page itself may do."""
        answer: tuple[str, ...] = self._noted("unshown_images", path)
        return answer

    def has_anchor(self, path: str, anchor: str) -> bool | None:
        """Whether the page at a source has an anchor; None where nobody can tell."""
        answer: bool | None = self._noted("has_anchor", path, anchor)
        return answer

    def near_anchor(self, path: str, anchor: str) -> str | None:
        """The anchor of the page at a source that was probably meant."""
        answer: str | None = self._noted("near_anchor", path, anchor)
        return answer

    def anchor_algorithm(self) -> str:
        """How the site makes anchors of headings, see ``anchors``; "any" where that is not known."""
        answer: str = self._noted("anchor_algorithm")
        return answer

    def lost_anchors(self, path: str) -> tuple[tuple[str, str], ...]:
        """The anchors that other posts link to and the page at a source has not, each with a post that does."""
        answer: tuple[tuple[str, str], ...] = self._noted("lost_anchors", path)
        return answer

    def new_url(self, url: str) -> str | None:
        """What has taken the place of a URL, by the ``retired`` URLs of the config."""
        answer: str | None = self._noted("new_url", url)
        return answer

    def is_habit(self, rule: str) -> bool:
        """Whether so many posts fail this rule that it is the blog's own way."""
        answer: bool = self._noted("is_habit", rule)
        return answer

    def ask(self, question: Question) -> Answer:
        """The plain answer (a day as text) to a question as once noted, without noting it again.

        Raises ValueError where there is no such question.
        """
        method, *arguments = question
        posts = self._posts
        match method, arguments:
            case "resolve", [str(path), str(url), *raw]:
                is_raw = raw == [True]
                return tuple(self.model.resolve(path, url, is_raw=is_raw) if self.model else resolved_alone(path, url))
            case "posts_titled", [str(title), str() | None as language, bool(drafts)]:
                return tuple(
                    posts.paths[number]
                    for number in self._by_title.numbers(_folded(title))
                    if not posts.sections[number]
                    and (drafts or not posts.drafts[number])
                    and (language is None or posts.languages[number] in (None, language))
                )
            case "has_others", [str(path)]:
                return len(posts) > (path in posts)
            case "title", [str(path)]:
                return posts[path].title if path in posts else None
            case "date", [str(path)]:
                return posts[path].iso_date if path in posts else None
            case "language", [str(path)]:
                return posts[path].language if path in posts else None
            case "is_draft", [str(path)]:
                return path in posts and posts[path].draft
            case "is_section", [str(path)]:
                return path in posts and posts[path].is_section
            case "is_habit", [str(rule)]:
                return rule in self._usage.habits
            case "picture", [str(path)]:
                return self.model.picture(path) if self.model else None
            case "unshown_images", [str(path)]:
                return self.model.bundles.unshown(path) if self.model else ()
            case "has_anchor", [str(path), str(anchor)]:
                return self.model.anchors.has(path, anchor) if self.model else None
            case "near_anchor", [str(path), str(anchor)]:
                return self.model.anchors.nearest(path, anchor) if self.model else None
            case "anchor_algorithm", []:
                return self.model.layout.anchors if self.model else "any"
            case "lost_anchors", [str(path)]:
                return self.model.anchors.lost(path) if self.model else ()
            case "new_url", [str(url)]:
                return self.model.new_url(url) if self.model else None
            case "usual_keys", []:
                return self._usage.usual_keys()
            case "usual_class", [str(key)]:
                return self._usage.usual_class(key)
            case "is_rare_key", [str(key)]:
                return self._usage.is_rare_key(key)
            case "near_key", [str(key)]:
                return self._usage.near_key(key)
            case "spelling", [str(key), str(name)]:
                return self._usage.vocabulary(key).spelling(name)
            case "is_known_name", [str(key), str(name)]:
                return self._usage.vocabulary(key).is_known(name)
            case "is_only_use", [str(key), str(name)]:
                return self._usage.is_only_use(key, name)
            case "is_followed", [str(path)]:
                return self._usage.is_followed(path)
            case "slip_of_name", [str(key), str(name)]:
                return self._usage.vocabulary(key).slip(name)
            case "near_name", [str(key), str(name)]:
                return self._usage.vocabulary(key).near(name)
            case "url", [str(path)]:
                return self._shared.url(posts[path]) if path in posts else None
            case "posts_sharing", ["url" | "alias" | "summary" | "stub" as what, str(value), str(path)]:
                return tuple(self._shared.others(what, value, path))
            case "posts_with", [str(field), str(value)]:
                return self._usage.posts_with(field, value)
            case "is_used_elsewhere", [str(spelling), str(path), int(least)]:
                use = ((spelling,), spelling)
                own = path in posts and use in posts[path].spellings
                return self._counts[use] - own >= least
            case "usual_spelling", [tuple(group)]:
                return self._usual.get(group)
        raise ValueError(f"no question of a site: {question!r}")

    def _noted(self, *question: Any) -> Answer:
        try:
            return self.questions[question]
        except KeyError:
            answer = self.questions[question] = self.ask(question)
            return answer


def _titles(posts: Posts) -> Iterator[tuple[str, int]]:
    return ((_folded(one.title), number) for number, one in enumerate(posts.values()) if one.title)


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
