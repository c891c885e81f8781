"""Images that are no Markdown: ``<img>``, components and shortcodes with a picture."""

from __future__ import annotations

from collections.abc import Callable

from postlint.document.html import unescape
from postlint.document.nodes import Attribute, Image, Shortcode, Tag
from postlint.document.prose import MASK
from postlint.text import Span

SOURCES = ("src", "source", "image", "url")
SHORTCODES = frozenset({"figure", "img", "image", "picture"})
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")


def of_tag(tag: Tag) -> Image | None:
    """The image that an ``<img>`` is, or a component with the address of a picture."""
    source = next((found for name in SOURCES if (found := tag.attribute(name)) and found.value), None)
    is_component = tag.is_component and tag.name != "IMG"
    if is_component and (source is None or not _is_picture(source.value or "")):
        return None
    url = (source.value or "") if source else ""
    url_span = (source.value_span or source.span) if source else tag.name_span
    return _image(tag, "component" if is_component else "html", url, url_span, tag.attribute)


def of_shortcode(shortcode: Shortcode) -> Image | None:
    """The image that a shortcode such as ``figure`` shows, by a named or by its first positional parameter."""
    if shortcode.closing or shortcode.name not in SHORTCODES:
        return None
    source = next((found for name in SOURCES if (found := shortcode.parameter(name))), None)
    source = source or next((found for found in shortcode.parameters if not found.name), None)
    if source is None or source.value is None or source.value_span is None:
        return None
    return _image(shortcode, "shortcode", source.value, source.value_span, shortcode.parameter)


def _image(
    tag: Tag | Shortcode, kind: str, url: str, url_span: Span, attribute: Callable[[str], Attribute | None]
) -> Image:
    alt, title = attribute("alt"), attribute("title")
    return Image(
        tag.span,
        kind,
        url,
        url_span,
        _alt(alt) if alt else None,
        (alt.value_span or alt.span) if alt else tag.span,
        title.value if title else None,
        title.value_span if title else None,
        tag=tag,
    )


def _alt(attribute: Attribute) -> str:
    """The alt text: nothing for a bare attribute, and a mask for an expression, which cannot be read here."""
    if attribute.value is not None:
        return attribute.value
    return MASK if attribute.value_span else ""


def _is_picture(url: str) -> bool:
    return unescape(url).partition("?")[0].partition("#")[0].lower().endswith(ENDINGS)
