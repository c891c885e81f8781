"""What an independent parser, markdown-it-py, finds in a text: the measure for links, images, headings and code."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from postlint.document import Document, Image, Link
from postlint.document.filler import FILLER
from postlint.document.shortcodes import scan
from postlint.text import LINE_END


class Found(NamedTuple):
    """Nodes of one text in order. Links and images by their targets, headings and code by their source."""

    links: list[str]
    images: list[str]
    headings: list[str]
    code: list[str]
    html_links: list[str]
    html_images: list[str]


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(reversed(attrs))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        elif tag == "img":
            self.images.append(values.get("src") or "")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def by_markdown_it(text: str) -> Found:
    found = Found([], [], [], [], [], [])
    reader = _Html()
    reader.CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc, assignment]

    def walk(tokens: list[Token]) -> None:
        for token in tokens:
            if token.type == "link_open":
                url = str(token.attrGet("href") or "")
                found.links.append(url.removeprefix("mailto:") if token.info == "auto" else url)
            elif token.type == "image":
                found.images.append(str(token.attrGet("src") or ""))
                code_in_alt = [child for child in token.children or [] if child.type == "code_inline"]
                walk(code_in_alt)
                continue
            elif token.type == "heading_open":
                found.headings.append(f"{token.tag} {token.map[0] if token.map else -1}")
            elif token.type == "code_inline" or token.type in ("fence", "code_block"):
                found.code.append(squeezed(token.content))
            elif token.type in ("html_inline", "html_block"):
                reader.feed(token.content)
                reader.close()
                reader.reset()
            if token.children:
                walk(token.children)

    walk(_parser().parse(text))
    found.html_links.extend(reader.links)
    found.html_images.extend(reader.images)
    return found


def by_postlint(doc: Document, text: str) -> Found:
    """The same of a document, as far as the other parser can know it. ``text`` is what that one reads."""
    source = doc.source

    def target(node: Link | Image) -> str:
        # The other parser sees fillers where there are template tags.
        written = text[slice(*node.url_span)]
        return written if written != source[node.url_span] else node.url

    links = [link for link in doc.links if link.kind not in ("bare", "html")]
    images = [image for image in doc.images if image.kind in ("inline", "reference")]
    return Found(
        [target(link) for link in links],
        [target(image) for image in images],
        [
            f"h{heading.level} {len(LINE_END.findall(text, 0, heading.span.start))}"
            for heading in doc.headings
            if not re.compile("<h[1-6]", re.I).match(source.text, heading.span.start)
        ],
        [
            squeezed(text[slice(*code.content_span)])
            for code in sorted(doc.code, key=lambda code: code.span)
            if code.kind in ("fenced", "indented", "inline")
        ],
        [link.url for link in doc.links if link.kind == "html" and text[link.span.start] == "<"],
        [image.url for image in doc.images if image.kind == "html" and text[image.span.start] == "<"],
    )


def squeezed(code: str) -> str:
    return re.sub(r"[\s>]+", "", code).replace("\\|", "|")


def filled(doc: Document) -> str:
    """The text as Markdown parsers should see it: front matter blank, template tags blank lines or words."""
    text, body = doc.source.text, doc.front_matter.body
    template = scan(text, body, is_mdx=doc.path.endswith(".mdx"))
    return re.sub(r"[^\r\n]", " ", text[:body]) + (template.text or text)[body:].replace(FILLER, "x")
