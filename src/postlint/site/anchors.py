"""The anchors of a page: the ids that each generator makes of headings, and those that are written out.

Hugo makes them of the heading as it stands in the source; GitHub and kramdown make them of its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from postlint.document import MASK
from postlint.document.html import unescape
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.site.similar import CLOSE_NAME, closest

if TYPE_CHECKING:
    from postlint.document import Document

_INCLUDES = expression(r"includ|partial|readfile|read-file|embed-file|snippet|render|content|import", re.I)
_IMPORTS = expression(r"^import\s+\w+\s+from\s+[\"'][^\"']*\.mdx?[\"']", re.M)
_FOOTNOTES = ("fn:", "fn-", "fn", "fnref:", "fnref-", "fnref", "user-content-fn-", "user-content-fnref-")
# kramdown's, on the line after the heading.
_ATTRIBUTES = expression(r"\s*\n\{:[^}\n]*#([\w:.-]+)[^}\n]*\}")
# In MDX braces hold code, but Docusaurus takes these two for an anchor.
_IN_MDX = expression(r"\{(?:#([^\s{}]+)|/\*\s*#([^\s*{}]+)\s*\*/)\}\s*\Z")
# Words in braces are no attributes.
_BRACES = expression(r"([ \t]*\{[^#.=:{}\r\n]*\})[ \t]*#*[ \t]*")
_UNLIKE_TEXT = expression(r"!\[|[ \t]{2}")
_CODE = expression(r"(?<!`)(`+)(?!`)([^`]+|[^`].*?[^`])(?<!`)\1(?!`)")
_AUTOLINK = expression(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_TAG = expression(r"<[A-Za-z/!][^<>]*>")
_LINK = expression(r"(!?)\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
_ESCAPE = expression(r"\\([!-/:-@\[-`{-~])")
_STRONG = expression(r"\*+(?=\S)|(?<=\S)\*+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")


class Anchors:
    """The anchors of a page. Where the algorithm is not known, anchors may differ from headings in case and signs, and
    captions may have some, too: ``bare`` has what they read, without case and signs.
    """

    def __init__(self, exact: Iterable[str], bare: Iterable[str] = ()) -> None:
        self.exact = frozenset(exact)
        self.bare = frozenset(bare)

    def __contains__(self, anchor: str) -> bool:
        if anchor in self.exact or not self.bare:
            return anchor in self.exact
        return _bare(anchor) in self.bare or _bare(re.sub(r"-\d+$", "", anchor)) in self.bare

    def nearest(self, anchor: str) -> str | None:
        """The anchor that was probably meant: the same but for case and signs, else one much like it."""
        there = sorted(self.exact)
        same = [one for one in there if _bare(one) == _bare(anchor)]
        return same[0] if same else closest(anchor, there, CLOSE_NAME)


class Title(NamedTuple):
    """What anchors are made of: a heading as written, without its marks; what it reads; its explicit anchor."""

    written: str
    text: str
    anchor: str | None = None


def github(text: str) -> str:
    """As github-slugger has it."""
    return _kept(text.lower(), _is_githubs).replace(" ", "-")


def goldmark(written: str) -> str:
    """As Hugo has it, of what stands in the source; "heading" for one of nothing but signs."""
    kept = "".join(char for char in written.strip() if char in "-_ " or _is_letter_or_digit(char))
    return "".join(map(_lower, kept)).replace(" ", "-") or "heading"


def kramdown(text: str) -> str:
    """As the GFM parser of kramdown has it, which Jekyll uses."""
    return _kept(text.lower(), _is_word).replace(" ", "-").replace("\t", "-")


def kramdown_own(text: str) -> str:
    """As kramdown's own parser has it: ASCII from the first letter on; "section" where nothing is left."""
    kept = re.sub(r"^[^a-zA-Z]+", "", text)
    return re.sub(r"[^a-zA-Z0-9 -]", "", kept).replace(" ", "-").lower() or "section"


_SLUGS: dict[str, Callable[[Title], str]] = {
    "github": lambda title: github(title.text),
    "astro": lambda title: github(title.text),
    "goldmark": lambda title: goldmark(title.written),
    "kramdown": lambda title: kramdown(title.text if "`" in title.written else re.sub("-{2,3}", "", title.text)),
    "kramdown-own": lambda title: kramdown_own(title.text),
}


