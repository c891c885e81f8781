"""Components and shortcodes of a post: what they are called, in words, and what their attributes say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.document.nodes import Attribute, Tag
    from postlint.text import Span

PART = expression(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
INCLUDES = frozenset("include include_relative partial includes component".split())
"""Shortcodes whose first parameter names what is put in."""
FORM_SOURCES = ("hsforms.", "list-manage.com", "convertkit.com", "substack.com/embed", "beehiiv.com", "marketo.")
"""Where forms come from that collect addresses."""
TARGETS = frozenset("href url link to src target ctalink buttonlink ctaurl buttonurl btnlink".split())


class Component(NamedTuple):
    """A component of MDX or a shortcode. ``words`` is its name in small letters: 'get started' of ``<GetStarted>``.

    ``texts`` are the values of its attributes, ``targets`` those that are addresses.
    """

    span: Span
    name: str
    words: str
    texts: tuple[str, ...]
    targets: tuple[str, ...]


def components(doc: Document) -> Iterator[Component]:
    """The components and shortcodes of a post; closing ones are left out.

    A form that asks for an address counts as one of the name 'email form', and so does what embeds such a form.
    """
    form: Tag | None = None
    for tag in doc.tags:
        if tag.closing:
            form = None if tag.name == "form" else form
        elif tag.is_component:
            yield _component(tag.span, tag.name, tag.attributes)
        elif tag.name == "form":
            form = tag
        elif tag.name == "input" and form is not None and _asks_address(tag):
            yield Component(form.span, "form", "email form", (), ())
            form = None
        elif tag.name in ("iframe", "script", "form") and _embeds_form(tag):
            yield Component(tag.span, tag.name, "email form", (), ())
    for shortcode in doc.shortcodes:
        if shortcode.closing:
            continue
        name, parameters = shortcode.name, shortcode.parameters
        if name in INCLUDES and parameters and parameters[0].value:
            name, parameters = parameters[0].value.rpartition("/")[2].partition(".")[0], parameters[1:]
        yield _component(shortcode.span, name, parameters)


def _asks_address(tag: Tag) -> bool:
    values = (one.value.lower() for one in tag.attributes if one.value and one.name.lower() in ("type", "name", "id"))
    return any("email" in value or value == "mail" for value in values)


def _embeds_form(tag: Tag) -> bool:
    source = tag.attribute("src")
    return source is not None and any(host in (source.value or "") for host in FORM_SOURCES)


def _component(span: Span, name: str, attributes: tuple[Attribute, ...]) -> Component:
    targets = tuple(one.value for one in attributes if one.value and _is_target(one))
    texts = tuple(one.value for one in attributes if one.value and not _is_target(one))
    return Component(span, name, words_of(name), texts, targets)


def _is_target(attribute: Attribute) -> bool:
    value = attribute.value or ""
    return attribute.name.lower() in TARGETS or "://" in value or value.startswith("/")


@lru_cache(maxsize=1000)
def words_of(name: str) -> str:
    """A name of code in words: 'sign ups' of ``SignUps``, 'cta button' of ``cta-button``."""
    return " ".join(part.lower() for part in PART.findall(name))
