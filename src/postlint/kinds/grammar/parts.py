"""What a post is made of and can be counted: links, images, headings … with the conditions that narrow them down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from postlint.data.node import shortened
from postlint.document import MASK
from postlint.expression import expression
from postlint.house import host_and_path
from postlint.reading.word_count import is_any, words
from postlint.records import NamedTuple
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.document import Block, Code, Document, Heading, Link
    from postlint.house import House
    from postlint.reading import Reading

ROLES = {
    "commercial": "to what the house sells",
    "project": "to what the house gives away",
    "community": "to the community",
    "own": "to the house itself",
    "partner": "to a partner",
    "elsewhere": "to other sites",
}
"""Whom a link serves by the ``[house]``, and how messages say that."""
ROLE_OF_OWNER = {
    "offer": "commercial",
    "project": "project",
    "place": "community",
    "house": "own",
    "partner": "partner",
}
ABSOLUTE = expression(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class Conditions(NamedTuple):
    """What narrows a sort of parts down; each is a choice of values, and an empty one asks for nothing."""

    host: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    language: tuple[str, ...] = ()


class Part(NamedTuple):
    """A part where it stands in the source, the words by which a reader knows it, and its stretch of prose, if any."""

    span: Span
    words: str
    prose: Span | None = None


class Sort(NamedTuple):
    """A sort of parts: how one and many are called, and how they are found.

    ``nodes`` finds them in a document, ``stretches`` cuts them out of a block of prose. ``conditions`` are those that
    it takes.
    """

    one: str
    many: str
    nodes: Callable[[Reading, Conditions], Iterator[Part]] | None = None
    stretches: Callable[[Reading, Block], Iterable[Span]] | None = None
    conditions: tuple[str, ...] = ()


def _links(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    for link in reading.doc.links:
        if _leads(link, conditions, reading.house):
            text = reading.doc.source[link.text_span] if MASK in link.text else link.text
            yield Part(link.span, shortened(text or link.url), link.prose if link.prose.length else None)


def _leads(link: Link, conditions: Conditions, house: House) -> bool:
    if conditions.host:
        place = host_and_path(link.url)
        if not any(place == host or place.startswith(f"{host}/") for host in conditions.host):
            return False
    return not conditions.role or role(link, house) in conditions.role


def role(link: Link, house: House) -> str:
    """Whom a link serves; what leads within the site serves the house itself."""
    owner = house.owner_of_url(link.url)
    if owner is not None:
        return ROLE_OF_OWNER[owner.kind]
    return "elsewhere" if link.kind in ("bare", "autolink") or ABSOLUTE.match(link.url) else "own"


def is_known(conditions: Conditions, house: House) -> bool:
    """Whether the house says who serves whom, as far as these conditions ask for that."""
    hosts = {
        "commercial": any(offer.hosts for offer in house.offers),
        "project": any(project.hosts for project in house.projects),
        "community": bool(house.places),
        "partner": any("." in partner for partner in house.partners),
    }
    return all(hosts.get(name, True) for name in conditions.role)


def _images(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    for image in reading.doc.images:
        alt = reading.doc.source[image.alt_span] if image.alt and MASK in image.alt else image.alt
        yield Part(image.span, shortened(alt or image.url.rpartition("/")[2]))


def _headings(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    for heading in reading.doc.headings:
        if not conditions.level or str(heading.level) in conditions.level:
            yield heading_part(reading.doc, heading)


def heading_part(doc: Document, heading: Heading) -> Part:
    """A heading, to be told of by its words."""
    words = doc.source[heading.text_span] if MASK in heading.text else heading.text
    return Part(heading.text_span if heading.text_span.length else heading.span, shortened(words))


def _code_blocks(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    source = reading.doc.source
    for code in reading.doc.code:
        is_block = (
            code.kind not in ("inline", "html") or source.text[code.span.start : code.span.start + 4].lower() == "<pre"
        )
        if is_block and _is_in(code, conditions.language):
            yield Part(code.span, _first_line(source[code.content_span]))


def _is_in(code: Code, languages: tuple[str, ...]) -> bool:
    if not languages:
        return True
    if code.language is None:
        return code.kind == "fenced" and "none" in languages
    return code.language.lower() in languages


def _tables(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    for table in reading.doc.tables:
        yield Part(table.span, shortened(next((cell.text for cell in table.rows[0].cells if cell.text), "")))
    yield from _tags(reading.doc, "table")


def _lists(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    """Lists; one that lies in another is a part of it."""
    end = 0
    for found in sorted(reading.doc.lists, key=lambda found: found.span):
        if found.span.start >= end:
            end = found.span.end
            yield Part(found.span, _first_line(reading.doc.source[found.items[0].span]))
    yield from _tags(reading.doc, "ul", "ol")


def _quotes(reading: Reading, conditions: Conditions) -> Iterator[Part]:
    for quote in reading.doc.quotes:
        if quote.alert is None:
            yield Part(quote.span, _first_line(reading.doc.source[quote.span]))
    yield from _tags(reading.doc, "blockquote")


def _tags(doc: Document, *names: str) -> Iterator[Part]:
    """Elements of HTML, each told by its opening tag; one that lies in another of these is a part of it."""
    depth = 0
    for tag in doc.tags:
        if tag.name.lower() not in names or tag.self_closing:
            continue
        if tag.closing:
            depth = max(0, depth - 1)
            continue
        if depth == 0:
            yield Part(tag.span, doc.source[tag.span])
        depth += 1


def _first_line(text: str) -> str:
    """The first words of something, without the marks before them."""
    line = next((line for line in text[:400].splitlines() if re.search(r"\w", line)), "")
    return shortened(line.strip(" \t>*+-"))


def _words(reading: Reading, block: Block) -> Iterable[Span]:
    return words(reading.doc.prose.text, block.start, block.end)


def _sentences(reading: Reading, block: Block) -> Iterable[Span]:
    return (span for span in reading.sentences.of(block) if is_any(reading.doc.prose.text, *span))


def _paragraphs(reading: Reading, block: Block) -> Iterator[Span]:
    text = reading.doc.prose.text
    if "paragraph" in block.scopes and text[block.start : block.end].strip(f"{MASK} \n"):
        yield Span(block.start, block.end)


SORTS = {
    "links": Sort("link", "links", _links, conditions=("host", "role")),
    "images": Sort("image", "images", _images),
    "headings": Sort("heading", "headings", _headings, conditions=("level",)),
    "code-blocks": Sort("code block", "code blocks", _code_blocks, conditions=("language",)),
    "tables": Sort("table", "tables", _tables),
    "lists": Sort("list", "lists", _lists),
    "quotes": Sort("quote", "quotes", _quotes),
    "words": Sort("word", "words", stretches=_words),
    "sentences": Sort("sentence", "sentences", stretches=_sentences),
    "paragraphs": Sort("paragraph", "paragraphs", stretches=_paragraphs),
}
