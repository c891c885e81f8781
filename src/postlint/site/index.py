"""Small plain facts about one post, drawn once, so that rules can ask about the other posts without parsing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postlint.document import paths
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.site import conventions as of
from postlint.site.names import asked_keys, names

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from postlint.data import Node
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
# Targets of Markdown's links and definitions, of autolinks and of HTML.
_LINK = expression(r"(?:\]\(\s*<?|\]:\s*<?|<(?=https?:)|\b(?:href|to)=[\"'])([^\s<>)\"']+)")

_IMAGE = expression(r"\.(?:png|jpe?g|gif|svg|webp|avif)\b", re.I)
_IMAGE_NAME = expression(r"[^\s/\\\"'`()<>=:,\[\]{}|#?]*\Z")
_LONGEST_NAME = 120


class PostFacts(NamedTuple):
    """What the site knows of one post: nothing but text, true, false, None and tuples of these, which can be stored.

    ``path`` is relative to the root, with ``/``. ``iso_date`` is a day such as 2024-01-02. ``language`` is a tag in
    lower case such as en or pt-br, None where neither front matter nor path names one. A section is a ``_index.md``.
    ``spellings`` are those that rules ask about: a group of spellings, and the one of them that the post uses most.
    ``habits`` are the ids of rules that this post fails and that say nothing where most posts fail them.
    ``keys`` holds the keys of the front matter, each with the class of its value: text, bool, list, map or empty;
    ``names`` the authors, tags and so on, each with its key; ``unique`` the values that no other post may have, each
    with its field. ``address`` is the key that sets the URL or its last part, with what it says, ``categories`` may be
    part of that too, ``aliases`` are URLs that lead there; ``stub`` is a page elsewhere for which the post stands.
    ``id`` is what the key ``id`` says. ``link_lines`` holds ``links``, what looks like the target of a link, in code
    too, each once: one text a post takes half of the memory of many. ``image_lines`` holds ``images``, what looks like
    the last word of a name of an image, wherever it stands.
    """

    path: str
    title: str | None = None
    iso_date: str | None = None
    draft: bool = False
    language: str | None = None
    is_section: bool = False
    spellings: tuple[tuple[tuple[str, ...], str], ...] = ()
    habits: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    unique: tuple[tuple[str, str], ...] = ()
    summary: str | None = None
    address: tuple[str, str] | None = None
    categories: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    stub: str | None = None
    id: str | None = None
    link_lines: str = ""
    image_lines: str = ""

    @property
    def links(self) -> list[str]:
        return self.link_lines.split("\n") if self.link_lines else []

    @property
    def images(self) -> list[str]:
        return self.image_lines.split("\n") if self.image_lines else []

    @property
    def date(self) -> datetime.date | None:
        import datetime

        return datetime.date.fromisoformat(self.iso_date) if self.iso_date else None


class Asked(NamedTuple):
    """What a config makes the index look for: names by key, each with its kind, and fields that are to be unique."""

    kinds: Mapping[str, str] = {}
    unique: tuple[str, ...] = ()


def index(doc: Document, conventions: Conventions, asked: Asked | None = None) -> PostFacts:
    """The facts of one post; without ``asked``, as the generator has it."""
    asked = asked or Asked(asked_keys(conventions, {}))
    root = doc.front_matter.root
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
        keys=tuple((entry.key.text, class_of(entry.value)) for entry in root.entries) if root else (),
        names=tuple(_names(root, conventions, asked.kinds)) if root else (),
        unique=tuple(_unique(root, conventions, asked.unique)) if root and asked.unique else (),
        link_lines="\n".join(dict.fromkeys(_LINK.findall(doc.source.text, doc.front_matter.body))),
        image_lines="\n".join(dict.fromkeys(image_names(doc.source.text))),
        **_shared(front_matter, conventions),
    )


def image_names(text: str) -> Iterator[str]:
    """What looks like the last word of a name of an image, without its ending and in lower case."""
    for ending in _IMAGE.finditer(text):
        start = max(0, ending.start() - _LONGEST_NAME)
        name = _IMAGE_NAME.search(text[start : ending.start()])
        if name is not None and name[0]:
            yield name[0].lower().rpartition("%20")[2]


def _shared(front_matter: Mapping[str, Any], conventions: Conventions) -> dict[str, Any]:
    """What a post should not have in common with another."""
    summary, url, stub = (read(front_matter, conventions) for read in (of.summary, of.url, of.stub))
    return {
        "summary": " ".join(summary.value.split()) if summary else None,
        "address": (url.key, url.value.strip()) if url else None,
        "categories": of.categories(front_matter, conventions),
        "aliases": of.aliases(front_matter, conventions),
        "stub": stub.value.strip() if stub else None,
        "id": str(front_matter["id"]) if isinstance(front_matter.get("id"), str | int) else None,
    }


def class_of(node: Node) -> str:
    """Whether a value is text (a number or date too), true or false, a list, a mapping, or nothing."""
    if node.kind != "scalar":
        filled = "map" if node.kind == "mapping" else "list"
        return filled if node.entries or node.items else "empty"
    if isinstance(node.value, bool):
        return "bool"
    return "text" if node.text.strip() and node.value is not None else "empty"


def page(front_matter: Mapping[str, Any], path: str, conventions: Conventions) -> PostFacts:
    """What a URL is made of, of a page that is no post."""
    date, title = of.date(front_matter, path, conventions), of.title(front_matter, conventions)
    return PostFacts(
        path=path,
        title=title.value if title else None,
        iso_date=date.isoformat() if date else None,
        draft=of.is_draft(front_matter, path, conventions),
        language=language(front_matter, path),
        is_section=is_section(path),
        **_shared(front_matter, conventions),
    )


def _names(root: Node, conventions: Conventions, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, kind in kinds.items():
        yield from ((key, name.text) for name in names(root, key, kind, conventions))


def _unique(root: Node, conventions: Conventions, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    for field in fields:
        for place in paths.places(root, field, folds_case=conventions.folds_case):
            if place.node.kind == "scalar" and place.node.text.strip():
                yield field, place.node.text.strip()


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
