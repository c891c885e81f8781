"""Small plain facts about one post, drawn once, so that rules can ask about the other posts without parsing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from postlint.site import conventions as of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from postlint.document import Document
    from postlint.site.conventions import Conventions

# Languages that blogs are written in; of the other two-letter codes many are also names of topics (so, is, io, or).
_CODES = (
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id it ja ka kk km ko lt lv mk mr"
    " ms nb nl nn no pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh"
)
_LANGUAGES = frozenset(_CODES.split())
_LANGUAGE_NAMES = {
    "english": "en",
    "chinese": "zh",
    "french": "fr",
    "german": "de",
    "japanese": "ja",
    "korean": "ko",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}


class PostFacts(NamedTuple):
    """What the site knows of one post: nothing but text, true, false and None, so that it can be stored anywhere.

    ``path`` is relative to the root, with ``/``. ``iso_date`` is a day such as 2024-01-02. ``language`` is a tag in
    lower case such as en or pt-br, None where neither front matter nor path names one. A section is a ``_index.md``.
    """

    path: str
    title: str | None = None
    iso_date: str | None = None
    draft: bool = False
    language: str | None = None
    is_section: bool = False

    @property
    def date(self) -> datetime.date | None:
        import datetime

        return datetime.date.fromisoformat(self.iso_date) if self.iso_date else None


def index(doc: Document, conventions: Conventions) -> PostFacts:
    """The facts of one post."""
    front_matter = doc.front_matter.data
    title = of.title(front_matter, conventions)
    date = of.date(front_matter, doc.path, conventions)
    return PostFacts(
        path=doc.path,
        title=title.value if title else _heading_title(doc, conventions),
        iso_date=date.isoformat() if date else None,
        draft=of.is_draft(front_matter, doc.path, conventions),
        language=language(front_matter, doc.path),
        is_section=is_section(doc.path),
    )


def is_section(path: str) -> bool:
    """Whether a path is that of a section page: ``_index.md``, also ``_index.fr.md``."""
    return path.rpartition("/")[2].startswith("_index.")


def language(front_matter: Mapping[str, Any], path: str) -> str | None:
    """The post's language: by the keys lang, language and locale, else ``post.fr.md``, else ``content/fr/``."""
    for key in ("lang", "language", "locale"):
        if (written := front_matter.get(key)) and isinstance(written, str) and (tag := _tag(written)):
            return tag
    *folders, name = path.split("/")
    suffixes = name.split(".")[1:-1]
    return next((tag for part in (*suffixes[-1:], *folders) if (tag := _tag(part))), None)


def _tag(word: str) -> str | None:
    """The language tag that ``word`` is, in lower case with ``-``."""
    tag = word.strip().lower().replace("_", "-")
    code, _, region = tag.partition("-")
    if code in _LANGUAGES and re.fullmatch("[a-z]{2}|hans|hant|latn|cyrl|419|", region) and tag[-1:] != "-":
        return tag
    return _LANGUAGE_NAMES.get(tag)


def _heading_title(doc: Document, conventions: Conventions) -> str | None:
    if not conventions.titled_by_heading:
        return None
    return next((" ".join(heading.text.split()) or None for heading in doc.headings if heading.level == 1), None)