def of_headings(titles: Iterable[Title], algorithm: str) -> Iterator[str]:
    """The anchors of headings in their order; further ones of a name get ``-1``, ``-2`` …"""
    make = _SLUGS[algorithm]
    seen: dict[str, int] = {}
    for title in titles:
        if title.anchor is not None:
            yield title.anchor
            if algorithm == "goldmark":
                seen.setdefault(title.anchor, 0)
            continue
        slug = made = make(title)
        if algorithm.startswith("kramdown"):
            seen[slug] = seen.get(slug, -1) + 1
            yield f"{slug}-{seen[slug]}" if seen[slug] else slug
            continue
        while made in seen:
            seen[slug] = seen.get(slug, 0) + 1
            made = f"{slug}-{seen[slug]}"
        seen[made] = 0
        yield made.removesuffix("-") if algorithm == "astro" else made


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def of_document(doc: Document, algorithm: str) -> Anchors | None:
    """All anchors of a post; None where something is included in it that may have more."""
    if any(_INCLUDES.search(shortcode.name) for shortcode in doc.shortcodes):
        return None
    if doc.path.endswith(".mdx") and _IMPORTS.search(doc.source.text, doc.front_matter.body):
        return None
    headings = titles(doc)
    found = {*ids(doc), *(f"{start}{note.label}" for note in doc.footnotes for start in _FOOTNOTES)}
    if algorithm == "none":
        return Anchors(found)
    if algorithm != "any":
        return Anchors(found.union(of_headings(headings, algorithm)))
    for each in _SLUGS:
        found.update(of_headings(headings, each))
    captions = (image.title for image in doc.images if image.title)
    return Anchors(found, map(_bare, [*(title.text for title in headings), *captions]))


def titles(doc: Document) -> tuple[Title, ...]:
    """The headings of a post, as far as anchors are made of them."""
    return tuple(_titles(doc))


def ids(doc: Document) -> tuple[str, ...]:
    """The ids and names that tags of a post give."""
    found: dict[str, None] = {}
    for tag in doc.tags:
        if not tag.closing:
            for attribute in tag.attributes:
                if attribute.value and attribute.name.lower() in ("id", "name", "anchor", "anchorid"):
                    found[attribute.value] = None
    return tuple(found)


def _titles(doc: Document) -> Iterator[Title]:
    text = doc.source.text
    for heading in doc.headings:
        braces = _BRACES.fullmatch(text, heading.text_span.end, heading.span.end)
        written = text[heading.text_span.start : braces.end(1) if braces else heading.text_span.end]
        written = written.rpartition("\n")[2]
        is_plain = (
            braces is None and MASK not in heading.text and "<" not in written and not _UNLIKE_TEXT.search(written)
        )
        attributes = _ATTRIBUTES.match(text, heading.span.end)
        anchor = heading.anchor or (attributes[1] if attributes else None)
        if anchor is None and (in_mdx := _IN_MDX.search(written)):
            anchor = in_mdx[1] or in_mdx[2]
        yield Title(written, heading.text if is_plain else plain(written), anchor)


def plain(written: str) -> str:
    """What a heading reads, with its code, and with the blanks that stand before a tag."""
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return MASK

    text = _CODE.sub(lambda match: keep(match[2].strip() if match[2].strip() else match[2]), written)
    text = _AUTOLINK.sub(lambda match: keep(match[1]), text)
    text = _TAG.sub("", text)
    text = _LINK.sub(lambda match: "" if match[1] else match[2], text)
    text = _ESCAPE.sub(lambda match: keep(match[1]), text)
    text = unescape(_STRONG.sub("", text))
    parts = iter(kept)
    return re.sub(MASK, lambda _: next(parts), text)


def _kept(text: str, keeps: Callable[[str], bool]) -> str:
    if text.isascii():
        return re.sub(r"[^\w\s-]|[^\S \t]", "", text)
    return "".join(char for char in text if keeps(char))


@cache
def _is_githubs(char: str) -> bool:
    if char in " -_":
        return True
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc") or _is_circled(char)


def _is_circled(char: str) -> bool:
    """Whether it is a letter in a circle or a square, which Unicode counts as alphabetic."""
    return any(
        first <= char <= last
        for first, last in ("\u24b6\u24e9", "\U0001f130\U0001f149", "\U0001f150\U0001f169", "\U0001f170\U0001f189")
    )


@cache
def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return char in " \t-" or category[0] in "LM" or category in ("Nd", "Pc", "Nl")


@cache
def _is_letter_or_digit(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd"


def _lower(char: str) -> str:
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char
