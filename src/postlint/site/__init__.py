"""Site: the only one to ask about other posts. It notes each question with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.site.conventions import CONVENTIONS, Conventions
from postlint.site.detect import Detected, detect
from postlint.site.index import PostFacts, index

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["CONVENTIONS", "Conventions", "Detected", "PostFacts", "Site", "detect", "index"]

Question = tuple[Any, ...]  # the name of a method of Site and its arguments
Answer = Any  # text, true, false, None, or a tuple of these


class Site:
    """All posts of the config, by their facts. Paths are relative to the root, with ``/``.

    ``questions`` holds each question that was asked, with its plain answer: what a diagnostic rests on. An answer that
    ``ask`` gives again means that the diagnostic still holds.
    """

    def __init__(self, facts: Iterable[PostFacts], conventions: Conventions = CONVENTIONS["plain"]) -> None:
        self.conventions = conventions
        self.questions: dict[Question, Answer] = {}
        self._posts = {post.path: post for post in sorted(facts)}
        self._by_title: dict[str, list[PostFacts]] = {}
        for post in self._posts.values():
            if post.title:
                self._by_title.setdefault(_folded(post.title), []).append(post)

    def for_post(self) -> Site:
        """The same site with no questions noted yet, at no cost: one for each post that is checked."""
        site = Site.__new__(Site)
        site.conventions, site._posts, site._by_title = self.conventions, self._posts, self._by_title
        site.questions = {}
        return site

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

    def ask(self, question: Question) -> Answer:
        """The plain answer (a day as text) to a question as once noted, without noting it again.

        Raises ValueError where there is no such question.
        """
        name, *arguments = question
        posts = self._posts
        match name, arguments:
            case "posts_titled", [str(title), str() | None as language, bool(drafts)]:
                return tuple(
                    post.path
                    for post in self._by_title.get(_folded(title), ())
                    if not post.is_section
                    and (drafts or not post.draft)
                    and (language is None or post.language is None or post.language == language)
                )
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
        raise ValueError(f"no question of a site: {question!r}")

    def _noted(self, *question: Any) -> Answer:
        if question not in self.questions:
            self.questions[question] = self.ask(question)
        return self.questions[question]


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
